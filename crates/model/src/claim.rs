//! A claim: one thing that one document says happened, with the chain of who says so. Made of spans only.
//!
//! What the words refer to is not here (`resolved.rs`); what several claims are about is not here (`incident.rs`).

use crate::{Act, ClaimId, DocumentId, RuleId, Span, TimeExpression};

/// One document's report of one act, in its own words (codebook, section 2).
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Hash of document, trigger, act and innermost speaker.
    pub id: ClaimId,
    /// The document that says it.
    pub document: DocumentId,
    /// The sentence that holds the trigger.
    pub sentence: Span,
    /// The word or words that evoke the act.
    pub trigger: Span,
    /// What is said to be done.
    pub act: Act,
    /// Who acts.
    pub actors: Vec<Mention>,
    /// On whom.
    pub recipients: Vec<Mention>,
    /// Where.
    pub places: Vec<PlaceMention>,
    /// When, as the text says it; the first is the one that dates the act.
    pub times: Vec<TimeExpression>,
    /// How many.
    pub figures: Vec<Figure>,
    /// Weapons or methods: "barrel bombs", "car bomb".
    pub means: Vec<Span>,
    /// Who says so, innermost first; empty for the outlet's own voice.
    pub attribution: Vec<Speaker>,
    /// What the text commits the innermost speaker to.
    pub factuality: Factuality,
    /// 0 to 1, calibrated on cross-validated silver: how likely it is a claim of this act.
    pub score: f32,
    /// What made it.
    pub rule: RuleId,
}

/// Words that name a participant.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The words, without a leading article: "Turkish-backed fighters".
    pub span: Span,
    /// The head noun or name inside them: "fighters".
    pub head: Span,
    /// For a pronoun or a description ("the group"): the fuller words elsewhere in the document that it stands for.
    pub antecedent: Option<Span>,
    /// The loaded term inside the mention, if it uses one ("terrorists").
    pub label: Option<Span>,
    /// What found it.
    pub rule: RuleId,
}

/// Words that name a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// The words: "the northern countryside of Hama".
    pub span: Span,
    /// The name inside them, to look up: "Hama".
    pub name: Span,
    /// How the place bears on the act.
    pub role: PlaceRole,
    /// What found it.
    pub rule: RuleId,
}

/// How a place bears on an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceRole {
    /// Where it happened.
    At,
    /// Where it came from.
    From,
    /// Where it went.
    To,
    /// What it happened near.
    Near,
}

/// A number of the codebook's section 4, as reported. "At least 14" is `low: Some(14), high: None`.
/// There is no single number here: choosing one belongs to fusion, which says how it chose.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What is counted.
    pub measure: Measure,
    /// Of whom.
    pub group: Option<Group>,
    /// Least number that the words allow.
    pub low: Option<u64>,
    /// Greatest number that the words allow.
    pub high: Option<u64>,
    /// How the words bound it.
    pub qualifier: Qualifier,
    /// The words.
    pub span: Span,
    /// The index, in the claim's figures, of the whole that this is a part of.
    pub part_of: Option<usize>,
    /// What read it.
    pub rule: RuleId,
}

/// Of whom a figure counts.
#[derive(Clone, Debug, PartialEq)]
pub enum Group {
    /// Named by kind.
    Civilians,
    /// Named by kind.
    Children,
    /// Named by kind.
    Women,
    /// Named by kind.
    Combatants,
    /// Named by kind.
    Journalists,
    /// Named by kind.
    AidWorkers,
    /// Named by kind.
    HealthWorkers,
    /// A party, whose name `resolve` finds: "HTS fighters".
    Party(Mention),
}

/// Who says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The words that name the speaker.
    pub mention: Mention,
    /// The word that reports: "said", "according to".
    pub cue: Span,
    /// The kind of speaker that the words alone tell ("activists", "a spokesman for the ministry"); `resolve` may know better.
    pub kind: Option<SpeakerKind>,
}

/// One attribution relation of a document (speaker, cue, content: PARC 3.0, Pareti 2016), whatever it reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Who says it; none where only a cue is there ("reportedly").
    pub speaker: Option<Speaker>,
    /// The cue's words.
    pub cue: Vec<Span>,
    /// What is said; more than one piece where the speaker interrupts it.
    pub content: Vec<Span>,
    /// What found it.
    pub rule: RuleId,
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum $name { $($variant,)* }

        impl $name {
            /// Every value, in the codebook's order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The public name, as the codebook writes it.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The value of this public name.
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use named;

named! {
    /// What the text commits the innermost speaker to (codebook, section 3).
    Factuality {
        Happened = "happened",
        Denied = "denied",
        Planned = "planned",
        Possible = "possible",
        Hypothetical = "hypothetical",
    }
}

named! {
    /// The kind of a speaker (codebook, section 3).
    SpeakerKind {
        Official = "official",
        Military = "military",
        ArmedGroup = "armed_group",
        Monitor = "monitor",
        Media = "media",
        Witness = "witness",
        SocialMedia = "social_media",
        Analyst = "analyst",
        Anonymous = "anonymous",
    }
}

named! {
    /// What a figure counts (codebook, section 4).
    Measure {
        Killed = "killed",
        Injured = "injured",
        Casualties = "casualties",
        Captured = "captured",
        Abducted = "abducted",
        Arrested = "arrested",
        Missing = "missing",
        Surrendered = "surrendered",
        Displaced = "displaced",
        Returned = "returned",
        Besieged = "besieged",
        Transferred = "transferred",
        Strikes = "strikes",
        Vehicles = "vehicles",
        Aircraft = "aircraft",
        Buildings = "buildings",
        Localities = "localities",
        Positions = "positions",
        AreaKm2 = "area_km2",
    }
}

named! {
    /// How the words bound a number (codebook, section 4).
    Qualifier {
        Exact = "exact",
        About = "about",
        AtLeast = "at least",
        MoreThan = "more than",
        LessThan = "less than",
        UpTo = "up to",
        Range = "range",
        Several = "several",
        Dozens = "dozens",
        Scores = "scores",
        Tens = "tens",
        Hundreds = "hundreds",
        Thousands = "thousands",
        TensOfThousands = "tens of thousands",
        HundredsOfThousands = "hundreds of thousands",
        Millions = "millions",
    }
}

impl PlaceRole {
    /// The public name.
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceRole::At => "at",
            PlaceRole::From => "from",
            PlaceRole::To => "to",
            PlaceRole::Near => "near",
        }
    }
}

impl Group {
    /// The public name of a kind; none for a party, whose name is `resolve`'s to find.
    pub fn kind_name(&self) -> Option<&'static str> {
        Some(match self {
            Group::Civilians => "civilians",
            Group::Children => "children",
            Group::Women => "women",
            Group::Combatants => "combatants",
            Group::Journalists => "journalists",
            Group::AidWorkers => "aid_workers",
            Group::HealthWorkers => "health_workers",
            Group::Party(_) => return None,
        })
    }
}

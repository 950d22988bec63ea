//! Parties and speakers found and told apart, on whole sentences.

use crate::{DocumentContext, resolve};
use dateline_knowledge::{DataSource, World};
use dateline_language::English;
use dateline_model::{
    Act, Claim, ClaimId, Document, DocumentId, Factuality, Group, Measure, Mention, Parse, Qualifier, ResolvedClaim, RuleId, Span, Speaker,
};
use std::sync::OnceLock;

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| World::load(&DataSource::Carried).expect("the world loads"))
}

fn read(text: &str, published: Option<&str>) -> (Document, Parse) {
    static ENGLISH: OnceLock<English> = OnceLock::new();
    let document = Document {
        id: DocumentId::of("", "", "", "", text),
        outlet: None,
        url: None,
        title: None,
        published: published.and_then(|day| day.parse().ok()),
        language: None,
        text: text.to_string(),
        fingerprint: 0,
        notes: Vec::new(),
    };
    let parse = ENGLISH.get_or_init(English::embedded).reader().parse(&document);
    (document, parse)
}

fn mention(text: &str, words: &str) -> Mention {
    let start = text.find(words).expect("the words are in the text");
    let span = Span::new(start, start + words.len());
    let head = words.rfind(' ').map_or(span, |at| Span::new(start + at + 1, span.end()));
    Mention { span, head, antecedent: None, label: None, rule: RuleId::new("test") }
}

/// Resolves a claim with this actor and speaker.
fn resolved(text: &str, published: Option<&str>, actor: &str) -> ResolvedClaim {
    let (document, parse) = read(text, published);
    let sentence = parse.sentences[0].span;
    let claim = Claim {
        id: ClaimId::new("0"),
        document: document.id.clone(),
        sentence,
        trigger: sentence,
        act: Act::new("attack"),
        actors: vec![mention(text, actor)],
        recipients: Vec::new(),
        places: Vec::new(),
        times: Vec::new(),
        figures: vec![dateline_model::Figure {
            measure: Measure::Killed,
            group: Some(Group::Party(mention(text, actor))),
            low: Some(1),
            high: Some(1),
            qualifier: Qualifier::Exact,
            span: sentence,
            part_of: None,
            rule: RuleId::new("test"),
        }],
        means: Vec::new(),
        attribution: vec![Speaker { mention: mention(text, actor), cue: sentence, kind: None }],
        factuality: Factuality::Happened,
        score: 0.5,
        rule: RuleId::new("test"),
    };
    let claims = vec![claim];
    let context = DocumentContext::new(&document, &parse, &claims, &[], world());
    resolve(&claims[0], &context, world())
}

/// The canonical name that a mention links to; none where it must stay unlinked.
fn check(text: &str, published: Option<&str>, actor: &str, expected: Option<&str>) {
    let found = resolved(text, published, actor);
    let name = found.actors.first().and_then(|actor| actor.name.as_deref());
    assert_eq!(name, expected, "“{actor}” in “{text}”: {:?}", found.actors.first().map(|actor| &actor.link));
}

#[test]
fn names_in_any_spelling() {
    check("Hay'at Tahrir al-Sham fighters entered Kessa.", None, "Hay'at Tahrir al-Sham fighters", Some("HTS"));
    check("Fighters of Ahrar ash-Sham left.", None, "Ahrar ash-Sham", Some("Ahrar al-Sham"));
    check("The Tamil Tigers shelled Kessa.", None, "The Tamil Tigers", Some("LTTE"));
    check("Al-Shabaab militants attacked the base.", None, "Al-Shabaab militants", Some("al-Shabaab"));
    check("IDF troops raided a camp.", None, "IDF troops", Some("Israeli army"));
}

#[test]
fn states_and_their_bodies() {
    check("Moscow denied the report.", None, "Moscow", Some("Russia"));
    check("The Kremlin denied the report.", None, "The Kremlin", Some("Russia"));
    check("Malian soldiers burnt a village.", None, "Malian soldiers", Some("Malian army"));
    check("Peruvian troops burnt a village.", None, "Peruvian troops", Some("Peruvian army"));
    check("Russian warplanes bombed Kessa.", None, "Russian warplanes", Some("Russian Aerospace Forces"));
    check("The government of Chad closed the border.", None, "The government of Chad", Some("Chad"));
    check("Kenya's foreign ministry closed the office.", None, "Kenya's foreign ministry", Some("Kenyan Foreign Ministry"));
    check("Bolivian police arrested four men.", None, "Bolivian police", Some("Bolivian police"));
    check("The Syrian authorities arrested four men.", None, "The Syrian authorities", Some("Syria"));
}

#[test]
fn a_relation_to_a_state_is_not_that_state() {
    check("Turkish-backed fighters took Kessa.", None, "Turkish-backed fighters", None);
    check("Pro-Iran militias took Kessa.", None, "Pro-Iran militias", None);
    check("US-trained rebels took Kessa.", None, "US-trained rebels", None);
    let found = resolved("Turkish-backed fighters took Kessa.", None, "Turkish-backed fighters");
    assert_eq!(found.actors[0].role_code.as_deref(), Some("-REB"));
    check(
        "The US-led coalition bombed a depot of the Islamic State in Syria.",
        None,
        "The US-led coalition",
        Some("counter-ISIL coalition"),
    );
}

#[test]
fn short_names_need_company() {
    check("The Observatory said that the Syrian Observatory for Human Rights knew.", None, "The Observatory", Some("SOHR"));
    check("The Observatory found a comet over Chile.", None, "The Observatory", None);
    check("In Somalia the SNA shelled a hill near Mogadishu, a Somali official said.", None, "the SNA", Some("Somali National Army"));
    check("In Syria the SNA shelled a hill near Afrin, Syrian officials said.", None, "the SNA", Some("SNA"));
}

#[test]
fn the_document_defines_its_acronyms() {
    let text = "The Sudan People's Liberation Movement-North (SPLMN) met envoys. SPLMN troops left.";
    check(text, None, "SPLMN", Some("SPLM-N"));
}

#[test]
fn a_name_of_the_future_is_not_read_into_the_past() {
    check("The Southern Front held Deraa.", Some("2015-06-01"), "The Southern Front", Some("Southern Front"));
    let found = resolved("Jabhat Fatah al-Sham took a hill.", Some("2013-01-01"), "Jabhat Fatah al-Sham");
    assert_eq!(found.actors[0].name, None);
}

#[test]
fn a_town_is_no_actor() {
    let found = resolved("The rebels shelled Aleppo on Tuesday.", None, "Aleppo");
    assert!(found.actors.is_empty());
    assert_eq!(found.places[0].place.as_ref().map(|place| place.name.as_str()), Some("Aleppo"));
}

#[test]
fn monitors_and_agencies_speak_as_what_they_are() {
    let found = resolved("The Syrian Observatory for Human Rights said so.", None, "The Syrian Observatory for Human Rights");
    assert_eq!(found.speakers[0].kind.map(|kind| kind.as_str()), Some("monitor"));
    assert_eq!(found.figures[0].group.as_deref(), Some("SOHR"));
}

#[test]
fn a_name_of_several_follows_the_country() {
    let swat = "In Pakistan the Taliban shelled a post in Swat, Pakistani officials said in Islamabad.";
    check(swat, None, "the Taliban", Some("TTP"));
    check("The Taliban shelled a post in Kunduz, Afghan officials said.", None, "The Taliban", Some("Taliban"));
    check("The PLA held drills near Taiwan, Chinese media said.", None, "The PLA", Some("Chinese army"));
}

#[test]
fn what_the_document_defines_outranks_the_file() {
    let text = "The Eastern Lake Network (ELN) met envoys. The ELN left Kessa.";
    check(text, None, "ELN", None);
}

#[test]
fn a_name_keeps_its_bearer_under_titles_and_descriptions() {
    check("Syrian President Bashar al-Assad visited Kessa.", None, "Syrian President Bashar al-Assad", Some("Bashar al-Assad"));
    check("The Lebanese militant group Hezbollah shelled Kessa.", None, "The Lebanese militant group Hezbollah", Some("Hezbollah"));
    check("An HTS commander fled.", None, "An HTS commander", None);
    check("Militants from Boko Haram burnt Kessa.", None, "Militants from Boko Haram", Some("Boko Haram"));
    check("Other Omar Assads fled.", None, "Other Omar Assads", None);
}

#[test]
fn the_army_is_that_of_the_country_of_the_document() {
    check("The army shelled Kessa, the Malian government said in Bamako, the capital of Mali.", None, "The army", Some("Malian army"));
    check("The army shelled Kessa. Mali and Niger denied it.", None, "The army", None);
    check("The army shelled Kessa.", None, "The army", None);
}

#[test]
fn one_monitor_by_all_its_names() {
    let text = "The Syrian Observatory for Human Rights counted ten. Paris heard the OSDH. The UK-based monitor agreed; the Observatory said so in Syria.";
    for name in ["The Syrian Observatory for Human Rights", "the OSDH", "The UK-based monitor", "the Observatory"] {
        check(text, None, name, Some("SOHR"));
    }
}

#[test]
fn what_is_not_linked_is_described() {
    let found = resolved("Iran-backed militias shelled Kessa.", None, "Iran-backed militias");
    let actor = &found.actors[0];
    assert_eq!((actor.name.as_deref(), actor.role_code.as_deref()), (None, Some("-UAF")));
    assert!(actor.link.reason.contains("related to IRN"), "{}", actor.link.reason);
    let police = resolved("Peruvian gunmen shelled Kessa.", None, "Peruvian gunmen");
    assert_eq!(police.actors[0].role_code.as_deref(), Some("PER-UAF"));
}

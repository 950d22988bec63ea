//! An act's names in the published ontologies, by the table of acts and by who did it to whom.
//!
//! Not here: the names themselves (`data/ontology/acts.toml`).

use dateline_knowledge::{ClaimWords, Lexicon};
use dateline_model::{Group, ResolvedClaim, ResolvedMention, Span};
use dateline_store::Crosswalk;

/// PLOVER sectors of those who act for a state.
const STATE: [&str; 6] = ["GOV", "MIL", "COP", "JUD", "LEG", "SPY"];

/// PLOVER sectors of those whom ACLED counts as civilians.
const CIVILIAN: [&str; 9] = ["CVL", "REF", "MED", "HLH", "NGO", "EDU", "BUS", "REL", "LAB"];

/// The names of a claim's act.
///
/// - `text`: the document's; the trigger's words choose between several PLOVER modes ("hunger strike"); the first mode holds where none fits.
pub(crate) fn crosswalk(resolved: &ResolvedClaim, text: &str, lexicon: &Lexicon) -> Crosswalk {
    let (claim, ontology) = (&resolved.claim, &lexicon.ontology);
    let trigger = claim.trigger.of(text);
    let Some(entry) = ontology.act(claim.act.as_str()) else { return Crosswalk::default() };
    let trigger = trigger.to_lowercase();
    let mode = entry.plover_mode.iter().rev().find(|mode| trigger.contains(&mode.replace('-', " "))).or(entry.plover_mode.first());
    let acled = ontology
        .acled_finer(&claim.act, &words(resolved, text))
        .or_else(|| ontology.acled(&claim.act, actor_is_state(resolved), recipient_is_civilian(resolved, text, lexicon)));
    let some = |text: &str| (!text.is_empty()).then(|| text.to_string());
    Crosswalk {
        plover_event: some(&entry.plover_event),
        plover_mode: mode.cloned(),
        acled_event_type: acled.map(|acled| acled.event_type.to_string()),
        acled_sub_event_type: acled.map(|acled| acled.sub_event_type.to_string()),
        cameo_code: some(&entry.cameo),
    }
}

fn actor_is_state(resolved: &ResolvedClaim) -> bool {
    resolved.actors.first().is_some_and(|actor| sector(actor, &STATE) || is_country(actor))
}

/// The words that choose a finer type.
fn words(resolved: &ResolvedClaim, text: &str) -> ClaimWords {
    let claim = &resolved.claim;
    let lower = |spans: &mut dyn Iterator<Item = Span>| spans.map(|span| span.of(text).to_lowercase()).collect::<Vec<_>>().join(" ");
    let parties = claim.actors.iter().chain(&claim.recipients).map(|mention| mention.span);
    ClaimWords { means: lower(&mut claim.means.iter().copied()), words: lower(&mut std::iter::once(claim.trigger).chain(parties)) }
}

/// Civilians are named, or the dead are; who is unknown is none.
fn recipient_is_civilian(resolved: &ResolvedClaim, text: &str, lexicon: &Lexicon) -> bool {
    let counted = |group: &Option<Group>| match group {
        Some(Group::Combatants | Group::Party(_)) | None => false,
        Some(_) => true,
    };
    match resolved.recipients.first() {
        Some(recipient) if recipient.role_code.is_some() => sector(recipient, &CIVILIAN),
        Some(recipient) if is_civilian_word(recipient.mention.head.of(text), lexicon) => true,
        _ => resolved.claim.figures.first().is_some_and(|figure| counted(&figure.group)),
    }
}

/// Whether a noun names civilians and nobody under arms; a plural counts by its singular.
fn is_civilian_word(word: &str, lexicon: &Lexicon) -> bool {
    let lower = word.to_lowercase();
    let is = |kind: &str| [lower.as_str(), lower.trim_end_matches('s')].iter().any(|word| lexicon.kinds.is(word, kind));
    !is("combatant") && ["civilian", "child", "woman", "journalist", "aid_worker", "health_worker"].into_iter().any(is)
}

/// Whether the role code ends with one of these sectors: "SYR-MIL", "-REB".
fn sector(mention: &ResolvedMention, sectors: &[&str]) -> bool {
    let code = mention.role_code.as_deref().unwrap_or_default();
    code.split_once('-').is_some_and(|(_, found)| found.split('-').any(|sector| sectors.contains(&sector)))
}

/// Whether the role code is a country's alone: "Turkey struck …".
fn is_country(mention: &ResolvedMention) -> bool {
    mention.link.chosen.is_some() && mention.role_code.as_deref().is_some_and(|code| !code.is_empty() && !code.contains('-'))
}

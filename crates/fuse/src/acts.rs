//! How two acts bear on each other: the names are those of the codebook, section 5.
//!
//! The same deed is often told by a general act ("killed", "attacked") and by a particular one ("an airstrike").

use dateline_model::Act;

/// How two acts bear on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The same.
    Same,
    /// One is a general word for the other.
    General,
    /// Of one family, but different deeds: an airstrike and an ambush.
    Sibling,
    /// Nothing to do with each other.
    Apart,
}

/// Families of acts that can tell the same deed. The first list of each are its general words; the second its particular deeds.
const FAMILIES: &[(&str, &[&str], &[&str])] = &[
    (
        "violence",
        &["attack", "kill", "injure", "massacre", "destroy_property", "clash", "offensive"],
        &[
            "ambush",
            "repel",
            "airstrike",
            "drone_strike",
            "shelling",
            "bombing",
            "suicide_bombing",
            "chemical_attack",
            "shooting",
            "shoot_down",
            "assassinate",
            "execute",
            "torture",
            "sexual_violence",
        ],
    ),
    ("ground", &["advance"], &["take_territory", "expand_control", "withdraw"]),
    ("siege", &["besiege"], &["cut_road"]),
    ("forces", &["deploy"], &["reinforce", "establish_base", "recruit", "patrol"]),
    ("held", &["arrest"], &["capture", "abduct", "transfer_detainees", "convict"]),
    ("talks", &["meet"], &["visit", "mediate", "agree"]),
    ("truce", &["ceasefire"], &["violate_ceasefire"]),
    ("aid", &["aid_humanitarian"], &["aid_military", "aid_economic", "train", "cut_aid"]),
    ("words", &["accuse"], &["condemn", "threaten", "request", "reject"]),
    ("street", &["protest"], &["riot", "disperse_protest"]),
    ("groups", &["form_group"], &["change_group"]),
];

/// Acts whose parties may change seats.
const MUTUAL: &[&str] = &["clash", "meet", "agree", "ceasefire", "cooperate"];

/// The name of an act's family; its own name if it has none.
pub(crate) fn family(act: &Act) -> &str {
    let found = FAMILIES.iter().find(|(_, general, particular)| general.contains(&act.as_str()) || particular.contains(&act.as_str()));
    found.map_or(act.as_str(), |(name, _, _)| name)
}

/// How two acts bear on each other.
pub(crate) fn relation(a: &Act, b: &Act) -> Relation {
    if a == b {
        return Relation::Same;
    }
    if family(a) != family(b) {
        return Relation::Apart;
    }
    let general = |act: &Act| FAMILIES.iter().any(|(_, general, _)| general.contains(&act.as_str()));
    if general(a) || general(b) { Relation::General } else { Relation::Sibling }
}

/// Whether the parties of an act may change seats.
pub(crate) fn is_mutual(act: &Act) -> bool {
    MUTUAL.contains(&act.as_str())
}

/// Whether an act is general, so that a particular one names an incident better.
pub(crate) fn is_general(act: &Act) -> bool {
    FAMILIES.iter().any(|(_, general, _)| general.contains(&act.as_str()))
}

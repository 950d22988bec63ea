//! How two acts bear on each other: the names are those of the codebook, section 5.
//!
//! The same deed is often told by a general act ("killed", "attacked") and by a particular one ("an airstrike").

use dateline_model::Act;

/// How two acts bear on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The same.
    Same,
    /// One is a general word for the other, or they are easily taken for each other.
    General,
    /// Of one family, but different deeds: an airstrike and an ambush.
    Sibling,
    /// Nothing to do with each other.
    Apart,
}

/// The general words of a family.
type General = &'static [&'static str];

/// Its particular deeds, in groups.
type Groups = &'static [&'static [&'static str]];

/// Families of acts that can tell the same deed: the general words of each, and its particular deeds, in groups. Deeds of one group are
/// taken for each other by those who saw only the result (a shell for a bomb); those of two groups are not. An act of no family is told
/// by its own word alone: a withdrawal is no advance, a sentence no arrest.
const FAMILIES: &[(&str, General, Groups)] = &[
    (
        "violence",
        &["attack", "kill", "injure", "massacre", "destroy_property", "clash", "offensive"],
        &[
            &["airstrike", "drone_strike", "shelling"],
            &["bombing", "suicide_bombing"],
            &["shooting", "assassinate", "execute"],
            &["ambush"],
            &["repel"],
            &["chemical_attack"],
            &["shoot_down"],
            &["torture", "sexual_violence"],
        ],
    ),
    ("ground", &["advance"], &[&["take_territory", "expand_control"]]),
    ("siege", &["besiege"], &[&["cut_road"]]),
    ("forces", &["deploy"], &[&["reinforce"], &["establish_base"], &["patrol"]]),
    ("held", &["arrest"], &[&["capture", "abduct"]]),
    ("talks", &["meet"], &[&["visit"], &["mediate"], &["agree"]]),
    ("aid", &["aid_humanitarian"], &[&["aid_military", "aid_economic"]]),
    ("words", &["accuse"], &[&["condemn"]]),
    ("street", &["protest"], &[&["riot", "disperse_protest"]]),
    ("groups", &["form_group"], &[&["change_group"]]),
];

/// Acts whose parties may change seats.
const MUTUAL: &[&str] = &["clash", "meet", "agree", "ceasefire", "cooperate"];

/// The name of an act's family; its own name if it has none.
pub(crate) fn family(act: &Act) -> &str {
    let holds = |list: &[&str]| list.contains(&act.as_str());
    let found = FAMILIES.iter().find(|(_, general, groups)| holds(general) || groups.iter().any(|group| holds(group)));
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
    let together = |group: &&[&str]| group.contains(&a.as_str()) && group.contains(&b.as_str());
    match FAMILIES.iter().any(|(_, _, groups)| groups.iter().any(together)) {
        true => Relation::General,
        false if is_general(a) || is_general(b) => Relation::General,
        false => Relation::Sibling,
    }
}

/// Whether the parties of an act may change seats.
pub(crate) fn is_mutual(act: &Act) -> bool {
    MUTUAL.contains(&act.as_str())
}

/// Whether an act is general, so that a particular one names an incident better.
pub(crate) fn is_general(act: &Act) -> bool {
    FAMILIES.iter().any(|(_, general, _)| general.contains(&act.as_str()))
}

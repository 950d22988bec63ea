//! The weights of what speaks for and against a place.
//!
//! In:  `models/places.tsv`, which `cargo xtask train places` writes.
//! Out: `Weights`: one number for each `Feature`, and the least score of a place that is chosen.
//!
//! Not here: how features are read from a document (`score`).

use std::sync::OnceLock;

/// Declares the features with their public names and what they mean.
macro_rules! features {
    ($($name:ident $public:literal $meaning:literal),* $(,)?) => {
        /// What is weighed of a candidate or of the words that name it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Feature { $(#[doc = $meaning] $name),* }

        impl Feature {
            /// All, in the order of the table: name and meaning.
            pub const ALL: &'static [(Feature, &'static str, &'static str)] = &[$((Feature::$name, $public, $meaning)),*];
        }
    };
}

features! {
    Gpe "name.gpe" "the parser reads the name as a town, a unit or a state",
    Loc "name.loc" "the parser reads the name as a landscape",
    Fac "name.fac" "the parser reads the name as a building",
    Part "name.part" "a later part of a longer name that nobody knows",
    Dateline "name.dateline" "the name opens a report in capitals",
    Person "name.person" "the parser reads it as a person",
    Org "name.org" "the parser reads it as a body",
    People "name.people" "the parser reads it as a people or a language",
    OtherName "name.other" "the parser reads it as something else, or as a part of it",
    NoName "name.none" "the parser reads no name there",
    Pattern "name.pattern" "only a pattern tells that it is a place: the town of X",
    Claim "name.claim" "a claim has it for its place",
    Adjective "name.adjective" "an adjective or people's name of a state",
    Locative "words.locative" "a word of place stands before it: in, near, from",
    Kind "words.kind" "a word of kind stands beside it: province, airport, town of",
    Joined "words.joined" "it stands in a longer run of capitals",
    Great "words.great" "it is the main name of a city of a hundred thousand, or of a place of our own",
    Short "words.short" "it has four letters or fewer",
    Words "words.several" "it has several words",
    Population "place.population" "logarithm to the base of ten of its inhabitants",
    State "place.state" "a state or a territory",
    Wide "place.wide" "a continent, an ocean or a sea",
    Landscape "place.landscape" "a region, a river, mountains, a gulf, islands",
    Capital "place.capital" "a capital",
    Unit "place.unit" "a first-order unit",
    Seat "place.seat" "the seat of a first-order unit",
    Subunit "place.subunit" "a second-order unit",
    Subseat "place.subseat" "the seat of a second-order unit",
    Section "place.section" "a part of a town",
    Spot "place.spot" "another thing than a town, a unit or a landscape",
    Patch "place.patch" "a place of patches.tsv",
    Alternate "match.alternate" "the name is one of its other names",
    Similar "match.similar" "only the consonants agree",
    First "match.first" "of the places of this name the most populous",
    Dominant "match.dominant" "logarithm to the base of ten of how many times more people it has than the next of this name, up to 2",
    Only "match.only" "no other place has this name",
    Many "match.many" "logarithm to the base of ten of how many places have this name",
    UnitAsked "asked.unit" "the words ask for a unit, and it is one",
    UnitNot "asked.unit-not" "the words ask for a unit, and it is none",
    TownAsked "asked.town" "the words ask for a town, and it is one",
    TownNot "asked.town-not" "the words ask for a town, and it is none",
    SpotAsked "asked.spot" "the words ask for an airport, a river, a mountain, and it is no town and no unit",
    SpotNot "asked.spot-not" "the words ask for an airport, a river, a mountain, and it is a town or a unit",
    Country "company.country" "square root of its country's share of the words and actors that name countries",
    Shared "company.shared" "square root of its country's share of the document's other places",
    Elsewhere "company.elsewhere" "it lies in a country of which the document has nothing",
    SameUnit "company.unit" "square root of the share of the other places that lie in its first-order unit",
    Within "company.within" "the name after it holds it",
    AnyWithin "company.within-any" "another reading of the name after it would hold it",
    Outside "company.outside" "the name after it does not hold it",
    Near "company.near" "nearness to another place of the document: 1 there, falling to a third over 150 km",
    VeryNear "company.very-near" "the same, over 30 km",
}

/// The weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// One for each feature, in the order of `Feature::ALL`.
    pub values: [f32; Feature::ALL.len()],
    /// Least score of a place that is chosen.
    pub threshold: f32,
}

impl Weights {
    /// The weights that the program carries.
    pub fn carried() -> &'static Weights {
        static CARRIED: OnceLock<Weights> = OnceLock::new();
        CARRIED.get_or_init(|| Weights::parse(include_str!("../../../../models/places.tsv")))
    }

    /// From the table's text: `feature`, `weight`, `meaning`. A feature without a row weighs nothing.
    pub fn parse(text: &str) -> Weights {
        let mut weights = Weights { values: [0.0; Feature::ALL.len()], threshold: 0.5 };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(name), Some(Ok(weight))) = (cells.next(), cells.next().map(str::parse::<f32>)) else { continue };
            if name == "threshold" {
                weights.threshold = weight;
            }
            if let Some(at) = Feature::ALL.iter().position(|(_, known, _)| *known == name) {
                weights.values[at] = weight;
            }
        }
        weights
    }

    /// The table's text.
    pub fn table(&self) -> String {
        let mut text = String::from("feature\tweight\tmeaning\n");
        for ((_, name, meaning), weight) in Feature::ALL.iter().zip(self.values) {
            text.push_str(&format!("{name}\t{weight:.3}\t{meaning}\n"));
        }
        text.push_str(&format!("threshold\t{:.2}\tleast score of a place that is chosen\n", self.threshold));
        text
    }

    /// The weight of a feature.
    pub fn of(&self, feature: Feature) -> f32 {
        self.values[feature as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_table_tells_every_feature() {
        let carried = Weights::carried();
        assert_eq!(&Weights::parse(&carried.table()), carried, "what is written is read again");
        let table = include_str!("../../../../models/places.tsv");
        for (_, name, _) in Feature::ALL {
            assert!(
                table.lines().any(|line| line.starts_with(&format!("{name}\t"))),
                "{name} has no weight; run `cargo xtask train places`"
            );
        }
        assert!(carried.threshold > 0.0 && carried.threshold < 1.0);
    }
}

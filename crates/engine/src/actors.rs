//! Who is who, to be read: the actors of the file and of the user's own folder, found by words and told in full.
//!
//! In:  the tables; words to look for.
//! Out: `ActorSheet`s: names over time, ties, codes, source. And importers of other formats, which need the table of countries.
//!
//! Not here: who a mention of a text is (`resolve`), the table for the eye (`app`).

use dateline_knowledge::{
    Actor, ActorKind, Actors, Countries, DataError, DataSource, Imported, Tie, bare, fold, import_csv, import_petrarch,
};
use dateline_model::Date;
use std::path::Path;

/// The actors and states, without the rest of the world.
#[derive(Debug)]
pub struct ActorBook {
    countries: Countries,
    actors: Actors,
}

/// A name and its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownName {
    /// The name.
    pub name: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// It says too little without company.
    pub ambiguous: bool,
    /// ISO 639-1, or empty.
    pub language: String,
}

/// Another actor and the days of the tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownTie {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// Everything that is known of one actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorSheet {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Kind, in the word of the table.
    pub kind: &'static str,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// The country's name, or empty.
    pub country_name: String,
    /// First day of this name.
    pub from: Option<Date>,
    /// Last day of this name.
    pub to: Option<Date>,
    /// Other names.
    pub aliases: Vec<KnownName>,
    /// Predecessors and bodies that it belongs to.
    pub parents: Vec<KnownTie>,
    /// Those it works for or with.
    pub affiliations: Vec<KnownTie>,
    /// Actors that have it for a parent: later names, and parts.
    pub children: Vec<KnownTie>,
    /// Its line from the earliest name to the latest, itself included; empty where it stands alone.
    pub line: Vec<KnownTie>,
    /// ACLED's word, or empty.
    pub inter: String,
    /// PLOVER country and sector, "SYR-REB", or empty.
    pub role_code: String,
    /// UCDP's name, or empty.
    pub ucdp_name: String,
    /// Where it acts.
    pub summary: String,
    /// Where the row is from.
    pub note: String,
}

impl ActorBook {
    /// Reads the tables.
    ///
    /// - errors: every trouble of them at once.
    pub fn load(source: &DataSource, own: Option<&Path>) -> Result<ActorBook, DataError> {
        let countries = Countries::load(source)?;
        let actors = Actors::load(source, own, &countries)?;
        Ok(ActorBook { countries, actors })
    }

    /// The actors whose id, name or another name holds all the words, best first: the name itself, a name that begins so, the others by id.
    /// States and their bodies come where the words are theirs. No words: every row.
    pub fn search(&self, words: &str) -> Vec<ActorSheet> {
        let wanted = bare(&fold(words)).into_owned();
        let mut found: Vec<(u8, Actor)> = Vec::new();
        for (index, actor) in self.actors.iter().enumerate() {
            if wanted.is_empty() || actor.id.as_str() == words {
                found.push((0, actor.clone()));
                continue;
            }
            let other = self.actors.aliases_of(index);
            let names = std::iter::once(actor.name.as_str()).chain(other.iter().map(|alias| alias.words.as_str()));
            let best = names.filter_map(|name| rank(&bare(&fold(name)), &wanted)).min();
            found.extend(best.map(|rank| (rank, actor.clone())));
        }
        for (country, _) in self.countries.named(words) {
            found.push((1, self.actors.of_state(country, None)));
        }
        if !found.iter().any(|(rank, _)| *rank == 0)
            && let Some(actor) = self.actors.get(&dateline_model::ActorId::new(words), &self.countries)
        {
            found.push((0, actor));
        }
        found.sort_by(|left, right| (left.0, &left.1.id).cmp(&(right.0, &right.1.id)));
        found.dedup_by(|left, right| left.1.id == right.1.id);
        found.iter().map(|(_, actor)| self.sheet(actor)).collect()
    }

    /// Whether the first of these sheets is what the words name outright.
    pub fn names(&self, sheet: &ActorSheet, words: &str) -> bool {
        let wanted = bare(&fold(words)).into_owned();
        let same = |name: &str| bare(&fold(name)).as_ref() == wanted;
        sheet.id == words || same(&sheet.name) || sheet.aliases.iter().any(|alias| same(&alias.name))
    }

    /// A PETRARCH actor dictionary to the tables of a folder; `file` names it in notes.
    pub fn import_petrarch(&self, text: &str, file: &str) -> Imported {
        import_petrarch(text, file, &self.countries)
    }

    /// A CSV to the tables of a folder; `map` holds pairs `FIELD=COLUMN`.
    ///
    /// - errors: a map or file that cannot be used.
    pub fn import_csv(&self, text: &str, file: &str, map: &[String]) -> Result<Imported, DataError> {
        import_csv(text, file, map, &self.countries)
    }

    fn sheet(&self, actor: &Actor) -> ActorSheet {
        let country = self.countries.get(&actor.country);
        let iso3 = country.map(|country| country.iso3.to_uppercase()).unwrap_or_default();
        let role_code = match (iso3.is_empty(), actor.sector.is_empty()) {
            (false, false) => format!("{iso3}-{}", actor.sector),
            (false, true) => iso3,
            (true, false) => format!("-{}", actor.sector),
            (true, true) => String::new(),
        };
        let aliases = self.actors.index(&actor.id).map(|index| self.actors.aliases_of(index)).unwrap_or_default();
        let known = |alias: &&dateline_knowledge::Alias| KnownName {
            name: alias.words.clone(),
            from: alias.valid_from,
            to: alias.valid_to,
            ambiguous: alias.weak,
            language: alias.language.clone(),
        };
        ActorSheet {
            id: actor.id.to_string(),
            name: actor.name.clone(),
            kind: actor.kind.as_str(),
            country: actor.country.clone(),
            country_name: country.map(|country| country.name.clone()).unwrap_or_default(),
            from: actor.valid_from,
            to: actor.valid_to,
            aliases: aliases.iter().map(known).collect(),
            parents: actor.parents.iter().map(|tie| self.tie(tie)).collect(),
            affiliations: actor.affiliations.iter().map(|tie| self.tie(tie)).collect(),
            children: self.children(actor).map(bearer).collect(),
            line: self.line(actor),
            inter: actor.inter.clone(),
            role_code,
            ucdp_name: actor.ucdp_name.clone(),
            summary: actor.summary.clone(),
            note: actor.note.clone(),
        }
    }

    fn tie(&self, tie: &Tie) -> KnownTie {
        let name = self.actors.get(&tie.actor, &self.countries).map(|actor| actor.name).unwrap_or_default();
        KnownTie { id: tie.actor.to_string(), name, from: tie.from, to: tie.to }
    }

    fn children<'a>(&'a self, actor: &'a Actor) -> impl Iterator<Item = &'a Actor> {
        self.actors.iter().filter(move |other| other.parents.iter().any(|tie| tie.actor == actor.id))
    }

    /// First parents back to the beginning, then first heirs: those whose first parent ended when they began.
    fn line(&self, actor: &Actor) -> Vec<KnownTie> {
        let follows = |later: &Actor, earlier: &Actor| {
            later.kind == earlier.kind
                && later.parents.first().is_some_and(|tie| tie.actor == earlier.id)
                && later.valid_from.zip(earlier.valid_to).is_some_and(|(from, to)| from >= to || (to.year() - from.year()).abs() <= 1)
        };
        let mut line = vec![actor.clone()];
        while let Some(tie) = line[0].parents.first() {
            let Some(earlier) = self.actors.get(&tie.actor, &self.countries).filter(|earlier| follows(&line[0], earlier)) else { break };
            if line.iter().any(|known| known.id == earlier.id) {
                break;
            }
            line.insert(0, earlier);
        }
        loop {
            let last = &line[line.len() - 1];
            let Some(heir) =
                self.actors.iter().find(|later| follows(later, last) && !line.iter().any(|known| known.id == later.id)).cloned()
            else {
                break;
            };
            line.push(heir);
        }
        if line.len() == 1 { Vec::new() } else { line.iter().map(bearer).collect() }
    }
}

/// How well a name answers: 1 the same, 2 begins so, 3 holds every word.
fn rank(name: &str, wanted: &str) -> Option<u8> {
    if name == wanted {
        Some(1)
    } else if name.starts_with(wanted) {
        Some(2)
    } else {
        wanted.split(' ').all(|word| name.split(' ').any(|part| part.starts_with(word))).then_some(3)
    }
}

fn bearer(actor: &Actor) -> KnownTie {
    KnownTie { id: actor.id.to_string(), name: actor.name.clone(), from: actor.valid_from, to: actor.valid_to }
}

/// The words of the kinds, for whoever filters by one.
impl ActorSheet {
    /// Every kind that an actor may be.
    pub const KINDS: [&'static str; 14] = ActorKind::WORDS;
}

//! The small worlds of `cases/incidents/*.md`: what is one incident, how many voices tell it, what contradicts what.
//!
//! All broken promises are listed at once, with file and world. A line after `TODO` must not hold: when it does, the TODO goes.

use dateline_engine::{DataSource, Known, Rooms, word_weights};
use dateline_fuse::{FusionClaim, FusionText, Rules, fuse};
use dateline_model::{Document, Incident, ResolvedClaim};
use std::path::Path;

/// One world: where it stands, its texts, and what must hold.
#[derive(Default)]
struct World {
    place: String,
    texts: Vec<(Known, String)>,
    expected: Vec<String>,
}

/// A world's claims, each with the number of its text and the words of its trigger; and its incidents.
struct Found {
    claims: Vec<(usize, String, ResolvedClaim)>,
    incidents: Vec<Incident>,
}

#[test]
fn the_small_worlds_are_told_as_they_should_be() {
    let rooms = Rooms::load(&DataSource::Carried, None, None).expect("the rooms load");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/incidents");
    let mut files: Vec<_> = std::fs::read_dir(&folder).expect("cases/incidents is there").flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "md") && !file.ends_with("README.md"));
    files.sort();
    let (mut worlds, mut promises, mut owed, mut broken) = (0, 0, 0, Vec::new());
    for file in files {
        let name = file.file_name().expect("a file has a name").to_string_lossy().into_owned();
        for world in read(&std::fs::read_to_string(&file).expect("a case file is UTF-8"), &name) {
            let found = code(&rooms, &world);
            worlds += 1;
            for line in &world.expected {
                let todo = line.strip_prefix("TODO ");
                promises += 1;
                owed += usize::from(todo.is_some());
                match (holds(&found, todo.unwrap_or(line)), todo) {
                    (Err(why), None) => broken.push(format!("{}: {line}: {why}", world.place)),
                    (Ok(()), Some(_)) => broken.push(format!("{}: {line}: holds now; take TODO away", world.place)),
                    _ => {}
                }
            }
        }
    }
    println!("{worlds} worlds, {promises} promises, {owed} of them owed");
    assert!(worlds >= 40, "only {worlds} worlds");
    assert!(broken.is_empty(), "{} broken promises:\n{}", broken.len(), broken.join("\n"));
}

fn read(markdown: &str, file: &str) -> Vec<World> {
    let mut worlds: Vec<World> = Vec::new();
    let mut lines = markdown.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if line.starts_with("## ") {
            worlds.push(World { place: format!("cases/incidents/{file}:{}", number + 1), ..World::default() });
        }
        let Some(fence) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        let world = worlds.last_mut().unwrap_or_else(|| panic!("{file}:{}: a block without a world", number + 1));
        match fence.split_once(' ').unwrap_or((fence, "")) {
            ("text", known) => world.texts.push((attributes(known), body.join("\n"))),
            ("expect", _) => world.expected.extend(body.into_iter().map(str::to_string)),
            (other, _) => panic!("{file}:{}: no block is called “{other}”; write text or expect", number + 1),
        }
    }
    worlds
}

/// `outlet="Harbour Times" published=2026-03-10`.
fn attributes(words: &str) -> Known {
    let value = |name: &str| -> Option<String> {
        let rest = words.split_once(&format!("{name}="))?.1;
        let (value, _) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        Some(value.to_string())
    };
    Known { outlet: value("outlet"), published: value("published").and_then(|day| day.parse().ok()), ..Known::default() }
}

fn code(rooms: &Rooms, world: &World) -> Found {
    let words = word_weights().expect("the table of words is whole");
    let mut reader = rooms.reader();
    let (mut claims, mut texts, mut fusing) = (Vec::new(), Vec::new(), Vec::new());
    for (number, (known, text)) in world.texts.iter().enumerate() {
        let document: Document = rooms.plain(text, known);
        let parse = rooms.parse(&mut reader, &document);
        texts.push(FusionText::new(&document, &words));
        for claim in rooms.claims(&document, &parse) {
            fusing.push(FusionClaim::new(&claim, &document));
            claims.push((number + 1, claim.claim.trigger.of(&document.text).to_string(), claim));
        }
    }
    Found { claims, incidents: fuse(&fusing, &texts, &[], &Rules::default()).incidents }
}

/// Whether one line holds; else why not.
fn holds(found: &Found, line: &str) -> Result<(), String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = |mention: &str| incident_of(found, mention);
    let check = |holds: bool, told: String| if holds { Ok(()) } else { Err(told) };
    match words[..] {
        ["same", first, ref rest @ ..] => {
            for other in rest {
                check(at(first)?.id == at(other)?.id, format!("{first} and {other} are apart"))?;
            }
            Ok(())
        }
        ["apart", ref all @ ..] => {
            for (i, one) in all.iter().enumerate() {
                for other in &all[i + 1..] {
                    check(at(one)?.id != at(other)?.id, format!("{one} and {other} are one"))?;
                }
            }
            Ok(())
        }
        ["figure", claim, what, low, best, high] => {
            let (measure, group) = what.split_once('/').map_or((what, None), |(measure, group)| (measure, Some(group)));
            let incident = at(claim)?;
            let figure = incident.figures.iter().find(|it| it.measure.as_str() == measure && it.group.as_deref() == group);
            let figure = figure.ok_or_else(|| format!("no such figure among {:?}", figures(incident)))?;
            let told = [figure.low, figure.best, figure.high].map(|it| it.map_or("-".to_string(), |it| it.to_string()));
            check(told == [low, best, high], format!("it is {}", told.join(" ")))
        }
        ["voices", claim, count] => {
            let names: Vec<&str> = at(claim)?.origins.iter().map(|origin| origin.name.as_str()).collect();
            check(names.len().to_string() == count, format!("they are {names:?}"))
        }
        ["dispute", "none"] => {
            let about: Vec<&str> = found.incidents.iter().flat_map(|it| &it.contradictions).map(|it| it.about).collect();
            check(about.is_empty(), format!("there are {about:?}"))
        }
        ["dispute", one, other, about] => {
            let (first, second) = (claim_of(found, one)?, claim_of(found, other)?);
            let ids = [&first.claim.id, &second.claim.id];
            let pairs = &at(one)?.contradictions;
            let told = pairs.iter().any(|it| it.about == about && ids.contains(&&it.first) && ids.contains(&&it.second));
            check(told, format!("there are {:?}", pairs.iter().map(|it| it.about).collect::<Vec<_>>()))
        }
        ["role", mention, role] => {
            let id = &claim_of(found, mention)?.claim.id;
            let is = at(mention)?.claims.iter().find(|(claim, _)| claim == id).map(|(_, role)| role.as_str());
            check(is == Some(role), format!("it is {is:?}"))
        }
        ["part", part, "of", whole] => {
            let (part, whole) = (at(part)?, at(whole)?);
            check(part.part_of.as_ref() == Some(&whole.id), "it is no part of it".to_string())
        }
        _ => Err("no such promise; see cases/incidents/README.md".to_string()),
    }
}

fn figures(incident: &Incident) -> Vec<String> {
    let group = |group: &Option<String>| group.as_ref().map(|group| format!("/{group}")).unwrap_or_default();
    incident.figures.iter().map(|it| format!("{}{} {:?}", it.measure.as_str(), group(&it.group), it.best)).collect()
}

/// The claim that `2:hit` or `2:hit/airstrike` means.
fn claim_of<'a>(found: &'a Found, mention: &str) -> Result<&'a ResolvedClaim, String> {
    let (number, word) = mention.split_once(':').ok_or_else(|| format!("{mention}: write TEXT:WORD"))?;
    let (word, act) = word.split_once('/').map_or((word, None), |(word, act)| (word, Some(act)));
    let fits = |(text, trigger, claim): &&(usize, String, ResolvedClaim)| {
        text.to_string() == number && trigger.contains(word) && act.is_none_or(|act| claim.claim.act.as_str() == act)
    };
    let all = || found.claims.iter().map(|(text, trigger, claim)| format!("{text}:{trigger}/{}", claim.claim.act)).collect::<Vec<_>>();
    found.claims.iter().find(fits).map(|(_, _, claim)| claim).ok_or_else(|| format!("no claim {mention} among {:?}", all()))
}

fn incident_of<'a>(found: &'a Found, mention: &str) -> Result<&'a Incident, String> {
    let id = &claim_of(found, mention)?.claim.id;
    let incident = found.incidents.iter().find(|incident| incident.claims.iter().any(|(claim, _)| claim == id));
    incident.ok_or_else(|| format!("{mention} is in no incident"))
}

//! `cargo xtask bench fuse [CLAIMS …]`: how long fusion takes as claims grow, and how much memory.
//!
//! In:  numbers of claims, by default 10,000, 100,000 and 1,000,000.
//! Out: for each a line: seconds, claims a second, peak memory in MB, incidents; and how well the invented incidents are found again.
//!
//! The claims are invented from a fixed seed with the proportions of coded news: about 400 a day; three reports of an incident on average,
//! most of one or two, few of dozens; places, actors and acts by Zipf's law; a third without an actor, a tenth without a day of its own.
//! Not here: how well fusion does on real texts (`xtask eval`).

use dateline_fuse::{FusionClaim, FusionFigure, FusionPlace, FusionText, Party, Rules, Topic, fuse};
use dateline_model::{Act, ActorId, ClaimId, Date, DatePrecision, DocumentId, Factuality, Measure, PlaceId, PlacePrecision, Qualifier};
use jiff::ToSpan;
use std::collections::HashMap;
use std::time::Instant;

const ACTS: [&str; 12] = [
    "shelling",
    "attack",
    "airstrike",
    "clash",
    "kill",
    "bombing",
    "arrest",
    "take_territory",
    "drone_strike",
    "protest",
    "meet",
    "abduct",
];
const PLACES: u64 = 4_000;
const ACTORS: u64 = 300;
const CLAIMS_A_DAY: usize = 400;

/// Runs the sizes one after the other, so that memory grows with them.
pub fn run(args: &[String]) -> Result<(), String> {
    let sizes: Vec<usize> = match args {
        [] => vec![10_000, 100_000, 1_000_000],
        sizes => sizes.iter().map(|size| size.parse().map_err(|_| format!("{size}: no number of claims"))).collect::<Result<_, _>>()?,
    };
    println!(
        "{:>9}  {:>8}  {:>9}  {:>7}  {:>9}  {:>9}  {:>6}",
        "claims", "seconds", "claims/s", "peak MB", "incidents", "precision", "recall"
    );
    for size in sizes {
        let (claims, texts, truth) = claims(size);
        let start = Instant::now();
        let fusion = fuse(&claims, &texts, &[], &Rules::default());
        let seconds = start.elapsed().as_secs_f64();
        let (precision, recall) = pairs(&fusion.incidents, &truth);
        let rate = size as f64 / seconds;
        let incidents = fusion.incidents.len();
        println!("{size:>9}  {seconds:>8.2}  {rate:>9.0}  {:>7}  {incidents:>9}  {precision:>9.3}  {recall:>6.3}", peak_mb());
    }
    Ok(())
}

/// A generator of numbers: Lehmer's, the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// A rank below `limit`, about as often as one over the rank.
    fn zipf(&mut self, limit: u64) -> u64 {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((limit as f64).powf(share) - 1.0) as u64 % limit
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }
}

/// Claims of invented incidents, their texts, and the incident of each claim.
fn claims(count: usize) -> (Vec<FusionClaim>, Vec<FusionText>, HashMap<ClaimId, usize>) {
    let mut numbers = Numbers(2026);
    let (mut claims, mut texts, mut truth) = (Vec::with_capacity(count), Vec::with_capacity(count), HashMap::new());
    let first = Date::new(2018, 1, 1).expect("a day");
    let mut incident = 0;
    while claims.len() < count {
        let day = first.checked_add(((claims.len() / CLAIMS_A_DAY) as i64).days()).expect("a day before the year 9999");
        let (act, place, actor) = (ACTS[numbers.zipf(12) as usize], numbers.zipf(PLACES), numbers.zipf(ACTORS));
        let killed = numbers.zipf(60);
        let reports = 1 + numbers.zipf(24);
        for _ in 0..reports.min((count - claims.len()) as u64) {
            let id = ClaimId::new(format!("{:016x}", claims.len() as u64 ^ 0x9e37_79b9_7f4a_7c15));
            let published = day.checked_add((1 + numbers.below(2) as i64).days()).expect("a day");
            let document = DocumentId::new(format!("d{:015x}", claims.len()));
            let outlet = Some(format!("outlet {}", numbers.zipf(500)));
            texts.push(FusionText {
                document: document.clone(),
                outlet: outlet.clone(),
                published: Some(published),
                fingerprint: 0,
                topic: Topic::default(),
            });
            truth.insert(id.clone(), incident);
            let party = |actor: u64| Party { id: Some(ActorId::new(format!("actor-{actor}"))), name: format!("actor {actor}") };
            let figure = FusionFigure {
                measure: Measure::Killed,
                group: None,
                low: Some(killed + numbers.below(3)),
                high: None,
                qualifier: Qualifier::AtLeast,
                is_part: false,
            };
            claims.push(FusionClaim {
                id,
                document,
                act: Act::new(if numbers.one_in(8) { "attack" } else { act }),
                actors: if numbers.one_in(3) { vec![] } else { vec![party(actor)] },
                recipients: vec![],
                places: vec![at(place)],
                when: (!numbers.one_in(10)).then_some((day, day, DatePrecision::Day)),
                figures: if killed > 0 { vec![figure] } else { vec![] },
                speakers: vec![],
                factuality: Factuality::Happened,
                outlet,
                published: Some(published),
                words: String::new(),
                confidence: 0.8,
            });
        }
        incident += 1;
    }
    (claims, texts, truth)
}

/// A place on a grid of a third of a degree.
fn at(place: u64) -> FusionPlace {
    FusionPlace {
        id: Some(PlaceId(place as u32)),
        name: format!("place {place}"),
        country: format!("C{}", place % 12),
        admin1: format!("unit {}", place % 120),
        point: Some((10.0 + (place / 64) as f64 / 3.0, 20.0 + (place % 64) as f64 / 3.0)),
        precision: PlacePrecision::Exact,
    }
}

/// Precision and recall of the pairs of claims that are joined.
fn pairs(incidents: &[dateline_model::Incident], truth: &HashMap<ClaimId, usize>) -> (f64, f64) {
    let of_two = |count: usize| (count * count.saturating_sub(1) / 2) as f64;
    let mut whole: HashMap<usize, usize> = HashMap::new();
    truth.values().for_each(|incident| *whole.entry(*incident).or_default() += 1);
    let (mut right, mut told) = (0.0, 0.0);
    for incident in incidents {
        let mut inside: HashMap<usize, usize> = HashMap::new();
        incident.claims.iter().for_each(|(claim, _)| *inside.entry(truth[claim]).or_default() += 1);
        right += inside.values().map(|&count| of_two(count)).sum::<f64>();
        told += of_two(incident.claims.len());
    }
    (right / told.max(1.0), right / whole.values().map(|&count| of_two(count)).sum::<f64>().max(1.0))
}

/// The most memory that this process has held, MB; 0 where the system does not say.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kb| kb / 1024)
}

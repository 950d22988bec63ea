//! The tolls of one incident: who said what and when, and one number chosen by a rule that is named.
//!
//! Parts stand beside wholes under their own group, and are never added to them. A later toll of the same origin supersedes its
//! earlier one; the earlier stays in the series.

use crate::{FusionClaim, FusionFigure};
use dateline_model::{FigurePoint, IncidentFigure, Measure, Qualifier, SpeakerKind};
use std::collections::BTreeMap;

/// A claim's index, and one of its figures.
type Point<'a> = (usize, &'a FusionFigure);

/// The figures of the claims at `group`, per measure and group of people.
pub(crate) fn figures(group: &[usize], claims: &[&FusionClaim], origins: &[String]) -> Vec<IncidentFigure> {
    let mut series: BTreeMap<(Measure, Option<String>), Vec<Point>> = BTreeMap::new();
    for &index in group {
        for figure in &claims[index].figures {
            series.entry((figure.measure, figure.group.clone())).or_default().push((index, figure));
        }
    }
    series.into_iter().map(|((measure, people), points)| figure(measure, people, points, claims, origins)).collect()
}

fn figure(measure: Measure, people: Option<String>, mut points: Vec<Point>, claims: &[&FusionClaim], origins: &[String]) -> IncidentFigure {
    points.sort_by_key(|(index, figure)| (claims[*index].published, &claims[*index].id, figure.low, figure.high));
    // The last point of each origin is what it says now.
    let mut standing: BTreeMap<&str, Point> = BTreeMap::new();
    for &(index, figure) in &points {
        standing.insert(&origins[index], (index, figure));
    }
    let chosen = standing.values().max_by_key(|(index, figure)| {
        let claim = claims[*index];
        (directness(claim), claim.published, figure.low, std::cmp::Reverse(&claim.id))
    });
    let (best, best_rule) = chosen.map_or((None, "no figure"), |(index, figure)| {
        let rule = match directness(claims[*index]) {
            4 => "newest of a monitor",
            3 => "newest of an official or party",
            2 => "newest of a named speaker",
            1 => "newest of a witness",
            _ => "newest of an outlet",
        };
        (figure.low.or(figure.high), rule)
    });
    let series = points.iter().map(|(index, figure)| FigurePoint {
        claim: claims[*index].id.clone(),
        voice: origins[*index].clone(),
        said: claims[*index].published,
        low: figure.low,
        high: figure.high,
    });
    let high = standing.values().filter_map(|(_, figure)| figure.high).max();
    // An open bound ("at least 242") is a bound all the same: the greatest low number told.
    let high = high.max(standing.values().filter_map(|(_, figure)| figure.low).max());
    IncidentFigure {
        measure,
        group: people,
        low: standing.values().filter_map(|(_, figure)| figure.low).min(),
        best,
        high,
        best_rule,
        series: series.collect(),
    }
}

/// How directly a claim's innermost speaker knows.
fn directness(claim: &FusionClaim) -> u8 {
    match claim.speakers.first().map(|voice| voice.kind) {
        Some(Some(SpeakerKind::Monitor)) => 4,
        Some(Some(SpeakerKind::Official | SpeakerKind::Military | SpeakerKind::ArmedGroup)) => 3,
        Some(Some(SpeakerKind::Media | SpeakerKind::Analyst) | None) => 2,
        Some(Some(SpeakerKind::Witness | SpeakerKind::SocialMedia | SpeakerKind::Anonymous)) => 1,
        None => 0,
    }
}

/// "dozens", "hundreds": a word for many, whose upper bound nobody meant.
fn is_vague(figure: &FusionFigure) -> bool {
    !matches!(
        figure.qualifier,
        Qualifier::Exact
            | Qualifier::About
            | Qualifier::AtLeast
            | Qualifier::MoreThan
            | Qualifier::LessThan
            | Qualifier::UpTo
            | Qualifier::Range
    )
}

/// Whether two claims give numbers of the same thing that cannot both hold, for a period with the same beginning. A toll that rises
/// from one day to the next is no contradiction.
pub(crate) fn contradict(a: &FusionClaim, b: &FusionClaim) -> bool {
    let same_start = match (a.when, b.when) {
        (Some((one, _, _)), Some((other, _, _))) => one == other,
        _ => true,
    };
    same_start
        && a.figures.iter().any(|one| {
            b.figures.iter().filter(|other| other.measure == one.measure && other.group == one.group && other.is_part == one.is_part).any(
                |other| {
                    let below =
                        |x: &FusionFigure, y: &FusionFigure| !is_vague(x) && x.high.zip(y.low).is_some_and(|(high, low)| high < low);
                    match a.published.cmp(&b.published) {
                        std::cmp::Ordering::Equal => below(one, other) || below(other, one),
                        // Only a number that falls contradicts an earlier one; nobody's dead come back.
                        std::cmp::Ordering::Less => below(other, one),
                        std::cmp::Ordering::Greater => below(one, other),
                    }
                },
            )
        })
}

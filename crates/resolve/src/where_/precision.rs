//! How exactly a place is told, and what the published data sets call that.
//!
//! In:  a place's kind, or a resolved place.
//! Out: `PlacePrecision`; UCDP's `where_prec` (1 to 7) and ACLED's `geo_precision` (1 to 3).
//!
//! Not here: what the words around a name say ("near", "countryside"): `toponyms`.

use dateline_model::{PlacePrecision, ResolvedPlace};

/// How exactly a kind of place names a point.
pub(crate) fn of_kind(feature: &str) -> PlacePrecision {
    match feature {
        "PCLI" | "PCLD" | "PCLS" | "PCLIX" | "TERR" => PlacePrecision::Country,
        "ADM1" | "ADM2" | "ADM3" => PlacePrecision::Unit,
        "CONT" | "RGN" | "RGNE" | "AREA" | "ISLS" | "MTS" | "SEA" | "OCN" | "GULF" | "DSRT" | "VAL" | "PLAT" | "CST" | "PEN" => {
            PlacePrecision::Within
        }
        "STM" | "STMX" | "RD" | "CNL" | "STMI" | "BDRY" => PlacePrecision::Linear,
        _ => PlacePrecision::Exact,
    }
}

/// UCDP GED's `where_prec`: 1 exact, 2 within 25 km, 3 second-order unit, 4 first-order unit, 5 a line or a fuzzy area, 6 country,
/// 7 international waters. None for a place that was not found.
pub fn where_prec(place: &ResolvedPlace) -> Option<u8> {
    let found = place.place.as_ref()?;
    let town = of_kind(&found.feature) == PlacePrecision::Exact;
    Some(match (place.precision, found.feature.as_str()) {
        (_, "SEA" | "OCN" | "GULF" | "BAY" | "STRT") => 7,
        (PlacePrecision::Exact, _) => 1,
        (PlacePrecision::Near, _) => 2,
        (PlacePrecision::Within, _) if town => 2,
        (PlacePrecision::Within | PlacePrecision::Linear, _) => 5,
        (PlacePrecision::Unit, "ADM1") => 4,
        (PlacePrecision::Unit, _) => 3,
        (PlacePrecision::Country, _) => 6,
        (PlacePrecision::Unknown, _) => return None,
    })
}

/// ACLED's `geo_precision`: 1 a town, 2 near one or in a part of a region, 3 a region or wider. None for a place that was not found.
pub fn geo_precision(place: &ResolvedPlace) -> Option<u8> {
    Some(match where_prec(place)? {
        1 => 1,
        2 | 3 => 2,
        _ => 3,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_model::{Linked, Place, PlaceId, PlaceMention, PlaceRole, RuleId, Span};

    fn check(precision: PlacePrecision, feature: &str, expected: (Option<u8>, Option<u8>)) {
        let place = Place {
            id: PlaceId(1),
            name: "Kessa".into(),
            country: "SY".into(),
            admin1: String::new(),
            lat: 35.0,
            lon: 37.0,
            feature: feature.into(),
            population: 0,
        };
        let mention = PlaceMention { span: Span::new(0, 5), name: Span::new(0, 5), role: PlaceRole::At, rule: RuleId::new("test") };
        let link = Linked { chosen: Some(place.id), score: 0.9, candidates: Vec::new(), reason: String::new() };
        let resolved = ResolvedPlace { mention, link, place: Some(place), precision };
        assert_eq!((where_prec(&resolved), geo_precision(&resolved)), expected, "{precision:?} {feature}");
    }

    #[test]
    fn classes_cross_to_ucdp_and_acled() {
        check(PlacePrecision::Exact, "PPL", (Some(1), Some(1)));
        check(PlacePrecision::Near, "PPL", (Some(2), Some(2)));
        check(PlacePrecision::Within, "PPLA", (Some(2), Some(2)));
        check(PlacePrecision::Unit, "ADM2", (Some(3), Some(2)));
        check(PlacePrecision::Unit, "ADM1", (Some(4), Some(3)));
        check(PlacePrecision::Linear, "RD", (Some(5), Some(3)));
        check(PlacePrecision::Within, "RGN", (Some(5), Some(3)));
        check(PlacePrecision::Country, "PCLI", (Some(6), Some(3)));
        check(PlacePrecision::Within, "SEA", (Some(7), Some(3)));
        check(PlacePrecision::Unknown, "PPL", (None, None));
    }
}

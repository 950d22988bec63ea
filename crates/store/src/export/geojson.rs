//! GeoJSON (RFC 7946): one feature a claim, at its first place with coordinates, the place where it happened before any other.
//!
//! A claim without such a place has `geometry: null`, which the format allows, so that none is lost.

use crate::ClaimRow;
use crate::record::PlaceRecord;
use serde_json::{Value, json};
use std::io::Write;

pub(super) fn open(out: &mut dyn Write) -> std::io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")
}

pub(super) fn close(out: &mut dyn Write) -> std::io::Result<()> {
    out.write_all(b"\n]}\n")
}

pub(super) fn feature(row: &ClaimRow, first: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let geometry = point(&row.record.places).map_or(Value::Null, |(lat, lon)| json!({ "type": "Point", "coordinates": [lon, lat] }));
    let mut properties = serde_json::to_value(&row.record)?;
    if let Value::Object(fields) = &mut properties {
        fields.insert("outlet".to_string(), json!(row.outlet));
        fields.insert("published".to_string(), json!(row.published));
        fields.insert("sentence".to_string(), json!(row.sentence));
    }
    let feature = json!({ "type": "Feature", "id": row.record.id, "geometry": geometry, "properties": properties });
    out.write_all(if first { b"\n" } else { b",\n" })?;
    serde_json::to_writer(out, &feature)?;
    Ok(())
}

/// Degrees north and east.
fn point(places: &[PlaceRecord]) -> Option<(f64, f64)> {
    let mut located: Vec<(&PlaceRecord, (f64, f64))> = places.iter().filter_map(|place| Some((place, (place.lat?, place.lon?)))).collect();
    located.sort_by_key(|(place, _)| ["at", "near", "to", "from"].iter().position(|role| *role == place.role));
    located.first().map(|(_, point)| *point)
}

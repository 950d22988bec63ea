//! Incidents as published (codebook, section 6), and the tables that hold them: derived from claims, and thrown away when claims change.
//!
//! Not here: which claims are about the same (`fuse`).

use crate::{Store, StoreError};
use dateline_model::{ClaimId, Incident, IncidentField};
use rusqlite::TransactionBehavior;
use serde::{Deserialize, Serialize};

/// What several claims are about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentRecord {
    /// Incident id.
    pub id: String,
    /// What most claims say was done.
    pub act: String,
    /// Where, with the share of claims that say so.
    pub places: Vec<SharedValue>,
    /// First and last day that the claims allow; null if none is dated.
    pub when: Option<Days>,
    /// Who acts.
    pub actors: Vec<SharedValue>,
    /// On whom.
    pub recipients: Vec<SharedValue>,
    /// Every claim with its role.
    pub claims: Vec<IncidentClaim>,
    /// Number of distinct origins.
    pub independent_sources: usize,
    /// The origins.
    pub origins: Vec<OriginRecord>,
    /// The numbers, per measure and group.
    pub figures: Vec<IncidentFigureRecord>,
    /// Pairs of claims that cannot both hold.
    pub contradictions: Vec<ContradictionRecord>,
    /// The campaign that this is a part of.
    pub part_of: Option<String>,
    /// 0 to 1, three decimals.
    pub confidence: f64,
}

/// ISO days, inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// First.
    pub start: String,
    /// Last.
    pub end: String,
}

/// One value of a field, and who says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedValue {
    /// Canonical name, or the words.
    pub value: String,
    /// Share of the incident's claims that say so, 0 to 1, three decimals.
    pub share: f64,
    /// The claims that say so.
    pub claims: Vec<String>,
    /// Claims that name another value instead.
    pub opposing: Vec<String>,
}

/// A claim's part in an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentClaim {
    /// Claim id.
    pub claim: String,
    /// `report`, `denial`, `update`, `background`.
    pub role: String,
}

/// A first voice behind claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginRecord {
    /// Its name.
    pub name: String,
    /// The claims that go back to it.
    pub claims: Vec<String>,
}

/// The numbers of one measure and group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentFigureRecord {
    /// What is counted.
    pub measure: String,
    /// Of whom.
    pub group: Option<String>,
    /// Least bound told.
    pub low: Option<u64>,
    /// The value chosen.
    pub best: Option<u64>,
    /// Greatest bound told.
    pub high: Option<u64>,
    /// How `best` was chosen.
    pub best_rule: String,
    /// Who said what, when.
    pub series: Vec<FigurePointRecord>,
}

/// One voice's number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigurePointRecord {
    /// The claim that holds it.
    pub claim: String,
    /// Who says so.
    pub voice: String,
    /// Day of publication.
    pub said: Option<String>,
    /// Least.
    pub low: Option<u64>,
    /// Greatest.
    pub high: Option<u64>,
}

/// Two claims that cannot both hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContradictionRecord {
    /// One.
    pub first: String,
    /// The other.
    pub second: String,
    /// About what.
    pub about: String,
}

impl From<&Incident> for IncidentRecord {
    fn from(incident: &Incident) -> IncidentRecord {
        let field = |name: &str| {
            incident.fields.iter().filter(|field| field.field == name).map(|field| shared(field, incident.claims.len())).collect()
        };
        let figures = incident.figures.iter().map(|figure| IncidentFigureRecord {
            measure: figure.measure.as_str().to_string(),
            group: figure.group.clone(),
            low: figure.low,
            best: figure.best,
            high: figure.high,
            best_rule: figure.best_rule.to_string(),
            series: figure
                .series
                .iter()
                .map(|point| FigurePointRecord {
                    claim: point.claim.to_string(),
                    voice: point.voice.clone(),
                    said: point.said.map(|day| day.to_string()),
                    low: point.low,
                    high: point.high,
                })
                .collect(),
        });
        let contradictions = incident.contradictions.iter().map(|pair| ContradictionRecord {
            first: pair.first.to_string(),
            second: pair.second.to_string(),
            about: pair.about.to_string(),
        });
        let claims =
            incident.claims.iter().map(|(claim, role)| IncidentClaim { claim: claim.to_string(), role: role.as_str().to_string() });
        let origins = incident.origins.iter().map(|origin| OriginRecord { name: origin.name.clone(), claims: ids(&origin.claims) });
        IncidentRecord {
            id: incident.id.to_string(),
            act: incident.act.to_string(),
            places: field("place"),
            when: incident.days.map(|(start, end)| Days { start: start.to_string(), end: end.to_string() }),
            actors: field("actor"),
            recipients: field("recipient"),
            claims: claims.collect(),
            independent_sources: incident.origins.len(),
            origins: origins.collect(),
            figures: figures.collect(),
            contradictions: contradictions.collect(),
            part_of: incident.part_of.as_ref().map(ToString::to_string),
            confidence: decimals(f64::from(incident.confidence)),
        }
    }
}

fn shared(field: &IncidentField, claims: usize) -> SharedValue {
    SharedValue {
        value: field.value.clone(),
        share: decimals(field.supporting.len() as f64 / claims.max(1) as f64),
        claims: ids(&field.supporting),
        opposing: ids(&field.opposing),
    }
}

fn ids(claims: &[ClaimId]) -> Vec<String> {
    claims.iter().map(ToString::to_string).collect()
}

fn decimals(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

impl Store {
    /// Whether the stored incidents are those of the stored claims, made by these versions.
    pub fn incidents_are_of(&self, versions: &str) -> Result<bool, StoreError> {
        let query = "SELECT EXISTS (SELECT 1 FROM derived WHERE name = 'incidents' AND versions = ?1)";
        self.connection.query_row(query, [versions], |row| row.get(0)).map_err(|error| self.trouble(error))
    }

    /// Puts these incidents in the place of all others.
    pub fn replace_incidents(&mut self, incidents: &[IncidentRecord], versions: &str) -> Result<(), StoreError> {
        let (path, wait) = (self.path.clone(), self.wait.as_secs());
        let mut replace = || -> rusqlite::Result<()> {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute_batch("DELETE FROM incident_claim; DELETE FROM incident; DELETE FROM derived WHERE name = 'incidents'")?;
            {
                let mut one = transaction
                    .prepare("INSERT INTO incident (position, id, act, first_day, last_day, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
                let mut part = transaction.prepare("INSERT INTO incident_claim (incident, claim, role) VALUES (?1, ?2, ?3)")?;
                for (position, incident) in incidents.iter().enumerate() {
                    let days = incident.when.as_ref();
                    one.execute(rusqlite::params![
                        position as i64,
                        incident.id,
                        incident.act,
                        days.map(|days| &days.start),
                        days.map(|days| &days.end),
                        crate::write::json(incident)?,
                    ])?;
                    for claim in &incident.claims {
                        part.execute([&incident.id, &claim.claim, &claim.role])?;
                    }
                }
                transaction.execute("INSERT INTO derived (name, versions) VALUES ('incidents', ?1)", [versions])?;
            }
            transaction.commit()
        };
        replace().map_err(|error| StoreError::of(&path, wait, error))
    }

    /// The stored incidents, by first day.
    pub fn incidents(&self) -> Result<Vec<IncidentRecord>, StoreError> {
        self.read_incidents("", &[])
    }

    /// An incident by the beginning of its id.
    pub fn incident(&self, beginning: &str) -> Result<IncidentRecord, StoreError> {
        let id = self.one_id("incident", beginning)?;
        let mut found = self.read_incidents("WHERE id = ?1", &[&id])?;
        found.pop().ok_or(StoreError::Unknown { id, what: "incident" })
    }

    fn read_incidents(&self, condition: &str, values: &[&str]) -> Result<Vec<IncidentRecord>, StoreError> {
        let query = format!("SELECT record FROM incident {condition} ORDER BY position");
        let mut statement = self.connection.prepare(&query).map_err(|error| self.trouble(error))?;
        let mut rows = statement.query(rusqlite::params_from_iter(values)).map_err(|error| self.trouble(error))?;
        let mut incidents = Vec::new();
        while let Some(row) = rows.next().map_err(|error| self.trouble(error))? {
            let record: String = row.get(0).map_err(|error| self.trouble(error))?;
            incidents.push(serde_json::from_str(&record).map_err(|error| self.unreadable("incident.record", error))?);
        }
        Ok(incidents)
    }
}

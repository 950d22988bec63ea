//! Asking: claims by filter, documents and claims by the beginning of their id.

use crate::record::*;
use crate::{Store, StoreError};
use rusqlite::{OptionalExtension, Row, params_from_iter};

/// Which claims are wanted; what is `None` or empty admits all. Words match as parts, without regard to case.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// One of these acts.
    pub acts: Vec<String>,
    /// Words, name, label or id of someone who acts.
    pub actor: Option<String>,
    /// The same, of someone acted on.
    pub recipient: Option<String>,
    /// Words, name, first-order unit, or country code of a place.
    pub place: Option<String>,
    /// ISO day: not over before it.
    pub from: Option<String>,
    /// ISO day: not begun after it.
    pub to: Option<String>,
    /// This factuality.
    pub factuality: Option<String>,
    /// Words, name, id or kind of a speaker.
    pub speaker: Option<String>,
    /// Outlet of the document.
    pub outlet: Option<String>,
    /// Full id of the document.
    pub document: Option<String>,
    /// One of these full ids.
    pub claims: Vec<String>,
}

/// A claim with what a reader needs of its document.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimRow {
    /// The claim as published.
    pub record: ClaimRecord,
    /// Who publishes the document.
    pub outlet: Option<String>,
    /// Address of the document.
    pub url: Option<String>,
    /// Title of the document.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Simhash of the document's text.
    pub fingerprint: u64,
    /// The sentence's words.
    pub sentence: String,
    /// The trigger's words.
    pub trigger: String,
}

const CLAIM_COLUMNS: &str = "claim.id, claim.document, sentence_span, trigger_span, act, plover_event, plover_mode, acled_event_type,
    acled_sub_event_type, cameo_code, actors, recipients, places, \"when\", figures, means, attribution, factuality, confidence,
    document.outlet, document.url, document.title, document.published, document.fingerprint,
    substr(document.text, 1 + json_extract(sentence_span, '$[0]'), json_extract(sentence_span, '$[1]') - json_extract(sentence_span, '$[0]')),
    substr(document.text, 1 + json_extract(trigger_span, '$[0]'), json_extract(trigger_span, '$[1]') - json_extract(trigger_span, '$[0]'))";

impl Store {
    /// Hands every claim that the filter admits to `each`, one by one: documents in the order in which they were coded, claims in text order.
    pub fn each_claim(&self, filter: &Filter, mut each: impl FnMut(ClaimRow) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let (condition, values) = filter.sql();
        let query = format!(
            "SELECT {CLAIM_COLUMNS} FROM claim JOIN document ON document.id = claim.document {condition} ORDER BY document.position, claim.position"
        );
        let mut statement = self.connection.prepare(&query).map_err(|error| self.trouble(error))?;
        let mut rows = statement.query(params_from_iter(values)).map_err(|error| self.trouble(error))?;
        while let Some(row) = rows.next().map_err(|error| self.trouble(error))? {
            let row = self.claim_row(row)?;
            if filter.admits(&row) {
                each(row)?;
            }
        }
        Ok(())
    }

    /// The claims that the filter admits.
    pub fn claims(&self, filter: &Filter) -> Result<Vec<ClaimRow>, StoreError> {
        let mut claims = Vec::new();
        self.each_claim(filter, |row| {
            claims.push(row);
            Ok(())
        })?;
        Ok(claims)
    }

    /// A claim by the beginning of its id, with what `why` needs.
    pub fn claim(&self, beginning: &str) -> Result<(ClaimRow, Detail), StoreError> {
        let id = self.one_id("claim", beginning)?;
        let query = format!("SELECT {CLAIM_COLUMNS}, detail FROM claim JOIN document ON document.id = claim.document WHERE claim.id = ?1");
        let mut statement = self.connection.prepare(&query).map_err(|error| self.trouble(error))?;
        let mut rows = statement.query([&id]).map_err(|error| self.trouble(error))?;
        let row = rows.next().map_err(|error| self.trouble(error))?.ok_or(StoreError::Unknown { id, what: "claim" })?;
        let detail: String = row.get(26).map_err(|error| self.trouble(error))?;
        let detail = serde_json::from_str(&detail).map_err(|error| self.unreadable("claim.detail", error))?;
        Ok((self.claim_row(row)?, detail))
    }

    /// Every document, in the order in which they were coded.
    pub fn documents(&self) -> Result<Vec<DocumentRecord>, StoreError> {
        self.read_documents("", &[])
    }

    /// A document by the beginning of its id, or by the file that it was read from.
    pub fn document(&self, beginning: &str) -> Result<DocumentRecord, StoreError> {
        let id = match self.document_of_file(beginning)? {
            Some(id) => id,
            None => self.one_id("document", beginning)?,
        };
        let mut found = self.read_documents("WHERE document.id = ?1", &[&id])?;
        found.pop().ok_or(StoreError::Unknown { id, what: "document" })
    }

    /// How many documents and claims there are.
    pub fn size(&self) -> Result<(usize, usize), StoreError> {
        let query = "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM claim)";
        let size = self.connection.query_row(query, [], |row| Ok((row.get::<_, i64>(0)? as usize, row.get::<_, i64>(1)? as usize)));
        size.map_err(|error| self.trouble(error))
    }

    fn document_of_file(&self, file: &str) -> Result<Option<String>, StoreError> {
        let query = "SELECT input.document FROM input JOIN document ON document.id = input.document
                     WHERE input.file = ?1 ORDER BY document.position DESC LIMIT 1";
        self.connection.query_row(query, [file], |row| row.get(0)).optional().map_err(|error| self.trouble(error))
    }

    /// The one id that begins so.
    pub(crate) fn one_id(&self, what: &'static str, beginning: &str) -> Result<String, StoreError> {
        let hexadecimal = !beginning.is_empty() && beginning.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !hexadecimal {
            return Err(StoreError::Unknown { id: beginning.to_string(), what });
        }
        let query = format!("SELECT id FROM {what} WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 5");
        let mut statement = self.connection.prepare(&query).map_err(|error| self.trouble(error))?;
        let found = statement.query_map([beginning.to_ascii_lowercase()], |row| row.get(0)).map_err(|error| self.trouble(error))?;
        let mut found: Vec<String> = found.collect::<rusqlite::Result<_>>().map_err(|error| self.trouble(error))?;
        match found.len() {
            0 => Err(StoreError::Unknown { id: beginning.to_string(), what }),
            1 => Ok(found.remove(0)),
            _ => Err(StoreError::Ambiguous { id: beginning.to_string(), what, candidates: found }),
        }
    }

    fn read_documents(&self, condition: &str, values: &[&str]) -> Result<Vec<DocumentRecord>, StoreError> {
        let query = format!(
            "SELECT id, outlet, url, title, published, language, text, fingerprint, file, notes, nothing_because,
                    (SELECT count(*) FROM claim WHERE claim.document = document.id)
             FROM document {condition} ORDER BY position"
        );
        let mut statement = self.connection.prepare(&query).map_err(|error| self.trouble(error))?;
        let mut rows = statement.query(params_from_iter(values)).map_err(|error| self.trouble(error))?;
        let mut documents = Vec::new();
        while let Some(row) = rows.next().map_err(|error| self.trouble(error))? {
            documents.push(self.document_record(row)?);
        }
        Ok(documents)
    }

    fn document_record(&self, row: &Row<'_>) -> Result<DocumentRecord, StoreError> {
        let read = || -> rusqlite::Result<DocumentRecord> {
            let notes: String = row.get(9)?;
            Ok(DocumentRecord {
                id: row.get(0)?,
                outlet: row.get(1)?,
                url: row.get(2)?,
                title: row.get(3)?,
                published: row.get(4)?,
                language: row.get(5)?,
                text: row.get(6)?,
                fingerprint: row.get(7)?,
                file: row.get(8)?,
                notes: from_json(9, &notes)?,
                nothing_because: row.get(10)?,
                claims: row.get::<_, i64>(11)? as usize,
            })
        };
        read().map_err(|error| self.reading("document", error))
    }

    fn claim_row(&self, row: &Row<'_>) -> Result<ClaimRow, StoreError> {
        read_claim_row(row).map_err(|error| self.reading("claim", error))
    }

    /// A value of the wrong shape is the database's trouble; anything else is SQLite's.
    fn reading(&self, what: &str, error: rusqlite::Error) -> StoreError {
        match error {
            rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => self.unreadable(what, error),
            other => self.trouble(other),
        }
    }
}

fn read_claim_row(row: &Row<'_>) -> rusqlite::Result<ClaimRow> {
    let list = |column: usize| -> rusqlite::Result<String> { row.get(column) };
    let when: Option<String> = row.get(13)?;
    let record = ClaimRecord {
        id: row.get(0)?,
        document: row.get(1)?,
        sentence_span: from_json(2, &list(2)?)?,
        trigger_span: from_json(3, &list(3)?)?,
        act: row.get(4)?,
        crosswalk: Crosswalk {
            plover_event: row.get(5)?,
            plover_mode: row.get(6)?,
            acled_event_type: row.get(7)?,
            acled_sub_event_type: row.get(8)?,
            cameo_code: row.get(9)?,
        },
        actors: from_json(10, &list(10)?)?,
        recipients: from_json(11, &list(11)?)?,
        places: from_json(12, &list(12)?)?,
        when: when.map(|when| from_json(13, &when)).transpose()?,
        figures: from_json(14, &list(14)?)?,
        means: from_json(15, &list(15)?)?,
        attribution: from_json(16, &list(16)?)?,
        factuality: row.get(17)?,
        confidence: row.get(18)?,
    };
    Ok(ClaimRow {
        record,
        outlet: row.get(19)?,
        url: row.get(20)?,
        title: row.get(21)?,
        published: row.get(22)?,
        fingerprint: u64::from_str_radix(&list(23)?, 16).unwrap_or(0),
        sentence: row.get(24)?,
        trigger: row.get(25)?,
    })
}

fn from_json<T: serde::de::DeserializeOwned>(column: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error)))
}

impl Filter {
    /// What SQL can decide, by its indexes; the words are left to `admits`, since SQLite folds the case of ASCII only.
    fn sql(&self) -> (String, Vec<String>) {
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        let mut add = |condition: &str, value: &str| {
            values.push(value.to_string());
            conditions.push(condition.replace('?', &format!("?{}", values.len())));
        };
        for (condition, value) in [
            ("claim.document = ?", &self.document),
            ("claim.factuality = ?", &self.factuality),
            ("claim.when_end >= ?", &self.from),
            ("claim.when_start <= ?", &self.to),
        ] {
            if let Some(value) = value {
                add(condition, value);
            }
        }
        // A list of any length is one value, so that no limit on parameters is met.
        for (column, list) in [("claim.act", &self.acts), ("claim.id", &self.claims)] {
            if !list.is_empty() {
                values.push(serde_json::json!(list).to_string());
                conditions.push(format!("{column} IN (SELECT value FROM json_each(?{}))", values.len()));
            }
        }
        let condition = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        (condition, values)
    }

    fn admits(&self, row: &ClaimRow) -> bool {
        let record = &row.record;
        let who = |wanted: &str, them: &[MentionRecord]| {
            them.iter().any(|it| holds(wanted, [Some(&it.text), it.entity.as_ref(), it.name.as_ref(), it.label.as_ref()]))
        };
        let place = |wanted: &str| {
            record.places.iter().any(|it| {
                holds(wanted, [Some(&it.text), it.name.as_ref(), it.admin1.as_ref()])
                    || it.country.as_ref().is_some_and(|country| country.eq_ignore_ascii_case(wanted))
            })
        };
        let speaker = |wanted: &str| {
            record
                .attribution
                .iter()
                .any(|it| holds(wanted, [Some(&it.text), it.entity.as_ref(), it.name.as_ref()]) || it.kind.as_deref() == Some(wanted))
        };
        self.actor.as_ref().is_none_or(|wanted| who(wanted, &record.actors))
            && self.recipient.as_ref().is_none_or(|wanted| who(wanted, &record.recipients))
            && self.place.as_ref().is_none_or(|wanted| place(wanted))
            && self.speaker.as_ref().is_none_or(|wanted| speaker(wanted))
            && self.outlet.as_ref().is_none_or(|wanted| holds(wanted, [row.outlet.as_ref()]))
    }
}

/// Whether any of these holds the wanted words, without regard to case.
fn holds<const N: usize>(wanted: &str, them: [Option<&String>; N]) -> bool {
    let wanted = wanted.to_lowercase();
    them.into_iter().flatten().any(|it| it.to_lowercase().contains(&wanted))
}

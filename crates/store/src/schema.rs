//! The tables, and how an older file becomes the newest.
//!
//! One row a claim, its lists as JSON under the public names, so that a record is read back exactly as it was published;
//! the views below unfold the lists for SQL. Days and numbers that are searched are columns computed from the JSON.

use rusqlite::Connection;

/// "DLNE": marks the file as ours.
pub const APPLICATION_ID: i64 = 0x444C_4E45;

/// One step for each version, from an empty file; never edited once released.
const STEPS: &[&str] = &[VERSION_1, VERSION_2];

/// The version that this program writes.
pub const VERSION: i64 = STEPS.len() as i64;

const VERSION_1: &str = r#"
CREATE TABLE document (
    position    INTEGER PRIMARY KEY,            -- order in which documents were first coded
    id          TEXT NOT NULL UNIQUE,
    outlet      TEXT,
    url         TEXT,
    title       TEXT,
    published   TEXT,                           -- ISO day
    language    TEXT,
    text        TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    file        TEXT NOT NULL,                  -- where it was first read from
    notes       TEXT NOT NULL,                  -- JSON list
    nothing_because TEXT                        -- why it yields no claim
) STRICT;

CREATE TABLE input (                            -- what was read, so that a second run changes nothing
    key         TEXT PRIMARY KEY,               -- hash of bytes, metadata and versions
    document    TEXT NOT NULL REFERENCES document (id),
    file        TEXT NOT NULL,
    versions    TEXT NOT NULL,
    run         INTEGER NOT NULL                -- counted from 1
) STRICT, WITHOUT ROWID;
CREATE INDEX input_run ON input (run);
CREATE INDEX input_document ON input (document);
CREATE INDEX input_file ON input (file);

CREATE TABLE claim (
    id          TEXT PRIMARY KEY,
    document    TEXT NOT NULL REFERENCES document (id),
    position    INTEGER NOT NULL,               -- order in the document
    sentence_span TEXT NOT NULL,                -- [start, end) in code points
    trigger_span  TEXT NOT NULL,
    act         TEXT NOT NULL,
    plover_event TEXT,
    plover_mode  TEXT,
    acled_event_type TEXT,
    acled_sub_event_type TEXT,
    cameo_code  TEXT,
    actors      TEXT NOT NULL,                  -- JSON from here, as published
    recipients  TEXT NOT NULL,
    places      TEXT NOT NULL,
    "when"      TEXT,
    figures     TEXT NOT NULL,
    means       TEXT NOT NULL,
    attribution TEXT NOT NULL,
    factuality  TEXT NOT NULL,
    confidence  REAL NOT NULL,
    detail      TEXT NOT NULL,                  -- rules, candidates and reasons, for `why`
    when_start  TEXT GENERATED ALWAYS AS (json_extract("when", '$.start')) VIRTUAL,
    when_end    TEXT GENERATED ALWAYS AS (json_extract("when", '$.end')) VIRTUAL
) STRICT;
CREATE INDEX claim_document ON claim (document, position);
CREATE INDEX claim_act ON claim (act);
CREATE INDEX claim_when ON claim (when_start, when_end);

CREATE TABLE incident (                         -- derived from claims, and made anew when they change
    position    INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    act         TEXT NOT NULL,
    first_day   TEXT,
    last_day    TEXT,
    record      TEXT NOT NULL                   -- JSON, as published
) STRICT;

CREATE TABLE incident_claim (
    incident    TEXT NOT NULL REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED,
    claim       TEXT NOT NULL,
    role        TEXT NOT NULL,
    PRIMARY KEY (incident, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_of_claim ON incident_claim (claim);

CREATE TABLE derived (                          -- which derived tables are up to date; a change of claims empties it
    name        TEXT PRIMARY KEY,
    versions    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER claim_added AFTER INSERT ON claim BEGIN DELETE FROM derived; END;
CREATE TRIGGER claim_removed AFTER DELETE ON claim BEGIN DELETE FROM derived; END;

CREATE VIEW claim_participant AS
    SELECT claim.id AS claim, 'actor' AS role, json_extract(value, '$.text') AS text, json_extract(value, '$.entity') AS entity,
           json_extract(value, '$.name') AS name, json_extract(value, '$.label') AS label, json_extract(value, '$.role_code') AS role_code
    FROM claim, json_each(claim.actors)
    UNION ALL
    SELECT claim.id, 'recipient', json_extract(value, '$.text'), json_extract(value, '$.entity'),
           json_extract(value, '$.name'), json_extract(value, '$.label'), json_extract(value, '$.role_code')
    FROM claim, json_each(claim.recipients);

CREATE VIEW claim_place AS
    SELECT claim.id AS claim, json_extract(value, '$.role') AS role, json_extract(value, '$.text') AS text,
           json_extract(value, '$.geonames_id') AS geonames_id, json_extract(value, '$.name') AS name,
           json_extract(value, '$.country') AS country, json_extract(value, '$.admin1') AS admin1,
           json_extract(value, '$.lat') AS lat, json_extract(value, '$.lon') AS lon, json_extract(value, '$.precision') AS precision
    FROM claim, json_each(claim.places);

CREATE VIEW claim_figure AS
    SELECT claim.id AS claim, json_extract(value, '$.measure') AS measure, json_extract(value, '$.group') AS "group",
           json_extract(value, '$.low') AS low, json_extract(value, '$.high') AS high,
           json_extract(value, '$.qualifier') AS qualifier, json_extract(value, '$.text') AS text,
           json_extract(value, '$.part_of') AS part_of
    FROM claim, json_each(claim.figures);

CREATE VIEW claim_speaker AS
    SELECT claim.id AS claim, json_each.key AS depth, json_extract(value, '$.text') AS text, json_extract(value, '$.cue') AS cue,
           json_extract(value, '$.entity') AS entity, json_extract(value, '$.name') AS name, json_extract(value, '$.kind') AS kind
    FROM claim, json_each(claim.attribution);
"#;

/// Where documents came from, what was refused, and the index of copies.
const VERSION_2: &str = r#"
CREATE TABLE provenance (                       -- what each document was made from
    document    TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    sha256      TEXT NOT NULL,                  -- of the bytes of the page or text, 64 hexadecimal digits
    size        INTEGER NOT NULL,               -- bytes
    fetched     TEXT,                           -- UTC, as the container says
    headers     TEXT NOT NULL,                  -- JSON list of [name, value]
    hints       TEXT NOT NULL,                  -- JSON: what was known from outside when the text was extracted
    about       TEXT NOT NULL,                  -- JSON: modified, authors, section, agency, dateline, raw
    extractor   TEXT NOT NULL                   -- which program extracted the text
) STRICT, WITHOUT ROWID;
CREATE INDEX provenance_sha256 ON provenance (sha256);

CREATE TABLE kept (                             -- original bytes, with --keep-bytes
    sha256      TEXT PRIMARY KEY,
    bytes       BLOB NOT NULL                   -- zstd
) STRICT;

CREATE TABLE refused (                          -- what could not be read
    place       TEXT PRIMARY KEY,               -- file, and place within it behind a #
    why         TEXT NOT NULL,
    run         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE fetched (                          -- what was asked of servers, for conditional requests
    url         TEXT PRIMARY KEY,
    at          TEXT NOT NULL,                  -- UTC
    status      INTEGER NOT NULL,               -- HTTP status; 0 where no answer came
    etag        TEXT,
    last_modified TEXT,
    trouble     TEXT                            -- why there is no document, if so
) STRICT, WITHOUT ROWID;

CREATE TABLE copy_text (                        -- which documents the index of copies holds
    document    INTEGER PRIMARY KEY,            -- document.position
    whole       INTEGER NOT NULL                -- hash of all words
) STRICT;
CREATE INDEX copy_whole ON copy_text (whole);

CREATE TABLE copy_print (                       -- winnowed shingles
    print       INTEGER NOT NULL,
    document    INTEGER NOT NULL,
    PRIMARY KEY (print, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE copy (                             -- a document and an earlier one that shares its words
    document    INTEGER NOT NULL,
    other       INTEGER NOT NULL,
    kind        TEXT NOT NULL,                  -- exact, near, partial
    share       REAL NOT NULL,                  -- of the document's words
    other_share REAL NOT NULL,
    overlaps    TEXT NOT NULL,                  -- JSON list of [[start, end), [start, end)] in code points
    PRIMARY KEY (document, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_other ON copy (other);
"#;

/// What a file is, before anything is done to it.
#[derive(Debug, PartialEq, Eq)]
pub enum State {
    /// No table yet.
    Empty,
    /// Ours, of this version.
    Version(i64),
    /// Somebody else's, with this application id.
    Foreign(i64),
}

/// Reads what a file is.
pub fn state(connection: &Connection) -> rusqlite::Result<State> {
    let application: i64 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, version, tables) {
        (APPLICATION_ID, version, _) => State::Version(version),
        (0, 0, 0) => State::Empty,
        (other, ..) => State::Foreign(other),
    })
}

/// Brings a file of version `from` (0: empty) to the newest, in one transaction.
pub fn migrate(connection: &mut Connection, from: i64) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another program may have been first while we waited for the lock.
    let current: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for step in STEPS.iter().skip(usize::try_from(current.max(from)).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_becomes_the_newest_version() {
        let mut connection = Connection::open_in_memory().unwrap();
        assert_eq!(state(&connection).unwrap(), State::Empty);
        migrate(&mut connection, 0).unwrap();
        assert_eq!(state(&connection).unwrap(), State::Version(VERSION));
        migrate(&mut connection, 0).unwrap();
        for view in ["claim_participant", "claim_place", "claim_figure", "claim_speaker"] {
            connection.prepare(&format!("SELECT * FROM {view}")).unwrap();
        }
    }

    #[test]
    fn a_file_of_version_1_keeps_what_it_holds() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(VERSION_1).unwrap();
        let insert = "INSERT INTO document VALUES (1, 'ab', NULL, NULL, NULL, NULL, 'en', 'Rebels fled.', '0', 'a.txt', '[]', NULL)";
        connection.execute_batch(insert).unwrap();
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        migrate(&mut connection, 1).unwrap();
        assert_eq!(state(&connection).unwrap(), State::Version(VERSION));
        let text: String = connection.query_row("SELECT text FROM document", [], |row| row.get(0)).unwrap();
        assert_eq!(text, "Rebels fled.");
        connection.prepare("SELECT * FROM provenance, kept, refused, fetched, copy_text, copy_print, copy").unwrap();
    }

    #[test]
    fn a_database_of_another_program_is_known() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE notes (words TEXT)").unwrap();
        assert_eq!(state(&connection).unwrap(), State::Foreign(0));
    }
}

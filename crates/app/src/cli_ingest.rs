//! The options of the commands that bring articles in: `code`, `ingest`, `fetch`; and of `copies` and `reextract`.

use crate::cli::{Database, DocumentFormat, TableArgs};
use clap::Args;
use dateline_engine::{Limits, Reading};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline code article.txt --published 2026-03-12 --outlet \"The Courier\"
  dateline code news/ --metadata news.tsv        # columns: file, published, outlet, url, title, language
  dateline code crawl.warc.gz 'feeds/*.xml' archive.zip
  dateline code corpus.csv --fields text=story,published=date
  dateline code - < article.txt

Read: text and HTML in any encoding, PDF, RSS, Atom and JSON feeds, WARC and ARC, lines of JSON, CSV and TSV with a header, ZIP and tar of
these, each also packed with gzip or zstd. Of a folder, all but tables, JSON and hidden files, in the order of their names, and its
folders too.
The same input is coded once: a second run changes nothing, unless the program or its tables changed.")]
pub struct CodeArgs {
    /// Files, folders, patterns, or - for standard input
    #[arg(required_unless_present_any = ["stored", "watch"], value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Code what was ingested before and is not coded yet
    #[arg(long, conflicts_with_all = ["paths", "watch"])]
    pub stored: bool,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub coding: CodingArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline ingest crawl.warc.gz --keep-bytes && dateline code --stored
  dateline ingest --watch inbox/

Reads what `dateline code` reads, and stores the documents without looking for claims.")]
pub struct IngestArgs {
    /// Files, folders, patterns, or - for standard input
    #[arg(required_unless_present = "watch", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub input: InputArgs,
    /// Worker threads [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
}

/// What `code` and `ingest` share.
#[derive(Debug, Args)]
pub struct InputArgs {
    #[command(flatten)]
    pub database: Database,
    /// Day of publication, the anchor of \"on Tuesday\"; never guessed where it is missing
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dateline_engine::day)]
    pub published: Option<dateline_model::Date>,
    /// Who publishes
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// What is known of each file: TSV with a header, or JSONL; its rows outrank the two options above
    #[arg(long, value_name = "FILE")]
    pub metadata: Option<PathBuf>,
    /// Where our fields stand in tables and JSON: id, text, html, title, published, outlet, url, language; a dot leads into an object
    #[arg(long, value_name = "OURS=THEIRS,…", value_delimiter = ',')]
    pub fields: Vec<String>,
    /// Read again whenever files come or change in this folder, until interrupted
    #[arg(long, value_name = "DIR", conflicts_with = "paths")]
    pub watch: Option<PathBuf>,
    /// With --watch: stop when nothing came for so many seconds
    #[arg(long, value_name = "SECONDS", requires = "watch")]
    pub until_idle: Option<u64>,
    #[command(flatten)]
    pub keeping: KeepingArgs,
}

/// What is kept, and how much is read.
#[derive(Debug, Args)]
pub struct KeepingArgs {
    /// Keep the original bytes in the database, packed, so that `dateline reextract` can read them again
    #[arg(long)]
    pub keep_bytes: bool,
    /// Raise or lower a limit: bytes (of a text), record (bytes), ratio (of packing), nesting (of containers), depth (of a page's elements)
    #[arg(long, value_name = "NAME=NUMBER", value_delimiter = ',')]
    pub limit: Vec<String>,
}

impl KeepingArgs {
    /// How records are read.
    ///
    /// - errors: in words, for a limit or a field that is unknown.
    pub fn reading(&self, fields: &[String]) -> Result<Reading, String> {
        let mut reading = Reading { limits: Limits::default(), ..Reading::default() };
        for pair in &self.limit {
            let (name, value) = pair.split_once('=').ok_or_else(|| format!("--limit {pair}: write it as NAME=NUMBER"))?;
            reading.limits.set(name, value).map_err(|error| format!("--limit {error}"))?;
        }
        for pair in fields {
            let (ours, theirs) = pair.split_once('=').ok_or_else(|| format!("--fields {pair}: write it as text=story"))?;
            if !Reading::FIELDS.contains(&ours) {
                return Err(format!("--fields {ours}: no field of ours; use {}", Reading::FIELDS.join(", ")));
            }
            reading.fields.insert(ours.to_string(), theirs.to_string());
        }
        Ok(reading)
    }
}

/// What coding needs.
#[derive(Debug, Args)]
pub struct CodingArgs {
    /// Worker threads [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    #[command(flatten)]
    pub tables: TableArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline fetch feeds.opml
  dateline fetch feeds.txt --delay 5 --user-agent \"courier-monitor (mail@courier.example)\" --ingest-only

Keeps to robots.txt, pauses between two requests to one host, and asks only for what is new. Of an entry with a teaser its page is fetched.
Every address that could not be fetched is recorded with the reason: `dateline documents --refused`.")]
pub struct FetchArgs {
    /// OPML, or a list with the address of a feed a line
    #[arg(value_name = "FEEDS")]
    pub feeds: PathBuf,
    /// Seconds between two requests to one host
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0)]
    pub delay: f64,
    /// Seconds that one answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    pub timeout: f64,
    /// Bytes of one answer
    #[arg(long, value_name = "BYTES", default_value_t = 20 << 20)]
    pub largest: u64,
    /// Pages of one feed in one run, at most; 0 fetches none
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub pages: usize,
    /// Who asks; say how you can be reached
    #[arg(long, value_name = "WORDS")]
    pub user_agent: Option<String>,
    /// Ask private addresses too, such as 127.0.0.1
    #[arg(long)]
    pub allow_private: bool,
    /// Store the documents without looking for claims
    #[arg(long)]
    pub ingest_only: bool,
    #[command(flatten)]
    pub keeping: KeepingArgs,
    #[command(flatten)]
    pub coding: CodingArgs,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline copies
  dateline copies --document 3fa9 --format jsonl

exact: the same words. near: half of the words of both at least, in common passages. partial: a passage of forty words or more.")]
pub struct CopiesArgs {
    /// Only those of this document: the beginning of its id, or its file
    #[arg(long, value_name = "ID")]
    pub document: Option<String>,
    /// How to write them: families for the eye, or one pair a line
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: DocumentFormat,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline reextract
  dateline reextract --write && dateline code --stored

Reads the bytes that --keep-bytes kept, or files that still hold the same bytes.")]
pub struct ReextractArgs {
    /// Put what was extracted in the place of what was stored; its claims go, until `dateline code --stored`
    #[arg(long)]
    pub write: bool,
    #[command(flatten)]
    pub database: Database,
}

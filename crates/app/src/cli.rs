//! The command line: what can be asked for, in words.

use crate::cli_actors::ActorsArgs;
pub use crate::cli_ingest::{CodeArgs, CopiesArgs, FetchArgs, IngestArgs, ReextractArgs};
use clap::{Args, Parser, Subcommand, ValueEnum};
use dateline_store::Filter;
use std::path::PathBuf;

const AFTER: &str = "\
Examples:
  dateline code news/ --published 2026-03-12 --outlet \"The Courier\"
  dateline code articles/ --metadata articles.tsv --jobs 8
  curl -s https://courier.example/kessa.html | dateline code - --outlet courier.example
  dateline code crawl.warc.gz corpus.jsonl --keep-bytes
  dateline fetch feeds.opml && dateline copies
  dateline claims --act shelling --place Kessa --from 2026-03-01
  dateline show 3fa9
  dateline why 81c0
  dateline export --format geojson -o claims.geojson

Exit codes:
  0  done
  1  done, but some input or record could not be read or fetched, or no such document or claim
  2  wrong usage: an option, a table of metadata, a line of a stage, the tables of --data
  3  the database cannot be used: missing, locked, damaged, newer, or of another program
  4  the disk is full or the output cannot be written; what was stored before stays stored";

/// Turns news on armed conflict into attributed claims: who says that who did what to whom, where, when and how firmly.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, after_help = AFTER, max_term_width = 120, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
    /// Colour: on a terminal, always, or never (NO_COLOR in the environment turns it off too)
    #[arg(
        long,
        global = true,
        value_name = "auto|always|never",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: Colour,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles and store what they claim
    Code(CodeArgs),
    /// Read articles and store them, to be coded later
    Ingest(IngestArgs),
    /// Fetch feeds from the network and code what is new
    Fetch(FetchArgs),
    /// List claims
    Claims(ClaimsArgs),
    /// Show a document with its claims marked in the text
    Show(ShowArgs),
    /// Tell how a claim came about: each field, the words, the rule, the candidates
    Why(WhyArgs),
    /// List documents
    Documents(DocumentsArgs),
    /// List families of copies: which text was taken over from which
    Copies(CopiesArgs),
    /// Extract the kept pages again, after an upgrade, and tell what changed
    Reextract(ReextractArgs),
    /// List incidents: what several claims are about
    Incidents(IncidentsArgs),
    /// Tell one incident: who says what of it, and what contradicts what
    Incident(IncidentArgs),
    /// Write claims to a file for other programs
    Export(ExportArgs),
    /// List, search and explain the actors that names are linked to; import others
    Actors(ActorsArgs),
    /// Places of the world: find some, or import more of them
    Gazetteer(GazetteerArgs),
    /// Run one stage over lines of JSON, for measuring
    Stage(StageArgs),
}

const GAZETTEER_HELP: &str = "A gazetteer of your own [default: the one that was imported; `carried` for the program's]";

#[derive(Debug, Args)]
pub struct Database {
    /// The database
    #[arg(long, value_name = "FILE", default_value = "dateline.db")]
    pub db: PathBuf,
    /// Seconds to wait for another program that holds the database
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub wait: u64,
}

#[derive(Debug, Args)]
pub struct TableArgs {
    /// Tables to use instead of those that the program carries
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// Actors of your own: a folder with actors.tsv, aliases.tsv or both, in the format of data/world; its rows win
    #[arg(long, value_name = "DIR", global = true)]
    pub world: Option<PathBuf>,
    #[arg(long, value_name = "FILE", global = true, help = GAZETTEER_HELP)]
    pub gazetteer: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct FilterArgs {
    /// Act, such as shelling; may be given more than once
    #[arg(long, value_name = "ACT")]
    pub act: Vec<String>,
    /// Who acts: words, name or id
    #[arg(long, value_name = "WORDS")]
    pub actor: Option<String>,
    /// On whom: words, name or id
    #[arg(long, value_name = "WORDS")]
    pub recipient: Option<String>,
    /// Where: words, name, region, or country code
    #[arg(long, value_name = "WORDS")]
    pub place: Option<String>,
    /// Not over before this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dateline_engine::day)]
    pub from: Option<dateline_model::Date>,
    /// Not begun after this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dateline_engine::day)]
    pub to: Option<dateline_model::Date>,
    /// How firmly it is said
    #[arg(long, value_name = "HOW", value_parser = ["happened", "denied", "planned", "possible", "hypothetical"])]
    pub factuality: Option<String>,
    /// Who says so: words, name, id, or kind (official, monitor, witness …)
    #[arg(long, value_name = "WORDS")]
    pub speaker: Option<String>,
    /// Who publishes
    #[arg(long, value_name = "WORDS")]
    pub outlet: Option<String>,
    /// Document: the beginning of its id, or its file
    #[arg(long, value_name = "ID")]
    pub document: Option<String>,
}

impl FilterArgs {
    /// The filter, with the document's full id already found.
    pub fn filter(&self, document: Option<String>) -> Filter {
        Filter {
            acts: self.act.clone(),
            actor: self.actor.clone(),
            recipient: self.recipient.clone(),
            place: self.place.clone(),
            from: self.from.map(|day| day.to_string()),
            to: self.to.map(|day| day.to_string()),
            factuality: self.factuality.clone(),
            speaker: self.speaker.clone(),
            outlet: self.outlet.clone(),
            document,
            claims: Vec::new(),
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline claims
  dateline claims --act airstrike --act shelling --from 2026-03-01 --to 2026-03-31
  dateline claims --speaker monitor --factuality denied --format jsonl

A word of a filter matches as a part, without regard to case. Claims without a date are left out by --from and --to.")]
pub struct ClaimsArgs {
    #[command(flatten)]
    pub filter: FilterArgs,
    /// How to write them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// Columns of the terminal that the table may take [default: all of them; in a pipe, as many as it needs]
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    #[command(flatten)]
    pub database: Database,
}

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For the eye.
    Table,
    /// One record a line.
    Jsonl,
    /// One record a row.
    Csv,
}

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Beginning of a document's id, or its file
    #[arg(value_name = "DOCUMENT")]
    pub document: String,
    /// Columns to wrap the text to [default: the terminal's, at most 110]
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
pub struct WhyArgs {
    /// Beginning of a claim's id
    #[arg(value_name = "CLAIM")]
    pub claim: String,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
pub struct DocumentsArgs {
    /// List what could not be read instead, with the reasons
    #[arg(long)]
    pub refused: bool,
    /// How to write them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: DocumentFormat,
    #[command(flatten)]
    pub database: Database,
}

/// How documents and incidents are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DocumentFormat {
    /// For the eye.
    Table,
    /// One whole record a line.
    Jsonl,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline incidents --claims 2
  dateline incidents --disputed --place Kessa

Incidents are derived from claims, and made anew when claims change; no claim changes with them.")]
pub struct IncidentsArgs {
    /// Act, such as shelling; may be given more than once
    #[arg(long, value_name = "ACT")]
    pub act: Vec<String>,
    /// Who acts or is acted on
    #[arg(long, value_name = "WORDS")]
    pub actor: Option<String>,
    /// Where
    #[arg(long, value_name = "WORDS")]
    pub place: Option<String>,
    /// Not over before this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dateline_engine::day)]
    pub from: Option<dateline_model::Date>,
    /// Not begun after this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dateline_engine::day)]
    pub to: Option<dateline_model::Date>,
    /// Of at least so many claims
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub claims: usize,
    /// Only those whose claims contradict each other
    #[arg(long)]
    pub disputed: bool,
    /// How to write them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: DocumentFormat,
    /// Columns that the table may take [default: the terminal's; in a pipe, as many as it needs]
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
pub struct IncidentArgs {
    /// Beginning of an incident's id
    #[arg(value_name = "INCIDENT")]
    pub incident: String,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline export --format jsonl > claims.jsonl
  dateline export --format csv --act kill -o kill.csv
  dateline export --format geojson --place SY -o syria.geojson

Claims come in the order in which their documents were coded. Offsets count code points. In CSV, a cell that a spreadsheet
would take for a formula begins with an apostrophe.")]
pub struct ExportArgs {
    /// The layout
    #[arg(long, value_name = "FORMAT")]
    pub format: ExportFormat,
    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub database: Database,
}

/// A layout of the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One published record a line.
    Jsonl,
    /// One claim a row.
    Csv,
    /// One feature a claim.
    Geojson,
}

impl From<ExportFormat> for dateline_store::Format {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Jsonl => dateline_store::Format::Jsonl,
            ExportFormat::Csv => dateline_store::Format::Csv,
            ExportFormat::Geojson => dateline_store::Format::Geojson,
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline stage claims < in.jsonl > out.jsonl

In:  a JSON object a line: id, text (for the stage text: html), and published (YYYY-MM-DD or null).
Out: one line for each, in the same order: id, and the stage's field. Offsets are code points, [start, end).")]
pub struct StageArgs {
    /// The stage
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(dateline_engine::Stage::ALL.map(|(name, _)| name)))]
    pub stage: String,
    /// Worker threads [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    #[command(flatten)]
    pub tables: TableArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline gazetteer import SY.zip
  dateline gazetteer import allCountries.zip --alternate-names alternateNamesV2.zip
  dateline gazetteer find Kessa

The program carries the towns of 500 and more inhabitants. The files of the GeoNames dump (geonames.org, CC BY 4.0) have the villages, mountains
and airports too; an import lays them over what the program carries. An import that was cut off goes on where it was.")]
pub struct GazetteerArgs {
    /// What to do [default: tell which gazetteer is used]
    #[command(subcommand)]
    pub command: Option<GazetteerCommand>,
}

#[derive(Debug, Subcommand)]
pub enum GazetteerCommand {
    /// Import a file of the GeoNames dump
    Import(GazetteerImportArgs),
    /// List the places of a name
    Find(GazetteerFindArgs),
}

#[derive(Debug, Args)]
pub struct GazetteerImportArgs {
    /// allCountries.zip, SY.zip or SY.txt
    #[arg(value_name = "DUMP")]
    pub dump: PathBuf,
    /// More names: alternateNamesV2.zip or its text
    #[arg(long, value_name = "FILE")]
    pub alternate_names: Option<PathBuf>,
    /// The file to write [default: where `code` looks for it]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct GazetteerFindArgs {
    /// The name, in any spelling
    #[arg(required = true, value_name = "NAME")]
    pub name: Vec<String>,
    #[arg(long, value_name = "FILE", help = GAZETTEER_HELP)]
    pub gazetteer: Option<PathBuf>,
}

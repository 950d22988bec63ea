//! The command line of `dateline actors`.

use crate::cli::{ListFormat, TableArgs};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  dateline actors sohr
  dateline actors \"tahrir al-sham\" --on 2016-09-01
  dateline actors --country SD --kind armed_group
  dateline actors --format csv > actors.csv
  dateline actors import petrarch Phoenix.actors.txt -o mine/
  dateline code news/ --world mine/

Words that name one actor outright explain it: its names over time, ties, codes and source. Other words list whose names hold them."
)]
pub struct ActorsArgs {
    /// An id, a name in any spelling, or words of a name
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Only of this country: an ISO code of two letters
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
    /// Only of this kind, such as armed_group, military, monitor, person
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(dateline_engine::ActorSheet::KINDS), hide_possible_values = true)]
    pub kind: Option<String>,
    /// Only those that bore their name on this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = dateline_engine::day)]
    pub on: Option<dateline_model::Date>,
    /// How to write them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// Columns that the table may take [default: the terminal's; in a pipe, as many as it needs]
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    #[command(flatten)]
    pub tables: TableArgs,
    #[command(subcommand)]
    pub command: Option<ActorsCommand>,
}

#[derive(Debug, Subcommand)]
pub enum ActorsCommand {
    /// Turn a file of another format into a folder for --world
    #[command(subcommand)]
    Import(ImportCommand),
}

#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// A PETRARCH actor dictionary: names, +SYNONYMS, [CODE dates]
    Petrarch(PetrarchArgs),
    /// A plain CSV with a header
    Csv(CsvArgs),
}

#[derive(Debug, Args)]
pub struct PetrarchArgs {
    /// The dictionary
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The folder to write; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline actors import csv groups.csv --map name=Group,country=Country,aliases=Aka --map kind=:armed_group -o mine/

Fields: id, name, aliases, kind, country, parents, affiliations, valid_from, valid_to, inter, sector, ucdp_name, summary, note.
FIELD=COLUMN takes a column, FIELD=:VALUE a value for every row. Lists in a cell are parted by | or ;.")]
pub struct CsvArgs {
    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Which column gives which field; may be given more than once
    #[arg(long, value_name = "FIELD=COLUMN", required = true)]
    pub map: Vec<String>,
    /// The folder to write; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
}

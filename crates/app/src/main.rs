//! The program `dateline`: the command line over the engine and the store.
//!
//! In:  arguments, files, standard input.
//! Out: tables and text for the eye, or JSONL, CSV and GeoJSON for programs; exit codes as `--help` says.
//!
//! Not here: any rule about claims (the rooms), any SQL (`store`).

mod actors;
mod cli;
mod cli_actors;
mod cli_ingest;
mod copies;
mod fetch;
mod gazetteer;
mod incidents;
mod list;
mod paint;
mod reextract;
mod report;
mod run;
mod show;
mod table;
mod trouble;
mod watch;
mod why;
mod words;

use clap::Parser;
use cli::{Cli, Command, Database, ExportArgs, StageArgs};
use dateline_store::{Opening, Store};
use paint::Paint;
use std::io::{BufWriter, Write};
use std::process::ExitCode;
use std::time::Duration;
use trouble::{FULL, Trouble, USAGE};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let paint = Paint::new(cli.color);
    let outcome = match &cli.command {
        Command::Code(options) => run::code(options, &paint),
        Command::Ingest(options) => run::ingest(options, &paint),
        Command::Fetch(options) => fetch::fetch(options, &paint),
        Command::Copies(options) => copies::copies(options, &paint).map(|()| 0),
        Command::Reextract(options) => reextract::reextract(options, &paint).map(|()| 0),
        Command::Claims(options) => list::claims(options, &paint).map(|()| 0),
        Command::Show(options) => show::show(options, &paint).map(|()| 0),
        Command::Why(options) => why::why(options, &paint).map(|()| 0),
        Command::Documents(options) => list::documents(options, &paint).map(|()| 0),
        Command::Incidents(options) => incidents::list(options, &paint).map(|()| 0),
        Command::Incident(options) => incidents::one(options, &paint).map(|()| 0),
        Command::Export(options) => export(options).map(|()| 0),
        Command::Actors(options) => actors::actors(options, &paint).map(|()| 0),
        Command::Stage(options) => stage(options).map(|()| 0),
        Command::Gazetteer(options) => gazetteer::run(options, &paint),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(trouble) => {
            if trouble.code != 0 {
                eprintln!("{trouble}");
            }
            ExitCode::from(trouble.code)
        }
    }
}

fn export(options: &ExportArgs) -> Result<(), Trouble> {
    let store = open(&options.database)?;
    let filter = list::filter(&store, &options.filter)?;
    let Some(path) = &options.output else {
        dateline_store::export(&store, &filter, options.format.into(), "standard output", &mut output())?;
        return Ok(());
    };
    // Written beside the target and renamed at the end, so that nobody meets half a file.
    let place = path.display().to_string();
    let beside = path.with_file_name(format!(".{}.part", path.file_name().unwrap_or_default().to_string_lossy()));
    let trouble = |error: std::io::Error| Trouble {
        message: format!("{place}: cannot be written ({error}); check its folder, or name another file with -o"),
        code: FULL,
    };
    let file = std::fs::File::create(&beside).map_err(trouble)?;
    let written = dateline_store::export(&store, &filter, options.format.into(), &place, &mut BufWriter::new(file));
    let outcome = written.map_err(Trouble::from).and_then(|written| std::fs::rename(&beside, path).map(|()| written).map_err(trouble));
    if outcome.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    eprintln!("{place}: {} claims written", outcome?);
    Ok(())
}

fn stage(options: &StageArgs) -> Result<(), Trouble> {
    if options.stage == "text" {
        let mut out = Quitting(std::io::BufWriter::new(std::io::stdout()));
        return Ok(dateline_engine::texts(std::io::BufReader::new(std::io::stdin()), &mut out, run::jobs(options.jobs))?);
    }
    let known = dateline_engine::Stage::ALL.iter().find(|(name, _)| *name == options.stage);
    let Some((_, stage)) = known else {
        return Err(Trouble { message: format!("{}: no such stage; see `dateline stage --help`", options.stage), code: USAGE });
    };
    let rooms = run::rooms(&options.tables)?;
    let input = std::io::BufReader::new(std::io::stdin());
    let mut out = Quitting(std::io::BufWriter::new(std::io::stdout()));
    Ok(dateline_engine::stage(&rooms, *stage, input, &mut out, run::jobs(options.jobs))?)
}

/// Ends the program when nobody reads the output any more, even while it waits for input.
struct Quitting<W: Write>(W);

impl<W: Write> Write for Quitting<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes).inspect_err(quit)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush().inspect_err(quit)
    }
}

fn quit(error: &std::io::Error) {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
}

/// Opens a database that must be there.
fn open(database: &Database) -> Result<Store, Trouble> {
    Ok(Store::open(&database.db, &Opening { create: false, wait: Duration::from_secs(database.wait) })?)
}

/// Standard output, buffered.
fn output() -> BufWriter<std::io::StdoutLock<'static>> {
    BufWriter::new(std::io::stdout().lock())
}

/// The beginning of an id that a person types.
fn short(id: &str) -> &str {
    id.get(..7).unwrap_or(id)
}

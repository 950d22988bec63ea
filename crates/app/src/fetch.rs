//! `dateline fetch`: feeds of the network in, documents and claims stored.

use crate::cli::FetchArgs;
use crate::output;
use crate::paint::{Paint, safe};
use crate::report::{Done, count, told};
use crate::run::{bar, finish, jobs, opening, rooms, step};
use crate::trouble::{Trouble, USAGE};
use dateline_engine::{Asking, Feeds, FetchSummary, Options};
use dateline_store::{Opening, Store};
use std::collections::BTreeMap;
use std::io::Write;
use std::time::{Duration, Instant};

/// Fetches; gives the exit code.
pub fn fetch(options: &FetchArgs, paint: &Paint) -> Result<u8, Trouble> {
    let begun = Instant::now();
    let usage = |message: String| Trouble { message, code: USAGE };
    let feeds = Feeds::read(&options.feeds)?;
    let seconds = |value: f64, name: &str| {
        let time = Duration::try_from_secs_f64(value).ok().filter(|time| *time <= Duration::from_secs(86_400));
        time.ok_or_else(|| usage(format!("--{name} {value}: no number of seconds up to a day")))
    };
    let defaults = Asking::default();
    let asking = Asking {
        user_agent: options.user_agent.clone().unwrap_or(defaults.user_agent),
        delay: seconds(options.delay, "delay")?,
        timeout: seconds(options.timeout, "timeout")?,
        largest: options.largest,
        allow_private: options.allow_private,
        pages: options.pages > 0,
        most_pages: options.pages,
    };
    let run = Options {
        jobs: jobs(options.coding.jobs),
        reading: options.keeping.reading(&[]).map_err(usage)?,
        keep_bytes: options.keeping.keep_bytes,
        ..Options::default()
    };
    let opening = opening(&options.database);
    let mut store = Store::open(&options.database.db, &opening)?;
    let again = || Store::open(&options.database.db, &Opening { create: false, ..opening.clone() });
    let handles = (again()?, again()?);
    let coder = if options.ingest_only { None } else { Some(rooms(&options.coding.tables)?) };
    let bar = bar(feeds.urls.len());
    let outcome = dateline_engine::fetch(coder.as_ref(), &mut store, handles, &feeds, &asking, &run, |progress| step(&bar, progress));
    bar.finish_and_clear();
    let (outcome, fetched) = match outcome {
        Ok((summary, fetched)) => (Ok(summary), fetched),
        Err(error) => (Err(error), FetchSummary::default()),
    };
    let done = if options.ingest_only { Done::Ingested } else { Done::Coded };
    let code = finish(outcome, &store, paint, &BTreeMap::new(), begun, done)?;
    let mut out = output();
    let news =
        format!("{} with news, {} without, {} fetched", count(fetched.feeds, "feed"), fetched.unchanged, count(fetched.pages, "page"));
    told(&mut out, paint, "fetched", &news)?;
    if !fetched.troubles.is_empty() {
        let named: Vec<String> = fetched.troubles.iter().take(5).map(|(url, why)| format!("{}: {}", safe(url), safe(why))).collect();
        told(&mut out, paint, "not fetched", &format!("{}, among them {}", count(fetched.troubles.len(), "address"), named.join("; ")))?;
    }
    out.flush()?;
    Ok(code)
}

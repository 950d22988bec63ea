//! Fetching: feeds of the network to documents, politely.
//!
//! In:  a list of feeds (`feeds`); a store, which remembers what was asked before.
//! Out: their entries, or the pages behind them, coded or ingested as any other input; what was asked, with status and trouble.
//!
//! Manners: `robots.txt` is read and kept to (`robots`); one host is asked one thing at a time, with a pause; a feed is asked for with
//! `If-None-Match` and `If-Modified-Since`; a page that was fetched is not asked for again. Addresses of private networks are refused
//! (`client`). What was asked is recorded after its documents are stored: a run that was broken off asks again rather than losing any.
//!
//! Not here: reading feeds and pages (`ingest`). Nothing else in the program opens a connection.

mod client;
mod feeds;
mod robots;

use crate::code::{Options, Progress, Summary, supplied};
use crate::supply::{Supplied, What};
use crate::{EngineError, Rooms};
use client::{Answer, Client};
use dateline_ingest::{Found, Hints, Record, read, records};
use dateline_store::{Fetched, Store};
pub use feeds::Feeds;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

/// An entry with fewer characters is a teaser: its page is asked for. Chosen: two paragraphs; summaries of feeds have up to five hundred.
const TEASER: usize = 800;

/// How servers are asked.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Who asks; servers and their `robots.txt` read it.
    pub user_agent: String,
    /// Pause between two requests to one host; a longer one of `robots.txt` outranks it, up to a minute.
    pub delay: Duration,
    /// Longest time for one answer.
    pub timeout: Duration,
    /// Bytes of one answer, unpacked; a longer one is refused.
    pub largest: u64,
    /// Ask private addresses too: 127.0.0.1, 10.0.0.0/8, link-local and the like.
    pub allow_private: bool,
    /// Ask for the pages of entries that hold a teaser only.
    pub pages: bool,
    /// Pages of one feed in one run, at most.
    pub most_pages: usize,
}

impl Default for Asking {
    fn default() -> Asking {
        Asking {
            user_agent: concat!("dateline/", env!("CARGO_PKG_VERSION")).to_string(),
            delay: Duration::from_secs(2),
            timeout: Duration::from_secs(30),
            largest: 20 << 20,
            allow_private: false,
            pages: true,
            most_pages: 100,
        }
    }
}

/// What fetching did, beside what was stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FetchSummary {
    /// Feeds that gave something new.
    pub feeds: usize,
    /// Feeds that have not changed.
    pub unchanged: usize,
    /// Pages fetched.
    pub pages: usize,
    /// What could not be fetched: address, and why.
    pub troubles: Vec<(String, String)>,
}

/// Fetches feeds and stores what they hold.
///
/// - `reader`, `asked`: two more handles of the same database.
/// - errors: the database fails. Trouble of the network is told in the summary, and the other feeds are fetched.
pub fn fetch(
    rooms: Option<&Rooms>,
    store: &mut Store,
    (reader, asked): (Store, Store),
    feeds: &Feeds,
    asking: &Asking,
    options: &Options,
    progress: impl FnMut(Progress<'_>),
) -> Result<(Summary, FetchSummary), EngineError> {
    let round = Mutex::new(Round { fetched: Vec::new(), summary: FetchSummary::default() });
    let supplier = |sender: SyncSender<Supplied>| {
        let mut desk = Desk { client: Client::new(asking), robots: HashMap::new(), asked, asking, options, round: &round, sender };
        for (number, url) in feeds.urls.iter().enumerate() {
            if desk.feed(number, url).is_break() {
                return;
            }
        }
    };
    let summary = supplied(rooms, store, reader, options, feeds.urls.len(), supplier, progress)?;
    let round = round.into_inner().unwrap_or_else(PoisonError::into_inner);
    store.record_fetched(&round.fetched)?;
    Ok((summary, round.summary))
}

/// What one run asked.
struct Round {
    fetched: Vec<Fetched>,
    summary: FetchSummary,
}

/// What the fetching thread works with.
struct Desk<'a> {
    client: Client,
    robots: HashMap<String, robots::Robots>,
    asked: Store,
    asking: &'a Asking,
    options: &'a Options,
    round: &'a Mutex<Round>,
    sender: SyncSender<Supplied>,
}

impl Desk<'_> {
    /// One feed: its entries, or their pages.
    fn feed(&mut self, number: usize, url: &str) -> ControlFlow<()> {
        let before = self.asked.fetched(url).ok().flatten().filter(|before| before.trouble.is_none());
        let answer = match self.ask(url, before.as_ref()) {
            Ok(answer) => answer,
            Err(why) => return self.trouble(number, url, why),
        };
        if answer.status == 304 {
            self.round(|round| round.summary.unchanged += 1);
            return ControlFlow::Continue(());
        }
        let mut entries = Vec::new();
        let outcome = records(answer.body.as_slice(), "feed.xml", &self.options.reading, &mut |found| {
            entries.push(found);
            ControlFlow::Continue(())
        });
        if outcome.is_err() || !dateline_ingest::is_feed(&answer.body) {
            return self.trouble(number, url, "no feed; give the address of an RSS, Atom or JSON feed".to_string());
        }
        let mut pages = 0;
        for found in entries {
            let (within, what) = match found {
                Found::Record(record) => {
                    let link = record.hints.url.clone();
                    let teaser = read(&record.bytes, &record.hints).text.chars().count() < TEASER;
                    match link.filter(|_| teaser && self.asking.pages && pages < self.asking.most_pages) {
                        Some(link) => {
                            pages += 1;
                            match self.page(&link, &record.hints) {
                                Some(outcome) => (link, outcome),
                                None => continue,
                            }
                        }
                        None => (record.within.clone(), What::Record(record)),
                    }
                }
                Found::Refused { within, .. } if within.contains("://") && self.asking.pages && pages < self.asking.most_pages => {
                    pages += 1;
                    match self.page(&within, &Hints::default()) {
                        Some(outcome) => (within, outcome),
                        None => continue,
                    }
                }
                Found::Refused { within, why } => (within, What::Refused(why)),
                Found::Passed { kind } => (String::new(), What::Passed(kind)),
            };
            self.send(number, crate::supply::place(url, &within), what)?;
        }
        self.round(|round| {
            round.summary.feeds += 1;
            round.fetched.push(answer.fetched(url, None));
        });
        ControlFlow::Continue(())
    }

    /// The page of an entry; none if it was fetched before.
    fn page(&mut self, url: &str, entry: &Hints) -> Option<What> {
        if self.asked.fetched(url).ok().flatten().is_some_and(|before| before.status == 200) {
            return None;
        }
        let answer = match self.ask(url, None) {
            Ok(answer) => answer,
            Err(why) => {
                self.round(|round| {
                    round.summary.troubles.push((url.to_string(), why.clone()));
                    round.fetched.push(Fetched {
                        url: url.to_string(),
                        at: client::now(),
                        trouble: Some(why.clone()),
                        ..Fetched::default()
                    });
                });
                return Some(What::Refused(why));
            }
        };
        self.round(|round| {
            round.summary.pages += 1;
            round.fetched.push(answer.fetched(url, None));
        });
        let content_type = answer.header("Content-Type").map(str::to_string);
        let hints = Hints {
            content_type,
            url: Some(url.to_string()),
            published: entry.published,
            outlet: entry.outlet.clone(),
            title: entry.title.clone(),
            ..Hints::default()
        };
        Some(What::Record(Box::new(Record {
            within: url.to_string(),
            fetched: Some(client::now()),
            headers: answer.headers,
            bytes: answer.body,
            hints,
        })))
    }

    /// Asks for an address, if `robots.txt` lets us.
    fn ask(&mut self, url: &str, before: Option<&Fetched>) -> Result<Answer, String> {
        let host = client::host(url)?;
        if !self.robots.contains_key(&host) {
            let robots = self.client.robots(&host);
            self.robots.insert(host.clone(), robots);
        }
        let robots = &self.robots[&host];
        if !robots.allows(&self.asking.user_agent, client::path(url)) {
            return Err("its robots.txt asks us not to; ask the outlet for leave".to_string());
        }
        let delay = robots.delay(&self.asking.user_agent).map_or(self.asking.delay, |delay| delay.max(self.asking.delay));
        self.client.get(url, before, delay)
    }

    fn trouble(&self, number: usize, url: &str, why: String) -> ControlFlow<()> {
        self.round(|round| {
            round.summary.troubles.push((url.to_string(), why.clone()));
            round.fetched.push(Fetched { url: url.to_string(), at: client::now(), trouble: Some(why.clone()), ..Fetched::default() });
        });
        self.send(number, url.to_string(), What::Refused(why))
    }

    fn send(&self, file: usize, place: String, what: What) -> ControlFlow<()> {
        match self.sender.send(Supplied { file, place, what }) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    fn round(&self, change: impl FnOnce(&mut Round)) {
        change(&mut self.round.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

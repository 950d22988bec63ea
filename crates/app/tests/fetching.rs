//! `dateline fetch` against a server on this machine: polite, bounded, and every trouble recorded.

mod support;

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use support::{Folder, SHELLING};

/// A server that answers by path and remembers what it was asked.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (base, log) = (address.clone(), asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (base, log) = (base.clone(), log.clone());
                std::thread::spawn(move || answer(stream, &base, &log));
            }
        });
        Server { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

fn answer(mut stream: TcpStream, base: &str, log: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(request)) = lines.next() else { return };
    let path = request.split(' ').nth(1).unwrap_or_default().to_string();
    let head: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let conditional = head.iter().any(|line| line.eq_ignore_ascii_case("if-none-match: \"one\""));
    assert!(head.iter().any(|line| line.to_ascii_lowercase().starts_with("user-agent: dateline/")), "{head:?}");
    log.lock().unwrap().push(path.clone());
    let page = format!("<!DOCTYPE html><html><body><article><p>{}</p></article></body></html>", SHELLING.repeat(5));
    let item = |link: &str, text: &str| format!("<item><title>T</title><link>{base}{link}</link><description>{text}</description></item>");
    let feed = |items: String| format!("<rss version='2.0'><channel><title>The Courier</title>{items}</channel></rss>");
    let (status, body) = match path.as_str() {
        "/robots.txt" => ("200 OK", "User-agent: *\nDisallow: /closed\n".to_string()),
        "/feed" if conditional => ("304 Not Modified", String::new()),
        "/feed" => {
            let long = format!("Whole. {}", SHELLING.repeat(10));
            let items = [
                item("/whole", &long),
                item("/teaser", "Short."),
                item("/closed/1", "Short."),
                item("/gone", "Short."),
                item("/huge", "Short."),
            ];
            ("200 OK", feed(items.concat()))
        }
        "/teaser" => ("200 OK", page),
        "/huge" => ("200 OK", "a".repeat(300_000)),
        "/slow" => {
            std::thread::sleep(std::time::Duration::from_secs(5));
            ("200 OK", page)
        }
        _ => ("404 Not Found", "nothing".to_string()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nETag: \"one\"\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body.as_bytes());
}

#[test]
fn feeds_are_fetched_politely_and_troubles_recorded() {
    let folder = Folder::new("fetch");
    let server = Server::start();
    let base = &server.address;
    folder.write("feeds.opml", format!("<opml><body><outline xmlUrl=\"{base}/feed\"/><outline xmlUrl=\"{base}/none\"/></body></opml>"));
    let arguments = &["fetch", "feeds.opml", "--allow-private", "--delay", "0", "--largest", "200000", "--ingest-only"];
    let outcome = folder.run(arguments).exits(1);
    let outcome = outcome.says("2 documents stored").says("1 feed with news").warns("/none: the server answers 404");
    outcome.warns("/closed/1: its robots.txt asks us not to").warns("/gone: the server answers 404").warns("larger than 200000 bytes");
    let asked = server.asked();
    assert_eq!(asked.iter().filter(|path| *path == "/robots.txt").count(), 1, "{asked:?}");
    assert!(!asked.iter().any(|path| path == "/closed/1" || path == "/whole"), "{asked:?}");
    folder.run(&["show", &format!("{base}/feed#{base}/teaser")]).exits(0).says("The Courier").says("market in Kessa");
    folder.run(&["documents", "--refused"]).exits(0).says("/gone: the server answers 404");
    // Nothing new: the feed is asked for, its pages are not.
    folder.run(arguments).exits(1).says("0 feeds with news, 1 without");
    let asked = server.asked();
    assert!(!asked.iter().any(|path| path == "/teaser"), "{asked:?}");
}

#[test]
fn private_addresses_and_slow_servers_are_refused() {
    let folder = Folder::new("private");
    let server = Server::start();
    folder.write("feeds.txt", format!("{}/slow\n", server.address));
    folder.run(&["fetch", "feeds.txt", "--ingest-only"]).exits(1).warns("127.0.0.1 is a private address; allow it with --allow-private");
    assert!(server.asked().is_empty());
    folder.run(&["fetch", "feeds.txt", "--ingest-only", "--allow-private", "--timeout", "1"]).exits(1).warns("cannot be fetched");
    folder.write("none.txt", "words\n");
    folder.run(&["fetch", "none.txt"]).exits(2).warns("none.txt:1: “words” is no address");
}

//! Containers made here, each with one bad record among good ones.

use super::*;
use std::io::Write;

fn all(bytes: &[u8], name: &str, reading: &Reading) -> Vec<Found> {
    let mut found = Vec::new();
    let outcome = records(bytes, name, reading, &mut |one| {
        found.push(one);
        ControlFlow::Continue(())
    });
    outcome.unwrap();
    found
}

/// `place: text` of each record, `place! why` of each refusal, `-kind` of what was passed over.
fn check(bytes: &[u8], name: &str, reading: &Reading, expected: &[&str]) {
    let told: Vec<String> = all(bytes, name, reading)
        .iter()
        .map(|found| match found {
            Found::Record(record) => format!("{}: {}", record.within, String::from_utf8_lossy(&record.bytes).trim()),
            Found::Refused { within, why } => format!("{within}! {why}"),
            Found::Passed { kind } => format!("-{kind}"),
        })
        .collect();
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "“{told}” does not begin with “{expected}”");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn response(url: &str, html: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX: y\r\n\r\n{html}");
    let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-03-12T06:30:00Z\r\nContent-Type: application/http; msgtype=response\r\n";
    format!("{head}WARC-Target-URI: {url}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n", block.len()).into_bytes()
}

#[test]
fn a_warc_gives_its_pages_and_goes_on_behind_damage() {
    let (one, two) = (response("https://a.example/1", "<p>one"), response("https://a.example/2", "<p>two"));
    let info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n";
    let missing = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/404\r\nContent-Length: 26\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n\r\n\r\n";
    let whole = [&info[..], &one, missing, &two].concat();
    let expected = ["-warcinfo record", "https://a.example/1: <p>one", "-answer 404", "https://a.example/2: <p>two"];
    check(&whole, "a.warc", &Reading::default(), &expected);
    let members = [gzip(info), gzip(&one), gzip(missing), gzip(&two)].concat();
    check(&members, "a.warc.gz", &Reading::default(), &expected);
    check(&gzip(&whole), "a.warc.gz", &Reading::default(), &expected);
    check(&::zstd::encode_all(&whole[..], 1).unwrap(), "a.warc.zst", &Reading::default(), &expected);
    // One member with a wrong byte in its middle costs its record.
    let mut bad = gzip(&one);
    let middle = bad.len() / 2;
    bad[middle..middle + 4].fill(0xff);
    let found = all(&[gzip(info), bad, gzip(&two)].concat(), "a.warc.gz", &Reading::default());
    assert!(found.iter().any(|found| matches!(found, Found::Refused { why, .. } if why.contains("damaged"))), "{found:#?}");
    assert!(matches!(found.last(), Some(Found::Record(record)) if record.within == "https://a.example/2"), "{found:#?}");
    // An end that is missing.
    let found = all(&[&one, &two[..two.len() - 9]].concat(), "a.warc", &Reading::default());
    assert!(matches!(found.last(), Some(Found::Refused { why, .. }) if why.contains("cut off")), "{found:#?}");
    let Found::Record(record) = &all(&one, "a.warc", &Reading::default())[0] else { panic!("a record") };
    assert_eq!(record.fetched.as_deref(), Some("2026-03-12T06:30:00Z"));
    assert_eq!(record.headers[1], ("X".to_string(), "y".to_string()));
    assert_eq!(record.hints.url.as_deref(), Some("https://a.example/1"));
}

#[test]
fn an_arc_is_read_too() {
    let block = "HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>one";
    let arc = format!(
        "filedesc://a.arc 0.0.0.0 20260312063000 text/plain 5\n1 0 x\n\nhttps://a.example/1 1.2.3.4 20260312063000 text/html {}\n{block}\n",
        block.len()
    );
    check(arc.as_bytes(), "a.arc", &Reading::default(), &["-filedesc record", "https://a.example/1: <p>one"]);
}

#[test]
fn lines_and_lists_of_json_are_records() {
    let lines =
        "{\"id\": 7, \"text\": \"one\"}\noops\n{\"url\": \"https://a.example/2\", \"html\": \"<p>two\"}\n\n{\"title\": \"none\"}\n[1]\n";
    let expected = ["7: one", "line 2! no JSON", "https://a.example/2: <p>two", "line 5! neither text nor html", "line 6! no JSON object"];
    check(lines.as_bytes(), "a.jsonl", &Reading::default(), &expected);
    check(lines.as_bytes(), "-", &Reading::default(), &expected);
    check(b"{a set of words}", "-", &Reading::default(), &[": {a set"]);
    let list = "[{\"id\": \"a\", \"story\": {\"words\": \"one\"}, \"when\": \"Thu, 12 Mar 2026 06:30:00 GMT\"}, {\"id\": \"b\", \"when\": \"soon\", \"story\": {\"words\": \"x\"}}]";
    let fields = [("text", "story.words"), ("published", "when")].map(|(ours, theirs)| (ours.to_string(), theirs.to_string()));
    let reading = Reading { fields: fields.into(), ..Reading::default() };
    check(list.as_bytes(), "a.json", &reading, &["a: one", "b! published “soon” is no day"]);
    let Found::Record(record) = &all(list.as_bytes(), "a.json", &reading)[0] else { panic!("a record") };
    assert_eq!(record.hints.published, Some("2026-03-12".parse().unwrap()));
}

#[test]
fn rows_of_a_table_are_records() {
    let table = "story,id,date\n\"One, two\",7,2026-03-12\n,8,\nthree,9,\n";
    let reading = Reading { fields: [("text".to_string(), "story".to_string())].into(), ..Reading::default() };
    check(table.as_bytes(), "a.csv", &reading, &["7: One, two", "8! neither text", "9: three"]);
    check(table.as_bytes(), "a.csv", &Reading::default(), &["! no column holds a text (columns: story, id, date)"]);
    check(b"text\turl\none\tu\n", "a.tsv", &Reading::default(), &["u: one"]);
}

#[test]
fn entries_of_feeds_are_records() {
    let rss = "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The Courier</title><language>en</language>\
        <item><title>Two dead</title><link>https://a.example/1</link><pubDate>Thu, 12 Mar 2026 06:30:00 GMT</pubDate><description>Short</description>\
        <content:encoded><![CDATA[<p>Two soldiers were killed.</p>]]></content:encoded></item>\
        <item><title>Nothing</title><link>https://a.example/2</link></item></channel></rss>";
    check(
        rss.as_bytes(),
        "a.xml",
        &Reading::default(),
        &["https://a.example/1: <p>Two soldiers", "https://a.example/2! an entry without a text"],
    );
    let Found::Record(record) = &all(rss.as_bytes(), "a", &Reading::default())[0] else { panic!("a record") };
    let document = crate::read(&record.bytes, &record.hints);
    assert_eq!(document.text, "Two soldiers were killed.\n");
    assert_eq!((document.outlet.as_deref(), document.title.as_deref()), (Some("The Courier"), Some("Two dead")));
    assert_eq!(document.published, Some("2026-03-12".parse().unwrap()));
    check(b"<rss><channel><item>", "a", &Reading::default(), &["!"]);
    let deep = format!("<rss><channel>{}", "<a>".repeat(100_000));
    check(deep.as_bytes(), "a.rss", &Reading::default(), &["! a feed of more than 200 elements"]);
    let laughs = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><rss version='2.0'><channel><title>&b;</title></channel></rss>";
    check(laughs.as_bytes(), "a.rss", &Reading::default(), &["!"]);
}

#[test]
fn archives_hold_inputs() {
    let mut zipped = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in [("news/a.txt", b"one".to_vec()), ("b.jsonl.gz", gzip(b"{\"id\":7,\"text\":\"two\"}\n")), (".hidden", vec![])] {
        zipped.start_file(name, options).unwrap();
        zipped.write_all(&bytes).unwrap();
    }
    let zipped = zipped.finish().unwrap().into_inner();
    check(&zipped, "a.zip", &Reading::default(), &["news/a.txt: one", "b.jsonl.gz#7: two"]);
    check(&zipped[..zipped.len() / 2], "a.zip", &Reading::default(), &["! a ZIP archive that cannot be read"]);
    let mut tarred = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_size(3);
    header.set_cksum();
    tarred.append_data(&mut header, "news/a.txt", &b"one"[..]).unwrap();
    let tarred = tarred.into_inner().unwrap();
    check(&tarred, "-", &Reading::default(), &["news/a.txt: one"]);
    check(&gzip(&tarred), "a.tgz", &Reading::default(), &["news/a.txt: one"]);
    let nested = (0..5).fold(b"one".to_vec(), |inner, _| gzip(&inner));
    check(&nested, "a.txt.gz.gz.gz.gz.gz", &Reading::default(), &["! more than 3 containers in each other"]);
}

#[test]
fn bombs_and_endless_lines_are_stopped() {
    let limits = Limits { record: 10_000, ratio: 100, ..Limits::default() };
    let reading = Reading { limits, ..Reading::default() };
    let zeros = vec![b'0'; 20_000_000];
    let outcome = all(&gzip(&zeros), "a.txt.gz", &reading);
    assert!(matches!(&outcome[..], [Found::Refused { why, .. }] if why.contains("a bomb")));
    let line = format!("{{\"text\": \"{}\"}}\n{{\"id\": 2, \"text\": \"two\"}}\n", "a".repeat(50_000));
    check(line.as_bytes(), "a.jsonl", &reading, &["line 1! larger than 10000 bytes", "2: two"]);
    check(format!("text\n\"{}", "a".repeat(50_000)).as_bytes(), "a.csv", &reading, &["line 2! the table cannot be read from here"]);
    let large = response("https://a.example/1", &"a".repeat(50_000));
    check(&[large, response("u", "two")].concat(), "a.warc", &reading, &["https://a.example/1! larger than", "u: two"]);
}

#[test]
fn pages_and_texts_are_one_record() {
    check(b"Rebels fled.", "a.txt", &Reading::default(), &[": Rebels fled."]);
    check(b"<?xml version='1.0'?><!DOCTYPE html><html><body>x", "a.xhtml", &Reading::default(), &[": <?xml"]);
    check(b"%PDF-1.4\nbroken", "a.pdf", &Reading::default(), &["! a PDF"]);
    check(b"<?xml version='1.0'?><urlset/>", "a.xml", &Reading::default(), &["! XML, but neither a feed nor a page"]);
    check(b"", "a.txt", &Reading::default(), &[": "]);
}

//! The stage `text` by itself: a JSON object a line in (`id`, `html`), one a line out (`id`, `text`, `title`, `published`, `outlet`,
//! `lang`), for the scorer of main texts.

use dateline_ingest::{Hints, read};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line?)?;
        let html = question["html"].as_str().unwrap_or("");
        let hints = Hints { content_type: Some("text/html; charset=utf-8".to_string()), ..Hints::default() };
        let document = read(html.as_bytes(), &hints);
        let published = document.published.map(|day| day.to_string());
        let answer = json!({
            "id": question["id"], "text": document.text, "title": document.title, "published": published,
            "outlet": document.outlet, "lang": document.language,
        });
        writeln!(output, "{answer}")?;
    }
    Ok(())
}

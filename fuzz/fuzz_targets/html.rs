//! Any bytes as a page: a document, no panic, furniture inside the text.
#![no_main]
use dateline_ingest::{Hints, Limits, read_with_about};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { bytes: 100_000, ..Limits::default() };
    let hints = Hints { file_name: Some("a.html".to_string()), limits, ..Hints::default() };
    let (document, _) = read_with_about(bytes, &hints);
    assert!(document.text.len() <= limits.bytes && !document.text.contains('\0'));
});

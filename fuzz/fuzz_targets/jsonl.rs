//! Any bytes as lines of JSON: records or refusals, no panic, each record within its limit.
#![no_main]
use dateline_ingest::{Found, Limits, Reading, read, records};
use libfuzzer_sys::fuzz_target;
use std::ops::ControlFlow;

fuzz_target!(|bytes: &[u8]| {
    let reading = Reading { limits: Limits { bytes: 100_000, record: 1 << 20, ..Limits::default() }, ..Reading::default() };
    let _ = records(bytes, "a.jsonl", &reading, &mut |found| {
        if let Found::Record(record) = found {
            let _ = read(&record.bytes, &record.hints);
        }
        ControlFlow::Continue(())
    });
});

//! The house's own tools: `cargo xtask TASK …`. Each task is a module with one public `run`.

mod bench_claims;
mod bench_fuse;
mod bench_language;
mod copies;
mod eval;
mod gazetteer;
mod models;
mod parity_language;

mod options;
mod tidy;
mod train;
mod words;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome: Result<(), String> = match arguments.first().map(String::as_str) {
        Some("gazetteer") => gazetteer::run(&arguments[1..]),
        Some("bench") if arguments.get(1).is_some_and(|name| name == "language") => bench_language::run(&arguments[2..]),
        Some("bench") if arguments.get(1).is_some_and(|name| name == "fuse") => bench_fuse::run(&arguments[2..]),
        Some("bench") if arguments.get(1).is_some_and(|name| name == "claims") => bench_claims::run(&arguments[2..]),
        Some("copies") => copies::run(&arguments[1..]),
        Some("parity") => parity_language::run(&arguments[1..]),
        Some("eval") => eval::run(&arguments[1..]),
        Some("tidy") => tidy::run(&arguments[1..]),
        Some("models") => models::run(&arguments[1..]),
        Some("words") => words::run(&arguments[1..]),
        Some("train") => train::run(&arguments[1..]),
        other => Err(format!("xtask: unknown task {}; see xtask/src/main.rs", other.unwrap_or("(none)"))),
    };
    if let Err(trouble) = outcome {
        eprintln!("{trouble}");
        std::process::exit(1);
    }
}

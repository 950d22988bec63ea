//! The house's own tools: `cargo xtask TASK …`. Each task is a module with one public `run`.

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome: Result<(), String> = match arguments.first().map(String::as_str) {
        other => Err(format!("xtask: unknown task {}; see xtask/src/main.rs", other.unwrap_or("(none)"))),
    };
    if let Err(trouble) = outcome {
        eprintln!("{trouble}");
        std::process::exit(1);
    }
}

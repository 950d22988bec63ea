//! Bad databases and full disks: a clear message, an exit code of its own, and nothing that was stored is lost.

mod support;

use rusqlite::Connection;
use std::path::Path;
use std::process::Command;
use support::{Folder, SHELLING, outcome};

fn coded(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("good.txt", SHELLING);
    folder.run(&["code", "good.txt"]).exits(0);
    folder
}

#[test]
fn a_missing_database_is_not_made_by_asking() {
    let folder = Folder::new("no-db");
    for command in [&["claims"][..], &["documents"], &["show", "ab"], &["why", "ab"], &["export", "--format", "csv"]] {
        folder.run(command).exits(3).warns("dateline.db: no such database; make it with `dateline code PATHS`");
    }
    assert!(!folder.file("dateline.db").exists());
}

#[test]
fn a_locked_database_is_told_after_the_wait() {
    let folder = coded("locked");
    folder.write("next.txt", "Troops entered Tal Amar on Monday.\n");
    let other = Connection::open(folder.file("dateline.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    folder.run(&["code", "next.txt", "--wait", "1"]).exits(3).warns("dateline.db: locked by another program for 1 s");
    // Whoever only reads does not mind.
    folder.run(&["show", "good.txt"]).exits(0);
    other.execute_batch("ROLLBACK").unwrap();
    folder.run(&["code", "next.txt"]).exits(0).says("1 document coded");
}

#[test]
fn the_lock_of_a_program_that_finishes_is_waited_for() {
    let folder = coded("wait");
    folder.write("next.txt", "Troops entered Tal Amar on Monday.\n");
    let other = Connection::open(folder.file("dateline.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let release = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(700));
        other.execute_batch("COMMIT").unwrap();
    });
    folder.run(&["code", "next.txt", "--wait", "30"]).exits(0).says("1 document coded");
    release.join().unwrap();
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let folder = coded("newer");
    Connection::open(folder.file("dateline.db")).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let before = std::fs::read(folder.file("dateline.db")).unwrap();
    for command in [&["code", "good.txt"][..], &["claims"], &["show", "good.txt"]] {
        folder.run(command).exits(3).warns("database version 99, but this dateline knows versions up to");
    }
    assert_eq!(std::fs::read(folder.file("dateline.db")).unwrap(), before);
}

#[test]
fn a_file_of_another_kind_is_left_alone() {
    let folder = coded("kind");
    folder.write("words.db", SHELLING.repeat(100));
    folder.run(&["code", "good.txt", "--db", "words.db"]).exits(3).warns("words.db: not a dateline database");
    assert_eq!(folder.read("words.db"), SHELLING.repeat(100));
    Connection::open(folder.file("other.db")).unwrap().execute_batch("CREATE TABLE notes (words TEXT)").unwrap();
    folder.run(&["code", "good.txt", "--db", "other.db"]).exits(3).warns("other.db: a database of another program");
    folder.run(&["code", "good.txt", "--db", "no/folder/a.db"]).exits(3).warns("cannot be opened or written");
}

#[test]
fn a_damaged_database_is_told_and_not_written() {
    let folder = Folder::new("damaged");
    for number in 0..60 {
        folder.write(&format!("news/{number:02}.txt"), format!("Report {number}. {}", SHELLING.repeat(8)));
    }
    folder.run(&["code", "news"]).exits(0);
    let whole = std::fs::read(folder.file("dateline.db")).unwrap();
    let mut damaged = whole.clone();
    // Every page but the first, so that neither tables nor indexes can be read.
    damaged[8192..].chunks_mut(4096).for_each(|page| page[..512].fill(0xa5));
    folder.write("dateline.db", &damaged);
    folder.write("next.txt", "Troops entered Tal Amar on Monday.\n");
    folder.run(&["code", "next.txt"]).exits(3).warns("dateline.db: damaged").warns("restore a copy");
    folder.run(&["documents"]).exits(3).warns("dateline.db: damaged");
    assert_eq!(std::fs::read(folder.file("dateline.db")).unwrap(), damaged, "a damaged file is not touched");
    // Cut off in the middle, as by a copy that was interrupted.
    folder.write("dateline.db", &whole[..whole.len() / 2]);
    folder.run(&["code", "next.txt"]).exits(3).warns("dateline.db: damaged");
    folder.write("dateline.db", &whole);
    folder.run(&["code", "next.txt"]).exits(0).says("1 document coded");
}

/// Articles that differ, long enough to fill a small disk.
fn many(folder: &Folder) {
    for number in 0..400 {
        folder.write(&format!("news/{number:03}.txt"), format!("Report {number}. {}", "Talks went on about the harvest. ".repeat(120)));
    }
}

/// Codes until `limited` fails for lack of room; then what was stored must be there, and with room the rest is coded.
fn check_full(folder: &Folder, db: &Path, limited: &mut Command, make_room: impl FnOnce()) {
    let db = db.to_str().unwrap();
    folder.run(&["code", "first.txt", "--db", db]).exits(0).says("1 document coded");
    let full = outcome(limited).exits(4);
    let full = full.warns("no room left on the disk").warns("run the same command again").warns("stored so far:");
    let stored = full.err.split("stored so far: ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap().parse::<usize>().unwrap();
    assert!((1..=400).contains(&stored), "{full:#?}");
    folder.run(&["show", "first.txt", "--db", db]).exits(0).says("market in Kessa");
    let listed = folder.run(&["documents", "--format", "jsonl", "--db", db]).exits(0);
    assert_eq!(listed.out.lines().count(), stored, "all that was stored is there");
    make_room();
    folder.run(&["code", "news", "--db", db]).exits(0).says(&format!("{} documents coded", 401 - stored));
    let checked: String = Connection::open(db).unwrap().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(checked, "ok");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    let folder = Folder::new("full");
    folder.write("first.txt", SHELLING);
    many(&folder);
    std::fs::create_dir(folder.file("disk")).unwrap();
    let disk = folder.file("disk");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1500k", "tmpfs"]).arg(&disk).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: this user may not mount a small disk; the limit on the size of files is tested below");
        return;
    }
    let db = disk.join("a.db");
    let mut limited = folder.command(&["code", "news", "--db", db.to_str().unwrap()]);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        check_full(&folder, &db, &mut limited, || {
            let grown = Command::new("mount").args(["-o", "remount,size=64m"]).arg(&disk).output().unwrap();
            assert!(grown.status.success(), "{grown:?}");
        });
    }));
    let _ = Command::new("umount").arg("-l").arg(&disk).output();
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

/// The same where no small disk can be mounted: the system refuses to let any file grow.
#[cfg(target_os = "linux")]
#[test]
fn a_limit_on_the_size_of_files_loses_nothing() {
    let folder = Folder::new("limit");
    folder.write("first.txt", SHELLING);
    many(&folder);
    let db = folder.file("a.db");
    let mut limited = Command::new("bash");
    // Blocks of 1024 bytes; the signal that would end the program is ignored, so that the write fails instead.
    limited.args(["-c", "trap '' XFSZ; ulimit -f 700; exec \"$0\" code news --db a.db", env!("CARGO_BIN_EXE_dateline")]);
    limited.current_dir(folder.path());
    check_full(&folder, &db, &mut limited, || {});
}

//! The Markdown of the suite: headings, `text`, `should` and `claims` blocks, read with their lines so that a file can be written back.

use crate::line::Line;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

/// The line above a `should` block begins so; what follows is the reader's.
const TODO: &str = "TODO: should be";

/// One text and its claims.
pub struct Case {
    /// Line of its `text` fence, from 1.
    pub line: usize,
    /// The document.
    pub text: String,
    /// Day of publication, ISO.
    pub published: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// What is right, where the engine is wrong.
    pub should: Option<Vec<Line>>,
    /// What the engine says.
    pub claims: Vec<Line>,
    /// Lines of the TODO with its block, from 0.
    owed: Option<Range<usize>>,
    /// Lines inside the `claims` block, from 0.
    block: Range<usize>,
}

/// One file.
pub struct Suite {
    /// Its name.
    pub name: String,
    /// Its cases, in order.
    pub cases: Vec<Case>,
    /// What is wrong with the file itself.
    pub troubles: Vec<String>,
    lines: Vec<String>,
    /// New lines for ranges of the old ones, in order.
    edits: Vec<(Range<usize>, Vec<String>)>,
}

impl Suite {
    /// Every file of the folder but its README, by name.
    pub fn read_folder(folder: &Path) -> Vec<Suite> {
        let mut files: Vec<_> = std::fs::read_dir(folder).expect("cases/claims is there").flatten().map(|entry| entry.path()).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "md") && !path.ends_with("README.md"));
        files.sort();
        let read = |path: &std::path::PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Suite::read(name, &std::fs::read_to_string(path).expect("a case file is readable"))
        };
        files.iter().map(read).collect()
    }

    /// Reads one file; what is wrong with it is kept in `troubles`.
    pub fn read(name: String, whole: &str) -> Suite {
        let lines: Vec<String> = whole.lines().map(str::to_string).collect();
        let mut suite = Suite { name, cases: Vec::new(), troubles: Vec::new(), lines, edits: Vec::new() };
        let mut text: Option<(usize, String, HashMap<String, String>)> = None;
        let mut owed: Option<(Range<usize>, Vec<Line>)> = None;
        let mut at = 0;
        while at < suite.lines.len() {
            let Some(kind) = suite.lines[at].strip_prefix("```").map(str::to_string) else {
                at += 1;
                continue;
            };
            let end = (at + 1..suite.lines.len()).find(|&line| suite.lines[line] == "```").unwrap_or(suite.lines.len());
            let inside = &suite.lines[at + 1..end];
            match kind.split(' ').next().unwrap_or("") {
                "text" => {
                    let options = kind.split(' ').skip(1).filter_map(|word| word.split_once('='));
                    let options = options.map(|(key, value)| (key.to_string(), value.to_string())).collect();
                    text = Some((at + 1, inside.join("\n"), options));
                }
                "should" => {
                    let lines = suite.parse(at + 1..end);
                    let first = if at > 0 && suite.lines[at - 1].starts_with(TODO) { at - 1 } else { at };
                    owed = Some((first..end + 1, lines));
                }
                "claims" => {
                    let claims = suite.parse(at + 1..end);
                    let (range, should) = owed.take().map_or((None, None), |(range, lines)| (Some(range), Some(lines)));
                    match text.take() {
                        Some((line, text, options)) => {
                            let option = |key: &str| options.get(key).cloned();
                            let (published, outlet) = (option("published"), option("outlet"));
                            if published.as_deref().is_some_and(|published| dateline_engine::day(published).is_err()) {
                                suite.trouble(line - 1, "`published` is no day; write it as 2026-03-12");
                            } else {
                                suite.cases.push(Case { line, text, published, outlet, should, claims, owed: range, block: at + 1..end });
                            }
                        }
                        None => suite.trouble(at, "a `claims` block without a `text` block before it"),
                    }
                }
                other => suite.trouble(at, &format!("a block `{other}`; use text, should or claims")),
            }
            at = end + 1;
        }
        if let Some((line, ..)) = text {
            suite.trouble(line - 1, "a `text` block without a `claims` block after it");
        }
        suite
    }

    fn parse(&mut self, range: Range<usize>) -> Vec<Line> {
        let mut found = Vec::new();
        for at in range {
            match self.lines[at].parse::<Line>() {
                Ok(line) => found.push(line),
                Err(trouble) => self.trouble(at, &trouble),
            }
        }
        found
    }

    fn trouble(&mut self, at: usize, what: &str) {
        self.troubles.push(format!("cases/claims/{}:{}: {what}", self.name, at + 1));
    }

    /// Plans the new blocks of a case; `told` are the engine's lines.
    pub fn bless(&mut self, number: usize, told: &[String], right: bool) {
        let case = &self.cases[number];
        let fence = case.block.start - 1;
        match (&case.owed, right) {
            // What was owed is paid: the right lines become the engine's.
            (Some(owed), true) => {
                let should = self.lines[owed.end - 1 - case.should.as_ref().map_or(0, Vec::len)..owed.end - 1].to_vec();
                self.edits.push((owed.clone(), Vec::new()));
                self.edits.push((case.block.clone(), should));
            }
            // Also where the block still agrees: it shows the newest words.
            (Some(_), false) => self.edits.push((case.block.clone(), told.to_vec())),
            (None, false) => {
                let mut should = vec![TODO.to_string(), "```should".to_string()];
                should.extend(self.lines[case.block.clone()].iter().cloned());
                should.push("```".to_string());
                self.edits.push((fence..fence, should));
                self.edits.push((case.block.clone(), told.to_vec()));
            }
            _ => {}
        }
    }

    /// Writes the file with the planned blocks, if there are any.
    pub fn write(&self, folder: &Path) {
        if self.edits.is_empty() || !self.troubles.is_empty() {
            return;
        }
        let mut lines = self.lines.clone();
        for (range, new) in self.edits.iter().rev() {
            lines.splice(range.clone(), new.iter().cloned());
        }
        std::fs::write(folder.join(&self.name), lines.join("\n") + "\n").expect("a case file is writable");
    }
}

#[test]
fn a_case_that_became_wrong_keeps_what_is_right() {
    let file = "## One\n```text published=2026-03-12\nRebels fled.\n```\n```claims\nwithdraw actor=\"Rebels\"\n```\n";
    let folder = std::env::temp_dir().join(format!("dateline-cases-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let blessed = |file: &str, told: &[&str], right| {
        let mut suite = Suite::read("one.md".to_string(), file);
        assert!(suite.troubles.is_empty() && suite.cases.len() == 1, "{:?}", suite.troubles);
        suite.bless(0, &told.iter().map(|line| line.to_string()).collect::<Vec<_>>(), right);
        std::fs::write(folder.join("one.md"), file).unwrap();
        suite.write(&folder);
        std::fs::read_to_string(folder.join("one.md")).unwrap()
    };
    let wrong = blessed(file, &["displace actor=\"Rebels\""], false);
    assert!(
        wrong.contains("TODO: should be\n```should\nwithdraw actor=\"Rebels\"\n```\n```claims\ndisplace actor=\"Rebels\"\n```"),
        "{wrong}"
    );
    let other = blessed(&wrong, &[], false);
    assert!(other.contains("```should\nwithdraw actor=\"Rebels\"\n```\n```claims\n```"), "{other}");
    assert_eq!(blessed(&other, &["withdraw actor=\"Rebels\""], true), file);
    std::fs::remove_dir_all(&folder).unwrap();
}

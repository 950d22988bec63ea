//! How much is read of one input, so that no input can take all memory or all time.
//!
//! Out: `Limits`, with the values that hold where nobody says otherwise; each is an option of `dateline code --limit`.

/// How much of one input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of UTF-8: of a page before its main text is taken, and of the text itself. What follows is cut at the end of a line, where
    /// there is one near, and noted as `Note::Truncated`.
    pub bytes: usize,
    /// Bytes of one record of a container (an answer in a WARC, a line of JSON, a file of an archive, a feed). A larger one is refused.
    pub record: u64,
    /// Unpacked bytes for each packed byte of a gzip or zstd stream or of an archive's file, once `record` bytes are unpacked. What is
    /// packed tighter is a bomb: the rest of its stream is refused.
    pub ratio: u64,
    /// Containers within containers. What lies deeper is refused.
    pub nesting: usize,
    /// Elements of a page within elements. A deeper page is read as text without its tags.
    pub depth: usize,
}

impl Default for Limits {
    /// Text: ten million bytes, twenty long novels; no article, and what a parser can read in a minute. Record: 64 MiB, the longest that
    /// crawlers keep is about one. Ratio: 300; web pages pack to a tenth, deflate reaches a thousand. Nesting: 3, a WARC in a gzip in a tar.
    /// Depth: 400 elements; the deepest of 1,900 pages of news has 60.
    fn default() -> Limits {
        Limits { bytes: 10_000_000, record: 64 << 20, ratio: 300, nesting: 3, depth: 400 }
    }
}

impl Limits {
    /// Names and meanings, for the option `--limit NAME=NUMBER`.
    pub const NAMES: [&'static str; 5] = ["bytes", "record", "ratio", "nesting", "depth"];

    /// Sets one limit by its name.
    ///
    /// - errors: an unknown name, or a value that is no whole number above zero.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let number = value.parse::<u64>().ok().filter(|&number| number > 0);
        let number = number.ok_or_else(|| format!("{name}={value}: no whole number above zero"))?;
        let size = usize::try_from(number).unwrap_or(usize::MAX);
        match name {
            "bytes" => self.bytes = size,
            "record" => self.record = number,
            "ratio" => self.ratio = number,
            "nesting" => self.nesting = size,
            "depth" => self.depth = size,
            _ => return Err(format!("{name}: no such limit; use {}", Limits::NAMES.join(", "))),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_set_by_its_name() {
        let mut limits = Limits::default();
        Limits::NAMES.iter().for_each(|name| limits.set(name, "7").unwrap());
        assert_eq!(limits, Limits { bytes: 7, record: 7, ratio: 7, nesting: 7, depth: 7 });
        assert!(limits.set("bytes", "0").is_err() && limits.set("width", "7").is_err() && limits.set("bytes", "much").is_err());
    }
}

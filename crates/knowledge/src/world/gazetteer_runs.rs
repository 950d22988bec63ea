//! Sorts more names than memory holds: runs of pairs on disk, merged at the end.
//!
//! In:  pairs of a folded name and a value, in any order.
//! Out: each name once, in order, with all its values; `Spool`, bytes in memory or in a file of their own.
//!
//! Not here: what the pairs mean (`gazetteer_pack`).

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Bytes of names that are held in memory before a run goes to disk.
const MOST: usize = 64 << 20;

/// Pairs, sorted in runs.
#[derive(Debug)]
pub(super) struct Runs {
    folder: Option<PathBuf>,
    arena: Vec<u8>,
    pairs: Vec<(u32, u8, u32)>,
    /// Runs on disk.
    pub spilled: usize,
}

impl Runs {
    /// Without a folder everything stays in memory. `spilled` runs of an earlier attempt are taken over.
    pub fn new(folder: Option<&Path>, spilled: usize) -> Runs {
        Runs { folder: folder.map(Path::to_path_buf), arena: Vec::new(), pairs: Vec::new(), spilled }
    }

    /// Takes a pair. Names of 256 bytes and more are passed over.
    pub fn add(&mut self, name: &str, value: u32) -> io::Result<()> {
        let Ok(length) = u8::try_from(name.len()) else { return Ok(()) };
        self.pairs.push((self.arena.len() as u32, length, value));
        self.arena.extend_from_slice(name.as_bytes());
        if self.arena.len() >= MOST && self.folder.is_some() { self.spill() } else { Ok(()) }
    }

    fn sorted(&mut self) -> impl Iterator<Item = (Vec<u8>, u32)> + use<> {
        let (arena, mut pairs) = (std::mem::take(&mut self.arena), std::mem::take(&mut self.pairs));
        let name = |arena: &[u8], pair: &(u32, u8, u32)| arena[pair.0 as usize..pair.0 as usize + pair.1 as usize].to_vec();
        pairs.sort_unstable_by(|left, right| {
            let of = |pair: &(u32, u8, u32)| &arena[pair.0 as usize..pair.0 as usize + pair.1 as usize];
            of(left).cmp(of(right)).then(left.2.cmp(&right.2))
        });
        pairs.into_iter().map(move |pair| (name(&arena, &pair), pair.2))
    }

    /// Writes what is in memory as a run of its own.
    pub fn spill(&mut self) -> io::Result<()> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        if self.pairs.is_empty() {
            return Ok(());
        }
        let mut out = BufWriter::new(File::create(run(&folder, self.spilled))?);
        for (name, value) in self.sorted() {
            out.write_all(&[name.len() as u8])?;
            out.write_all(&name)?;
            out.write_all(&value.to_le_bytes())?;
        }
        out.flush()?;
        self.spilled += 1;
        Ok(())
    }

    /// Gives each name once, in order, with its values sorted; `more` are further pairs, in order of name.
    pub fn merge(
        mut self,
        more: impl Iterator<Item = (Vec<u8>, u32)> + 'static,
        mut each: impl FnMut(&[u8], &[u32]) -> io::Result<()>,
    ) -> io::Result<()> {
        type Pairs = Box<dyn Iterator<Item = io::Result<(Vec<u8>, u32)>>>;
        let memory = self.sorted().map(Ok);
        let mut runs: Vec<Pairs> = vec![Box::new(memory), Box::new(more.map(Ok))];
        for number in 0..self.spilled {
            let folder = self.folder.as_deref().unwrap_or(Path::new("."));
            runs.push(Box::new(Reading(BufReader::with_capacity(1 << 18, File::open(run(folder, number))?))));
        }
        let mut heap = BinaryHeap::new();
        for (at, pairs) in runs.iter_mut().enumerate() {
            if let Some(pair) = pairs.next().transpose()? {
                heap.push(Reverse((pair.0, pair.1, at)));
            }
        }
        let (mut name, mut values): (Vec<u8>, Vec<u32>) = (Vec::new(), Vec::new());
        while let Some(Reverse((next, value, at))) = heap.pop() {
            if let Some(pair) = runs[at].next().transpose()? {
                heap.push(Reverse((pair.0, pair.1, at)));
            }
            if next != name {
                if !values.is_empty() {
                    each(&name, &values)?;
                }
                name = next;
                values.clear();
            }
            values.push(value);
        }
        if values.is_empty() { Ok(()) } else { each(&name, &values) }
    }
}

fn run(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("run-{number:04}"))
}

/// The pairs of one run.
struct Reading(BufReader<File>);

impl Iterator for Reading {
    type Item = io::Result<(Vec<u8>, u32)>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut length = [0];
        match self.0.read(&mut length) {
            Ok(0) => return None,
            Ok(_) => {}
            Err(error) => return Some(Err(error)),
        }
        let mut pair = || {
            let (mut name, mut value) = (vec![0; length[0] as usize], [0; 4]);
            self.0.read_exact(&mut name)?;
            self.0.read_exact(&mut value)?;
            Ok((name, u32::from_le_bytes(value)))
        };
        Some(pair())
    }
}

/// Bytes that are written now and read later.
#[derive(Debug)]
pub(super) enum Spool {
    /// In memory.
    Memory(Vec<u8>),
    /// In a file.
    File(BufWriter<File>, u64),
}

impl Spool {
    /// An empty one: in memory without a folder.
    pub fn new(folder: Option<&Path>, name: &str) -> io::Result<Spool> {
        Spool::resumed(folder, name, 0)
    }

    /// The first `length` bytes of an earlier attempt; what came after them is cut off.
    pub fn resumed(folder: Option<&Path>, name: &str, length: u64) -> io::Result<Spool> {
        let Some(folder) = folder else { return Ok(Spool::Memory(Vec::new())) };
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(folder.join(name))?;
        file.set_len(length)?;
        file.seek(SeekFrom::Start(length))?;
        Ok(Spool::File(BufWriter::with_capacity(1 << 18, file), length))
    }

    /// Bytes written.
    pub fn len(&self) -> u64 {
        match self {
            Spool::Memory(bytes) => bytes.len() as u64,
            Spool::File(_, length) => *length,
        }
    }

    /// All bytes, from the first on.
    pub fn read(&mut self) -> io::Result<Box<dyn Read + '_>> {
        match self {
            Spool::Memory(bytes) => Ok(Box::new(bytes.as_slice())),
            Spool::File(file, _) => {
                file.flush()?;
                file.get_mut().seek(SeekFrom::Start(0))?;
                Ok(Box::new(BufReader::with_capacity(1 << 18, file.get_mut())))
            }
        }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Spool::Memory(all) => all.write(bytes),
            Spool::File(file, length) => file.write(bytes).inspect(|written| *length += *written as u64),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Spool::Memory(_) => Ok(()),
            Spool::File(file, _) => file.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_on_disk_merge_to_what_memory_gives() {
        let folder = std::env::temp_dir().join(format!("dateline-runs-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let pairs = [("kessa", 4), ("amra", 9), ("kessa", 2), ("zor", 1), ("amra", 3)];
        let merged = |folder: Option<&Path>| {
            let mut runs = Runs::new(folder, 0);
            for (name, value) in pairs {
                runs.add(name, value).unwrap();
                runs.spill().unwrap();
            }
            let mut found = Vec::new();
            let more = std::iter::once((b"kessa".to_vec(), 7));
            runs.merge(more, |name, values| {
                found.push((String::from_utf8_lossy(name).into_owned(), values.to_vec()));
                Ok(())
            })
            .unwrap();
            found
        };
        let expected = [("amra".to_string(), vec![3, 9]), ("kessa".to_string(), vec![2, 4, 7]), ("zor".to_string(), vec![1])];
        assert_eq!(merged(None), expected);
        assert_eq!(merged(Some(&folder)), expected);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

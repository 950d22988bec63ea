//! Numbers of strings and rows: spaCy's string ids and the hashes behind its embeddings.

use crate::packed::{Cursor, ModelError, Texts};

/// Ids of strings, and the norms of words that have their own.
pub(crate) struct Strings {
    symbols: Texts,
    symbol_ids: Vec<u32>,
    norm_ids: Vec<u64>,
    norms: Texts,
    base: Texts,
    base_norms: Texts,
}

impl Strings {
    pub fn read(cursor: &mut Cursor) -> Result<Strings, ModelError> {
        cursor.section("strings")?;
        let (symbols, symbol_ids) = (cursor.texts()?, cursor.numbers()?);
        let (norm_ids, norms) = (cursor.numbers_u64()?, cursor.texts()?);
        let (base, base_norms) = (cursor.texts()?, cursor.texts()?);
        if symbols.len() != symbol_ids.len() || norm_ids.len() != norms.len() || base.len() != base_norms.len() {
            return Err(cursor.error("string tables of unequal length"));
        }
        Ok(Strings { symbols, symbol_ids, norm_ids, norms, base, base_norms })
    }

    /// The id of a string: 0 for none, a small number for the name of a symbol ("mark", "agent"), else MurmurHash64A.
    pub fn id(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        match self.symbols.find(text) {
            Some(i) => u64::from(self.symbol_ids[i]),
            None => murmur64a(text.as_bytes(), 1),
        }
    }

    /// The norm of a word that has one of its own; otherwise it is the word in lower case.
    pub fn norm(&self, text: &str) -> Option<&str> {
        match self.norm_ids.binary_search(&self.id(text)) {
            Ok(i) => Some(self.norms.get(i)),
            Err(_) => self.base.find(text).map(|i| self.base_norms.get(i)),
        }
    }
}

/// MurmurHash64A (Appleby, public domain), as spaCy hashes strings.
fn murmur64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        let mut k = u64::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> 47;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut word = [0u8; 8];
        word[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(M);
    }
    hash = (hash ^ hash >> 47).wrapping_mul(M);
    hash ^ hash >> 47
}

/// Four row numbers (before the modulus) of a feature in a hash embedding: MurmurHash3 x64 128 of its eight bytes.
pub(crate) fn rows_of(feature: u64, seed: u32) -> [u32; 4] {
    fn mix(mut h: u64) -> u64 {
        h = (h ^ h >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ h >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ h >> 33
    }
    let seed = u64::from(seed);
    let k = feature.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let (mut a, mut b) = (k ^ seed ^ 8, seed ^ 8);
    a = a.wrapping_add(b);
    b = b.wrapping_add(a);
    (a, b) = (mix(a), mix(b));
    a = a.wrapping_add(b);
    b = b.wrapping_add(a);
    [a as u32, (a >> 32) as u32, b as u32, (b >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_hash() {
        // spaCy: nlp.vocab.strings["coffee"].
        assert_eq!(murmur64a(b"coffee", 1), 3197928453018144401);
    }
}

//! Ids: never a bare string or number, so that they cannot trade places.
//!
//! Ids of documents and claims are hashes of content: the same input gives the same id, on any machine.

use sha2::{Digest, Sha256};
use smol_str::SmolStr;
use std::fmt;

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// The id with exactly these characters.
            pub fn new(text: impl AsRef<str>) -> $name {
                $name(SmolStr::new(text))
            }

            /// The characters of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

text_ids! {
    /// Id of a document: 16 hexadecimal digits.
    DocumentId;
    /// Id of a claim: 16 hexadecimal digits.
    ClaimId;
    /// Id of an incident: 16 hexadecimal digits.
    IncidentId;
    /// Id of an actor, outlet or monitor of `data/world`: a slug such as `syr-army`.
    ActorId;
    /// Id of a rule, pattern or model that made a value: `en.shell.verb`, `attribution.according-to`.
    RuleId;
}

/// An id of GeoNames, or from 4,000,000,000 on a row of `data/world/places/patches.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

impl PlaceId {
    /// The first id given to a place of our own, which GeoNames does not know.
    pub const FIRST_PATCH: u32 = 4_000_000_000;

    /// The GeoNames number, or none for a place of our own.
    pub fn geonames(self) -> Option<u32> {
        (self.0 < PlaceId::FIRST_PATCH).then_some(self.0)
    }
}

/// The first 16 hexadecimal digits of SHA-256 over the parts, each followed by a zero byte.
fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

impl DocumentId {
    /// The id of a document: from its outlet, address, title, day of publication (ISO) and text; empty where unknown.
    pub fn of(outlet: &str, url: &str, title: &str, published: &str, text: &str) -> DocumentId {
        DocumentId::new(digest(&["document", outlet, url, title, published, text]))
    }
}

impl ClaimId {
    /// The id of a claim: from its document, trigger (bytes), act and innermost speaker's words ("" for the outlet),
    /// and an ordinal for the second and later claims that share all four.
    pub fn of(document: &DocumentId, trigger: crate::Span, act: &str, speaker: &str, ordinal: usize) -> ClaimId {
        let (start, end) = (trigger.start().to_string(), trigger.end().to_string());
        let ordinal = if ordinal == 0 { String::new() } else { ordinal.to_string() };
        ClaimId::new(digest(&["claim", document.as_str(), &start, &end, act, speaker, &ordinal]))
    }
}

impl IncidentId {
    /// The id of an incident: from the id of its core claim.
    pub fn of(core: &ClaimId) -> IncidentId {
        IncidentId::new(digest(&["incident", core.as_str()]))
    }
}

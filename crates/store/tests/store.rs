//! What the store promises: the published fields, one batch one transaction, a second run changes nothing, clear troubles.

use dateline_model::*;
use dateline_store::{ClaimRecord, Coded, Crosswalk, Filter, Format, Input, Opening, Store, StoreError, Written, export};
use std::path::{Path, PathBuf};
use std::time::Duration;

const TEXT: &str = "Rebels – “the lions” – shelled the market in Kessa on Tuesday, killing at least 14 civilians, the governor said.";

/// A folder that is gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-store-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn open(path: &Path) -> Result<Store, StoreError> {
    Store::open(path, &Opening { create: true, wait: Duration::ZERO })
}

fn span(words: &str) -> Span {
    let start = TEXT.find(words).expect("the words stand in the text");
    Span::new(start, start + words.len())
}

fn document(text: &str) -> Document {
    Document {
        id: DocumentId::of("The Courier", "", "", "2026-03-12", text),
        outlet: Some("The Courier".to_string()),
        url: None,
        title: None,
        published: Some("2026-03-12".parse().unwrap()),
        language: Some("en".to_string()),
        text: text.to_string(),
        fingerprint: 7,
        notes: Vec::new(),
    }
}

fn mention(words: &str) -> Mention {
    Mention { span: span(words), head: span(words), antecedent: None, label: None, rule: RuleId::new("test.mention") }
}

/// The claim of `TEXT`, with every field filled.
fn claim() -> ResolvedClaim {
    let document = document(TEXT);
    let actor = Mention { label: Some(span("lions")), ..mention("Rebels") };
    let place = PlaceMention { span: span("Kessa"), name: span("Kessa"), role: PlaceRole::At, rule: RuleId::new("test.place") };
    let speaker = Speaker { mention: mention("the governor"), cue: span("said"), kind: Some(SpeakerKind::Official) };
    let figure = Figure {
        measure: Measure::Killed,
        group: Some(Group::Civilians),
        low: Some(14),
        high: None,
        qualifier: Qualifier::AtLeast,
        span: span("at least 14 civilians"),
        part_of: None,
        rule: RuleId::new("test.figure"),
    };
    let kessa = Place {
        id: PlaceId(170_000),
        name: "Kessa".to_string(),
        country: "SY".to_string(),
        admin1: String::new(),
        lat: 35.123_456_7,
        lon: -36.5,
        feature: "PPL".to_string(),
        population: 0,
    };
    let when = When {
        span: Some(span("Tuesday")),
        start: "2026-03-10".parse().unwrap(),
        end: "2026-03-10".parse().unwrap(),
        precision: DatePrecision::Day,
        basis: DateBasis::Anchored,
        rule: RuleId::new("test.when"),
    };
    let candidate = Candidate { id: PlaceId(170_000), name: "Kessa".to_string(), score: 0.87, reasons: vec!["same country".to_string()] };
    let claim = Claim {
        id: ClaimId::of(&document.id, span("shelled"), "shelling", "the governor", 0),
        document: document.id.clone(),
        sentence: Span::new(0, TEXT.len()),
        trigger: span("shelled"),
        act: Act::new("shelling"),
        actors: vec![actor.clone()],
        recipients: vec![mention("the market")],
        places: vec![place.clone()],
        times: Vec::new(),
        figures: vec![figure],
        means: Vec::new(),
        attribution: vec![speaker.clone()],
        factuality: Factuality::Happened,
        score: 0.9,
        rule: RuleId::new("test.shell"),
    };
    let who = |mention: Mention| ResolvedMention { mention, link: Linked::default(), name: None, role_code: None };
    ResolvedClaim {
        actors: vec![who(actor)],
        recipients: vec![who(mention("the market"))],
        places: vec![ResolvedPlace {
            mention: place,
            link: Linked { chosen: Some(PlaceId(170_000)), score: 0.87, candidates: vec![candidate], reason: "the nearest".to_string() },
            place: Some(kessa),
            precision: PlacePrecision::Exact,
        }],
        when: Some(when),
        speakers: vec![ResolvedSpeaker { speaker, link: Linked::default(), name: None, kind: None }],
        figures: vec![ResolvedFigure { group: Some("civilians".to_string()) }],
        confidence: 0.8333,
        claim,
    }
}

fn input(key: &str, versions: &str) -> Input {
    Input { key: key.to_string(), file: format!("{key}.txt"), versions: versions.to_string(), run: 1 }
}

fn coded(key: &str, versions: &str) -> Coded {
    let crosswalk = Crosswalk { plover_event: Some("ASSAULT".to_string()), ..Crosswalk::default() };
    Coded::new(input(key, versions), &document(TEXT), &[claim()], |_| crosswalk.clone(), None)
}

fn exported(store: &Store, format: Format) -> String {
    let mut out = Vec::new();
    export(store, &Filter::default(), format, "test", &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_claim_is_published_with_the_fields_of_the_codebook() {
    let folder = Folder::new("fields");
    let mut store = open(&folder.file("a.db")).unwrap();
    store.write(&[coded("a", "1")]).unwrap();
    let line = exported(&store, Format::Jsonl);
    let id = claim().claim.id;
    let document = document(TEXT).id;
    let expected = format!(
        "{{\"id\":\"{id}\",\"document\":\"{document}\",\"sentence_span\":[0,112],\"trigger_span\":[23,30],\"act\":\"shelling\",\
         \"plover_event\":\"ASSAULT\",\"plover_mode\":null,\"acled_event_type\":null,\"acled_sub_event_type\":null,\"cameo_code\":null,\
         \"actors\":[{{\"text\":\"Rebels\",\"span\":[0,6],\"entity\":null,\"name\":null,\"label\":\"lions\",\"role_code\":null}}],\
         \"recipients\":[{{\"text\":\"the market\",\"span\":[31,41],\"entity\":null,\"name\":null,\"label\":null,\"role_code\":null}}],\
         \"places\":[{{\"text\":\"Kessa\",\"span\":[45,50],\"geonames_id\":170000,\"name\":\"Kessa\",\"country\":\"SY\",\"admin1\":null,\
         \"lat\":35.12346,\"lon\":-36.5,\"precision\":\"exact\",\"role\":\"at\"}}],\
         \"when\":{{\"text\":\"Tuesday\",\"start\":\"2026-03-10\",\"end\":\"2026-03-10\",\"precision\":\"day\",\"basis\":\"anchored\"}},\
         \"figures\":[{{\"measure\":\"killed\",\"group\":\"civilians\",\"low\":14,\"high\":null,\"qualifier\":\"at least\",\
         \"text\":\"at least 14 civilians\",\"span\":[71,92],\"part_of\":null}}],\"means\":[],\
         \"attribution\":[{{\"text\":\"the governor\",\"span\":[94,106],\"cue\":\"said\",\"entity\":null,\"name\":null,\"kind\":\"official\"}}],\
         \"factuality\":\"happened\",\"confidence\":0.833}}\n"
    );
    assert_eq!(line, expected);
    let words: Vec<char> = TEXT.chars().collect();
    assert_eq!(words[23..30].iter().collect::<String>(), "shelled", "offsets count code points");
}

#[test]
fn what_is_read_back_is_what_was_published() {
    let folder = Folder::new("round");
    let mut store = open(&folder.file("a.db")).unwrap();
    let coded = coded("a", "1");
    let published: Vec<ClaimRecord> = coded.claims().cloned().collect();
    store.write(&[coded]).unwrap();
    let rows = store.claims(&Filter::default()).unwrap();
    assert_eq!(rows.iter().map(|row| row.record.clone()).collect::<Vec<_>>(), published);
    assert_eq!((rows[0].trigger.as_str(), rows[0].sentence.as_str()), ("shelled", TEXT));
    let (_, detail) = store.claim(&published[0].id[..6]).unwrap();
    assert_eq!(detail.rule, "test.shell");
    let place = detail.parts.iter().find(|part| part.field == "place").unwrap();
    assert_eq!((place.chosen.as_deref(), place.candidates[0].reasons[0].as_str()), (Some("170000"), "same country"));
}

#[test]
fn the_same_input_changes_nothing() {
    let folder = Folder::new("again");
    let mut store = open(&folder.file("a.db")).unwrap();
    assert_eq!(store.write(&[coded("a", "1")]).unwrap(), [Written::New]);
    let before = exported(&store, Format::Jsonl);
    assert_eq!(store.write(&[coded("a", "1"), coded("b", "1")]).unwrap(), [Written::Unchanged, Written::SameDocument]);
    assert_eq!(exported(&store, Format::Jsonl), before);
    assert_eq!(["a", "b", "c"].map(|key| store.run_of(key).unwrap()), [Some(1), Some(1), None]);
    assert_eq!(store.next_run().unwrap(), 2);
    // Another version replaces the claims; back to the first one, it does so again.
    assert_eq!(store.write(&[coded("c", "2")]).unwrap(), [Written::Recoded]);
    assert_eq!(store.run_of("a").unwrap(), None);
    assert_eq!(exported(&store, Format::Jsonl), before);
    assert_eq!(store.size().unwrap(), (1, 1));
}

#[test]
fn a_batch_is_stored_whole_or_not_at_all() {
    let folder = Folder::new("whole");
    let mut store = open(&folder.file("a.db")).unwrap();
    store.write(&[coded("a", "1")]).unwrap();
    // A claim of another document with the id of a claim that is stored: the batch must fail.
    let other = Coded::new(input("c", "1"), &document("Another text."), &[claim()], |_| Crosswalk::default(), None);
    let fine = Coded::new(input("b", "1"), &document("A third text."), &[], |_| Crosswalk::default(), Some("nothing".to_string()));
    assert!(store.write(&[fine, other]).is_err());
    assert_eq!(store.size().unwrap(), (1, 1));
    assert_eq!(store.run_of("b").unwrap(), None);
}

#[test]
fn a_document_without_claims_is_kept_with_the_reason() {
    let folder = Folder::new("nothing");
    let mut store = open(&folder.file("a.db")).unwrap();
    let empty = Document { notes: vec![Note::Empty], ..document("") };
    store.write(&[Coded::new(input("a", "1"), &empty, &[], |_| Crosswalk::default(), Some("no text at all".to_string()))]).unwrap();
    let stored = store.document("a.txt").unwrap();
    assert_eq!((stored.nothing_because.as_deref(), stored.notes.as_slice()), (Some("no text at all"), &["no text at all".to_string()][..]));
}

fn check(filter: Filter, found: usize) {
    let folder = Folder::new("filter");
    let mut store = open(&folder.file(&format!("{found}-{:p}.db", &filter))).unwrap();
    store.write(&[coded("a", "1")]).unwrap();
    assert_eq!(store.claims(&filter).unwrap().len(), found, "{filter:?}");
}

#[test]
fn filters_admit_what_fits() {
    let some = |word: &str| Some(word.to_string());
    check(Filter { acts: vec!["kill".to_string(), "shelling".to_string()], ..Filter::default() }, 1);
    check(Filter { acts: vec!["kill".to_string()], ..Filter::default() }, 0);
    check(Filter { actor: some("REBELS"), ..Filter::default() }, 1);
    check(Filter { actor: some("market"), ..Filter::default() }, 0);
    check(Filter { recipient: some("market"), place: some("kes"), ..Filter::default() }, 1);
    check(Filter { place: some("sy"), ..Filter::default() }, 1);
    check(Filter { from: some("2026-03-10"), to: some("2026-03-10"), ..Filter::default() }, 1);
    check(Filter { from: some("2026-03-11"), ..Filter::default() }, 0);
    check(Filter { speaker: some("official"), factuality: some("happened"), outlet: some("courier"), ..Filter::default() }, 1);
    check(Filter { speaker: some("official"), factuality: some("denied"), ..Filter::default() }, 0);
}

#[test]
fn ids_may_be_given_by_their_beginning() {
    let folder = Folder::new("ids");
    let mut store = open(&folder.file("a.db")).unwrap();
    let texts: Vec<String> = (0..40).map(|i| format!("Text {i}.")).collect();
    let batch: Vec<Coded> =
        texts.iter().map(|text| Coded::new(input(text, "1"), &document(text), &[], |_| Crosswalk::default(), None)).collect();
    store.write(&batch).unwrap();
    let id = &batch[3].document().id;
    assert_eq!(&store.document(id).unwrap().id, id);
    assert_eq!(&store.document(&id.to_uppercase()[..10]).unwrap().id, id);
    // Forty ids and sixteen digits: some digit begins several.
    let ambiguous =
        "0123456789abcdef".chars().filter(|digit| matches!(store.document(&digit.to_string()), Err(StoreError::Ambiguous { .. })));
    assert!(ambiguous.count() > 0);
    for unknown in ["", "zz", "%", "ffffffffffffffffff"] {
        assert!(matches!(store.document(unknown), Err(StoreError::Unknown { .. })), "{unknown:?}");
    }
}

#[test]
fn csv_and_geojson_are_what_they_say() {
    let folder = Folder::new("exports");
    let mut store = open(&folder.file("a.db")).unwrap();
    assert_eq!(exported(&store, Format::Geojson), "{\"type\":\"FeatureCollection\",\"features\":[\n]}\n");
    store.write(&[coded("a", "1")]).unwrap();
    let csv = exported(&store, Format::Csv);
    let rows: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[1].contains(",Rebels,,the market,,Kessa,at,exact,170000,SY,,35.12346,-36.5,"), "{}", rows[1]);
    assert!(rows[1].contains(",killed civilians 14..,"), "{}", rows[1]);
    let geojson: serde_json::Value = serde_json::from_str(&exported(&store, Format::Geojson)).unwrap();
    assert_eq!(geojson["features"][0]["geometry"]["coordinates"], serde_json::json!([-36.5, 35.12346]));
    assert_eq!(geojson["features"][0]["properties"]["act"], "shelling");
}

#[test]
fn troubles_of_a_file_are_told_apart() {
    let folder = Folder::new("troubles");
    let missing = folder.file("missing.db");
    let reading = Opening { create: false, wait: Duration::ZERO };
    assert!(matches!(Store::open(&missing, &reading), Err(StoreError::Missing(_))));
    assert!(!missing.exists());

    let words = folder.file("words.db");
    std::fs::write(
        &words,
        "These are words, and no database, and there are more than a hundred bytes of them, so that nobody can doubt it.",
    )
    .unwrap();
    assert!(matches!(open(&words), Err(StoreError::NotADatabase(_))));

    let foreign = folder.file("foreign.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE notes (words TEXT)").unwrap();
    assert!(matches!(open(&foreign), Err(StoreError::Foreign { .. })));

    let newer = folder.file("newer.db");
    drop(open(&newer).unwrap());
    rusqlite::Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 7").unwrap();
    assert!(matches!(open(&newer), Err(StoreError::Newer { found: 7, .. })));

    let locked = folder.file("locked.db");
    let mut store = open(&locked).unwrap();
    let other = rusqlite::Connection::open(&locked).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(store.write(&[coded("a", "1")]), Err(StoreError::Locked { .. })));
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(store.write(&[coded("a", "1")]).unwrap(), [Written::New]);

    assert!(matches!(open(&folder.file("no/such/folder.db")), Err(StoreError::Unwritable { .. })));
}

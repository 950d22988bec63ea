//! Imports of generated files in the dump's format.

use super::*;
use std::io::Write;

/// A folder that is gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-import-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.0.join(name), text).unwrap();
        self.0.join(name)
    }

    fn zip(&self, name: &str, members: &[(&str, &str)]) -> PathBuf {
        let mut zip = zip::ZipWriter::new(std::fs::File::create(self.0.join(name)).unwrap());
        for (member, text) in members {
            zip.start_file(*member, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        self.0.join(name)
    }

    fn import(&self, dump: PathBuf, alternate_names: Option<PathBuf>) -> Result<(ImportReport, Gazetteer), ImportError> {
        let file = self.0.join("own.gazetteer");
        let report = GazetteerImport { dump, alternate_names, file: file.clone() }.run(&mut |_, _, _| {})?;
        Ok((report, Gazetteer::map(&file)?))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A line of the dump.
fn line(id: u64, name: &str, others: &str, at: (f64, f64), class: &str, units: (&str, &str), population: u32) -> String {
    let (kind, feature) = class.split_once('.').unwrap();
    let (lat, lon) = at;
    let (admin1, admin2) = units;
    format!(
        "{id}\t{name}\t{name}\t{others}\t{lat}\t{lon}\t{kind}\t{feature}\tSY\t\t{admin1}\t{admin2}\t\t\t{population}\t\t12\tAsia/Damascus\t2026-01-01\n"
    )
}

/// Invented villages in an invented unit of Syria, and Damascus itself.
fn dump() -> String {
    [
        line(91, "Kessa Governorate", "Kessa", (35.0, 37.0), "A.ADM1", ("77", ""), 0),
        line(92, "Kessa District", "", (35.0, 37.0), "A.ADM2", ("77", "7701"), 0),
        line(93, "Tall Qessab", "تل قصاب,Tel Kassab", (35.01, 37.02), "P.PPL", ("77", "7701"), 420),
        line(94, "Wādī Kessa", "", (35.2, 37.1), "H.WAD", ("77", ""), 0),
        line(170654, "Damascus", "Dimashq ash Sham", (33.5102, 36.29128), "P.PPLC", ("13", ""), 0),
        line(95, "Kessa Vilayet", "", (35.0, 37.0), "A.ADM1H", ("77", ""), 0),
        line(96, "Nowhere", "", (95.0, 37.0), "P.PPL", ("77", ""), 0),
    ]
    .concat()
}

fn one(gazetteer: &Gazetteer, name: &str) -> dateline_model::Place {
    let hits = gazetteer.lookup(&crate::fold(name));
    assert_eq!(hits.len(), 1, "{name}: {hits:?}");
    gazetteer.get(hits[0].index)
}

#[test]
fn a_country_file_is_laid_over_the_carried_places() {
    let folder = Folder::new("country");
    let (report, gazetteer) = folder.import(folder.write("SY.txt", &dump()), None).unwrap();
    assert_eq!(report, ImportReport { added: 4, merged: 1, passed_over: 2, ..ImportReport::default() });
    let village = one(&gazetteer, "Tel Kassab");
    assert_eq!((village.name.as_str(), village.admin1.as_str(), village.population), ("Tall Qessab", "Kessa Governorate", 420));
    let facts = gazetteer.facts(gazetteer.lookup("tall qessab")[0].index);
    assert_eq!(gazetteer.admin2(&facts), Some("Kessa District"));
    assert!(gazetteer.lookup("تل قصاب").len() == 1 && !gazetteer.similar("tal qassab").is_empty(), "other scripts, other spellings");
    let damascus = one(&gazetteer, "Dimashq ash Sham");
    assert!(damascus.population > 1_000_000, "what the newer record does not know stays: {damascus:?}");
    assert_eq!(gazetteer.lookup("tripoli").len(), Gazetteer::carried().unwrap().lookup("tripoli").len(), "the carried places stay");
    assert!(!folder.0.join("own.gazetteer.part").exists());
}

#[test]
fn zips_and_alternate_names_are_read() {
    let folder = Folder::new("zip");
    let names = "1\t93\ten\tKhirbet Zot\t\t\t\t\n2\t93\tlink\thttps://zot.example\t\t\t\t\n3\t9999999\ten\tElsewhere\t\t\t\t\n";
    let dump = folder.zip("SY.zip", &[("readme.txt", "words"), ("SY.txt", &dump())]);
    let names = folder.zip("alternateNamesV2.zip", &[("iso-languagecodes.txt", "x"), ("alternateNamesV2.txt", names)]);
    let (report, gazetteer) = folder.import(dump, Some(names)).unwrap();
    assert_eq!(report.names, 1);
    assert_eq!(one(&gazetteer, "Khirbet Zot").name, "Tall Qessab");
}

#[test]
fn ids_that_collide_give_two_places() {
    let folder = Folder::new("collide");
    let twice = [
        line(93, "Tall Qessab", "", (35.01, 37.02), "P.PPL", ("77", ""), 0),
        line(93, "Tall Zowmar", "", (36.9, 40.1), "P.PPL", ("78", ""), 0),
        line(170654, "Tall Zegmar", "", (36.7, 41.1), "P.PPL", ("78", ""), 0),
        // A second record of a carried city under an id of another register.
        line(1_108_700_001, "Damascus", "Qeshaam Zor", (33.51, 36.30), "P.PPL", ("13", ""), 0),
    ];
    let (report, gazetteer) = folder.import(folder.write("SY.txt", &twice.concat()), None).unwrap();
    assert_eq!((report.added, report.merged), (3, 1));
    assert_eq!(one(&gazetteer, "Tall Zowmar").id.geonames(), None, "an id that is another place's is not published");
    assert!(one(&gazetteer, "Tall Zegmar").id.0 != 170_654);
    assert!((one(&gazetteer, "Qeshaam Zor").lat - 33.51).abs() < 0.1);
}

#[test]
fn an_import_goes_on_where_it_was_cut_off() {
    let folder = Folder::new("resume");
    let whole: String =
        (0..40).map(|n| line(900_000_000 + n, &format!("Qessa {n}"), "", (35.0, 30.0 + n as f64 / 9.0), "P.PPL", ("77", ""), 0)).collect();
    let path = folder.write("SY.txt", &whole);
    let job = GazetteerImport { dump: path.clone(), alternate_names: None, file: folder.0.join("own.gazetteer") };
    // An import that was ended after seventeen lines, and had written some more.
    let base = Gazetteer::carried().unwrap();
    let part = folder.0.join("own.gazetteer.part");
    std::fs::create_dir_all(&part).unwrap();
    let mut lines = Lines::open(&path).unwrap();
    let mut import = Import::at(&part, &base, &job.job(&base, &lines, None)).unwrap();
    for n in 1..=23 {
        let record = record(lines.next().unwrap().unwrap()).unwrap().unwrap();
        import.take(&record).unwrap();
        import.state.lines = n;
        if n == 17 {
            import.checkpoint().unwrap();
        }
    }
    drop(import);
    let report = job.run(&mut |_, _, _| {}).unwrap();
    assert_eq!((report.added, report.resumed_after), (40, 17));
    let resumed = std::fs::read(&job.file).unwrap();
    job.run(&mut |_, _, _| {}).unwrap();
    assert!(resumed == std::fs::read(&job.file).unwrap(), "the same bytes as without a break");
}

#[test]
fn files_of_another_format_are_told_with_their_line() {
    let folder = Folder::new("format");
    let trouble = |name: &str, text: &str| folder.import(folder.write(name, text), None).unwrap_err().to_string();
    let path = folder.0.display();
    assert_eq!(
        trouble("a.txt", "id\tname\n"),
        format!("{path}/a.txt:1: has 2 columns, not the 19 of the GeoNames dump; name a file such as allCountries.zip or SY.txt")
    );
    let damaged = format!("{}1\tKessa\n", dump());
    assert!(trouble("b.txt", &damaged).starts_with(&format!("{path}/b.txt:8: has 2 columns")));
    let missing = folder.import(folder.0.join("c.txt"), None).unwrap_err();
    assert!(missing.to_string().contains("c.txt: cannot be read"), "{missing}");
    let empty = folder.zip("d.zip", &[("readme.txt", "words")]);
    let error = folder.import(empty, None).unwrap_err();
    assert!(error.to_string().ends_with("holds no text d.txt; name a zip of the GeoNames dump, or its text"), "{error}");
}

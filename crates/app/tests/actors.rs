//! `dateline actors`, and a user's own actors.

mod support;

use support::Folder;

const ACTORS: &str = "id\tname\tkind\tcountry\tparents\taffiliations\tvalid_from\tvalid_to\tinter\tsector\tucdp_name\tsummary\tnote\n";
const ALIASES: &str = "alias\tactor\tvalid_from\tvalid_to\tflag\tlanguage\n";

#[test]
fn an_actor_is_searched_listed_and_explained() {
    let folder = Folder::new("actors");
    let sohr = folder.run(&["actors", "sohr"]).exits(0);
    sohr.says("Syrian Observatory for Human Rights").says("OSDH").says("monitor").says("source");
    folder.run(&["actors", "observatoire", "syrien", "des", "droits", "de", "l'homme"]).exits(0).says("SOHR");
    let told = folder.run(&["actors", "jabhat fatah al-sham"]).exits(0);
    told.says("its line").says("Jabhat al-Nusra (nusra, 2012-01-23 to 2016-07-28)");
    let record: serde_json::Value = serde_json::from_str(&folder.run(&["actors", "jfs", "--format", "jsonl"]).exits(0).out).unwrap();
    let line: Vec<&str> = record["line"].as_array().unwrap().iter().map(|tie| tie["id"].as_str().unwrap()).collect();
    assert_eq!(line, ["nusra", "jfs", "hts"]);
    folder.run(&["actors", "nusra"]).exits(0).says("al-Qaeda (al-qaeda");
    folder.run(&["actors", "Peru"]).exits(0).says("Government of Peru");
    folder.run(&["actors", "nobody such"]).exits(1).warns("no actor fits “nobody such”");
    let sudan = folder.run(&["actors", "--country", "sd", "--kind", "armed_group", "--format", "csv"]).exits(0).out;
    assert!(sudan.starts_with("id,name,kind,country,valid_from") && sudan.lines().count() > 15, "{sudan}");
    assert!(sudan.lines().skip(1).all(|row| row.contains("armed_group,SD")));
    for row in folder.run(&["actors", "jabhat", "--format", "jsonl"]).exits(0).out.lines() {
        let record: serde_json::Value = serde_json::from_str(row).unwrap();
        assert!(record["id"].is_string() && record["aliases"].is_array());
    }
}

#[test]
fn rows_of_the_user_win() {
    let folder = Folder::new("own");
    let row = "kessa-front\tKessa Liberation Front\tarmed_group\tML\t\taqim@2015..\t2014-03\t\tRebel Group\tREB\t\tMali\tmade up\n";
    folder.write(
        "mine/actors.tsv",
        format!("{ACTORS}{row}sohr\tThe Observatory of Mine\tmonitor\tSY\t\t\t\t\tCivilians\tNGO\t\t\tmade up\n"),
    );
    folder.write("mine/aliases.tsv", format!("{ALIASES}ELN\tkessa-front\t\t\t\t\n"));
    folder.run(&["actors", "kessa-front", "--world", "mine"]).exits(0).says("Kessa Liberation Front").says("AQIM").says("2014-03-01");
    folder.run(&["actors", "sohr", "--world", "mine"]).exits(0).says("The Observatory of Mine");
    let text = "The Kessa Liberation Front shelled the market in Gao on Tuesday. Fighters of the ELN attacked a convoy near Kidal.\n";
    folder.write("a.txt", text);
    let coded = folder.run(&["code", "a.txt", "--world", "mine"]).exits(0);
    coded.says("1 document coded");
    let claims = folder.run(&["claims", "--format", "jsonl"]).exits(0).out;
    assert!(claims.contains("\"kessa-front\""), "{claims}");
    // The same folder changes nothing; without it, the document is coded anew.
    folder.run(&["code", "a.txt", "--world", "mine"]).exits(0).says("Nothing changed");
    folder.run(&["code", "a.txt"]).exits(0).says("coded anew");
    let question = serde_json::json!({ "id": 1, "text": text }).to_string();
    let answer = folder.feed(&["stage", "claims", "--world", "mine"], question.as_bytes()).exits(0).out;
    assert!(answer.contains("kessa-front"), "{answer}");
}

#[test]
fn wrong_rows_of_the_user_are_told_all_at_once() {
    let folder = Folder::new("wrong");
    folder.write(
        "mine/actors.tsv",
        format!(
            "{ACTORS}per\tThe Front\tarmed_group\tXX\tnobody\t\t2020\t2019\tGuerrillas\t\t\t\tmade up\nfront\tFront\tarmy\t\t\t\t\t\t\t\t\t\tx\n"
        ),
    );
    folder.write("mine/aliases.tsv", format!("{ALIASES}K F\tnobody\t\t\t\t\n"));
    let outcome = folder.run(&["code", "x.txt", "--world", "mine"]).exits(2);
    for words in [
        "mine/actors.tsv:2: `per` is the id of a state",
        "mine/actors.tsv:2: country `XX` is no code",
        "ends 2019-12-31, before it begins 2020-01-01",
        "inter `Guerrillas` is none of ACLED's",
        "refers to `nobody`, which is no actor",
        "mine/actors.tsv:3: kind `army` is unknown",
        "mine/aliases.tsv:2: alias `K F` names actor `nobody`",
    ] {
        assert!(outcome.err.contains(words), "“{words}” is missing in:\n{}", outcome.err);
    }
    folder.run(&["actors", "--world", "nowhere"]).exits(2).warns("holds neither actors.tsv nor aliases.tsv");
}

#[test]
fn other_formats_become_a_folder() {
    let folder = Folder::new("import");
    folder.write(
        "people.actors.txt",
        "# invented\nFREE_KESSA_FRONT_ ;note\n+FKF_\n\t[MLIREB]\nOMRAT_DORIN_\n+O._DORIN_\n\t[PERGOV 901101-950706]\n\t[PERELI >950707]\nMALI_ [MLI]\n",
    );
    let done = folder.run(&["actors", "import", "petrarch", "people.actors.txt", "-o", "one"]).exits(0);
    done.says("one: 2 actors and 2 aliases written, 1 lines passed over").warns("“Mali” is a state");
    let dorin = folder.run(&["actors", "omrat dorin", "--world", "one"]).exits(0);
    dorin.says("Peru (per, 1990-11-01 to 1995-07-06)").says("imported from people.actors.txt:5");
    folder.run(&["actors", "FKF", "--world", "one"]).exits(0).says("Free Kessa Front").says("armed_group");

    folder.write("groups.csv", "Group,Land,Aka\n\"Sons of Velk, the\",Mali,SoV;Velk Sons\n");
    folder.run(&["actors", "import", "csv", "groups.csv", "--map", "name=Group,country=Land,aliases=Aka", "-o", "two"]).exits(0);
    folder.run(&["actors", "Velk Sons", "--world", "two"]).exits(0).says("Sons of Velk, the").says("Mali (ML)");
    folder.run(&["actors", "import", "csv", "groups.csv", "--map", "name=Name", "-o", "two"]).exits(2).warns("no column `Name`");
    folder.run(&["actors", "import", "csv", "none.csv", "--map", "name=Name", "-o", "two"]).exits(1).warns("none.csv: cannot be read");
}

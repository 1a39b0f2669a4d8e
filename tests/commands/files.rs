//! What comes in from files and words: `assess`, `identity`, `import`.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use super::{CLERK, Machine, SUPERVISOR, Said};

/// A case file's complete visit.
fn complete_visit() -> Value {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/employer_key/base/empresa privada.json");
    serde_json::from_str(&fs::read_to_string(base).unwrap()).unwrap()
}

#[test]
fn the_visits_that_the_readme_names_are_judged_as_it_says() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let named: Vec<&str> = readme.split("assess \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!named.is_empty(), "the README names an example");
    assert!(readme.contains("`tests/cases/employer_key/base/`"));
    let whole = fs::read_dir(root.join("tests/cases/employer_key/base")).unwrap().map(|file| file.unwrap().path());
    let machine = Machine::new();
    for file in named.iter().map(|name| root.join(name)).chain(whole) {
        let said = machine.run(["assess", file.to_str().unwrap()]).ends(0);
        assert!(said.out.contains("\"may_issue\": true"), "{}", file.display());
    }
}

#[test]
fn assess_answers_yes_no_and_malformed() {
    let machine = Machine::new();
    let mut visit = complete_visit();
    machine.write("visita.json", visit.to_string());
    let said = machine.run(["assess", "visita.json"]).ends(0);
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(answer["may_issue"], true);

    visit["employer_key"]["request"]["shown"]["signature"] = "electronic".into();
    machine.write("visita.json", visit.to_string());
    let said = machine.run(["assess", "visita.json"]).ends(1);
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(answer["may_issue"], false);
    let finding = answer["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "EK-R3").unwrap();
    assert_eq!(finding["verdict"], "refused");
    assert!(finding["message"].as_str().unwrap().contains("firma electrónica") && finding["bring"].is_string());

    // The same from the standard input.
    let mut child = machine
        .command(["assess", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(visit.to_string().as_bytes()).unwrap();
    let piped = Said::of(child.wait_with_output().unwrap()).ends(1);
    assert_eq!(piped.out, said.out);
}

#[test]
fn a_reader_who_goes_away_does_not_change_the_answer() {
    let machine = Machine::new();
    machine.write("visita.json", complete_visit().to_string());
    let mut child =
        machine.command(["assess", "visita.json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    Said::of(child.wait_with_output().unwrap()).ends(0);
}

#[test]
fn what_is_no_visit_is_refused_with_its_place() {
    let machine = Machine::new();
    let whole = serde_json::to_string_pretty(&complete_visit()).unwrap();
    machine.write("cortada.json", &whole[..300]);
    machine.write("campo.json", whole.replace("\"procedure\"", "\"procedura\""));
    machine.write("otra.json", whole.replace("\"version\": 1", "\"version\": 7"));
    machine.write("tipo.json", whole.replace("\"version\": 1", "\"version\": \"uno\""));
    machine.write("vacía.json", "");
    machine.write("bytes.json", b"{\"version\": \xff}");
    machine.write("honda.json", "[".repeat(200_000));
    machine.write("honda2.json", format!("{{\"version\":1,\"visit\":{}", "{\"now\":".repeat(50_000)));
    machine.write("grande.json", format!("{{\"version\": 1, \"x\": \"{}\"}}", "a".repeat(2 << 20)));
    for (file, complaint) in [
        ("cortada.json", "línea "),
        ("cortada.json", "el archivo termina antes de tiempo"),
        ("campo.json", "campo desconocido: «procedura»"),
        ("campo.json", "en «procedura»"),
        ("otra.json", "la versión 7 de este formato no se conoce"),
        ("tipo.json", "se espera un número entero"),
        ("vacía.json", "el archivo termina antes de tiempo"),
        ("bytes.json", "no es texto UTF-8 (byte 12)"),
        ("honda.json", "línea 1, columna "),
        ("honda2.json", "línea 1, columna "),
        ("grande.json", "pasa de 1 MiB"),
        ("no-hay.json", "No se pudo abrir no-hay.json: no existe. Revise cómo está escrito el nombre"),
        (".", "es una carpeta y debe ser un archivo"),
    ] {
        let said = machine.run(["assess", file]).ends(2).complains(complaint);
        assert!(said.out.is_empty() && said.err.lines().count() == 1, "{said:#?}");
    }
}

#[test]
fn identity_answers_one_line_a_reading() {
    let machine = Machine::new();
    let said = machine.run(["identity", "1701283960"]).ends(0);
    assert_eq!(said.out, "1701283960\tcédula\tválido\tel dígito verificador coincide\n");
    let said = machine.run(["identity", "170128396-1", "1101380622000"]).ends(0).answers("\tadvertencia\t");
    assert_eq!(said.out.lines().count(), 2);
    let said =
        machine.run(["identity", "1701283960", "0000000000"]).ends(1).answers("cédula\tinválido\tempieza con 00");
    assert_eq!(said.out.lines().count(), 2);
    // Whatever is typed, each line has its four columns and nothing that a terminal would obey.
    let long = "9".repeat(5_000);
    let garbage = [
        "",
        " ",
        "hola qué tal",
        &long,
        "٣٤٥",
        "a\nb",
        "a\tb",
        "\u{1b}[31mrojo",
        "\u{202e}0171",
        "'; DROP TABLE--",
        "🦙",
    ];
    let words = ["identity", "--"].into_iter().chain(garbage);
    let said = machine.run(words).ends(1);
    assert!(said.out.lines().count() >= garbage.len(), "{said:#?}");
    for line in said.out.lines() {
        assert_eq!(line.split('\t').count(), 4, "{line:?}");
        assert!(line.chars().count() < 250 && !line.chars().any(|c| c.is_control() && c != '\t'), "{line:?}");
        assert!(!line.contains('\u{202e}'), "{line:?}");
    }
    let many: Vec<String> = (0..2_000).map(|number| format!("{:010}", 1_700_000_000_u64 + number)).collect();
    let said = machine.run(["identity".to_owned()].into_iter().chain(many));
    assert_eq!(said.out.lines().count(), 2_000);
}

const AGENDA: &str = "codigo_turno,fecha,hora,centro,tramite,numero,nombre\n";

#[test]
fn an_agenda_is_looked_at_then_imported_then_nothing_new() {
    let machine = Machine::with_store();
    let good =
        "T-9001,2031-03-05,09:30,1701,Entrega de clave de empleador de acceso al portal IESS,1701283960,Rosa Prueba\n";
    machine.write("agenda.csv", format!("{AGENDA}{good}"));
    let import = |more: &[&'static str]| {
        let words = ["import", "agenda", "agenda.csv", "--store", "store"].into_iter().chain(more.iter().copied());
        machine.run_as(SUPERVISOR, words)
    };
    let looked = import(&["--preview"]).ends(0).answers("nada se guardó").answers("Filas: 1. Nuevas: 1.");
    assert!(looked.err.is_empty(), "{looked:?}");
    import(&[]).ends(0).answers("Filas: 1. Nuevas: 1.");
    import(&[]).ends(0).answers("Nuevas: 0. Cambiadas: 0. Sin cambio: 1. Con error: 0.");
    machine.verify().ends(0);

    let bad = "T-9002,2031-03-05,25:30,1701,clave de empleador,1701283960,Rosa Prueba\n";
    machine.write("agenda.csv", format!("{AGENDA}{}{bad}", good.replace("09:30", "10:45")));
    import(&["--preview"]).ends(1).answers("  no se importaría: línea 3, columna «hora»: «25:30» no es una hora");
    let said = import(&[]).ends(1).answers("  no se importó: línea 3, columna «hora»: «25:30» no es una hora");
    let said = said.answers("Turnos que ya no constan: no se buscaron, porque alguna fila no se pudo leer.");
    said.answers("turno T-9001 (línea 2): cambia hora").answers("Corrija las filas con error y vuelva a importar");
    machine.verify().ends(0);
}

#[test]
fn employers_and_people_come_in_with_their_bad_rows_listed() {
    let machine = Machine::with_store();
    // Latin-1 with semicolons, as a spreadsheet writes it.
    let people = "numero;nombre\n1701283960;Muñoz Rosa\n170;X\n1701283961;Núñez Eva\n;Sin Número\n";
    machine.write("personas.csv", people.chars().map(|c| c as u8).collect::<Vec<u8>>());
    let by_a_clerk = machine.run_as(CLERK, ["import", "people", "personas.csv", "--store", "store"]).ends(1);
    by_a_clerk.complains("lo hace y lo firma supervisión");
    let said = machine.run_as(SUPERVISOR, ["import", "people", "personas.csv", "--store", "store"]).ends(1);
    let said = said
        .answers("no se importó: línea 5, columna «numero»")
        .answers("se importó con advertencia: línea 4, columna «numero»");
    assert!(said.out.contains("Filas: 4."), "{said:#?}");

    let employers = "numero,tipo,razon_social,sucursal\n1898591367001,rara,X,0001\n18985,empresa privada,X,0001\n";
    machine.write("empleadores.csv", employers);
    let look = ["import", "employers", "empleadores.csv", "--preview", "--store", "store"];
    let said = machine.run_as(SUPERVISOR, look).ends(1);
    said.answers("Solo se miró; nada se guardó.").answers("no se importaría");
    let said = machine.run_as(SUPERVISOR, ["import", "employers", "empleadores.csv", "--store", "store"]).ends(1);
    said.answers("línea 2, columna «tipo»: «rara» no se conoce").answers("línea 3, columna «numero»");

    // More bad rows than anybody reads: all are counted, the first are listed.
    let many: String = (0..300).map(|row| format!("1,fila {row}\n")).collect();
    machine.write("malas.csv", format!("numero,nombre\n{many}"));
    let said = machine.run_as(SUPERVISOR, ["import", "people", "malas.csv", "--store", "store"]);
    assert!(said.out.lines().count() < 70, "{}", said.out.lines().count());
    machine.verify().ends(0);
}

#[test]
fn work_histories_are_looked_at_and_come_in() {
    let machine = Machine::with_store();
    machine
        .write("historia.csv", "numero,empleador,desde\n1701283960,Andes S.A.,2019-03\n1701283960,Andes S.A.,ayer\n");
    let import = |more: &[&str]| {
        let words = ["import", "work-history", "historia.csv", "--store", "store"];
        machine.run_as(SUPERVISOR, words.into_iter().chain(more.iter().copied())).ends(1)
    };
    let said = import(&["--preview"]).answers("línea 2: 1701283960, Andes S.A.: nuevo");
    said.answers("no se importaría: línea 3, columna «desde»: «ayer» no es un mes");
    let said = import(&[]).answers("Filas: 2. Nuevas: 1.");
    said.answers(
        "se importó con advertencia: línea 2, columna «numero»: esta persona no consta en el registro de asegurados",
    );
    import(&[]).answers("Sin cambio: 1. Con error: 1.");
    machine.verify().ends(0);
}

#[test]
fn what_is_no_table_is_refused_before_anything_is_changed() {
    let machine = Machine::with_store();
    let before = machine.verify().ends(0).out;
    machine.write("vacío.csv", "");
    machine.write("otro.csv", "a,b\n1,2\n");
    machine.write("bytes.csv", [0_u8, 159, 146, 150].repeat(100));
    for (file, complaint) in [
        ("no-hay.csv", "No se pudo abrir no-hay.csv: no existe."),
        (".", "es una carpeta y debe ser un archivo"),
        ("vacío.csv", "el archivo está vacío"),
        ("otro.csv", "faltan columnas en la cabecera: numero, nombre"),
        ("bytes.csv", "No se pudo importar «bytes.csv»"),
    ] {
        machine.run_as(SUPERVISOR, ["import", "people", file, "--store", "store"]).ends(2).complains(complaint);
    }
    // Logins are entries of their own; nothing else came in.
    let after = machine.run_as(CLERK, ["verify", "--store", "store"]).ends(0).out;
    let last = |said: &str| said.lines().last().unwrap().to_owned();
    assert_eq!(last(&before), last(&after));
}

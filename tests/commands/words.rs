//! Help and the words themselves: all of it Spanish, each mistake with what to write instead.

use super::Machine;

const COMMANDS: [&str; 11] =
    ["demo", "assess", "identity", "import", "close", "report", "verify", "backup", "restore", "export", "rekey"];

/// Words that a parser's help is full of. `issued`, `people` and the like are words of the command line, not of its help.
const ENGLISH: [&str; 30] = [
    "usage",
    "options",
    "arguments",
    "commands",
    "command",
    "default",
    "possible",
    "values",
    "print",
    "prints",
    "help for",
    "version of",
    "required",
    "the",
    "and",
    "for",
    "with",
    "from the",
    "file",
    "folder",
    "password",
    "required",
    "see",
    "more information",
    "try",
    "value",
    "error",
    "alias",
    "env",
    "show",
];

fn help_texts() -> Vec<(String, String)> {
    let machine = Machine::new();
    let mut texts = vec![("ventanilla".to_owned(), machine.run(["--help"]).ends(0).out)];
    for command in COMMANDS {
        for flag in ["--help", "-h"] {
            texts.push((format!("{command} {flag}"), machine.run([command, flag]).ends(0).out));
        }
    }
    texts
}

/// The words of a line, without what is typed as it is: options, commands, addresses.
fn plain_words(line: &str) -> String {
    let typed = |word: &&str| !word.starts_with('-') && !word.contains("://") && !word.contains("--");
    line.split_whitespace().filter(typed).collect::<Vec<_>>().join(" ").to_lowercase()
}

#[test]
fn no_help_has_an_english_word() {
    let texts = help_texts();
    assert_eq!(texts.len(), 1 + 2 * COMMANDS.len());
    for (which, text) in texts {
        assert!(text.contains("Uso: ventanilla") && text.contains("Opciones:"), "{which}: {text}");
        for line in text.lines() {
            let padded =
                format!(" {} ", plain_words(line).replace(['[', ']', '(', ')', ':', ',', ';', '.', '<', '>'], " "));
            for english in ENGLISH {
                assert!(!padded.contains(&format!(" {english} ")), "{which}: «{english}» in «{line}»");
            }
        }
    }
}

#[test]
fn the_search_for_english_words_finds_them() {
    let padded =
        format!(" {} ", plain_words("      --out <CARPETA>  La carpeta [default: demo]").replace(['[', ']', ':'], " "));
    assert!(ENGLISH.iter().any(|english| padded.contains(&format!(" {english} "))), "{padded}");
}

#[test]
fn every_command_of_the_overview_has_its_help() {
    let machine = Machine::new();
    let overview = machine.run(["--help"]).ends(0).out;
    for command in COMMANDS {
        assert!(overview.lines().any(|line| line.trim_start().starts_with(&format!("{command} "))), "{overview}");
        let own = machine.run([command, "--help"]).ends(0).out;
        assert!(own.contains(&format!("Uso: ventanilla {command}")), "{own}");
    }
    machine.run(["demo", "--help"]).answers("Imprime sobre papel en esta impresora, en vez de dejar los PDF");
    machine.run(["import", "--help"]).answers("Uso: ventanilla import QUÉ ARCHIVO --user USUARIO [OPCIONES]");
    machine.run(["--version"]).ends(0).answers("ventanilla ");
}

#[test]
fn without_words_and_without_a_display_it_says_what_to_do() {
    let machine = Machine::new();
    let said = machine.run::<&str>([]).ends(3).complains("no tiene pantalla").complains("«ventanilla --help»");
    assert!(said.out.is_empty());
}

#[test]
fn each_mistake_says_what_to_write_instead() {
    let machine = Machine::new();
    for (words, complaint) in [
        (vec!["hola"], "No hay ninguna orden «hola».\nVea «ventanilla --help»."),
        (vec!["verifi"], "¿Quiso escribir «verify»?"),
        (vec!["verify"], "Falta --user <USUARIO>.\nSe usa así: ventanilla verify --user USUARIO [OPCIONES]\n"),
        (vec!["verify", "--store"], "Falta el valor de --store <CARPETA>."),
        (vec!["verify", "--user", "a", "--user", "b"], "--user <USUARIO> está más de una vez: déjelo una sola."),
        (vec!["verify", "--user", "a", "--password-fd", "tres"], "escriba el número del descriptor, por ejemplo 3"),
        (vec!["import"], "Faltan: "),
        (
            vec!["import", "turnos", "x.csv", "--user", "a"],
            "Puede ser: agenda, employers, people, insured, work-history.",
        ),
        (vec!["import", "agenda", "x.csv"], "Falta --user <USUARIO>."),
        (
            vec!["export", "todo", "x.csv", "--user", "a"],
            "«todo» no sirve para <QUÉ>. Puede ser: issued, unlocked, chosen-keys.",
        ),
        (
            vec!["export", "issued", "x.csv", "--user", "a", "--from", "2026-13-01"],
            "escriba un día que exista, así: 2026-11-20",
        ),
        (vec!["export", "issued", "x.csv", "--user", "a", "--to", "20/11/2026"], "escriba un día que exista"),
        (
            vec!["export", "issued", "x.csv", "--user", "a", "--from", "2026-11-20", "--to", "2026-11-19"],
            "El primer día es posterior al último: revise --from y --to.",
        ),
        (
            vec!["demo", "--visits", "mil"],
            "«mil» no sirve para --visits <N>: escriba un número entero, de 0 a 10000000.",
        ),
        (vec!["demo", "--visits", "99999999999999999999"], "escriba un número entero"),
        (vec!["demo", "--paper", "carta"], "Puede ser: a4, a5, rollo."),
        (vec!["demo", "--papel", "a4"], "No se entiende «--papel»."),
        (vec!["demo", "--headless=sí"], "no lleva ningún valor"),
        (
            vec!["demo", "sobra"],
            "No se entiende «sobra».\nSe usa así: ventanilla demo [OPCIONES]\nVea «ventanilla demo --help».",
        ),
        (vec!["demo", "--printer", "impresora del pasillo"], "no sirve: "),
        (vec!["identity"], "Falta <NÚMERO>"),
        (vec!["rekey", "--help", "--nada"], ""),
    ] {
        let said = machine.run(&words);
        if words.contains(&"--help") {
            said.ends(0);
        } else {
            said.ends(2).complains(complaint);
        }
    }
    assert!(fs_is_untouched(&machine), "{:?}", machine.files());
}

fn fs_is_untouched(machine: &Machine) -> bool {
    // A log is the only thing that words alone may leave.
    machine.files().iter().all(|file| file.to_string_lossy().contains("/log/"))
}

#[test]
fn words_that_are_no_text_are_said_to_be_none() {
    use std::os::unix::ffi::OsStrExt as _;
    let machine = Machine::new();
    machine.run([std::ffi::OsStr::from_bytes(b"\xff\xfe")]).ends(2);
    machine.run([std::ffi::OsStr::new("identity"), std::ffi::OsStr::from_bytes(b"\xff")]).ends(2).complains("UTF-8");
}

#[test]
fn the_settings_of_a_station_are_named_where_they_are_wrong() {
    let machine = Machine::new();
    let folder = machine.folder.path().join("home/config/ventanilla");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("station.toml"), "window = 1\nventana = 3\n").unwrap();
    machine.run(["verify", "--user", "a"]).ends(3).complains("station.toml, línea 2: no se entiende «ventana = 3»");
    std::fs::write(folder.join("station.toml"), "store = \"/no/hay\"\n").unwrap();
    machine.run(["verify", "--user", "a"]).ends(1).complains("En /no/hay no hay ningún almacén");
}

//! The words of the product: one for each thing, everywhere that somebody reads. What is not said here is what the glossary
//! left behind; a text that is right with such a word stands in a list, and leaves it when it is changed.

use crate::support::source::{Source, sources};

/// What the product does not say, and what it says instead. `*`: any word that begins so.
const FORBIDDEN: [(&str, &str); 93] = [
    ("otorgante*", "poderdante"),
    ("quien otorga*", "poderdante"),
    ("quien otorgó", "poderdante"),
    ("visita*", "atención"),
    ("abandon*", "se retiró"),
    ("número de serie", "serie"),
    ("números de serie", "series"),
    ("clave {", "clave de serie {"),
    ("copia de respaldo", "respaldo"),
    ("copia anterior", "respaldo anterior"),
    ("copia de seguridad", "respaldo"),
    ("bóveda de claves", "bóveda de contraseñas"),
    ("registro de claves", "libro de claves"),
    ("filial*", "sucursal"),
    ("agencia*", "centro o sucursal"),
    ("sede", "centro"),
    ("empleador doméstico", "servicio doméstico"),
    ("empresa pública", "entidad pública"),
    ("institución pública", "entidad pública"),
    ("papel de artesano", "calificación artesanal"),
    ("artesano calificado", "con calificación artesanal"),
    ("enmienda*", "enmendadura"),
    ("sin llenar", "en blanco"),
    ("firma de recibido", "firma en el acuse de recibo"),
    ("acuse.", "acuse de recibo"),
    ("acuse salió", "acuse de recibo"),
    ("razón", "motivo"),
    ("razones", "motivos"),
    ("solicitud de aprobación", "pedido de aprobación"),
    ("solicitudes de aprobación", "pedidos de aprobación"),
    ("negad*", "rechazado"),
    ("entrar", "ingresar"),
    ("entre con", "ingrese con"),
    ("entre como", "ingrese con"),
    ("deja entrar", "permite ingresar"),
    ("añad*", "agregar; un documento, adjuntar"),
    ("escane*", "digitalizar"),
    ("con aviso*", "con advertencia"),
    ("filas malas", "filas con error"),
    ("agendado*", "en línea"),
    ("programado*", "por llegar"),
    ("novedad*", "señales"),
    ("llamadas", "llamados"),
    ("una llamada", "un llamado"),
    ("la llamada", "el llamado"),
    ("al técnico", "a soporte técnico"),
    ("el técnico", "soporte técnico"),
    ("un técnico", "soporte técnico"),
    ("pulse", "presione"),
    ("ordenador*", "equipo"),
    ("computador*", "equipo"),
    ("funcionari*", "quien atendió"),
    ("empleado", "quien atendió"),
    ("empleada", "quien atendió"),
    ("supervisor*", "supervisión"),
    ("operador*", "operación, quien atendió"),
    ("el solicitante", "quien solicita"),
    ("del solicitante", "de quien solicita"),
    ("al solicitante", "a quien solicita"),
    ("un solicitante", "quien solicita"),
    ("el apoderado", "la persona apoderada"),
    ("su apoderado", "quien tiene su poder"),
    ("el curador", "quien ejerce la curaduría"),
    ("su curador", "quien ejerce la curaduría"),
    ("el tercero", "la persona autorizada"),
    ("un tercero", "una persona autorizada"),
    ("un apoderado", "alguien con poder"),
    ("un curador", "alguien con curaduría"),
    ("el artesano", "la persona"),
    ("del artesano", "de la persona"),
    ("del titular", "de la persona"),
    ("al titular", "a la persona"),
    ("adulto mayor", "persona adulta mayor"),
    ("adultos mayores", "personas adultas mayores"),
    ("ciudadano*", "atención ciudadana"),
    ("bienvenid*", "nothing: nobody is greeted"),
    ("sí mismo", "su propio usuario"),
    ("él mismo", "la misma persona"),
    ("usted mismo", "usted"),
    ("lo llamaron", "el turno se llamó"),
    ("se le llama", "se llama su turno"),
    ("se le atiende", "la atención está abierta"),
    ("el/la", "words without a gender"),
    ("(a)", "words without a gender"),
    ("o/a", "words without a gender"),
    ("puedes", "puede"),
    ("tienes", "tiene"),
    ("debes", "debe"),
    ("tu", "su"),
    ("tus", "sus"),
    ("clic*", "the verb of the button"),
    ("resete*", "restablecer"),
    ("loguea*", "ingresar"),
];

/// What is called so: these words of a text are not looked at.
const NAMES: [&str; 4] = ["razón social", "junta nacional de defensa del artesano", "con entrar", "y entrar."];

/// Where one of them is right: codes, names, what others wrote, and the key that is called so.
const RIGHT: [(&str, &str); 33] = [
    ("src/cli/assess.rs", "supervisor"),
    ("src/cli/window.rs", "escaner"),
    ("src/domain/procedure/employer_key/request.rs", "La solicitud tiene una firma electrónica impresa o escaneada."),
    ("src/domain/turn/state.rs", "abandoned"),
    ("src/domain/user.rs", "supervisor"),
    ("src/domain/user.rs", "operador"),
    ("src/domain/user.rs", "operadora"),
    ("src/domain/user.rs", "supervisora"),
    ("src/domain/visit/outcome.rs", "abandoned"),
    ("src/intake/agenda/mod.rs", "agencia"),
    ("src/intake/agenda/mod.rs", "agendado"),
    ("src/intake/agenda/mod.rs", "programado"),
    ("src/intake/agenda/mod.rs", "«agendado» o «cancelado», o déjela vacía"),
    ("src/intake/employers/mod.rs", "artesano calificado"),
    ("src/ops/house/founding.rs", "supervisor"),
    ("src/ops/log/field.rs", "funcionario"),
    ("src/sample/found.rs", "operador1"),
    ("src/sample/found.rs", "operadora2"),
    ("src/sample/found.rs", "supervisora"),
    ("src/sample/load.rs", "empresa pública"),
    ("src/sample/names.rs", "Empresa Pública de Movilidad"),
    ("src/ui/screens/first_start/supervisor.rs", "supervisor"),
    ("src/ui/screens/first_start/supervisor.rs", "Supervisor"),
    ("src/ui/screens/first_start/supervisor.rs", "Supervisora"),
    ("src/ui/screens/scans/look.rs", "Entrar"),
    ("src/print/documents/day_act.rs", "Firma de la supervisora"),
    ("src/print/documents/day_act.rs", "Firma del supervisor"),
    ("src/ui/screens/users/adding.rs", "Operador"),
    ("src/ui/screens/users/adding.rs", "Operadora"),
    ("src/ui/screens/users/adding.rs", "Supervisor"),
    ("src/ui/screens/users/adding.rs", "Supervisora"),
    ("src/ui/screens/visit/procedure/employer_key/employer.rs", "Tercero enviado por el apoderado"),
    ("src/ui/shortcuts.rs", "Entrar"),
];

/// What no text holds, whatever it says: pieces that do not join, and plurals that are made by rule.
const SHAPES: [&str; 5] = [" de el ", " a el ", "{}s", "(s)", "(es)"];

/// What a button says that does not begin with a verb: an answer, or where an arrow leads.
const ANSWERS: [&str; 13] = [
    "Año anterior",
    "Año siguiente",
    "Día anterior",
    "Día siguiente",
    "El acuse de recibo sí salió",
    "Entendido",
    "Mes anterior",
    "Mes siguiente",
    "No se presentó",
    "Se retiró…",
    "Siguiente",
    "Turno presencial",
    "Vuelve a la espera, en su lugar",
];

/// A text of the product and the file it stands in.
struct Text {
    file: String,
    text: String,
}

/// The product in a file: its own tests are none of it.
fn product(source: &str) -> &str {
    source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

/// Every text of the product; what says what a command does is read by its users too.
fn texts() -> Vec<Text> {
    let mut texts = Vec::new();
    for (file, source) in sources("src") {
        let source = product(&source);
        let mut all: Vec<String> = Source::read(source).strings.iter().map(|text| joined(text)).collect();
        if file == "src/cli/args.rs" {
            all.extend(source.lines().filter_map(|line| line.trim().strip_prefix("///")).map(str::to_owned));
        }
        texts.extend(all.into_iter().filter(|text| !is_sql(text)).map(|text| Text { file: file.clone(), text }));
    }
    texts.extend(letters());
    texts
}

/// What the letters say, a line each.
fn letters() -> Vec<Text> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/mail");
    let mut texts = Vec::new();
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let said = std::fs::read_to_string(&file).unwrap();
        texts.extend(said.lines().map(|line| Text { file: format!("assets/mail/{name}"), text: line.to_owned() }));
    }
    assert!(texts.len() > 20);
    texts
}

/// A text that goes on in the next line, as one.
fn joined(text: &str) -> String {
    text.split("\\\n").enumerate().map(|(at, line)| if at == 0 { line } else { line.trim_start() }).collect()
}

fn is_sql(text: &str) -> bool {
    ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE ", "PRAGMA "].iter().any(|verb| text.contains(verb))
}

/// In small letters, each `{…}` as `{}`.
fn plain(text: &str) -> String {
    let mut depth = 0;
    let mut plain = String::new();
    for c in text.to_lowercase().chars() {
        depth -= i32::from(c == '}');
        if depth <= 0 {
            plain.push(c);
        }
        depth += i32::from(c == '{');
    }
    plain
}

/// Does a plain text say this?
fn says(text: &str, stem: &str) -> bool {
    let (word, is_open) = stem.strip_suffix('*').map_or((stem, false), |word| (word, true));
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let begins = !word.starts_with(is_letter) || !text[..at].ends_with(is_letter);
        let ends = is_open || !word.ends_with(is_letter) || !text[at + word.len()..].starts_with(is_letter);
        begins && ends
    })
}

fn forbidden(text: &str) -> Vec<String> {
    let plain = NAMES.iter().fold(plain(text), |plain, name| plain.replace(name, ""));
    FORBIDDEN
        .iter()
        .filter(|(stem, _)| says(&plain, stem))
        .map(|(stem, instead)| format!("«{stem}» ({instead})"))
        .collect()
}

fn misshapen(text: &str) -> Vec<String> {
    let plain = plain(text);
    let mut why: Vec<String> =
        SHAPES.iter().filter(|shape| plain.contains(*shape)).map(|it| format!("«{it}»")).collect();
    // What is set in columns for a terminal begins with its indent; a pattern of a date has no words.
    let words = plain.trim_start();
    if words.contains("  ") && words.chars().filter(|c| c.is_alphabetic()).count() > 12 {
        why.push("two spaces".into());
    }
    if text.contains("ATENCIÓN") && text.contains(' ') {
        why.push("«ATENCIÓN» in capitals («Advertencia.»)".into());
    }
    why
}

fn complain(file: &str, text: &str, why: &[String]) -> String {
    format!("{file}: «{text}»: {}", why.join(", "))
}

#[test]
fn each_thing_has_one_word() {
    let texts = texts();
    assert!(texts.len() > 3000, "{} texts were read", texts.len());
    let is_right = |it: &Text| RIGHT.contains(&(it.file.as_str(), it.text.as_str()));
    let mut wrong: Vec<String> = texts
        .iter()
        .filter(|it| !is_right(it))
        .map(|it| (it, forbidden(&it.text)))
        .filter(|(_, why)| !why.is_empty())
        .map(|(it, why)| complain(&it.file, &it.text, &why))
        .collect();
    for (file, text) in RIGHT {
        let is_there = texts.iter().any(|it| it.file == file && it.text == text);
        if !is_there || forbidden(text).is_empty() {
            wrong.push(format!("{file}: «{text}» needs no place in the list any more"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn no_sentence_is_glued_and_no_plural_is_made_by_rule() {
    let texts = texts();
    let whys = texts.iter().map(|it| (it, misshapen(&it.text))).filter(|(_, why)| !why.is_empty());
    let wrong: Vec<String> = whys.map(|(it, why)| complain(&it.file, &it.text, &why)).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// What stands in the texts of each call, up to the end of the call.
fn handed_to(source: &str, call: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices(call) {
        let rest = &source[at + call.len()..];
        let rest = rest.strip_prefix("format!(").unwrap_or(rest).trim_start();
        if rest.starts_with('"') {
            found.extend(Source::read(rest).strings.first().map(|text| joined(text)));
        }
    }
    found
}

#[test]
fn what_was_done_is_told_in_a_whole_sentence() {
    let mut told = 0;
    for (file, source) in sources("src/ui") {
        for text in handed_to(product(&source), "cx.tell(") {
            told += 1;
            assert!(text.ends_with('.'), "{file}: «{text}» has no full stop");
        }
    }
    assert!(told > 30, "{told}");
}

#[test]
fn a_button_begins_with_a_verb() {
    let mut used = Vec::new();
    let kinds = ["Button::primary(", "Button::secondary(", "Button::quiet(", "Button::danger("];
    for (file, source) in sources("src/ui") {
        for text in kinds.iter().flat_map(|kind| handed_to(product(&source), kind)) {
            let first = text.split([' ', '…', ':']).next().unwrap_or_default();
            let is_verb =
                ["ar", "er", "ir", "arla", "arlo", "erla", "erlo"].iter().any(|ending| first.ends_with(ending))
                    || first == "Ir";
            let is_answer = ["Sí,", "Ya"].contains(&first);
            if is_verb || is_answer {
                continue;
            }
            assert!(ANSWERS.contains(&text.as_str()), "{file}: «{text}» begins with no verb");
            used.push(text);
        }
    }
    let idle: Vec<&&str> = ANSWERS.iter().filter(|answer| !used.iter().any(|text| text == **answer)).collect();
    assert!(idle.is_empty(), "need no place in the list any more: {idle:?}");
}

#[test]
fn the_words_are_found_as_they_are_written() {
    for (text, stem) in [
        ("La clave {serial} está {}.", "clave {"),
        ("Las Visitas de hoy", "visita*"),
        ("un otorgante", "otorgante*"),
        ("¿Qué razón?", "razón"),
    ] {
        assert!(says(&plain(text), stem), "{stem} is in «{text}»");
    }
    for (text, stem) in
        [("La clave de serie {}", "clave {"), ("su turno", "tu"), ("revisitar", "visita*"), ("corazón", "razón")]
    {
        assert!(!says(&plain(text), stem), "{stem} is not in «{text}»");
    }
    assert_eq!(misshapen("la cédula de el apoderado, {}s  y más palabras").len(), 3);
}

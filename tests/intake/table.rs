//! Tables of text: encodings, delimiters, headers, quotes, limits, and what is said of each thing that is wrong.

use std::io::Read;

use proptest::prelude::*;
use ventanilla::intake::table::{BadRow, Column, Encoding, Limits, Need, Table, TableError};

const COLUMNS: &[Column] = &[
    Column { name: "numero", spellings: &["cédula"], need: Need::Required },
    Column { name: "razon_social", spellings: &[], need: Need::Required },
    Column { name: "correo", spellings: &["correo electrónico"], need: Need::Optional },
];

fn open(bytes: &[u8]) -> Result<Table<&[u8]>, TableError> {
    Table::open(bytes, COLUMNS, Limits::for_rows(1000))
}

/// The rows as text, a bad one as its message.
fn rows(table: &mut Table<impl Read>) -> Result<Vec<String>, TableError> {
    let mut rows = Vec::new();
    while let Some(row) = table.next_row()? {
        rows.push(match row {
            Ok(row) => format!("{}: {} | {} | {}", row.line(), row.text(0), row.text(1), row.text(2)),
            Err(bad) => bad.to_string(),
        });
    }
    Ok(rows)
}

#[track_caller]
fn check(bytes: impl AsRef<[u8]>, expected: &[&str]) {
    assert_eq!(rows(&mut open(bytes.as_ref()).unwrap()).unwrap(), expected);
}

#[track_caller]
fn check_refused(bytes: impl AsRef<[u8]>, expected: &str) {
    let refused = open(bytes.as_ref()).and_then(|mut table| rows(&mut table));
    assert_eq!(refused.unwrap_err().to_string(), expected);
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect()
}

#[test]
fn reads_utf8_with_and_without_mark() {
    let text = "numero,razon_social,correo\n1,Peña,a@b.ec\n";
    check(text, &["2: 1 | Peña | a@b.ec"]);
    check([b"\xEF\xBB\xBF", text.as_bytes()].concat(), &["2: 1 | Peña | a@b.ec"]);
}

#[test]
fn reads_latin1_and_semicolons() {
    let bytes = latin1("Número;Razón Social;Correo electrónico\r\n1;Peña e Hijos, Cía.;\r\n");
    let mut table = open(&bytes).unwrap();
    assert_eq!(rows(&mut table).unwrap(), ["2: 1 | Peña e Hijos, Cía. | "]);
    assert_eq!((table.encoding(), table.delimiter()), (Encoding::Latin1, ';'));
    assert_eq!(table.bytes_read(), u64::try_from(bytes.len()).unwrap());
}

#[test]
fn settles_latin1_at_the_first_letter_that_shows_it_however_late() {
    let mut bytes = b"numero,razon_social\n".to_vec();
    bytes.extend(b"1,Andes\n".repeat(200));
    bytes.extend(latin1("2,Ñandú\n"));
    let mut table = open(&bytes).unwrap();
    assert_eq!(rows(&mut table).unwrap()[200], "202: 2 | Ñandú | ");
    assert_eq!(table.encoding(), Encoding::Latin1);
}

#[test]
fn reads_the_signs_that_windows_adds_to_latin1() {
    check(b"numero,razon_social\n1,\x93Sol\x94 \x80\n", &["2: 1 | “Sol” € | "]);
}

#[test]
fn never_garbles_two_encodings_in_one_file() {
    let mixed = "línea 3: mezcla dos codificaciones de texto; vuelva a exportar el archivo entero como «CSV UTF-8»";
    let mut bytes = "numero,razon_social\n1,Peña\n".as_bytes().to_vec();
    bytes.extend(latin1("2,Peña\n"));
    bytes.extend("3,Peña\n".as_bytes());
    check(&bytes, &["2: 1 | Peña | ", mixed, "4: 3 | Peña | "]);

    let mut bytes = latin1("numero,razon_social\n1,Peña\n");
    bytes.extend("2,Peña\n".as_bytes());
    check(&bytes, &["2: 1 | Peña | ", mixed]);
}

#[test]
fn finds_columns_in_any_order_by_any_of_their_titles() {
    check("CORREO\tobservaciones\tRazón  Social\tCédula\nc\tx\tr\tn\n", &["2: n | r | c"]);
    let table = open(b"numero,razon_social,observaciones,\n1,a,b,\n").unwrap();
    assert_eq!(table.ignored_columns(), ["observaciones", ""]);
}

#[test]
fn skips_blank_lines_and_keeps_counting() {
    check("\n\nnumero,razon_social\n\n1,a\n,\n  \n2,b", &["5: 1 | a | ", "8: 2 | b | "]);
}

#[test]
fn reads_quotes_with_delimiters_and_line_ends_in_them() {
    check(
        "numero,razon_social\n1,\"El \"\"Sol\"\", S.A.\"\n2,\"dos\nlíneas\"\n3,c\n",
        &["2: 1 | El \"Sol\", S.A. | ", "3: 2 | dos\nlíneas | ", "5: 3 | c | "],
    );
}

const UNCLOSED: &str = "tiene comillas sin cerrar; ciérrelas, o duplíquelas si son parte del texto";

#[test]
fn an_unclosed_quote_costs_its_own_row_only() {
    let unclosed = format!("línea 3, columna «razon_social»: {UNCLOSED}");
    check("numero,razon_social\n1,a\n2,\"b\n3,c\n4,d\n", &["2: 1 | a | ", &unclosed, "4: 3 | c | ", "5: 4 | d | "]);
}

#[test]
fn an_unclosed_quote_does_not_swallow_a_long_file() {
    let mut text = "numero,razon_social\n1,\"a\n".to_owned();
    text.push_str(&"2,b\n".repeat(500));
    let found = rows(&mut open(text.as_bytes()).unwrap()).unwrap();
    assert_eq!(found.len(), 501);
    assert_eq!(found[500], "502: 2 | b | ");
}

#[test]
fn a_quote_closed_by_a_later_rows_quote_is_still_named_where_it_was_opened() {
    let unclosed = format!("línea 2, columna «razon_social»: {UNCLOSED}");
    check("numero,razon_social\n1,\"a\n2,\"b\"\n3,c\n", &[&unclosed, "3: 2 | b | ", "4: 3 | c | "]);
}

#[test]
fn text_after_a_closing_quote_is_named() {
    check(
        "numero,razon_social\n1,\"El \"Sol\"\"\n2,b\n",
        &[
            "línea 2, columna «razon_social»: hay texto después de las comillas de cierre; duplique las comillas que son parte del texto",
            "3: 2 | b | ",
        ],
    );
}

#[test]
fn rows_with_too_few_or_too_many_fields_are_named() {
    check(
        "numero,razon_social\n1\n2,b,c\n3,c\n",
        &[
            "línea 2: tiene un número de columnas (1) distinto del de la cabecera (2); revise separadores y comillas",
            "línea 3: tiene un número de columnas (3) distinto del de la cabecera (2); revise separadores y comillas",
            "4: 3 | c | ",
        ],
    );
}

#[test]
fn blank_last_cells_may_lack_or_be_too_many() {
    check(
        "numero;razon_social;correo\n1;a\n2;b;\n3;c;;;\n;;;;\n4;d;e; ;\n5\n6;f;g;h\n",
        &[
            "2: 1 | a | ",
            "3: 2 | b | ",
            "4: 3 | c | ",
            "6: 4 | d | e",
            "línea 7: tiene un número de columnas (1) distinto del de la cabecera (3); revise separadores y comillas",
            "línea 8: tiene un número de columnas (4) distinto del de la cabecera (3); revise separadores y comillas",
        ],
    );
    // A needed column that stands last may not lack.
    check(
        "correo;numero;razon_social\n;1\n;2;b\n",
        &[
            "línea 2: tiene un número de columnas (2) distinto del de la cabecera (3); revise separadores y comillas",
            "3: 2 | b | ",
        ],
    );
}

/// A text in an encoding of one byte a letter, of which these are the letters beyond ASCII.
fn encoded(text: &str, letters: &[(char, u8)]) -> Vec<u8> {
    let byte =
        |c: char| letters.iter().find(|(letter, _)| *letter == c).map_or_else(|| u8::try_from(c).unwrap(), |it| it.1);
    text.chars().map(byte).collect()
}

const NAMES: &str = "numero;razon_social\r\n1;PEÑA ÁVILA JOSÉ\r\n2;Muñoz Benítez Raúl\r\n3;NÚÑEZ ÍÑIGO\r\n";

#[test]
fn the_encodings_of_dos_and_macintosh_are_known_by_their_whole_names() {
    let rows = ["2: 1 | PEÑA ÁVILA JOSÉ | ", "3: 2 | Muñoz Benítez Raúl | ", "4: 3 | NÚÑEZ ÍÑIGO | "];
    let dos = [('Ñ', 0xA5), ('Á', 0xB5), ('É', 0x90), ('ñ', 0xA4), ('í', 0xA1), ('ú', 0xA3), ('Ú', 0xE9), ('Í', 0xD6)];
    let macintosh =
        [('Ñ', 0x84), ('Á', 0xE7), ('É', 0x83), ('ñ', 0x96), ('í', 0x92), ('ú', 0x9C), ('Ú', 0xF2), ('Í', 0xEA)];
    for (letters, encoding) in [(dos, Encoding::Dos), (macintosh, Encoding::Macintosh)] {
        let bytes = encoded(NAMES, &letters);
        let mut table = open(&bytes).unwrap();
        assert_eq!(self::rows(&mut table).unwrap(), rows);
        assert_eq!((table.encoding(), table.encoding_in_doubt()), (encoding, false));
        assert_eq!(table.bytes_read(), bytes.len() as u64);
        // As the programs of old Macintosh machines end their lines.
        let old: Vec<u8> = bytes.into_iter().filter(|byte| *byte != b'\n').collect();
        check(&old, &rows);
    }
    check(latin1(NAMES), &rows);
}

#[test]
fn a_line_that_no_encoding_makes_whole_is_named_and_the_others_are_read() {
    let bytes =
        [&latin1("numero,razon_social\n1,Peña\n2,Pe"), b"\xB1a\n3,Mu\xA4oz\n4,Pe\xB3\xB1\xB0a\n".as_slice()].concat();
    let mixed = "mezcla dos codificaciones de texto; vuelva a exportar el archivo entero como «CSV UTF-8»";
    let unknown = "sus letras con tilde o ñ no salen enteras en ninguna codificación; vuelva a exportar el archivo como «CSV UTF-8»";
    let found = rows(&mut open(&bytes).unwrap()).unwrap();
    assert_eq!(found[0], "2: 1 | Peña | ");
    assert!(found[1] == format!("línea 3: {mixed}") || found[1] == format!("línea 3: {unknown}"), "{found:?}");
    assert_eq!(found[2], format!("línea 4: {mixed}"));
    assert_eq!(found[3], format!("línea 5: {unknown}"));
}

#[test]
fn utf16_with_its_mark_is_read() {
    for delimiter in [";", "\t"] {
        let text = NAMES.replace(';', delimiter);
        for units in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(units).collect();
            let mut table = open(&bytes).unwrap();
            let found = rows(&mut table).unwrap();
            assert_eq!(found, ["2: 1 | PEÑA ÁVILA JOSÉ | ", "3: 2 | Muñoz Benítez Raúl | ", "4: 3 | NÚÑEZ ÍÑIGO | "]);
            assert_eq!((table.encoding(), table.bytes_read()), (Encoding::Utf16, bytes.len() as u64));
        }
    }
}

#[test]
fn what_shows_nothing_is_left_out_and_blanks_and_hyphens_are_one_of_each() {
    check(
        "numero,razon_social\n1\u{200B},Pe\u{301}rez\u{200B} Ana\n2,Ana\u{AD}bel\u{A0}Paz\n3,\u{202E}Paz—Vega\n",
        &["2: 1 | Pérez Ana | ", "3: 2 | Anabel Paz | ", "4: 3 | Paz-Vega | "],
    );
}

#[test]
fn the_end_mark_is_the_end_and_a_mark_with_text_after_it_is_named() {
    let text = "numero,razon_social\n1,a\n";
    for end in ["\x1A", "\x1A\r\n", "\x1A\x1A\0\0", "2,b\x1A", "2,b\r\n\x1A\n\n"] {
        let bytes = format!("{text}{end}");
        let mut table = open(bytes.as_bytes()).unwrap();
        let found = rows(&mut table).unwrap();
        let second = end.starts_with('2').then_some("3: 2 | b | ");
        assert_eq!(found, std::iter::once("2: 1 | a | ").chain(second).collect::<Vec<_>>(), "{end:?}");
        assert_eq!(table.bytes_read(), bytes.len() as u64);
    }
    let control = "contiene caracteres de control; borre la celda y escríbala de nuevo";
    check(format!("{text}\x1A\n2,b\n"), &["2: 1 | a | ", &format!("línea 3: {control}"), "4: 2 | b | "]);
    check(format!("{text}2,b\x1Ac\n"), &["2: 1 | a | ", &format!("línea 3: {control}")]);
    check(
        format!("{text}\x1A{}3,c\n", "\n".repeat(5_000)),
        &["2: 1 | a | ", &format!("línea 3: {control}"), "5003: 3 | c | "],
    );
}

#[test]
fn a_line_that_says_the_delimiter_is_obeyed_and_titles_above_the_header_are_passed_over() {
    for first in ["sep=;", "\"sep=;\"", "SEP=;;;"] {
        check(format!("{first}\nnumero;razon_social\n1;a, b\n"), &["3: 1 | a, b | "]);
    }
    check("sep=|\nnumero|razon_social\n1|a;b\n", &["3: 1 | a;b | "]);
    check("Registro de empleadores;;\n\nAl 2 de diciembre\nnumero;razon_social\n1;a\n", &["5: 1 | a | "]);
    check_refused(
        "Registro\nnumero;correo\n1;a\n",
        "faltan columnas en la cabecera: razon_social; las columnas documentadas son: numero, razon_social, correo",
    );
}

#[test]
fn a_number_marked_as_text_is_its_text() {
    check(
        "numero;razon_social\n\"=\"\"0601234560\"\"\";a\n=\"0601234561\";b\n'0601234562;'El Sol'\n",
        &["2: 0601234560 | a | ", "3: 0601234561 | b | ", "4: 0601234562 | 'El Sol' | "],
    );
}

#[test]
fn nul_lone_cr_and_control_characters_are_named() {
    check(
        b"numero,razon_social\n1,a\x00b\n2,a\rb\n3,a\x1Bb\n4,d\r\n",
        &[
            "línea 2: contiene caracteres nulos (NUL); el archivo está dañado o no es un CSV: vuelva a exportarlo",
            "línea 3: contiene un retorno de carro (CR) suelto; quite el salto de línea que hay dentro de la celda",
            "línea 4: contiene caracteres de control; borre la celda y escríbala de nuevo",
            "5: 4 | d | ",
        ],
    );
}

#[test]
fn long_lines_and_long_fields_are_named_and_passed_over() {
    let text =
        format!("numero,razon_social\n1,{}\n2,{}\n3,{}\n4,d\n", "x".repeat(200_000), "ñ".repeat(501), "ñ".repeat(500));
    let found = rows(&mut open(text.as_bytes()).unwrap()).unwrap();
    assert_eq!(
        found[..2],
        [
            "línea 2: la línea es demasiado larga (más de 16384 bytes); revise que no falte un salto de línea",
            "línea 3, columna «razon_social»: el texto es demasiado largo (más de 500 caracteres); acórtelo",
        ]
    );
    assert_eq!(found.len(), 4);
    assert_eq!(found[3], "5: 4 | d | ");
}

#[test]
fn a_line_may_be_exactly_as_long_as_the_limit() {
    let limits = Limits { line_bytes: 20, ..Limits::for_rows(10) };
    let text = format!("numero,razon_social\n1,{}\n1,{}\n1,{}", "x".repeat(18), "x".repeat(19), "y".repeat(18));
    let mut table = Table::open(text.as_bytes(), COLUMNS, limits).unwrap();
    let found = rows(&mut table).unwrap();
    assert!(
        found[0].starts_with("2: 1 | xxx") && found[1].starts_with("línea 3: la línea") && found[2].starts_with("4: ")
    );
}

#[test]
fn too_many_rows_end_the_reading_with_an_error() {
    let mut table =
        Table::open("numero,razon_social\n1,a\n2,b\n3,c\n".as_bytes(), COLUMNS, Limits::for_rows(2)).unwrap();
    assert!(table.next_row().unwrap().is_some());
    assert!(table.next_row().unwrap().is_some());
    let error = table.next_row().map(|row| row.is_some()).unwrap_err();
    assert_eq!(error.to_string(), "el archivo tiene más de 2 filas; divídalo en varios archivos");
}

#[test]
fn files_that_cannot_be_read_at_all_say_what_to_do() {
    check_refused("", "el archivo está vacío; vuelva a exportarlo");
    check_refused("\u{FEFF}\n\n", "el archivo está vacío; vuelva a exportarlo");
    check_refused(
        "numero,razon_social\n\n",
        "el archivo solo tiene la cabecera, sin ninguna fila; vuelva a exportarlo con sus datos",
    );
    check_refused(
        "numero,correo\n1,a\n",
        "faltan columnas en la cabecera: razon_social; las columnas documentadas son: numero, razon_social, correo",
    );
    check_refused(
        "numero,razon_social,Cédula\n1,a,2\n",
        "la columna «Cédula» está repetida en la cabecera; deje una sola y quite la otra",
    );
    check_refused(
        "numero,\"razon_social\n1,a\n",
        "la cabecera tiene comillas mal cerradas; corrija la primera línea del archivo",
    );
    check_refused(
        "numero,razon\u{1}_social\n1,a\n",
        "la cabecera (línea 1) no se puede leer: contiene caracteres de control; borre la celda y escríbala de nuevo",
    );
    check_refused(
        format!("numero,razon_social{}\n1,a\n", ",x".repeat(63)),
        "la cabecera tiene 65 columnas y se admiten 64; quite las que sobran",
    );
}

#[test]
fn utf16_without_mark_and_workbooks_are_recognised() {
    let utf16 = "el archivo está en UTF-16 sin su marca o no es texto; guárdelo de nuevo como «CSV UTF-8 (delimitado por comas)»";
    let text = "numero,razon_social\n1,a\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    check_refused([b"\xFF\xFE\0\0".as_slice(), &little].concat(), utf16);
    check_refused(&little, utf16);
    check_refused(&big, utf16);
    let workbook = "el archivo es un libro de hojas de cálculo, no un CSV; ábralo y guárdelo como «CSV UTF-8 (delimitado por comas)»";
    check_refused(b"PK\x03\x04\x14\x00\x06\x00", workbook);
    check_refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", workbook);
}

/// A stick that is pulled out after some bytes.
struct PulledOut<'b>(&'b [u8]);

impl Read for PulledOut<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(std::io::Error::other("sin dispositivo")),
            read => Ok(read),
        }
    }
}

#[test]
fn a_failing_device_is_an_error_and_not_the_end() {
    let mut table = Table::open(PulledOut(b"numero,razon_social\n1,a\n2,"), COLUMNS, Limits::for_rows(9)).unwrap();
    assert!(matches!(table.next_row(), Ok(Some(Ok(_)))));
    let error = table.next_row().map(|row| row.is_some()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no se pudo leer el archivo: el sistema lo rechazó; compruebe que sigue en su sitio e inténtelo de nuevo"
    );
}

#[test]
fn progress_follows_the_rows_and_not_the_file() {
    let text = format!("numero,razon_social\n{}", "1,a\n".repeat(900));
    let mut table = open(text.as_bytes()).unwrap();
    assert_eq!(table.bytes_read(), 20);
    assert!(table.next_row().unwrap().is_some());
    assert_eq!(table.bytes_read(), 24);
}

proptest! {
    /// Whatever the csv crate writes is read back as it was written.
    #[test]
    fn reads_what_the_csv_crate_writes(
        cells in prop::collection::vec(prop::array::uniform2("[a-zñ\", ;']{0,8}"), 1..8),
        delimiter in prop::sample::select(b",;\t".as_slice()),
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(["numero", "razon_social"]).unwrap();
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let expected: Vec<[String; 2]> = cells
            .iter()
            .map(|row| row.each_ref().map(|cell| cell.trim().to_owned()))
            .filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .collect();
        let mut table = open(&bytes).unwrap();
        let mut found = Vec::new();
        loop {
            match table.next_row() {
                Ok(Some(row)) => {
                    let row = row.map_err(|bad: BadRow| TestCaseError::fail(bad.to_string()))?;
                    found.push([row.text(0).to_owned(), row.text(1).to_owned()]);
                }
                Ok(None) | Err(TableError::OnlyHeader) => break,
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            }
        }
        prop_assert_eq!(found, expected);
    }
}

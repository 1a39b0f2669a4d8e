//! The agenda: every spelling that is known, and what is said of a row that cannot be taken.

use ventanilla::domain::procedure::PROCEDURES;
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::intake::agenda::{Agenda, AgendaState, AgendaTurn};

const HEADER: &str = "codigo_turno,fecha,hora,centro,tramite,numero,nombre,estado\n";

fn read(text: &str) -> Vec<Result<AgendaTurn, String>> {
    let agenda: Agenda<&[u8]> = Agenda::open(text.as_bytes()).unwrap();
    agenda.map(|row| row.unwrap().map_err(|bad| bad.to_string())).collect()
}

/// One row under the usual header.
fn one(row: &str) -> Result<AgendaTurn, String> {
    let mut rows = read(&format!("{HEADER}{row}\n"));
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[test]
fn takes_a_turn() {
    let turn = one("T-0001,2026-11-20,10:05,1701,Clave patronal,1714307103,  María   Peña ,Agendado").unwrap();
    assert_eq!((turn.line, turn.code.as_str()), (2, "T-0001"));
    assert_eq!((turn.date.to_string(), turn.hour.to_string()), ("2026-11-20".into(), "10:05:00".into()));
    assert_eq!((turn.centre.as_str(), turn.procedure), ("1701", ProcedureId::EMPLOYER_KEY));
    assert_eq!((turn.holder_number.as_str(), turn.holder_name.as_str()), ("1714307103", "María Peña"));
    assert_eq!((turn.state, turn.warnings), (AgendaState::Scheduled, vec![]));
}

#[test]
fn takes_the_file_of_a_spreadsheet_in_latin1() {
    let text = "N\u{fa}mero de identidad;Nombres y apellidos;C\u{f3}digo;Fecha;Hora;Agencia;Tipo de tr\u{e1}mite\r\n\
        171430710-3;Jos\u{e9} \u{d1}acato;A1;20/11/2026;8h30;Quito Centro;DESBLOQUEO DE CLAVE DE AFILIADO\r\n";
    let bytes: Vec<u8> = text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    let turns: Vec<AgendaTurn> = Agenda::open(bytes.as_slice()).unwrap().map(|row| row.unwrap().unwrap()).collect();
    assert_eq!(turns.len(), 1);
    assert_eq!(turns[0].holder_name, "José Ñacato");
    assert_eq!(turns[0].holder_number.as_str(), "1714307103");
    assert_eq!(turns[0].procedure, ProcedureId::AFFILIATE_KEY_UNLOCK);
    assert_eq!(turns[0].hour.to_string(), "08:30:00");
}

#[test]
fn knows_the_procedures_by_their_spellings() {
    let spellings = [
        ("Entrega de clave de empleador de acceso al portal IESS", ProcedureId::EMPLOYER_KEY),
        ("CLAVE DE EMPLEADOR DE ACCESO AL PORTAL IESS", ProcedureId::EMPLOYER_KEY),
        ("clave patronal de acceso al portal iess", ProcedureId::EMPLOYER_KEY),
        ("Recuperacion de clave de empleador", ProcedureId::EMPLOYER_KEY_RECOVERY),
        ("RECUPERACIÓN DE CLAVE DE EMPLEADOR", ProcedureId::EMPLOYER_KEY_RECOVERY),
        ("Clave de afiliado para acceso al portal IESS", ProcedureId::AFFILIATE_KEY),
        ("DESBLOQUEO  DE CLAVE DE AFILIADO PARA ACCESO AL PORTAL IESS", ProcedureId::AFFILIATE_KEY_UNLOCK),
    ];
    for (spelling, expected) in spellings {
        let turn = one(&format!("T1,2026-11-20,10:05,1701,{spelling},1714307103,Ana Paz,")).unwrap();
        assert_eq!(turn.procedure, expected, "{spelling}");
    }
    for procedure in PROCEDURES {
        assert!(!procedure.spellings.is_empty(), "{}", procedure.id);
        for spelling in procedure.spellings.iter().chain([&procedure.name]) {
            let turn = one(&format!("T1,2026-11-20,10:05,1701,{spelling},1714307103,Ana Paz,")).unwrap();
            assert_eq!(turn.procedure, procedure.id, "{spelling}");
        }
    }
}

#[test]
fn knows_what_was_cancelled() {
    for state in ["cancelado", "CANCELADA", "Anulado"] {
        let turn = one(&format!("T1,2026-11-20,10:05,1701,Clave patronal,1714307103,Ana Paz,{state}")).unwrap();
        assert_eq!(turn.state, AgendaState::Cancelled, "{state}");
    }
}

#[test]
fn names_line_column_and_reason_of_bad_rows_and_takes_the_others() {
    let text = format!(
        "{HEADER}\
        T1,2026-11-20,10:05,1701,Clave patronal,1714307103,Ana Paz,\n\
        T2,31/11/2026,10:05,1701,Clave patronal,1714307103,Ana Paz,\n\
        T3,2026-11-20,25:05,1701,Clave patronal,1714307103,Ana Paz,\n\
        T4,2026-11-20,10:05,1701,Afiliación voluntaria,1714307103,Ana Paz,\n\
        T5,2026-11-20,10:05,1701,Clave patronal,1784307108,Ana Paz,\n\
        T6,2026-11-20,10:05,1701,Clave patronal,1714307103,,\n\
        T7,2026-11-20,10:05,1701,Clave patronal,1714307103,Ana Paz,quizás\n\
        Té8,2026-11-20,10:05,1701,Clave patronal,1714307103,Ana Paz,\n\
        t1,2026-11-20,10:15,1701,Clave patronal,1714307103,Ana Paz,\n\
        T9,2026-11-20,10:05,1701,Clave patronal,1790011674001,Ana Paz,\n\
        T5,2026-11-20,10:05,1701,Clave patronal,1714307103,Ana Paz,\n"
    );
    let rows = read(&text);
    let known: Vec<String> = PROCEDURES.iter().map(|procedure| format!("«{}»", procedure.spellings[0])).collect();
    let known = known.join(", ");
    assert!(known.starts_with("«Entrega de clave de empleador de acceso al portal IESS», «Recuperación de clave"));
    let said: Vec<&str> =
        rows.iter().map(|row| row.as_ref().map_or_else(String::as_str, |turn| turn.code.as_str())).collect();
    assert_eq!(
        said,
        [
            "T1",
            "línea 3, columna «fecha»: «31/11/2026» no es una fecha; escríbala como 2026-11-20 o 20/11/2026 (el día primero)",
            "línea 4, columna «hora»: «25:05» no es una hora; escríbala como 10:05, de 00:00 a 23:59",
            &format!(
                "línea 5, columna «tramite»: el trámite «Afiliación voluntaria» no se conoce; se conocen: {known}"
            ),
            "línea 6, columna «numero»: «1784307108»: la tercera cifra es 8 y en una cédula va del 0 al 6",
            "línea 7, columna «nombre»: está vacía y debe tener un valor",
            "línea 8, columna «estado»: «quizás» no se conoce; escriba «agendado» o «cancelado», o déjela vacía",
            "línea 9, columna «codigo_turno»: «Té8»: en el lugar 2 del código del turno hay un carácter que no es letra, cifra ni signo común",
            "línea 10, columna «codigo_turno»: el turno «T1» ya está en la línea 2; deje uno solo",
            "línea 11, columna «numero»: «1790011674001» es un número de empleador y aquí va el de una persona",
            "T5",
        ]
    );
}

#[test]
fn warns_of_a_check_digit_and_of_a_lost_zero() {
    let turn = one("T1,2026-11-20,10:05,1701,Clave patronal,1714307104,Ana Paz,").unwrap();
    assert_eq!(turn.warnings[0].column, "numero");
    assert_eq!(turn.warnings[0].reason, "el dígito verificador de «1714307104» no concuerda; confirme el número");
    let turn = one("T1,2026-11-20,10:05,1701,Clave patronal,910005917,Ana Paz,").unwrap();
    assert_eq!(
        turn.warnings[0].reason,
        "«910005917» se toma por código de extranjero y parece una cédula sin su cero inicial; si una hoja de cálculo le quitó ceros o lo abrevió, dé a la columna formato de texto"
    );
    let turn = one("T1,2026-11-20,10:05,1701,Clave patronal,EXT-8812,Ana Paz,").unwrap();
    assert_eq!((turn.holder_number.as_str(), turn.warnings.len()), ("EXT8812", 0));
}

#[test]
fn takes_moments_and_numbers_as_spreadsheets_write_them() {
    let turn =
        one("T1,2/12/2026 0:00:00,30/12/1899 9:00:00,1701,Clave patronal,\"=\"\"0601234560\"\"\",Ana Paz").unwrap();
    assert_eq!((turn.date.to_string(), turn.hour.to_string()), ("2026-12-02".into(), "09:00:00".into()));
    assert_eq!((turn.holder_number.as_str(), turn.holder_name.as_str()), ("0601234560", "Ana Paz"));
    let turn = one("T1,2/12/2026 12:00:00 a. m.,2:05 p. m.,1701,Clave patronal,1714307103,Ana Paz,,").unwrap();
    assert_eq!((turn.date.to_string(), turn.hour.to_string()), ("2026-12-02".into(), "14:05:00".into()));
    assert_eq!(
        one("T1,2/12/2026 9:30,09:00,1701,Clave patronal,1714307103,Ana Paz,").unwrap_err(),
        "línea 2, columna «fecha»: trae la hora 09:30 y la columna «hora» dice 09:00; deje una"
    );
}

#[test]
fn names_that_lost_letters_go_in_with_a_word() {
    let warned = |name: &str| {
        let turn = one(&format!("T1,2026-11-20,10:05,1701,Clave patronal,1714307103,{name},")).unwrap();
        turn.warnings.into_iter().map(|warning| (warning.column, warning.reason)).collect::<Vec<_>>()
    };
    let advice = "corrija el nombre aquí, o vuelva a exportar el archivo como «CSV UTF-8»";
    assert_eq!(
        warned("PE?A ANA"),
        [("nombre", format!("a «PE?A ANA» parece faltarle una letra, perdida al guardar el archivo; {advice}"))]
    );
    assert_eq!(warned("MuÃ±oz Ana"), [("nombre", format!("«MuÃ±oz Ana» parece haber sido «Muñoz Ana»; {advice}"))]);
    assert_eq!(warned("Mu¤oz Ana"), [("nombre", format!("«Mu¤oz Ana» tiene un signo donde va una letra; {advice}"))]);
    assert_eq!(warned("Pe\u{FFFD}a Ana").len(), 1);
    assert_eq!(warned("Muñoz Ana").len(), 0);
    let turn = one("T1,2026-11-20,10:05,1701,Clave patronal,1714307103,Sean O´Brien–Vaca\u{200B},").unwrap();
    assert_eq!((turn.holder_name.as_str(), turn.warnings.len()), ("Sean O'Brien-Vaca", 0));
}

#[test]
fn a_letter_that_two_encodings_read_otherwise_goes_in_with_a_word() {
    let bytes = [HEADER.as_bytes(), b"T1,2026-11-20,10:05,1701,Clave patronal,1714307103,K\xD6NIG ANA,\n"].concat();
    let turn = Agenda::open(bytes.as_slice()).unwrap().next().unwrap().unwrap().unwrap();
    assert_eq!(turn.holder_name, "KÖNIG ANA");
    assert!(turn.warnings[0].reason.starts_with("«KÖNIG ANA» puede tener otra letra"), "{:?}", turn.warnings);
}

#[test]
fn can_be_stopped_at_any_row() {
    let text = format!("{HEADER}{}", "T1,x,10:05,1701,Clave patronal,1714307103,Ana Paz,\n".repeat(50));
    let mut agenda = Agenda::open(text.as_bytes()).unwrap();
    assert!(agenda.next().unwrap().unwrap().is_err());
    assert!(agenda.table().bytes_read() < 200);
}

#[test]
fn an_error_of_the_file_is_the_last_item() {
    let mut agenda = Agenda::open(HEADER.as_bytes()).unwrap();
    assert!(agenda.next().unwrap().is_err());
    assert!(agenda.next().is_none());
}

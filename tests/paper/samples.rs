//! Papers of nobody, for the tests: ordinary ones and absurd ones.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use ventanilla::domain::calendar::{Moment, Zone};
use ventanilla::domain::catalogue::Here;
use ventanilla::domain::day::{
    Attended, CentreMonth, CentresMonth, Chart, CountedMonth, Figures, Measured, Month, MonthLine, Period,
    SelfServices, Slips, Spans, Unread,
};
use ventanilla::domain::hours::WeekHours;
use ventanilla::domain::id::{UserId, WindowId};
use ventanilla::domain::journal::{Digest, Head, JournalMark};
use ventanilla::domain::ledger::{Serial, VoidCause};
use ventanilla::domain::number::{Branch, EmployerNumber, PersonNumber};
use ventanilla::domain::procedure::{PROCEDURES, Procedure};
use ventanilla::domain::secret::EmployerKey;
use ventanilla::domain::visit::VisitOutcome;
use ventanilla::print::documents::{
    Attendance, Attendee, CentresTable, Charts, DayAct, Employer, HandOver, Issuance, LogEntry, LogPages, MonthTable,
    Occasion, Person, Point, PointKind, PrinterTest, ProcedureCard, Recovery, TurnConfirmation, TurnTicket,
};

/// Friday 20 November 2026, 10:05 on the mainland.
pub(super) const AT: Moment = Moment(1_795_187_100_000);

pub(super) fn occasion() -> Occasion {
    Occasion { centre: "CAU Quito Centro".to_owned(), window: 3, at: AT, zone: Zone::Mainland }
}

pub(super) fn person(name: &str, number: &str) -> Person {
    Person { name: name.to_owned(), number: PersonNumber::parse(number).unwrap() }
}

pub(super) fn employer(name: &str, number: &str) -> Employer {
    Employer {
        name: name.to_owned(),
        number: EmployerNumber::parse(number).unwrap(),
        branch: Branch::parse("0001").unwrap(),
    }
}

/// A day of three windows and two clerks, with something in every section.
pub(super) fn day() -> DayAct {
    let line = |procedure: &str, outcome, clerk, window, visits| Attended {
        procedure: procedure.to_owned(),
        outcome,
        clerk: UserId(clerk),
        window: WindowId(window),
        visits,
    };
    DayAct {
        day: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        closed_by: "Rosa Elvira Cevallos Ñauñay".to_owned(),
        gender: Some(ventanilla::domain::user::Gender::Feminine),
        occasion: Occasion { window: 1, at: Moment(AT.0 + 7 * 3_600_000), ..occasion() },
        clerks: BTreeMap::from([
            (UserId(2), "Ana Lucía Yánez".to_owned()),
            (UserId(3), "Marco Tulio Guamán Quishpe".to_owned()),
        ]),
        windows: BTreeMap::from([(WindowId(1), 1), (WindowId(2), 2), (WindowId(3), 3)]),
        figures: Figures {
            attended: vec![
                line("affiliate_key_unlock", VisitOutcome::Served, 3, 3, 21),
                line("employer_key", VisitOutcome::Served, 2, 1, 18),
                line("employer_key", VisitOutcome::Served, 3, 2, 11),
                line("employer_key", VisitOutcome::NotServed, 2, 1, 6),
                line("employer_key", VisitOutcome::Abandoned, 2, 1, 2),
            ],
            slips: Slips {
                delivered: 29,
                unsigned: 1,
                void: BTreeMap::from([(VoidCause::Jam, 2), (VoidCause::RefusedByPerson, 1)]),
                unknown: 0,
            },
            priority_turns: 7,
            overrides: BTreeMap::from([("EK-E1".to_owned(), 2), ("EK-T4".to_owned(), 5)]),
            complaints: BTreeMap::from([("employer_key".to_owned(), 1)]),
            own_answers: 1,
            own_confirmations: 0,
            parked_at_close: 1,
            after_earlier_close: 2,
            waiting: Spans::from((0..56).map(|nth| nth * 25).collect::<Vec<u32>>()),
            service: Spans::from((0..55).map(|nth| 300 + nth * 11).collect::<Vec<u32>>()),
            self_service: SelfServices::new(),
        },
        head: Head { number: 1284, hash: Digest::of(b"a day") },
    }
}

/// A month with two days that have yet to be closed.
/// A log of more visits than a page holds, the last one with all that can be said.
pub(super) fn log() -> LogPages {
    let plain = LogEntry {
        first: "20/11/2026 · 09:30 · T261120-002 · Ñaupa Quishpe María José".into(),
        rest: "Espera: 12 min · Resultado: atendida · Ventanilla: 3".into(),
    };
    let mut entries = vec![plain; 40];
    entries.push(LogEntry {
        first:
            "20/11/2026 · 12:05 · T261120-041 · Zambrano Altamirano Rosa Gabriela · Agrícola Caicedo Hermanos S.A.S."
                .into(),
        rest:
            "Trámite: Clave de empleador · Advertencias justificadas: Empleador registrado: verificado en el portal; \
               Puntualidad: la lluvia · Claves: 1701-03-1-000042 anulada: papel atascado; 1701-03-1-000043 entregada"
                .into(),
    });
    LogPages {
        centre: "CAU Quito Centro".into(),
        about: "Del 16/11/2026 al 20/11/2026 · ventanilla 3 · con claves anuladas".into(),
        count: "41".into(),
        made: "Hecha por Piedad Altamirano Proaño, 20/11/2026 17:05".into(),
        entries,
    }
}

pub(super) fn month() -> MonthTable {
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let line =
        |procedure: &str, complaints, attentions| MonthLine { procedure: procedure.to_owned(), complaints, attentions };
    MonthTable {
        centre: "CAU Quito Centro".to_owned(),
        month: Month::of(day(1)),
        lines: vec![
            line("employer_key", 4, 8330),
            line("employer_key_recovery", 0, 41),
            line("affiliate_key", 1, 612),
            line("affiliate_key_unlock", 12, 60_412),
        ],
        self_service: SelfServices::new(),
        open_days: vec![day(30), day(31)],
    }
}

/// A month of so many centres, of which one could not be counted and some have days to close.
pub(super) fn centres(count: usize) -> CentresTable {
    let listed = include_str!("../../data/centres.csv").lines().skip(1).take(count);
    let centres = listed.zip(1_u64..).map(|(line, nth)| {
        let mut cells = line.split(',').map(str::to_owned);
        let mut cell = || cells.next().unwrap_or_default();
        let line = |(procedure, at): (&Procedure, u64)| MonthLine {
            procedure: procedure.id.to_string(),
            complaints: (nth * at) % 7 / 5,
            attentions: (nth * 7_919 * at) % 9_973,
        };
        let lines = PROCEDURES.into_iter().zip(1..).map(line).collect();
        let open_days = if nth % 4 == 0 { 2 } else { 0 };
        let counted = CountedMonth { lines, open_days, ..CountedMonth::default() };
        CentreMonth {
            code: cell(),
            name: cell(),
            province: cell(),
            counted: if nth == 5 { Err(Unread::Older) } else { Ok(counted) },
        }
    });
    CentresTable {
        centre: "CAU Quito Centro".to_owned(),
        counted_at: AT,
        zone: Zone::Mainland,
        table: CentresMonth::of(Month::of(NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()), centres.collect()),
    }
}

/// A month of every working day, with every hour, outcome and a list of reasons.
pub(super) fn charts() -> Charts {
    let on = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let working = (1..=31).map(on).filter(|day| day.weekday().num_days_from_monday() < 5);
    let visits: Vec<Measured> = working
        .flat_map(|day| (0..24_u32).map(move |nth| (day, nth)))
        .map(|(day, nth)| Measured {
            day,
            began: Moment::from_local(day.and_hms_opt(8 + nth * nth % 9, nth, 0).unwrap(), Zone::Mainland),
            outcome: match nth % 7 {
                6 => VisitOutcome::Abandoned,
                5 => VisitOutcome::NotServed,
                _ => VisitOutcome::Served,
            },
            waiting_secs: Some(nth * 37 + day.day() * 11),
            service_secs: (nth % 7 < 6).then_some(240 + nth * 21),
        })
        .collect();
    let reasons = [
        ("EK-R3", 61),
        ("EK-R1", 40),
        ("EK-E4", 22),
        ("another_way", 9),
        ("systems_down", 4),
        ("EK-T4", 1),
        ("unseen:EK-I1", 17),
        ("unseen:EK-R2", 12),
    ];
    let reasons = reasons.map(|(reason, count)| (reason.to_owned(), count)).into();
    let chart = Chart::of(Period::Month(Month::of(on(1))), Zone::Mainland, &visits, reasons);
    Charts { centre: "CAU Quito Centro".to_owned(), chart }
}

/// A day on which nobody came.
pub(super) fn charts_of_nobody() -> Charts {
    let day = Period::Day(NaiveDate::from_ymd_opt(2026, 3, 1).unwrap());
    Charts { chart: Chart::of(day, Zone::Mainland, &[], Vec::new()), ..charts() }
}

/// A day on which forty clerks worked and every rule was overridden: its act has several pages.
pub(super) fn day_of_many() -> DayAct {
    let mut day = day();
    for clerk in 10..50 {
        day.clerks.insert(UserId(clerk), format!("Operador Número {clerk} de un Centro Muy Concurrido"));
        let first = day.figures.attended.first().cloned().unwrap();
        day.figures.attended.push(Attended { clerk: UserId(clerk), ..first });
    }
    day.figures.overrides = (1..40).map(|rule| (format!("EK-X{rule}"), rule)).collect();
    day
}

/// A company's key for its legal representative.
pub(super) fn issuance() -> Issuance {
    Issuance {
        serial: Serial::parse("1701-03-1-000042").unwrap(),
        employer: employer("Panadería y Pastelería La Espiga Dorada Cía. Ltda.", "1790011674001"),
        applicant: person("María Fernanda Ñacato Quishpe", "1714307103"),
        recipient: person("María Fernanda Ñacato Quishpe", "1714307103"),
        recipient_role: "representante legal".to_owned(),
        occasion: occasion(),
        journal_mark: JournalMark { number: 1284, start: [0x9f, 0x3a, 0x77, 0xb0] },
    }
}

/// A domestic-service employer's key, received by somebody else.
pub(super) fn for_another() -> Issuance {
    Issuance {
        employer: employer("Zoila Inés Güerrón Peñafiel", "1710034065000"),
        applicant: person("Zoila Inés Güerrón Peñafiel", "1710034065"),
        recipient: person("Łukasz Ōnishi Müller", "AB12345"),
        recipient_role: "tercero autorizado".to_owned(),
        ..issuance()
    }
}

/// Names longer than any paper foresees, one of them without a space.
pub(super) fn absurd() -> Issuance {
    let applicant = person(&"Bartolomé Maximiliano ".repeat(7), "1714307103");
    Issuance {
        employer: employer(&"Compañía Interprovincial de Transportes y Turismo ".repeat(5), "1790011674001"),
        applicant: applicant.clone(),
        recipient: Person { name: "Wolfeschlegelsteinhausenbergerdorff".repeat(4), ..applicant },
        recipient_role: "apoderada general con poder especial".to_owned(),
        occasion: Occasion {
            centre: "Centro de Atención Universal del Distrito Metropolitano ".repeat(3).trim().to_owned(),
            ..occasion()
        },
        ..issuance()
    }
}

/// By whom the sample keys are handed over.
pub(super) fn hand_over() -> HandOver {
    HandOver { clerk: "Ana Lucía Yánez Ñauñay".to_owned(), window: 3, printed_again: None }
}

/// The same, printed again on another day.
pub(super) fn hand_over_again() -> HandOver {
    HandOver { printed_again: Some(Moment(AT.0 + 3 * 86_400_000)), ..hand_over() }
}

/// By somebody whose name is longer than any paper foresees.
pub(super) fn absurd_hand_over() -> HandOver {
    HandOver { clerk: "Maximiliana del Consuelo ".repeat(6).trim().to_owned(), ..hand_over_again() }
}

/// A key known to the tests: `K7fR…`, the same every time.
pub(super) fn key() -> EmployerKey {
    let stream = [12, 5, 21, 15, 2, 24, 8, 19, 23, 6, 16, 25, 18];
    let mut bytes = stream.iter().copied().cycle();
    EmployerKey::from_random(&mut |slice: &mut [u8]| {
        slice.fill_with(|| bytes.next().unwrap());
        Ok::<(), ()>(())
    })
    .unwrap()
}

/// A third party who leaves without a key.
pub(super) fn attendance() -> Attendance {
    let point = |kind, sentence: &str, bring: Option<&str>| Point {
        kind,
        sentence: sentence.to_owned(),
        bring: bring.map(str::to_owned),
    };
    Attendance {
        procedure: "Clave de empleador de acceso al portal IESS".to_owned(),
        turn: Some("T-2026-004711".to_owned()),
        people: vec![
            Attendee {
                role: "Solicitante".to_owned(),
                name: "María Fernanda Ñacato Quishpe".to_owned(),
                number: "1714307103".to_owned(),
            },
            Attendee {
                role: "Tercero autorizado".to_owned(),
                name: "Łukasz Ōnishi Müller".to_owned(),
                number: "AB12345".to_owned(),
            },
        ],
        employer: Some(
            "Panadería y Pastelería La Espiga Dorada Cía. Ltda., RUC 1790011674001, sucursal 0001".to_owned(),
        ),
        occasion: occasion(),
        points: vec![
            point(
                PointKind::Warning,
                "Llegó a las 10:40 y el turno era a las 10:05: fuera de la tolerancia del centro.",
                None,
            ),
            point(
                PointKind::Missing,
                "La cédula de María Fernanda Ñacato Quishpe es una copia.",
                Some("la cédula original de María Fernanda Ñacato Quishpe"),
            ),
            point(
                PointKind::Missing,
                "La «Autorización de Retiro de Contraseña» no está firmada por el solicitante.",
                Some("la solicitud con la autorización completa y firmada por las dos personas"),
            ),
            point(
                PointKind::Refused,
                "La solicitud tiene firma electrónica y aquí solo se recibe la firmada a mano.",
                Some("la solicitud impresa del portal y firmada a mano por el solicitante"),
            ),
            point(PointKind::Unseen, "Solicitud legible", None),
            point(PointKind::Unseen, "Empleador de la solicitud", None),
            point(PointKind::InOrder, "Turno de hoy", None),
            point(PointKind::InOrder, "Horario de atención", None),
            point(PointKind::InOrder, "Solicitante en el registro (con justificación)", None),
        ],
        remark: None,
        another_day: "saque un turno nuevo: www.iess.gob.ec, Turnos para atención ciudadana".into(),
        journal_mark: Some(JournalMark { number: 1285, start: [0x01, 0xab, 0xcd, 0xef] }),
        printed_again: None,
    }
}

/// The card of a procedure, handed over at the centre.
pub(crate) fn card_of(procedure: &'static Procedure) -> ProcedureCard {
    ProcedureCard {
        name: procedure.name,
        card: &procedure.card,
        here: Here { centre: "CAU Quito Centro".to_owned(), hours: WeekHours::default() },
        printed_on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
    }
}

/// The same, printed again on another day.
pub(super) fn attendance_again() -> Attendance {
    Attendance { printed_again: hand_over_again().printed_again, ..attendance() }
}

/// So many points that no page holds them all.
pub(super) fn endless_attendance() -> Attendance {
    let mut attendance = attendance();
    attendance.points = attendance.points.iter().cloned().cycle().take(40).collect();
    attendance
}

/// A code like the vault's.
pub(super) const RECOVERY_CODE: &str = "7KQ4M-2XTRW-9HJDF-43PLA-88RMT-W5XYK";

pub(super) fn recovery() -> Recovery {
    Recovery { supervisor: "Rosa Elena Toapanta Chicaiza".to_owned(), occasion: occasion() }
}

pub(super) fn turn_confirmation() -> TurnConfirmation {
    let card = PROCEDURES[0].card.to_bring();
    TurnConfirmation {
        code: "R261123-001".to_owned(),
        procedure: PROCEDURES[0].name.to_owned(),
        holder: person("Toapanta Chicaiza Rosa Elena", "1714307103"),
        day: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        hour: NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
        bring: card.everybody.iter().map(|thing| (*thing).to_owned()).collect(),
        some_bring: card.in_words().1,
        occasion: occasion(),
        journal_mark: None,
        printed_again: None,
    }
}

pub(super) fn absurd_turn_confirmation() -> TurnConfirmation {
    let name = absurd().employer.name;
    TurnConfirmation { holder: person(&name, "1714307103"), printed_again: Some(AT), ..turn_confirmation() }
}

pub(super) fn turn_ticket() -> TurnTicket {
    let turn = turn_confirmation();
    TurnTicket {
        code: "P261123-017".to_owned(),
        procedure: turn.procedure,
        centre: turn.occasion.centre,
        arrived: AT,
        zone: Zone::Mainland,
        has_priority: true,
        bring: turn.bring,
    }
}

/// A code as long as one may be, of a procedure whose name is not much shorter than its card.
pub(super) fn absurd_turn_ticket() -> TurnTicket {
    let procedure = absurd().employer.name;
    TurnTicket { code: "W".repeat(40), centre: procedure.clone(), procedure, ..turn_ticket() }
}

pub(super) fn printer_test() -> PrinterTest {
    PrinterTest { printer: "Ventanilla 3 (ipps://192.0.2.14/ipp/print)".to_owned(), occasion: occasion() }
}

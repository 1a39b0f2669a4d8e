//! The turn and the hours: rules of every checklist that is served under a turn.

use super::person::later;
use crate::domain::calendar::{Opening, day_in_figures};
use crate::domain::procedure::{self, AtWindow, Case, Papers};
use crate::domain::rule::{Judgement, Judging};
use crate::domain::turn::PriorityWhose;
use crate::domain::visit::{
    Agreement, ConfirmationShown, OnlineTurn, Person, TurnAnswer, TurnOrigin, TurnRecord, VisitTurn,
};
use chrono::Timelike;

fn turn<P: Papers>(case: &Case<P>) -> Result<&VisitTurn, Judgement> {
    match &case.around.turn {
        Some(TurnAnswer::Turn(turn)) => Ok(turn),
        _ => Err(later("el turno")),
    }
}

/// It is a turn of today, for this centre and procedure. A turn typed from a confirmation that nobody showed is no turn.
pub fn of_today<P: Papers>(case: &Case<P>) -> Judging {
    let turn = match case.around.turn.as_ref().ok_or_else(|| Judgement::unrecorded("el turno"))? {
        TurnAnswer::NoTurn => return Ok(Judgement::missing("No tiene turno.").bring(P::RIGHT_TURN)),
        TurnAnswer::Turn(turn) => turn,
    };
    let mut faults = Vec::new();
    if turn.day != case.around.today() {
        faults.push(format!("es del {} y hoy es {}", day_in_figures(turn.day), day_in_figures(case.around.today())));
    }
    if turn.centre != case.around.centre {
        faults.push(format!("es para el centro {} y este es el {}", turn.centre, case.around.centre));
    }
    if turn.procedure != P::PROCEDURE {
        faults.push(format!("es para otro trámite: «{}»", procedure::name(turn.procedure)));
    }
    if !faults.is_empty() {
        return Ok(Judgement::missing(format!("El turno {} {}.", turn.code, faults.join("; "))).bring(P::RIGHT_TURN));
    }
    match &turn.origin {
        TurnOrigin::WalkIn(_) => Ok(Judgement::met(format!("Turno presencial {} de hoy.", turn.code))),
        TurnOrigin::Online(online) => confirmed(turn, online, case.copy.confirmation),
    }
}

fn confirmed(turn: &VisitTurn, online: &OnlineTurn, shown: Option<ConfirmationShown>) -> Judging {
    let confirmation = shown
        .ok_or_else(|| Judgement::unrecorded("si mostró la confirmación del turno en línea, en papel o en pantalla"))?;
    let hour = online.at.format("%H:%M");
    Ok(match (online.record, confirmation) {
        (TurnRecord::Agenda, ConfirmationShown::NotShown) => Judgement::warning(format!(
            "El turno {} de las {hour} está en la agenda, pero no mostró la confirmación.",
            turn.code
        )),
        (TurnRecord::Confirmation, ConfirmationShown::NotShown) => {
            Judgement::missing(format!("El turno {} no está en la agenda y no mostró la confirmación.", turn.code))
                .bring("La «Confirmación del Turno en Línea», impresa o en una pantalla.")
        }
        (TurnRecord::Confirmation, _) => Judgement::warning(format!(
            "El turno {} de las {hour} no está en la agenda: se copió de la confirmación que mostró.",
            turn.code
        )),
        (TurnRecord::Agenda, _) => Judgement::met(format!("Turno en línea {} de hoy a las {hour}.", turn.code)),
    })
}

/// Whose name it is in. Numbers decide whose turn it is; where they are of different kinds, names do.
pub fn in_whose_name<P: Papers>(case: &Case<P>) -> Judging {
    let turn = turn(case)?;
    let applicant = case.copy.papers.applicant().ok_or_else(|| later("quién solicita"))?;
    let holder = turn.holder.label();
    match turn.holder.compare(applicant).same_person() {
        Agreement::Agrees => return Ok(Judgement::met(format!("El turno está a nombre de quien solicita, {holder}."))),
        Agreement::NotComparable => {
            return Ok(Judgement::unrecorded("a nombre de quién está el turno y quién solicita"));
        }
        Agreement::Differs => {}
    }
    if matches!(turn.origin, TurnOrigin::WalkIn(_)) {
        return Ok(Judgement::missing(format!(
            "El turno presencial está a nombre de {holder}. Emita uno a nombre de quien solicita, {}.",
            applicant.label()
        )));
    }
    let presenter = case.copy.papers.at_window();
    let presenter = presenter.ok_or_else(|| Judgement::unrecorded("quién se presenta: el turno está a otro nombre"))?;
    Ok(match presenter.person() {
        Some(person) if is_of(&turn.holder, person) => Judgement::warning(format!(
            "El turno está a nombre de quien se presenta, {holder}, y no de quien solicita."
        ))
        .own(),
        _ => Judgement::missing(format!("El turno está a nombre de otra persona: {holder}.")).bring(format!(
            "Un turno a nombre de {}: se obtiene en www.iess.gob.ec, Turnos para atención ciudadana.",
            applicant.label()
        )),
    })
}

fn is_of(holder: &Person, person: &Person) -> bool {
    holder.compare(person).same_person() == Agreement::Agrees
}

/// A walk-in turn is for a priority group.
pub fn priority_group<P: Papers>(case: &Case<P>) -> Judging {
    let turn = turn(case)?;
    let priority = match &turn.origin {
        TurnOrigin::Online(_) => return Ok(Judgement::not_applicable("El turno es en línea.")),
        TurnOrigin::WalkIn(priority) => priority.ok_or_else(|| {
            Judgement::missing(
                "No consta un grupo prioritario. Regístrelo; si nadie pertenece a uno, necesita un turno en línea.",
            )
            .bring(P::RIGHT_TURN)
        })?,
    };
    let whose = match (priority.whose, case.copy.papers.at_window()) {
        (PriorityWhose::Applicant, _) | (_, Some(AtWindow::Applicant)) => "quien solicita",
        (PriorityWhose::Presenter, _) => "quien se presenta",
    };
    Ok(Judgement::met(format!("Grupo prioritario: {} ({whose}).", priority.group.spanish())))
}

/// The person came about the turn's hour. Whole minutes, both ends included.
pub fn on_time<P: Papers>(case: &Case<P>) -> Judging {
    let turn = turn(case)?;
    let TurnOrigin::Online(online) = &turn.origin else {
        return Ok(Judgement::not_applicable("El turno presencial no tiene hora."));
    };
    let arrival = case.around.arrival.ok_or_else(|| Judgement::unrecorded("la hora de llegada"))?;
    let arrived = case.around.local(arrival).naive_local();
    let minutes_late = minute_count(arrived.date(), arrived.time()).saturating_sub(minute_count(turn.day, online.at));
    let hour = online.at.format("%H:%M");
    let came = arrived.format("%H:%M");
    if arrived.date() != turn.day {
        return Ok(Judgement::warning(format!(
            "El turno era del {} a las {hour} y llegó el {} a las {came}.",
            day_in_figures(turn.day),
            day_in_figures(arrived.date())
        )));
    }
    let (early, late) = (case.around.tolerance.early_minutes, case.around.tolerance.late_minutes);
    Ok(if minutes_late > i64::from(late) {
        Judgement::warning(format!(
            "Llegó a las {came}, {minutes_late} min después de la hora del turno ({hour}); se toleran {late}."
        ))
    } else if minutes_late < i64::from(early).saturating_neg() {
        Judgement::warning(format!(
            "Llegó a las {came}, {} min antes de la hora del turno ({hour}); se toleran {early}.",
            minutes_late.saturating_neg()
        ))
    } else {
        Judgement::met(format!("Llegó a las {came}; el turno es a las {hour}."))
    })
}

fn minute_count(day: chrono::NaiveDate, time: chrono::NaiveTime) -> i64 {
    let day_minutes = day.signed_duration_since(chrono::NaiveDate::default()).num_minutes();
    day_minutes.saturating_add(i64::from(time.num_seconds_from_midnight() / 60))
}

/// The person came while the centre is open. An arrival on another day or after now is a slip of the clerk's, to be
/// corrected.
pub fn opening_hours<P: Papers>(case: &Case<P>) -> Judging {
    let arrival = case.around.arrival.ok_or_else(|| Judgement::unrecorded("la hora de llegada"))?;
    let arrived = arrival.in_figures(case.around.calendar.zone);
    if case.around.local(arrival).date_naive() != case.around.today() || arrival > case.around.now {
        return Ok(Judgement::missing(format!(
            "La llegada registrada es {arrived} y ahora es {}. Corrija la hora de llegada.",
            case.around.now.in_figures(case.around.calendar.zone)
        )));
    }
    Ok(match case.around.calendar.opening(arrival) {
        Opening::Open => Judgement::met(format!("Llegó en horario de atención: {arrived}.")),
        Opening::Weekend => Judgement::warning(format!("Llegó en fin de semana: {arrived}.")),
        Opening::Holiday => Judgement::warning(format!("Llegó en día feriado: {arrived}.")),
        Opening::OutsideHours(hours) => Judgement::warning(format!("Llegó fuera del horario de {hours}: {arrived}.")),
    })
}

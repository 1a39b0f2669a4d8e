//! `ventanilla close`: closes a day and writes its act; of a day that is closed already, the act again.

use std::path::PathBuf;

use super::Ended;
use super::args::Close;
use super::error::Error;
use super::voice::say;
use crate::domain::calendar::day_in_figures;
use crate::ops::day::{CloseDay, DayView, act, due, look};
use crate::ops::reading::Supervising;
use crate::ops::{self, House, Leaving, Session, write_file};
use crate::print::pdf;

/// Closes, and says what the day came to; or says what is in the way.
pub(super) fn run(words: &Close) -> Result<Ended, Error> {
    let (house, session) = words.door.open()?;
    let ended = close(words, &house, &session)?;
    house.close()?;
    Ok(ended)
}

fn close(words: &Close, house: &House, session: &Session) -> Result<Ended, Error> {
    // The act says who did how much: that is for whoever answers for the centre, also where nothing is closed.
    let by = Supervising::of(session.actor())
        .or_else(|_| ops::refuse("role", "Un día lo cierra supervisión: ingrese con un usuario de supervisión."))?;
    let (reader, centre) = (house.reader()?, house.centre());
    let day = match words.day {
        Some(day) => day,
        None => due(&reader, centre, house.clock().now())?,
    };
    let out = words.out.clone().unwrap_or_else(|| PathBuf::from(format!("cierre-{day}.pdf")));
    Leaving::refuse_taken(&[&out])?;
    let seen = look(&reader, by, centre, day)?;
    if !seen.hindrances.is_empty() {
        say!("El día {} no se puede cerrar todavía:", day_in_figures(day));
        seen.hindrances.iter().for_each(|hindrance| say!("  {hindrance}"));
        return Ok(Ended::No);
    }
    if seen.close.is_some() {
        say!("El día {} ya estaba cerrado: se escribe otra vez su acta.", day_in_figures(day));
    } else {
        let closed = house.perform(session, &CloseDay { day })?;
        say_closed(&look(&reader, by, centre, day)?, &closed.entry.mark().to_string());
    }
    let bytes = pdf::render(&act(house, session, day)?).map_err(ops::Error::from)?;
    write_file("escribir el acta", &out, false, |file| file.write(bytes.as_slice()))?;
    say!("El acta está en {}.", out.display());
    Ok(Ended::Done)
}

fn say_closed(seen: &DayView, mark: &str) {
    let figures = &seen.figures;
    say!(
        "Cerrado el día {}. Atenciones: {}. Claves: {} (entregadas: {}; anuladas: {}). Bitácora {mark}.",
        day_in_figures(seen.day),
        figures.attentions(),
        figures.slips.issued(),
        figures.slips.delivered,
        figures.slips.voided()
    );
    if figures.parked_at_close > 0 {
        say!("Atenciones en pausa que terminaron con el cierre, como no atendidas: {}.", figures.parked_at_close);
    }
}

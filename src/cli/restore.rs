//! `ventanilla restore BACKUP`: puts a store back where there is none, and notes what only paper knows.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::sync::Arc;

use super::Ended;
use super::args::Restore;
use super::error::Error;
use super::progress::{Work, stop_on_ctrl_c};
use super::voice::{complain, say};
use crate::domain::journal::HeadOnPaper;
use crate::domain::ledger::Serial;
use crate::ops::SystemClock;
use crate::ops::house::run::{Progress, Watch};
use crate::ops::restore::{OnPaper, Opener, RestorePlan, RestoredHouse, restore};
use crate::station::Station;

/// What somebody writes who has no paper.
const NONE: &str = "no hay";

/// Restores, and says what is missing.
pub(super) fn run(words: &Restore) -> Result<Ended, Error> {
    let station = Station::read()?;
    let paper = on_paper(words)?;
    let plan = RestorePlan {
        backup: words.backup.clone(),
        place: station.place(words.door.store.as_deref())?,
        login: words.door.user.clone(),
        window: station.window(),
        paper,
    };
    let restored = if words.recovery_code {
        let (code, new) = words.door.recovery()?;
        carry_out(&plan, &Opener::RecoveryCode { code: &code, new: &new })?
    } else {
        carry_out(&plan, &Opener::Password(&words.door.password()?))?
    };
    Ok(say_restored(&plan, &restored))
}

fn carry_out(plan: &RestorePlan, opener: &Opener<'_>) -> Result<RestoredHouse, Error> {
    let work = Work::begin("Restaurando y comprobando", 0, stop_on_ctrl_c());
    let mut progress = |at: Progress| work.show_of(at.done, at.total);
    let mut watch = Watch { progress: &mut progress, cancel: work.stop_flag() };
    let restored = restore(plan, opener, Arc::new(SystemClock), &mut watch)?;
    work.end();
    Ok(restored)
}

/// What the paper says: from the words, or asked for.
fn on_paper(words: &Restore) -> Result<OnPaper, Error> {
    let serials = match words.last_serial.as_slice() {
        [] => {
            ask("Última serie impresa, según el papel (una por ventanilla, separadas por comas; «no hay» sin papel): ")?
                .split(',')
                .map(str::to_owned)
                .collect()
        }
        given => given.to_vec(),
    };
    let head = match &words.head {
        None => ask("Última marca de la bitácora, según el papel (p. ej. 1234-9F3A77B0; «no hay» sin papel): ")?,
        Some(given) => given.clone(),
    };
    let last_serials = serials.iter().filter(|text| !is_none(text)).map(|text| {
        Serial::parse(text).map_err(|fault| Error::Words(format!("«{}» no es una serie: {fault}.", text.trim())))
    });
    let head = (!is_none(&head)).then(|| HeadOnPaper::parse(&head).map_err(|fault| Error::Words(fault.to_string())));
    Ok(OnPaper { last_serials: last_serials.collect::<Result<_, _>>()?, head: head.transpose()? })
}

fn is_none(text: &str) -> bool {
    text.trim().to_lowercase() == NONE
}

fn ask(prompt: &str) -> Result<String, Error> {
    if !io::stdin().is_terminal() {
        return Err(Error::Words(
            "Falta lo que dice el papel: la última serie (--last-serial) y la última marca de la bitácora (--head). Sin papel, escriba «no hay» en las dos.".into(),
        ));
    }
    complain!("{prompt}");
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.map_err(|_| Error::NoTerminal)?;
    Ok(answer)
}

fn say_restored(plan: &RestorePlan, house: &RestoredHouse) -> Ended {
    let restored = &house.restored;
    say!("Restaurado y comprobado en {}, hasta la entrada {}.", plan.place.folder.display(), restored.last_entry);
    if let Some(doubt) = &house.doubt {
        say!("Advertencia. El respaldo está entero y tiene algo por revisar: {doubt} Avise a soporte técnico.");
    }
    if restored.missing_entries > 0 {
        say!(
            "Entradas de la bitácora que faltan, según el papel: {}. Lo que se hizo después del respaldo está solo en \
             el papel.",
            restored.missing_entries
        );
    }
    for (first, last, count) in &restored.unknown {
        say!("Series desconocidas: {first} a {last} ({count}).");
    }
    say!("Las claves nuevas llevan la época {} en su serie.", restored.epoch);
    if let Some(code) = &house.next_code {
        say!("Código de recuperación nuevo; escríbalo y guárdelo en la caja fuerte, no se muestra otra vez:");
        say!("{}", code.reveal().as_str());
    }
    if house.missing_scans > 0 {
        say!(
            "Advertencia. Documentos digitalizados que no están en el respaldo, o están dañados: {}. Avise a \
             supervisión.",
            house.missing_scans
        );
        return Ended::No;
    }
    Ended::Done
}

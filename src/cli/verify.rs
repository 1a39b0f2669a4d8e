//! `ventanilla verify`: walks a store, read-only, beside a window at work if there is one.

use super::Ended;
use super::args::Verify;
use super::error::Error;
use super::progress::{Work, stop_on_ctrl_c};
use super::voice::say;
use crate::domain::calendar::{Moment, Zone};
use crate::domain::journal::HeadOnPaper;
use crate::ops::backup::last_backup;
use crate::ops::verify::{Depth, Verification, verify};
use crate::ops::{AnchorState, Place, Reader, open_to_read, seen_here};

/// Verifies, and says what was found.
pub(super) fn run(words: &Verify) -> Result<Ended, Error> {
    let on_paper = words.head.as_deref().map(HeadOnPaper::parse).transpose();
    let on_paper = on_paper.map_err(|fault| Error::Words(fault.to_string()))?;
    let place = words.door.place()?;
    place.require_house()?;
    let reader = open_to_read(&place, &words.door.user, &words.door.password()?)?;
    let last = crate::store::journal::head(&reader)?.number;
    let work = Work::begin("Comprobando la bitácora", u64::try_from(last).unwrap_or(0), stop_on_ctrl_c());
    let depth = if words.chain { Depth::Chain } else { Depth::Whole };
    let found = verify(&reader, depth, on_paper.as_ref(), &mut |walked| work.at(u64::try_from(walked).unwrap_or(0)));
    work.end();
    let ended = say_found(&found?, depth, on_paper.is_some());
    say_last_backup(&place, &reader)?;
    match seen_here(&place, &reader)? {
        AnchorState::Differs(how) if ended == Ended::Done => {
            say!("Advertencia. {how} La bitácora concuerda consigo misma, pero avise a supervisión antes de seguir.");
            Ok(Ended::No)
        }
        forgotten @ AnchorState::Forgotten if ended == Ended::Done => {
            say!("Advertencia. {} Avise a supervisión antes de seguir.", forgotten.doubt().unwrap_or_default());
            Ok(Ended::No)
        }
        unseen @ AnchorState::Unseen if ended == Ended::Done => {
            // A copy is verified elsewhere, too: that alone is nothing amiss.
            say!("{}", unseen.doubt().unwrap_or_default());
            Ok(ended)
        }
        _ => Ok(ended),
    }
}

/// When the store was last backed up from here.
fn say_last_backup(place: &Place, reader: &Reader) -> Result<(), Error> {
    if place.server.is_some() {
        return Ok(());
    }
    let identity = crate::store::centre::identity(reader)?;
    let zone = crate::store::centre::centres(reader)?.first().map_or(Zone::Mainland, |centre| centre.zone);
    match last_backup(place, &identity.store_id)? {
        Some(last) => {
            say!("Último respaldo: {}, en {}.", Moment(last.at_ms).in_figures(zone), last.folder.display());
        }
        None => say!("Último respaldo: ninguno que este equipo recuerde."),
    }
    Ok(())
}

fn say_found(found: &Verification, depth: Depth, paper: bool) -> Ended {
    if let Some(problem) = &found.problem {
        say!("NO CONCUERDA. {problem}");
        say!("Entradas comprobadas antes: {}.", found.entries);
        if paper {
            say!("Compare otra vez, carácter por carácter, la marca del papel con la que escribió en --head.");
        }
        say!(
            "No emita claves con este almacén. Guarde una copia tal como está y avise a supervisión y a soporte \
              técnico."
        );
        return Ended::No;
    }
    say!("Concuerda. Entradas: {}. Final: {}-{}", found.entries, found.head.number, found.head.hash);
    if depth == Depth::Whole {
        say!(
            "Firmas: {}. Libro de claves: {}. Días cerrados: {}. Detalles borrados: {}.",
            found.signatures,
            found.slips,
            found.closes,
            found.erased_details
        );
        if found.unknown_serials > 0 {
            say!("Series desconocidas, que un respaldo restaurado no traía: {}.", found.unknown_serials);
        }
        if found.recoveries > 0 {
            say!("Recuperaciones con el código: {}.", found.recoveries);
        }
    }
    if paper {
        say!("La marca del papel está en la bitácora.");
    }
    Ended::Done
}

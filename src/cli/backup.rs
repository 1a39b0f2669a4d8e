//! `ventanilla backup TARGET`: copies a store, beside a window at work if there is one, and verifies the copy.

use std::sync::Arc;

use super::Ended;
use super::args::Backup;
use super::error::Error;
use super::progress::{Work, stop_on_ctrl_c};
use super::voice::{complain, say};
use crate::ops::backup::{BackupPlan, BackupReport, MakeBackup, back_up_beside};
use crate::ops::run::{Progress, Watch};
use crate::ops::{self, House, SystemClock, new_op_id};
use crate::station::Station;
use crate::store;

/// Makes a backup, and says where it is.
pub(super) fn run(words: &Backup) -> Result<Ended, Error> {
    let (door, place) = (&words.door, words.door.place()?);
    place.require_house()?;
    let password = door.password()?;
    let work = Work::begin("Respaldando y comprobando", 0, stop_on_ctrl_c());
    let cancel = work.stop_flag().clone();
    let plan = BackupPlan { place, target: words.target.clone(), keep: words.keep, cancel };
    let mut progress = |at: Progress| work.show_of(at.done, at.total);
    let mut watch = Watch { progress: &mut progress, cancel: work.stop_flag() };
    let window = Station::read()?.window();
    let report = match House::open(&plan.place, &door.user, &password, window, Arc::new(SystemClock)) {
        Ok((house, session)) => {
            house.close_cut_runs(&session)?;
            let made = house.run(&session, new_op_id()?, &mut MakeBackup::new(plan), &mut watch)?.output;
            house.close()?;
            made
        }
        Err(ops::Error::Store(store::Error::InUse { .. })) => {
            let made = back_up_beside(plan, &door.user, &password, &mut watch)?;
            complain!(
                "El almacén está abierto en una ventana: el respaldo se hizo a su lado, sin anotarlo en la bitácora."
            );
            made
        }
        Err(error) => return Err(error.into()),
    };
    work.end();
    Ok(say_report(&report))
}

fn say_report(report: &BackupReport) -> Ended {
    say!("Respaldo hecho y comprobado: {}", report.folder.display());
    say!("Final de la bitácora: {}", report.journal);
    say!(
        "Almacén: {} bytes. Documentos digitalizados nuevos: {}. Respaldos antiguos quitados: {}.",
        report.bytes,
        report.new_scans,
        report.removed
    );
    if report.missing_scans > 0 {
        say!(
            "ATENCIÓN. {} documentos digitalizados faltan o están dañados en los archivos del almacén: el respaldo no los tiene. Avise al técnico.",
            report.missing_scans
        );
        return Ended::No;
    }
    Ended::Done
}

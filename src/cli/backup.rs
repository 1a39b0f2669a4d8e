//! `ventanilla backup TARGET`: copies a store, beside a window at work if there is one, and verifies the copy.

use std::sync::Arc;

use super::Ended;
use super::args::Backup;
use super::error::Error;
use super::progress::{Work, stop_on_ctrl_c};
use super::voice::{complain, say};
use crate::domain::approval::Matter;
use crate::ops::backup::{BackupPlan, BackupReport, MakeBackup, back_up_beside};
use crate::ops::house::run::{Progress, Watch};
use crate::ops::{self, House, Refusal, SystemClock, new_op_id};
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
    let (report, unnoted) = match House::open(&plan.place, &door.user, &password, window, Arc::new(SystemClock)) {
        Ok((house, session)) => {
            house.require_window()?;
            house.close_cut_runs(&session)?;
            let made = house.run(&session, new_op_id()?, &mut MakeBackup::new(plan.clone()), &mut watch);
            house.close()?;
            match made {
                Ok(made) => (made.output, None),
                // What is in doubt is copied before anybody accepts it.
                Err(ops::Error::Refused(refusal)) if is_doubt(&refusal) => {
                    (back_up_beside(plan, &door.user, &password, &mut watch)?, Some(refusal.sentence))
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(ops::Error::Store(store::Error::InUse { .. })) => {
            let why = "El almacén está abierto en una ventana.".to_owned();
            (back_up_beside(plan, &door.user, &password, &mut watch)?, Some(why))
        }
        Err(error) => return Err(error.into()),
    };
    work.end();
    if let Some(why) = unnoted {
        complain!("{why} El respaldo se hizo, sin anotarlo en la bitácora.");
    }
    Ok(say_report(&report))
}

/// The journal's end or the clock is in doubt: nothing can be noted until a supervisor accepts it.
fn is_doubt(refusal: &Refusal) -> bool {
    [Matter::AnchorMismatch, Matter::ClockSetBack].iter().any(|matter| matter.code() == refusal.code)
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
    if report.other_branch > 0 {
        say!(
            "Respaldos de este almacén con trabajo que el almacén no tiene, hechos antes de restaurar otro: {}. No se \
             cuentan ni se quitan; si ya no hacen falta, bórrelos usted.",
            report.other_branch
        );
    }
    if let Some(doubt) = &report.doubt {
        say!(
            "Advertencia. El respaldo es igual al almacén, que tiene algo por revisar: {doubt} Avise a soporte técnico."
        );
        return Ended::No;
    }
    if report.missing_scans > 0 {
        say!(
            "Advertencia. Documentos digitalizados que faltan o están dañados en el almacén, y que el respaldo no \
             tiene: {}. Avise a soporte técnico.",
            report.missing_scans
        );
        return Ended::No;
    }
    Ended::Done
}

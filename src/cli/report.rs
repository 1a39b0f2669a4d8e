//! `ventanilla report`: the monthly transparency table, of this centre or of all whose figures this machine reads; read-only,
//! beside a window at work if there is one.

use std::path::Path;

use super::Ended;
use super::args::Report;
use super::error::Error;
use super::progress::{Work, stop_on_ctrl_c};
use super::voice::say;
use crate::domain::calendar::{Moment, day_in_figures};
use crate::domain::day::{ByThemselves, Month, RowOf, SelfServices, Volume};
use crate::domain::procedure;
use crate::ops::house::run::{Progress, Watch};
use crate::ops::log::Format;
use crate::ops::reading::Supervising;
use crate::ops::report::{CentresTable, MonthTable, all_centres, centres_file, table_file, transparency};
use crate::ops::{self, Clock as _, Leaving, Reader, SystemClock, open_to_supervise, write_file};

/// Says the table, and writes it where that was asked for.
pub(super) fn run(words: &Report) -> Result<Ended, Error> {
    let asked = [(&words.csv, Format::Csv), (&words.xlsx, Format::Xlsx), (&words.pdf, Format::Pdf)];
    let files: Vec<&Path> = asked.iter().filter_map(|(file, _)| file.as_deref()).collect();
    Leaving::refuse_taken(&files)?;
    let place = words.door.place()?;
    place.require_house()?;
    let (reader, by) = open_to_supervise(&place, &words.door.user, &words.door.password()?)?;
    let now = SystemClock.now();
    let bytes: Box<dyn Fn(Format) -> Result<Vec<u8>, ops::Error>> = if words.all_centres {
        let table = count_all(&reader, by, (words.month, now))?;
        say_centres(&table);
        Box::new(move |format| centres_file(&reader, &table, format))
    } else {
        let table = transparency(&reader, by, words.month)?;
        say_table(&table);
        Box::new(move |format| table_file(&reader, &table, format, now))
    };
    for (file, format) in asked {
        if let Some(file) = file {
            write(file, &bytes(format)?)?;
        }
    }
    Ok(Ended::Done)
}

fn count_all(reader: &Reader, by: Supervising, of: (Month, Moment)) -> Result<CentresTable, ops::Error> {
    let work = Work::begin("Contando los centros", 0, stop_on_ctrl_c());
    let mut progress = |at: Progress| work.show_of(at.done, at.total);
    let counted = all_centres(reader, by, of, &mut Watch { progress: &mut progress, cancel: work.stop_flag() });
    work.end();
    counted
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), ops::Error> {
    write_file("escribir la tabla", file, false, |out| out.write(bytes))?;
    say!("La tabla está en {}.", file.display());
    Ok(())
}

fn say_table(table: &MonthTable) {
    say!("{}, {}", table.centre, table.month);
    say!("{:<40} {:>10} {:>12}", "Trámite", "Quejas", "Atenciones");
    for line in &table.lines {
        say!("{:<40} {:>10} {:>12}", procedure::name_of(&line.procedure), line.complaints, line.attentions);
    }
    let total = |count: fn(&crate::domain::day::MonthLine) -> u64| table.lines.iter().map(count).sum::<u64>();
    say!("{:<40} {:>10} {:>12}", "Total", total(|line| line.complaints), total(|line| line.attentions));
    if !table.self_service.is_empty() {
        say_self_service(&table.self_service);
    }
    if !table.open_days.is_empty() {
        let days: Vec<String> = table.open_days.iter().map(|day| day_in_figures(*day)).collect();
        say!("Sin cerrar todavía, y pueden cambiar: {}.", days.join(", "));
    }
}

/// Attentions and complaints, a line each centre under its province: the procedures by their places in the list.
fn say_centres(of: &CentresTable) {
    say!("{}, {}", of.centre, of.table.month());
    let places = (1..).zip(of.table.procedures()).map(|(place, it)| (format!("({place})"), it)).collect::<Vec<_>>();
    places.iter().for_each(|(place, procedure)| say!("{place} {}", procedure::name_of(procedure)));
    let line = |name: &str, cells: Vec<String>| {
        say!("{name:<40} {}", cells.into_iter().map(|cell| format!("{cell:>10}")).collect::<String>());
    };
    let rows = of.table.rows();
    for volume in Volume::ALL {
        line(volume.spanish(), places.iter().map(|(place, _)| place.clone()).chain(["Total".to_owned()]).collect());
        for row in &rows {
            let name = if row.of == RowOf::Centre { format!("- {}", row.name) } else { row.name.clone() };
            match row.unread {
                Some(why) => say!("{name}: {}", why.short()),
                None => {
                    let figures = row.figures(volume).into_iter().chain([row.total(volume)]);
                    line(&name, figures.map(|figure| figure.to_string()).collect());
                }
            }
        }
    }
    let self_service = of.table.self_service();
    if !self_service.is_empty() {
        say_self_service(&self_service);
    }
    for (centre, why) in of.table.unread() {
        say!("{}. {}", centre.name, why.spanish());
    }
    let open: Vec<String> = of.table.open_days().map(|(name, days)| format!("{name} ({days})")).collect();
    if !open.is_empty() {
        say!("Con días sin cerrar todavía, que pueden cambiar: {}.", open.join(", "));
    }
}

fn say_self_service(counts: &SelfServices) {
    let say = |name: &str, cells: [String; 5]| say!("{name:<40} {}", cells.map(|cell| format!("{cell:>12}")).join(" "));
    say!("Autoservicio, aparte de las atenciones");
    say("Trámite", ByThemselves::HEADS.map(str::to_owned));
    for (procedure, counted) in counts {
        say(procedure::name_of(procedure), counted.figures().map(|it| it.to_string()));
    }
}

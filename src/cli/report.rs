//! `ventanilla report`: the monthly transparency table, read-only, beside a window at work if there is one.

use std::path::Path;

use super::Ended;
use super::args::Report;
use super::error::Error;
use super::voice::say;
use crate::domain::calendar::day_in_figures;
use crate::domain::day::{ByThemselves, SelfServices};
use crate::domain::procedure;
use crate::ops::log::Format;
use crate::ops::report::{table_file, transparency};
use crate::ops::{self, Clock as _, Leaving, SystemClock, open_to_supervise, write_file};
use crate::print::documents::MonthTable;

/// Says the table, and writes it where that was asked for.
pub(super) fn run(words: &Report) -> Result<Ended, Error> {
    let asked = [(&words.csv, Format::Csv), (&words.xlsx, Format::Xlsx), (&words.pdf, Format::Pdf)];
    let files: Vec<&Path> = asked.iter().filter_map(|(file, _)| file.as_deref()).collect();
    Leaving::refuse_taken(&files)?;
    let place = words.door.place()?;
    place.require_house()?;
    let (reader, by) = open_to_supervise(&place, &words.door.user, &words.door.password()?)?;
    let table = transparency(&reader, by, words.month)?;
    say_table(&table);
    for (file, format) in asked {
        if let Some(file) = file {
            write(file, &table_file(&reader, &table, format, SystemClock.now())?)?;
        }
    }
    Ok(Ended::Done)
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

fn say_self_service(counts: &SelfServices) {
    let say = |name: &str, cells: [String; 5]| say!("{name:<40} {}", cells.map(|cell| format!("{cell:>12}")).join(" "));
    say!("Autoservicio, aparte de las atenciones");
    say("Trámite", ByThemselves::HEADS.map(str::to_owned));
    for (procedure, counted) in counts {
        say(procedure::name_of(procedure), counted.figures().map(|it| it.to_string()));
    }
}

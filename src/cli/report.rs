//! `ventanilla report`: the monthly transparency table, read-only, beside a window at work if there is one.

use std::io::Write as _;
use std::path::Path;

use super::Ended;
use super::args::Report;
use super::error::Error;
use super::files::write_whole;
use super::voice::say;
use crate::domain::calendar::day_in_figures;
use crate::domain::procedure;
use crate::ops::report::{csv, page, transparency};
use crate::ops::{self, open_to_read};
use crate::print::documents::MonthTable;
use crate::print::pdf;

/// Says the table, and writes it where that was asked for.
pub(super) fn run(words: &Report) -> Result<Ended, Error> {
    if let Some(there) = [&words.csv, &words.pdf].into_iter().flatten().find(|file| file.exists()) {
        let sentence =
            format!("El archivo {} ya existe. Elija otro nombre; el existente no se ha tocado.", there.display());
        return Ok(ops::refuse("exists", sentence)?);
    }
    let place = words.door.place()?;
    place.require_house()?;
    let reader = open_to_read(&place, &words.door.user, &words.door.password()?)?;
    let table = transparency(&reader, words.month)?;
    say_table(&table);
    if let Some(file) = &words.csv {
        write(file, &csv(&table)?)?;
    }
    if let Some(file) = &words.pdf {
        write(file, pdf::render(&page(&reader, &table)?).map_err(ops::Error::from)?.as_slice())?;
    }
    Ok(Ended::Done)
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), ops::Error> {
    write_whole(file, |out| out.write_all(bytes)).map_err(|source| ops::Error::File {
        doing: "escribir la tabla",
        file: file.into(),
        source,
    })?;
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
    if !table.open_days.is_empty() {
        let days: Vec<String> = table.open_days.iter().map(|day| day_in_figures(*day)).collect();
        say!("Sin cerrar todavía, y pueden cambiar: {}.", days.join(", "));
    }
}

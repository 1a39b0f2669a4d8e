//! A log as pages.

use super::export::ExportPlan;
use super::field::{Field, Told};
use crate::domain::calendar::{Moment, Zone, day_in_figures};
use crate::domain::procedure;
use crate::ops::error::Error;
use crate::ops::house::{House, Session};
use crate::ops::issuance::sheet;
use crate::ops::names::Names;
use crate::ops::settings;
use crate::print::documents::{self, LogEntry, LogPages};
use crate::print::pdf;
use crate::print::spreadsheet::Cell;
use crate::store::Reader;

/// What a visit is found by on paper, in this order, where it was chosen.
const FIRST: [Field; 5] = [Field::Day, Field::Opened, Field::Turn, Field::PersonName, Field::EmployerName];

/// A visit on paper.
pub(super) fn entry(told: &Told, fields: &[Field], names: &Names, zone: Zone) -> LogEntry {
    let said = |field: &Field| in_words(*field, told.cell(*field, names, zone));
    let first = FIRST.iter().filter(|field| fields.contains(field)).filter_map(said);
    let rest = fields.iter().filter(|field| !FIRST.contains(field));
    let rest = rest.filter_map(|field| said(field).map(|words| format!("{}: {words}", field.spanish())));
    LogEntry { first: first.collect::<Vec<_>>().join(" · "), rest: rest.collect::<Vec<_>>().join(" · ") }
}

/// A cell as one reads it; none where it is empty.
fn in_words(field: Field, cell: Cell) -> Option<String> {
    Some(match (field, cell) {
        (_, Cell::Empty) => return None,
        (_, Cell::Text(text)) => text,
        (Field::Waiting | Field::Service, Cell::Count(minutes)) => format!("{minutes} min"),
        (_, Cell::Count(count)) => count.to_string(),
        (_, Cell::Day(day)) => day_in_figures(day),
        (_, Cell::At(at)) => at.format("%H:%M").to_string(),
    })
}

/// The pages, as bytes.
pub(super) fn pdf(
    house: &House,
    reader: &Reader,
    by: &Session,
    plan: &ExportPlan,
    entries: Vec<LogEntry>,
    now: Moment,
) -> Result<Vec<u8>, Error> {
    let settings = settings::load(reader, house.centre().id)?;
    let centre = house.centre();
    let pages = LogPages {
        centre: centre.name.clone(),
        about: about(plan, &Names::read(reader)?),
        count: entries.len().to_string(),
        made: format!("Exportada por {}, {}", by.full_name(), now.in_figures(centre.zone)),
        entries,
    };
    Ok(pdf::render(&documents::log(&pages, sheet(house, &settings))?)?.as_slice().to_vec())
}

/// Which visits, in words.
fn about(plan: &ExportPlan, names: &Names) -> String {
    let filter = &plan.filter;
    let mut words = vec![match filter.first == filter.last {
        true => format!("Día {}", day_in_figures(filter.first)),
        false => format!("Del {} al {}", day_in_figures(filter.first), day_in_figures(filter.last)),
    }];
    words.extend(filter.window.map(|window| format!("ventanilla {}", names.window(window))));
    words.extend(filter.clerk.map(|clerk| names.user(clerk).to_owned()));
    words.extend(filter.procedure.as_deref().map(|id| procedure::name_of(id).to_owned()));
    words.extend(filter.state.map(|state| state.spanish().to_owned()));
    words.extend(filter.mark.map(|mark| mark.spanish().to_owned()));
    if !filter.text.trim().is_empty() {
        words.push(format!("«{}»", filter.text.trim()));
    }
    words.join(" · ")
}

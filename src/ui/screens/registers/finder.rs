//! The search of one register: as one types, by number or part of a name, with the list of what was found.

use std::fmt::Write as _;

use eframe::egui::{self, Key, Modifiers, Ui};

use crate::desk::{Desk, Live, Ticket};
use crate::domain::calendar::day_in_figures;
use crate::domain::id::{ArtisanQualificationId, EmployerId, InsuredId, NotarialPowerId, PersonId};
use crate::ops::{Changed, view};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, ROW_HEIGHT, SPACE_S, palette};
use crate::ui::widgets::{self, Column, Field, Flow, Form, Sign, Tab, Table};

/// As many hits mean that there may be more.
const MOST_HITS: usize = 30;

/// The registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    Employers,
    People,
    Insured,
    Powers,
    Qualifications,
}

impl Noun {
    /// All of them, in the order of the tabs.
    pub(super) const ALL: [Self; 5] =
        [Self::Employers, Self::People, Self::Insured, Self::Powers, Self::Qualifications];

    /// Their tabs.
    pub(super) fn tabs() -> [Tab<'static, Self>; 5] {
        Self::ALL.map(|noun| (noun, noun.name(), noun.icon()))
    }

    /// The name of the tab.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Employers => "Empleadores",
            Self::People => "Personas",
            Self::Insured => "Asegurados",
            Self::Powers => "Poderes notariales",
            Self::Qualifications => "Calificaciones artesanales",
        }
    }

    pub(super) fn icon(self) -> Icon {
        match self {
            Self::Employers => Icon::Employer,
            Self::People => Icon::People,
            Self::Insured => Icon::IdCard,
            Self::Powers => Icon::Document,
            Self::Qualifications => Icon::Verified,
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Employers => "RUC, o parte de la razón social",
            Self::People => "Cédula, o parte del nombre",
            Self::Insured => "Cédula, código de extranjero, o parte del nombre",
            Self::Powers => "Código, cédula, o parte de un nombre",
            Self::Qualifications => "Número, cédula, o parte del nombre",
        }
    }

    fn lists(self) -> &'static [Changed] {
        match self {
            Self::Employers => &[Changed::Employers],
            Self::People => &[Changed::People],
            Self::Insured => &[Changed::Insured],
            Self::Powers => &[Changed::NotarialPowers],
            Self::Qualifications => &[Changed::ArtisanQualifications],
        }
    }

    fn columns(self) -> [Column<'static>; 2] {
        match self {
            Self::Employers => [Column::exact("Número", 142.0), Column::rest("Razón social o nombre")],
            Self::People | Self::Insured => [Column::exact("Número", 124.0), Column::rest("Nombre")],
            Self::Powers => [Column::exact("Código", 176.0), Column::rest("Poderdante y apoderado")],
            Self::Qualifications => [Column::exact("Número", 150.0), Column::rest("A nombre de")],
        }
    }
}

/// A record of one of the registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordId {
    Employer(EmployerId),
    Person(PersonId),
    Insured(InsuredId),
    Power(NotarialPowerId),
    Qualification(ArtisanQualificationId),
}

impl RecordId {
    /// In which register it stands.
    pub(super) fn noun(self) -> Noun {
        match self {
            Self::Employer(_) => Noun::Employers,
            Self::Person(_) => Noun::People,
            Self::Insured(_) => Noun::Insured,
            Self::Power(_) => Noun::Powers,
            Self::Qualification(_) => Noun::Qualifications,
        }
    }
}

/// A line of the list.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) id: RecordId,
    number: String,
    name: String,
    /// A word that stands before the name: it is out of force.
    odd: Option<&'static str>,
}

/// What a search answered.
#[derive(Debug)]
struct Found {
    query: String,
    hits: Vec<Hit>,
}

/// The search of one register.
#[derive(Debug)]
pub(super) struct Finder {
    noun: Noun,
    flow: Flow,
    query: String,
    field: Option<egui::Id>,
    found: Live<Found>,
    selected: Option<usize>,
    /// Enter was pressed before the answer to what is typed was there.
    opens_first: bool,
}

const FIELD: &str = "Buscar";

impl Finder {
    /// Which register it searches.
    pub(super) fn noun(&self) -> Noun {
        self.noun
    }

    pub(super) fn of(noun: Noun) -> Self {
        Self {
            noun,
            flow: Flow::default(),
            query: String::new(),
            field: None,
            found: Live::default(),
            selected: None,
            opens_first: false,
        }
    }

    /// The keyboard goes to the search.
    pub(super) fn focus(&mut self) {
        self.flow.focus(FIELD);
    }

    /// One frame; answers the record that is to be opened.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Option<RecordId> {
        let count = self.found.get().map_or(0, |found| found.hits.len());
        // The arrows go through the list while the keyboard stays in the search.
        if self.field.is_some_and(|field| ui.memory(|memory| memory.has_focus(field))) {
            let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
            let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
            if count > 0 && (down > 0 || up > 0) {
                let at = self.selected.map_or(0, |at| at.saturating_add(down));
                self.selected = Some(at.min(count.saturating_sub(1)).saturating_sub(up));
            }
        }
        let width = ui.available_width();
        let edited = Form::show(ui, &mut self.flow, self.noun.name(), |form| {
            form.text(Field::new(FIELD).hint(self.noun.hint()).width(width), &mut self.query)
        });
        self.field = Some(edited.response.id);
        if edited.changed {
            self.found.stale();
            self.opens_first = false;
        }
        let mut opens = None;
        if self.query.trim().is_empty() {
            self.found.clear();
            self.selected = None;
        } else {
            let (noun, query) = (self.noun, self.query.clone());
            if self.found.refresh(cx.desk, noun.lists(), |desk| search(desk, noun, query)) {
                self.selected = self.found.get().filter(|found| !found.hits.is_empty()).map(|_| 0);
            }
        }
        let is_current = self.found.get().is_some_and(|found| found.query == self.query);
        if edited.submitted || (self.opens_first && is_current) {
            self.opens_first = !is_current && !self.query.trim().is_empty();
            if is_current {
                opens = self.selected_hit();
            }
        }
        self.list_ui(ui).or(opens)
    }

    fn selected_hit(&self) -> Option<RecordId> {
        self.found.get()?.hits.get(self.selected?).map(|hit| hit.id)
    }

    fn list_ui(&mut self, ui: &mut Ui) -> Option<RecordId> {
        if let Some(fault) = self.found.fault() {
            super::parts::fault_ui(ui, fault);
        }
        let Some(found) = self.found.get() else {
            if self.query.trim().is_empty() {
                widgets::empty(ui, Icon::Search, "Busque en el registro", "Escriba un número, o parte de un nombre.");
            }
            return None;
        };
        if found.hits.is_empty() {
            let words = "Revise lo que escribió, o regístrelo a mano con el botón de arriba.";
            widgets::empty(ui, self.noun.icon(), "No consta en el registro", words);
            return None;
        }
        let note_height = if found.hits.len() >= MOST_HITS { 32.0 } else { 0.0 };
        let name = |row: usize| found.hits.get(row).map(row_name).unwrap_or_default();
        let columns = self.noun.columns();
        let event = Table::new(self.noun.name())
            .name(self.noun.name())
            .columns(&columns)
            .row_name(&name)
            .max_height(ui.available_height() - ROW_HEIGHT - note_height)
            .rows(ui, found.hits.len(), &mut self.selected, |row, column, ui| {
                if let Some(hit) = found.hits.get(row) {
                    cell_ui(ui, hit, column);
                }
            });
        if found.hits.len() >= MOST_HITS {
            super::parts::small_ui(ui, "Se muestran los primeros 30: escriba algo más para acotar.");
        }
        // A click shows what is clicked, as in a mail program; the keyboard opens with Enter.
        let row = event.activated.or(event.clicked)?;
        found.hits.get(row).map(|hit| hit.id)
    }
}

fn row_name(hit: &Hit) -> String {
    let mut name = format!("{} {}", hit.number, hit.name);
    if let Some(odd) = hit.odd {
        let _ = write!(name, " ({odd})");
    }
    name
}

fn cell_ui(ui: &mut Ui, hit: &Hit, column: usize) {
    if column == 0 {
        let number = if hit.number.is_empty() { "Del exterior" } else { &hit.number };
        ui.label(egui::RichText::new(number).monospace());
        return;
    }
    if let Some(odd) = hit.odd {
        let p = palette(ui);
        ui.spacing_mut().item_spacing.x = SPACE_S;
        let (rect, _) = ui.allocate_exact_size(egui::vec2(16.0, 18.0), egui::Sense::hover());
        Sign::Refused.paint(ui.painter(), rect.center(), 16.0, p.danger);
        ui.label(egui::RichText::new(odd).small().color(p.danger));
    }
    widgets::told_whole(ui, &hit.name, &hit.name);
}

/// Asks the readers.
fn search(desk: &Desk, noun: Noun, query: String) -> Ticket<Found> {
    desk.read(move |house, reader| {
        let today = house.clock().now().day(house.centre().zone);
        let hits = match noun {
            Noun::Employers => view::find_employers(reader, &query)?
                .into_iter()
                .map(|hit| Hit { id: RecordId::Employer(hit.id), number: hit.number, name: hit.name, odd: None })
                .collect(),
            Noun::People => view::find_people(reader, &query)?
                .into_iter()
                .map(|hit| Hit {
                    id: RecordId::Person(hit.id),
                    number: hit.number.as_str().to_owned(),
                    name: hit.name,
                    odd: None,
                })
                .collect(),
            Noun::Insured => view::find_insured(reader, &query)?
                .into_iter()
                .map(|hit| Hit {
                    id: RecordId::Insured(hit.id),
                    number: hit.number.as_str().to_owned(),
                    name: hit.name,
                    odd: None,
                })
                .collect(),
            Noun::Powers => view::find_powers(reader, &query)?
                .into_iter()
                .map(|hit| Hit {
                    id: RecordId::Power(hit.id),
                    odd: out_of_force((hit.is_revoked, hit.is_set_aside), hit.valid_until, today),
                    number: hit.code,
                    name: format!("{} a {}, {}", hit.grantor.1, hit.holder.1, day_in_figures(hit.granted_on)),
                })
                .collect(),
            Noun::Qualifications => view::find_qualifications(reader, &query)?
                .into_iter()
                .map(|hit| Hit {
                    id: RecordId::Qualification(hit.id),
                    odd: out_of_force((hit.is_revoked, hit.is_set_aside), hit.expires_on, today),
                    number: hit.number,
                    name: hit.holder.1,
                })
                .collect(),
        };
        Ok(Found { query, hits })
    })
}

/// The word for a paper that does not serve any more.
pub(super) fn out_of_force(
    (is_revoked, is_set_aside): (bool, bool),
    last_day: Option<chrono::NaiveDate>,
    today: chrono::NaiveDate,
) -> Option<&'static str> {
    match last_day {
        _ if is_set_aside => Some("con error de copia"),
        _ if is_revoked => Some("con revocatoria"),
        Some(last_day) if last_day < today => Some("fuera de vigencia"),
        _ => None,
    }
}

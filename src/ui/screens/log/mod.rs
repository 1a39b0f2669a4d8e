//! The log of visits: a supervisor sees everybody's, a clerk their own. Filters above, the list below, and at its right
//! the visit that was selected: what the list knows of it, or, once it was opened with a trace, its story.

mod exporting;
mod filters;
mod list;
mod papers;
mod story;
mod words;

use chrono::NaiveDate;
use eframe::egui::{self, Align, CentralPanel, Frame, Layout, Margin, Panel, RichText, ScrollArea, Ui, vec2};

use self::exporting::ExportDialog;
use self::filters::{FIRST_DAY, Filters};
use self::list::{Lines, Shown};
use self::story::StoryPanel;
use super::accompanying::AccompanyDialog;
use super::common::Fault;
use crate::desk::Live;
use crate::domain::calendar::day_in_figures;
use crate::domain::id::VisitId;
use crate::ops::day::accounting_day;
use crate::ops::log::{self, Filter, SortBy, Sorting};
use crate::ops::{Changed, Names};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, palette};
use crate::ui::widgets::{self, Button};
use crate::ui::words::counted;

/// Everything that a line shows.
const LISTS: &[Changed] = &[Changed::Visits, Changed::Turns, Changed::Issuances, Changed::Complaints];

/// What names people and windows, and the day that counts.
const AROUND: &[Changed] = &[Changed::Users, Changed::Settings, Changed::Visits, Changed::Turns];

/// The part of the page that the visit has, and the most of it, in points.
const PANEL_PART: f32 = 0.46;
const PANEL_WIDTH: f32 = 540.0;

/// Narrower than this, in points, the list gives way to the visit.
const BESIDE: f32 = 760.0;

/// Lower than this, in points, the page scrolls, with so much for the list.
const LOW: f32 = 560.0;
const LOW_LIST: f32 = 320.0;

/// The log.
pub struct LogScreen {
    filters: Filters,
    around: Live<Around>,
    sorting: Sorting,
    /// What `found` answers.
    wanted: Option<(Filter, Sorting)>,
    found: Live<Found>,
    lines: Lines,
    selected: Option<VisitId>,
    /// The visit that is selected stands beside the list.
    is_shown: bool,
    /// The keyboard goes into the list once it is the answer to what is wanted.
    leads_down: bool,
    story: StoryPanel,
    exporting: Option<ExportDialog>,
    /// What people did by themselves.
    accompanying: Option<AccompanyDialog>,
}

/// What a search answered, and to what.
struct Found {
    wanted: (Filter, Sorting),
    visits: Vec<VisitId>,
}

/// Who is who, and the day that counts now: after a close it is the next one.
struct Around {
    names: Names,
    day: NaiveDate,
}

impl Default for LogScreen {
    fn default() -> Self {
        Self {
            filters: Filters::default(),
            around: Live::default(),
            sorting: Sorting { by: SortBy::Hour, ascending: false },
            wanted: None,
            found: Live::default(),
            lines: Lines::default(),
            selected: None,
            is_shown: false,
            leads_down: false,
            story: StoryPanel::default(),
            exporting: None,
            accompanying: None,
        }
    }
}

impl LogScreen {
    /// The keyboard goes to the search.
    pub fn focus_search(&mut self) {
        self.filters.focus_search();
    }

    /// Selects a visit, whatever the filters find.
    pub fn show(&mut self, visit: VisitId) {
        self.selected = Some(visit);
        self.is_shown = true;
    }

    /// Takes answers in; called each frame, whatever part of the counter is shown.
    pub fn poll(&mut self, cx: &mut Cx<'_>) {
        if let Some(exporting) = &mut self.exporting {
            exporting.poll(cx);
        }
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        self.around.refresh(cx.desk, AROUND, |desk| {
            desk.read(|house, reader| {
                let day = accounting_day(reader, house.centre(), house.clock().now())?;
                Ok(Around { names: Names::read(reader)?, day })
            })
        });
        let today = cx.now().day(cx.zone());
        let counting = self.around.get().map_or(today, |around| around.day.max(today));
        let about = match cx.is_supervisor() {
            true => "Abrir una atención, o exportarlas, queda anotado.",
            false => "Las que usted atendió. Abrir una queda anotado.",
        };
        self.search(cx, self.filters.filter(today, counting));
        self.lines.poll();
        let faults = [self.around.fault(), self.found.fault()].into_iter().flatten().map(ToString::to_string);
        for fault in faults.chain(self.lines.fault().map(str::to_owned)) {
            Fault::new(fault).ui(ui);
        }
        let is_low = ui.available_height() < LOW;
        let is_beside = ui.available_width() >= BESIDE && !is_low;
        let visit = self.selected.filter(|_| self.is_shown);
        if visit.is_none() && is_low {
            // Where there is hardly any height, the list stands below the filters, and both scroll.
            ScrollArea::vertical().id_salt("log").auto_shrink([false, false]).show(ui, |ui| {
                self.filters_ui(ui, cx, about, today);
                let has_keyboard = list::has_focus(ui);
                let list = ui.allocate_ui(vec2(ui.available_width(), LOW_LIST), |ui| self.list_ui(ui, cx, false));
                if !has_keyboard && list::has_focus(ui) {
                    list.response.scroll_to_me(Some(Align::Max));
                }
            });
        } else if is_beside || visit.is_none() {
            self.filters_ui(ui, cx, about, today);
        }
        match visit {
            Some(visit) if is_beside => {
                let width = (ui.available_width() * PANEL_PART).min(PANEL_WIDTH);
                let frame = Frame::new().inner_margin(Margin { left: 16, ..Margin::ZERO });
                Panel::right("visit of the log").exact_size(width).resizable(false).frame(frame).show(ui, |ui| {
                    self.visit_ui(ui, cx, visit);
                });
                let frame = Frame::new().inner_margin(Margin { right: 12, ..Margin::ZERO });
                CentralPanel::no_frame().frame(frame).show(ui, |ui| self.list_ui(ui, cx, true));
            }
            Some(visit) => self.visit_ui(ui, cx, visit),
            None if is_low => {}
            None => self.list_ui(ui, cx, is_beside),
        }
        let ctx = ui.ctx().clone();
        self.story.dialogs_ui(&ctx, cx);
        if let Some(exporting) = &mut self.exporting
            && !exporting.ui(&ctx, cx)
        {
            self.exporting = None;
        }
        if let Some(accompanying) = &mut self.accompanying
            && !accompanying.ui(&ctx, cx)
        {
            self.accompanying = None;
        }
    }

    fn filters_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, about: &str, today: NaiveDate) {
        let Some(around) = self.around.get() else { return };
        let mut accompanies = false;
        self.filters.ui(ui, &around.names, today, cx.is_supervisor(), |ui| {
            ui.horizontal(|ui| {
                widgets::panel_title(ui, "Bitácora", "");
                accompanies = Button::quiet("Ver el autoservicio…").icon(Icon::Person).show(ui).clicked();
            });
            ui.label(RichText::new(about).color(palette(ui).text_muted));
        });
        if accompanies {
            // Of several days the last one, as far as it has come.
            let last = self.wanted.as_ref().map_or(around.day, |(filter, _)| filter.last.min(around.day));
            self.accompanying = Some(AccompanyDialog::of(last));
        }
    }

    /// Searches again where something else is wanted. Until the answer is there, the one before stays.
    fn search(&mut self, cx: &Cx<'_>, filter: Option<Filter>) {
        let Some(filter) = filter else { return };
        let wanted = (filter, self.sorting);
        if self.wanted.as_ref() != Some(&wanted) {
            self.wanted = Some(wanted.clone());
            self.found.stale();
        }
        self.found.refresh(cx.desk, LISTS, |desk| {
            let (filter, sorting) = wanted;
            desk.read_as(move |_, reader, session| {
                let visits = log::visits(reader, session.actor(), &filter, sorting)?;
                Ok(Found { wanted: (filter, sorting), visits })
            })
        });
    }

    /// `is_beside` when the visit that is selected stands beside it; otherwise it takes the page, once it is asked for.
    fn list_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, is_beside: bool) {
        let (Some(found), Some(around)) = (self.found.get(), self.around.get()) else {
            ui.label("Buscando…");
            return;
        };
        // A wide range takes a moment: what stands meanwhile is the answer to what was asked before.
        let is_current = self.wanted.as_ref() == Some(&found.wanted);
        let (first, last) = (found.wanted.0.first, found.wanted.0.last);
        let (mut clears, mut exports, mut widens) = (false, false, false);
        ui.horizontal(|ui| {
            let muted = palette(ui).text_muted;
            let days = match () {
                () if first == FIRST_DAY => "todas las fechas".to_owned(),
                () if first == last => day_in_figures(first),
                () => format!("{} a {}", day_in_figures(first), day_in_figures(last)),
            };
            let counted = counted(found.visits.len(), "atención", "atenciones");
            ui.label(RichText::new(format!("{counted} · {days}")).color(muted));
            if !is_current {
                ui.add(egui::Spinner::new().size(16.0));
                ui.label(RichText::new("Buscando…").color(muted));
            }
            if self.filters.is_narrowed() {
                clears = Button::quiet("Quitar los filtros").icon(Icon::Close).show(ui).clicked();
            }
            if cx.is_supervisor() {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let button = Button::secondary("Exportar…").icon(Icon::Download);
                    let (has_some, why) = match is_current {
                        true => (!found.visits.is_empty(), "No hay atenciones con estos filtros."),
                        false => (false, "Espere a que termine la búsqueda."),
                    };
                    let button = button.enabled(has_some).why(why);
                    exports = button.show(ui).clicked();
                });
            }
        });
        if found.visits.is_empty() && is_current {
            self.leads_down = false;
            let (title, words) = match self.filters.is_narrowed() {
                true => ("Ninguna atención con estos filtros", "Quite un filtro, o elija otros días."),
                false => ("Ninguna atención en estos días", "Elija otros días arriba."),
            };
            widgets::empty(ui, Icon::History, title, words);
            if self.filters.is_narrowed() && self.filters.can_widen() {
                ui.vertical_centered(|ui| {
                    widens = Button::secondary("Buscar en todas las fechas").icon(Icon::Calendar).show(ui).clicked();
                });
            }
        } else {
            let shown = Shown {
                desk: cx.desk,
                visits: &found.visits,
                sorting: self.sorting,
                revision: cx.desk.revision(LISTS),
                names: &around.names,
                zone: cx.zone(),
                days: (first, last),
            };
            self.leads_down |= self.filters.leads_down(ui);
            if self.leads_down && is_current {
                self.leads_down = false;
                self.selected = self.selected.filter(|visit| found.visits.contains(visit));
                self.selected = self.selected.or_else(|| found.visits.first().copied());
                self.is_shown = is_beside;
                list::take_focus(ui);
            }
            let before = self.selected;
            let event = list::ui(ui, &shown, &mut self.lines, &mut self.selected);
            self.is_shown |= is_beside && self.selected != before || event.clicked || event.opened.is_some();
            if let Some(sorting) = event.sorting {
                self.sorting = sorting;
            }
            if let Some(visit) = event.opened {
                self.story.open(cx, visit);
            }
        }
        if exports && let Some((filter, sorting)) = &self.wanted {
            self.exporting = Some(ExportDialog::of(filter.clone(), *sorting, found.visits.len()));
        }
        if clears {
            self.filters.clear();
        }
        if widens {
            self.filters.widen();
        }
    }

    fn visit_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, visit: VisitId) {
        // In a narrow window the list, which asks for lines, is not shown beside it.
        self.lines.want(cx.desk, (&[], 0), Some(visit), cx.desk.revision(LISTS));
        let names = self.around.get().map(|around| &around.names);
        if self.story.ui(ui, cx, visit, self.lines.get(visit).zip(names)) {
            // The list goes on where it was.
            self.is_shown = false;
            list::take_focus(ui);
        }
    }
}

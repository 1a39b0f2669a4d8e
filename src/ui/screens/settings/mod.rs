//! The settings of this window, for whoever works at it, and of the centre, for a supervisor: a list of topics at the
//! left, the chosen one at the right. What somebody may not change is not shown to them.

mod backup;
mod booking;
mod centre;
mod folder;
mod holidays;
mod hours;
mod kept;
mod look;
mod mail;
mod number;
mod password;
mod retention;
mod sound;
mod ticket_paper;
mod topic;
mod windows;

use eframe::egui::{CentralPanel, Frame, Margin, Panel, RichText, ScrollArea, TextStyle, Ui};

use self::backup::BackupSettings;
use self::booking::BookingSettings;
use self::centre::CentreSettings;
pub(super) use self::folder::ScanFolder;
use self::holidays::Holidays;
use self::hours::OpeningHours;
use self::mail::MailTopic;
use self::password::ChangePassword;
use self::retention::RetentionTopic;
use self::sound::SoundSettings;
use self::ticket_paper::TicketPaper;
use self::topic::{Reach, Topic};
use self::windows::Windows;
use super::common::{PrinterSetup, turned};
use crate::domain::user::Role;
use crate::ui::cx::Cx;
use crate::ui::theme::{self, Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// The settings.
#[derive(Default)]
pub struct SettingsScreen {
    at: Topic,
    topics: Flow,
    look: Flow,
    printer: PrinterSetup,
    ticket_paper: TicketPaper,
    scans: ScanFolder,
    backups: BackupSettings,
    /// Made when it is looked at first: what plays it is looked for on the disk.
    sound: Option<SoundSettings>,
    centre: CentreSettings,
    hours: OpeningHours,
    booking: BookingSettings,
    holidays: Holidays,
    windows: Windows,
    mail: MailTopic,
    retention: RetentionTopic,
    changing: Option<ChangePassword>,
}

/// The width of the list, in points.
const LIST_WIDTH: f32 = 228.0;

/// Below this width the list gives way to a field in which the topic is chosen.
const WITH_LIST: f32 = 760.0;

/// The height of a topic in the list.
const ITEM_HEIGHT: f32 = 38.0;

/// A page is no wider than is good to read.
const PAGE_WIDTH: f32 = 840.0;

impl SettingsScreen {
    /// Is the page of the backups what is shown?
    pub(in crate::ui) fn shows_backups(&self, cx: &Cx<'_>) -> bool {
        self.at == Topic::Backups && cx.is_supervisor()
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let role = if cx.is_supervisor() { Role::Supervisor } else { Role::Clerk };
        let is_on_server = cx.house().is_some_and(|house| house.is_on_server());
        let at_arrivals = cx.is_at_arrivals();
        let is_here = |topic: &Topic| match at_arrivals {
            true => topic.is_at_arrivals(),
            // A server's own people back it up; and nobody else's window is there without one.
            false => topic.is_for(role) && *topic != if is_on_server { Topic::Backups } else { Topic::Sound },
        };
        let topics: Vec<Topic> = Topic::ALL.into_iter().filter(is_here).collect();
        if !topics.contains(&self.at) {
            self.at = Topic::default();
        }
        // What had the keyboard belongs to the topic of before, or leads to it.
        let is_turned = turned(ui, &topics, self.at).map(|topic| self.at = topic).is_some();
        let about = match role {
            _ if at_arrivals => "Este equipo. Lo demás se cambia en una ventanilla.",
            Role::Supervisor => "Esta ventanilla y todo el centro. Ctrl RePág y Ctrl AvPág pasan de un tema a otro.",
            Role::Clerk => "Esta ventanilla. Lo que vale para todo el centro lo cambia supervisión.",
        };
        let has_list = ui.available_width() >= WITH_LIST;
        // In a narrow window, which is a low one too, nothing is said twice.
        widgets::panel_title(ui, "Configuración", if has_list { about } else { "" });
        ui.add_space(if has_list { SPACE_M } else { SPACE_S });
        if has_list {
            // The ring of the focus stands outside of what has it.
            let frame = Frame::new().inner_margin(Margin { left: 4, right: 12, top: 4, ..Margin::ZERO });
            Panel::left("topics").exact_size(LIST_WIDTH).resizable(false).show_separator_line(false).frame(frame).show(
                ui,
                |ui| {
                    let area = ScrollArea::vertical().id_salt("topics");
                    area.show(ui, |ui| self.list_ui(ui, &topics, is_turned))
                },
            );
        } else {
            let options: Vec<(Topic, &str)> = topics.iter().map(|topic| (*topic, topic.name())).collect();
            let mut at = Some(self.at);
            if is_turned {
                self.topics.focus("Apartado");
            }
            Form::show(ui, &mut self.topics, "topics", |form| form.select(Field::new("Apartado"), &options, &mut at));
            self.at = at.unwrap_or_default();
        }
        CentralPanel::no_frame().frame(Frame::new()).show(ui, |ui| {
            ScrollArea::vertical().id_salt(self.at.name()).auto_shrink([false, false]).show(ui, |ui| {
                // Room for the ring of the focus at the edges.
                Frame::new().inner_margin(4).show(ui, |ui| {
                    ui.set_max_width(ui.available_width().min(PAGE_WIDTH));
                    widgets::card(ui, |ui| match has_list {
                        true => widgets::section(ui, self.at.name(), |ui| self.page_ui(ui, cx)),
                        false => self.page_ui(ui, cx),
                    });
                });
            });
        });
        if let Some(changing) = &mut self.changing
            && !changing.ui(ui.ctx(), cx)
        {
            self.changing = None;
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, topics: &[Topic], is_turned: bool) {
        let muted = theme::palette(ui).text_muted;
        for reach in Reach::ALL {
            let mut of_it = topics.iter().filter(|topic| topic.reach() == reach).peekable();
            if of_it.peek().is_none() {
                continue;
            }
            ui.label(RichText::new(reach.name()).text_style(TextStyle::Small).color(muted));
            for topic in of_it {
                let is_shown = *topic == self.at;
                let item = widgets::rail_item(ui, ITEM_HEIGHT, topic.icon(), topic.name(), "", is_shown);
                if item.clicked() {
                    self.at = *topic;
                    item.request_focus();
                }
                if is_turned && is_shown {
                    item.request_focus();
                }
            }
            ui.add_space(SPACE_S);
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        ui.label(RichText::new(self.at.about()).color(theme::palette(ui).text_muted));
        ui.add_space(SPACE_M);
        self.topic_ui(ui, cx);
    }

    /// The page of the topic.
    fn topic_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        match self.at {
            Topic::Printer => {
                // Whom the centre trusts is said at a window.
                let may_trust = cx.is_supervisor() && !cx.is_at_arrivals();
                self.printer.ui(ui, cx, may_trust);
                self.ticket_paper.ui(ui, cx);
            }
            Topic::Scanner => self.scans.ui(ui, cx),
            Topic::Backups => self.backups.ui(ui, cx),
            Topic::Sound => self.sound.get_or_insert_default().ui(ui, cx),
            Topic::Look => look::ui(ui, cx, &mut self.look),
            Topic::Password => {
                if Button::secondary("Cambiar mi contraseña…").icon(Icon::Key).show(ui).clicked() {
                    self.changing = Some(ChangePassword::default());
                }
            }
            Topic::Rules => self.centre.ui(ui, cx),
            Topic::Hours => self.hours.ui(ui, cx),
            Topic::Booking => self.booking.ui(ui, cx),
            Topic::Holidays => self.holidays.ui(ui, cx),
            Topic::Windows => self.windows.ui(ui, cx),
            Topic::Mail => self.mail.ui(ui, cx),
            Topic::Retention => self.retention.ui(ui, cx),
        }
    }
}

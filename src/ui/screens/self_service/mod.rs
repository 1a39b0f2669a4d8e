//! The screen turned to whoever came: what they do by themselves, in large type and by touch, and nothing of the window's.
//!
//! It takes the place of the locked window: it is given back for the password of whoever works there. Whoever does nothing for
//! a while is forgotten, with everything they typed.

mod ask;
mod booking;
mod choose;
mod code;
mod end;
mod link;
mod number;
mod page;
mod procedure;
mod start;

use std::time::Duration;

use eframe::egui::{self, Align, CentralPanel, Frame, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use self::page::{Next, Page};
use self::start::StartPage;
use super::lock::LockScreen;
use super::turns::read::without_kind;
use super::visit::ReadDocument;
use crate::desk::LoggedIn;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::self_service::{FORGETS_AFTER_SECS, WAITS_FOR_A_LETTER_SECS};
use crate::ops::self_service::LeaveFlow;
use crate::ui::cx::Cx;
use crate::ui::theme::{self, Icon, SPACE_L, SPACE_M};
use crate::ui::wedge::Reading;
use crate::ui::widgets::{self, Button, Keypad, Sign};

/// How much larger everything is drawn: a control is then as large as a finger needs.
const LARGER: f32 = 1.25;

/// So many seconds before somebody is forgotten they are asked whether they are there.
const ASKS_BEFORE_SECS: f64 = 20.0;

/// Lines longer than this, in points, are hard to follow.
const PAGE_WIDTH: f32 = 760.0;

/// The turned screen.
pub struct TurnedScreen {
    page: Box<dyn Page>,
    keypad: Keypad,
    /// The way back, while its password is asked for.
    way_back: Option<LockScreen>,
    /// How large everything was drawn before.
    scale: Option<f32>,
    last_input_at: f64,
}

impl TurnedScreen {
    /// From its beginning, or with a procedure that somebody came for.
    #[must_use]
    pub fn new(begins_with: Option<ProcedureId>) -> Self {
        let page = begins_with.and_then(procedure::page_of).unwrap_or_else(|| Box::new(StartPage::default()));
        Self { page, keypad: Keypad::default(), way_back: None, scale: None, last_input_at: 0.0 }
    }

    /// Somebody tries to close the window: that is for whoever works here.
    pub fn ask_way_back(&mut self, me: &LoggedIn) {
        if self.way_back.is_none() {
            self.way_back = Some(LockScreen::behind_the_turned_screen(me));
        }
    }

    /// One frame; answers whoever took the window back.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, me: &LoggedIn, read: Option<Reading>) -> Option<LoggedIn> {
        self.draw_larger(ui.ctx());
        self.watch_idle(ui, cx);
        if let Some(way_back) = &mut self.way_back {
            let back = way_back.ui(ui, cx);
            if back.is_some() {
                self.leave_flow(cx);
                self.forget(ui.ctx());
                self.draw_as_before(ui.ctx());
                return back;
            }
            if way_back.gave_up() {
                self.way_back = None;
                self.last_input_at = ui.input(|input| input.time);
            }
            return None;
        }
        match read {
            // A reader may say the kind of code before it.
            Some(Reading::Code(code)) => self.page.take_reading(cx, without_kind(&code).unwrap_or(&code)),
            Some(Reading::Zone(zone)) => {
                let day = cx.now().day(cx.zone());
                if let Some(number) = ReadDocument::of(&zone, day).ok().as_ref().and_then(ReadDocument::number) {
                    self.page.take_reading(cx, number);
                }
            }
            None => {}
        }
        self.head_ui(ui, cx);
        self.foot_ui(ui, me);
        let margin = Margin::symmetric(SPACE_L as i8, SPACE_M as i8);
        let next = CentralPanel::no_frame().frame(Frame::new().inner_margin(margin)).show(ui, |ui| {
            ScrollArea::vertical()
                .auto_shrink([false, false])
                .show(ui, |ui| {
                    let side = ((ui.available_width() - PAGE_WIDTH) / 2.0).max(0.0);
                    ui.horizontal_top(|ui| {
                        ui.add_space(side);
                        ui.vertical(|ui| {
                            ui.set_width(ui.available_width().min(PAGE_WIDTH));
                            self.still_there_ui(ui);
                            self.page.ui(ui, cx)
                        })
                        .inner
                    })
                    .inner
                })
                .inner
        });
        match next.inner {
            Next::Stay => {}
            Next::To(page) => {
                self.page = page;
                self.forget_typed(ui.ctx());
            }
            Next::Over => {
                self.leave_flow(cx);
                self.forget(ui.ctx());
            }
        }
        None
    }

    fn head_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let p = theme::palette(ui);
        let frame = Frame::new().fill(p.surface).inner_margin(Margin::symmetric(SPACE_L as i8, 8));
        let mut is_over = false;
        Panel::top("turned screen's head").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(Icon::Key.text(26.0).color(p.accent));
                ui.label(RichText::new("Autoservicio").text_style(theme::large_style()));
                if let Some(house) = cx.house() {
                    ui.label(RichText::new(house.centre().name.as_str()).color(p.text_muted));
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if !self.page.is_start() {
                        let over = Button::secondary("Salir y borrar lo escrito").icon(Icon::Close);
                        is_over = over.enabled(!self.page.is_busy()).show(ui).clicked();
                    }
                });
            });
        });
        if is_over {
            self.leave_flow(cx);
            self.forget(ui.ctx());
        }
    }

    fn foot_ui(&mut self, ui: &mut Ui, me: &LoggedIn) {
        let p = theme::palette(ui);
        let frame = Frame::new().fill(p.surface_sunken).inner_margin(Margin::symmetric(SPACE_L as i8, 8));
        let keys = self.page.keys();
        // A panel keeps its height under its name.
        let height = keys.map_or(0, |keys| self.keypad.rows(keys));
        Panel::bottom(format!("turned screen's foot of {height}")).resizable(false).frame(frame).show(ui, |ui| {
            if let Some(keys) = keys {
                self.keypad.ui(ui, keys);
                return;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let back = Button::quiet("Volver a la ventanilla").icon(Icon::Lock).show(ui);
                if back.on_hover_text("Para quien trabaja aquí: pide su contraseña").clicked() {
                    self.ask_way_back(me);
                }
            });
        });
    }

    /// After how many seconds whoever does nothing is forgotten; on the first page there is nobody.
    fn forgets_after_secs(&self) -> Option<f64> {
        let secs = if self.page.waits_for_a_letter() { WAITS_FOR_A_LETTER_SECS } else { FORGETS_AFTER_SECS };
        let secs = u32::try_from(secs).map_or(f64::from(u32::MAX), f64::from);
        (!self.page.is_start() || self.way_back.is_some()).then_some(secs)
    }

    fn watch_idle(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        let (now, is_active) = ui.input(|input| {
            (input.time, input.pointer.any_pressed() || input.pointer.is_moving() || !input.events.is_empty())
        });
        if is_active || self.last_input_at == 0.0 {
            self.last_input_at = now;
        }
        let Some(most) = self.forgets_after_secs() else { return };
        let left = most - (now - self.last_input_at);
        if left <= 0.0 {
            self.last_input_at = now;
            if self.way_back.take().is_none() {
                self.leave_flow(cx);
                self.forget(ui.ctx());
            }
            ui.ctx().request_repaint();
            return;
        }
        let wake = if left > ASKS_BEFORE_SECS { left - ASKS_BEFORE_SECS } else { left.fract().max(0.05) };
        ui.ctx().request_repaint_after(Duration::from_secs_f64(wake));
    }

    fn still_there_ui(&self, ui: &mut Ui) {
        let Some(most) = self.forgets_after_secs() else { return };
        let left = most - (ui.input(|input| input.time) - self.last_input_at);
        if left <= ASKS_BEFORE_SECS {
            let words =
                format!("¿Sigue ahí? En {left:.0} segundos se borra lo que escribió. Toque la pantalla para seguir.");
            widgets::notice(ui, Sign::Waiting, &words, None);
            ui.add_space(SPACE_M);
        }
    }

    /// Whatever somebody began is ended for them.
    fn leave_flow(&self, cx: &Cx<'_>) {
        if let Some(flow) = self.page.flow() {
            // Nobody waits for the answer.
            drop(cx.desk.perform(LeaveFlow { flow, goes_to_counter: false }));
        }
    }

    /// Everything of whoever was here goes, what they copied too.
    fn forget(&mut self, ctx: &egui::Context) {
        ctx.copy_text(String::new());
        self.page = Box::new(StartPage::default());
        self.keypad = Keypad::default();
        self.forget_typed(ctx);
    }

    /// What the fields remember of what was typed goes, and with it where the keyboard was.
    fn forget_typed(&self, ctx: &egui::Context) {
        ctx.data_mut(|data| {
            data.remove_by_type::<egui::text_edit::TextEditState>();
            data.remove_by_type::<egui::scroll_area::State>();
        });
        if let Some(id) = ctx.memory(|memory| memory.focused()) {
            ctx.memory_mut(|memory| memory.surrender_focus(id));
        }
        widgets::page_changed(ctx);
        ctx.request_repaint();
    }

    fn draw_larger(&mut self, ctx: &egui::Context) {
        if self.scale.is_none() {
            let scale = ctx.zoom_factor();
            self.scale = Some(scale);
            ctx.set_zoom_factor(scale * LARGER);
            // What whoever works here copied is nobody else's, and nobody changes how large everything is.
            ctx.copy_text(String::new());
            ctx.options_mut(|options| options.zoom_with_keyboard = false);
            ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(true));
        }
    }

    fn draw_as_before(&mut self, ctx: &egui::Context) {
        if let Some(scale) = self.scale.take() {
            ctx.set_zoom_factor(scale);
            ctx.options_mut(|options| options.zoom_with_keyboard = true);
            ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(false));
        }
    }

    /// The session ends for whoever works here: the window is as it was.
    pub fn end(&mut self, ctx: &egui::Context) {
        self.forget(ctx);
        self.draw_as_before(ctx);
    }
}

//! The waiting room's call screen: which turn is called to which window, in large type, the last five, and a chime. Names never.

mod announced;
mod board;
mod door;

use eframe::egui::{self, Key, Ui, ViewportCommand};

use self::announced::Announced;
use self::door::CallsDoor;
use crate::desk::Chime;
use crate::ui::cx::Cx;

/// The call screen.
pub struct CallsScreen {
    door: Option<CallsDoor>,
    announced: Announced,
    chime: Option<Chime>,
}

impl CallsScreen {
    /// With a chime or without.
    #[must_use]
    pub fn new(silent: bool) -> Self {
        let chime = (!silent).then(Chime::of_call);
        let can_sound = chime.as_ref().is_none_or(Chime::can_sound);
        Self { door: Some(CallsDoor::new(can_sound)), announced: Announced::default(), chime }
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::F11)) {
            let is_whole = ui.input(|input| input.viewport().fullscreen.unwrap_or(false));
            ui.send_viewport_cmd(ViewportCommand::Fullscreen(!is_whole));
        }
        if let Some(door) = &mut self.door {
            if !door.ui(ui, cx) {
                return;
            }
            self.door = None;
            ui.ctx().request_repaint();
        }
        let Some(calls) = cx.desk.calls() else { return };
        let is_new = self.announced.take(&calls.newest, (calls.now(), ui.input(|input| input.time)));
        if is_new && let Some(chime) = &self.chime {
            chime.ring();
        }
        board::ui(ui, &calls, &self.announced, cx.desk.is_cut());
    }
}

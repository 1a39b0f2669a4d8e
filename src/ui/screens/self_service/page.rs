//! What every page of the turned screen is.

use eframe::egui::Ui;

use crate::domain::id::SelfServiceId;
use crate::ui::cx::Cx;
use crate::ui::widgets::Keys;

/// A page of the turned screen.
pub(super) trait Page {
    /// One frame; answers where it goes on.
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Next;

    /// The keys that are shown with it.
    fn keys(&self) -> Option<Keys>;

    /// What is to be ended when somebody goes away; nothing where they may come back with what their letter brought.
    fn flow(&self) -> Option<SelfServiceId> {
        None
    }

    /// Something is under way that nobody goes away from.
    fn is_busy(&self) -> bool {
        false
    }

    /// A letter is waited for: whoever reads it on a telephone touches nothing meanwhile.
    fn waits_for_a_letter(&self) -> bool {
        false
    }

    /// Is it the first page, on which there is nobody?
    fn is_start(&self) -> bool {
        false
    }

    /// A reader read something.
    fn take_reading(&mut self, _: &Cx<'_>, _: &str) {}
}

/// A page that is made when somebody goes on to it.
pub(super) type Makes = Box<dyn Fn() -> Box<dyn Page>>;

/// Where it goes on after a frame.
pub(super) enum Next {
    /// On the same page.
    Stay,
    /// On another one.
    To(Box<dyn Page>),
    /// At the beginning: it is over.
    Over,
}

impl Next {
    pub(super) fn to(page: impl Page + 'static) -> Self {
        Self::To(Box::new(page))
    }
}

//! Enter and Space, as a hand gives them: one that is pressed twice, or goes on while the page changes under it, does not
//! press what the keyboard came to meanwhile.

use eframe::egui::{Context, Event, Id, Key, Ui};

/// Nobody looks at where the keyboard went, and presses again, within this time.
const UNSEEN_SECS: f64 = 0.3;

#[derive(Debug, Clone, Copy, Default)]
struct Presses {
    /// When Enter or Space was pressed last, and before that.
    last: f64,
    before: f64,
    /// What had the keyboard at the end of the pass before, when it came there, and whether a hand led it.
    at: Option<Id>,
    came_at: f64,
    is_led: bool,
    /// Tab, an arrow or the pointer in this pass.
    leads: bool,
    /// Until when the page has just changed.
    unseen_until: f64,
}

fn key() -> Id {
    Id::unique("how Enter was pressed")
}

/// Looks at the input before anything is drawn.
pub fn note_presses(ctx: &Context) {
    let (now, presses, leads) = ctx.input(|input| {
        let presses = input.events.iter().any(|event| {
            matches!(event, Event::Key { key: Key::Enter | Key::Space, pressed: true, repeat: false, .. })
        });
        let arrows = [Key::Tab, Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight];
        let pointer = input.pointer.any_pressed() || input.pointer.any_released();
        (input.time, presses, pointer || arrows.into_iter().any(|key| input.key_pressed(key)))
    });
    ctx.data_mut(|data| {
        let it = data.get_temp_mut_or_default::<Presses>(key());
        it.leads = leads;
        if presses {
            (it.before, it.last) = (it.last, now);
        }
    });
}

/// Looks where the keyboard is once everything is drawn.
pub fn note_keyboard(ctx: &Context) {
    let (now, focused) = (ctx.input(|input| input.time), ctx.memory(|memory| memory.focused()));
    ctx.data_mut(|data| {
        let it = data.get_temp_mut_or_default::<Presses>(key());
        if it.at != focused {
            (it.at, it.came_at, it.is_led) = (focused, now, it.leads);
        }
    });
}

/// The page has just changed by itself: what is pressed within the next moment was meant for what stood there before.
pub fn page_changed(ctx: &Context) {
    let until = ctx.input(|input| input.time) + UNSEEN_SECS;
    ctx.data_mut(|data| data.get_temp_mut_or_default::<Presses>(key()).unseen_until = until);
}

/// Was Enter or Space, pressed in this pass on what has the keyboard, meant for something else?
pub(super) fn is_hurried(ui: &Ui, id: Id) -> bool {
    let now = ui.input(|input| input.time);
    let Some(it) = ui.data(|data| data.get_temp::<Presses>(key())) else { return false };
    let came_by_itself = if it.at == Some(id) { !it.is_led && it.came_at >= it.before } else { !it.leads };
    now < it.unseen_until || came_by_itself && it.last >= now && now - it.before < UNSEEN_SECS
}

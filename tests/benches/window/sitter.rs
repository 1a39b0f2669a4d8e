//! The window on a screen, that works itself to a page by keys and clicks, and stands still there until it is told to go
//! on: so that its memory can be looked at from outside.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use eframe::egui::{Context, Event, FullOutput, Key, Plugin, RawInput, ViewportBuilder, ViewportCommand};
use ventanilla::ui::App;

use crate::scene::Scene;
use crate::seen::{Seen, key};

/// So long everything may still come to its end before frames are counted, and so long they are.
const SETTLES: Duration = Duration::from_secs(4);
const COUNTED: Duration = Duration::from_secs(10);

enum Act {
    Type(String),
    Press(Key),
    Click(&'static str),
    Await(&'static str),
    AwaitGone(&'static str),
    Rest,
    Close,
}

/// The hand before the window.
struct Hand {
    acts: VecDeque<Act>,
    seen: Seen,
    frames: Arc<AtomicUsize>,
    rests: Arc<AtomicBool>,
}

/// Opens the window of the scene in this folder and works through it.
pub(crate) fn run(folder: &Path) {
    let scene = Scene::at(folder);
    let acts = [
        Act::Await("Usuario"),
        Act::Type(scene.login.clone()),
        Act::Press(Key::Enter),
        Act::Type(scene.password.clone()),
        Act::Press(Key::Enter),
        Act::Await("Presentes: "),
        Act::Rest,
        Act::Press(Key::F2),
        Act::Click("Empezar la atención"),
        Act::Await("Se retiró"),
        Act::Rest,
        Act::Click("Solicitud"),
        Act::Click("Adjuntar otro…"),
        Act::Click("solicitud.jpg"),
        Act::Await("Girar"),
        Act::Rest,
        Act::Press(Key::Escape),
        Act::AwaitGone("Girar"),
        Act::Press(Key::F7),
        Act::Await("Turnos de hoy"),
        Act::Close,
    ];
    let hand = Hand { acts: acts.into(), seen: Seen::default(), frames: Arc::default(), rests: Arc::default() };
    let options = eframe::NativeOptions {
        renderer: eframe::Renderer::Glow,
        viewport: ViewportBuilder::default().with_title("sitter").with_inner_size([1366.0, 768.0]),
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "sitter",
        options,
        Box::new(move |made| {
            keep_going(made.egui_ctx.clone(), Arc::clone(&hand.rests));
            made.egui_ctx.add_plugin(hand);
            Ok(Box::new(App::new(&made.egui_ctx, scene.opening())?))
        }),
    )
    .unwrap();
}

/// While it works, frames come and tell what can be read; where it rests, only those that the window asks for.
fn keep_going(ctx: Context, rests: Arc<AtomicBool>) {
    ctx.enable_accesskit();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(30));
            if !rests.load(Ordering::Acquire) {
                ctx.enable_accesskit();
                ctx.request_repaint();
            }
        }
    });
}

impl Hand {
    /// What is done next, if it can be done on this frame.
    fn act(&mut self, ctx: &Context) -> Vec<Event> {
        let events = match self.acts.front() {
            None => return Vec::new(),
            Some(Act::Await(words)) if !self.seen.has(words) => return Vec::new(),
            Some(Act::AwaitGone(words)) if self.seen.has(words) => return Vec::new(),
            Some(Act::Await(_) | Act::AwaitGone(_)) => Vec::new(),
            Some(Act::Click(name)) => match self.seen.click_on(name) {
                Some(click) => vec![click],
                None => return Vec::new(),
            },
            Some(Act::Type(text)) => vec![Event::Text(text.clone())],
            Some(Act::Press(pressed)) => vec![key(*pressed, true), key(*pressed, false)],
            Some(Act::Rest) => {
                self.rest(ctx);
                Vec::new()
            }
            Some(Act::Close) => {
                ctx.send_viewport_cmd(ViewportCommand::Close);
                Vec::new()
            }
        };
        self.acts.pop_front();
        events
    }

    /// Nothing is asked of the window until somebody outside has looked.
    fn rest(&mut self, ctx: &Context) {
        ctx.disable_accesskit();
        self.rests.store(true, Ordering::Release);
        let (frames, rests) = (Arc::clone(&self.frames), Arc::clone(&self.rests));
        std::thread::spawn(move || {
            std::thread::sleep(SETTLES);
            frames.store(0, Ordering::Release);
            std::thread::sleep(COUNTED);
            println!("{}", frames.load(Ordering::Acquire));
            std::io::stdin().read_line(&mut String::new()).unwrap();
            rests.store(false, Ordering::Release);
        });
    }
}

impl Plugin for Hand {
    fn debug_name(&self) -> &'static str {
        "hand"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.frames.fetch_add(1, Ordering::AcqRel);
        if !self.rests.load(Ordering::Acquire) {
            input.focused = true;
            input.events.extend(self.act(ctx));
        }
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        if let Some(update) = output.platform_output.accesskit_update.take() {
            self.seen = Seen::of(update);
        }
    }
}

//! The whole window without a screen: logic, layout and tessellation of its frames, each timed; frames come when the
//! window asks for them, as with a screen.

use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, unbounded};
use eframe::egui::epaint::{ClippedPrimitive, ClippedShape};
use eframe::egui::{Context, Event, Key, Pos2, RawInput, Rect, vec2};
use rustix::time::{ClockId, clock_gettime};
use ventanilla::ui::App;

use crate::scene::Scene;
use crate::seen::{Seen, key};

/// For how long something is awaited.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two keys of a hand.
const HAND: f64 = 0.08;

/// How long a frame took: on the clock on the wall, and of this thread alone, which others on the machine do not lengthen.
#[derive(Clone, Copy)]
pub(crate) struct Took {
    pub(crate) wall: Duration,
    pub(crate) own: Duration,
}

/// The window.
pub(crate) struct Headless {
    ctx: Context,
    app: Option<App>,
    woken: Receiver<Duration>,
    began: Instant,
    /// When the window wants its next frame.
    due: Option<Instant>,
    /// What a hand's pauses add to the window's clock.
    paused: f64,
    seen: Seen,
    shapes: Vec<ClippedShape>,
}

fn own_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap(), u32::try_from(time.tv_nsec).unwrap())
}

impl Headless {
    /// At the login card.
    pub(crate) fn open(scene: &Scene) -> Self {
        let ctx = Context::default();
        let (send, woken) = unbounded();
        ctx.set_request_repaint_callback(move |asked| {
            // The window goes before the threads that still wake it.
            let _ = send.send(asked.delay);
        });
        ctx.enable_accesskit();
        let app = App::new(&ctx, scene.opening()).unwrap();
        let mut window = Self {
            ctx,
            app: Some(app),
            woken,
            began: Instant::now(),
            due: None,
            paused: 1.0,
            seen: Seen::default(),
            shapes: Vec::new(),
        };
        window.until("Usuario");
        window
    }

    /// One frame with this input.
    pub(crate) fn frame(&mut self, events: Vec<Event>) -> Took {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1366.0, 768.0))),
            max_texture_side: Some(8_192),
            time: Some(self.began.elapsed().as_secs_f64() + self.paused),
            focused: true,
            events,
            ..RawInput::default()
        };
        while self.woken.try_recv().is_ok() {}
        let app = self.app.as_mut().unwrap();
        let (wall, own) = (Instant::now(), own_time());
        app.look_at_input(&self.ctx, &mut input);
        let mut output = self.ctx.run_ui(input, |ui| app.frame(ui));
        let shapes = std::mem::take(&mut output.shapes);
        let kept = shapes.clone();
        let primitives: Vec<ClippedPrimitive> = self.ctx.tessellate(shapes, output.pixels_per_point);
        let took = Took { wall: wall.elapsed(), own: own_time() - own };
        drop(primitives);
        // There is no screen to give them to.
        output.textures_delta.clear();
        self.shapes = kept;
        if let Some(update) = output.platform_output.accesskit_update.take() {
            self.seen = Seen::of(update);
        }
        let delays = output.viewport_output.values().map(|viewport| viewport.repaint_delay);
        self.due = delays.min().and_then(|delay| Instant::now().checked_add(delay));
        took
    }

    /// Waits for the window to want a frame, until `deadline` at most; answers whether it does.
    fn wants_frame(&mut self, deadline: Instant) -> bool {
        loop {
            let now = Instant::now();
            if self.due.is_some_and(|due| due <= now) {
                return true;
            }
            if now >= deadline {
                return false;
            }
            let until = self.due.map_or(deadline, |due| due.min(deadline));
            match self.woken.recv_timeout(until.saturating_duration_since(now)) {
                Ok(delay) => {
                    let asked = Instant::now().checked_add(delay);
                    self.due = match (self.due, asked) {
                        (Some(due), Some(asked)) => Some(due.min(asked)),
                        (due, asked) => due.or(asked),
                    };
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    /// Draws what the window asks for until this holds.
    pub(crate) fn step_until(&mut self, what: &str, holds: impl Fn(&Seen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        self.frame(Vec::new());
        while !holds(&self.seen) {
            assert!(self.wants_frame(deadline), "{what} did not come; there is {:?}", self.seen.all());
            self.frame(Vec::new());
        }
    }

    pub(crate) fn until(&mut self, words: &str) {
        self.step_until(words, |seen| seen.has(words));
    }

    /// Draws what the window asks for, for so long; answers how many frames that were.
    pub(crate) fn frames_within(&mut self, secs: f64) -> usize {
        let deadline = Instant::now() + Duration::from_secs_f64(secs);
        let mut frames = 0;
        while self.wants_frame(deadline) {
            self.frame(Vec::new());
            frames += 1;
            if std::env::var_os("WINDOW_BENCH_CAUSES").is_some() {
                println!("a frame at {:.2} s: {:?}", self.began.elapsed().as_secs_f64(), self.ctx.repaint_causes());
            }
        }
        frames
    }

    /// Lets everything that moves come to its end.
    pub(crate) fn settle(&mut self) {
        self.frames_within(1.5);
    }

    pub(crate) fn press(&mut self, pressed: Key) {
        self.paused += HAND;
        self.frame(vec![key(pressed, true)]);
        self.paused += HAND;
        self.frame(vec![key(pressed, false)]);
    }

    pub(crate) fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.paused += HAND;
            self.frame(vec![Event::Text(letter.into())]);
        }
        self.paused += HAND;
        self.frame(Vec::new());
    }

    pub(crate) fn click(&mut self, name: &str) {
        self.step_until(name, |seen| seen.click_on(name).is_some());
        let click = self.seen.click_on(name).unwrap();
        self.frame(vec![click]);
    }

    /// Types user and password; answers how long it took from Enter to the list of turns.
    pub(crate) fn log_in(&mut self, scene: &Scene) -> Duration {
        self.type_text(&scene.login);
        self.press(Key::Enter);
        self.type_text(&scene.password);
        let began = Instant::now();
        self.frame(vec![key(Key::Enter, true)]);
        self.frame(vec![key(Key::Enter, false)]);
        self.step_until("the list of turns", |seen| seen.has("Presentes: ") && seen.has_rows(10));
        began.elapsed()
    }

    /// Calls who is next and begins the visit.
    pub(crate) fn begin_visit(&mut self) {
        self.press(Key::F2);
        self.click("Empezar la atención");
        self.until("Se retiró");
        self.settle();
    }

    /// Lets the desk tell its first news too: how the printer is, what the scanner left.
    pub(crate) fn settle_news(&mut self) {
        self.frames_within(4.0);
    }

    /// How many frames after this event, and how long after it, something else is painted; `None` when nothing is in a
    /// second. A frame comes when the window asks for it.
    pub(crate) fn until_painted(&mut self, event: Event) -> Option<(usize, Duration)> {
        self.settle();
        self.frame(Vec::new());
        let before = self.shapes.clone();
        self.paused += HAND;
        let began = Instant::now();
        let deadline = began + Duration::from_secs(1);
        let mut events = vec![event];
        for nth in 1.. {
            self.frame(std::mem::take(&mut events));
            if self.shapes != before {
                return Some((nth, began.elapsed()));
            }
            if !self.wants_frame(deadline) {
                break;
            }
        }
        None
    }

    /// From here on nobody reads the window's names: a frame makes none.
    pub(crate) fn without_names(&mut self) {
        self.ctx.disable_accesskit();
    }

    pub(crate) fn with_names(&mut self) {
        self.ctx.enable_accesskit();
        self.frame(Vec::new());
    }

    pub(crate) fn close(mut self) {
        self.app.take().unwrap().close();
    }
}

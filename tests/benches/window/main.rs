//! The window, measured at full size: its first frame and its memory against an empty window of the same libraries, the
//! way in against the derivation of the key, the busiest screen, a key that is pressed, and how still it stands.
//!
//! `cargo bench --bench window`; `WINDOW_BENCH_VISITS=20000` for a quick look (1,200,000 otherwise),
//! `WINDOW_BENCH_HOUSE=FOLDER` to keep the house and to take it again, `WINDOW_BENCH_ONLY=paint|login|frames|memory` for one
//! part, `WINDOW_BENCH_CAUSES=1` to be told of each frame that was asked for. The windows on a screen need Xvfb; without it they are left out, and that is said. Prints every figure with its
//! target; ends with an error where a target of the full size is missed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a measurement fails by panicking")]

mod headless;
#[path = "../store/sample.rs"]
#[allow(dead_code, reason = "a register has companies, an agenda has none")]
mod names;
mod outside;
mod scene;
mod seen;
mod sitter;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use eframe::egui::{Event, Key, MouseWheelSource, MouseWheelUnit, PointerButton, TouchPhase, pos2, vec2};

use headless::{Headless, Took};
use outside::{Screen, Sitter, resident_mib};
use scene::Scene;
use seen::key;

const VISITS: u64 = 1_200_000;
/// Starts of each program, one after the other.
const STARTS: usize = 7;
const LOGINS: usize = 5;
/// For how long frames are counted while nothing moves: less than the 20 s after which the clock is drawn again.
const STILL_SECS: f64 = 10.0;

/// What came out.
struct Verdicts {
    missed: usize,
}

impl Verdicts {
    fn add(&mut self, what: &str, figure: f64, unit: &str, target: f64) {
        let word = if figure <= target { "ok" } else { "MISSED" };
        self.missed += usize::from(figure > target);
        println!("{word:>6}  {what}: {figure:.2} {unit} (to reach: {target:.2} {unit})");
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The value that `share` of all lie under.
fn percentile(mut figures: Vec<f64>, share: f64) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
    let at = ((figures.len() - 1) as f64 * share).round() as usize;
    figures[at]
}

fn main() {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() == Some(SIT) {
        return sitter::run(Path::new(&words.next().unwrap()));
    }
    let visits = std::env::var("WINDOW_BENCH_VISITS").map_or(VISITS, |text| text.parse().unwrap());
    let only = std::env::var("WINDOW_BENCH_ONLY").unwrap_or_default();
    let wanted = |part: &str| only.is_empty() || only == part;
    let scene = Scene::with(visits, std::env::var_os("WINDOW_BENCH_HOUSE").map(PathBuf::from));
    let mut verdicts = Verdicts { missed: 0 };
    if wanted("login") {
        login(&scene, &mut verdicts);
    }
    if wanted("frames") {
        frames(&scene, &mut verdicts);
    }
    if wanted("paint") || wanted("memory") {
        match Screen::open() {
            Some(screen) => on_screen(&scene, &screen, wanted("memory"), &mut verdicts),
            None => println!("left out: the windows on a screen (no Xvfb)"),
        }
    }
    if verdicts.missed > 0 && visits >= VISITS {
        std::process::exit(1);
    }
}

/// From Enter on the password to the list of turns; the house is closed before, and opened by it.
fn login(scene: &Scene, verdicts: &mut Verdicts) {
    let (mut whole, mut derivation) = (Vec::new(), Vec::new());
    for _ in 0..LOGINS {
        derivation.push(millis(scene.key_derivation()));
        let mut window = Headless::open(scene);
        whole.push(millis(window.log_in(scene)));
        window.close();
    }
    let (whole, derivation) = (percentile(whole, 0.5), percentile(derivation, 0.5));
    println!("login: median {whole:.0} ms, of which the key derivation {derivation:.0} ms");
    verdicts.add("Enter to a usable Turnos, above the key derivation", whole - derivation, "ms", 150.0);
}

fn frames(scene: &Scene, verdicts: &mut Verdicts) {
    let mut window = Headless::open(scene);
    window.settle();
    let at_login = window.frames_within(STILL_SECS);
    window.log_in(scene);
    window.settle_news();
    let at_turns = window.frames_within(STILL_SECS);
    let took = busiest(&mut window);
    for (name, figures) in
        [("wall", took.iter().map(|it| it.wall).collect()), ("own", took.iter().map(|it| it.own).collect::<Vec<_>>())]
    {
        let figures: Vec<f64> = figures.into_iter().map(millis).collect();
        println!(
            "{} frames of Turnos, {name}: median {:.2} ms, p99 {:.2} ms, longest {:.2} ms",
            figures.len(),
            percentile(figures.clone(), 0.5),
            percentile(figures.clone(), 0.99),
            percentile(figures, 1.0)
        );
    }
    verdicts.add(
        "a frame of Turnos, p99",
        percentile(took.iter().map(|it| millis(it.wall)).collect(), 0.99),
        "ms",
        4.0,
    );
    verdicts.add(
        "a frame of Turnos, p99 of its own time",
        percentile(took.iter().map(|it| millis(it.own)).collect(), 0.99),
        "ms",
        4.0,
    );
    window.with_names();
    window.begin_visit();
    window.settle_news();
    let at_visit = window.frames_within(STILL_SECS);
    println!("frames in {STILL_SECS} s of stillness: login {at_login}, Turnos {at_turns}, visit {at_visit}");
    #[allow(clippy::cast_precision_loss, reason = "a handful")]
    let still = (at_login + at_turns + at_visit) as f64;
    verdicts.add("frames while nothing moves", still, "frames", 0.0);
    key_to_paint(&mut window, verdicts);
    window.press(Key::F7);
    window.until("Turnos de hoy");
    window.settle();
    window.close();
}

/// Turnos under a hand: rows walked through, scrolled, searched.
fn busiest(window: &mut Headless) -> Vec<Took> {
    const FRAMES: usize = 300;
    window.without_names();
    let place = pos2(560.0, 400.0);
    let button = |pressed| Event::PointerButton {
        pos: place,
        button: PointerButton::Primary,
        pressed,
        modifiers: Default::default(),
    };
    window.frame(vec![Event::PointerMoved(place)]);
    window.frame(vec![button(true)]);
    window.frame(vec![button(false)]);
    window.settle();
    for _ in 0..60 {
        window.frame(Vec::new());
    }
    let mut took = Vec::new();
    for nth in 0..FRAMES {
        took.push(window.frame(vec![key(Key::ArrowDown, nth % 2 == 0)]));
    }
    for nth in 0..FRAMES {
        let wheel = Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, if nth < FRAMES / 2 { -120.0 } else { 90.0 }),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Default::default(),
        };
        #[allow(clippy::cast_precision_loss, reason = "a few hundred")]
        let moved = Event::PointerMoved(place + vec2(0.0, (nth % 40) as f32));
        took.push(window.frame(vec![moved, wheel]));
    }
    window.press(Key::F3);
    window.settle();
    for nth in 0..FRAMES {
        took.push(window.frame(match nth % 6 {
            0 => vec![Event::Text("m".into())],
            2 => vec![Event::Text("a".into())],
            4 => vec![key(Key::Backspace, true), key(Key::Backspace, false), key(Key::Backspace, true)],
            _ => Vec::new(),
        }));
    }
    for _ in 0..8 {
        window.press(Key::Backspace);
    }
    window.settle();
    took
}

/// On the visit page: an answer by its digit, what comes next, the keyboard's way through the page, other steps.
fn key_to_paint(window: &mut Headless, verdicts: &mut Verdicts) {
    let mut most = 0;
    for pressed in [Key::Num1, Key::F8, Key::Tab, Key::PageDown, Key::PageUp] {
        let painted = window.until_painted(key(pressed, true));
        window.frame(vec![key(pressed, false)]);
        let Some((frames, took)) = painted else { panic!("{pressed:?} changed nothing") };
        println!("key {pressed:?}: painted in frame {frames}, after {:.1} ms", millis(took));
        most = most.max(frames);
    }
    #[allow(clippy::cast_precision_loss, reason = "a handful")]
    verdicts.add("key press to painted change", most as f64, "frames", 2.0);
}

/// The word that makes this program the window that is looked at.
const SIT: &str = "--sit";

fn on_screen(scene: &Scene, screen: &Screen, with_memory: bool, verdicts: &mut Verdicts) {
    let empty = empty_window();
    let config = scene.config();
    let (mut floor, mut ours, mut floor_memory) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let (took, memory) = screen.first_paint(screen.command(&empty));
        floor.push(millis(took));
        floor_memory.push(memory);
        let mut program = screen.command(env!("CARGO_BIN_EXE_ventanilla"));
        for folder in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"] {
            program.env(folder, &config);
        }
        ours.push(millis(screen.first_paint(program).0));
    }
    let (floor, ours) = (percentile(floor, 0.5), percentile(ours, 0.5));
    let floor_memory = percentile(floor_memory, 0.5);
    println!("first paint: median {ours:.0} ms, an empty window {floor:.0} ms and {floor_memory:.0} MiB");
    verdicts.add("the login card against an empty window", ours / floor, "times", 1.3);
    if with_memory {
        memory(scene, screen, floor_memory, verdicts);
    }
}

fn memory(scene: &Scene, screen: &Screen, floor: f64, verdicts: &mut Verdicts) {
    let mut command = screen.command(std::env::current_exe().unwrap());
    command.arg(SIT).arg(&scene.folder);
    let mut sitter = Sitter::start(command);
    let mut stops = Vec::new();
    for _ in 0..3 {
        let frames = sitter.rests();
        stops.push((resident_mib(&sitter.program), frames));
        sitter.go_on();
    }
    sitter.end();
    let [(turns, turns_frames), (visit, visit_frames), (scan, scan_frames)] = stops[..] else { panic!("three stops") };
    println!("resident: empty {floor:.0} MiB, Turnos {turns:.0}, visit {visit:.0}, with an open scan {scan:.0}");
    println!(
        "frames on the screen in 10 s of stillness: Turnos {turns_frames}, visit {visit_frames}, scan {scan_frames}"
    );
    verdicts.add("memory at the visit page above an empty window", visit - floor, "MiB", 80.0);
    verdicts.add("an open scan", scan - visit, "MiB", 64.0);
}

/// The program of the empty window, built where it is not, as this one was built.
fn empty_window() -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--locked", "--quiet", "--example", "empty_window"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    assert!(build.status().unwrap().success());
    // The bench itself is target/release/deps/window-….
    let folder = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_path_buf();
    folder.join("examples").join("empty_window")
}

//! A screen nobody looks at, and a pair of hands: Xvfb on a display of its own, and xdotool. What is on the screen is a
//! file, so that a test can wait for it to change and to rest; it is never read for what it says.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails by panicking")]

use std::cell::Cell;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::ears::{Ears, Heard};
use super::printers::{Leashed, find, left_out, open_folder, until};

/// What must be installed; on Debian: xvfb, xdotool, xclip, dbus-daemon.
const COMMANDS: [&str; 4] = ["Xvfb", "xdotool", "xclip", "dbus-daemon"];
/// What a window loads when it opens; on Debian: libgl1, libegl1, libxkbcommon-x11-0, libx11-xcb1, libxcursor1, libxi6.
const LIBRARIES: [&str; 6] =
    ["libGL.so.1", "libEGL.so.1", "libxkbcommon-x11.so.0", "libX11-xcb.so.1", "libXcursor.so.1", "libXi.so.6"];
/// Nothing that moves on the screen pauses for longer.
const REST: Duration = Duration::from_millis(250);
/// Held while a display is looked for.
static STARTING: Mutex<()> = Mutex::new(());
const LOOK_EVERY: Duration = Duration::from_millis(25);
/// What it takes to read a question, in seconds, before its digit is pressed: one that follows at once upon another
/// question's is the same press.
const READS_FOR: &str = "0.6";
/// A hand's pause between two letters: a barcode reader's is a quarter of it.
const LETTER_MS: &str = "140";
/// What a key takes a practised hand, and a question that is read before its digit (Card, Moran and Newell, 1980).
const PRACTISED_KEY: Duration = Duration::from_millis(280);
const PRACTISED_LOOK: Duration = Duration::from_millis(1350);
/// No page has more controls than this between two of its own.
const MOST_STOPS: usize = 80;

/// The screen.
pub(crate) struct Screen {
    folder: TempDir,
    display: String,
    ears: Option<Ears>,
    /// How long a practised hand would have taken for all that was pressed by now.
    practised: Cell<Duration>,
    _process: Leashed,
}

impl Screen {
    /// A screen of a clerk's size, or `None`, said aloud, where there cannot be one.
    ///
    /// # Panics
    /// Where real parts are demanded and missing.
    pub(crate) fn start() -> Option<Self> {
        let missing = missing();
        if !missing.is_empty() {
            left_out("the real window", &format!("not installed: {}", missing.join(", ")));
            return None;
        }
        // One at a time: two that look for a free display at once may find the same.
        let _one_at_a_time = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = open_folder();
        let log = folder.path().join("log");
        let mut xvfb = Command::new(find("Xvfb").expect("Xvfb"));
        xvfb.args(["-displayfd", "2", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset", "-fbdir"])
            .arg(folder.path());
        let process = Leashed::start(&xvfb, &log);
        let display = until("the display says its number", || {
            let said = fs::read_to_string(&log).ok()?;
            let number =
                said.lines().find(|line| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()))?;
            said.ends_with('\n').then(|| format!(":{number}"))
        });
        let screen = Self { folder, display, ears: None, practised: Cell::default(), _process: process };
        until("the display answers", || screen.xdotool(&["getdisplaygeometry"]));
        Some(screen)
    }

    /// The same, with somebody who hears what the window tells a screen reader.
    pub(crate) fn start_heard() -> Option<Self> {
        let screen = Self::start()?;
        Some(Self { ears: Some(Ears::open()), ..screen })
    }

    /// Starts a program with a window here, and gives its window the keyboard.
    pub(crate) fn open(&self, command: &mut Command, log: &Path) -> Leashed {
        command.env("DISPLAY", &self.display).env("WAYLAND_DISPLAY", "").env("LIBGL_ALWAYS_SOFTWARE", "1");
        if let Some(ears) = &self.ears {
            command.envs(ears.environment());
        }
        let process = Leashed::start(command, log);
        // Nobody has a mouse: its pointer lies where nothing is.
        self.xdotool(&["mousemove", "1365", "767"]).expect("the pointer");
        // Nobody manages windows here: the keyboard goes where it is sent. The window of a program that was killed may
        // still be there for a moment, so each look begins with the search, and is done again when nothing moves.
        let focus = || {
            assert!(!process.is_over(), "it ended: {}", fs::read_to_string(log).unwrap_or_default());
            let found = self.xdotool(&["search", "--onlyvisible", "--name", "^Ventanilla$"])?;
            let window = found.lines().next()?.to_owned();
            self.xdotool(&["windowfocus", &window])?;
            (self.xdotool(&["getwindowfocus"])?.trim() == window).then_some(window)
        };
        let mut focused = until("the window, with the keyboard", focus);
        loop {
            self.rest();
            let again = until("the window, with the keyboard", focus);
            // What is heard tells whether the window has taken it.
            if again == focused && (self.ears.is_none() || self.focused().is_some()) {
                return process;
            }
            focused = again;
        }
    }

    /// How long a practised hand would have taken for all that was pressed and typed by now.
    pub(crate) fn practised(&self) -> Duration {
        self.practised.get()
    }

    fn takes_a_hand(&self, more: Duration) {
        self.practised.set(self.practised.get() + more);
    }

    /// Presses a key, by its name in X, and waits until the screen has answered and rests.
    pub(crate) fn press(&self, key: &str) {
        self.takes_a_hand(PRACTISED_KEY);
        let before = self.picture();
        self.xdotool(&["key", key]).expect("a key");
        self.until(&format!("an answer to {key}"), || (self.picture() != before).then_some(()));
        self.rest();
    }

    /// Reads what is asked, and presses a key.
    pub(crate) fn press_once_read(&self, key: &str) {
        self.takes_a_hand(PRACTISED_LOOK + PRACTISED_KEY);
        let before = self.picture();
        self.xdotool(&["sleep", READS_FOR, "key", key]).expect("a key");
        self.until(&format!("an answer to {key}"), || (self.picture() != before).then_some(()));
        self.rest();
    }

    /// Presses a key again and again, as a hand does, whatever the screen says to it.
    pub(crate) fn press_many(&self, key: &str, times: usize) {
        self.takes_a_hand(PRACTISED_KEY * u32::try_from(times).unwrap());
        let times = times.to_string();
        self.xdotool(&["key", "--repeat", &times, "--repeat-delay", LETTER_MS, key]).expect("keys");
    }

    /// Types lines as a reader does: a character each so many milliseconds, each line with its end.
    pub(crate) fn read(&self, lines: &str, gap_ms: u32, end: &str) {
        let gap = gap_ms.to_string();
        for line in lines.lines() {
            // In one go: another process would pause for longer than the reader does.
            self.xdotool(&["type", "--delay", &gap, "--args", "1", line, "key", end]).expect("a reading");
        }
        self.rest();
    }

    /// Types a text as slowly as a hand: a line's end is Enter.
    pub(crate) fn type_text(&self, text: &str) {
        let letters = u32::try_from(text.chars().count()).unwrap();
        self.takes_a_hand(PRACTISED_KEY * letters);
        for (nth, line) in text.split('\n').enumerate() {
            if nth > 0 {
                self.xdotool(&["key", "Return"]).expect("Enter");
            }
            self.xdotool(&["type", "--delay", LETTER_MS, line]).expect("a text");
        }
        self.rest();
    }

    /// Another program copies a text, to be pasted here. It keeps it for as long as the screen is there.
    pub(crate) fn copy_elsewhere(&self, text: &str) {
        let mut xclip = Command::new("xclip");
        xclip.args(["-selection", "clipboard"]).env("DISPLAY", &self.display).stdin(Stdio::piped());
        let mut copying = xclip.spawn().expect("xclip");
        copying.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("a text to copy");
        assert!(copying.wait().expect("xclip").success());
    }

    /// Types over what the field holds.
    pub(crate) fn write_over(&self, text: &str) {
        self.press_many("ctrl+a", 1);
        self.type_text(text);
    }

    /// Waits until the screen changes by itself, and rests.
    pub(crate) fn change(&self) {
        let before = self.picture();
        self.until("a change", || (self.picture() != before).then_some(()));
        self.rest();
    }

    /// Waits until nothing moves any more.
    pub(crate) fn rest(&self) {
        let mut last = self.picture();
        let mut since = Instant::now();
        self.until("a screen at rest", || {
            let now = self.picture();
            if now != last {
                last = now;
                since = Instant::now();
            }
            (since.elapsed() >= REST).then_some(())
        });
    }

    /// Waits for something; a failure leaves what was on the screen, and says where.
    pub(crate) fn until<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + Duration::from_secs(40);
        loop {
            if let Some(found) = look() {
                return found;
            }
            if Instant::now() >= deadline {
                let left = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screen.xwd");
                fs::write(&left, self.picture()).expect("the picture is left");
                let heard = self.ears.as_ref().map(|_| (self.keyboard_at(), self.names()));
                panic!("waited in vain: {what}; the screen is in {}; {heard:#?}", left.display());
            }
            std::thread::park_timeout(LOOK_EVERY);
        }
    }

    /// Everything that a screen reader is told now.
    ///
    /// # Panics
    /// Where nobody hears.
    pub(crate) fn hears(&self) -> Vec<Heard> {
        self.ears.as_ref().expect("a screen that is heard").hear()
    }

    /// Can this be read, as a whole name or a part of one?
    pub(crate) fn sees(&self, name: &str) -> bool {
        self.hears().iter().any(|it| it.name.contains(name))
    }

    /// Waits until this can be read.
    pub(crate) fn until_sees(&self, name: &str) {
        self.until(name, || self.sees(name).then_some(()));
        self.rest();
    }

    /// Waits until this can be read no more.
    pub(crate) fn until_gone(&self, name: &str) {
        self.until(&format!("the end of {name}"), || (!self.sees(name)).then_some(()));
        self.rest();
    }

    /// The name of what has the keyboard; empty where nothing has it.
    pub(crate) fn keyboard_at(&self) -> String {
        self.focused().map(|it| it.name).unwrap_or_default()
    }

    /// What the field of this name holds.
    pub(crate) fn value(&self, field: &str) -> String {
        let ears = self.ears.as_ref().expect("a screen that is heard");
        let heard = ears.hear();
        let texts = heard.iter().filter(|it| it.name == field).map(|it| ears.text_of(it));
        texts.rev().find(|text| text != field && !text.is_empty()).unwrap_or_default()
    }

    /// Leads the keyboard to the control of this name, and presses Enter there.
    pub(crate) fn enter(&self, name: &str) {
        self.reach(name).press("Return");
    }

    /// Leads the keyboard to the control of this name, by Tab; the whole name, or its beginning.
    pub(crate) fn reach(&self, name: &str) -> &Self {
        let mut passed = Vec::new();
        while passed.len() < MOST_STOPS {
            let before = self.focused();
            if before.as_ref().is_some_and(|it| it.name.starts_with(name)) {
                // Where it settles: a page that changes under the hand may lead it on.
                self.rest();
                if self.keyboard_at().starts_with(name) {
                    return self;
                }
                continue;
            }
            passed.push(before.as_ref().map(|it| it.name.clone()).unwrap_or_default());
            self.takes_a_hand(PRACTISED_KEY);
            self.xdotool(&["key", "Tab"]).expect("a key");
            self.until(&format!("the keyboard after {passed:?}"), || {
                self.focused().filter(|now| before.as_ref() != Some(now))
            });
        }
        panic!("Tab does not lead to «{name}»; it leads to {passed:#?}, and there is {:#?}", self.names());
    }

    /// Points at the control of this name, which can be pressed, and clicks on it; the whole name, or its beginning. Of several
    /// the last: a field stands after its label.
    pub(crate) fn point_at(&self, name: &str) {
        let ears = self.ears.as_ref().expect("a screen that is heard");
        let (left, top) = self.until(&format!("a place for {name}"), || {
            let heard = ears.hear();
            let fits = |it: &&Heard| it.is_enabled && !it.is_window && it.name == name;
            let begins = |it: &&Heard| it.is_enabled && !it.is_window && it.name.starts_with(name);
            let found = heard.iter().rev().find(fits).or_else(|| heard.iter().rev().find(begins))?;
            ears.middle_of(found)
        });
        let (left, top) = (left.to_string(), top.to_string());
        let before = self.picture();
        self.xdotool(&["mousemove", &left, &top, "sleep", "0.1", "click", "1"]).expect("a click");
        self.until(&format!("an answer to a click on {name}"), || (self.picture() != before).then_some(()));
        self.rest();
    }

    /// Touches keys on the screen, one after the other.
    pub(crate) fn touch_keys(&self, text: &str) {
        for letter in text.chars() {
            match letter {
                ' ' => self.point_at("Espacio"),
                letter => self.point_at(&letter.to_string()),
            }
        }
    }

    fn focused(&self) -> Option<Heard> {
        // Where nothing has it, the window itself does.
        self.hears().into_iter().find(|it| it.has_keyboard && !it.is_window)
    }

    fn names(&self) -> Vec<String> {
        self.hears().into_iter().map(|it| it.name).filter(|name| !name.is_empty()).collect()
    }

    /// What is on the screen, as an X window dump.
    pub(crate) fn picture(&self) -> Vec<u8> {
        fs::read(self.picture_file()).expect("the screen's picture")
    }

    /// Where the picture stands.
    pub(crate) fn picture_file(&self) -> PathBuf {
        self.folder.path().join("Xvfb_screen0")
    }

    /// What xdotool says, where it did what it was told.
    fn xdotool(&self, words: &[&str]) -> Option<String> {
        let said = Command::new("xdotool").args(words).env("DISPLAY", &self.display).output().expect("xdotool");
        said.status.success().then(|| String::from_utf8_lossy(&said.stdout).into_owned())
    }
}

fn missing() -> Vec<&'static str> {
    let known = find("ldconfig").and_then(|ldconfig| Command::new(ldconfig).arg("-p").output().ok());
    let known = known.map(|said| String::from_utf8_lossy(&said.stdout).into_owned()).unwrap_or_default();
    let commands = COMMANDS.into_iter().filter(|command| find(command).is_none());
    let libraries = LIBRARIES.into_iter().filter(|library| !known.contains(library));
    commands.chain(libraries).collect()
}

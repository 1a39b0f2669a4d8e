//! The whole window over a real house in a throw-away folder, driven as a person drives it: by what can be read on it, by
//! keys and by clicks. What the threads of the desk do is awaited by stepping frames until it shows, never by sleeping.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, bounded};
use eframe::egui::accesskit::Role;
use eframe::egui::{Color32, Event, FontFamily, FontId, Key, Modifiers, Rect, Theme, Vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT, Queryable};
use egui_kittest::{Harness, Node, SnapshotOptions};
use tempfile::TempDir;
use ventanilla::desk::{Desk, PrinterChoice, Scanner, Station};
use ventanilla::domain::calendar::Moment;
use ventanilla::ops::backup::Routine;
use ventanilla::ops::settings::Paper;
use ventanilla::ops::{Clock as _, FixedClock, House, Place};
use ventanilla::sample::{self, Contents, Users};
use ventanilla::ui::app::LoginHint;
use ventanilla::ui::theme::{self, Mode};
use ventanilla::ui::{App, Opening, Purpose};
use ventanilla::vault::Password;

/// The size of a clerk's screen.
pub(crate) const SCREEN: Vec2 = Vec2::new(1366.0, 768.0);

/// For how long something is awaited before the test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// One frame, and the pause of a hand between two keys, in seconds.
const FRAME: f64 = 1.0 / 60.0;
const HAND: f64 = 0.08;

/// What it takes to read the next question before its digit is pressed, in seconds.
const NEXT_QUESTION: f64 = 0.32;

/// The pause before Enter or Space: a hand that presses them looks at what has the keyboard.
const LOOK: f64 = 0.24;

/// The pause before a digit that answers a question: it is read first.
const READ: f64 = 0.55;

/// Friday 20 November 2026, 10:00 on the mainland.
pub(crate) const MORNING: Moment = Moment(1_795_186_800_000);

/// What can be pressed or typed into.
const ACTS: [Role; 12] = [
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::Link,
    Role::ListBoxOption,
    Role::MultilineTextInput,
    Role::PasswordInput,
    Role::RadioButton,
    Role::Row,
    Role::SearchInput,
    Role::Tab,
    Role::TextInput,
];

/// What is filled in.
const FIELDS: [Role; 7] = [
    Role::CheckBox,
    Role::ComboBox,
    Role::MultilineTextInput,
    Role::PasswordInput,
    Role::RadioButton,
    Role::SearchInput,
    Role::TextInput,
];

/// A dialog as it stands.
#[derive(Debug)]
pub(crate) struct SeenDialog {
    pub(crate) title: String,
    pub(crate) has_fields: bool,
    pub(crate) buttons: Vec<(String, Rect)>,
}

type Shared = Rc<RefCell<Option<App>>>;

/// What a window opens on.
pub(crate) struct Scene {
    folder: TempDir,
    pub(crate) place: Place,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) house: Option<House>,
    pub(crate) users: Option<Users>,
    pub(crate) contents: Option<Contents>,
    pub(crate) hints: Vec<LoginHint>,
    pub(crate) printer: PrinterChoice,
    pub(crate) ticket_paper: Option<Paper>,
    pub(crate) approval_chime: bool,
    pub(crate) scan_folder: Option<std::path::PathBuf>,
    pub(crate) mail_folder: Option<std::path::PathBuf>,
    pub(crate) scanner: Option<Scanner>,
    pub(crate) backups: Routine,
    pub(crate) mode: Mode,
    /// How large the screen is in dots, and how many of them a point takes.
    pub(crate) screen: Vec2,
    pub(crate) scale: f32,
    /// What the window is opened for.
    pub(crate) purpose: Purpose,
}

impl Scene {
    /// A free place: the first start.
    pub(crate) fn free() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::within(folder.path());
        Self {
            place,
            folder,
            clock: Arc::new(FixedClock::at(MORNING)),
            house: None,
            users: None,
            contents: None,
            hints: Vec::new(),
            printer: PrinterChoice::Unset,
            ticket_paper: None,
            approval_chime: false,
            scan_folder: None,
            mail_folder: None,
            scanner: None,
            backups: Routine::default(),
            mode: Mode::Light,
            screen: SCREEN,
            scale: 1.0,
            purpose: Purpose::Counter,
        }
    }

    /// A demo house with its users and nothing else, printing to PDF files.
    pub(crate) fn demo() -> Self {
        let mut scene = Self::free();
        let (house, users) = sample::found(&scene.place, scene.clock.clone()).unwrap();
        scene.hints = users.all().map(hint).collect();
        scene.printer = PrinterChoice::Folder(scene.folder.path().join("papers"));
        (scene.house, scene.users) = (Some(house), Some(users));
        scene
    }

    /// A demo house with people, employers and the turns of the day.
    pub(crate) fn filled() -> Self {
        let mut scene = Self::demo();
        let (house, users) = scene.house.as_ref().zip(scene.users.as_ref()).unwrap();
        let password = Password::typed(users.supervisor.password).unwrap();
        let supervisor = house.log_in_at(users.supervisor.login, &password, 1).unwrap();
        let day = scene.clock.now().day(house.centre().zone);
        scene.contents = Some(sample::fill(house, &supervisor, day).unwrap());
        scene
    }

    /// The folder that all of it is in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Opens the window.
    pub(crate) fn open(self) -> Counter {
        Counter::over(self)
    }
}

fn hint(user: &sample::SampleUser) -> LoginHint {
    LoginHint {
        login: user.login.into(),
        password: user.password.into(),
        about: format!("{}, {}", user.full_name, user.function()),
    }
}

/// The window, and the hand before it.
pub(crate) struct Counter {
    window: Harness<'static, Shared>,
    app: Shared,
    woken: Receiver<()>,
    /// The window's clock, in seconds.
    time: f64,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) users: Option<Users>,
    pub(crate) contents: Option<Contents>,
    // Last: the house is closed before its folder goes.
    folder: TempDir,
}

impl Counter {
    /// Over a demo house with people, employers and the turns of the day; nobody is logged in.
    pub(crate) fn start() -> Self {
        Scene::filled().open()
    }

    fn over(scene: Scene) -> Self {
        let Scene {
            folder,
            place,
            clock,
            house,
            users,
            contents,
            hints,
            printer,
            ticket_paper,
            approval_chime,
            scan_folder,
            mail_folder,
            scanner,
            backups,
            mode,
            screen,
            scale,
            purpose,
        } = scene;
        let clock_too = clock.clone();
        let station = Station {
            place,
            window: 1,
            printer,
            ticket_paper,
            approval_chime,
            scan_folder,
            mail_folder,
            scanner,
            backups,
            clock: clock_too,
            kept_in: None,
        };
        let opening = Opening { station, house, hints, mode, scale, window_size: None, purpose };
        let app: Shared = Rc::default();
        let made = Rc::clone(&app);
        let (send, woken) = bounded(1);
        let window = Harness::builder()
            .with_size(screen / scale)
            .with_theme(if mode == Mode::Dark { Theme::Dark } else { Theme::Light })
            .with_step_dt(FRAME as f32)
            .with_context_setup(move |ctx| {
                ctx.set_request_repaint_callback(move |asked| {
                    if asked.delay.is_zero() {
                        // Full means that it is told already.
                        let _ = send.try_send(());
                    }
                });
                *made.borrow_mut() = Some(App::new(ctx, opening).unwrap());
            })
            .build_ui_state(
                |ui, app: &mut Shared| {
                    if let Some(app) = app.borrow_mut().as_mut() {
                        app.frame(ui);
                    }
                },
                Rc::clone(&app),
            );
        let mut counter = Self { window, app, woken, time: 1.0, clock, users, contents, folder };
        counter.rest();
        counter
    }

    /// The folder that store and papers are in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Looks at the desk behind the window.
    pub(crate) fn desk<R>(&self, look: impl FnOnce(&Desk) -> R) -> R {
        let app = self.app.borrow();
        look(app.as_ref().and_then(App::desk).unwrap())
    }

    /// One frame with this input.
    pub(crate) fn frame(&mut self, events: Vec<Event>, secs: f64) -> &mut Self {
        self.time += secs;
        let mut input = std::mem::take(self.window.input_mut());
        input.time = Some(self.time);
        input.focused = true;
        input.events.extend(events);
        if let Some(app) = self.app.borrow_mut().as_mut() {
            app.look_at_input(&self.window.ctx, &mut input);
        }
        *self.window.input_mut() = input;
        self.window.step();
        self
    }

    /// A few frames without input: what was asked for in a frame is carried out in the next.
    pub(crate) fn rest(&mut self) -> &mut Self {
        for _ in 0..4 {
            self.frame(Vec::new(), FRAME);
        }
        self
    }

    /// Steps frames until this holds.
    #[track_caller]
    pub(crate) fn step_until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.frame(Vec::new(), FRAME);
            if holds(self) {
                return self;
            }
            assert!(Instant::now() < deadline, "{what} did not come; there is {:#?}", self.labels());
            // Whoever answers wakes the window; a window without news looks again all the same.
            let _ = self.woken.recv_timeout(Duration::from_millis(15));
        }
    }

    /// Steps frames until this can be read, as a whole label or a part of one.
    #[track_caller]
    pub(crate) fn until(&mut self, label: &str) -> &mut Self {
        self.step_until(label, |it| it.sees(label)).rest()
    }

    /// Steps frames until this cannot be read any more.
    #[track_caller]
    pub(crate) fn until_gone(&mut self, label: &str) -> &mut Self {
        self.step_until(&format!("the end of {label}"), |it| !it.sees(label)).rest()
    }

    /// Can this be read, as a whole label or a part of one?
    pub(crate) fn sees(&self, label: &str) -> bool {
        self.window.query_all_by_label_contains(label).next().is_some()
    }

    /// Everything that can be read.
    pub(crate) fn labels(&self) -> BTreeSet<String> {
        let nodes = self.window.query_all_by(|_| true);
        nodes.filter_map(|node| node.accesskit_node().label().or(node.value())).collect()
    }

    /// The control of this name: what can be pressed or typed into before what can only be read, what stands in front (a
    /// dialog) before what is behind it.
    #[track_caller]
    fn control<'a>(&'a self, label: &'a str) -> Node<'a> {
        let nodes: Vec<Node<'_>> = self.window.query_all_by_label(label).collect();
        let acts = |node: &&Node<'_>| ACTS.contains(&node.accesskit_node().role());
        let usable = |node: &&Node<'_>| !node.accesskit_node().is_disabled();
        let found = nodes.iter().rev().find(|node| acts(node) && usable(node)).or(nodes.iter().rev().find(acts));
        *found.or(nodes.first()).unwrap_or_else(|| panic!("there is no «{label}»; there is {:#?}", self.labels()))
    }

    /// Clicks on the control of this name, once it is there and can be clicked.
    #[track_caller]
    pub(crate) fn click(&mut self, label: &str) -> &mut Self {
        self.step_until(label, |it| {
            let mut nodes = it.window.query_all_by_label(label);
            nodes.any(|node| !node.accesskit_node().is_disabled())
        });
        // What lies outside of its scroll area may still lie within the screen.
        self.control(label).scroll_to_me();
        self.rest();
        self.control(label).click();
        self.frame(Vec::new(), FRAME);
        self.rest()
    }

    /// Presses a key.
    pub(crate) fn press(&mut self, key: Key) -> &mut Self {
        self.press_with(Modifiers::NONE, key)
    }

    /// Presses a key with others held.
    pub(crate) fn press_with(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        let pause = match key {
            Key::Enter | Key::Space => LOOK,
            _ if key.name().parse::<u8>().is_ok() && self.asks() => READ,
            _ if key.name().parse::<u8>().is_ok() => NEXT_QUESTION,
            _ => HAND,
        };
        self.frame(vec![Event::ModifiersChanged(modifiers), event(true)], pause);
        self.frame(vec![event(false), Event::ModifiersChanged(Modifiers::NONE)], FRAME);
        self.rest()
    }

    /// Does a dialog stand?
    fn asks(&self) -> bool {
        self.window.query_all_by(|node| node.role() == Role::Dialog).next().is_some()
    }

    /// The dialog that stands: its name, whether it has fields, and its buttons with their places.
    pub(crate) fn dialog(&self) -> Option<SeenDialog> {
        let dialog = self.window.query_all_by(|node| node.role() == Role::Dialog).last()?;
        let mut seen = SeenDialog {
            title: dialog.accesskit_node().label().unwrap_or_default(),
            has_fields: false,
            buttons: Vec::new(),
        };
        let mut nodes = vec![dialog];
        while let Some(node) = nodes.pop() {
            let (role, label) = (node.accesskit_node().role(), node.accesskit_node().label());
            seen.has_fields |= FIELDS.contains(&role);
            if role == Role::Button {
                seen.buttons.push((label.unwrap_or_default(), node.rect()));
            }
            nodes.extend(node.children());
        }
        // As they are read: row by row.
        seen.buttons.sort_by(|(_, one), (_, other)| {
            let row = |rect: &Rect| (rect.center().y / 8.0).round();
            row(one).total_cmp(&row(other)).then(one.left().total_cmp(&other.left()))
        });
        Some(seen)
    }

    /// All that can be read, and where, in points.
    pub(crate) fn places(&self) -> Vec<(String, Rect)> {
        // What is labelled by another reads as that; what it says itself comes first.
        let read = |node: &Node<'_>| node.value().or(node.accesskit_node().label()).filter(|read| !read.is_empty());
        let nodes = self.window.query_all_by(|node| node.bounding_box().is_some());
        nodes.filter_map(|node| Some((read(&node)?, node.rect()))).collect()
    }

    /// How wide a text is where nothing cuts it, in points.
    pub(crate) fn width_of(&self, text: &str, is_strong: bool) -> f32 {
        let family = if is_strong { theme::strong_family() } else { FontFamily::Proportional };
        let font = FontId::new(15.0, family);
        self.window.ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, Color32::BLACK).size().x)
    }

    /// Where the buttons stand, in points.
    pub(crate) fn button_places(&self) -> Vec<(String, Rect)> {
        let nodes = self.window.query_all_by(|node| node.role() == Role::Button);
        nodes.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect())).collect()
    }

    /// Where everything stands that is pressed or typed into, in points.
    pub(crate) fn places_to_touch(&self) -> Vec<(String, Rect)> {
        let nodes = self.window.query_all_by(|node| ACTS.contains(&node.role()));
        nodes.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect())).collect()
    }

    /// Presses a key twice, as a hand that shakes does.
    pub(crate) fn press_twice(&mut self, key: Key) -> &mut Self {
        let event =
            |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
        for pause in [LOOK, HAND] {
            self.frame(vec![event(true)], pause).frame(vec![event(false)], FRAME).rest();
        }
        self
    }

    /// Types a text where the keyboard is, letter by letter, as slowly as a hand.
    pub(crate) fn type_text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            // Between two letters of a hand the window draws on.
            self.frame(Vec::new(), HAND - 0.001);
            self.frame(vec![Event::Text(letter.into())], 0.001);
        }
        // The next key comes when the hand has moved.
        self.frame(Vec::new(), HAND);
        self.rest()
    }

    /// Types all of this within one frame, as a hand does before a window that hangs: a line's end is Enter.
    pub(crate) fn type_at_once(&mut self, text: &str) -> &mut Self {
        let press =
            |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
        let typed = text.chars().map(|letter| match letter {
            '\n' => press(Key::Enter),
            '\t' => press(Key::Tab),
            letter => Event::Text(letter.into()),
        });
        let typed = typed.collect();
        self.frame(typed, HAND);
        self
    }

    /// What the barcode reader types: as fast as it is, with its Enter.
    pub(crate) fn scan(&mut self, code: &str) -> &mut Self {
        self.read(code, 0.01, Key::Enter)
    }

    /// What a reader types, of one line or several: a character each `gap` seconds, each line with its end. J stands for a
    /// line feed, which is typed with Ctrl.
    pub(crate) fn read(&mut self, lines: &str, gap: f64, end: Key) -> &mut Self {
        let modifiers = if end == Key::J { Modifiers::CTRL | Modifiers::COMMAND } else { Modifiers::NONE };
        let press = |pressed| Event::Key { key: end, physical_key: None, pressed, repeat: false, modifiers };
        self.frame(Vec::new(), 0.5);
        for line in lines.lines() {
            for letter in line.chars() {
                self.frame(vec![Event::Text(letter.into())], gap);
            }
            self.frame(vec![press(true)], gap);
            self.frame(vec![press(false)], 0.001);
        }
        self.frame(Vec::new(), 0.5);
        self.rest()
    }

    /// Writes this into the field of this name, over what it held.
    #[track_caller]
    pub(crate) fn fill(&mut self, field: &str, text: &str) -> &mut Self {
        self.click(field);
        self.press_with(Modifiers::COMMAND, Key::A);
        self.type_text(text)
    }

    /// What the field of this name holds.
    #[track_caller]
    pub(crate) fn value(&self, field: &str) -> String {
        self.control(field).value().unwrap_or_default()
    }

    /// Has the control of this name the keyboard?
    #[track_caller]
    pub(crate) fn has_keyboard(&self, label: &str) -> bool {
        self.control(label).is_focused()
    }

    /// The name and role of what has the keyboard, if anything has, and whether a dialog stands before it.
    pub(crate) fn keyboard_at(&self) -> Option<(String, bool)> {
        let is_dialog = |node: &Node<'_>| node.accesskit_node().role() == Role::Dialog;
        let dialog_is_open = self.window.query_all_by(|node| node.role() == Role::Dialog).next().is_some();
        let focused = self.window.query_all_by(|node| node.is_focused() && node.role() != Role::Window).next()?;
        let mut is_inside = false;
        let mut at = Some(focused);
        while let Some(node) = at {
            is_inside |= is_dialog(&node);
            at = node.parent();
        }
        let node = focused.accesskit_node();
        let name = node.label().or(node.value()).unwrap_or_default();
        Some((format!("{name} ({:?})", node.role()), dialog_is_open && !is_inside))
    }

    /// Where the group of answers that has the keyboard stands, if one has it, in points.
    pub(crate) fn group_with_keyboard(&self) -> Option<Rect> {
        let focused = self.window.query_all_by(|node| node.is_focused() && node.role() == Role::RadioButton).next()?;
        let group = focused.parent()?;
        Some(group.children().map(|option| option.rect()).fold(Rect::NOTHING, Rect::union))
    }

    /// Where what is read so stands, in points: the last of that name, which is in front.
    #[track_caller]
    pub(crate) fn place(&self, label: &str) -> Rect {
        let reads = |node: &AccessKitNode<'_>| {
            let read = node.label().or(node.value());
            node.bounding_box().is_some() && read.is_some_and(|read| read.contains(label))
        };
        let node = self.window.query_all_by(reads).last();
        node.unwrap_or_else(|| panic!("there is no «{label}»; there is {:#?}", self.labels())).rect()
    }

    /// Where the tab of this name stands, in points.
    #[track_caller]
    pub(crate) fn tab(&self, name: &str) -> Rect {
        self.window.get_by_role_and_label(Role::Tab, name).rect()
    }

    /// Where the rows of the tables stand, in points.
    pub(crate) fn rows(&self) -> Vec<Rect> {
        self.window.query_all_by(|node| node.role() == Role::Row).map(|row| row.rect()).collect()
    }

    /// Where the table of this name stands, in points.
    pub(crate) fn table(&self, name: &str) -> Rect {
        self.window.get_by_role_and_label(Role::Table, name).rect()
    }

    /// The window, in points.
    pub(crate) fn room(&self) -> Rect {
        self.window.ctx.content_rect()
    }

    /// The names of the buttons that can be pressed, in the order in which they stand.
    pub(crate) fn buttons(&self) -> Vec<String> {
        let nodes = self.window.query_all_by(|node| node.role() == Role::Button && !node.is_disabled());
        nodes.filter_map(|node| node.accesskit_node().label()).collect()
    }

    /// Is the control of this name there, and cannot be used?
    pub(crate) fn is_disabled(&self, label: &str) -> bool {
        self.control(label).accesskit_node().is_disabled()
    }

    /// Does the window, left alone, wait to be woken?
    pub(crate) fn is_calm(&mut self) -> bool {
        // An answer of the desk's may wake it once; what draws itself without end does so in every frame.
        (0..20).any(|_| {
            self.frame(Vec::new(), FRAME);
            let root = &self.window.output().viewport_output;
            root.values().all(|viewport| viewport.repaint_delay >= Duration::from_millis(10))
        })
    }

    /// Is the dark theme shown?
    pub(crate) fn is_dark(&self) -> bool {
        self.window.ctx.theme() == Theme::Dark
    }

    /// Lets time pass, for the window and for the house.
    pub(crate) fn wait_secs(&mut self, secs: u32) -> &mut Self {
        self.clock.advance_ms(i64::from(secs) * 1000);
        self.frame(Vec::new(), f64::from(secs));
        self.rest()
    }

    /// Logs one of the demo's users in and waits for the counter.
    #[track_caller]
    pub(crate) fn log_in(&mut self, login: &str) -> &mut Self {
        let users = self.users.unwrap();
        let user = users.all().find(|user| user.login == login).unwrap();
        self.log_in_with(login, user.password).until("Bloquear")
    }

    /// Types user and password, and Enter.
    #[track_caller]
    pub(crate) fn log_in_with(&mut self, login: &str, password: &str) -> &mut Self {
        self.until("Usuario").fill("Usuario", login).press(Key::Enter).fill("Contraseña", password).press(Key::Enter)
    }

    /// Compares the window with the picture of this name under `tests/ui/snapshots`, pixel by pixel, with room for another
    /// driver's edges and for a cursor that blinks. `UPDATE_SNAPSHOTS=1` makes the pictures anew.
    #[track_caller]
    pub(crate) fn looks_like(&mut self, name: &str) -> &mut Self {
        self.rest();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/snapshots");
        let options = SnapshotOptions::new().threshold(2.0).max_failed_pixels(1500).output_path(folder);
        self.window.snapshot_options(name, &options);
        self
    }

    /// A picture of the window, to be looked at.
    pub(crate) fn picture(&mut self, file: &Path) -> &mut Self {
        self.rest();
        self.window.render().unwrap().save(file).unwrap();
        self
    }

    /// Closes the window, and hands its folder back for whoever opens the house again.
    pub(crate) fn close(&mut self) {
        if let Some(mut app) = self.app.borrow_mut().take() {
            app.close();
        }
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.close();
    }
}

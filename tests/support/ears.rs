//! What a screen reader hears of a window: its controls by their accessible names, and which of them has the keyboard.
//! The program tells it over a bus of its own; this end of it is what a desktop's screen reader would be.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails by panicking")]

use std::sync::{Arc, Mutex, PoisonError};

use tempfile::TempDir;
use zbus::connection::Builder;
use zbus::zvariant::OwnedObjectPath;
use zbus::{Connection, block_on, interface};

use super::printers::{Leashed, open_folder, start_bus};

/// The bits of a control's state that matter here.
const FOCUSED: u32 = 1 << 12;
const ENABLED: u32 = 1 << 8;
const CHECKED: u32 = 1 << 4;

/// The roles of a window and of its program.
const WINDOWS: [u32; 2] = [23, 75];

/// Where a desktop stands.
const ROOT: &str = "/org/a11y/atspi/accessible/root";
/// Where the window tells what it shows, and where each of its texts stands.
const CACHE: (&str, &str) = ("/org/a11y/atspi/cache", "org.a11y.atspi.Cache");
const TEXT: &str = "org.a11y.atspi.Text";
/// Where each control stands, and that it is told from the corner of the window.
const COMPONENT: &str = "org.a11y.atspi.Component";
const IN_WINDOW: u32 = 1;

/// A name on the bus and a path under it.
type Reference = (String, OwnedObjectPath);
/// A control as the window tells it: itself, its program, its parent, its place, how many are in it, what it can, its name,
/// its role, its description, its state.
type Told = (Reference, Reference, Reference, i32, i32, Vec<String>, String, u32, String, Vec<u32>);

/// Something that is heard.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Heard {
    pub(crate) name: String,
    pub(crate) has_keyboard: bool,
    pub(crate) is_enabled: bool,
    pub(crate) is_checked: bool,
    pub(crate) is_window: bool,
    has_text: bool,
    path: OwnedObjectPath,
}

/// A screen reader.
pub(crate) struct Ears {
    connection: Connection,
    program: Arc<Mutex<Option<String>>>,
    address: String,
    _bus: Leashed,
    _folder: TempDir,
}

/// Says where the bus is: here.
struct Whereabouts(String);

#[interface(name = "org.a11y.Bus")]
impl Whereabouts {
    fn get_address(&self) -> String {
        self.0.clone()
    }
}

/// Says that somebody listens.
struct Status;

#[interface(name = "org.a11y.Status")]
impl Status {
    #[zbus(property)]
    fn is_enabled(&self) -> bool {
        true
    }
}

/// Where a program says that it is there.
struct Desktop(Arc<Mutex<Option<String>>>);

#[interface(name = "org.a11y.atspi.Socket")]
impl Desktop {
    fn embed(&self, #[zbus(connection)] here: &Connection, program: Reference) -> (Reference,) {
        let (name, path) = (here.unique_name().expect("a bus"), OwnedObjectPath::try_from(ROOT).expect("a path"));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(program.0);
        ((name.to_string(), path),)
    }
}

impl Ears {
    /// Somebody who listens.
    pub(crate) fn open() -> Self {
        let folder = open_folder();
        let (bus, address) = start_bus(folder.path(), false);
        let program = Arc::new(Mutex::new(None));
        let connection = block_on(async {
            Builder::address(address.as_str())?
                .serve_at("/org/a11y/bus", Whereabouts(address.clone()))?
                .serve_at("/org/a11y/bus", Status)?
                .serve_at(ROOT, Desktop(Arc::clone(&program)))?
                .name("org.a11y.Bus")?
                .name("org.a11y.atspi.Registry")?
                .build()
                .await
        });
        Self { connection: connection.expect("the bus"), program, address, _bus: bus, _folder: folder }
    }

    /// What a program must know to be heard.
    pub(crate) fn environment(&self) -> [(&'static str, &str); 2] {
        [("DBUS_SESSION_BUS_ADDRESS", &self.address), ("AT_SPI_BUS_ADDRESS", &self.address)]
    }

    /// Everything that can be heard now; nothing before the program has spoken, or after it is gone.
    pub(crate) fn hear(&self) -> Vec<Heard> {
        let program = self.program.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(program) = program else { return Vec::new() };
        let told: Vec<Told> = block_on(async {
            let (path, interface) = CACHE;
            let answer =
                self.connection.call_method(Some(program.as_str()), path, Some(interface), "GetItems", &()).await;
            answer.ok().and_then(|answer| answer.body().deserialize().ok()).unwrap_or_default()
        });
        told.into_iter()
            .map(|(itself, _, _, _, _, can, name, role, _, states)| {
                let state = states.first().copied().unwrap_or_default();
                Heard {
                    name,
                    has_keyboard: state & FOCUSED != 0,
                    is_enabled: state & ENABLED != 0,
                    is_checked: state & CHECKED != 0,
                    is_window: WINDOWS.contains(&role),
                    has_text: can.iter().any(|it| it == TEXT),
                    path: itself.1,
                }
            })
            .collect()
    }

    /// Where the middle of a control stands in the window, in its pixels; none where it has no place.
    pub(crate) fn middle_of(&self, control: &Heard) -> Option<(i32, i32)> {
        let program = self.program.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let (left, top, width, height): (i32, i32, i32, i32) = block_on(async {
            let path = control.path.as_str();
            let answer =
                self.connection.call_method(Some(program.as_str()), path, Some(COMPONENT), "GetExtents", &IN_WINDOW);
            answer.await.ok()?.body().deserialize().ok()
        })?;
        (width > 0 && height > 0).then_some((left + width / 2, top + height / 2))
    }

    /// What a field holds.
    pub(crate) fn text_of(&self, field: &Heard) -> String {
        let program = self.program.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(program) = program.filter(|_| field.has_text) else { return String::new() };
        block_on(async {
            let answer = self
                .connection
                .call_method(Some(program.as_str()), field.path.as_str(), Some(TEXT), "GetText", &(0, -1))
                .await;
            answer.ok().and_then(|answer| answer.body().deserialize().ok()).unwrap_or_default()
        })
    }
}

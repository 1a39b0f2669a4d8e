//! The window. It shows what the desk read, and hands in what the clerk does; it never waits, and never touches store,
//! printer or disk.
//!
//! [`app`] is the whole: one stage at a time (first start, login, counter), what the keyboard does everywhere, what views
//! asked for. [`screens`] are the views; each is a struct that keeps its own state and is drawn with a [`cx::Cx`].
//! [`widgets`] and [`theme`] are what they are made of.

pub mod app;
mod backups;
mod counter;
pub mod cx;
mod keyboard;
mod requests;
pub mod screens;
mod server;
pub mod shell;
pub mod shortcuts;
pub mod theme;
mod typed_ahead;
pub mod wedge;
pub mod widgets;
mod words;

use eframe::egui;
use std::sync::Arc;

pub use app::{App, Opening, Purpose};

/// Why the window cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no display.
    #[error("Este equipo no tiene pantalla para la ventana. Lo que se hace sin ella lo dice «ventanilla --help».")]
    NoDisplay,
    /// Neither way of drawing works.
    #[error(
        "No se pudo abrir la ventana: ni OpenGL ({first}) ni Vulkan ({second}) funcionan en este equipo. Instale el \
         controlador de video, o pida a soporte técnico que instale «libgl1 libegl1 libgl1-mesa-dri»."
    )]
    NoRenderer {
        /// What the first way said.
        first: String,
        /// What the second way said.
        second: String,
    },
    /// A thread of the desk could not be started.
    #[error("El sistema no permite iniciar el programa: {0}. Cierre otros programas y ábralo de nuevo.")]
    Threads(#[from] std::io::Error),
}

/// Is there a display to open a window on?
#[must_use]
pub fn has_display() -> bool {
    if !cfg!(all(unix, not(target_os = "macos"))) {
        return true;
    }
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET")
}

/// The ways of drawing, the better first: remote desktops on Windows offer an OpenGL too old to use.
const RENDERERS: [eframe::Renderer; 2] = if cfg!(windows) {
    [eframe::Renderer::Wgpu, eframe::Renderer::Glow]
} else {
    [eframe::Renderer::Glow, eframe::Renderer::Wgpu]
};

/// Opens the window and stays until it is closed.
///
/// # Errors
/// [`Error`], by name.
pub fn open(opening: Opening) -> Result<(), Error> {
    if !has_display() {
        return Err(Error::NoDisplay);
    }
    let opening = Arc::new(std::sync::Mutex::new(Some(opening)));
    let mut faults = Vec::new();
    for renderer in RENDERERS {
        let taken = Arc::clone(&opening);
        let (size, purpose) = opening
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .as_ref()
            .map_or((None, Purpose::Counter), |opening| (opening.window_size, opening.purpose));
        let options = eframe::NativeOptions {
            renderer,
            viewport: egui::ViewportBuilder::default()
                .with_title("Ventanilla")
                .with_app_id("ventanilla")
                .with_icon(egui::IconData::default())
                .with_min_inner_size([1000.0, 640.0])
                .with_fullscreen(purpose.has_whole_screen())
                .with_inner_size(size.unwrap_or([1366.0, 768.0])),
            ..eframe::NativeOptions::default()
        };
        let ran = eframe::run_native(
            "ventanilla",
            options,
            Box::new(move |made| {
                let opening = taken.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
                let opening = opening.ok_or("la ventana ya se abrió")?;
                Ok(Box::new(App::new(&made.egui_ctx, opening)?))
            }),
        );
        match ran {
            Ok(()) => return Ok(()),
            // It was open, and failed later: another way of drawing would begin from nothing.
            Err(fault) if opening.lock().is_ok_and(|opening| opening.is_none()) => {
                return Err(Error::NoRenderer { first: fault.to_string(), second: String::from("no se intentó") });
            }
            Err(fault) => faults.push(fault.to_string()),
        }
    }
    let mut faults = faults.into_iter();
    Err(Error::NoRenderer { first: faults.next().unwrap_or_default(), second: faults.next().unwrap_or_default() })
}

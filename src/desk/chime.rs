//! The chime of a call, and the shorter one of a request for a supervisor's word, played by whatever program of the system plays sound: the product brings no driver of its own.

use std::f32::consts::TAU;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::domain::system::ForLog as _;

/// Samples in a second.
const RATE: usize = 44_100;

/// What sounds.
#[derive(Debug)]
struct Tune {
    /// The notes, in hertz, each with the second at which it is struck.
    notes: [(f32, f32); 2],
    /// How long it sounds, in seconds.
    secs: f32,
    /// How fast a note fades.
    fades: f32,
}

/// Of a call: the second note a third below the first, as doorbells have it.
const CALL: Tune = Tune { notes: [(659.26, 0.0), (523.25, 0.38)], secs: 1.5, fades: 3.4 };

/// Of a request: short, and upwards.
const REQUEST: Tune = Tune { notes: [(587.33, 0.0), (880.0, 0.13)], secs: 0.7, fades: 6.5 };

/// How long a program may take for it.
const PATIENCE: Duration = Duration::from_secs(8);

/// What plays a raw sound from its standard input: sixteen bits, one channel.
const PLAYERS: [(&str, &[&str]); 2] = [
    ("aplay", &["-q", "-t", "raw", "-f", "S16_LE", "-r", "44100", "-c", "1"]),
    ("pacat", &["--playback", "--format=s16le", "--rate=44100", "--channels=1"]),
];

/// The chime.
#[derive(Debug)]
pub struct Chime {
    sound: Arc<[u8]>,
    sounds: Arc<AtomicBool>,
}

impl Chime {
    /// That of a call.
    #[must_use]
    pub fn of_call() -> Self {
        Self::of(&CALL)
    }

    /// That of a request for a supervisor's word.
    #[must_use]
    pub fn of_request() -> Self {
        Self::of(&REQUEST)
    }

    fn of(tune: &Tune) -> Self {
        Self { sound: sound(tune).into(), sounds: Arc::default() }
    }

    /// Is there a program that plays it?
    #[must_use]
    pub fn can_sound(&self) -> bool {
        PLAYERS.iter().any(|(program, _)| found(program).is_some())
    }

    /// Plays it, beside everything else. While it sounds, another one is the same.
    pub fn ring(&self) {
        if self.sounds.swap(true, Ordering::AcqRel) {
            return;
        }
        let (sound, sounds) = (Arc::clone(&self.sound), Arc::clone(&self.sounds));
        let played = std::thread::Builder::new().name("chime".into()).spawn(move || {
            if !PLAYERS.iter().any(|player| plays(player, &sound)) {
                tracing::warn!("no program of this machine plays sound");
            }
            sounds.store(false, Ordering::Release);
        });
        if let Err(error) = played {
            tracing::warn!(error = error.for_log(), "the chime was not played");
            self.sounds.store(false, Ordering::Release);
        }
    }
}

fn found(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Does this program play it?
fn plays((program, words): &(&str, &[&str]), sound: &Arc<[u8]>) -> bool {
    let Some(program) = found(program) else { return false };
    let player =
        Command::new(program).args(*words).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut player) = player else { return false };
    let (input, sound) = (player.stdin.take(), Arc::clone(sound));
    // Beside the patience for it: one that hangs takes nothing more, and is ended. One that ends before it has heard
    // everything says so by how it ends.
    let feeding = std::thread::spawn(move || input.map(|mut input| input.write_all(&sound)));
    let has_played = ends_well(&mut player);
    drop(feeding.join());
    has_played
}

fn ends_well(player: &mut Child) -> bool {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        match player.try_wait() {
            Ok(Some(ended)) => return ended.success(),
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            Err(_) => break,
        }
    }
    let _ = player.kill();
    let _ = player.wait();
    false
}

/// The notes, each with its octave and twelfth, as a struck bar has them.
fn sound(tune: &Tune) -> Vec<u8> {
    let samples = (tune.secs * RATE as f32) as usize;
    let of = |at: usize| {
        let secs = at as f32 / RATE as f32;
        let notes = tune.notes.iter().filter(|(_, struck)| secs >= *struck);
        let level: f32 = notes.map(|(hertz, struck)| note(*hertz, tune.fades, secs - struck)).sum();
        // To nothing at the end: a sound that is cut off clicks.
        let end = ((tune.secs - secs) / 0.05).clamp(0.0, 1.0);
        (level * end * 0.45 * f32::from(i16::MAX)).clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16
    };
    (0..samples).flat_map(|at| of(at).to_le_bytes()).collect()
}

fn note(hertz: f32, fades: f32, secs: f32) -> f32 {
    let strike = (secs / 0.004).min(1.0);
    let partials = [(1.0, 0.8), (2.0, 0.15), (3.0, 0.05)];
    let sum: f32 = partials.iter().map(|(times, share)| share * (TAU * hertz * times * secs).sin()).sum();
    sum * strike * (-fades * secs).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_loud_enough_never_clipped_and_ends_in_silence() {
        for tune in [CALL, REQUEST] {
            let sound = sound(&tune);
            let samples: Vec<i32> =
                sound.chunks_exact(2).map(|two| i32::from(i16::from_le_bytes([two[0], two[1]]))).collect();
            let loudest = samples.iter().map(|it| it.abs()).max().unwrap();
            assert!((8_000..i32::from(i16::MAX)).contains(&loudest), "{loudest}: {tune:?}");
            assert!(samples.last().unwrap().abs() < 16, "{tune:?}");
            assert_eq!(samples.len(), (tune.secs * RATE as f32) as usize);
        }
    }
}

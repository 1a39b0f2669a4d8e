//! What the scanner left, and what of it was attached already: the paper of the person before is not offered again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use eframe::egui::{Context, Id};

use crate::desk::{Desk, TrayFile};
use crate::domain::id::ScanId;

/// The files that were attached since the program was opened, whatever they were attached to, and the scans they became.
#[derive(Debug, Clone, Default)]
struct Taken(Arc<BTreeMap<(PathBuf, SystemTime), ScanId>>);

fn key() -> Id {
    Id::unique("scans that were attached")
}

/// What the scanner left and nobody attached yet, the newest first.
pub(super) fn offered(ctx: &Context, desk: &Desk) -> Vec<TrayFile> {
    let taken = ctx.data(|data| data.get_temp::<Taken>(key()).unwrap_or_default());
    let mut files = desk.tray();
    files.retain(|file| !taken.0.contains_key(&(file.path.clone(), file.modified)));
    files
}

/// The file at this path as it lies in the scanner's folder now, if it is there.
pub(super) fn at(desk: &Desk, path: &Path) -> Option<TrayFile> {
    desk.tray().into_iter().find(|file| file.path == path)
}

/// Notes that a file was attached, as it was when it was looked at: what the scanner wrote there since is another one.
pub(super) fn take(ctx: &Context, file: TrayFile, scan: ScanId) {
    ctx.data_mut(|data| {
        let taken = data.get_temp_mut_or_default::<Taken>(key());
        Arc::make_mut(&mut taken.0).insert((file.path, file.modified), scan);
    });
}

/// A scan was taken off: the file that it was made of is offered again.
pub(super) fn give_back(ctx: &Context, scan: ScanId) {
    ctx.data_mut(|data| {
        let taken = data.get_temp_mut_or_default::<Taken>(key());
        Arc::make_mut(&mut taken.0).retain(|_, of| *of != scan);
    });
}

/// How long ago a file was written, in words.
pub(super) fn age(modified: SystemTime, now: SystemTime) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let seconds = now.duration_since(modified).unwrap_or(Duration::ZERO).as_secs();
    match seconds {
        0..MINUTE => "hace un momento".into(),
        MINUTE..HOUR => format!("hace {} min", seconds / MINUTE),
        HOUR..DAY => format!("hace {} h", seconds / HOUR),
        _ if seconds / DAY == 1 => "hace 1 día".into(),
        _ => format!("hace {} días", seconds / DAY),
    }
}

/// A file with its age, on one line.
pub(super) fn with_age(file: &TrayFile) -> String {
    format!("{} · {}", file.name, age(file.modified, SystemTime::now()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_as_people_tell_it() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let ago = |secs| age(now - Duration::from_secs(secs), now);
        assert_eq!(ago(59), "hace un momento");
        assert_eq!(ago(60), "hace 1 min");
        assert_eq!(ago(3_599), "hace 59 min");
        assert_eq!(ago(7_200), "hace 2 h");
        assert_eq!(ago(90_000), "hace 1 día");
        assert_eq!(ago(200_000), "hace 2 días");
        assert_eq!(age(now + Duration::from_secs(5), now), "hace un momento", "a clock that stands back");
    }
}

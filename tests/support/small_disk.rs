//! A disk so small that it is full: a tmpfs of its own, where this user may mount one.
#![allow(clippy::unwrap_used, reason = "a test that cannot set its scene fails")]

use std::fs;
use std::path::Path;

/// A file system of a few hundred KiB, unmounted when dropped.
pub(crate) struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// None where this process may not mount one.
    pub(crate) fn new(kib: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kib}k");
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "ventanilla-test"])
            .arg(folder.path())
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            assert!(std::env::var_os("VENTANILLA_REAL_PARTS").is_none(), "no file system can be mounted");
            println!("left out, this user may not mount a file system: a full disk");
        }
        mounted.then(|| Self(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn fill(&self) {
        let _ = fs::write(self.0.path().join("filler"), vec![7_u8; 64 << 20]);
    }

    /// From here on nothing on it can be changed.
    pub(crate) fn protect(&self) {
        let protected = std::process::Command::new("mount").args(["-o", "remount,ro"]).arg(self.0.path()).status();
        assert!(protected.unwrap().success());
    }

    pub(crate) fn make_room(&self) {
        fs::remove_file(self.0.path().join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

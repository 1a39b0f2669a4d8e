//! The process keeps its memory to itself: no core is written, nobody of the same user looks into it.

use super::voice::complain;

/// Seals the process, as far as the system lets it; where it does not, the program runs all the same.
#[cfg(target_os = "linux")]
pub fn seal_process() {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    // What this program writes (papers with keys, exports, stores) is its user's alone.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let no_core = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let not_dumpable = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    if no_core.is_err() || not_dumpable.is_err() {
        complain!("Advertencia. El sistema no dejó proteger la memoria de este programa.");
    }
}

/// Seals the process: other systems are not tried yet.
#[cfg(not(target_os = "linux"))]
pub fn seal_process() {}

//! Fuzz targets for what comes from outside. As tests they run a short while on random input; `cargo bolero` runs
//! them guided by coverage.
#![allow(clippy::unwrap_used, reason = "a fuzz target fails by panicking")]

use chrono::NaiveDate;
use ventanilla::domain::number::MachineReadableZone;

#[test]
fn machine_readable_zone() {
    let reference = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    bolero::check!().for_each(|bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        match MachineReadableZone::parse(&text) {
            Ok(zone) => {
                assert_eq!(MachineReadableZone::parse(zone.as_str()).as_ref(), Ok(&zone));
                assert!(zone.born_on(reference).is_none_or(|born| born <= reference));
            }
            Err(fault) => assert!(!fault.to_string().is_empty()),
        }
    });
}

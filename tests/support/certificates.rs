//! Certificates that are made for a test, with the machine's own `openssl`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "a test without its certificates fails")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// A new key with whatever is made of it.
const KEY: &str = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

fn openssl(folder: &Path, words: &str) {
    let run = Command::new("openssl").args(words.split(' ')).current_dir(folder).output();
    let run = run.expect("openssl is not installed");
    assert!(run.status.success(), "openssl {words}: {}", String::from_utf8_lossy(&run.stderr));
}

/// An authority of this name: `name.pem` and `name.key`.
pub(crate) fn authority(folder: &Path, name: &str) {
    openssl(folder, &format!("req -x509 {KEY} -keyout {name}.key -out {name}.pem -subj /CN=Prueba-{name} -days 30"));
}

/// A server's certificate from that authority, for these names, as `DNS:…,IP:…`: `name.pem` and `name.key`. Of no days it is
/// over a second later.
pub(crate) fn server(folder: &Path, name: &str, authority: &str, names: &str, days: u32) {
    openssl(folder, &format!("req {KEY} -keyout {name}.key -out {name}.csr -subj /CN=localhost"));
    fs::write(folder.join(format!("{name}.names")), format!("subjectAltName={names}\n")).unwrap();
    let from = format!("-CA {authority}.pem -CAkey {authority}.key -CAcreateserial");
    let made = format!("-days {days} -out {name}.pem -extfile {name}.names");
    openssl(folder, &format!("x509 -req -in {name}.csr {from} {made}"));
}

/// Is its time over?
pub(crate) fn is_over(folder: &Path, name: &str) -> bool {
    let words = ["x509", "-noout", "-checkend", "0", "-in", &format!("{name}.pem")];
    !Command::new("openssl").args(words).current_dir(folder).output().unwrap().status.success()
}

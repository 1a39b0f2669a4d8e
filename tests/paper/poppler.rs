//! PDF files read back by somebody else's code.

use std::path::Path;
use std::process::Command;

/// Are poppler's tools here? Where they must be (`VENTANILLA_REAL_PARTS=1`) their absence is a failure.
pub(crate) fn present(left_out: &str) -> bool {
    let present = Command::new("pdftotext").arg("-v").output().is_ok();
    if !present {
        assert!(std::env::var_os("VENTANILLA_REAL_PARTS").is_none(), "poppler-utils is not installed");
        println!("left out, poppler-utils is not installed: {left_out}");
    }
    present
}

/// What one of the tools says of a file.
pub(crate) fn says(tool: &str, arguments: &[&str], bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, bytes).unwrap();
    run(tool, arguments, &file)
}

fn run(tool: &str, arguments: &[&str], file: &Path) -> String {
    let mut command = Command::new(tool);
    command.args(arguments).arg(file);
    if tool == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{tool} complains: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

//! A page as lines that a person can read and compare.

use ventanilla::print::documents::{Face, Operation, Page};

/// Each operation on a line: place, type, words. Secrets stay secret.
pub(super) fn transcript(page: &Page) -> String {
    let mut lines = format!("page {} × {} mm\n", page.width_mm, page.height_mm);
    for operation in &page.operations {
        let line = match operation {
            Operation::Text { x_mm, y_mm, style, text, .. } => {
                format!("{x_mm:>7.2} {y_mm:>7.2}  {:<7} {:>5.1}  {text}", face(style.face), style.size_pt)
            }
            Operation::Secret { x_mm, y_mm, style, text, .. } => {
                format!("{x_mm:>7.2} {y_mm:>7.2}  {:<7} {:>5.1}  {text:?}", face(style.face), style.size_pt)
            }
            Operation::Line { from_mm, to_mm, thickness_pt, stroke } => format!(
                "{:>7.2} {:>7.2}  line to {:.2} {:.2}, {thickness_pt} pt, {stroke:?}",
                from_mm.0, from_mm.1, to_mm.0, to_mm.1
            ),
            Operation::Rectangle { at_mm, size_mm, thickness_pt } => format!(
                "{:>7.2} {:>7.2}  outline {:.2} × {:.2}, {thickness_pt} pt",
                at_mm.0, at_mm.1, size_mm.0, size_mm.1
            ),
            Operation::Bar { at_mm, size_mm } => {
                format!("{:>7.2} {:>7.2}  bar {:.2} × {:.2}", at_mm.0, at_mm.1, size_mm.0, size_mm.1)
            }
        };
        lines.push_str(&line);
        lines.push('\n');
    }
    lines
}

fn face(face: Face) -> &'static str {
    match face {
        Face::Regular => "regular",
        Face::Bold => "bold",
        Face::Key => "key",
    }
}

/// Compares with `tests/paper/<name>.txt`, or writes it where `VENTANILLA_UPDATE=1`.
pub(super) fn assert_as_drawn_before(name: &str, drawn: &str) {
    let file = format!("{}/tests/paper/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("VENTANILLA_UPDATE").is_some() {
        std::fs::write(&file, drawn).unwrap();
    }
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(drawn, before, "{name} changed: look at it, then VENTANILLA_UPDATE=1");
}

//! A Rust source taken apart as far as the house's rules need it: the code without comments and texts, and the texts.
#![allow(clippy::string_slice, reason = "the places come from the text itself")]

use std::fs;
use std::path::{Path, PathBuf};

/// A source taken apart.
pub(crate) struct Source {
    /// Without comments; every text literal is empty.
    pub(crate) code: String,
    /// What stood in the text literals.
    pub(crate) strings: Vec<String>,
}

impl Source {
    pub(crate) fn read(text: &str) -> Self {
        let mut source = Self { code: String::new(), strings: Vec::new() };
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            rest = source.take(rest, c);
        }
        source
    }

    /// Takes what begins here, and answers what follows it.
    fn take<'t>(&mut self, rest: &'t str, c: char) -> &'t str {
        if rest.starts_with("//") {
            return &rest[rest.find('\n').unwrap_or(rest.len())..];
        }
        if rest.starts_with("/*") {
            return rest.find("*/").map_or("", |end| &rest[end + 2..]);
        }
        if let Some((content, after)) = raw_string(rest).filter(|_| !self.ends_in_word()) {
            return self.keep(content, after);
        }
        if c == '"' {
            let (content, after) = plain_string(&rest[1..]);
            return self.keep(content, after);
        }
        if let Some(length) = letter(rest) {
            self.code.push_str("' '");
            return &rest[length..];
        }
        self.code.push(c);
        &rest[c.len_utf8()..]
    }

    fn keep<'t>(&mut self, content: &str, after: &'t str) -> &'t str {
        self.strings.push(content.to_owned());
        self.code.push_str("\"\"");
        after
    }

    fn ends_in_word(&self) -> bool {
        self.code.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    }
}

/// `r"…"`, `r#"…"#`: what stands in it, and what follows.
fn raw_string(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let content = rest[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let at = content.find(&end)?;
    Some((&content[..at], &content[at + end.len()..]))
}

/// What stands in a text up to its quote, and what follows.
fn plain_string(rest: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (&rest[..at], &rest[at + 1..]),
            _ => {}
        }
    }
    (rest, "")
}

/// The length of a letter in quotes, which a lifetime is not.
fn letter(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if inside.starts_with('\\') {
        let end = inside.char_indices().skip(2).find(|(_, c)| *c == '\'')?.0;
        return Some(end + 2);
    }
    let mut letters = inside.char_indices();
    letters.next()?;
    letters.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 2)
}

/// The paths that follow a word in the code: after `crate::`, each `store::turn`.
pub(crate) fn words<'c>(code: &'c str, after: &'c str) -> impl Iterator<Item = &'c str> {
    code.match_indices(after)
        .filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$'))
        .map(move |(at, found)| {
            let path = &code[at + found.len()..];
            let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(path.len());
            path[..end].trim_end_matches(':')
        })
        .filter(|path| !path.is_empty())
}

/// The sources below a folder of this crate, with their paths from its root; benches are binaries of their own.
pub(crate) fn sources(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut files, mut folders): (Vec<PathBuf>, _) = (Vec::new(), vec![root.join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            match entry.path() {
                path if path.is_dir() && path.ends_with("tests/benches") => {}
                path if path.is_dir() => folders.push(path),
                path if path.extension().is_some_and(|it| it == "rs") => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    let named = |path: &PathBuf| path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
    files.iter().map(|path| (named(path), fs::read_to_string(path).unwrap())).collect()
}

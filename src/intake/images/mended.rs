//! The objects of a PDF whose own table of them is wrong, found by looking through the file as viewers do.
//!
//! The file itself is not changed: what is made here is read once, to count the pages. A file that was cut short, or that
//! does not say where its catalogue is, stays damaged.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::ObjectId;

/// No honest file of the admitted size has an object of a higher number.
const HIGHEST_NUMBER: u32 = 1_000_000;
/// The end of the file, where it says that it has ended.
const TAIL_BYTES: usize = 2 * 1024;

/// A PDF with a table that leads to its objects.
pub(super) struct Mended {
    pub(super) bytes: Vec<u8>,
    /// The objects that the file holds by themselves.
    pub(super) objects: Vec<ObjectId>,
}

/// The file, which begins with its header, with a new table at its end.
pub(super) fn mended(file: &[u8]) -> Option<Mended> {
    let tail = file.get(file.len().saturating_sub(TAIL_BYTES)..)?;
    let has_ended = contains(tail, b"startxref") && contains(tail, b"%%EOF");
    // Whoever protected it has another table too: nothing of it is read.
    if !has_ended || contains(file, b"/Encrypt") {
        return None;
    }
    let root = last_root(file)?;
    let places = places(file)?;
    let mut table = "\nxref\n0 1\n0000000000 65535 f \n".to_owned();
    for (number, (generation, offset)) in &places {
        let _ = write!(table, "{number} 1\n{offset:010} {generation:05} n \n");
    }
    let highest = places.keys().next_back()?;
    let start = file.len().checked_add(1)?;
    let (number, generation) = root;
    let _ = write!(
        table,
        "trailer\n<< /Size {} /Root {number} {generation} R >>\nstartxref\n{start}\n%%EOF\n",
        highest.checked_add(1)?
    );
    let objects = places.iter().map(|(number, (generation, _))| (*number, *generation)).collect();
    Some(Mended { bytes: [file, table.as_bytes()].concat(), objects })
}

/// Where each object begins, its last version where the file was written on; what stands in a stream is none.
fn places(file: &[u8]) -> Option<BTreeMap<u32, (u16, usize)>> {
    let mut places = BTreeMap::new();
    let mut at = 0_usize;
    while let Some(found) = position(file.get(at..)?, b" obj") {
        let word = at.checked_add(found)?;
        let after = word.checked_add(4)?;
        at = after;
        let Some((number, generation, start)) = numbers_before(file, word) else { continue };
        if number == 0 || number > HIGHEST_NUMBER {
            return None;
        }
        places.insert(number, (generation, start));
        let rest = file.get(after..)?;
        // Each look goes on where the last one ended, so that no file keeps it busy.
        let end = position(rest, b"endobj")?;
        let read = match position(rest.get(..end)?, b"stream") {
            None => end,
            Some(stream) => stream.checked_add(position(rest.get(stream..)?, b"endstream")?)?,
        };
        at = after.checked_add(read)?;
    }
    Some(places)
}

/// The two numbers that end before `word`, and where the first begins.
fn numbers_before(file: &[u8], word: usize) -> Option<(u32, u16, usize)> {
    let before = file.get(..word)?;
    let generation_at = digits_at_end(before)?;
    let generation: u16 = std::str::from_utf8(before.get(generation_at..)?).ok()?.parse().ok()?;
    let before = before.get(..generation_at)?.strip_suffix(b" ")?;
    let start = digits_at_end(before)?;
    let number: u32 = std::str::from_utf8(before.get(start..)?).ok()?.parse().ok()?;
    let is_alone = start.checked_sub(1).and_then(|last| before.get(last)).is_none_or(u8::is_ascii_whitespace);
    is_alone.then_some((number, generation, start))
}

/// Where the digits begin that stand at the end, a few of them at least one.
fn digits_at_end(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.iter().rev().take(11).take_while(|byte| byte.is_ascii_digit()).count();
    bytes.len().checked_sub(digits).filter(|_| digits > 0)
}

/// The catalogue that the last trailer names.
fn last_root(file: &[u8]) -> Option<ObjectId> {
    let at = file.windows(5).rposition(|window| window == b"/Root")?;
    let said = file.get(at.checked_add(5)?..)?;
    let said = String::from_utf8_lossy(said.get(..40).unwrap_or(said));
    let mut words = said.split_ascii_whitespace();
    let (number, generation) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    words.next().filter(|word| word.starts_with('R')).map(|_| (number, generation))
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    position(bytes, part).is_some()
}

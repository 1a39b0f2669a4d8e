//! Blocks that flow over as many pages as they ask for.

use super::block::{Block, Scale};
use super::compose::heading;
use super::error::Error;
use super::page::Page;

/// The pages in the largest type in which they are one, somewhat smaller where that saves a second page with three lines
/// on it; otherwise in the format's own.
pub(super) fn few_pages(scale: Scale, set: impl Fn(Scale) -> Result<Vec<Page>, Error>) -> Result<Vec<Page>, Error> {
    on_at_most(1, scale, &set).map_or_else(|| set(scale), Ok)
}

/// The same, where a second page is the sheet's other side, and only a third one is to be saved.
pub(super) fn one_sheet(scale: Scale, set: impl Fn(Scale) -> Result<Vec<Page>, Error>) -> Result<Vec<Page>, Error> {
    on_at_most(1, scale, &set).or_else(|| on_at_most(2, scale, &set)).map_or_else(|| set(scale), Ok)
}

fn on_at_most(count: usize, scale: Scale, set: impl Fn(Scale) -> Result<Vec<Page>, Error>) -> Option<Vec<Page>> {
    let mut tried = SMALLER.into_iter().filter_map(|factor| set(scale.times(factor)).ok());
    tried.find(|pages| pages.len() <= count)
}

/// How much smaller the type may become to save a page.
const SMALLER: [f32; 3] = [1.0, 0.93, 0.86];

/// Blocks one below the other, on a new page where the present one is full.
pub(super) struct Flow {
    title: &'static str,
    scale: Scale,
    width_mm: f32,
    room_mm: Option<f32>,
    full: Vec<Block>,
    present: Block,
    repeats: Option<Box<dyn Fn() -> Block>>,
}

impl Flow {
    /// Begins with `opening`; later pages repeat the title. A page has `room_mm` for its blocks, a roll as much as they ask.
    pub(super) fn new(title: &'static str, scale: Scale, room_mm: Option<f32>, opening: Block) -> Self {
        Self { title, scale, width_mm: opening.width_mm(), room_mm, full: Vec::new(), present: opening, repeats: None }
    }

    /// Begins a table with the heads of its columns and its first block: from here on every page begins with the heads.
    pub(super) fn begin_table(&mut self, heads: impl Fn() -> Block + 'static, first: Block) -> Result<(), Error> {
        self.repeats = None;
        let mut begun = heads();
        begun.append(first, 0.0);
        self.put(begun)?;
        self.repeats = Some(Box::new(heads));
        Ok(())
    }

    /// Later pages begin with no heads any more.
    pub(super) fn end_table(&mut self) {
        self.repeats = None;
    }

    /// Puts a block below the last one.
    pub(super) fn put(&mut self, block: Block) -> Result<(), Error> {
        if !self.has_room_for(&block) {
            let mut next = heading(self.scale, self.width_mm, self.title, "Continúa de la página anterior", None);
            if let Some(heads) = &self.repeats {
                next.append(heads(), 0.0);
            }
            self.full.push(std::mem::replace(&mut self.present, next));
            if !self.has_room_for(&block) {
                return Err(Error::TooLong);
            }
        }
        self.present.append(block, 0.0);
        Ok(())
    }

    fn has_room_for(&self, block: &Block) -> bool {
        self.room_mm.is_none_or(|room_mm| self.present.height_mm() + block.height_mm() <= room_mm)
    }

    /// The blocks of each page.
    pub(super) fn done(mut self) -> Vec<Block> {
        self.full.push(self.present);
        self.full
    }
}

//! Letters, and who carries them.
//!
//! A [`Letter`] is made from a [`Template`] whose every place is filled; whatever is filled in is one line, and escaped
//! where the text is HTML. A [`Carrier`] takes it over whole or says why not ([`Failure`]), and whether trying again may
//! help. [`Smtp`] speaks to a mail server, under TLS unless the server is this machine itself; [`Folder`] writes files for a
//! demonstration, which sends nothing.
//!
//! SMTP has one gap that nobody can close: when the conversation breaks off between the end of a letter and the server's
//! word that it took it, the letter may have been taken. It is sent again then, under the same `Message-ID`, by which a
//! mailbox can tell that it is the same one.
//!
//! Nothing here knows the store or decides when a letter is due.

mod failure;
mod folder;
mod letter;
mod picture;
mod smtp;
mod template;

pub use failure::{Failure, Said};
pub use folder::Folder;
pub use letter::{Letter, PICTURE, Party, one_line};
pub use picture::Picture;
pub use smtp::{Login, Root, RootFault, Server, Smtp, is_this_machine};
pub use template::{KEY_CHOSEN, KEY_DELIVERED, TRIAL, TURN_BOOKED, Template, of_challenge};

/// Takes letters over.
pub trait Carrier: Send + Sync {
    /// Carries a letter: when it answers `Ok`, somebody else answers for it. `stopped` is asked now and then: once it says
    /// yes, the conversation is given a short while to end.
    ///
    /// # Errors
    /// Why it was not taken over.
    fn carry(&self, letter: &Letter, stopped: &dyn Fn() -> bool) -> Result<(), Failure>;
}

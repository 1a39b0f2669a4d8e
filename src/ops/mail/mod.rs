//! Mail: what the centre has set for it, the letters that wait, and the sending of them.
//!
//! An operation queues what a letter is about, in its own transaction ([`employer_hears`], [`turn_booked`]); whoever sends
//! takes one letter after the other ([`send_next`]), after the commit. A try is noted before it is made and its end after it, by an operation of its own:
//! one entry for each letter that was taken over or given up, and none for a try between. What a cut leaves in between waits
//! for the pause of a failed try and is sent again under the same `Message-ID`: a letter may come twice only where the server
//! took it and nobody could note it, and so too after a backup was restored that still had it waiting.
//!
//! The letters of a demonstration go to a folder and nowhere else, and those of any other store never do.

mod change;
mod outbox;
mod proving;
mod shown;
mod trial;
mod way;
mod writing;

pub(super) use change::NAME;
pub use change::{ChangeMail, MailSettings, PasswordChange, load, parse_root};
pub use outbox::{Brought, Carried, NoteFailed, NoteSent, Sender, Went, send_next};
pub(super) use outbox::{WENT, address_mark, employer_hears, is_noted_as_sent, is_set_up, queue, turn_booked};
pub use shown::{MailOverview, Standing, Unsent, UnsentAbout, notice_of, overview, unsent_on};
pub use trial::{Trial, try_out};
pub use way::{Way, way};

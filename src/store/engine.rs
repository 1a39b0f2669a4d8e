//! The store, on whichever engine it stands: the enciphered file of this machine, or a server that many windows share.
//! Readers, one transaction at a time for each process, and the upkeep that an engine needs.

use std::path::Path;

use super::error::Error;
use super::pacer::{Chunk, ChunkPacer};
use super::postgres::{Listener, RoleThere, ScansOnServer, Server, ServerStore, Sharing};
use super::scans::{ScanFiles, Scans};
use super::sqlite::{CreateOptions, FileStore, Original, StoreKey};
use super::transaction::{Company, Reader, Transaction};
use crate::domain::duty::Duty;

/// A store open for reading and writing.
#[derive(Debug)]
pub enum Store {
    /// A file of this machine, which this process alone has open.
    File(Box<FileStore>),
    /// A schema on a server.
    Server(ServerStore),
}

/// What an engine does for itself, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tidying {
    /// When nobody waits: each step is short, and nothing is done where nothing is to do.
    Idle,
    /// Between two chunks of a long run.
    BetweenChunks,
    /// After a bulk load beside a window at work.
    AfterLoad,
    /// After a bulk load that nobody waits for: until a search is as quick as it can be.
    Whole,
}

impl Store {
    /// Makes a store in `folder` (made too where missing) and opens it. A cut in the middle leaves no store.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`], [`Error::InUse`], [`Error::ReadOnly`], [`Error::DiskFull`], or the system's.
    pub fn create(folder: &Path, key: StoreKey, options: CreateOptions) -> Result<Self, Error> {
        FileStore::create(folder, key, options).map(|store| Self::File(Box::new(store)))
    }

    /// Opens the store in `folder` for this process alone, and brings its schema to the newest version.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::InUse`], [`Error::ReadOnly`], [`Error::KeyRefused`], [`Error::Damaged`],
    /// [`Error::Newer`], [`Error::DiskFull`], or the system's. The file is untouched by each of them.
    pub fn open(folder: &Path, key: StoreKey) -> Result<Self, Error> {
        FileStore::open(folder, key).map(|store| Self::File(Box::new(store)))
    }

    /// Makes the tables of a centre on a server, where there are none, lets a window's role in, and opens them as that.
    /// `owner` and `window` are the same place for two roles.
    ///
    /// # Errors
    /// [`Error::CentreExists`] where there is one; the server's. What a failure leaves is removed again.
    pub fn create_on(owner: Server, window: Server, options: CreateOptions) -> Result<Self, Error> {
        let role = window.address().role().to_owned();
        let made = ServerStore::create(owner, &role, options)?;
        match made.admit(&window, Duty::Window, false).and_then(|()| ServerStore::open(window)) {
            Ok(store) => Ok(Self::Server(store)),
            Err(error) => {
                made.remove(&role)?;
                Err(error)
            }
        }
    }

    /// Removes a centre from a server again that was just made there, and the role that was made with it, as its owner.
    ///
    /// # Errors
    /// The server's.
    pub fn remove_from(owner: Server, role: &str) -> Result<(), Error> {
        ServerStore::open(owner)?.remove(role)
    }

    /// Makes the tables of a centre on a server, where there are none, and opens them as their owner: to move one there.
    ///
    /// # Errors
    /// [`Error::CentreExists`] where there is one; the server's.
    pub fn make_on(owner: Server, role: &str, options: CreateOptions) -> Result<Self, Error> {
        ServerStore::create(owner, role, options).map(Self::Server)
    }

    /// Lets another machine's role in at the centre on a server, as the centre's owner; then opens it as that machine.
    /// `in_its_place`: the role may be one whose machine is gone.
    ///
    /// # Errors
    /// [`Error::RoleTaken`], [`Error::RoleOfOthers`]; as [`Store::open_on`].
    pub fn admit_on(owner: Server, machine: Server, duty: Duty, in_its_place: bool) -> Result<Self, Error> {
        ServerStore::open(owner)?.admit(&machine, duty, in_its_place)?;
        Self::open_on(machine)
    }

    /// Lets a machine's role of another centre of the database count the months of the centre on a server, or no more; as the
    /// centre's owner.
    ///
    /// # Errors
    /// [`Error::NoWindowElsewhere`], [`Error::NotShared`]; as [`Store::open_on`].
    pub fn share_on(owner: Server, role: &str, sharing: Sharing) -> Result<(), Error> {
        ServerStore::open(owner)?.share(role, sharing)
    }

    /// The roles of other centres that count the months of the centre on a server; as its owner.
    ///
    /// # Errors
    /// As [`Store::open_on`].
    pub fn shared_on(owner: Server) -> Result<Vec<String>, Error> {
        ServerStore::open(owner)?.shared_with()
    }

    /// What stands at an address for whoever owns it there: the centre, if there is one, and what this role is already.
    ///
    /// # Errors
    /// [`Error::Newer`]; the server's.
    pub fn look_on(owner: Server, role: &str) -> Result<(Option<Self>, RoleThere), Error> {
        let (store, known) = ServerStore::look(owner, role)?;
        Ok((store.map(Self::Server), known))
    }

    /// What this machine is for. A file is a window's; on a server the rights of this machine's role say it.
    ///
    /// # Errors
    /// The server's.
    pub fn duty(&self) -> Result<Duty, Error> {
        match self {
            Self::File(_) => Ok(Duty::Window),
            Self::Server(store) => store.duty(),
        }
    }

    /// The same, for this process alone of those of this machine, whose folder it is: as with a file. Other machines have it open
    /// as well.
    ///
    /// # Errors
    /// [`Error::InUse`]; the system's.
    pub fn held_here(self, folder: &Path) -> Result<Self, Error> {
        match self {
            Self::File(_) => Ok(self),
            Self::Server(store) => store.held_here(folder).map(Self::Server),
        }
    }

    /// Gives this window's role on the server the password that `next` comes in with, and comes in with it.
    ///
    /// # Errors
    /// The server's.
    pub fn pass_on(window: Server, next: Server) -> Result<Self, Error> {
        ServerStore::open(window)?.change_password(&next)?;
        Self::open_on(next)
    }

    /// Opens the centre on a server.
    ///
    /// # Errors
    /// [`Error::CentreMissing`], [`Error::Newer`]; the server's.
    pub fn open_on(server: Server) -> Result<Self, Error> {
        ServerStore::open(server).map(Self::Server)
    }

    /// A reader of its own, to be kept by a thread: making one takes some milliseconds. It should be dropped before the
    /// store is closed.
    ///
    /// # Errors
    /// [`Error::Damaged`], the system's or the server's.
    pub fn reader(&self) -> Result<Reader, Error> {
        match self {
            Self::File(store) => store.reader(),
            Self::Server(store) => store.reader(),
        }
    }

    /// Its scans: in files beside it in `folder`, under a key of their own, or on its server.
    ///
    /// # Errors
    /// The server's.
    pub fn scans(&self, folder: &Path, key: StoreKey) -> Result<Scans, Error> {
        Ok(match self {
            Self::File(_) => Scans::Files(ScanFiles::new(folder, key)),
            Self::Server(store) => Scans::Server(ScansOnServer::over(store.reader()?)),
        })
    }

    /// Listens to what other windows of the centre do; a file has no others.
    ///
    /// # Errors
    /// The server's.
    pub fn listen(&self) -> Result<Option<Listener>, Error> {
        match self {
            Self::File(_) => Ok(None),
            Self::Server(store) => store.listen().map(Some),
        }
    }

    /// One transaction: commits what `work` did when it answers `Ok`, leaves no trace of it otherwise or on a panic.
    /// Waits while another thread writes.
    ///
    /// # Errors
    /// Those of `work`; [`Error::DiskFull`] and the engine's while beginning and committing.
    pub fn write<T, E: From<Error>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        match self {
            Self::File(store) => store.write(work),
            Self::Server(store) => store.write(Company::Alone, work),
        }
    }

    /// The same, for work that holds each row that it trusts: on a server others that do so write meanwhile.
    ///
    /// # Errors
    /// As [`Store::write`]; [`Error::Busy`] where two waited for each other.
    pub fn write_beside<T, E: From<Error>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        match self {
            Self::File(store) => store.write(work),
            Self::Server(store) => store.write(Company::Beside, work),
        }
    }

    /// One chunk of a run, paced: `work` adds units while `chunk.takes_one_more()`. After the last chunk,
    /// [`Tidying::AfterLoad`].
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_chunk<T, E: From<Error>>(
        &self,
        pacer: &mut ChunkPacer,
        work: impl FnOnce(&Transaction<'_>, &mut Chunk) -> Result<T, E>,
    ) -> Result<T, E> {
        match self {
            Self::File(store) => store.write_chunk(pacer, work),
            Self::Server(store) => store.write_chunk(pacer, work),
        }
    }

    /// What the engine does for itself. A server sees to that alone.
    ///
    /// # Errors
    /// [`Error::DiskFull`] or the system's; what was done stays done, and calling it again goes on.
    pub fn tidy(&self, how: Tidying) -> Result<(), Error> {
        match (self, how) {
            (Self::File(store), Tidying::Idle) => store.checkpoint_when_idle(),
            (Self::File(store), Tidying::BetweenChunks) => store.checkpoint_between_chunks(),
            (Self::File(store), Tidying::AfterLoad) => store.settle_load(),
            (Self::File(store), Tidying::Whole) => store.settle_search(),
            (Self::Server(_), _) => Ok(()),
        }
    }

    /// Makes an erasure final, all at once.
    ///
    /// # Errors
    /// [`Error::Busy`] where a reader held an old moment all the while.
    pub fn erase_for_good(&self) -> Result<(), Error> {
        match self {
            Self::File(store) => store.erase_for_good(),
            Self::Server(_) => Ok(()),
        }
    }

    /// Is the end of an erasure owed that was stopped or cut?
    ///
    /// # Errors
    /// The engine's.
    pub fn owes_an_erasure(&self) -> Result<bool, Error> {
        match self {
            Self::File(store) => store.owes_an_erasure(),
            Self::Server(_) => Ok(false),
        }
    }

    /// Holds this moment of the file, to copy it.
    ///
    /// # Errors
    /// [`Error::OnServer`]: a server's own people copy it. Otherwise as [`Store::reader`].
    pub fn original(&self) -> Result<Original, Error> {
        match self {
            Self::File(store) => store.original(),
            Self::Server(_) => Err(Error::OnServer { doing: "copiar el almacén" }),
        }
    }

    /// The file, where the store stands on one.
    pub(super) fn file(&self) -> Option<&FileStore> {
        match self {
            Self::File(store) => Some(store),
            Self::Server(_) => None,
        }
    }

    /// Closes the store: another process may open a file then.
    ///
    /// # Errors
    /// [`Error::DiskFull`] or the system's; what was committed is safe even then.
    pub fn close(self) -> Result<(), Error> {
        match self {
            Self::File(store) => store.close(),
            Self::Server(_) => Ok(()),
        }
    }
}

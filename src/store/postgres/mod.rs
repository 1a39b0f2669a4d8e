//! The store of a centre on a server that many windows share: one schema a centre. The server's own people replicate it,
//! back it up and encipher its disks.
//!
//! Queries are the file's, texts and all ([`translate`] numbers their values as the server does); what differs by nature is
//! here: how it is reached, how a conversation goes, the schema, and by what names are found.

mod address;
mod distrust;
mod fault;
mod link;
mod listen;
mod scans;
mod schema;
pub(super) mod search;
mod server;
mod translate;
mod value;

pub use address::{Address, AddressFault};
pub use distrust::Distrust;
pub use fault::Fault;
pub(super) use link::{Link, Moment};
pub(super) use listen::NOW_MS;
pub use listen::{Heard, Listener};
pub use scans::ScansOnServer;
pub use schema::RoleThere;
pub(super) use schema::{newest, tables};
pub use server::Server;
pub(super) use value::value;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::error::{Error, WhileDoing as _};
use super::link::Link as Engine;
use super::pacer::{Chunk, ChunkPacer};
use super::sqlite::{CreateOptions, LOCK_FILE, StoreLock};
use super::transaction::{Company, Reader, Transaction, transact};
use crate::domain::duty::Duty;

/// What becomes of a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// It is given.
    Give,
    /// It is taken back.
    TakeBack,
}

const OPENING: &str = "abrir el almacén del centro";

/// A centre's store on a server.
#[derive(Debug)]
pub struct ServerStore {
    server: Arc<Server>,
    writer: Mutex<Reader>,
    /// Keeps other processes of this machine out.
    _lock: Option<StoreLock>,
}

impl ServerStore {
    /// What a founding left that was cut, with this role, gives way.
    pub(super) fn create(server: Server, role: &str, options: CreateOptions) -> Result<Self, Error> {
        const DOING: &str = "crear las tablas del centro";
        let server = Arc::new(server);
        let link = Link::to(Arc::clone(&server)).while_doing(DOING)?;
        let schema = server.address().schema();
        if schema::exists(&link, schema).while_doing(DOING)?
            && !schema::remove_unfinished(&link, schema, role, options.created_at_ms).while_doing(DOING)?
        {
            return Err(Error::CentreExists { address: server.address().to_string() });
        }
        schema::create(&link, schema, |link| {
            let sql = "INSERT INTO store_identity (id, store_id, demo, serial_epoch, created_at_ms) VALUES (1, ?1, ?2, 1, ?3)";
            link.execute(sql, &(options.store_id, options.demo, options.created_at_ms)).map(drop)
        })
        .while_doing(DOING)?;
        Self::over(server, link)
    }

    /// Lets a machine's role in, under the password that the machine knows, with the rights that its duty needs: nobody
    /// changes or removes an entry of the journal, nor a close.
    ///
    /// The role of another machine is not taken from it, unless this one is there in its place.
    pub(super) fn admit(&self, machine: &Server, duty: Duty, in_its_place: bool) -> Result<(), Error> {
        const DOING: &str = "dar permiso a este equipo";
        let link = Link::to(Arc::clone(&self.server)).while_doing(DOING)?;
        let (schema, role) = (self.server.address().schema(), machine.address().role());
        // A role is the whole server's: of another window, another centre or another program it is left as it is.
        match schema::known(&link, schema, role).while_doing(DOING)? {
            RoleThere::OfThisCentre if !in_its_place => return Err(Error::RoleTaken { role: role.to_owned() }),
            RoleThere::OfAnotherCentre(_) | RoleThere::Other => {
                return Err(Error::RoleOfOthers { role: role.to_owned() });
            }
            RoleThere::Free | RoleThere::OfThisCentre => {}
        }
        schema::admit(&link, schema, machine, duty).while_doing(DOING)
    }

    /// Lets a machine's role of another centre of the database count this one's months, or no more; as the owner.
    pub(super) fn share(&self, role: &str, sharing: Sharing) -> Result<(), Error> {
        const DOING: &str = "dar o quitar el permiso de leer las cifras";
        let link = Link::to(Arc::clone(&self.server)).while_doing(DOING)?;
        let schema = self.server.address().schema();
        // A machine of this centre would lose its own rights with those that are taken back.
        let is_elsewhere = match schema::known(&link, schema, role).while_doing(DOING)? {
            RoleThere::OfAnotherCentre(other) => schema::is_window(&link, &other, role).while_doing(DOING)?,
            RoleThere::Free | RoleThere::OfThisCentre | RoleThere::Other => false,
        };
        let has_it = schema::shared_with(&link, schema).while_doing(DOING)?.iter().any(|known| known == role);
        match sharing {
            Sharing::Give if is_elsewhere => schema::share(&link, schema, role).while_doing(DOING),
            Sharing::TakeBack if has_it => schema::unshare(&link, schema, role).while_doing(DOING),
            Sharing::Give => Err(Error::NoWindowElsewhere { role: role.to_owned() }),
            Sharing::TakeBack => Err(Error::NotShared { role: role.to_owned() }),
        }
    }

    /// Whose roles of other centres count this one's months.
    pub(super) fn shared_with(&self) -> Result<Vec<String>, Error> {
        const DOING: &str = "leer quién puede leer las cifras";
        let link = Link::to(Arc::clone(&self.server)).while_doing(DOING)?;
        schema::shared_with(&link, self.server.address().schema()).while_doing(DOING)
    }

    /// What this machine's role is for.
    pub(super) fn duty(&self) -> Result<Duty, Error> {
        const DOING: &str = "leer para qué es este equipo";
        let link = Link::to(Arc::clone(&self.server)).while_doing(DOING)?;
        schema::duty(&link, self.server.address().schema()).while_doing(DOING)
    }

    /// The window's role comes in as `next` from now on, with another password.
    pub(super) fn change_password(&self, next: &Server) -> Result<(), Error> {
        const DOING: &str = "cambiar la contraseña de la ventanilla en el servidor";
        let link = Link::to(Arc::clone(&self.server)).while_doing(DOING)?;
        schema::change_password(&link, next).while_doing(DOING)
    }

    /// The centre, where there is one, and what a role is already: for whoever is about to join with it or to found with it.
    pub(super) fn look(owner: Server, role: &str) -> Result<(Option<Self>, RoleThere), Error> {
        const DOING: &str = "mirar qué hay en el servidor del centro";
        let owner = Arc::new(owner);
        let link = Link::to(Arc::clone(&owner)).while_doing(DOING)?;
        let known = schema::known(&link, owner.address().schema(), role).while_doing(DOING)?;
        match Self::open_over(owner, link) {
            Ok(store) => Ok((Some(store), known)),
            Err(Error::CentreMissing { .. }) => Ok((None, known)),
            Err(error) => Err(error),
        }
    }

    /// Removes a centre that was just made and could not be settled in, and the role that was made with it.
    pub(super) fn remove(self, role: &str) -> Result<(), Error> {
        const DOING: &str = "retirar las tablas del centro";
        let link = Link::to(Arc::clone(&self.server)).while_doing(DOING)?;
        schema::remove(&link, self.server.address().schema(), role).while_doing(DOING)
    }

    pub(super) fn open(server: Server) -> Result<Self, Error> {
        let server = Arc::new(server);
        let link = Link::to(Arc::clone(&server)).while_doing(OPENING)?;
        Self::open_over(server, link)
    }

    fn open_over(server: Arc<Server>, link: Link) -> Result<Self, Error> {
        match schema::version(&link, server.address().schema()).while_doing(OPENING)? {
            None => Err(Error::CentreMissing { address: server.address().to_string() }),
            Some(found) if found > schema::newest() => {
                Err(Error::Newer { file: server.address().to_string().into(), found, known: schema::newest() })
            }
            Some(_) => Self::over(server, link),
        }
    }

    pub(super) fn held_here(self, folder: &Path) -> Result<Self, Error> {
        let lock = StoreLock::take(&folder.join(LOCK_FILE), folder)?;
        Ok(Self { _lock: Some(lock), ..self })
    }

    fn over(server: Arc<Server>, link: Link) -> Result<Self, Error> {
        Ok(Self { server, writer: Mutex::new(Reader::new(Engine::Postgres(Box::new(link)))), _lock: None })
    }

    pub(super) fn reader(&self) -> Result<Reader, Error> {
        let link = Link::to(Arc::clone(&self.server)).while_doing("abrir el almacén para lectura")?;
        Ok(Reader::new(Engine::Postgres(Box::new(link))))
    }

    /// Listens to what other windows do.
    pub(super) fn listen(&self) -> Result<Listener, Error> {
        Listener::to(&self.server).while_doing("escuchar al servidor del centro")
    }

    pub(super) fn write<T, E: From<Error>>(
        &self,
        company: Company,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // A panic inside a transaction has rolled it back by the time the lock is released.
        transact(&self.writer.lock().unwrap_or_else(PoisonError::into_inner), company, work)
    }

    pub(super) fn write_chunk<T, E: From<Error>>(
        &self,
        pacer: &mut ChunkPacer,
        work: impl FnOnce(&Transaction<'_>, &mut Chunk) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut chunk = pacer.begin();
        let done = self.write(Company::Alone, |tx| work(tx, &mut chunk))?;
        pacer.end(&chunk);
        Ok(done)
    }
}

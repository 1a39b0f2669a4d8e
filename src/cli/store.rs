//! `ventanilla store init`, `join`, `copy` and `share`: a centre on a server, this machine as one of its windows, a centre that
//! is moved there or back, and who else counts its months.

use std::sync::Arc;

use super::Ended;
use super::args::{OnServer, Store, StoreCopy, StoreInit, StoreJoin, StoreShare};
use super::door::secrets;
use super::error::Error;
use super::progress::{Work, stop_on_ctrl_c};
use super::voice::say;
use crate::domain::calendar::Zone;
use crate::domain::duty::Duty;
use crate::domain::ledger::CentreCode;
use crate::ops::house::run::{Progress, Watch};
use crate::ops::{
    Address, Founding, House, Joining, Place, Sharing, SystemClock, join, refuse, share_figures, shares_figures_with,
};
use crate::station::Station;
use crate::vault::{KdfCost, Login, NewPassword, Password};

/// Carries it out.
pub(super) fn run(words: &Store) -> Result<Ended, Error> {
    match words {
        Store::Init(words) => init(words),
        Store::Join(words) => join_centre(words),
        Store::Copy(words) => copy(words),
        Store::Share(words) => share(words),
    }
}

/// The number of a window that was given none.
const FIRST_WINDOW: u16 = 1;

/// The province whose clocks are an hour behind.
const GALAPAGOS: &str = "galápagos";

fn init(words: &StoreInit) -> Result<Ended, Error> {
    let (mut station, address, place) = place(&words.server)?;
    let login = Login::parse(&words.user).or_else(|fault| refuse("login", fault.to_string()))?;
    let code = CentreCode::parse(&words.code).or_else(|fault| refuse("centre", fault.to_string()))?;
    let owner = format!("Contraseña del rol {} en el servidor: ", words.server.owner);
    let new = format!("Contraseña para {}, 12 letras o más: ", words.user);
    let asked = match words.server.password_fd {
        Some(_) => secrets(words.server.password_fd, &[&owner, &new])?,
        None => secrets(None, &[&owner, &new, "La misma otra vez: "])?,
    };
    let [owner_s, new, rest @ ..] = asked.as_slice() else { return Err(Error::NoTerminal) };
    if rest.first().is_some_and(|again| **again != **new) {
        return Ok(refuse("password", "Las dos contraseñas no son iguales. Intente de nuevo.")?);
    }
    let password = NewPassword::chosen(new, &login).or_else(|fault| refuse("password", fault.to_string()))?;
    let province = words.province.trim().to_owned();
    let founding = Founding {
        centre_code: code,
        centre_name: words.name.trim().to_owned(),
        zone: if province.to_lowercase() == GALAPAGOS { Zone::Galapagos } else { Zone::Mainland },
        province,
        canton: words.canton.trim().to_owned(),
        window: words.server.window.unwrap_or(FIRST_WINDOW),
        login,
        full_name: words.full_name.trim().to_owned(),
        gender: None,
        holidays: crate::ops::holiday::national()?,
        demo: false,
    };
    let cost = KdfCost::calibrated().map_err(crate::ops::Error::from)?;
    let owner = (words.server.owner.as_str(), owner_s.as_bytes());
    let (house, _) = House::found_on(&place, owner, &founding, &password, (cost, Arc::new(SystemClock)))?;
    house.close()?;
    keep(&mut station, &address, founding.window)?;
    say!(
        "Listo: el centro {} está en {address}, y este equipo es su ventanilla {}.",
        founding.centre_name,
        founding.window
    );
    say!(
        "Abra la ventana con «ventanilla» e ingrese como {}; en Usuarios imprima el código de recuperación para la caja fuerte.",
        words.user
    );
    say!(
        "Otra ventanilla: agréguela en Configuración, y en su equipo «ventanilla store join», con otro rol en la dirección."
    );
    say!(
        "Los discos del servidor los cifra y los respalda quien lo administra: este programa no cifra lo que está allí."
    );
    Ok(Ended::Done)
}

fn join_centre(words: &StoreJoin) -> Result<Ended, Error> {
    let (mut station, address, place) = place(&words.server)?;
    let owner = format!("Contraseña del rol {} en el servidor: ", words.server.owner);
    let asked = secrets(words.server.password_fd, &[&owner])?;
    let owner_s = asked.first().map(|text| text.as_bytes()).unwrap_or_default();
    let cost = KdfCost::calibrated().map_err(crate::ops::Error::from)?;
    let duty = Duty::from_code(&words.duty).unwrap_or(Duty::Window);
    let window = match (duty, words.server.window) {
        (Duty::Arrivals, None) => {
            return Ok(refuse(
                "window",
                "La recepción lleva un número propio: supervisión lo agrega en Configuración, como el de una ventanilla. Indíquelo con --window.",
            )?);
        }
        (_, window) => window.unwrap_or(FIRST_WINDOW),
    };
    let joining = Joining { duty, window, in_its_place: words.replace };
    let centre = join(&place, (&words.server.owner, owner_s), joining, cost)?;
    keep(&mut station, &address, window)?;
    match duty {
        Duty::Window => {
            say!("Listo: este equipo es la ventanilla {window} de {centre}. Ingresa quien ya ingresa en las otras.");
        }
        Duty::Arrivals => {
            say!("Listo: este equipo es la recepción de {centre}, con el número {window}.");
            say!("Ábrala con «ventanilla»: ingresa quien ya ingresa en las ventanillas.");
        }
        Duty::Calls => {
            say!("Listo: este equipo es la pantalla de llamados de {centre}.");
            say!("Ábrala con «ventanilla calls»: la enciende quien ya ingresa en las ventanillas.");
        }
    }
    Ok(Ended::Done)
}

fn copy(words: &StoreCopy) -> Result<Ended, Error> {
    let station = Station::read()?;
    let (from, to) = (words.door.place()?, station.place(Some(&words.to))?);
    from.require_house()?;
    let user = format!("Contraseña de {}: ", words.door.user);
    let of_owner = words.owner.as_ref().map(|owner| format!("Contraseña del rol {owner} en el servidor: "));
    let prompts: Vec<&str> = std::iter::once(user.as_str()).chain(of_owner.as_deref()).collect();
    let asked = secrets(words.door.password_fd, &prompts)?;
    let text = |nth: usize| asked.get(nth).map(|text| text.as_str()).unwrap_or_default();
    let password = Password::typed(text(0)).or_else(|fault| refuse("password", fault.to_string()))?;
    let (house, session) = House::open(&from, &words.door.user, &password, station.window(), Arc::new(SystemClock))?;
    house.require_window()?;
    let work = Work::begin("Copiando y comparando", 0, stop_on_ctrl_c());
    let mut progress = |at: Progress| work.show_of(at.done, at.total);
    let mut watch = Watch { progress: &mut progress, cancel: work.stop_flag() };
    let owner = words.owner.as_deref().map(|owner| (owner, text(1).as_bytes()));
    let moved = house.move_to(&session, &to, owner, &mut watch)?;
    house.close()?;
    work.end();
    say!(
        "Copiado y comparado, hasta la entrada {}. Filas: {}. Documentos digitalizados: {}.",
        moved.last_entry,
        moved.rows,
        moved.scans
    );
    if moved.missing_scans > 0 {
        say!(
            "Advertencia. Documentos digitalizados que ya estaban dañados: {}. Avise a supervisión.",
            moved.missing_scans
        );
    }
    say!(
        "Para trabajar allí, en station.toml: store = \"{}\". Lo de antes queda como está: no siga trabajando en ello.",
        words.to.display()
    );
    Ok(Ended::Done)
}

fn share(words: &StoreShare) -> Result<Ended, Error> {
    let address: Address = words.address.parse().map_err(crate::station::Error::from)?;
    let asked = secrets(words.password_fd, &[&format!("Contraseña del rol {} en el servidor: ", words.owner)])?;
    let owner = (words.owner.as_str(), asked.first().map(|text| text.as_bytes()).unwrap_or_default());
    let centre = address.schema();
    let Some(role) = &words.with else {
        let roles = shares_figures_with(&address, owner)?;
        match roles.is_empty() {
            true => say!("Nadie de otro centro lee las cifras de {centre}."),
            false => say!("Leen las cifras de {centre}: {}.", roles.join(", ")),
        }
        return Ok(Ended::Done);
    };
    let sharing = if words.revoke { Sharing::TakeBack } else { Sharing::Give };
    share_figures(&address, owner, role, sharing)?;
    match sharing {
        Sharing::Give => say!("Listo: {role} lee las cifras del mes de {centre}, y nada de las personas."),
        Sharing::TakeBack => say!("Listo: {role} ya no lee las cifras de {centre}."),
    }
    Ok(Ended::Done)
}

fn place(words: &OnServer) -> Result<(Station, Address, Place), Error> {
    let station = Station::read()?;
    let address: Address = words.address.parse().map_err(crate::station::Error::from)?;
    let place = station.place(Some(words.address.as_ref()))?;
    Ok((station, address, place))
}

/// From now on this machine is that window.
fn keep(station: &mut Station, address: &Address, window: u16) -> Result<(), Error> {
    Ok(station.change(|settings| {
        settings.store = Some(address.to_string().into());
        settings.window = Some(window);
    })?)
}

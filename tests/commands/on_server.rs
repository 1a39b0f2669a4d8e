//! A centre on a real server, from the command line: made, joined by another machine, moved there and back.

use super::*;
use crate::support::postgres;

const CHIEF: (&str, &str) = ("jefa", "ocho llaves cuelgan del muro");

/// The owner's password beside the user's, each in a line of the descriptor.
fn with_owner((user, password): (&'static str, &str), owner_first: bool) -> (&'static str, String) {
    match owner_first {
        true => (user, format!("{}\n{password}", postgres::PASSWORD)),
        false => (user, format!("{password}\n{}", postgres::PASSWORD)),
    }
}

fn init(machine: &Machine, address: &str, who: (&str, &str)) -> Said {
    init_of(machine, address, who, ("CAU de prueba", "Pichincha"))
}

fn init_of(machine: &Machine, address: &str, who: (&str, &str), (name, province): (&str, &str)) -> Said {
    machine.run_as(
        who,
        [
            ["store", "init", address, "--owner", postgres::ROLE, "--code", "1701"],
            ["--name", name, "--province", province, "--canton", "Quito", "--window=1"],
        ]
        .concat()
        .into_iter()
        .chain(["--full-name", "Rosa Jefa"]),
    )
}

#[test]
fn a_centre_is_made_on_a_server_and_joined_by_another_machine() {
    let Some(server) = postgres::shared() else { return };
    let (first, second) = (Machine::new(), Machine::new());
    let address = server.new_address();
    let text = address.to_string();
    let (user, passwords) = with_owner(CHIEF, true);
    init(&first, &text, (user, &passwords)).ends(0).answers("este equipo es su ventanilla 1");
    init(&second, &text, (user, &passwords)).ends(3).complains("ya hay un centro");
    let station = fs::read_to_string(first.folder.path().join("home/config/ventanilla/station.toml")).unwrap();
    assert!(station.contains(&text), "{station}");
    for file in first.files() {
        let bytes = fs::read(&file).unwrap();
        let holds = |secret: &str| bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        let is_ours = file.file_name().is_none_or(|name| name != "password");
        assert!(!is_ours || !(holds(postgres::PASSWORD) || holds(CHIEF.1)), "{} holds a password", file.display());
    }
    // Without --store it is the centre that station.toml names.
    let verified = first.run_as(CHIEF, ["verify"]).ends(0).answers("Concuerda. Entradas: 1.");
    assert!(!verified.out.contains("respaldo"), "a server's own people back it up: {verified:?}");
    first.run_as(CHIEF, ["backup", "."]).ends(3).complains("está en un servidor");

    let other = address.of_role(&format!("{}_2", address.role())).to_string();
    let owner_alone = r#"exec 3<"$0"; exec "$@""#;
    let join = |address: &str, window: &str| {
        let secret = second.write("owner", format!("{}\n", postgres::PASSWORD));
        let mut shell = Command::new("sh");
        shell.args(["-c", owner_alone]).arg(secret).arg(env!("CARGO_BIN_EXE_ventanilla"));
        shell.args(["store", "join", address, "--owner", postgres::ROLE, "--window", window, "--password-fd", "3"]);
        Said::of(second.at_home(shell).output().unwrap())
    };
    join(&other, "2").ends(1).complains("El centro no tiene la ventanilla 2; tiene 1.");
    join(&text, "1").ends(3).complains("ya es de otro equipo de este centro");
    join("mysql://x", "1").ends(3).complains("no es la dirección de un servidor");
    join(&other, "1").ends(0).answers("es la ventanilla 1 de CAU de prueba");
    second.run_as(CHIEF, ["verify"]).ends(0).answers("Concuerda.");
    server.remove(&address);
}

#[test]
fn a_centre_is_moved_to_a_server_and_back() {
    let Some(server) = postgres::shared() else { return };
    let machine = Machine::with_store();
    let address = server.new_address();
    let text = address.to_string();
    let (user, passwords) = with_owner(SUPERVISOR, false);
    let there = ["store", "copy", &text, "--owner", postgres::ROLE, "--store", "store"];
    machine.run_as((user, &passwords), there).ends(0).answers("Copiado y comparado");
    machine.run_as(SUPERVISOR, ["verify", "--store", &text]).ends(0).answers("Concuerda.");
    machine.run_as(CLERK, ["store", "copy", "vuelta", "--store", &text]).ends(1).complains("supervisión");
    machine.run_as(SUPERVISOR, ["store", "copy", "vuelta", "--store", &text]).ends(0).answers("Copiado y comparado");
    machine.run_as(SUPERVISOR, ["verify", "--store", "vuelta"]).ends(0).answers("Concuerda.");
    server.remove(&address);
}

#[test]
fn a_centre_s_owner_shares_its_figures_and_the_month_of_both_is_one_table() {
    let Some(server) = postgres::shared() else { return };
    let (office, other) = (Machine::new(), Machine::new());
    let address = server.new_address();
    let text = address.to_string();
    let role = format!("{}_loja", address.role());
    let there = address.of_role(&role).to_string().replace("?centre=centro", "?centre=loja");
    let (user, passwords) = with_owner(CHIEF, true);
    init(&office, &text, (user, &passwords)).ends(0);
    init_of(&other, &there, (user, &passwords), ("CAU Loja", "Loja")).ends(0);
    let report = |more: &[&str]| {
        let words = ["report", "--month", "2026-11", "--all-centres"];
        office.run_as(CHIEF, words.into_iter().chain(more.iter().copied()))
    };
    report(&[]).ends(1).complains("Este equipo solo puede leer las cifras de su centro");
    let owner = office.write("owner", format!("{}\n", postgres::PASSWORD));
    let share = |more: &[&str]| {
        let mut shell = Command::new("sh");
        shell.args(["-c", r#"exec 3<"$0"; exec "$@""#]).arg(&owner).arg(env!("CARGO_BIN_EXE_ventanilla"));
        shell.args(["store", "share", &there, "--owner", postgres::ROLE, "--password-fd", "3"]).args(more);
        Said::of(office.at_home(shell).output().unwrap())
    };
    let with = ["--with", address.role()];
    share(&[]).ends(0).answers("Nadie de otro centro lee las cifras de loja.");
    share(&["--revoke"]).ends(2).complains("--with");
    share(&["--with", &role]).ends(3).complains("no es de una ventanilla de otro centro de esta base");
    share(&with).ends(0).answers("lee las cifras del mes de loja");
    share(&[]).ends(0).answers(&format!("Leen las cifras de loja: {}.", address.role()));
    let said =
        report(&["--csv", "centros.csv", "--pdf", "centros.pdf"]).ends(0).answers("La tabla está en centros.csv");
    for line in ["(1) Clave de empleador", "Atenciones ", "Quejas ", "- CAU Loja ", "- CAU de prueba ", "Total "] {
        assert!(said.out.lines().any(|it| it.starts_with(line)), "{line}: {}", said.out);
    }
    assert!(fs::read(office.work("centros.pdf")).unwrap().starts_with(b"%PDF"));
    let csv = office.read("centros.csv");
    assert!(csv.contains("\"Loja\";\"1701\";\"CAU Loja\";\"0\"") && csv.lines().count() == 6, "{csv}");
    share(&[with[0], with[1], "--revoke"]).ends(0).answers("ya no lee las cifras de loja");
    report(&[]).ends(1).complains("Este equipo solo puede leer");
    server.remove(&address);
}

//! Reportes where this machine may read the figures of other centres: a part more, the table of all of them, and its files.

use std::fs;

use ventanilla::desk::PrinterChoice;
use ventanilla::domain::day::Volume;
use ventanilla::ops::Sharing;

use super::harness::{Counter, Scene};
use crate::all_centres::Country;
use crate::support::house::{CHIEF, PASSWORD, Site};

/// Reportes at the window of this machine, before a supervisor.
fn reports(of: &Site) -> Counter {
    let mut scene = Scene::free();
    scene.place = of.place.clone();
    scene.clock = of.clock.clone();
    scene.printer = PrinterChoice::Folder(scene.folder().join("papers"));
    let mut counter = scene.open();
    counter.until("Ingresar").fill("Usuario", CHIEF).fill("Contraseña", PASSWORD).click("Ingresar");
    counter.until("Bloquear").click("Reportes").until("Imprimir la tabla");
    counter
}

#[test]
fn all_centres_are_a_part_of_the_reports_where_there_are_several_in_reach() {
    let Some(country) = Country::new() else { return };
    let mut counter = reports(&country.quito);
    counter.until("Trámite").rest();
    assert!(!counter.sees("Todos los centros"), "what is not there is not in the menu");
    // The right is there when the reports are come to again.
    let country = country.shared();
    counter.click("Turnos").rest().click("Reportes").until("Todos los centros").click("Todos los centros");
    counter.until("Total").until("Guayas");
    let labels = counter.labels();
    for name in ["Guayas", "CAU Guayaquil", "Pichincha", "CAU Cayambe", "CAU Quito", "Total"] {
        assert!(labels.contains(name), "{name}: {labels:?}");
    }
    for column in ["Clave de empleador", "Recuperación de clave de empleador", "Desbloqueo de clave de afiliado"] {
        assert!(labels.contains(column), "{column}: {labels:?}");
    }
    // Pichincha has 9 attentions and 3 complaints, all of them 12.
    assert!(labels.contains("9") && labels.contains("12"), "{labels:?}");
    counter.click(Volume::Complaints.spanish()).until("Guayas").rest();
    assert!(!counter.labels().contains("12") && counter.labels().contains("3"), "{:?}", counter.labels());
    assert!(counter.sees("Autoservicio, aparte de las atenciones") && counter.is_calm());

    // What is saved and printed is what is seen, whatever has come since.
    country.visits(&country.guayaquil, ("2026-11-20", "affiliate_key"), &[("served", 70)]);
    let target = counter.folder().join("centros.csv");
    counter.click("Guardar como…").until("Guardar la tabla de los centros, noviembre de 2026").click("CSV");
    assert!(counter.value("Archivo").ends_with("centros-2026-11.csv"));
    counter.fill("Archivo", &target.display().to_string()).click("Guardar").until("La tabla está en");
    let csv = fs::read_to_string(&target).unwrap();
    let rows: Vec<&str> = csv.lines().skip(1).collect();
    let row = |province: &str, code: &str, name: &str, figures: &str| {
        format!("\"2026\";\"11\";\"{province}\";\"{code}\";\"{name}\";{figures};\"\"")
    };
    let figures = |all: [u64; 11]| all.map(|figure| format!("\"{figure}\"")).join(";");
    assert_eq!(rows[0], row("Guayas", "", "Total de Guayas", &figures([0, 3, 0, 0, 3, 0, 0, 0, 0, 0, 1])));
    assert_eq!(rows[3], row("Pichincha", "1702", "CAU Cayambe", &figures([0, 0, 1, 5, 6, 0, 0, 0, 2, 2, 1])));
    assert_eq!(rows[5], row("", "", "Total", &figures([3, 3, 1, 5, 12, 1, 0, 0, 2, 3, 2])));
    counter.click("Imprimir la tabla").until("Tabla impresa.");
    let printed = counter.folder().join("papers").read_dir().unwrap();
    assert!(printed.into_iter().any(|file| file.unwrap().path().to_string_lossy().contains("centros-2026-11")));
    counter.click("Atenciones").click("Contar de nuevo").until("82");

    // One that was updated before this machine is named, with what to do; another month has figures of its own.
    country.sql(&country.guayaquil, "UPDATE schema_version SET version = version + 1");
    counter.click("Contar de nuevo").until("CAU Guayaquil: versión más nueva").until("Guayas (0 de 1)");
    counter.until("actualice este equipo").click("Mes anterior").until("octubre de 2026").until("Total (2 de 3)");
    assert!(counter.labels().contains("9"), "{:?}", counter.labels());

    // The rights are gone: so is the part.
    country.sql(&country.guayaquil, "UPDATE schema_version SET version = version - 1");
    for site in [&country.cayambe, &country.guayaquil] {
        country.share(site, Sharing::TakeBack).unwrap();
    }
    counter.click("Turnos").rest().click("Reportes").until_gone("Todos los centros").until("Tabla de transparencia");
}

#[test]
fn the_counting_says_how_far_it_is_and_stops_where_that_is_asked() {
    let Some(country) = Country::new().map(Country::shared) else { return };
    let mut counter = reports(&country.quito);
    std::thread::scope(|scope| {
        let holding = scope.spawn(|| country.hold_up(&country.cayambe));
        country.until_held_up(&country.cayambe);
        counter.until("Todos los centros").click("Todos los centros").until("Contando los centros: 0 de 3");
        assert!(counter.is_disabled("Mes anterior") && counter.is_disabled("Guardar como…"));
        counter.click("Detener").until("Nada se contó");
        assert!(!holding.is_finished(), "it was waited for");
    });
    assert!(!counter.sees("Detener") && counter.is_disabled("Imprimir la tabla") && counter.is_calm());
    counter.click("Contar de nuevo").until("Guayas");
}

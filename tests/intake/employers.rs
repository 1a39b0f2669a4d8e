//! The register of employers and the file of people.

use ventanilla::domain::number::EmployerNumber;
use ventanilla::domain::register::{ArtisanMark, EmployerKind, SriState};
use ventanilla::intake::employers::{EmployerRow, Employers, People, PersonRow};

const HEADER: &str = "numero,tipo,razon_social,sucursal,nombre_sucursal,correo,estado_sri,artesano,\
    representante_numero,representante_nombre,representante_calidad\n";

fn read(rows: &str) -> Vec<Result<EmployerRow, String>> {
    let text = format!("{HEADER}{rows}");
    let employers: Employers<&[u8]> = Employers::open(text.as_bytes()).unwrap();
    employers.map(|row| row.unwrap().map_err(|bad| bad.to_string())).collect()
}

fn one(row: &str) -> Result<EmployerRow, String> {
    let mut rows = read(&format!("{row}\n"));
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[test]
fn takes_a_company_with_everything() {
    let row = one("1790011674001,Empresa privada,Andes S.A.,0001,Matriz,info@andes.example.ec,ACTIVO,Sí,\
        1714307103,María Peña,Gerente general")
    .unwrap();
    assert!(matches!(&row.number, EmployerNumber::Ruc(ruc) if ruc.as_str() == "1790011674001"));
    assert_eq!((row.kind, row.legal_name.as_str()), (EmployerKind::PrivateCompany, "Andes S.A."));
    assert_eq!((row.branch.as_str(), row.branch_name.as_deref()), ("0001", Some("Matriz")));
    assert_eq!(row.email.unwrap().as_str(), "info@andes.example.ec");
    assert_eq!((row.sri_state, row.artisan), (SriState::Active, ArtisanMark::Artisan));
    let representative = row.representative.unwrap();
    assert_eq!((representative.number.as_str(), representative.name.as_str()), ("1714307103", "María Peña"));
    assert_eq!(representative.capacity.as_deref(), Some("Gerente general"));
    assert!(row.warnings.is_empty());
}

#[test]
fn takes_a_row_with_the_required_columns_only() {
    let text = "ruc;tipo;razón social;sucursal\n1760001550001;pública;Ministerio;0001\n";
    let row = Employers::open(text.as_bytes()).unwrap().next().unwrap().unwrap().unwrap();
    assert_eq!((row.kind, row.sri_state), (EmployerKind::PublicBody, SriState::Unknown));
    assert!(row.email.is_none() && row.representative.is_none() && row.warnings.is_empty());
}

#[test]
fn takes_several_rows_of_one_employer() {
    let rows = read(
        "1790011674001,privada,Andes S.A.,0001,,,,,1714307103,María Peña,Gerente\n\
        1790011674001,privada,Andes S.A.,0001,,,,,1710034065,Luis Paz,Presidente\n\
        1790011674001,privada,Andes S.A.,0002,Guayaquil,,,,1714307103,María Peña,Gerente\n",
    );
    assert!(rows.iter().all(Result::is_ok));
}

#[test]
fn takes_a_household() {
    let row = one("1714307103000,servicio doméstico,María Peña,0001,,,,,1714307103,María Peña,").unwrap();
    assert!(matches!(row.number, EmployerNumber::Domestic(_)) && row.kind == EmployerKind::DomesticService);
    assert!(row.warnings.is_empty());
}

#[test]
fn keeps_what_is_odd_as_warnings() {
    let row = one("1714307104001,independiente,Andes S.A.,0001,,info.andes.ec,,,1714307104,María Peña,").unwrap();
    let said: Vec<(&str, &str)> =
        row.warnings.iter().map(|warning| (warning.column, warning.reason.as_str())).collect();
    assert_eq!(
        said,
        [
            ("numero", "el dígito verificador de «1714307104001» no concuerda; confirme el número"),
            ("correo", "no es una dirección de correo (debe tener una sola «@»); se guarda sin correo"),
            ("representante_numero", "el dígito verificador de «1714307104» no concuerda; confirme el número"),
        ]
    );
    let row = one("1714307103000,doméstico,María Peña,0002,,,,,,,").unwrap();
    assert_eq!(row.warnings[0].reason, "el servicio doméstico tiene solo la sucursal 0001");
    let row = one("910005917000,doméstico,María Peña,0001,,,,,,,").unwrap();
    assert!(row.warnings[0].reason.contains("parece una cédula sin su cero inicial"), "{:?}", row.warnings);
}

#[test]
fn the_check_digit_of_a_number_that_is_no_longer_made_by_the_algorithm_is_not_mentioned() {
    for number in ["1793213150001", "0993366721001", "1763154690001"] {
        let row = one(&format!("{number},privada,Andes S.A.S.,0001,,,,,,,")).unwrap();
        assert!(row.warnings.is_empty(), "{:?}", row.warnings);
    }
}

#[test]
fn names_line_column_and_reason_of_bad_rows() {
    let rows = read(
        "0170000610001,privada,Andes S.A.,0001,,,,,,,\n\
        1790011674001,cooperativa,Andes S.A.,0001,,,,,,,\n\
        1790011674001,doméstico,Andes S.A.,0001,,,,,,,\n\
        1714307103000,privada,Andes S.A.,0001,,,,,,,\n\
        1790011674001,privada,---,0001,,,,,,,\n\
        1790011674001,privada,Andes S.A.,1,,,,,,,\n\
        1790011674001,privada,Andes S.A.,0001,,,raro,,,,\n\
        1790011674001,privada,Andes S.A.,0001,,,,tal vez,,,\n\
        1790011674001,privada,Andes S.A.,0001,,,,,,María Peña,\n\
        1790011674001,privada,Andes S.A.,0001,,,,,8814307107,María Peña,\n\
        1.79E+12,privada,Andes S.A.,0001,,,,,,,\n",
    );
    let said: Vec<String> = rows.into_iter().map(Result::unwrap_err).collect();
    let text_format = "si una hoja de cálculo le quitó ceros o lo abrevió, dé a la columna formato de texto";
    assert_eq!(
        said,
        [
            "línea 2, columna «numero»: «0170000610001»: la tercera cifra es 7 y en un RUC va del 0 al 6, o 9",
            "línea 3, columna «tipo»: «cooperativa» no se conoce; escriba «empresa privada», «entidad pública», \
             «independiente» o «servicio doméstico»",
            "línea 4, columna «tipo»: es servicio doméstico y el número es un RUC; el número es la cédula seguida de 000",
            "línea 5, columna «tipo»: el número es de servicio doméstico; corrija el tipo, o escriba el RUC en el número",
            "línea 6, columna «razon_social»: «---» no es un nombre",
            &format!("línea 7, columna «sucursal»: «1»: tiene 1 cifra y debe tener 4; {text_format}"),
            "línea 8, columna «estado_sri»: «raro» no se conoce; escriba «activo», «suspendido» o «cerrado», o déjela vacía",
            "línea 9, columna «artesano»: «tal vez» no se conoce; escriba «sí» o «no», o déjela vacía",
            "línea 10, columna «representante_numero»: está vacía y debe tener un valor",
            "línea 11, columna «representante_numero»: «8814307107»: empieza con 88, que no es una provincia (01 a 24, o 30)",
            &format!(
                "línea 12, columna «numero»: «1.79E+12»: en el lugar 2 hay «.» y debe ir una cifra del 0 al 9; {text_format}"
            ),
        ]
    );
}

#[test]
fn takes_people() {
    let text = "Cédula;Apellidos y nombres\n1714307103;PEÑA  MARÍA\n;SIN NÚMERO\n1714307104;PAZ LUIS\n";
    let people: Vec<Result<PersonRow, String>> =
        People::open(text.as_bytes()).unwrap().map(|row| row.unwrap().map_err(|bad| bad.to_string())).collect();
    assert_eq!(people[0].as_ref().unwrap().name, "PEÑA MARÍA");
    assert_eq!(people[1], Err("línea 3, columna «numero»: está vacía y debe tener un valor".to_owned()));
    assert_eq!(people[2].as_ref().unwrap().warnings.len(), 1);
}

//! The work histories of the insured.

use ventanilla::intake::work_history::{WorkHistories, WorkRow};

fn read(text: &str) -> Vec<Result<WorkRow, String>> {
    let rows: WorkHistories<&[u8]> = WorkHistories::open(text.as_bytes()).unwrap();
    rows.map(|row| row.unwrap().map_err(|bad| bad.to_string())).collect()
}

fn one(row: &str) -> Result<WorkRow, String> {
    let mut rows = read(&format!("numero,empleador,desde,hasta\n{row}\n"));
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[test]
fn takes_months_as_they_are_written_and_of_days_their_month() {
    for (from, to) in [("2019-03", "2021-12"), ("03/2019", "12/2021"), ("15/03/2019", "31/12/2021 0:00:00")] {
        let row = one(&format!("1714307103,Andes  S.A.,{from},{to}")).unwrap();
        assert_eq!((row.number.as_str(), row.employer.as_str()), ("1714307103", "Andes S.A."));
        let months = (row.from.in_file_names(), row.to.unwrap().in_file_names());
        assert_eq!(months, ("2019-03".to_owned(), "2021-12".to_owned()), "{from} {to}");
        assert!(row.warnings.is_empty());
    }
}

#[test]
fn a_blank_end_says_that_they_work_there_still_and_the_column_may_lack() {
    assert_eq!(one("1714307103,Andes S.A.,1987-03,").unwrap().to, None);
    let rows = read("cédula;razón social;fecha de ingreso\nEXT0000123;Andes S.A.;1987-03-01\n");
    assert_eq!(rows[0].as_ref().unwrap().to, None);
    assert!(one("1714307103,Andes S.A.,2019-03,2019-03").is_ok(), "a month is enough");
}

#[test]
fn what_is_wrong_is_named_by_its_column() {
    for (row, said) in [
        ("1714307103,Andes S.A.,2019-03,2019-02", "columna «hasta»: «2019-02» es anterior a «desde»"),
        ("1714307103,Andes S.A.,,2019-02", "columna «desde»: está vacía y debe tener un valor"),
        ("1714307103,Andes S.A.,marzo,", "columna «desde»: «marzo» no es un mes; escríbalo como 2019-03 o 03/2019"),
        ("1714307103,Andes S.A.,2019-03,2019", "columna «hasta»: «2019» no es un mes"),
        ("1714307103,,2019-03,", "columna «empleador»: está vacía"),
        ("1790011674001,Andes S.A.,2019-03,", "columna «numero»:"),
    ] {
        let bad = one(row).unwrap_err();
        assert!(bad.contains(said), "{bad}");
    }
    let warned = one("1714307104,Andes S.A.,2019-03,").unwrap().warnings;
    assert!(warned[0].column == "numero" && warned[0].reason.contains("dígito verificador"), "{warned:?}");
}

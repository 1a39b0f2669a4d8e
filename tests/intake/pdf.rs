//! PDFs: kept byte for byte, or refused with a sentence.

use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};
use ventanilla::intake::images::{self, Picture, ScanError, ScanKind};

fn document(pages: usize) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let kids: Vec<Object> = (0..pages)
        .map(|page| {
            let content = document.add_object(Stream::new(dictionary! {}, format!("% page {page}").into_bytes()));
            let page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content };
            Object::Reference(document.add_object(page))
        })
        .collect();
    let count = i64::try_from(pages).unwrap();
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document.trailer.set("ID", vec![Object::string_literal("one"), Object::string_literal("two")]);
    document
}

fn bytes(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[track_caller]
fn check_refused(file: &[u8], expected: &str) {
    assert_eq!(images::read(file).unwrap_err().to_string(), expected);
}

const DAMAGED: &str = "el PDF está dañado o incompleto; digitalice el documento de nuevo o imprímalo a un PDF nuevo";

#[test]
fn keeps_a_pdf_byte_for_byte() {
    for pages in [1, 20] {
        let file = bytes(document(pages));
        let scan = images::read(&file).unwrap();
        assert_eq!(
            (scan.kind, scan.pages, scan.width, scan.height),
            (ScanKind::Pdf, u32::try_from(pages).unwrap(), 0, 0)
        );
        assert_eq!(scan.bytes, file);
    }
}

#[test]
fn keeps_a_pdf_whose_structure_is_compressed() {
    let mut modern = document(3);
    let mut file = Vec::new();
    modern.save_modern(&mut file).unwrap();
    assert_eq!(images::read(&file).unwrap().pages, 3);
}

#[test]
fn keeps_scripts_without_running_them() {
    let mut document = document(1);
    let action =
        document.add_object(dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") });
    document.catalog_mut().unwrap().set("OpenAction", action);
    let file = bytes(document);
    assert_eq!(images::read(&file).unwrap().bytes, file);
}

#[test]
fn refuses_too_many_pages_and_none() {
    check_refused(
        &bytes(document(21)),
        "el PDF tiene 21 páginas y se admiten 20; agregue solo las páginas que hacen falta",
    );
    check_refused(&bytes(document(0)), "el PDF no tiene páginas; digitalice el documento de nuevo");
}

#[test]
fn refuses_a_protected_pdf_with_and_without_password_to_open() {
    for user_password in ["secreto", ""] {
        let mut document = document(1);
        let state = EncryptionState::try_from(EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password,
            key_length: 128,
            permissions: Permissions::all(),
        })
        .unwrap();
        document.encrypt(&state).unwrap();
        check_refused(
            &bytes(document),
            "el PDF está protegido con contraseña o restricciones; quite la protección o imprímalo a un PDF nuevo",
        );
    }
}

#[test]
fn refuses_a_pdf_cut_short_anywhere() {
    let whole = bytes(document(2));
    let end = whole.windows(9).rposition(|window| window == b"startxref").unwrap();
    for length in 5..end {
        assert!(images::read(&whole[..length]).is_err(), "{length} of {} bytes", whole.len());
    }
    check_refused(&whole[..whole.len() / 2], DAMAGED);
}

#[test]
fn refuses_a_pdf_that_lost_a_page_or_its_content() {
    let mut without_page = document(3);
    let page = without_page.page_iter().nth(1).unwrap();
    without_page.objects.remove(&page);
    check_refused(&bytes(without_page), DAMAGED);

    let mut without_content = document(3);
    let page = without_content.page_iter().nth(1).unwrap();
    let content = without_content.get_page_contents(page)[0];
    without_content.objects.remove(&content);
    check_refused(&bytes(without_content), DAMAGED);
}

/// The place of the last of these bytes.
fn last(file: &[u8], part: &[u8]) -> usize {
    file.windows(part.len()).rposition(|window| window == part).unwrap()
}

#[test]
fn keeps_a_pdf_whose_table_stands_elsewhere_than_it_says() {
    let file = bytes(document(2));
    let said = last(&file, b"startxref") + 10;
    let end = last(&file, b"%%EOF");
    for wrong in ["7", "999999", "-3", "nada"] {
        let broken = [&file[..said], wrong.as_bytes(), b"\n", &file[end..]].concat();
        let scan = images::read(&broken).unwrap();
        assert_eq!((scan.kind, scan.pages), (ScanKind::Pdf, 2), "{wrong}");
        assert_eq!(scan.bytes, broken);
    }
}

#[test]
fn keeps_a_pdf_whose_table_has_wrong_places() {
    let file = bytes(document(2));
    // A line more after the header moves every object, as when line ends were changed on the way.
    let first = file.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let moved = [&file[..first], b"% una linea mas\n", &file[first..]].concat();
    assert_eq!(images::read(&moved).unwrap().pages, 2);
    let mut modern = Vec::new();
    document(3).save_modern(&mut modern).unwrap();
    let first = modern.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let moved = [&modern[..first], b"% una linea mas\n", &modern[first..]].concat();
    assert_eq!(images::read(&moved).unwrap().pages, 3);
}

#[test]
fn keeps_a_pdf_whose_header_stands_within_the_first_bytes() {
    let file = bytes(document(1));
    for before in [b"\xEF\xBB\xBF".to_vec(), vec![b'\n'; 1019], b"HTTP/1.1 200 OK\r\n\r\n".to_vec()] {
        let later = [before.as_slice(), &file].concat();
        let scan = images::read(&later).unwrap();
        assert_eq!((scan.kind, scan.pages), (ScanKind::Pdf, 1));
        assert_eq!(scan.bytes, later);
    }
    let too_late = [vec![b'\n'; 1020].as_slice(), &file].concat();
    check_refused(&too_late, "el archivo no es PNG, JPEG ni PDF; guárdelo en uno de esos formatos");
}

#[test]
fn a_damaged_table_does_not_hide_what_is_lost() {
    let mut with_picture = document(1);
    let picture = with_picture.add_object(Stream::new(dictionary! { "Subtype" => "Image" }, vec![1; 64]));
    let page = with_picture.page_iter().next().unwrap();
    let resources = dictionary! { "XObject" => dictionary! { "Im0" => picture } };
    with_picture.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Resources", resources);
    let file = bytes(with_picture);
    let said = last(&file, b"startxref") + 10;
    let broken = [&file[..said], b"7\n%%EOF"].concat();
    assert_eq!(images::read(&broken).unwrap().pages, 1);
    let object = format!("{} 0 obj", picture.0);
    let at = last(&broken, object.as_bytes());
    let mut lost = broken.clone();
    lost[at + object.len() - 3..at + object.len()].copy_from_slice(b"xxx");
    check_refused(&lost, DAMAGED);
}

#[test]
fn objects_without_end_keep_nobody_busy() {
    let many = "1 0 obj ".repeat(1_000_000);
    let file = format!("%PDF-1.5\n{many}endobj trailer << /Root 1 0 R >> startxref\n7\n%%EOF\n");
    let begun = std::time::Instant::now();
    check_refused(file.as_bytes(), DAMAGED);
    let endless =
        format!("%PDF-1.5\n{}trailer << /Root 1 0 R >> startxref\n7\n%%EOF\n", "1 0 obj stream ".repeat(600_000));
    check_refused(endless.as_bytes(), DAMAGED);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn refuses_text_that_only_begins_like_a_pdf() {
    check_refused(b"%PDF-1.7\nhello", DAMAGED);
}

#[test]
fn refuses_a_pdf_that_is_too_large() {
    let mut file = bytes(document(1));
    file.resize(11 * 1024 * 1024, b'\n');
    check_refused(&file, "el archivo pesa 11 MB y se admiten 10 MB; use menos resolución o menos páginas");
}

#[test]
fn a_structure_that_unpacks_without_end_is_refused() {
    let mut bomb = document(1);
    let mut stream =
        Stream::new(dictionary! { "Type" => "ObjStm", "N" => 1, "First" => 4 }, vec![b' '; 64 * 1024 * 1024]);
    stream.compress().unwrap();
    assert!(stream.content.len() < 1024 * 1024);
    let tree = bomb.add_object(stream);
    bomb.catalog_mut().unwrap().set("Pages", tree);
    assert!(images::read(&bytes(bomb)).is_err());
}

#[test]
fn values_nested_without_end_are_refused() {
    let whole = String::from_utf8_lossy(&bytes(document(1))).into_owned();
    let at = whole.find("1 0 obj").unwrap();
    for open in ["[", "<</A", "("] {
        let nested = format!("{}9 0 obj{}\n{}", &whole[..at], open.repeat(200_000), &whole[at..]);
        check_refused(nested.as_bytes(), DAMAGED);
    }
}

#[test]
fn a_pdf_is_not_turned_or_cropped() {
    assert_eq!(Picture::open(&bytes(document(1))).unwrap_err(), ScanError::PdfIsKept);
}

//! Pictures: recognised by their bytes, upright, bare, small enough; bombs and damaged ones refused.

use std::io::Cursor;
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use ventanilla::intake::images::{self, Area, KEPT_BYTES, KEPT_SIDE, Picture, QuarterTurns, Scan, ScanError, ScanKind};

const RED: Rgb<u8> = Rgb([220, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 220]);

/// Red above, blue below.
fn two_colours(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |_, y| if y < height / 2 { RED } else { BLUE }).into()
}

/// Something that compresses badly, the same on every run.
fn noise(width: u32, height: u32) -> DynamicImage {
    let mut state = 1_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u8::try_from(state >> 24).unwrap()
    };
    RgbImage::from_fn(width, height, |_, _| Rgb([next(), next(), next()])).into()
}

fn png(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn jpeg(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95).encode_image(image).unwrap();
    bytes
}

/// A JPEG as a camera writes it: turned by an EXIF mark (1 to 8), with a place and an owner among its data.
fn from_camera(image: &DynamicImage, orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPS -0.1807 -78.4678 Maria");
    let plain = jpeg(image);
    let mut bytes = plain[..2].to_vec();
    for (marker, body) in [(0xE1, exif.as_slice()), (0xFE, b"GPS comment".as_slice())] {
        bytes.extend([0xFF, marker]);
        bytes.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        bytes.extend(body);
    }
    bytes.extend(&plain[2..]);
    bytes.extend(b"GPS after the end");
    bytes
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in name.iter().chain(body) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1));
        }
    }
    let length = u32::try_from(body.len()).unwrap();
    [&length.to_be_bytes(), name.as_slice(), body, &(!crc).to_be_bytes()].concat()
}

/// A PNG with more chunks after its header.
fn with_chunks(png: &[u8], chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut bytes = png[..33].to_vec();
    for (name, body) in chunks {
        bytes.extend(chunk(name, body));
    }
    bytes.extend(&png[33..]);
    bytes
}

fn pixels(scan: &Scan) -> DynamicImage {
    image::load_from_memory(&scan.bytes).unwrap()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[track_caller]
fn assert_near(image: &RgbImage, (x, y): (u32, u32), expected: Rgb<u8>) {
    let found = image.get_pixel(x, y);
    let near = found.0.iter().zip(expected.0).all(|(one, other)| one.abs_diff(other) < 40);
    assert!(near, "at {x},{y}: {found:?}, expected {expected:?}");
}

#[test]
fn keeps_a_small_png_as_it_is_and_addresses_it_by_its_content() {
    let file = png(&two_colours(40, 30));
    let scan = images::read(&file).unwrap();
    assert_eq!((scan.kind, scan.width, scan.height, scan.pages), (ScanKind::Png, 40, 30, 1));
    assert_eq!(scan.bytes, file);
    assert_eq!(images::read(&file).unwrap(), scan);
    let other = images::read(&png(&two_colours(40, 31))).unwrap();
    assert_ne!(other.sha256, scan.sha256);
}

#[test]
fn the_address_is_the_sha256_of_the_bytes() {
    use sha2::{Digest, Sha256};
    let scan = images::read(&from_camera(&two_colours(32, 32), 6)).unwrap();
    assert_eq!(scan.sha256.as_slice(), Sha256::digest(&scan.bytes).as_slice());
}

#[test]
fn turns_a_picture_upright_for_every_orientation_of_a_camera() {
    // Where the red half of the stored picture stands once the picture is upright: left, top, right or bottom.
    let cases =
        [(1, "top"), (2, "top"), (3, "bottom"), (4, "bottom"), (5, "left"), (6, "right"), (7, "right"), (8, "left")];
    for (orientation, expected) in cases {
        let scan = images::read(&from_camera(&two_colours(64, 32), orientation)).unwrap();
        let upright = pixels(&scan).into_rgb8();
        let (right, bottom) = (upright.width() - 1, upright.height() - 1);
        assert_eq!((right, bottom), if orientation < 5 { (63, 31) } else { (31, 63) }, "{orientation}");
        let (red, blue) = match expected {
            "top" => ((5, 2), (5, bottom - 2)),
            "bottom" => ((5, bottom - 2), (5, 2)),
            "left" => ((2, 5), (right - 2, 5)),
            _ => ((right - 2, 5), (2, 5)),
        };
        assert_near(&upright, red, RED);
        assert_near(&upright, blue, BLUE);
        assert_eq!((scan.width, scan.height), (upright.width(), upright.height()));
    }
}

#[test]
fn keeps_no_place_no_owner_and_nothing_after_the_end() {
    for orientation in [1, 6] {
        let file = from_camera(&two_colours(64, 32), orientation);
        assert!(contains(&file, b"GPS") && contains(&file, b"Exif"));
        let scan = images::read(&file).unwrap();
        assert!(!contains(&scan.bytes, b"GPS") && !contains(&scan.bytes, b"Exif") && !contains(&scan.bytes, b"Maria"));
    }
    let plain = png(&two_colours(40, 30));
    let mut file = with_chunks(&plain, &[(b"tEXt", b"Author\0Maria GPS"), (b"eXIf", b"MM\0\x2A"), (b"tIME", &[0; 7])]);
    file.extend(b"GPS after the end");
    assert_eq!(images::read(&file).unwrap().bytes, plain);
}

#[test]
fn a_camera_picture_that_stands_upright_keeps_its_pixels() {
    let image = two_colours(64, 32);
    let scan = images::read(&from_camera(&image, 1)).unwrap();
    assert_eq!(scan.kind, ScanKind::Jpeg);
    assert_eq!(pixels(&scan), image::load_from_memory(&jpeg(&image)).unwrap());
}

#[test]
fn brings_a_large_photograph_to_a_legible_size() {
    let photograph = jpeg(&two_colours(2600, 1950));
    let scan = images::read(&photograph).unwrap();
    assert_eq!((scan.kind, scan.width, scan.height), (ScanKind::Jpeg, KEPT_SIDE, 1650));
    assert!(scan.bytes.len() <= KEPT_BYTES);
    assert_eq!(pixels(&scan).width(), KEPT_SIDE);
}

#[test]
fn brings_even_noise_under_the_limit() {
    let file = png(&noise(1500, 1100));
    let scan = images::read(&file).unwrap();
    assert!(scan.bytes.len() <= KEPT_BYTES, "{} bytes", scan.bytes.len());
    assert!(scan.width >= 600, "{} pixels", scan.width);
    assert_eq!(pixels(&scan).width(), scan.width);
}

#[test]
fn never_enlarges() {
    let file = png(&noise(500, 400));
    assert!(file.len() > KEPT_BYTES);
    let scan = images::read(&file).unwrap();
    assert_eq!((scan.kind, scan.width, scan.height), (ScanKind::Jpeg, 500, 400));
}

#[test]
fn grey_stays_grey() {
    let grey: DynamicImage = GrayImage::from_fn(2400, 300, |x, _| Luma([u8::try_from(x % 251).unwrap()])).into();
    let scan = images::read(&png(&grey)).unwrap();
    assert!(!pixels(&scan).color().has_color());
    let deep: DynamicImage = DynamicImage::ImageLuma16(grey.to_luma16());
    assert!(!pixels(&images::read(&png(&deep)).unwrap()).color().has_color());
}

#[test]
fn what_is_transparent_becomes_paper() {
    let clear: DynamicImage = RgbaImage::from_pixel(3000, 20, Rgba([0, 0, 0, 0])).into();
    let scan = images::read(&png(&clear)).unwrap();
    assert_near(&pixels(&scan).into_rgb8(), (10, 5), Rgb([255, 255, 255]));
}

#[test]
fn rotates_clockwise() {
    let picture = Picture::open(&png(&two_colours(64, 32))).unwrap();
    let cases = [(QuarterTurns::One, (30, 5)), (QuarterTurns::Two, (5, 30)), (QuarterTurns::Three, (1, 5))];
    for (turns, red) in cases {
        let scan = picture.rotated(turns).into_scan().unwrap();
        assert_near(&pixels(&scan).into_rgb8(), red, RED);
    }
    let turned = picture.rotated(QuarterTurns::One).into_scan().unwrap();
    assert_eq!((turned.width, turned.height), (32, 64));
}

#[test]
fn crops_a_kept_scan() {
    let scan = images::read(&png(&two_colours(64, 32))).unwrap();
    let below = Picture::open(&scan.bytes).unwrap().cropped(Area { x: 8, y: 16, width: 24, height: 16 }).unwrap();
    let below = below.into_scan().unwrap();
    assert_eq!((below.width, below.height), (24, 16));
    assert_near(&pixels(&below).into_rgb8(), (1, 1), BLUE);
}

#[test]
fn refuses_a_crop_outside_or_of_nothing() {
    let picture = Picture::open(&png(&two_colours(64, 32))).unwrap();
    for (x, y, width, height) in [(0, 0, 65, 1), (0, 0, 0, 5), (0, 32, 1, 1), (u32::MAX, 0, 2, 1), (0, 0, 1, 33)] {
        assert_eq!(picture.cropped(Area { x, y, width, height }).unwrap_err(), ScanError::AreaOutside);
    }
    assert!(picture.cropped(Area { x: 0, y: 0, width: 64, height: 32 }).is_ok());
}

#[track_caller]
fn check_refused(file: &[u8], expected: &str) {
    assert_eq!(images::read(file).unwrap_err().to_string(), expected);
}

#[test]
fn refuses_a_bomb_before_it_unpacks() {
    let bomb = png(&DynamicImage::new_luma8(12_000, 12_000));
    assert!(bomb.len() < 1024 * 1024);
    let begun = Instant::now();
    check_refused(&bomb, "la imagen mide 12000 × 12000 píxeles, demasiado para abrirla; use menos resolución");
    assert!(begun.elapsed() < Duration::from_millis(100));
}

#[test]
fn refuses_sizes_that_a_header_only_claims() {
    let mut claim = png(&two_colours(8, 8))[..8].to_vec();
    claim.extend(chunk(b"IHDR", &[0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 8, 6, 0, 0, 0]));
    claim.extend(chunk(b"IDAT", &[0x78, 0x9C, 3, 0, 0, 0, 0, 1]));
    claim.extend(chunk(b"IEND", &[]));
    assert!(matches!(images::read(&claim), Err(ScanError::TooManyPixels { .. })));

    let mut claim = jpeg(&two_colours(16, 16));
    let size = claim.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap() + 5;
    claim[size..size + 4].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    assert!(matches!(images::read(&claim), Err(ScanError::TooManyPixels { width: 65_535, height: 65_535 })));
}

#[test]
fn compressed_text_in_a_png_is_never_unpacked() {
    let plain = png(&two_colours(8, 8));
    let file = with_chunks(&plain, &[(b"zTXt", b"a\0\0not even compressed"), (b"iCCP", b"a\0\0nor this")]);
    assert_eq!(images::read(&file).unwrap().bytes, plain);
}

#[test]
fn refuses_pictures_cut_short_anywhere() {
    let damaged = "la imagen está dañada o incompleta; digitalice o fotografíe el documento de nuevo";
    for whole in [png(&two_colours(60, 40)), jpeg(&two_colours(60, 40))] {
        for length in 12..whole.len() {
            check_refused(&whole[..length], damaged);
        }
    }
    let mut spoilt = png(&two_colours(60, 40));
    let middle = spoilt.len() / 2;
    spoilt[middle] ^= 0xFF;
    check_refused(&spoilt, damaged);
}

#[test]
fn keeps_a_jpeg_with_stray_bytes_between_its_segments() {
    let whole = jpeg(&two_colours(60, 40));
    let tables = whole.windows(2).position(|pair| pair == [0xFF, 0xDB]).unwrap();
    for stray in [b"\0\0".as_slice(), &[0; 1000], b"\xFF\0x", b"\xFF\xFF"] {
        let file = [&whole[..tables], stray, &whole[tables..]].concat();
        let scan = images::read(&file).unwrap();
        assert_eq!((scan.kind, scan.bytes.as_slice()), (ScanKind::Jpeg, whole.as_slice()));
    }
    let file = [&whole[..tables], &[0; 2000], &whole[tables..]].concat();
    check_refused(&file, "la imagen está dañada o incompleta; digitalice o fotografíe el documento de nuevo");
}

#[test]
fn says_what_is_wrong_with_other_files() {
    check_refused(b"", "el archivo está vacío; digitalice o fotografíe el documento de nuevo");
    check_refused(b"GIF89a\0\0\0\0\0\0", "el archivo no es PNG, JPEG ni PDF; guárdelo en uno de esos formatos");
    check_refused(
        b"\0\0\0\x18ftypheic\0\0\0\0",
        "la foto está en formato HEIC; guárdela como JPEG, o elija «Más compatible» en los formatos de la cámara",
    );
    let mut large = jpeg(&two_colours(8, 8));
    large.resize(33 * 1024 * 1024, 0);
    check_refused(&large, "el archivo pesa 33 MB y se admiten 32 MB; use menos resolución o menos páginas");
}

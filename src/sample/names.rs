//! Names as they sound in Ecuador, put together by chance: of people and of employers.

use super::chance::Chance;

/// Surnames with how common they are here.
const SURNAMES: [(&str, u32); 88] = [
    ("Quispe", 6), ("Guamán", 14), ("Chiluisa", 6), ("Zambrano", 16), ("Peñafiel", 5), ("Morocho", 8), ("Chicaiza", 9), ("Toapanta", 9),
    ("Pilataxi", 4), ("Caiza", 8), ("Tipán", 6), ("Simbaña", 8), ("Quishpe", 9), ("Guanoluisa", 4), ("Yánez", 7), ("Andrade", 9),
    ("Cevallos", 9), ("Cedeño", 12), ("Moreira", 9), ("Macías", 8), ("Mendoza", 10), ("Vera", 9), ("Loor", 7), ("Alcívar", 5),
    ("Intriago", 4), ("Bravo", 7), ("Espinoza", 9), ("Cabrera", 7), ("Ochoa", 5), ("Vintimilla", 3), ("Malo", 2), ("Guerrero", 7),
    ("Jaramillo", 8), ("Carrión", 5), ("Ojeda", 4), ("Samaniego", 4), ("Riofrío", 3), ("Naranjo", 5), ("Salazar", 8), ("Villacís", 5),
    ("Freire", 5), ("Altamirano", 5), ("Proaño", 5), ("Cisneros", 5), ("Arteaga", 4), ("Coque", 2), ("Ortiz", 8), ("Paredes", 7),
    ("Núñez", 6), ("Lascano", 3), ("Vásconez", 3), ("Granja", 3), ("Tapia", 6), ("Vaca", 6), ("Rosero", 5), ("Benalcázar", 3),
    ("Ayala", 5), ("Chalá", 4), ("Congo", 3), ("Minda", 2), ("Quiñónez", 7), ("Caicedo", 6), ("Estupiñán", 4), ("Mina", 4),
    ("Grefa", 4), ("Tanguila", 3), ("Shiguango", 3), ("Andi", 3), ("Cerda", 4), ("Tsenkush", 1), ("Wampash", 1), ("Saraguro", 2),
    ("Lema", 5), ("Cachimuel", 3), ("Maldonado", 7), ("Yamberla", 2), ("De la Torre", 5), ("Del Pozo", 3), ("De la Cruz", 4),
    ("Iñaguazo", 2), ("Gaibor", 3), ("Verdezoto", 2), ("Aguirre", 6), ("Suárez", 7), ("Li", 2), ("Wu", 2), ("Chang", 2), ("Ñacato", 1),
];

const WOMEN: [&str; 40] = [
    "María", "Rosa", "Carmen", "Ana", "Luz", "Blanca", "Mercedes", "Gloria", "Martha", "Elena", "Lucía", "Verónica", "Gabriela",
    "Daniela", "Andrea", "Fernanda", "Alexandra", "Jacqueline", "Mónica", "Narcisa", "Zoila", "Piedad", "Inés", "Beatriz", "Cecilia",
    "Ximena", "Paola", "Jenny", "Tatiana", "Nathaly", "Estefanía", "Yolanda", "Esthela", "Dolores", "Magdalena", "Sisa", "Tamia",
    "Nina", "Germania", "Aída",
];

const MEN: [&str; 40] = [
    "José", "Luis", "Carlos", "Juan", "Jorge", "Ángel", "Segundo", "Manuel", "Víctor", "Wilson", "Washington", "Byron", "Édison",
    "Galo", "Hernán", "Ramiro", "Patricio", "Fabián", "Marco", "Milton", "Klever", "Freddy", "Darwin", "Jefferson", "Cristian",
    "Santiago", "Andrés", "Sebastián", "Mateo", "Raúl", "Gonzalo", "Efraín", "Nelson", "Rodrigo", "Homero", "Amaru", "Inti", "Rumi",
    "Oswaldo", "Iván",
];

const SURNAMES_ABROAD: [&str; 16] = [
    "Rodríguez", "Pérez", "Contreras", "Rojas", "Hernández", "Restrepo", "Castaño", "Ospina", "Müller", "Schmidt", "Johnson", "Ferreira",
    "Wu", "Li", "Nguyen", "Okafor",
];

const TRADES: [&str; 24] = [
    "Comercializadora", "Constructora", "Importadora", "Distribuidora", "Transportes", "Florícola", "Camaronera", "Bananera", "Panadería",
    "Ferretería", "Textiles", "Servicios", "Laboratorio", "Consultora", "Imprenta", "Agrícola", "Lácteos", "Molinos", "Seguridad",
    "Farmacias", "Hostería", "Metalmecánica", "Editorial", "Cacaotera",
];

const PLACES: [&str; 24] = [
    "Andina", "del Pacífico", "Imbabura", "Cotopaxi", "Tungurahua", "Yasuní", "Sangay", "Rumiñahui", "Pichincha", "Machángara",
    "La Carolina", "El Batán", "Guápulo", "San Blas", "Chimborazo", "Mindo", "Pululahua", "Ilaló", "Antisana", "Quitumbe", "El Ejido",
    "La Ronda", "Calderón", "Conocoto",
];

const FORMS: [&str; 4] = ["S.A.", "Cía. Ltda.", "S.A.S.", "C.A."];

const BODIES: [&str; 10] = [
    "Gobierno Parroquial de", "Junta de Agua de", "Empresa Municipal de Aseo", "Unidad Educativa Fiscal", "Cuerpo de Bomberos",
    "Registro de la Propiedad", "Empresa Pública de Movilidad", "Patronato Municipal", "Hospital Básico", "Mancomunidad",
];

/// A woman's or a man's given names and two surnames, surnames first, as registers write them.
pub(super) fn person(chance: &mut Chance) -> String {
    let (one, other) = (chance.weighted(&SURNAMES), chance.weighted(&SURNAMES));
    let given = if chance.happens(520) { &WOMEN } else { &MEN };
    let (first, second) = (chance.pick(given), chance.pick(given));
    if first == second { format!("{one} {other} {first}") } else { format!("{one} {other} {first} {second}") }
}

/// A foreigner's name.
pub(super) fn foreigner(chance: &mut Chance) -> String {
    let given = if chance.happens(500) { &WOMEN } else { &MEN };
    format!("{} {}", chance.pick(&SURNAMES_ABROAD), chance.pick(given))
}

/// A company's name. `nth` tells apart those that chance would name alike.
pub(super) fn company(chance: &mut Chance, nth: u32) -> String {
    let (trade, place, form) = (chance.pick(&TRADES), chance.pick(&PLACES), chance.pick(&FORMS));
    match nth % 3 {
        0 => format!("{trade} {place} {form}"),
        1 => format!("{trade} {} Hermanos {form}", chance.weighted(&SURNAMES)),
        _ => format!("{trade} {} & {} {form}", chance.weighted(&SURNAMES), chance.weighted(&SURNAMES)),
    }
}

/// A public body's name.
pub(super) fn public_body(chance: &mut Chance) -> String {
    format!("{} {}", chance.pick(&BODIES), chance.pick(&PLACES).trim_start_matches("del "))
}

/// What a representative is, as registers say it.
pub(super) fn capacity(chance: &mut Chance) -> &'static str {
    chance.weighted(&[("gerente general", 6), ("presidente", 3), ("apoderado", 1), ("liquidador", 1)])
}

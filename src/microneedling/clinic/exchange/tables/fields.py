"""What columns a table of each kind may have, and by which names spreadsheets and other programs know them."""

from __future__ import annotations

from dataclasses import dataclass

from ...records.names import fold


@dataclass(frozen=True)
class Field:
    """One column: how its cells are read (`text`, `code`, `date`, `when`, `clock`, `number`, `yes`, `choice`).

    A `code` is a number that nobody counts with: leading zeros stay, and what a spreadsheet ruined is refused.
    `also` are other names of the column; `choices` are the words that it may hold, each with those meant by it.
    """

    name: str
    read: str = "text"
    also: tuple[str, ...] = ()
    needed: bool = False
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()


def _of(name: str, read: str, also: str, needed: bool = False) -> Field:
    return Field(name, read, tuple(word.strip() for word in also.split(",")), needed)


SEX = (
    (
        "female",
        (
            "female",
            "f",
            "w",
            "woman",
            "weiblich",
            "frau",
            "féminin",
            "femme",
            "mujer",
            "femenino",
            "donna",
            "vrouw",
        ),
    ),
    (
        "male",
        ("male", "m", "man", "männlich", "mann", "herr", "masculin", "homme", "hombre", "masculino", "uomo"),
    ),
    ("unknown", ("unknown", "u", "not recorded", "n/a", "unbekannt", "inconnu", "other", "x", "d", "divers")),
)
PHOTOTYPE = tuple(
    (
        roman,
        (
            roman,
            number,
            f"type {roman}",
            f"type {number}",
            f"fitzpatrick {roman}",
            f"typ {roman}",
            f"skin type {number}",
        ),
    )
    for number, roman in zip("123456", ("I", "II", "III", "IV", "V", "VI"), strict=True)
)
YES = (
    ("yes", ("yes", "y", "true", "1", "x", "ja", "oui", "sí", "si")),
    ("no", ("no", "n", "false", "0", "nein", "non", "-")),
)
BLINDED = (
    ("yes", ("yes", "blinded", "y")),
    ("no", ("no", "n", "not blinded")),
    ("unknown", ("unknown", "not recorded")),
)
PRODUCT = (
    ("cartridge", ("cartridge", "needle cartridge", "needle", "tip", "nadelmodul", "kartusche")),
    ("serum", ("serum", "hyaluronic acid", "ampoule")),
    ("numbing", ("numbing", "numbing cream", "anaesthetic", "anesthetic", "betäubung")),
    ("gel", ("gel", "glide gel")),
    ("other", ("other", "sonstiges")),
)
STATE = (("open", ("open",)), ("signed", ("signed",)), ("voided", ("voided",)))
RECORD = _of("record", "code", "record id")
REFERENCE = _of("reference", "code", "row reference, delivery note, lieferschein")
GIVEN = _of(
    "given_name",
    "text",
    "first name, forename, given names, firstname, vorname, prénom, nombre, nome, voornaam, imię",
)
FAMILY = _of(
    "family_name",
    "text",
    "last name, surname, lastname, name, full name, client name, patient name, nachname, familienname, nom, apellido,"
    " apellidos, cognome, achternaam, nazwisko",
)
BORN = _of(
    "born_on",
    "date",
    "date of birth, dob, birthday, birth date, birthdate, born, geburtsdatum, geboren, geburtstag, date de naissance,"
    " fecha de nacimiento, data di nascita, geboortedatum, data urodzenia",
)
OLD = _of(
    "old_number",
    "code",
    "client number, client no, client nr, client id, patient number, patient no, patient id, id, no, number, nr,"
    " kundennummer, kunden nr, patientennummer, patienten nr, kartei, kartei nr, chart number, chart no, mrn",
)
WHO = (
    _of("client_record", "code", "client record"),
    _of("clinic_number", "code", "number in this clinic"),
    Field(OLD.name, OLD.read, (*OLD.also, "client", "patient")),
    GIVEN,
    FAMILY,
    BORN,
)
WHEN = (
    _of(
        "happened_at",
        "when",
        "date, day, session date, treatment date, visit date, datum, behandlungsdatum, fecha",
        needed=True,
    ),
    _of("at_time", "clock", "time, time of day, uhrzeit, zeit, heure, hora"),
    _of("time_zone", "text", "zone of time, timezone"),
)
CLIENTS = (
    RECORD,
    OLD,
    GIVEN,
    FAMILY,
    _of("known_as", "text", "preferred name, nickname, rufname, called"),
    BORN,
    Field("sex", "choice", ("gender", "geschlecht", "sexe", "sexo"), choices=SEX),
    Field(
        "phototype", "choice", ("fitzpatrick", "skin type", "fitzpatrick type", "hauttyp"), choices=PHOTOTYPE
    ),
    _of(
        "telephone",
        "code",
        "phone, mobile, phone number, telephone number, tel, cell, mobil, telefon, handy, téléphone, teléfono",
    ),
    _of("email", "text", "e-mail, e mail, mail, email address, courriel, correo"),
    _of("address", "text", "street, address line 1, postal address, straße, strasse, adresse, dirección"),
    _of("address_2", "text", "address line 2, adresszusatz"),
    _of("postcode", "code", "postal code, zip, zip code, plz, code postal, cp"),
    _of("city", "text", "town, ort, stadt, ville, ciudad"),
    _of("country", "text", "land, pays, país"),
    _of("language", "text", "sprache, langue, idioma"),
    _of("emergency_contact", "text", "emergency, notfallkontakt, next of kin"),
    _of("own_words", "text", "wishes, concern, anliegen"),
    _of("allergies", "text", "allergy, allergien, allergie, alergias"),
    _of("conditions", "text", "medical history, conditions and illnesses, vorerkrankungen, diagnosen"),
    _of("medicines", "text", "medication, medications, drugs, medikamente"),
)
SESSIONS = (
    RECORD,
    REFERENCE,
    *WHO,
    *WHEN,
    _of("zone", "text", "area, treatment area, region, zone treated, behandlungszone, bereich", needed=True),
    _of(
        "depth_mm",
        "number",
        "depth, needle depth, depth in mm, tiefe, nadeltiefe, tiefe mm, profondeur",
        needed=True,
    ),
    _of("passes", "number", "number of passes, durchgänge, passages"),
    _of("density_per_cm2", "number", "density, channels per cm2"),
    _of("area_cm2", "number", "area in cm2, fläche"),
    _of("device", "text", "pen, device name, device serial, gerät, serial number, appareil"),
    _of("lot", "code", "lot number, batch, batch number, charge, chargennummer"),
    _of("product", "text", "cartridge, product name, produkt"),
    _of("quantity", "number", "pieces, menge"),
    _of("expired_reason", "text", "reason for an expired lot"),
    _of("over_label_reason", "text", "reason for more depth than the label says"),
    _of("without_consent_reason", "text", "where consent lies"),
    _of("end_point", "text", "endpoint, end point seen"),
    _of("reaction", "text", "skin reaction, reaktion"),
    _of("pain", "number", "pain score, vas, schmerz"),
    _of("note", "text", "notes, remarks, comment, comments, notiz, bemerkung, bemerkungen"),
    _of("aftercare", "text", "after care, nachsorge"),
    Field("state", "choice", (), choices=STATE),
)
MEASUREMENTS = (
    RECORD,
    REFERENCE,
    *WHO,
    *WHEN,
    _of("zone", "text", "area, region, site", needed=True),
    _of("scale", "text", "score name, skala"),
    _of("instrument", "text", "device of measurement, gerät"),
    _of("value", "number", "score, result, reading, wert, messwert", needed=True),
    _of("unit", "text", "einheit, units"),
    _of("error", "number", "standard error, standardfehler"),
    _of("rated_by", "text", "rater, assessor, by, beurteilt von"),
    Field("blinded", "choice", ("blind",), choices=BLINDED),
    Field("baseline", "yes", ("before treatment",), choices=YES),
    _of("between_steps", "text", "why between two steps"),
    Field("own_scale", "yes", ("scale of the clinic",), choices=YES),
)
LOTS = (
    RECORD,
    REFERENCE,
    _of("product", "text", "product name, name, item, article, artikel, produkt", needed=True),
    Field("product_kind", "choice", ("kind", "type", "art"), choices=PRODUCT),
    _of("maker", "text", "manufacturer, brand, hersteller, fabricant"),
    _of("unit", "text", "unit of quantity, einheit"),
    _of("number", "code", "lot, lot number, batch, batch number, lot no, charge, chargennummer", needed=True),
    _of(
        "expires_on",
        "date",
        "expiry, expiry date, expires, use by, exp, verfall, verfallsdatum, verfalldatum, haltbar bis,"
        " haltbarkeit, ablauf, ablaufdatum, date de péremption, péremption, caducidad, scadenza",
    ),
    _of("quantity", "number", "received, amount, count, stock, qty, menge, anzahl", needed=True),
    _of("supplier", "text", "vendor, lieferant"),
    _of("udi", "code", "udi-di, unique device identifier"),
)
KINDS = {"clients": CLIENTS, "sessions": SESSIONS, "measurements": MEASUREMENTS, "lots": LOTS}


def names_of(field: Field) -> set[str]:
    """All names of a field as they are compared."""
    return {fold(field.name), *(fold(name) for name in field.also)}


def known_as(kind: str, column: str) -> list[str]:
    """The fields of a kind that a column's name stands for; the field's own name goes before other names."""
    word = fold(column)
    own = [field.name for field in KINDS[kind] if fold(field.name) == word]
    return own or [field.name for field in KINDS[kind] if word in names_of(field)]

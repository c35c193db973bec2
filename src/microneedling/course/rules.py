"""The rules of the safety screen that look at a course as a whole; those of conditions: `condition_rules`."""

from __future__ import annotations

from .findings import Level, Rule

_PAGE = "docs/practice.md#"  # where each source is named, with how it was seen and who disagrees
_DOSE = _PAGE + "how-much-at-once-and-in-all"
_FORM = "form of the course"
FINAL = frozenset({"A01", "U01"})  # outside the model or the use it is for: no override helps

_COURSE_RULES: tuple[tuple[str, Level, str, str], ...] = (
    (
        "S07 allergy to the anaesthetic",
        "stop",
        "",
        "absolute for the anaesthetic chosen, second-hand: " + _PAGE + "contraindications",
    ),
    ("C09 allergy to an anaesthetic", "caution", "no numbing is planned: keep it so", _PAGE + "numbing"),
    ("A01 child", "stop", "", "a limit of this program: " + _PAGE + "what-has-no-data"),
    ("A02 below the cleared age", "caution", "", "FDA DEN160029: " + _PAGE + "law-and-clearance"),
    ("P01 darker skin", "caution", "", "clinic texts, second-hand: " + _PAGE + "contraindications"),
    (
        "P02 no data",
        "caution",
        "no outcome data on phototype VI: any forecast is mechanism only",
        "a limit of this program: " + _PAGE + "what-has-no-data",
    ),
    (
        "P03 sun without protection",
        "caution",
        "unprotected sun drives dark marks after needling in darker skin",
        "from memory: " + _PAGE + "before-a-session",
    ),
    (
        "Z01 near the eye",
        "caution",
        "stay outside the bony rim; treatment inside it is an absolute contraindication",
        "device and clinic texts, second-hand: " + _PAGE + "contraindications",
    ),
    (
        "Z02 over bone",
        "note",
        "over bony ridges go shallower and hold the device upright: tram-track scars in 2 of 30 people of one series",
        "one series of phototypes IV and V: " + _PAGE + "passes-and-endpoint",
    ),
    ("D01 device limit", "stop", "", "the clearance of each device: " + _PAGE + "depth"),
    ("D02 own cap", "stop", "", "your own: " + _PAGE + "depth"),
    ("D03 deeper than any source", "stop", "", _PAGE + "depth"),
    ("D04 deep for the zone", "caution", "", _PAGE + "depth"),
    ("D05 sources disagree on depth", "note", "", _PAGE + "depth"),
    ("D06 no depth named", "caution", "", _PAGE + "depth"),
    (
        "D07 deeper than cleared on the face",
        "caution",
        "",
        "FDA DEN160029 and K182407; a registry entry says 2.0 mm: " + _PAGE + "depth",
    ),
    (
        "Q01 no intake on record",
        "caution",
        "conditions are left out: what speaks against needling this person cannot be judged; write "
        "conditions = [] where all were asked after and none is there",
        "ordinary practice: " + _PAGE + "intake",
    ),
    ("U01 home use", "stop", "", "a limit of this program: " + _PAGE + "what-has-no-data"),
    ("W01 passes far beyond studies", "stop", "", "the most in studies; twice that is hand-set: " + _DOSE),
    ("W02 more passes than studies", "caution", "", "the most in studies: " + _DOSE),
    ("W03 strikes far beyond studies", "stop", "", "hand-set, no source counts them: " + _DOSE),
    ("W04 more strikes than studies", "caution", "", "hand-set, no source counts them: " + _DOSE),
    ("W05 no skin between channels", "stop", "", "a limit of this program: " + _DOSE),
    ("W06 much of the surface", "caution", "", "hand-set, no source names a share: " + _DOSE),
    ("W07 large area", "caution", "", "hand-set, no source names an area: " + _DOSE),
    (
        "W08 area not recorded",
        "note",
        "area needled not recorded: whether it is large cannot be judged",
        "hand-set, no source names an area: " + _DOSE,
    ),
    ("W09 strikes in all far beyond studies", "stop", "", "hand-set, no source counts them: " + _DOSE),
    ("W10 more strikes in all than usual", "caution", "", "hand-set, no source counts them: " + _DOSE),
    ("I01 barrier still open", "delay", "", "Brogden 2021, Han 2012: " + _PAGE + "aftercare"),
    ("I02 interval too short", "caution", "", "by indication: " + _PAGE + "intervals-and-sessions"),
    ("I03 longer than any usual course", "caution", "", "by indication: " + _PAGE + "intervals-and-sessions"),
    ("I04 closer together than in any study", "stop", "", "Minh 2019, weekly sessions: " + _DOSE),
    ("I05 longer than in any study", "stop", "", "Minh 2019, 12 sessions: " + _DOSE),
    (
        "L01 off label",
        "caution",
        "",
        "21 CFR 878.4430 and its clearances: " + _PAGE + "law-and-clearance",
    ),
    (
        "L02 no monotherapy data",
        "note",
        "no monotherapy data on pore size: the forecast is a mechanistic range only",
        _PAGE + "what-has-no-data",
    ),
    ("L04 outside the label of this device", "caution", "", "its clearances: " + _PAGE + "law-and-clearance"),
    ("L05 label cannot be judged", "note", "", "clearances that were read: " + _PAGE + "law-and-clearance"),
    ("L03 no sessions", "caution", "the forecast is of untreated skin", _FORM),
    ("N01 strong anaesthetic", "caution", "", "FDA 2024: " + _PAGE + "numbing"),
    (
        "N02 compounded anaesthetic",
        "caution",
        "a compounded cream: record its strengths; two women died after compounded cream under film",
        "FDA 2009: " + _PAGE + "numbing",
    ),
    ("N03 long application", "caution", "", "Chiang 2015 and other trials: " + _PAGE + "numbing"),
    (
        "N04 wrapped",
        "caution",
        "consumers are advised against wraps and large areas",
        "FDA 2024: " + _PAGE + "numbing",
    ),
    ("N05 dose cannot be judged", "caution", "", "FDA 2009, and what no source says: " + _PAGE + "numbing"),
    (
        "N06 dose ceiling",
        "caution",
        "",
        "a limit assumed by this program, no source names one: " + _PAGE + "numbing",
    ),
    (
        "N07 large area",
        "caution",
        "",
        "FDA 2024, which names no area; the limit is assumed: " + _PAGE + "numbing",
    ),
    (
        "N08 cream on open channels",
        "caution",
        "",
        "needled skin takes up anaesthetic; roll before the cream, never after: " + _PAGE + "numbing",
    ),
    (
        "T01 driven in",
        "caution",
        "put on open channels: the device class excludes the delivery of topicals",
        "21 CFR 878.4430: " + _PAGE + "law-and-clearance",
    ),
    (
        "T02 granuloma",
        "caution",
        "serums under needles have caused granulomas: 15 cases in 13 reports, vitamin C in most",
        "Friedmann 2024: " + _PAGE + "harm",
    ),
    (
        "T03 blood product",
        "caution",
        "own material only, nothing used twice: one spa infected four clients with HIV",
        "CDC 2024: " + _PAGE + "harm",
    ),
    ("T04 effect not modelled", "note", "", _FORM),
    (
        "T05 allergy to a topical",
        "delay",
        "an allergy is on record and topicals are planned: compare the ingredients first",
        "ordinary practice: " + _PAGE + "intake",
    ),
    (
        "C15 age of the scar not on record",
        "caution",
        "whether the scar is old enough cannot be judged: a course file does not ask",
        "sources differ: " + _PAGE + "contraindications",
    ),
    ("F01 retinoid too early", "caution", "", "a clinic's text, second-hand: " + _PAGE + "aftercare"),
    ("F02 judged too early", "caution", "", "expert review of 2024: " + _PAGE + "when-to-judge"),
)
RULES: dict[str, Rule] = {
    rule.id: rule for rule in (Rule(*row, final=row[0].split()[0] in FINAL) for row in _COURSE_RULES)
}

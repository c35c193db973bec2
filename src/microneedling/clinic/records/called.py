"""What the tables of the records and the acts of the audit are called on pages, by who works here and reads no code."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

TABLES: dict[str, Any] = {
    "Client": _("number, sex and skin type"),
    "Identity": _("name, date of birth, address"),
    "Alert": _("alerts"),
    "Different": _("notes that somebody of like name is another person"),
    "Indication": _("concerns"),
    "Screening": _("screenings"),
    "ScreeningAnswer": _("answers of screenings"),
    "Measurement": _("scores and measurements"),
    "Photograph": _("photographs"),
    "HiddenPhotograph": _("notes why a photograph is hidden"),
    "Note": _("notes"),
    "Addendum": _("addenda to what is signed"),
    "Plan": _("plans"),
    "PlanVersion": _("versions of plans"),
    "PlanStep": _("steps of plans: offered, agreed to, begun, ended"),
    "Forecast": _("forecasts"),
    "TrackedForecast": _("forecasts that learnt from scores"),
    "Appointment": _("bookings"),
    "Session": _("sessions"),
    "SessionZone": _("zones that were treated"),
    "Numbing": _("numbing"),
    "LotUse": _("lots that were used"),
    "StockMove": _("what left the stock"),
    "VoidedSession": _("notes why a session does not count"),
    "ConsentOffer": _("texts laid before the client"),
    "Consent": _("consents, with the signature"),
    "ConsentWithdrawal": _("consents taken back"),
    "AdverseEvent": _("unwanted effects"),
    "EventLot": _("lots named in an unwanted effect"),
    "EventReport": _("reports of unwanted effects"),
    "Former": _("old values of what was put right"),
    "Draft": _("drafts"),
    "Job": _("things worked out for this client"),
    "Merge": _("notes that two records were joined"),
    "Moved": _("notes what went over then"),
    "MergeUndone": _("notes that they were told apart again"),
    "Restriction": _("notes that the records rest"),
    "Erasure": _("notes of an erasure"),
    "ErasedFiles": _("notes that files are gone"),
}
SUBJECTS: dict[str, Any] = {
    "alert": _("alert"),
    "appointment": _("booking"),
    "archive": _("archive"),
    "audit": _("log"),
    "backup": _("backup"),
    "calendar": _("calendar"),
    "client": _("client"),
    "clinic": _("clinic"),
    "consent": _("consent"),
    "day": _("page of the day"),
    "device": _("device"),
    "event": _("unwanted effect"),
    "export": _("export"),
    "forecast": _("forecast"),
    "history": _("history"),
    "identity": _("name and address"),
    "import": _("import"),
    "indication": _("concern"),
    "job": _("job"),
    "lot": _("lot"),
    "measurement": _("score"),
    "merge": _("joined clients"),
    "note": _("note"),
    "photograph": _("photograph"),
    "plan": _("plan"),
    "product": _("product"),
    "recall": _("recall"),
    "reminders": _("reminders"),
    "screening": _("screening"),
    "session": _("session"),
    "settings": _("settings"),
    "sheet": _("sheet for the client"),
    "stock": _("stock"),
    "trail": _("who looked"),
    "user": _("user"),
}
# Tables that an entry of the audit names, where it is called otherwise than what was done to it.
KINDS: dict[str, Any] = {
    "addendum": _("addendum"),
    "adverseevent": _("unwanted effect"),
    "asked": _("asked for"),
    "consentoffer": _("words laid before the client"),
    "consenttext": _("words of a consent"),
    "consentwithdrawal": _("consent taken back"),
    "different": _("note that they are two people"),
    "erasedfiles": _("files that are gone"),
    "erasure": _("erasure"),
    "eventlot": _("lot named in an unwanted effect"),
    "eventreport": _("report of an unwanted effect"),
    "hiddenphotograph": _("photograph hidden"),
    "importrun": _("import"),
    "list": _("a list"),
    "lotuse": _("use of a lot"),
    "mergeundone": _("told apart again"),
    "moved": _("record that went over"),
    "numbing": _("numbing"),
    "planstep": _("step of a plan"),
    "planversion": _("version of a plan"),
    "restriction": _("records put to rest"),
    "screeninganswer": _("answer of a screening"),
    "sessionzone": _("treated zone"),
    "stockmove": _("move of stock"),
    "trackedforecast": _("forecast"),
    "voidedsession": _("session that does not count"),
}
VERBS: dict[str, Any] = {
    "add": _("entered"),
    "anonymous": _("table that names nobody made"),
    "answer": _("answer kept"),
    "book": _("booked"),
    "change": _("changed"),
    "compare": _("two set side by side"),
    "correct": _("corrected"),
    "count": _("counted"),
    "decide": _("decided"),
    "different": _("told apart"),
    "discard": _("thrown away"),
    "drill": _("put back as a drill"),
    "duplicates": _("looked for doubles"),
    "end": _("ended"),
    "erase": _("erased"),
    "export": _("handed out"),
    "fetch": _("fetched"),
    "fhir": _("handed out as FHIR"),
    "glance": _("small picture seen"),
    "hide": _("hidden"),
    "import": _("taken in"),
    "key": _("key made"),
    "language": _("language chosen"),
    "letter": _("letter written"),
    "likeness": _("looked for like names"),
    "list": _("list seen"),
    "measure": _("measured"),
    "lot": _("lot named"),
    "merge": _("joined"),
    "move": _("moved"),
    "numbing": _("numbing logged"),
    "offer": _("laid before the client"),
    "open": _("begun"),
    "read": _("seen"),
    "receive": _("received"),
    "rejects": _("rows left out fetched"),
    "release": _("used again"),
    "report": _("reported"),
    "restrict": _("put to rest"),
    "retire": _("no longer in use"),
    "return": _("put back in stock"),
    "search": _("searched"),
    "second-step": _("second step done"),
    "second-step-failed": _("second step failed"),
    "second-step-set-up": _("second step set up"),
    "settle": _("settled"),
    "sign": _("signed"),
    "sign-in": _("signed in"),
    "sign-in-failed": _("sign-in failed"),
    "sign-out": _("signed out"),
    "table": _("table fetched"),
    "text": _("text written"),
    "trace": _("followed to clients"),
    "track": _("learnt from scores"),
    "unlock": _("unlocked"),
    "unmerge": _("told apart again"),
    "use": _("used"),
    "verify": _("checked"),
    "version": _("new version"),
    "void": _("taken as not counting"),
    "withdraw": _("taken back"),
    "zone": _("zone logged"),
}


def table_in_words(label: str) -> str:
    """What the rows of a table are: `clinic_records.AdverseEvent` -> unwanted effects."""
    name = label.rsplit(".", 1)[-1]
    return str(TABLES.get(name, name))


PURPOSES: dict[str, Any] = {
    "session": _("session"),
    "consultation": _("consultation"),
    "second consultation": _("second consultation"),
    "follow-up": _("follow-up"),
}
NUMBERED = re.compile(r"session (\d+)")


def subject_in_words(kind: str) -> str:
    """What a thing is that an entry of the audit names by its table: `lotuse` -> use of a lot."""
    return str(SUBJECTS.get(kind) or KINDS.get(kind) or kind)


def act_in_words(action: str) -> str:
    """What was done, of an entry of the audit: `photograph.glance` -> photograph: small picture seen."""
    subject, _dot, verb = action.partition(".")
    if subject in SUBJECTS and verb in VERBS:
        return f"{SUBJECTS[subject]}: {VERBS[verb]}"
    return gettext("refused") if subject == "refused" else action


def purpose_in_words(purpose: str) -> str:
    """What a booking is for, in the language at hand: the clinic's usual words; whatever else was typed as it stands.

    On record it stays as it was booked.
    """
    if (found := NUMBERED.fullmatch(purpose)) is not None:
        return gettext("session %(n)s") % {"n": found[1]}
    return str(PURPOSES.get(purpose, purpose))

"""What the rows of a table are, in the words of whom they are about; a table without such words goes by its name."""

from __future__ import annotations

from django.db import models

WORDS = {
    "client": "your number with us, sex, skin type, what you want in your own words",
    "identity": "your name, date of birth and how to reach you",
    "alert": "allergies, conditions and medicines that we must know of",
    "different": "that somebody with a name like yours is another person",
    "indication": "what is to become better, and where",
    "screening": "whether anything spoke against a treatment",
    "screeninganswer": "the questions that we asked you, and your answers",
    "measurement": "what was measured or scored; a corrected value names the one that it stands for",
    "photograph": "what is known of each photograph",
    "hiddenphotograph": "photographs that are shown to nobody, and why",
    "note": "what was said or seen outside a treatment",
    "addendum": "what was added to a signed record later",
    "plan": "treatments that were planned with you",
    "planversion": "each version of a plan",
    "planstep": "when a plan was offered, accepted, begun, ended",
    "forecast": "what the model said would come of a plan",
    "trackedforecast": "what the model said once something had been seen of the course",
    "appointment": "your bookings",
    "session": "your treatments",
    "sessionzone": "what was done, zone by zone",
    "numbing": "numbing cream that was put on",
    "lotuse": "what was used on you, by the number printed on it",
    "stockmove": "the same, as it left our stock",
    "voidedsession": "treatments that do not count, and why",
    "consentoffer": "what you were asked to agree to, and when",
    "consent": "what you decided, with your signature",
    "consentwithdrawal": "what you took back",
    "consenttext": "the words that you agreed to",
    "adverseevent": "unwanted effects",
    "eventlot": "what may have to do with an unwanted effect",
    "eventreport": "to whom an unwanted effect was reported",
    "former": "what a record said before it was changed",
    "draft": "texts about you that somebody has begun and not finished",
    "job": "work of the program on your records",
    "merge": "that two records turned out to be yours",
    "moved": "which rows went over then",
    "mergeundone": "that two records were told apart again",
    "restriction": "that your records rest, and why",
    "erasure": "what was erased, and what had to stay",
    "erasedfiles": "that the files of an erasure are gone",
    "device": "devices that were used on you",
    "product": "products that were used on you",
    "lot": "the lots that these came from",
}


def in_words(model: type[models.Model]) -> str:
    """What a row of a table is."""
    return WORDS.get(str(model._meta.model_name), str(model._meta.verbose_name_plural))

"""Pages say things in words: acts and tables by what they are called, where a mistake stands, which part is English."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from helpers.clinic.pages import browser_of, treated
from helpers.clinic.people import a_client
from microneedling.clinic import ready
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.called import SUBJECTS, TABLES, VERBS, act_in_words, table_in_words
from microneedling.clinic.records.models import Screening
from microneedling.clinic.records.services import assessments

pytestmark = pytest.mark.django_db
CLINIC = Path(ready.__file__).parent
ACT = re.compile(rf'"((?:{"|".join(SUBJECTS)})\.[a-z][a-z-]*)"')
NO_ACT = re.compile(r"\.(csv|ics|json|zip|tar|toml|html)$")


def text_of(said) -> str:
    return said.content.decode()


def boxed(page: str) -> str:
    """The box that says what is wrong with a form."""
    begin = page.index('class="message error"')
    return page[begin : page.index("</div>", begin)]


def links(page: str) -> list[str]:
    """Where the box leads; each place must be on the page."""
    found = re.findall(r'href="#([^"]+)"', boxed(page))
    for target in found:
        assert f'id="{target}"' in page, target
    return found


def test_every_act_of_the_audit_and_every_table_has_words(owner):
    sources = [
        path
        for name in ("records", "audit", "access", "exchange", "pages", "work")
        for path in (CLINIC / name).rglob("*.py")
    ]
    acts = {act for path in sources for act in ACT.findall(path.read_text(encoding="utf-8"))}
    acts = {act for act in acts if not NO_ACT.search(act)} - {"clinic.key"}
    assert len(acts) > 80
    assert [act for act in sorted(acts) if act_in_words(act) == act] == []
    spoken = [verb for verb in VERBS if not any(act.endswith(f".{verb}") for act in acts)]
    assert spoken == []  # none that nobody writes any more
    for label in ("clinic_records", "clinic_work"):
        models = [model for model in apps.get_app_config(label).get_models() if hasattr(model, "client")]
        assert all(table_in_words(model._meta.label) != model.__name__ for model in models)
    assert table_in_words("clinic_records.AdverseEvent") == str(TABLES["AdverseEvent"])


def test_the_audit_and_the_log_of_a_client_say_what_was_done(owner):
    client = a_client(owner)
    browser = browser_of(owner)
    browser.get(f"/clients/{client.pk}/")
    assert Entry.objects.filter(action="client.read").exists()
    for path in ("/office/audit/", f"/clients/{client.pk}/rights/log/"):
        page = text_of(browser.get(path))
        assert ">client: seen<" in page
        assert "client.read" not in page
    page = text_of(browser.get("/office/audit/"))
    assert "Check the whole log now" in page
    assert "Walk" not in page


def test_a_long_form_says_where_it_is_wrong_and_leads_there(owner):
    client = a_client(owner, phototype="II")
    browser = browser_of(owner)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    sent = {"present": ["recent waxing", "active acne"], "on-recent-waxing": tomorrow, "asked-skin": "1"}
    page = text_of(browser.post(f"/clients/{client.pk}/screening/", {"key": "a", **sent}))
    assert links(page) == ["on-recent-waxing", "id_not_before"]
    assert "Waxing</a>: This day is still to come." in boxed(page)
    assert "Not before</a>: Say on which day to look again" in boxed(page)
    assert not Screening.objects.exists()


@pytest.mark.parametrize(
    ("path", "sent", "target"),
    [
        ("consult/concern/", {"concern": "fine lines"}, "id_concern_zone_error|id_zone_error"),
        ("book/", {"on_day": "", "at_time": "25:99", "minutes": "30"}, "id_at_time|id_on_day"),
    ],
)
def test_every_place_that_a_box_leads_to_is_on_the_page(owner, path, sent, target):
    client, _session = treated(owner)
    said = browser_of(owner).post(f"/clients/{client.pk}/{path}", {"key": "a", **sent})
    assert said.status_code == 422, path
    assert set(links(text_of(said))) & set(target.split("|"))


def test_a_score_off_its_scale_is_named_and_led_to(owner):
    client, _session = treated(owner)
    concern = client.indications.get()  # type: ignore[attr-defined]
    said = browser_of(owner).post(
        f"/clients/{client.pk}/follow-up/", {"key": "a", "blinded": "no", f"score-{concern.pk}": "9"}
    )
    page = text_of(said)
    assert links(page) == [f"score-{concern.pk}_error"]
    assert "Fine lines, cheek</a>:" in boxed(page)


def test_settings_of_the_machine_are_told_in_words(owner):
    page = text_of(browser_of(owner).get("/office/settings/"))
    for raw in ("secure_cookies", "tls_proxy", "True", "False", "[]"):
        assert f"<dt>{raw}" not in page
        assert f"<dd>{raw}" not in page
    assert "none: this machine alone" in page


def test_a_drill_on_postgresql_is_said_to_be_for_the_machine(owner, monkeypatch):
    browser, kept = browser_of(owner), settings.DATABASES["default"]
    for name in ("sqlite3", "postgresql"):  # whichever these tests run on
        monkeypatch.setitem(settings.DATABASES, "default", {**kept, "ENGINE": f"django.db.backends.{name}"})
        assert ("PostgreSQL" in text_of(browser.get("/office/backup/"))) == (name == "postgresql")
    page = text_of(browser.get("/office/backup/"))
    assert "whoever looks after the machine does the drill" in page
    assert "--database postgresql://" in page
    assert 'value="drill"' not in page


def test_a_german_page_says_which_part_is_english(owner):
    client = a_client(owner, phototype="II")
    browser = browser_of(owner)
    for path in ("screening", "plan"):
        page = f"/clients/{client.pk}/{path}/"
        assert "auf Englisch" in text_of(browser.get(page, headers={"Accept-Language": "de"}))
        assert "in English" not in text_of(browser.get(page))


def test_an_answer_and_a_score_from_a_photograph_are_told_in_words(owner):
    client = a_client(owner, phototype="II")
    answers = [{"question": "Cold sores", "answer": "yes, 3 May 2026", "rule": "C07"}]
    assessments.add_screening(actor=owner, client=client.pk, outcome="clear", answers=answers)
    page = f"/clients/{client.pk}/screening/"
    assert "ja, 3 May 2026" in text_of(browser_of(owner).get(page, headers={"Accept-Language": "de"}))


def test_the_living_page_has_sliders_and_the_progress_of_a_job(owner):
    assert owner.user is not None
    owner.user.is_staff = True
    owner.user.save()
    page = text_of(browser_of(owner).get("/components/"))
    assert len(re.findall(r'type="range" data-of="example-(?:day|depth)"', page)) == 2
    assert page.count("<progress") == 2
    assert "clinic/moving.js" in page

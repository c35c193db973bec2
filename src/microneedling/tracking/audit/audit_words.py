"""The audit in words: what can be told, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...phrases import plural
from .self_audit import TOO_FEW, Held, SelfAudit
from .settings import setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .promises import Promise
    from .raters import Raters
    from .votes import Estimate
    from .watch import Watch

RESTS_ON = (
    "One vote a client; 90 % intervals. What is judged is the forecast of the reading, error of reading included. "
    "An audit of forecasts says nothing of whether treatment works: nobody here went without it by lot."
)


def percent(share: float | None) -> str:
    """A share in whole percent."""
    return "–" if share is None else f"{100 * share:.0f} %"


def span_percent(item: Estimate) -> str:
    """`78 % (61 to 89 %)`."""
    if item.low is None or item.high is None:
        return percent(item.value)
    return f"{percent(item.value)} ({100 * item.low:.0f} to {percent(item.high)})"


def span_number(item: Estimate | None, digits: int = 2) -> str:
    """`-0.12 (-0.31 to +0.07)`."""
    if item is None:
        return "–"
    value = f"{item.value:+.{digits}f}"
    if item.low is None or item.high is None:
        return value
    return f"{value} ({item.low:+.{digits}f} to {item.high:+.{digits}f})"


def headline(found: SelfAudit) -> str:
    """The answer in two sentences."""
    whole = found.whole
    counted = f"{plural(found.clients, 'client')}, {plural(found.records, 'result')}"
    wide, narrow = span_percent(whole.inside_80), span_percent(whole.inside_50)
    held = f"{wide} of results lay inside the 80 % band, {narrow} inside the 50 %"
    return f"{counted}: {held}. {verdict_words(whole)}"


def verdict_words(held: Held) -> str:
    """What that means."""
    if held.verdicts == (TOO_FEW,):
        return f"Too few clients for a verdict: it takes {int(setting('fewest_clients.verdict'))}."
    if not held.verdicts:
        return "Nothing here speaks against the forecasts; anything inside these intervals may be true."
    told = ", ".join(held.verdicts)
    return f"{told[0].upper()}{told[1:]}."


def alarm_words(watch: Watch) -> str:
    """Whether the alarm has sounded, and what silence is worth."""
    found = watch.sounded
    if found is None:
        return (
            f"No alarm: the evidence stands at {percent(watch.evidence)} of what one takes. "
            f"False alarms are held below {percent(setting('false_alarm_share'))} however long the watch."
        )
    when = (
        f"{found.seen.isoformat()}, after {plural(found.clients, 'client')} at measured visit {found.visit}"
    )
    return (
        f"ALARM on {when}: {found.words}. "
        f"Where every forecast holds, fewer than {percent(setting('false_alarm_share'))} of clinics ever hear one."
    )


def lead(given: SelfAudit, local: SelfAudit | None) -> tuple[str, ...]:
    """What answers the question first."""
    return headline(given), alarm_words(given.watch), *drift_words(given), *local_lead(local)


def drift_words(found: SelfAudit) -> tuple[str, ...]:
    """Whether results have moved against their forecasts over the years, where that can be told."""
    drift = found.drift_per_year
    if drift is None or drift.low is None or drift.holds(0.0) or not found.whole.enough:
        return ()
    way = "better" if drift.value > 0 else "worse"
    return (
        f"Results move to the {way} of their forecasts, by {span_number(drift)} of a forecast's spread a year.",
    )


def local_lead(local: SelfAudit | None) -> tuple[str, ...]:
    """What a local effect would change, where it was asked for."""
    if local is None:
        return ()
    whole, alarm = local.whole, local.watch.sounded
    told = "With the clinic's own effect, learnt for each result from the days before it:"
    held = f"{span_percent(whole.inside_80)} inside the 80 % band, {'an' if alarm else 'no'} alarm"
    return (f"{told} {held}. {verdict_words(whole)}",)


def held_rows(found: SelfAudit) -> list[tuple[str, ...]]:
    """A row a concern, a visit, a half-year."""
    rows = [("", "clients", "inside 80 %", "inside 50 %", "bias", "spread", "told")]
    groups = {"all": found.whole, **found.by_concern, **found.by_visit, **found.by_period}
    if len(found.by_concern) == 1:
        groups = {"all": found.whole, **found.by_visit, **found.by_period}
    return rows + [_held_row(name, held) for name, held in groups.items()]


def _held_row(name: str, held: Held) -> tuple[str, ...]:
    return (
        name,
        str(held.inside_80.clients),
        span_percent(held.inside_80),
        span_percent(held.inside_50),
        span_number(held.bias),
        f"{held.spread.value:.2f}",
        ", ".join(held.verdicts) or "nothing against",
    )


def promise_rows(promises: Sequence[Promise]) -> list[tuple[str, ...]]:
    """A row a concern after so many sessions."""
    rows = [("concern", "sessions", "clients", "promised", "came", "difference", "at least as promised")]
    for item in promises:
        rows.append(
            (
                f"{item.concern}{' (instrument)' if item.instrument else ''}",
                str(item.sessions),
                str(item.came.clients),
                percent(item.promised.value),
                percent(item.came.value),
                span_points(item.difference),
                percent(item.kept.value),
            )
        )
    return rows


def span_points(item: Estimate) -> str:
    """A difference of shares in points: `-4 (-9 to +1)`."""
    if item.low is None or item.high is None:
        return f"{100 * item.value:+.0f}"
    return f"{100 * item.value:+.0f} ({100 * item.low:+.0f} to {100 * item.high:+.0f})"


def rater_rows(raters: Raters) -> list[tuple[str, ...]]:
    """A row a rater: level over others and over forecasts, and how it moves in a year."""
    rows = [("rater", "clients", "over others", "moves a year", "over forecasts", "moves a year")]
    for item in raters.raters:
        others = span_points(item.over_others) if item.over_others else "nobody beside"
        drift = span_points(item.drift_per_year) if item.drift_per_year else "–"
        moves = span_number(item.forecast_drift_per_year)
        rows.append((item.name, str(item.clients), others, drift, span_number(item.over_forecast), moves))
    return rows


def pair_rows(raters: Raters) -> list[tuple[str, ...]]:
    """A row a pair of raters."""
    rows = [("raters", "clients", "agreement (ICC)", "kappa", "difference", "95 % of differences", "told")]
    for item in raters.pairs:
        low, high = item.limits
        rows.append(
            (
                " and ".join(item.raters),
                str(item.clients),
                _three(item.icc),
                _three(item.kappa) if item.kappa else "no whole steps",
                span_points(item.difference),
                f"{100 * low:+.0f} to {100 * high:+.0f}",
                item.verdict,
            )
        )
    return rows


def _three(values: tuple[float, float, float]) -> str:
    middle, low, high = values
    return "–" if middle != middle else f"{middle:.2f} ({low:.2f} to {high:.2f})"


def card_table(given: SelfAudit) -> tuple[tuple[str, ...], ...]:
    """A row a concern, for a card."""
    head = ("", "clients", "inside 80 %", "inside 50 %", "bias", "spread", "told")
    groups = {"all": given.whole, **given.by_concern}
    return (head, *(_held_row(name, held) for name, held in groups.items()))

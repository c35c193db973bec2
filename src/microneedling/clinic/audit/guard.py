"""What may never be changed once written, said of a table; how each database is made to refuse it."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db import models

ALWAYS = ""


@dataclass(frozen=True)
class Guard:
    """Rows of a model that stand as they were written.

    `signed` is a condition on a row, with `{row}` for its name; left out, every row is frozen from its first moment.
    `parent` guards parts of a record: no row may be added to, changed in or taken from a frozen whole either.
    """

    model: str  # app label and model name
    signed: str = ALWAYS
    parent: bool = False

    @property
    def of(self) -> type[models.Model]:
        """The model."""
        return apps.get_model(self.model)

    @property
    def table(self) -> str:
        """Its table."""
        return self.of._meta.db_table

    def frozen(self, row: str) -> str:
        """The condition that a row (`OLD`, `NEW` or a table's name) is frozen."""
        return self.signed.format(row=row) if self.signed else "1 = 1"

    def same(self) -> str:
        """The condition that a row of the table and NEW are one: in the key, or in any set that must be unique.

        `INSERT OR REPLACE` deletes such a row and no trigger for DELETE hears of it.
        """
        options = self.of._meta
        columns = {field.name: field.column for field in options.concrete_fields}
        sets = [(field.column,) for field in options.concrete_fields if field.unique]
        sets += [
            tuple(columns[name] for name in constraint.fields)
            for constraint in options.constraints
            if isinstance(constraint, models.UniqueConstraint)
        ]
        every = (" AND ".join(f"{self.table}.{name} = NEW.{name}" for name in group) for group in sets)
        return " OR ".join(f"({one})" for one in every)


def guards() -> tuple[Guard, ...]:
    """Those of all packages of the clinic, whose `AppConfig` names them."""
    return tuple(guard for config in apps.get_app_configs() for guard in getattr(config, "guards", ()))


def sqlite_triggers(guard: Guard) -> dict[str, str]:
    """Trigger name -> the statement that makes it."""
    table, found = guard.table, {}
    refused = f"SELECT RAISE(ABORT, 'frozen: {table}');"
    events = {
        "update": f"{guard.frozen('OLD')}" + (f" OR {guard.frozen('NEW')}" if guard.parent else ""),
        "delete": guard.frozen("OLD"),
        "replace": f"EXISTS (SELECT 1 FROM {table} WHERE ({guard.same()}) AND {guard.frozen(table)})",
    }
    if guard.parent:
        events["add"] = guard.frozen("NEW")
    for event, condition in events.items():
        verb = {"replace": "INSERT", "add": "INSERT"}.get(event, event.upper())
        name = f"frozen_{table}_{event}"
        found[name] = f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} BEGIN {refused} END"
    return found


def postgresql_triggers(guard: Guard) -> dict[str, tuple[str, str]]:
    """Trigger name -> the function's body and the statement that makes the trigger."""
    table = guard.table
    refuse = f"RAISE EXCEPTION 'frozen: {table}' USING ERRCODE = '23001';"
    row = f"frozen_{table}_row"[:63]
    whole = f"frozen_{table}_all"[:63]
    adds = " OR INSERT" if guard.parent else ""
    new = f"IF TG_OP <> 'DELETE' THEN IF {guard.frozen('NEW')} THEN {refuse} END IF; END IF;"
    old = f"IF TG_OP <> 'INSERT' THEN IF {guard.frozen('OLD')} THEN {refuse} END IF; END IF;"
    body = (
        f"BEGIN {old} {new if guard.parent else ''} "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END"
    )
    some = f"IF EXISTS (SELECT 1 FROM {table} WHERE {guard.frozen(table)}) THEN {refuse} END IF; RETURN NULL;"
    on = f"ON {table} FOR EACH"
    return {
        row: (body, f"CREATE TRIGGER {row} BEFORE UPDATE OR DELETE{adds} {on} ROW EXECUTE FUNCTION {row}()"),
        whole: (
            f"BEGIN {some} END",
            f"CREATE TRIGGER {whole} BEFORE TRUNCATE {on} STATEMENT EXECUTE FUNCTION {whole}()",
        ),
    }

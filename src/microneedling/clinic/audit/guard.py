"""What may never be changed once written, said of a table; how each database is made to refuse it."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db import models

ALWAYS = ""
CLIENT, LIFTED = "clinic_records.Client", "clinic_audit_lifted"


@dataclass(frozen=True)
class Guard:
    """Rows of a model that stand as they were written.

    `signed` is a condition on a row, with `{row}` for its name; left out, every row is frozen from its first moment.
    `parent` guards parts of a record: no row may be added to, changed in or taken from a frozen whole either.
    Unless it is `lasting` a guard steps back for two acts of the program, and only inside their transaction
    (`lifting`): two clients joined, for which nothing but whose a row is may change; and an erasure.
    """

    model: str  # app label and model name
    signed: str = ALWAYS
    parent: bool = False
    lasting: bool = False

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

    def lifted(self, kind: str) -> str:
        """The condition that the guard steps back for an act: `moved` or `erased`."""
        if self.lasting:
            return "1 = 0"
        return f"EXISTS (SELECT 1 FROM {LIFTED} WHERE kind = '{kind}')"

    def only_moved(self, alike: str) -> str:
        """The condition that nothing but whose the row is differs; `alike` is how a database compares with NULL."""
        options = self.of._meta
        others = [field.column for field in options.concrete_fields if not _names_a_client(field)]
        if len(others) == len(options.concrete_fields):
            return "1 = 0"
        return " AND ".join(f"NEW.{name} {alike} OLD.{name}" for name in others)

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


def _names_a_client(field: models.Field) -> bool:
    whose = field.related_model
    return isinstance(whose, type) and issubclass(whose, models.Model) and whose._meta.label == CLIENT


def guards() -> tuple[Guard, ...]:
    """Those of all packages of the clinic, whose `AppConfig` names them."""
    return tuple(guard for config in apps.get_app_configs() for guard in getattr(config, "guards", ()))


def sqlite_triggers(guard: Guard) -> dict[str, str]:
    """Trigger name -> the statement that makes it."""
    table, found = guard.table, {}
    refused = f"SELECT RAISE(ABORT, 'frozen: {table}');"
    changed = guard.frozen("OLD") + (f" OR {guard.frozen('NEW')}" if guard.parent else "")
    moved = f"{guard.lifted('moved')} AND {guard.only_moved('IS')}"
    events = {
        "update": f"({changed}) AND NOT {guard.lifted('erased')} AND NOT ({moved})",
        "delete": f"{guard.frozen('OLD')} AND NOT {guard.lifted('erased')}",
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
    moved = f"{guard.lifted('moved')} AND {guard.only_moved('IS NOT DISTINCT FROM')}"
    body = (
        f"BEGIN IF TG_OP <> 'INSERT' AND {guard.lifted('erased')} THEN "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF; "
        f"IF TG_OP = 'UPDATE' THEN IF {moved} THEN RETURN NEW; END IF; END IF; "
        f"{old} {new if guard.parent else ''} "
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

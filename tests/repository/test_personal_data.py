"""Every model says what of it is personal, how long it is kept, and how it is found for the person it is about."""

from dataclasses import replace

import pytest

from oneplan.rulebook.retention.scrub import Way
from oneplan.web.rights import declared, registry
from oneplan.web.rights.declared import NEVER


def test_every_field_of_every_model_is_declared() -> None:
    lines = declared.undeclared()
    assert not lines, "Say of each how it is kept. Paste and look at every line:\n" + "\n".join(lines)


def test_the_lines_to_paste_name_the_file_and_err_on_the_safe_side(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = declared.declared()
    note = kept["casework.Note"]
    fields = {name: way for name, way in note.fields.items() if name not in ("text", "seen")}
    less = {label: said for label, said in kept.items() if label not in ("casework.Note", "agencies.Team")}
    monkeypatch.setattr(declared, "declared", lambda: less | {"casework.Note": replace(note, fields=fields)})
    lines = "\n".join(declared.undeclared())
    assert "# web/casework/retention.yaml\n  casework.Note:\n    fields:\n      text: row\n      seen: row" in lines
    assert "# web/agencies/retention.yaml\n  agencies.Team:\n    rule: with_the_area" in lines
    assert "      phone: keep" in lines


def test_nothing_is_declared_that_is_not_there() -> None:
    assert declared.gone() == []


def test_whatever_leads_to_a_person_is_collected_or_says_why_not() -> None:
    yes, no = registry.collectors()
    said = {each.model for each in yes} | {each.model for each in no}
    between = {model._meta.label for model in registry.our_models() if registry.is_between(model)}
    missing = sorted(registry.touching_people() - said - between)
    assert not missing, f"Add each to its room's collects.py: Collects(…) or NotCollected(…, why): {missing}"
    assert all(each.why for each in no)


def test_what_is_personal_and_kept_says_why() -> None:
    silent = [label for label, said in declared.declared().items() if Way.KEEP in said.fields.values() and not said.why]
    assert silent == []


def test_every_personal_row_has_a_way_out() -> None:
    """It goes with a family, a person or a home, by a clock of its own, or with a row it cannot be without."""
    goes = {
        said.model
        for said in declared.declared().values()
        if said.of_family or said.of_person or said.of_home or said.clock or said.model._meta.label == "people.Home"
    }
    while True:
        more = {
            said.model
            for said in declared.declared().values()
            if any(f.related_model in goes and not f.null for f in said.model._meta.concrete_fields)
        }
        if more <= goes:
            break
        goes |= more
    stuck = [
        label
        for label, said in declared.declared().items()
        if said.rule not in NEVER and said.model not in goes and Way.ROW in said.fields.values()
    ]
    assert stuck == []


def test_what_never_goes_holds_nothing_that_should() -> None:
    wrong = [
        f"{label}.{name}"
        for label, said in declared.declared().items()
        if said.rule in NEVER
        for name, way in said.fields.items()
        if way not in (Way.PLAIN, Way.KEEP)
    ]
    assert wrong == []

"""A calculation begins, gets versions that stay, and is retired; what cannot be is refused with all that is wrong."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.site.conflicts import ChangedMeanwhile
from oneplan.web.value.actions import Cannot, calculations
from oneplan.web.value.actions.calculations import CalculationWords, Refused
from oneplan.web.value.models import Calculation, Version
from oneplan.web.value.reads import results
from oneplan.web.value.starting import template
from tests import worth

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R338")]
CHANGED = worth.TEXT.replace("impact: 30 %", "impact: 25 %")


def save(calculation: Calculation, by: Worker, now: datetime, **other: Any) -> Version:
    says: dict[str, Any] = {"text": CHANGED, "why": "The police count fewer", "version": 1} | other
    return calculations.save_version(calculation=calculation, by=by, at=now, **says)


class TestBeginning:
    def test_it_has_its_first_version_and_stands_in_the_chain(
        self, calculation: Calculation, by: Worker, now: datetime
    ) -> None:
        version = calculation.versions.get()
        assert (version.number, version.text, version.made_by, version.made_at) == (1, worth.TEXT, by, now)
        events = AuditEvent.objects.filter(event__startswith="calculation_").order_by("pk")
        assert [each.event for each in events] == ["calculation_version_saved", "calculation_begun"]
        assert "violence" not in str([each.payload for each in events])

    def test_the_empty_model_can_be_reckoned_whatever_it_is_called(self) -> None:
        for name in ('Say "why": #1', "a: {b", "\x7f bell 😀", "x" * 120):
            told = results.of_text(template(name))
            assert told.model.name == name
            assert told.sentences == ["Nothing is paid yet: the costs of the 5 years are nought."]

    def test_everything_that_is_wrong_is_said_at_once(self, by: Worker, now: datetime) -> None:
        wrong = worth.TEXT.replace("30 %", "130 %").replace("council, by_year", "'', by_year")
        with pytest.raises(Refused) as refused:
            worth.begun(by=by, at=now, text=wrong.replace("years: 5", "years: five"))
        assert [each.partition(":")[0] for each in refused.value.faults] == ["years", "costs.workers.payer"]
        with pytest.raises(Refused) as refused:
            worth.begun(by=by, at=now, text=wrong.replace("''", "council"))
        words = "It is a share of people: write 0 to 100 %, like 40 % or 0.4."
        assert refused.value.faults == [f"outcomes.violence.impact: The impact is 130 %. {words}"]
        assert not Calculation.objects.exists()

    def test_one_pound_twice_is_refused(self, by: Worker, now: datetime) -> None:
        text = worth.TEXT.replace("    leave_out: [children's social care]\n", "")
        with pytest.raises(Refused) as refused:
            worth.begun(by=by, at=now, text=text)
        assert "child protection is counted too" in refused.value.faults[0]

    def test_without_a_name_or_a_question_there_is_none(self, by: Worker, now: datetime) -> None:
        for name, question in ((" ", "What?"), ("A name", " ")):
            with pytest.raises(Cannot, match="what the area wants to know"):
                calculations.begin(says=CalculationWords(name, question, worth.TEXT, ""), by=by, at=now)

    @pytest.mark.parametrize("role", ["data_manager", "administrator", "commissioner"])
    def test_who_may(self, cast: Any, role: str, now: datetime) -> None:
        assert worth.begun(by=cast.others[role], at=now).versions.count() == 1

    @pytest.mark.parametrize("who", ["analyst", "auditor", "evaluator", "maya", "priya", "green", "fay"])
    def test_nobody_else_may(self, cast: Any, who: str, now: datetime) -> None:
        by = cast.others.get(who) or getattr(cast, who)
        with pytest.raises(NotAllowed):
            worth.begun(by=by, at=now)
        assert not Calculation.objects.exists()


class TestVersions:
    def test_the_one_before_stays(self, calculation: Calculation, by: Worker, now: datetime) -> None:
        save(calculation, by, now)
        kept = calculation.versions.order_by("number").values_list("number", "text", "why")
        assert list(kept) == [(1, worth.TEXT, "Last year's figures"), (2, CHANGED, "The police count fewer")]

    def test_two_at_once_lose_nothing(self, calculation: Calculation, by: Worker, now: datetime) -> None:
        save(calculation, by, now)
        with pytest.raises(ChangedMeanwhile) as meanwhile:
            save(calculation, by, now, text=worth.TEXT.replace("years: 5", "years: 6"))
        assert (meanwhile.value.theirs.number, meanwhile.value.version) == (2, 2)
        assert calculation.versions.count() == 2

    def test_a_number_is_given_once(self, calculation: Calculation, by: Worker, now: datetime) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.create(calculation=calculation, number=1, text="", why="", made_by=by, made_at=now)

    def test_why_is_said_and_something_differs(self, calculation: Calculation, by: Worker, now: datetime) -> None:
        with pytest.raises(Cannot, match="in a sentence why"):
            save(calculation, by, now, why=" ")
        with pytest.raises(Cannot, match="Nothing differs from version 1"):
            save(calculation, by, now, text=worth.TEXT)
        with pytest.raises(Refused, match="was not saved"):
            save(calculation, by, now, text="name: [")
        assert calculation.versions.count() == 1

    def test_nobody_else_may(self, cast: Any, calculation: Calculation, now: datetime) -> None:
        with pytest.raises(NotAllowed):
            save(calculation, cast.others["analyst"], now)


class TestRetiring:
    def test_it_stays_to_be_read_and_is_changed_no_more(
        self, calculation: Calculation, by: Worker, now: datetime
    ) -> None:
        with pytest.raises(Cannot, match="Say why"):
            calculations.retire(calculation=calculation, why=" ", by=by, at=now)
        calculations.retire(calculation=calculation, why="Another question now", by=by, at=now)
        with pytest.raises(Cannot, match="was retired"):
            save(calculation, by, now)
        with pytest.raises(Cannot, match="retired already"):
            calculations.retire(calculation=calculation, why="Again", by=by, at=now)
        calculation.refresh_from_db()
        assert (calculation.retired_by, calculation.why_retired) == (by, "Another question now")
        assert calculation.versions.count() == 1

    def test_nobody_else_may(self, cast: Any, calculation: Calculation, now: datetime) -> None:
        with pytest.raises(NotAllowed):
            calculations.retire(calculation=calculation, why="x", by=cast.others["analyst"], at=now)

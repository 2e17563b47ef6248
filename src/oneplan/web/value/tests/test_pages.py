"""By the pages alone, without a script: begun, tried with other figures, saved, compared, taken as a file."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from oneplan.engine.value import report as board
from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.agencies.models import Worker
from oneplan.web.site import once
from oneplan.web.value.actions import calculations
from oneplan.web.value.models import Calculation, Version
from tests import worth
from tests.forms.reading import Form

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R338", "R343")]
HEARD = ("commissioner", "data_manager", "administrator", "analyst")


@pytest.fixture
def desk(cast: Any, by: Worker) -> Client:
    return cast.client(by)  # type: ignore[no-any-return]


def sent(desk: Client, address: str, **said: Any) -> Any:
    """Fill in the form of a page and send it."""
    form = Form("")
    form.feed(desk.get(address).content.decode())
    return desk.post(address, form.values | said, follow=True)


def page(desk: Client, name: str, *args: Any, query: str = "", **also: Any) -> str:
    return str(desk.get(reverse(name, args=args) + query, **also).content.decode())


def begin(desk: Client, **said: Any) -> Any:
    return sent(desk, reverse("calculation-new"), **({"name": "Ours", "question": "Is it worth it?"} | said))


class TestBeginning:
    def test_an_empty_model_with_remarks(self, desk: Client) -> None:
        text = begin(desk).content.decode()
        assert "It has begun." in text
        assert "Nothing is paid yet" in text
        assert "# how well founded that is" in Version.objects.get().text

    def test_a_copy_of_another(self, desk: Client, calculation: Calculation) -> None:
        assert "Choose which calculation is copied." in begin(desk, start="copy").content.decode()
        begin(desk, start="copy", copied=calculation.pk)
        version = Version.objects.latest("pk")
        assert version.text == worth.TEXT
        assert version.why == "Copied from version 1 of “Key working in the north”"

    def test_a_file(self, desk: Client) -> None:
        assert "Choose the file first." in begin(desk, start="file").content.decode()
        file = SimpleUploadedFile("model.yaml", b"\xef\xbb\xbf" + worth.TEXT.replace("\n", "\r\n").encode())
        begin(desk, start="file", file=file)
        assert Version.objects.get().text == worth.TEXT

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (worth.TEXT.replace("30 %", "130 %").encode(), "outcomes.violence.impact: The impact is 130 %"),
            (b"\xff\xfe", "This file is no text"),
            (b"a" * 3_000_001, "too large for a model"),
            (b"PK\x03\x04 spoilt", "is no Excel workbook"),
            (b"name: [", "cannot be read as YAML"),
        ],
    )
    def test_a_file_that_is_no_model_says_why(self, desk: Client, content: bytes, words: str) -> None:
        answer = begin(desk, start="file", file=SimpleUploadedFile("model.yaml", content))
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not Calculation.objects.exists()

    def test_a_double_click_begins_one(self, desk: Client) -> None:
        address = reverse("calculation-new")
        form = Form("")
        form.feed(desk.get(address).content.decode())
        said = form.values | {"name": "Ours", "question": "Is it worth it?"}
        first, second = desk.post(address, said), desk.post(address, said)
        assert Calculation.objects.count() == 1
        assert first.headers["Location"] == second.headers["Location"]


class TestWhatIf:
    def test_a_plain_form_shows_what_would_come_of_it_and_saves_nothing(
        self, desk: Client, calculation: Calculation
    ) -> None:
        before = page(desk, "calculation", calculation.pk)
        after = page(desk, "calculation", calculation.pk, query="?of=1&o0-impact=60&o0-affected=40&o0-engagement=")
        assert _answer(before) != _answer(after)
        assert "1 figure tried, nothing saved" in after
        assert "60 %, not 30 %" in after
        assert 'value="60"' in after
        assert calculation.versions.count() == 1

    def test_twice_the_effect_of_all_is_twice_the_benefit(self, desk: Client, calculation: Calculation) -> None:
        double = page(desk, "calculation", calculation.pk, query="?of=1&o0-impact=60&o1-impact=80")
        whole = r"Fiscal benefit, as worth now</dt><dd>£([\d,.]+)"
        once_, twice = (
            float(re.findall(whole, text)[0].replace(",", ""))
            for text in (page(desk, "calculation", calculation.pk), double)
        )
        assert twice == pytest.approx(once_ * 2, abs=0.02)

    def test_costs_are_tried_too(self, desk: Client, calculation: Calculation) -> None:
        text = page(desk, "calculation", calculation.pk, query="?of=1&c0-by_year-0=%C2%A390%2C000")
        assert "Key workers, paid by council: year 1, in £" in text
        assert "council, money, by year: £90,000.00, £60,000.00 (nothing says where it is from); 10 % is put on" in text

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("o0-impact=130", "The impact is 130 %"), ("o0-impact=most", "“most %” is not a share"),
            ("o0-duration=1.5", "is no number of years"), ("o0-population=-4", "Nobody is fewer than none"),
            ("c0-by_year-1=lots", "“lots” is no amount of money"), ("o0-lag=9", "it would count for nothing"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_says_why_and_keeps_what_was_typed(
        self, desk: Client, calculation: Calculation, query: str, words: str
    ) -> None:
        text = page(desk, "calculation", calculation.pk, query=f"?of=1&{query}")
        assert "What you tried cannot be reckoned." in text
        assert words in text
        assert f'value="{query.partition("=")[2]}"' in text
        assert "Save this as a new version" not in text

    @pytest.mark.parametrize("query", ["?of=²", "?o99-impact=3&of=1", "?of=1&o0-nothing=1", "?of=1&o0-impact=%00"])
    def test_what_is_no_field_changes_nothing_or_is_refused(
        self, desk: Client, calculation: Calculation, query: str
    ) -> None:
        assert desk.get(reverse("calculation", args=[calculation.pk]) + query).status_code == 200

    def test_a_script_gets_the_results_alone_and_the_short_address(
        self, desk: Client, calculation: Calculation
    ) -> None:
        address = reverse("calculation", args=[calculation.pk])
        answer = desk.get(f"{address}?of=1&o0-impact=60&o0-affected=40", headers={"HX-Request": "true"})
        text = answer.content.decode()
        assert "<html" not in text
        assert {'id="answer"', 'id="rest"'} <= set(re.findall(r'id="(?:answer|rest)"', text))
        assert answer.headers["HX-Replace-Url"] == f"{address}?of=1&o0-impact=60"
        assert "HX-Request" in answer.headers["Vary"]

    def test_figures_tried_on_an_older_version_are_not_put_on_the_newer(
        self, desk: Client, calculation: Calculation, by: Worker, now: datetime
    ) -> None:
        calculations.save_version(
            calculation=calculation, text=worth.TEXT + "# checked\n", why="Checked", version=1, by=by, at=now
        )  # fmt: skip
        text = page(desk, "calculation", calculation.pk, query="?of=1&o0-impact=60")
        assert "A newer version was saved meanwhile" in text
        assert "What is tried" not in text
        text = page(desk, "calculation-version-new", calculation.pk, query="?of=1&o0-impact=60")
        assert "try anew" in text


def _answer(text: str) -> str:
    return text.partition('<div id="answer">')[2].partition("</div>")[0]


class TestSaving:
    QUERY = "?of=1&o0-impact=25"

    def test_what_was_tried_is_saved_where_the_old_figure_stood(self, desk: Client, calculation: Calculation) -> None:
        tried = page(desk, "calculation", calculation.pk, query=self.QUERY)
        address = reverse("calculation-version-new", args=[calculation.pk])
        assert f'href="{address}?of=1&amp;o0-impact=25"' in tried
        answer = sent(desk, address + self.QUERY, why="The police count fewer")
        assert "The new version is saved." in answer.content.decode()
        version = calculation.versions.get(number=2)
        assert version.text == worth.TEXT.replace("impact: 30 %", "impact: 25 %")
        assert version.why == "The police count fewer"

    def test_faults_are_said_all_at_once_and_what_was_typed_stays(self, desk: Client, calculation: Calculation) -> None:
        wrong = worth.TEXT.replace("30 %", "most").replace("20 %", "some")
        answer = sent(desk, reverse("calculation-version-new", args=[calculation.pk]), text=wrong, why="x")
        text = answer.content.decode()
        assert answer.status_code == 422
        for where in ("outcomes.violence.impact", "outcomes.violence.deadweight", "outcomes.violence.drop_off"):
            assert where in text
        assert "impact: most" in text
        assert calculation.versions.count() == 1

    def test_a_file_in_place_of_the_text(self, desk: Client, calculation: Calculation) -> None:
        file = SimpleUploadedFile("m.yaml", worth.TEXT.replace("years: 5", "years: 6").encode())
        sent(desk, reverse("calculation-version-new", args=[calculation.pk]), file=file, why="A year more")
        assert "years: 6" in calculation.versions.get(number=2).text

    def test_the_second_of_two_is_told_and_loses_nothing(
        self, desk: Client, calculation: Calculation, by: Worker, now: datetime
    ) -> None:
        address = reverse("calculation-version-new", args=[calculation.pk])
        form = Form("")
        form.feed(desk.get(address).content.decode())
        calculations.save_version(
            calculation=calculation, text=worth.TEXT.replace("300", "400"), why="More", version=1, by=by, at=now
        )  # fmt: skip
        mine = worth.TEXT.replace("years: 5", "years: 7")
        answer = desk.post(address, form.values | {"text": mine, "why": "Longer"})
        assert answer.status_code == 422
        assert "saved version 2 meanwhile: More" in answer.content.decode()
        again = Form("")
        again.feed(answer.content.decode())
        assert (again.values["version"], "years: 7" in again.values["text"]) == ("2", True)
        desk.post(address, again.values)
        assert calculation.versions.get(number=3).text == mine

    def test_a_double_click_saves_one(self, desk: Client, calculation: Calculation) -> None:
        address = reverse("calculation-version-new", args=[calculation.pk])
        form = Form("")
        form.feed(desk.get(address + self.QUERY).content.decode())
        for _ in range(2):
            desk.post(address, form.values | {"why": "Fewer"})
        assert calculation.versions.count() == 2
        assert once.FIELD in form.values

    @pytest.mark.parametrize("version", ["two", "²", "-1"])
    def test_a_number_that_is_none_is_a_form_that_comes_back(
        self, desk: Client, calculation: Calculation, version: str
    ) -> None:
        address = reverse("calculation-version-new", args=[calculation.pk])
        assert sent(desk, address, text=worth.TEXT + "\n", why="x", version=version).status_code == 422


class TestReading:
    @pytest.fixture
    def second(self, calculation: Calculation, by: Worker, now: datetime) -> Version:
        text = worth.TEXT.replace("impact: 30 %", "impact: 25 %")
        return calculations.save_version(calculation=calculation, text=text, why="Fewer", version=1, by=by, at=now)

    def test_two_versions_beside_each_other(self, desk: Client, second: Version) -> None:
        text = page(desk, "calculation-compare", second.calculation_id)
        assert "outcomes.violence.impact" in text
        assert '<td data-label="Version 1">30 %</td><td data-label="Version 2">25 %</td>' in text
        assert text.count("<b>differs</b>") >= 5
        same = page(desk, "calculation-compare", second.calculation_id, query="?first=2&second=2")
        assert "It is the same version." in same

    @pytest.mark.parametrize("query", ["?first=9", "?second=²", "?first=-1", "?first=99999999999999999999999"])
    def test_versions_that_are_not_there(self, desk: Client, second: Version, query: str) -> None:
        answer = desk.get(reverse("calculation-compare", args=[second.calculation_id]) + query)
        assert answer.status_code == 422
        assert "There is no such version" in answer.content.decode()

    def test_remarks_alone_are_told_apart_from_figures(
        self, desk: Client, calculation: Calculation, by: Worker, now: datetime
    ) -> None:
        calculations.save_version(
            calculation=calculation, text=worth.TEXT + "# checked\n", why="Checked", version=1, by=by, at=now
        )  # fmt: skip
        assert "Nothing but remarks and order." in page(desk, "calculation-compare", calculation.pk)

    def test_the_older_one_is_read_and_says_that_another_counts(self, desk: Client, second: Version) -> None:
        text = page(desk, "calculation-version", second.calculation_id, 1)
        assert "A newer version counts" in text
        assert "# what the police counted" in text
        assert "A newer version counts" not in page(desk, "calculation-version", second.calculation_id, 2)

    def test_the_file_is_what_was_written(self, desk: Client, second: Version) -> None:
        answer = desk.get(reverse("calculation-file", args=[second.calculation_id, 1]))
        assert answer.content.decode() == worth.TEXT
        assert answer.headers["Content-Disposition"] == 'attachment; filename="key-working-in-the-north-1.yaml"'

    def test_the_workbook_comes_out_and_back_and_means_the_same(self, desk: Client, second: Version) -> None:
        pk = second.calculation_id
        answer = desk.get(reverse("calculation-workbook", args=[pk, 1]))
        assert answer.content.startswith(b"PK")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="key-working-in-the-north-1.xlsx"'
        file = SimpleUploadedFile("typed into.xlsx", answer.content)
        sent(desk, reverse("calculation-version-new", args=[pk]), file=file, why="From the workbook")
        compared = page(desk, "calculation-compare", pk, query="?first=1&second=3")
        assert "<b>differs</b>" not in compared.partition("What comes of it")[2]

    def test_the_paper_for_the_board_is_a_pdf(self, desk: Client, second: Version) -> None:
        answer = desk.get(reverse("calculation-report", args=[second.calculation_id, 2]))
        assert answer.content.startswith(b"%PDF")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="key-working-in-the-north-2.pdf"'

    def test_there_is_a_paper_of_a_name_in_any_letters(self, desk: Client, second: Version) -> None:
        name = next(line for line in second.text.splitlines() if line.startswith("name:"))
        Version.objects.filter(pk=second.pk).update(text=second.text.replace(name, 'name: "Help for ਅੰਮ੍ਰਿਤਾ 😀"'))
        answer = desk.get(reverse("calculation-report", args=[second.calculation_id, 2]))
        assert answer.content.startswith(b"%PDF")

    def test_a_paper_that_cannot_be_made_says_why(
        self, desk: Client, second: Version, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "none.typ").write_text("#panic(sys.inputs.keys())")
        monkeypatch.setattr(board, "TEMPLATE", tmp_path / "none.typ")
        answer = desk.get(reverse("calculation-report", args=[second.calculation_id, 2]))
        assert answer.status_code == 404
        assert "The paper “none” cannot be made" in answer.content.decode()

    def test_the_table_for_a_national_calculator(self, desk: Client, second: Version) -> None:
        answer = desk.get(reverse("calculation-national", args=[second.calculation_id, 2]))
        assert answer.content.decode().startswith("part,code,what,who,")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"

    def test_a_version_that_cannot_be_reckoned_any_more_says_why_on_every_page(
        self, desk: Client, second: Version
    ) -> None:
        Version.objects.filter(pk=second.pk).update(text=second.text.replace("gmca_ucd_v1_4", "gone"))
        pk = second.calculation_id
        for text in (page(desk, "calculation", pk), page(desk, "calculation-version", pk, 2)):
            assert "There is no edition “gone”" in text
        assert "cannot be reckoned any more" in page(desk, "calculation-compare", pk)
        assert "It cannot be reckoned any more" in page(desk, "calculations")
        assert "gone" in page(desk, "calculation-version-new", pk)
        assert page(desk, "funding-new", pk)
        for name in ("calculation-workbook", "calculation-national", "calculation-report"):
            assert desk.get(reverse(name, args=[pk, 2])).status_code == 404

    def test_what_is_not_there(self, desk: Client, calculation: Calculation) -> None:
        for name, args in (("calculation", [99]), ("calculation-version", [calculation.pk, 9]), ("funding", [9])):
            assert desk.get(reverse(name, args=args)).status_code == 404

    def test_the_list_asks_as_often_for_many_as_for_one(
        self, desk: Client, calculation: Calculation, by: Worker, now: datetime, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(12) as few:
            desk.get(reverse("calculations"))
        for number in range(6):
            worth.begun(by=by, at=now, name=f"Number {number}")
        with django_assert_max_num_queries(len(few)):
            desk.get(reverse("calculations"))

    def test_retired_it_is_listed_apart_and_offers_no_change(
        self, desk: Client, calculation: Calculation, by: Worker, now: datetime
    ) -> None:
        answer = sent(desk, reverse("calculation-retire", args=[calculation.pk]), why="Another question")
        assert "Change the model" not in answer.content.decode()
        assert "Another question" in page(desk, "calculations")


class TestWho:
    @pytest.mark.parametrize("role", HEARD)
    def test_who_sees_it(self, cast: Any, calculation: Calculation, role: str) -> None:
        client = cast.client(cast.others[role])
        for name, args in (
            ("calculations", []), ("calculation", [1]), ("calculation-versions", [1]), ("calculation-version", [1, 1]),
            ("calculation-compare", [1]), ("calculation-file", [1, 1]), ("fundings", [1]),
        ):  # fmt: skip
            at = [calculation.pk, *args[1:]] if args else []
            assert client.get(reverse(name, args=at)).status_code == 200, name

    def test_an_analyst_tries_and_changes_nothing(self, cast: Any, calculation: Calculation) -> None:
        client = cast.client(cast.others["analyst"])
        text = page(client, "calculation", calculation.pk, query="?of=1&o0-impact=60")
        assert "What is tried" in text
        for words in ("Save this as a new version", "Change the model", "Use this calculation no longer"):
            assert words not in text
        for name in ("calculation-version-new", "calculation-retire", "funding-new"):
            assert client.get(reverse(name, args=[calculation.pk])).status_code == 403
        assert client.get(reverse("calculation-new")).status_code == 403

    @pytest.mark.parametrize("who", ["auditor", "evaluator", "priya", "green", "fay", "parent_account"])
    def test_who_does_not(self, cast: Any, calculation: Calculation, who: str) -> None:
        client = cast.client(cast.others.get(who) or getattr(cast, who))
        for name in ("calculation", "calculation-versions", "calculation-version-new", "fundings"):
            assert client.get(reverse(name, args=[calculation.pk])).status_code == 403, name
        assert client.get(reverse("calculations")).status_code == 403

    def test_a_team_manager_reads_and_changes_nothing(self, cast: Any, calculation: Calculation) -> None:
        client = cast.client(cast.maya)
        assert "Change the model" not in page(client, "calculation", calculation.pk)
        for name in ("calculation-version-new", "calculation-retire", "funding-new"):
            assert client.get(reverse(name, args=[calculation.pk])).status_code == 403
        assert client.get(reverse("calculation-new")).status_code == 403
        assert client.get(reverse("area-model")).status_code == 403

    @pytest.mark.parametrize("role", [*Role])
    def test_whoever_may_see_it_is_led_to_it_from_where_they_begin(self, cast: Any, role: Role) -> None:
        """By the bar or by a line of their first page; nobody else is, and the bar has four places at most."""
        own = {Role.TEAM_MANAGER: cast.maya, Role.KEY_WORKER: cast.priya, Role.PARTNER: cast.green}
        own |= {Role.FRONT_DOOR: cast.fay, Role.FAMILY_MEMBER: cast.parent_account}
        client = cast.client(own.get(role) or cast.others[role])
        said = client.get("/", follow=True).content.decode()
        leads = f'href="{reverse("calculations")}"' in said
        assert leads == bool(relations_allowing(Permission.VALUE_VIEW, role))
        assert said.count('class="op-header__place"') <= 4

    def test_it_is_led_to_from_the_area(self, cast: Any) -> None:
        for role in HEARD:
            assert reverse("calculations") in page(cast.client(cast.others[role]), "overview")
        assert reverse("calculations") not in page(cast.client(cast.others["auditor"]), "overview")

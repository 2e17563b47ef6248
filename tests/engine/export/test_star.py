"""Published facts as a star of tidy tables: what is declared is written, and nobody gets more than they may."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from oneplan.engine.export import declared
from oneplan.engine.export.declared import Audience, BadDeclaration, Keys, audiences
from oneplan.engine.export.folder import CannotExport
from oneplan.engine.export.published import Published
from oneplan.engine.export.write import ABOUT, make
from oneplan.engine.facts.of_feed import PROVISIONAL
from oneplan.engine.facts.vocabulary import fact_kinds
from oneplan.engine.sql import text
from tests.engine.export import scene

pytestmark = pytest.mark.requirement("R321", "R322")
TYPES = {
    "VARCHAR": "string", "BOOLEAN": "bool", "BIGINT": "int64", "DOUBLE": "double", "DATE": "date32[day]",
    "TIMESTAMP": "timestamp[us]", "DECIMAL(12, 2)": "decimal128(12, 2)",
}  # fmt: skip
HIDDEN = [each for each in audiences().values() if each.keys is not Keys.OPEN]


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> list[Published]:
    return scene.area(tmp_path_factory.mktemp("area"))


@pytest.fixture
def made(area: list[Published], tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    scene.exported(area, request.param, tmp_path / "out")
    return tmp_path / "out"


@pytest.mark.parametrize(("made", "audience"), [(name, each) for name, each in audiences().items()], indirect=["made"])
class TestEveryAudience:
    def test_gets_the_tables_and_columns_that_are_declared_in_their_types(self, made: Path, audience: Audience) -> None:
        found = {
            path.stem: {each.name: str(each.type) for each in pq.read_schema(path)} for path in made.glob("*.parquet")
        }
        assert found == {
            table.name: {each.name: TYPES[declared.SQL[each.type]] for each in table.columns}
            for table in audience.tables
        }

    def test_every_key_leads_to_one_row(self, made: Path, audience: Audience) -> None:
        about = json.loads((made / ABOUT).read_text(encoding="utf-8"))
        tables = {each["name"]: each for each in about["resources"]}
        assert {name: each["rows"] for name, each in tables.items()} == {
            name: pq.read_metadata(made / each["path"]).num_rows for name, each in tables.items()
        }
        for name, each in tables.items():
            for lead in each["schema"].get("foreignKeys", ()):
                there = [row[lead["reference"]["fields"]] for row in scene.rows(made, lead["reference"]["resource"])]
                assert len(there) == len(set(there))
                used = {row[lead["fields"]] for row in scene.rows(made, name)} - {None}
                assert used <= set(there), (name, lead)


@pytest.mark.parametrize(("made", "audience"), [(each.name, each) for each in HIDDEN], indirect=["made"])
class TestWhoGetsPseudonyms:
    def test_nothing_leads_to_a_person(self, made: Path, audience: Audience, area: list[Published]) -> None:
        """No number, no day of birth, no partner's own words, no row of a file: in any cell or name of any file."""
        told = "".join(str(row) for path in made.glob("*.parquet") for row in scene.rows(made, path.stem))
        told += "".join(path.read_text(encoding="utf-8") for path in made.glob("*.json"))
        facts = [row for each in area for row in pq.read_table(each.facts).to_pylist()]
        ids = {row["person_id"] for row in facts} | {row["fact_id"] for row in facts} | {row["source"] for row in facts}
        strange = {"datetime.date(2017, 5, 20)", "2017-05-20", "2016-09-03", "Aunt Rose", "H1", "N1", PROVISIONAL}
        assert not [each for each in ids | strange if each in told]
        assert "2017" in told  # the year is

    def test_gets_no_fact_of_another_category(self, made: Path, audience: Audience) -> None:
        kinds = {row["kind_key"] for row in scene.rows(made, "dim_kind")}
        assert {fact_kinds()[each].category for each in kinds} == set(audience.categories)
        assert {row["kind_key"] for row in scene.rows(made, "dim_feed")} <= kinds
        assert {row["kind_key"] for row in scene.rows(made, "coverage")} <= kinds


class TestWhatIsTold:
    def test_of_the_facts_those_that_hold_each_with_its_person_and_day(
        self, area: list[Published], tmp_path: Path
    ) -> None:
        scene.exported(area, "analysts", tmp_path / "out")
        with duckdb.connect() as base:
            for name in ("fact_attendance_term", "dim_person", "dim_day"):
                base.execute(f"CREATE VIEW {name} AS FROM {text(tmp_path / 'out' / f'{name}.parquet')}")
            found = base.execute(
                "SELECT is_recognised, born_year, sex, academic_year, term, value, possible, authorised, school "
                "FROM fact_attendance_term JOIN dim_person USING (person_key) JOIN dim_day ON day = start_day "
                "ORDER BY ALL"
            ).fetchall()
        assert found == [
            (False, 2016, "male", "2025/26", "autumn", 124.0, 130, 4, "999/2000"),
            (True, 2017, "female", "2025/26", "autumn", 119.0, 130, 9, "999/2000"),
        ]

    def test_nobody_of_whom_the_audience_gets_no_fact(self, area: list[Published], tmp_path: Path) -> None:
        """Analysts get no facts of the police, so nobody whom the police alone know."""
        scene.exported(area, "analysts", tmp_path / "out")
        assert len(scene.rows(tmp_path / "out", "dim_person")) == 3
        assert not (tmp_path / "out" / "fact_police_incident.parquet").exists()

    @pytest.mark.requirement("R320")
    def test_the_area_gets_everything_history_and_words_with_it(self, area: list[Published], tmp_path: Path) -> None:
        scene.exported(area, "area", tmp_path / "out")
        terms = scene.rows(tmp_path / "out", "fact_attendance_term")
        own = [row for row in terms if row["person_key"] == scene.KNOWN]
        assert {(row["is_in_force"], row["value"]) for row in own} == {(False, 124.0), (True, 119.0)}
        assert {row["source"] for row in own} == {"attendance:1:2", "attendance:2:2"}
        (help_,) = scene.rows(tmp_path / "out", "fact_early_help")
        assert (help_["help_organisation"], help_["end_day"]) == ("=Aunt Rose and the hub", None)
        assert len(list((tmp_path / "out").glob("fact_*.parquet"))) == len(fact_kinds())

    def test_whom_a_feed_tells_of_is_said_where_it_is_a_school_and_never_where_it_is_somebody(
        self, area: list[Published], tmp_path: Path
    ) -> None:
        scene.exported(area, "analysts", tmp_path / "out")
        told = {row["feed_key"]: row["population"] for row in scene.rows(tmp_path / "out", "coverage")}
        assert told == {"attendance": "999/2000", "help": None}

    def test_people_who_are_left_out_are_in_no_table(self, area: list[Published], tmp_path: Path) -> None:
        scene.exported(area, "area", tmp_path / "out", without={scene.KNOWN})
        tables = [path.stem for path in (tmp_path / "out").glob("*.parquet")]
        told = "".join(str(row) for name in tables for row in scene.rows(tmp_path / "out", name))
        assert scene.KNOWN not in told
        assert len(scene.rows(tmp_path / "out", "dim_person")) == 3

    def test_without_a_figure_every_table_is_there_and_empty(self, area: list[Published], tmp_path: Path) -> None:
        found = make([], audiences()["analysts"], to=tmp_path / "out", title="None", secret=scene.SECRET)
        assert {name for name, count in found.rows.items() if count} == {"dim_kind"}


class TestPseudonyms:
    def keys(self, area: list[Published], folder: Path, audience: str, **more: Any) -> set[str]:
        folder.mkdir()
        scene.exported(area, audience, folder / "out", **more)
        return {row["person_key"] for row in scene.rows(folder / "out", "dim_person")}

    def test_stable_ones_are_the_same_in_every_export_and_other_ones_under_another_secret(
        self, area: list[Published], tmp_path: Path
    ) -> None:
        first = self.keys(area, tmp_path / "1", "analysts")
        assert first == self.keys(area, tmp_path / "2", "analysts")
        assert not first & self.keys(area, tmp_path / "3", "analysts", secret="another")

    def test_no_two_audiences_can_put_their_files_together(self, area: list[Published], tmp_path: Path) -> None:
        assert not self.keys(area, tmp_path / "1", "analysts") & self.keys(area, tmp_path / "2", "evaluators")

    def test_those_made_once_are_never_made_again(self, area: list[Published], tmp_path: Path) -> None:
        assert not self.keys(area, tmp_path / "1", "evaluators") & self.keys(area, tmp_path / "2", "evaluators")


class TestCsv:
    def test_the_same_rows_lie_beside_and_no_cell_is_a_formula(self, area: list[Published], tmp_path: Path) -> None:
        scene.exported(area, "area", tmp_path / "out", is_csv_too=True)
        for path in (tmp_path / "out").glob("*.parquet"):
            lines = (tmp_path / "out" / "csv" / f"{path.stem}.csv").read_text(encoding="utf-8").splitlines()
            assert len(lines) == pq.read_metadata(path).num_rows + 1
        assert "'=Aunt Rose" in (tmp_path / "out" / "csv" / "fact_early_help.csv").read_text(encoding="utf-8")


class TestAllOrNothing:
    def test_a_folder_with_something_in_it_is_refused_and_stays_as_it_is(
        self, area: list[Published], tmp_path: Path
    ) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
        with pytest.raises(CannotExport, match=r"something in .*out already"):
            scene.exported(area, "area", tmp_path / "out")
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]

    def test_an_export_that_fails_leaves_nothing(self, area: list[Published], tmp_path: Path) -> None:
        published = scene.area(tmp_path)
        published[1].facts.write_bytes(b"no Parquet")
        before = {path.name for path in tmp_path.iterdir()}
        with pytest.raises(CannotExport, match="could not be written"):
            make(published, audiences()["area"], to=tmp_path / "out", title="Figures", secret=scene.SECRET)
        assert {path.name for path in tmp_path.iterdir()} == before

    def test_what_a_killed_one_left_is_named(self, area: list[Published], tmp_path: Path) -> None:
        (tmp_path / ".out.unfinished").mkdir()
        with pytest.raises(CannotExport, match="was killed"):
            scene.exported(area, "area", tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_no_place_for_it(self, area: list[Published], tmp_path: Path) -> None:
        with pytest.raises(CannotExport, match="no folder"):
            scene.exported(area, "area", tmp_path / "not" / "there")

    def test_nobody_else_on_the_machine_reads_it(self, area: list[Published], tmp_path: Path) -> None:
        scene.exported(area, "area", tmp_path / "out")
        assert (tmp_path / "out").stat().st_mode & 0o077 == 0


class TestDeclarations:
    SAID = {
        "words": "somebody", "keys": "stable", "versions": "in_force", "categories": ["school"], "attributes": ["code"],
        "tables": {"dim_person": ["person_key"]},
    }  # fmt: skip

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"tables": {"dim_person": ["person_key", "born_from"]}}, "“born_from” leads to a person"),
            ({"tables": {"fact": "all"}}, "leads to a person"),
            ({"attributes": ["text"]}, "a text may name a person"),
            ({"categories": ["colours"]}, "there is no “colours”"),
            ({"tables": {"dim_house": "all"}}, "no table “dim_house”"),
            ({"tables": {"dim_person": ["shoe_size"]}}, "no “shoe_size”"),
        ],
    )
    def test_an_audience_that_cannot_be_is_refused_in_words(self, wrong: dict[str, Any], says: str) -> None:
        with pytest.raises(BadDeclaration, match=says):
            declared.audience("somebody", {**self.SAID, **wrong})

"""The star as tables of PostgreSQL: a role reads its own audience's rows through views, and nothing else at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from django.db import Error, connection, transaction

from oneplan.engine.export import into, schema
from oneplan.engine.export.declared import SQL, audiences, every_table
from oneplan.engine.export.folder import CannotExport
from oneplan.web.access.policy import NotAllowed
from oneplan.web.data import exporting
from oneplan.web.data.left_out import left_out
from oneplan.web.data.models import Export, Feed, Published
from oneplan.web.people.actions import identifiers
from oneplan.web.sharing.actions import guards
from tests import feeds as scene
from tests.engine.feeds.attendance import GOOD, but

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_only, pytest.mark.requirement("R321", "R322")]
SHUT = "permission denied"


@pytest.fixture
def published(cast: Any, feed: Feed, by: Any, now: datetime) -> Feed:
    """Two pupils, one of whom is the child of the family in the cast."""
    born = f"{cast.child.born_from:%d/%m/%Y}"
    identifiers.add(person=cast.child, scheme="upn", value=GOOD[0], by=cast.priya, at=now)
    scene.came(feed, scene.text(but(DOB=born), but(UPN="B999200010003", DOB="03/09/2016")), by=by, at=now)
    assert scene.ran(by, now).state == "published"
    return feed


def export(by: Any, now: datetime, audience: str = "analysts") -> Export:
    return exporting.database(audience=audience, why="Power BI", by=by, at=now)[0]


def ask(question: str, said: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, said)
        return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """As if that role had signed in; a refusal does not spoil the test's own transaction."""
    with transaction.atomic():
        ask(f'SET LOCAL ROLE "{role}"')
        yield
        ask("RESET ROLE")


def seen(role: str, question: str) -> list[tuple[Any, ...]]:
    with acting_as(role):
        return ask(question)


def refused(role: str, question: str) -> str:
    with pytest.raises(Error) as failure, acting_as(role):
        ask(question)
    return str(failure.value)


@pytest.fixture
def roles(published: Feed, by: Any, now: datetime) -> None:
    """power_bi reads what analysts get, archive what the area gets; nobody was let in nowhere."""
    export(by, now)
    for role in ("power_bi", "archive", "nobody"):
        ask(f"CREATE ROLE {role} LOGIN")
    ask("INSERT INTO figures.reader VALUES ('power_bi', 'analysts'), ('archive', 'area')")
    export(by, now)
    export(by, now, "area")


class TestWhoReadsWhat:
    def test_a_role_reads_the_rows_of_its_audience_and_no_others(self, cast: Any, roles: None, tmp_path: Path) -> None:
        keys = "SELECT person_key FROM figures.dim_person ORDER BY 1"
        known = cast.child.reference
        theirs, areas = seen("power_bi", keys), seen("archive", keys)
        assert len(theirs) == len(areas) == 2
        assert (known,) in areas
        assert not set(theirs) & set(areas)
        assert seen("power_bi", "SELECT DISTINCT born_from, died_on FROM figures.dim_person") == [(None, None)]
        assert seen("archive", "SELECT count(born_from) FROM figures.dim_person") == [(2,)]
        assert seen("power_bi", "SELECT count(*), count(fact_id) FROM figures.fact_attendance_term") == [(2, 0)]

    @pytest.mark.parametrize("rows", ["dim_person_rows", "fact_attendance_term_rows", "coverage_rows"])
    def test_nor_in_the_tables_beneath(self, roles: None, rows: str) -> None:
        for role, audience in (("power_bi", "analysts"), ("archive", "area")):
            assert seen(role, f"SELECT DISTINCT audience FROM figures.{rows}") == [(audience,)]  # noqa: S608

    def test_a_role_that_was_let_in_nowhere_sees_nothing(self, roles: None) -> None:
        assert SHUT in refused("nobody", "SELECT * FROM figures.dim_person")
        ask("GRANT USAGE ON SCHEMA figures TO nobody")
        ask("GRANT SELECT ON ALL TABLES IN SCHEMA figures TO nobody")
        for each in every_table():
            assert seen("nobody", f'SELECT * FROM figures."{each.name}"') == []  # noqa: S608
            assert seen("nobody", f"SELECT * FROM {schema.rows_of(each.name)}") == []  # noqa: S608

    def test_nobody_reads_who_else_reads(self, roles: None) -> None:
        assert seen("power_bi", "SELECT role_name, audience FROM figures.reader") == [("power_bi", "analysts")]

    def test_no_other_table_of_oneplan_is_reached_nor_anything_changed(self, roles: None) -> None:
        tables = [name for (name,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")]
        assert "people_person" in tables
        for role in ("power_bi", "nobody"):
            reached = ask(
                "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind <> 'i' "
                "AND (CASE relkind WHEN 'S' THEN has_sequence_privilege(%s, oid, 'SELECT, USAGE') "
                "ELSE has_table_privilege(%s, oid, 'SELECT, INSERT, UPDATE, DELETE') END)",
                [role, role],
            )
            assert reached == []
        for question in (
            "SELECT * FROM people_person", "DELETE FROM figures.dim_person",
            "UPDATE figures.reader SET audience = 'area'",
            "INSERT INTO figures.reader VALUES ('power_bi', 'area')", "DELETE FROM figures.dim_person_rows",
            "CREATE TABLE figures.mine (id int)",
        ):  # fmt: skip
            assert SHUT in refused("power_bi", question)

    def test_no_setting_of_ones_own_opens_another_audience(self, roles: None) -> None:
        with acting_as("power_bi"):
            ask("SELECT set_config('figures.writes_for', 'area', true)")
            assert ask("SELECT DISTINCT audience FROM figures.dim_person_rows") == [("analysts",)]

    @pytest.mark.parametrize("how", ["SUPERUSER", "BYPASSRLS", "IN ROLE owner_of_them"])
    def test_a_role_for_which_no_policy_holds_is_let_in_nowhere(
        self, published: Feed, by: Any, now: datetime, how: str
    ) -> None:
        export(by, now)
        before = ask("SELECT count(*) FROM figures.dim_person_rows")
        ask("CREATE ROLE owner_of_them")
        ask(f"CREATE ROLE strong {how}")
        ask("INSERT INTO figures.reader VALUES ('strong', 'analysts')")
        if "owner" in how:
            (owner,) = ask("SELECT current_user")[0]
            ask(f'GRANT "{owner}" TO owner_of_them')
        with pytest.raises(CannotExport, match=r"strong stands in figures\.reader, and no policy holds"):
            export(by, now)
        assert ask("SELECT count(*) FROM figures.dim_person_rows") == before


class TestWhatIsWritten:
    def test_it_is_what_the_files_have(self, roles: None, by: Any, now: datetime, tmp_path: Path) -> None:
        for role, audience in (("power_bi", "analysts"), ("archive", "area")):
            exporting.star(to=tmp_path / role, audience=audience, why="as files", is_csv_too=False, by=by, at=now)
            for table in audiences()[audience].tables:
                named = ", ".join(f'"{each.name}"' for each in table.columns)
                rows = pq.read_table(tmp_path / role / f"{table.name}.parquet").to_pylist()
                found = seen(role, f'SELECT {named} FROM figures."{table.name}"')  # noqa: S608
                assert sorted(map(repr, found)) == sorted(repr(tuple(row.values())) for row in rows)

    def test_a_second_export_replaces_the_rows_of_its_audience_alone(
        self, cast: Any, roles: None, by: Any, now: datetime
    ) -> None:
        guards.tie(family=cast.family, worker=by, by=cast.maya, at=now)
        export(by, now)
        assert seen("power_bi", "SELECT count(*) FROM figures.dim_person") == [(1,)]
        assert seen("archive", "SELECT count(*) FROM figures.dim_person") == [(2,)]

    def test_it_stands_in_the_list_with_how_much_and_where(self, published: Feed, by: Any, now: datetime) -> None:
        row = export(by, now)
        assert (row.state, row.way, row.rows["dim_person"], len(row.digest)) == ("made", "database", 2, 64)

    def test_every_column_is_described_in_the_words_of_the_declaration(self, roles: None) -> None:
        for table in every_table():
            told = ask(f"SELECT obj_description('figures.\"{table.name}\"'::regclass)")
            assert told == [(table.words,)]
            columns = ask(
                "SELECT attname, col_description(attrelid, attnum), format_type(atttypid, atttypmod) FROM pg_attribute "  # noqa: S608
                f"WHERE attrelid = 'figures.\"{table.name}\"'::regclass AND attnum > 0"
            )
            assert columns == [(each.name, each.words, schema.TYPES[each.type]) for each in table.columns]
        assert schema.TYPES.keys() == SQL.keys()


class TestWhatFails:
    def test_a_failure_leaves_the_rows_before_and_is_written_down(
        self, cast: Any, roles: None, by: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = seen("power_bi", "SELECT * FROM figures.dim_person ORDER BY 1")
        guards.tie(family=cast.family, worker=by, by=cast.maya, at=now)
        monkeypatch.setattr(schema, "let_read", lambda *_: ask("SELECT 1 FROM figures.no_such_table"))
        with pytest.raises(CannotExport, match=r"PostgreSQL did not take .*no_such_table.*owns OnePlan"):
            export(by, now)
        assert seen("power_bi", "SELECT * FROM figures.dim_person ORDER BY 1") == before
        row = Export.objects.order_by("-number")[0]
        assert (row.state, row.digest) == ("failed", "")
        assert "no_such_table" in row.reason

    def test_a_killed_one_stands_as_begun_and_leaves_the_rows_before(
        self, cast: Any, roles: None, by: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = seen("power_bi", "SELECT * FROM figures.dim_person ORDER BY 1")
        guards.tie(family=cast.family, worker=by, by=cast.maya, at=now)

        def killed(*_: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(schema, "let_read", killed)
        with pytest.raises(KeyboardInterrupt):
            export(by, now)
        assert Export.objects.order_by("-number")[0].state == "begun"
        assert seen("power_bi", "SELECT * FROM figures.dim_person ORDER BY 1") == before

    def test_nobody_but_a_data_manager(self, cast: Any, published: Feed, now: datetime) -> None:
        for who in ("analyst", "administrator", "auditor"):
            with pytest.raises(NotAllowed):
                export(cast.others[who], now)
        assert not Export.objects.exists()
        assert ask("SELECT to_regnamespace('figures')") == [(None,)]


class TestTheSchema:
    @pytest.fixture
    def owner(self, published: Feed) -> str:
        """A role that is no superuser, as the owner of the tables of a hardened installation."""
        ask("CREATE ROLE figures_owner")
        (database,) = ask("SELECT current_database()")[0]
        ask(f'GRANT CREATE, TEMPORARY ON DATABASE "{database}" TO figures_owner')
        return "figures_owner"

    def written(self, audience: str, by: Any) -> into.Written:
        run = Export(audience=audience)
        told = exporting.told(Published.objects.get().run)
        with connection.cursor() as cursor:
            without = left_out(run.audience, by=by)
            cursor.execute("SET LOCAL ROLE figures_owner")
            done = into.write(told, audiences()[audience], cursor=cursor, secret="of tests", without=without)
            cursor.execute("RESET ROLE")
            return done

    def test_the_owner_too_is_under_the_policies(self, owner: str, by: Any) -> None:
        for _ in range(2):
            for audience in ("analysts", "area"):
                assert self.written(audience, by).exported.rows["dim_person"] == 2
        assert ask("SELECT audience, count(*) FROM figures.dim_person_rows GROUP BY 1 ORDER BY 1") == [
            ("analysts", 2), ("area", 2),
        ]  # fmt: skip
        assert seen(owner, "SELECT * FROM figures.dim_person_rows") == []
        assert seen(owner, "SELECT * FROM figures.dim_person") == []

    def test_what_is_as_declared_is_not_touched(self, roles: None, by: Any, now: datetime) -> None:
        made = "SELECT oid, relname FROM pg_class WHERE relnamespace = 'figures'::regnamespace ORDER BY 1"
        before = ask(made)
        export(by, now)
        assert ask(made) == before

    @pytest.mark.parametrize(
        "spoilt",
        [
            "ALTER TABLE figures.dim_person_rows DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE figures.dim_person_rows NO FORCE ROW LEVEL SECURITY",
            "DROP POLICY reads ON figures.dim_person_rows",
            "CREATE POLICY more ON figures.dim_person_rows FOR SELECT USING (true)",
            "ALTER VIEW figures.dim_person SET (security_invoker = false)",
            "ALTER TABLE figures.dim_person_rows ADD COLUMN note text",
            "ALTER TABLE figures.dim_person_rows DROP COLUMN sex CASCADE",
            "ALTER TABLE figures.reader DISABLE ROW LEVEL SECURITY",
            "CREATE TABLE figures.fact_forgotten_rows (audience text)",
        ],
    )
    def test_what_somebody_changed_by_hand_is_made_again(
        self, roles: None, by: Any, now: datetime, spoilt: str
    ) -> None:
        with connection.cursor() as cursor:
            sound = schema._mark(cursor)
            cursor.execute(spoilt)
            assert schema._mark(cursor) != sound
        export(by, now)
        with connection.cursor() as cursor:
            assert schema._said(cursor) == schema._mark(cursor)
        assert seen("power_bi", "SELECT DISTINCT audience FROM figures.dim_person_rows") == [("analysts",)]
        assert seen("power_bi", "SELECT role_name FROM figures.reader") == [("power_bi",)]
        assert seen("power_bi", "SELECT count(sex) FROM figures.dim_person") == [(2,)]
        assert ask("SELECT to_regclass('figures.fact_forgotten_rows')") == [(None,)]


def test_what_duckdb_writes_is_what_postgresql_reads(tmp_path: Path) -> None:
    """An empty text is no missing one, and quotes, commas and lines are part of a text."""
    said = (None, "", "NULL", 'a "b", c', "two\nlines\r\n", "\\.", "é")
    with duckdb.connect() as base:
        asked = ", ".join("?" for _ in said)
        base.execute(f"COPY (SELECT {asked}) TO '{tmp_path / 'x.csv'}' (HEADER false)", list(said))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE told ({', '.join(f'c{n} text' for n in range(len(said)))})")
        with cursor.copy("COPY told FROM STDIN (FORMAT csv)") as copy:
            copy.write((tmp_path / "x.csv").read_bytes())
        cursor.execute("SELECT * FROM told")
        assert cursor.fetchall() == [said]

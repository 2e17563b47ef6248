"""What was one string becomes entries, names of localities become codes, each worker gets a post; and back again."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("agencies", "0002_agencies_and_agreements")]
AFTER = [("agencies", "0004_languages_are_entries")]


def _to(target: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target + [("site", "0001_initial")]).apps


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_languages_localities_and_posts_go_over_and_come_back() -> None:
    try:
        old = _to(BEFORE)
        agency = old.get_model("agencies", "Agency").objects.create(name="A", sector="school")
        team = old.get_model("agencies", "Team").objects.create(agency=agency, name="T", locality="Far Hills")
        worker = old.get_model("agencies", "Worker").objects.create(
            name="W", job_title="teacher", role="partner", agency=agency, team=team, languages="English, Scots Gaelic,"
        )
        new = _to(AFTER)
        entries = new.get_model("agencies", "WorkerEntry").objects.order_by("pk").values_list("kind", "code")
        assert list(entries) == [("language", "english"), ("language", "scots-gaelic")]
        assert new.get_model("agencies", "Team").objects.get().locality == "far-hills"
        post = new.get_model("agencies", "Post").objects.get()
        assert (post.worker_id, post.team_id, post.valid_from) == (worker.pk, team.pk, None)
        names = dict(new.get_model("site", "AreaListItem").objects.values_list("code", "name"))
        assert names == {"english": "English", "scots-gaelic": "Scots Gaelic", "far-hills": "Far Hills"}
        old = _to(BEFORE)
        assert old.get_model("agencies", "Worker").objects.get().languages == "English, Scots Gaelic"
        assert old.get_model("agencies", "Team").objects.get().locality == "Far Hills"
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

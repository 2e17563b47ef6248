"""Rows of the table of pages: partners' feeds and runs."""

from collections.abc import Callable
from typing import Any

from tests.pages.rows import NotAPage, Pressed, Row, Shown, _family, _gone, _made_up, _of, _secret


def _file(name: str, *more: Any) -> Callable[[Any], list[Any]]:
    return lambda rich: [rich.feed.name, getattr(rich, name).number, *more]


def _feed(rich: Any) -> list[Any]:
    return [rich.feed.name]


def _asked(kind: str) -> Callable[[Any], list[Any]]:
    return lambda rich: [kind, rich.cast.green.agency_id, rich.asked_under.pk]


def _linked_person(rich: Any) -> list[Any]:
    return [rich.list_secret, rich.late_list.people.order_by("pk")[0].pk]


def _run(name: str, *more: str) -> Callable[[Any], list[Any]]:
    return lambda rich: [getattr(rich, name).number, *more]


DATA: list[Row] = [
    Shown("feeds", "data_manager"),
    Shown("feeds", "auditor", also="auditor"),
    Shown("feed-new", "data_manager", wrong=True),
    Shown("feed-confirm", "data_manager", _of("first_file"), wrong=True),
    Shown("feed", "data_manager", _feed),
    Shown("feed", "auditor", _feed, also="auditor"),
    Shown("feed", "data_manager", lambda rich: [rich.stopped_feed.name], also="stopped"),
    Shown("feed", "data_manager", lambda _: ["nowhere"], also="not-found"),
    Shown("feed-edit", "data_manager", _feed, wrong=True),
    Shown("feed-profile", "data_manager", _feed, wrong=True),
    Shown("feed-corrections", "data_manager", _feed),
    Shown("feed-corrections", "data_manager", lambda rich: [rich.stopped_feed.name], also="none"),
    Shown("correction-end", "data_manager", lambda rich: [rich.feed.name, rich.value_correction.pk], wrong=True),
    Shown("feed-file-new", "data_manager", _feed, wrong=True),
    Shown("feed-file", "data_manager", _file("load")),
    Shown("feed-file", "data_manager", _file("refused_load"), also="refused"),
    Shown("feed-file", "data_manager", _file("withdrawn_load"), also="withdrawn"),
    NotAPage("feed-report", "a file to download; its test opens it"),
    Shown("feed-withdraw", "data_manager", _file("load"), wrong=True),
    Shown("feed-row", "data_manager", _file("load", 2)),
    Shown("feed-row", "data_manager", _file("load", 3), also="not-taken"),
    Shown("feed-correct", "data_manager", _file("load", 2, "sex"), wrong=True),
    Shown("asked-lists", "data_manager"),
    Shown("asked-new", "data_manager", wrong=True),
    Shown("asked-whom", "data_manager", _asked("benefits"), wrong=True),
    Shown("asked-whom", "data_manager", _asked("attendance_term"), also="nobody"),
    Shown("asked-list", "data_manager", _of("late_list")),
    Shown("asked-list", "data_manager", _of("closed_list"), also="closed"),
    NotAPage("asked-sheet", "a file to download; its test opens it"),
    Shown("asked-chase", "data_manager", _of("late_list"), wrong=True),
    Shown("asked-close", "data_manager", _of("late_list")),
    Shown("list-link-new", "data_manager", _of("late_list"), wrong=True),
    Pressed("list-link-end", "data_manager", "asked-list", _of("late_list"), _of("late_list")),
    Shown("list-link", "nobody", _secret("list_secret"), wrong=True),
    Shown("list-link", "nobody", _made_up, also="not-found"),
    Shown("list-link-person", "nobody", _linked_person, also="no-code"),
    Shown("list-link-file", "nobody", _secret("list_secret"), also="no-code"),
    NotAPage("list-link-hand-in", "the button on the list's page; its journey presses it"),
    NotAPage("list-link-sheet", "a file to download; its test opens it"),
    Shown("feed", "data_manager", lambda rich: [rich.late_list.feed.name], also="answers"),
    Shown("feed-profile", "data_manager", lambda rich: [rich.late_list.feed.name], also="answers"),
    Shown("feed-correct", "data_manager", lambda rich: [rich.late_list.feed.name, 1, 2, "term"], also="coding"),
    Shown("feed-privacy", "data_manager", _feed),
    Shown("feed-privacy", "auditor", _feed, also="auditor"),
    Shown("feed-privacy", "data_manager", lambda rich: [rich.stopped_feed.name], also="none"),
    Shown("feed-privacy-version", "data_manager", lambda rich: [rich.feed.name, 1]),
    Shown("feed-privacy-write", "data_manager", _feed, wrong=True),
    Shown("feed-privacy-write", "data_manager", lambda rich: [rich.stopped_feed.name], also="first", wrong=True),
    Shown("exports", "data_manager"),
    Shown("exports", "auditor", also="auditor"),
    Shown("figures", "analyst"),
    Shown("figures-take", "analyst", wrong=True),
    NotAPage("figures-file", "a file to download; its test opens it"),
    Shown("family-facts", "priya", _family),
    Shown("family-facts", "fay", _gone, also="none"),
    Shown("family-fact", "priya", lambda rich: [rich.cast.family.pk, rich.fact_id]),
    Shown("runs", "data_manager"),
    Shown("runs", "auditor", also="auditor"),
    Shown("run", "data_manager", _run("run")),
    Shown("run", "data_manager", _run("stopped_run"), also="stopped"),
    Shown("run", "data_manager", _run("waiting_run"), also="waiting"),
    Pressed("run-do", "data_manager", "run", _run("waiting_run"), _run("waiting_run", "stop")),
    NotAPage("run-start", "the button above the list of runs; its test presses it"),
]

"""Teams, key workers and agencies for the invented area: made once, enough for the families there are."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from oneplan import engine
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.agencies.models import Agency, Team, Worker
from oneplan.web.demo.area_load.batch import Workforce, codes

FAMILIES_A_WORKER = 85  # over eight years of record; about a seventh of them open at once
WORKERS_A_TEAM = 9
COUNCIL = "Ferrisbrook Council early help"
SIGNS_IN = "asha"  # who manages the first of the teams
_GIVEN = ("Asha", "Ben", "Carys", "Dev", "Ewa", "Farid", "Gwen", "Hamid", "Isla", "Jonah", "Kezia", "Luca", "Mina")
_LAST = ("Amos", "Bright", "Calder", "Dace", "Elm", "Farrow", "Gale", "Hart", "Ivers", "Jay", "Keld", "Lorne", "Moss")
_MANAGERS = ("Northway", "Overton", "Pendle", "Quarry", "Redmire", "Stanage", "Thorpe")


@cache
def _sectors() -> dict[str, Any]:
    path = Path(str(engine.__file__)).parent / "synthetic" / "agencies.yaml"
    return dict(yaml.safe_load(path.read_text()))


def workforce_for(families: int) -> Workforce:
    """Find or make the workforce; the same number of families always finds the same workers."""
    council, _ = Agency.objects.get_or_create(name=COUNCIL, defaults={"sector": "early_help"})
    agencies = {sector: _agency(sector, about["agency"]) for sector, about in _sectors().items()}
    workers = [_worker(n, council) for n in range(max(6, families // FAMILIES_A_WORKER))]
    front = _named(council, "Noor Field", "front-door officer", Role.FRONT_DOOR, None)
    teams = {worker.pk: worker.team_id or 0 for worker in workers}
    return Workforce([worker.pk for worker in workers], teams, agencies, front.pk)


def _agency(sector: str, name: str) -> int:
    shown = name[0].upper() + name[1:]
    agency, _ = Agency.objects.get_or_create(name=shown, defaults={"sector": codes()["sectors"].get(sector, sector)})
    return int(agency.pk)


def _worker(number: int, council: Agency) -> Worker:
    team, _ = Team.objects.get_or_create(agency=council, name=f"Ferrisbrook team {number // WORKERS_A_TEAM + 1}")
    if number % WORKERS_A_TEAM == 0:
        manager(team, number // WORKERS_A_TEAM)
    again = number // (len(_GIVEN) * len(_LAST))
    name = f"{_GIVEN[number % len(_GIVEN)]} {_LAST[number // len(_GIVEN) % len(_LAST)]}{_nth(again)}"
    return _named(council, name, "key worker", Role.KEY_WORKER, team)


def _nth(again: int) -> str:
    return f" {again + 1}" if again else ""


def manager(team: Team, number: int) -> Worker:
    """Who manages the team of that number, from nought."""
    again = number // (len(_GIVEN) * len(_MANAGERS))
    name = f"{_GIVEN[number % len(_GIVEN)]} {_MANAGERS[number // len(_GIVEN) % len(_MANAGERS)]}{_nth(again)}"
    return _named(team.agency, name, "team manager", Role.TEAM_MANAGER, team)


def _named(council: Agency, name: str, title: str, role: Role, team: Team | None) -> Worker:
    wanted = {"job_title": title, "role": role, "team": team, "phone": f"0114 496 0{sum(map(ord, name)) % 1000:03}"}
    worker, _ = Worker.objects.get_or_create(agency=council, name=name, defaults=wanted)
    return worker

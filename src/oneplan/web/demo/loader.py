"""Load the demo area: its agencies and workers, each family's story, then who can sign in."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from oneplan.web.access.models import Account
from oneplan.web.demo import runner, stories
from oneplan.web.demo.models import DemoStep
from oneplan.web.demo.stories import Story, StoryBroken
from oneplan.web.sharing import notices
from oneplan.web.site import area

__all__ = ["CannotLoadDemo", "StoryBroken", "Summary", "load"]


class CannotLoadDemo(Exception):
    """The text is written for whoever typed the command."""


@dataclass(frozen=True, slots=True)
class Summary:
    families: int
    steps: int  # taken now
    known: int  # taken before

    @property
    def words(self) -> str:
        if not self.steps:
            return f"The demo area is there already: {self.families} families, nothing doubled."
        return f"The demo area is loaded: {self.families} families, {self.steps} steps."


def load(
    *,
    at: datetime,
    as_dated: bool = False,
    only: Collection[str] = (),
    say: Callable[[str], Any] = str,
    folder: Path = stories.FOLDER,
) -> Summary:
    """Load what is not there yet; `say` hears how far it is. A load that was stopped goes on where it stopped.

    `only` names the families that are wanted, like “brown”; without it, all of them.
    """
    _refuse_among_real_work()
    area.load_lists()
    notices.load(at=at)
    told = [story for story in stories.families(folder) if not only or story.name in only]
    furnished = [stories.furniture(folder), stories.around(folder)]
    every = [*furnished, *told, stories.desk(folder), _accounts(told, folder=folder)]
    new = 0
    for number, story in enumerate(every, start=1):
        steps = runner.take(story, at=at, as_dated=as_dated)
        new += steps
        if steps:
            say(f"  {number} of {len(every)}: {story.name}, {steps} steps")
    return Summary(families=len(told), steps=new, known=sum(len(story.steps) for story in every) - new)


def _accounts(told: Collection[Story], *, folder: Path) -> Story:
    """Leave out members of families that are not wanted."""
    names = {story.name for story in told}
    every = stories.accounts(folder)
    of_whom = ((step, str(step.says.get("person", "")).split("/")[0]) for step in every.steps)
    return replace(every, steps=tuple(step for step, family in of_whom if not family or family in names))


def _refuse_among_real_work() -> None:
    """Demo accounts have a known password: they must never stand beside real families."""
    if Account.objects.exists() and not DemoStep.objects.exists():
        raise CannotLoadDemo(
            "This installation has accounts that the demo did not make, and the demo area is loaded into an empty one "
            "only. Choose another folder with ONEPLAN_HOME and run the same again."
        )

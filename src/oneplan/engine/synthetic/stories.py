"""Strings a family's requests, episodes and contacts together into one history."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from oneplan.engine.synthetic.contacts import MOST, Casebook, after_closing, before_decision, of_episode
from oneplan.engine.synthetic.drafts import FamilyDraft
from oneplan.engine.synthetic.draws import later
from oneplan.engine.synthetic.episodes import WORKERS, episode_of
from oneplan.engine.synthetic.histories import Contact, Episode, Request
from oneplan.engine.synthetic.plans import Work
from oneplan.engine.synthetic.presence import Presence
from oneplan.engine.synthetic.requests import ask


@dataclass(slots=True)
class Story:
    requests: list[Request]
    episodes: list[Episode]
    contacts: list[Contact]


def story_of(draft: FamilyDraft) -> Story:
    story, presence = Story([], [], []), Presence(draft)
    team, most = _team(draft), MOST[len(draft.stages)]
    for nth, stage in enumerate(draft.stages):
        asked = ask(draft, presence, nth=nth, stage=stage)
        story.requests.append(asked.request)
        worker = draft.draws.whole(0, WORKERS - 1)
        story.contacts += before_decision(draft, presence, stage=stage, worker=worker)
        if stage.opened is None:
            continue
        work = Work(draft, presence, stage, stage.opened, stage.closed or draft.today)
        episode, needs = episode_of(work, asked, position=nth, team=team)
        book = Casebook(draft.draws, presence, len(story.episodes), episode.key_workers, needs)
        story.contacts += of_episode(book, begin=work.begin, end=work.end, most=most)
        worker = episode.key_workers[-1].key_worker
        story.contacts += after_closing(draft, presence, stage=stage, until=_until(draft, nth), worker=worker)
        story.episodes.append(episode)
    story.contacts.sort(key=attrgetter("on"))
    return story


def _until(draft: FamilyDraft, nth: int) -> date:
    following = draft.stages[nth + 1 : nth + 2]
    return later(following[0].received, -1) if following else draft.today


def _team(draft: FamilyDraft) -> int:
    """The team of the area where the main carer lived when help was last asked for."""
    teams = [stay.home.team for stay in draft.carers[0].stays if stay.home.team is not None]
    return teams[-1] if teams else 0

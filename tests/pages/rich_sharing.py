"""The sharing side of the full data set: talks, answers, a ground without consent, an emergency, what is kept back."""

from datetime import datetime, timedelta
from typing import Any

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.agencies.models import Worker
from oneplan.web.people.actions import families
from oneplan.web.sharing.actions import bases, disclosures, emergencies, guards, research, studies, talks
from oneplan.web.sharing.actions.research import Says
from oneplan.web.sharing.actions.studies import StudyWords
from oneplan.web.sharing.actions.talks import Answered, Conversation
from oneplan.web.sharing.models import ConsentAnswer, ConsentTalk, Disclosure
from oneplan.web.site import outbox
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast


def add_sharing(rich: Any, cast: Cast, *, at: datetime) -> None:
    said: dict[str, Any] = {"family": cast.family, "by": cast.priya, "at": at}
    _talk(cast, said, on=at)
    rich.answer = ConsentAnswer.objects.filter(given_by=cast.parent, answer="yes", agency=cast.green.agency).first()
    rich.basis = bases.decide(
        agency=cast.green.agency, categories=[Category.NEEDS], ground="crime", people=[cast.child],
        reason="Leo came with a mark on his arm", family_told="Told Grace on the phone", family_knows=True, **said,
    )  # fmt: skip
    disclosures.record(
        what="That the plan has a new goal", to=disclosures.To(agency=cast.green.agency), way=Disclosure.Way.SPOKEN,
        categories=[Category.PLAN], people=[cast.parent], on=at.date(), **said,
    )  # fmt: skip
    talk: dict[str, Any] = {"channel": OutboxMessage.Channel.INSIDE, "at": at, "family": cast.family, "to": cast.priya}
    rich.told_priya = outbox.put(kind="consent_taken_back", text="Grace took back a yes. Ring her.", **talk)
    outbox.put(kind="role", text="Tell us how the handover goes.", **talk)
    rich.opening = emergencies.open_record(
        family=cast.family, reason="Leo was missing and nobody answered", by=cast.stan, at=at - timedelta(hours=6)
    )
    lina = Worker.objects.create(
        name="Lina Okafor", job_title="prevention worker", role="key_worker", agency=cast.priya.agency
    )
    rich.tie_of_staff = guards.tie(family=cast.family, worker=lina, by=cast.maya, at=at)
    rich.guarded = families.start(name="Underwood", by=cast.maya, at=at)
    guards.guard(family=rich.guarded, reason="Known in the town hall", workers=[cast.maya], by=cast.maya, at=at)
    rich.kept = guards.keep_to_member(
        thing=rich.other_note, person=cast.parent, reason="Grace does not want Sam to know", **said
    )

    _study(rich, cast, at=at)


def _study(rich: Any, cast: Cast, *, at: datetime) -> None:
    """A study in which Grace takes part, and from which Leo was taken back."""
    words = StudyWords(
        name="One worker for the whole family", run_by="Sallowdale University", contact="0114 496 0301",
        about="We talk with families about having one worker.\nAn hour, where it suits you, and again later.",
        about_workers="We talk with workers about working with the whole family. Half an hour.",
        guide="How it began\nWhat helped, and what did not\nWhat you would change", thanks="a £10 shopping voucher",
        starts_on=at.date() - timedelta(days=60), follow_up_weeks=17,
    )  # fmt: skip
    evaluator, admin = cast.others["evaluator"], cast.others["administrator"]
    rich.study = studies.make(says=words, researchers=[evaluator], by=admin, at=at)
    yes = Says(agreed=True, on=at.date() - timedelta(days=20), talk_with_worker=True, reach="Mornings, 07700 900141")
    rich.takes_part, rich.taken_back = research.answer(
        study=rich.study, family=cast.family, people=[cast.parent, cast.child], given_by=cast.parent, says=yes,
        by=cast.priya, at=at,
    )  # fmt: skip
    for kind, days in (("copy", 20), ("recording", 9), ("interview", 9)):
        on = at.date() - timedelta(days=days)
        studies.note(answer=rich.takes_part, kind=kind, on=on, words="At her kitchen table", by=evaluator, at=at)
    rich.taken_back = research.take_back(answer=rich.taken_back, by=cast.priya, at=at)


def _talk(cast: Cast, said: dict[str, Any], *, on: datetime) -> None:
    tried = Conversation(way=ConsentTalk.Way.TRIED, explained="Knocked twice, left a card")
    talks.record(on=(on - timedelta(days=9)).date(), talk=tried, **said)
    talk = Conversation(
        way=ConsentTalk.Way.VISIT, with_people=(cast.parent,), language="Igbo", interpreter="Ada Obi, by phone",
        explained="What the school sees, and that she may take it back any day", asked="Does the landlord hear of it?",
        understood="School gets the plan, nobody gets the rest", choice=ConsentTalk.Choice.PARTLY,
        choice_words="It felt as if a no would look bad",
    )  # fmt: skip
    yes = Answered(people=(cast.parent,), given_by=cast.parent, purpose=Purpose.TAKE_PART, answer=Answer.YES)
    no = Answered(
        people=(cast.parent,), given_by=cast.parent, purpose=Purpose.SHARE, answer=Answer.NO,
        categories=(Category.IDENTITY,), words="Not my faith",
    )  # fmt: skip
    health = Answered(
        people=(cast.parent, cast.child), given_by=cast.parent, purpose=Purpose.SHARE, answer=Answer.YES,
        agencies=(cast.green.agency,), categories=(Category.HEALTH,),
    )  # fmt: skip
    talks.record(on=on.date(), talk=talk, answers=[yes, no, health], **said)

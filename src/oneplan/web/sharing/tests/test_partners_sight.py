"""What a partner around the family sees, kind by kind and person by person, on the very next request."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.access.actions import partner_links, questions
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies import agreements
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework.actions import appointments, goals, needs, steps, team
from oneplan.web.casework.actions.appointments import AppointmentWords
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.models import Episode, EpisodeRole, Goal
from oneplan.web.people.actions import safety
from oneplan.web.people.models import Family, Membership
from oneplan.web.sharing.actions import bases, disclosures
from oneplan.web.sharing.actions.talks import Answered
from oneplan.web.sharing.models import ConsentAnswer, SharingBasis
from oneplan.web.sharing.reads import why as whys
from oneplan.web.sharing.tests.parts import agree, share
from tests.cast import Cast

K = Category


def _goal(cast: Cast, now: datetime, title: str, *people: object) -> Goal:
    return goals.add(family=cast.family, says=GoalWords(title=title, people=tuple(people)), by=cast.priya, at=now)  # type: ignore[arg-type]


def _sees(cast: Cast, name: str, *args: object) -> str:
    answer = cast.client(cast.green).get(reverse(name, args=args or [cast.family.pk]))
    return answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"


@pytest.mark.requirement("R187", "R197")
def test_a_goal_is_seen_when_everybody_it_is_about_agreed(cast: Cast, now: datetime) -> None:
    _goal(cast, now, "Leo sleeps", cast.child)
    _goal(cast, now, "Sam and Leo meet", cast.child, cast.father)
    _goal(cast, now, "A calm home")
    for page in ("family", "plan"):
        seen = _sees(cast, page)
        assert "Leo sleeps" in seen
        assert "A calm home" in seen
        assert "Sam and Leo meet" not in seen
    hidden = Goal.objects.get(title="Sam and Leo meet")
    assert _sees(cast, "goal", hidden.pk) == "403"
    agree(cast, now, share(cast, K.PLAN, said_by=cast.father))
    assert "Sam and Leo meet" in _sees(cast, "plan")


@pytest.mark.requirement("R191")
@pytest.mark.parametrize("page", ["family", "plan", "team", "diary", "referrals", "patterns", "roles"])
def test_what_was_taken_back_is_gone_on_the_next_request(cast: Cast, now: datetime, page: str) -> None:
    _goal(cast, now, "Canary goal", cast.parent)
    says = AppointmentWords(what="Canary day", people=(cast.parent,))
    appointments.add(family=cast.family, says=says, on=now.date() + timedelta(days=3), by=cast.priya, at=now)
    before = _sees(cast, page)
    assert before != "403"
    kinds = (K.BASICS, K.PLAN, K.MEETINGS)
    agree(cast, now, share(cast, *kinds, said_by=cast.parent, answer=Answer.WITHDRAWN))
    after = _sees(cast, page)
    assert "Canary" not in after
    assert "Grace" not in after


def test_what_they_promised_themselves_stays_theirs(cast: Cast, now: datetime) -> None:
    goal = _goal(cast, now, "Sam and Leo meet", cast.father)
    steps.add(goal=goal, what="Keep the timetable", owners=[cast.green.agency], by=cast.priya, at=now)
    assert "Keep the timetable" in _sees(cast, "family")
    assert "Sam and Leo meet" not in _sees(cast, "family")
    assert "Keep the timetable" in cast.client(cast.green).get(reverse("my-day")).content.decode()


@pytest.mark.requirement("R198", "R201")
def test_needs_are_two_kinds_at_once(cast: Cast, now: datetime) -> None:
    for code in ("isolation", "substance"):
        needs.found(family=cast.family, code=code, person=cast.parent, on=now.date(), by=cast.priya, at=now)
    assert _sees(cast, "family-needs") == "403"
    agree(cast, now, share(cast, K.NEEDS, said_by=cast.parent))
    seen = _sees(cast, "family-needs")
    assert "Being alone with it" in seen
    assert "Drugs or alcohol" not in seen


@pytest.mark.requirement("R195")
def test_the_name_of_a_service_tells_too(cast: Cast, now: datetime) -> None:
    """That the police are there is told to the school only by who agreed to that, and under an agreement."""
    police = Agency.objects.create(name="Sallowdale police", sector="police")
    team.add(family=cast.family, who=police, what_for="Checks", by=cast.priya, at=now)
    for page in ("family", "team"):
        assert "Sallowdale police" not in _sees(cast, page)
    agree(cast, now, share(cast, K.POLICE, said_by=cast.parent))
    assert "Sallowdale police" not in _sees(cast, "team")  # no written agreement covers it


class TestWithoutConsent:
    def _decide(self, cast: Cast, now: datetime, **also: object) -> SharingBasis:
        said = {"ground": "harm_child", "reason": "Leo was hit", "family_told": "Told Grace", "categories": [K.PLAN]}
        return bases.decide(family=cast.family, agency=cast.green.agency, by=cast.priya, at=now, **(said | also))  # type: ignore[arg-type]

    @pytest.mark.requirement("R202")
    def test_a_ground_tells_until_it_must_be_looked_at_again(self, cast: Cast, now: datetime) -> None:
        _goal(cast, now, "About Sam", cast.father)
        assert "About Sam" not in _sees(cast, "plan")
        row = self._decide(cast, now, people=[cast.father])
        assert "About Sam" in _sees(cast, "plan")
        SharingBasis.objects.filter(pk=row.pk).update(review_on=now.date())
        assert "About Sam" not in _sees(cast, "plan")
        bases.review(basis=row, words="still", next_on=now.date() + timedelta(days=7), by=cast.priya, at=now)
        assert "About Sam" in _sees(cast, "plan")
        bases.end(basis=row, reason="over", by=cast.priya, at=now)
        assert "About Sam" not in _sees(cast, "plan")

    @pytest.mark.requirement("R202")
    def test_where_a_manager_approves_nothing_is_told_before(self, cast: Cast, now: datetime) -> None:
        _goal(cast, now, "About Sam", cast.father)
        row = self._decide(cast, now, ground="crime", people=[cast.father])
        assert "About Sam" not in _sees(cast, "plan")
        with pytest.raises(NotAllowed):
            bases.approve(basis=row, by=cast.priya, at=now)
        bases.approve(basis=row, by=cast.maya, at=now)
        assert "About Sam" in _sees(cast, "plan")

    def test_who_decided_does_not_approve(self, cast: Cast, now: datetime) -> None:
        said = {"ground": "crime", "reason": "R", "family_told": "T", "categories": [K.PLAN]}
        row = bases.decide(family=cast.family, agency=cast.green.agency, by=cast.maya, at=now, **said)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed, match="somebody else"):
            bases.approve(basis=row, by=cast.maya, at=now)

    @pytest.mark.parametrize("missing", ["reason", "family_told", "categories", "ground"])
    def test_each_part_is_asked_for(self, cast: Cast, now: datetime, missing: str) -> None:
        with pytest.raises(bases.CannotShare):
            self._decide(cast, now, **{missing: [] if missing == "categories" else ""})
        assert not SharingBasis.objects.exists()


@pytest.mark.requirement("R200")
def test_what_was_told_is_checked_and_kept_with_what_it_rests_on(cast: Cast, now: datetime) -> None:
    def tell(*kinds: Category) -> object:
        return disclosures.record(
            family=cast.family, what="The plan", to=disclosures.To(agency=cast.green.agency), way="spoken",  # type: ignore[arg-type]
            categories=kinds, people=[cast.parent], on=now.date(), by=cast.priya, at=now,
        )  # fmt: skip

    with pytest.raises(disclosures.CannotDisclose, match="Ask them first"):
        tell(K.NEEDS)
    tell(K.PLAN)
    page = cast.client(cast.priya).get(reverse("told", args=[cast.family.pk])).content.decode()
    assert "Grace agreed on 8 January 2024." in page


@pytest.mark.requirement("R197")
def test_why_says_person_by_person_what_a_partner_may_see(cast: Cast) -> None:
    page = _sees(cast, "why")
    assert "Grace agreed on 8 January 2024." in page
    assert page.count("Grace has not been asked about this.") == 1, "said once for all it is true of"
    assert page.count("You see what is about them and about the family as a whole") == 1
    assert page.count("may do this.") == 1
    assert "Sam" not in page  # who has not agreed that the school knows of him
    stranger = cast.client(cast.stan).get(reverse("why", args=[cast.family.pk])).content.decode()
    assert "Okafor" not in stranger
    assert "It is an emergency" in stranger


@pytest.mark.requirement("R197")
def test_why_says_no_more_than_the_pages_show(cast: Cast, now: datetime) -> None:
    """Leo's yes does not open what is about all of them once his mother took hers back."""
    goals.add(family=cast.family, says=GoalWords(title="We eat together"), by=cast.priya, at=now)

    def told() -> dict[str, whys.KindWhy]:
        found = whys.why(cast.family, asker=cast.green, on=now.date()).kinds
        return {each.words: each for each in found}

    plan = about(K.PLAN).words
    assert "We eat together" in _sees(cast, "plan")
    assert (told()[plan].seen, whys.WITH_ALL in told()[plan].reasons) == (whys.Seen.PART, True)
    agree(cast, now, share(cast, K.PLAN, said_by=cast.parent, about=[cast.parent], answer=Answer.NO))
    assert "We eat together" not in _sees(cast, "plan")
    assert (told()[plan].seen, whys.WITHOUT_ALL in told()[plan].reasons) == (whys.Seen.PART, True)
    ConsentAnswer.objects.filter(category=K.PLAN).exclude(person=cast.parent).delete()
    assert (told()[plan].seen, "Grace" in " ".join(told()[plan].reasons)) == (whys.Seen.NOTHING, True)


@pytest.mark.requirement("R197")
@pytest.mark.parametrize("kind", [kind for kind in Category if about(kind).special])
def test_a_no_that_would_tell_by_itself_reads_like_everything_not_shared(
    cast: Cast, now: datetime, kind: Category
) -> None:
    before = [_sees(cast, name) for name in ("why", "agreed")]
    assert whys.NOT_SHARED in before[0]
    agree(cast, now, share(cast, kind, said_by=cast.parent, about=[cast.parent], answer=Answer.NO))
    assert [_words(_sees(cast, name)) for name in ("why", "agreed")] == [_words(page) for page in before]
    assert "said no" in cast.client(cast.priya).get(reverse("agreed", args=[cast.family.pk])).text


def _words(page: str) -> str:
    """What a page says, without the token that is another each time."""
    return re.sub(r"<[^>]*>", "", page.partition("<main")[2])


@pytest.mark.requirement("R189", "R196")
def test_no_consent_no_questions_to_other_services_but_on_a_ground(cast: Cast, now: datetime) -> None:
    lucy = Worker.objects.create(name="Lucy Hart", job_title="nurse", role="partner", agency=cast.green.agency)

    def ask() -> object:
        return questions.ask(family=cast.family, to=lucy, text="Known to you?", by=cast.priya, at=now)

    ask()
    no = Answered(people=(cast.parent,), given_by=cast.parent, purpose=Purpose.LOOK_UP, answer=Answer.WITHDRAWN)
    agree(cast, now, no)
    with pytest.raises(partner_links.CannotSendLink, match="Grace took back their yes"):
        ask()
    bases.decide(
        family=cast.family, agency=cast.green.agency, ground="harm_child", reason="Leo was hit", by=cast.priya,
        family_told="Told Grace", categories=[K.SCHOOL], at=now,
    )  # fmt: skip
    ask()


def test_what_they_promised_stands_on_the_plan_page_with_the_way_to_report_it(cast: Cast, now: datetime) -> None:
    goal = _goal(cast, now, "Sam and Leo meet", cast.father)
    step = steps.add(goal=goal, what="Keep the timetable", owners=[cast.green], by=cast.priya, at=now)
    page = _sees(cast, "plan")
    assert "Keep the timetable" in page
    assert reverse("step-report", args=[step.pk]) in page
    assert "Sam and Leo meet" not in page
    assert _sees(cast, "step-report", step.pk) != "403"


@pytest.mark.requirement("R195", "R197")
def test_the_way_so_far_shows_the_goals_they_may_see_and_no_reasons(cast: Cast, now: datetime) -> None:
    _goal(cast, now, "Sam and Leo meet", cast.child, cast.father)
    _goal(cast, now, "Leo sleeps", cast.child)
    EpisodeRole.objects.update(why="Canary: Grace asked for a woman", objection="Canary of an objection")
    page = _sees(cast, "roles")
    assert "Leo sleeps" in page
    assert "Priya Shah" in page
    assert "Sam and Leo meet" not in page
    assert "Canary" not in page
    own = cast.client(cast.priya).get(reverse("roles", args=[cast.family.pk])).content.decode()
    assert "Sam and Leo meet" in own
    assert "Canary: Grace asked" in own


@pytest.mark.requirement("R195", "R202")
def test_who_may_not_see_a_child_is_told_without_the_words_of_the_order(cast: Cast, now: datetime) -> None:
    said = {"by": cast.priya, "at": now}
    safety.restrict(child=cast.child, barred=cast.father, kind="order", words="Canary of the court", **said)  # type: ignore[arg-type]
    safety.warn_visitors(family=cast.family, words="Ring before you knock", **said)  # type: ignore[arg-type]
    safety.warn_visitors(home=cast.home, words="Canary of the home", **said)  # type: ignore[arg-type]
    page = _sees(cast, "family")
    assert "Sam Reed must not have contact with Leo" in page
    assert "court order" in page
    assert "Ring before you knock" in page
    assert "Canary" not in page
    own = cast.client(cast.priya).get(reverse("family", args=[cast.family.pk])).content.decode()
    assert "Canary of the court" in own
    assert "Canary of the home" in own
    agree(
        cast, now, share(cast, K.BASICS, said_by=cast.parent, about=[cast.parent, cast.child], answer=Answer.WITHDRAWN)
    )
    after = _sees(cast, "family")
    assert "Sam Reed" not in after
    assert "Ring before you knock" not in after


@pytest.mark.requirement("R195", "R202")
def test_how_it_stands_with_their_agency_names_nobody_they_may_not_know(cast: Cast, now: datetime) -> None:
    said = {"agency": cast.green.agency, "ground": "crime", "family_told": "Canary told", "categories": [K.STORY]}
    row = bases.decide(family=cast.family, reason="Canary reason", by=cast.priya, at=now, **said)  # type: ignore[arg-type]
    page = _sees(cast, "agreed")
    assert "Everybody" in page
    assert "Sam" not in page
    assert "without consent" not in page  # until a manager approves
    bases.approve(basis=row, by=cast.maya, at=now)
    page = _sees(cast, "agreed")
    assert "Told without consent" in page
    assert "Canary" not in page
    own = cast.client(cast.priya).get(reverse("agreed", args=[cast.family.pk])).content.decode()
    assert "Canary reason" in own
    assert "Canary told" in own


@pytest.mark.requirement("R195", "R198")
def test_whoever_works_with_the_barred_parent_alone_reads_no_words_of_the_order(cast: Cast, now: datetime) -> None:
    """Sam lives in another family too; its worker learns that he is barred, not what came with the order."""
    safety.restrict(
        child=cast.child, barred=cast.father, kind="order", words="Canary: they moved", by=cast.priya, at=now
    )
    other = Family.objects.create(name="Reed", made_at=now)
    Membership.objects.create(family=other, person=cast.father, role="parent", known_from=now)
    episode = Episode.objects.create(family=other, team=cast.stan.team, opened_on=now.date(), made_at=now)
    EpisodeRole.objects.create(
        episode=episode, kind="key_worker", worker=cast.stan, decided_by="M", valid_from=now.date(), known_from=now
    )
    pages = [("family", other.pk), ("family-people", other.pk), ("person", cast.father.pk)]
    for name, pk in pages:
        page = cast.client(cast.stan).get(reverse(name, args=[pk])).content.decode()
        assert "Leo" in page, name
        assert "court order" in page, name
        assert "Canary" not in page, name
    own = [("family", cast.family.pk), ("family-people", cast.family.pk), ("person", cast.child.pk)]
    for name, pk in own:
        assert "Canary" in cast.client(cast.priya).get(reverse(name, args=[pk])).content.decode(), name


@pytest.mark.requirement("R201", "R198")
@pytest.mark.parametrize(
    ("title", "tells", "is_seen"),
    [
        ("Hospital days that leave nobody stranded", "", False),
        ("Days that leave nobody stranded", "health", False),
        ("Days that leave nobody stranded", "", True),
        ("The ward at school is painted", "plan", True),
    ],
)
def test_a_goal_that_tells_of_health_is_seen_where_health_is_agreed(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch, title: str, tells: str, is_seen: bool
) -> None:
    says = GoalWords(title=title, tells=tells, people=(cast.parent,))
    goals.add(family=cast.family, says=says, by=cast.priya, at=now)
    for page in ("family", "plan"):
        assert (title in _sees(cast, page)) is is_seen, page
    agree(cast, now, share(cast, K.HEALTH, said_by=cast.parent))
    monkeypatch.setattr(agreements, "in_force_for", lambda *_, **__: {"health"})  # and a written agreement covers it
    assert title in _sees(cast, "plan")


@pytest.mark.requirement("R201")
def test_a_step_whose_words_tell_of_health_is_left_out_of_a_goal_that_is_seen(cast: Cast, now: datetime) -> None:
    goal = _goal(cast, now, "Calm mornings", cast.parent)
    for what in ("Lay out the clothes", "Ring the psychiatrist"):
        steps.add(goal=goal, what=what, owners=[cast.parent], by=cast.priya, at=now)
    assert "Lay out the clothes" in _sees(cast, "plan")
    assert "psychiatrist" not in _sees(cast, "plan")
    assert "psychiatrist" in cast.client(cast.priya).get(reverse("plan", args=[cast.family.pk])).content.decode()


@pytest.mark.requirement("R201")
def test_what_a_goal_said_before_and_how_it_was_are_left_out_where_they_tell_of_health(
    cast: Cast, now: datetime
) -> None:
    goal = _goal(cast, now, "Sees the psychiatrist weekly", cast.parent)
    says = GoalWords(title="Calm mornings", people=(cast.parent,))
    goals.change(goal=goal, version=goal.version, says=says, by=cast.priya, at=now)
    for words in ("Two calm mornings", "Better since the new clinic"):
        goals.add_reading(goal=goal, on=now.date(), words=words, said_by="Grace", by=cast.priya, at=now)
    addresses = [
        reverse("goal", args=[goal.pk]),
        *(reverse(name, args=[cast.family.pk]) for name in ("family", "plan")),
    ]
    for address in addresses:
        mine, theirs = (cast.client(who).get(address).content.decode() for who in (cast.priya, cast.green))
        assert "Calm mornings" in theirs
        assert "new clinic" in mine
        assert "clinic" not in theirs
        assert "psychiatrist" not in theirs
    assert "psychiatrist" in cast.client(cast.priya).get(addresses[0]).content.decode()
    assert "Two calm mornings" in cast.client(cast.green).get(addresses[0]).content.decode()


@pytest.mark.requirement("R201")
def test_a_goal_whose_aim_tells_of_health_is_not_seen_by_its_title_alone(cast: Cast, now: datetime) -> None:
    says = GoalWords(title="Calm mornings", target_words="no more clinic", people=(cast.parent,))
    goals.add(family=cast.family, says=says, by=cast.priya, at=now)
    assert "Calm mornings" not in _sees(cast, "plan")
    assert "Calm mornings" in cast.client(cast.priya).get(reverse("plan", args=[cast.family.pk])).content.decode()

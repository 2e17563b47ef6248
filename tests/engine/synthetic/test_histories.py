"""Requests, episodes, contacts, plans and closures follow one upon the other."""

import itertools
from datetime import date

from oneplan.engine.synthetic import SyntheticFamily
from oneplan.engine.synthetic.histories import Episode

Area = tuple[SyntheticFamily, ...]


def episodes(area: Area) -> list[tuple[SyntheticFamily, Episode]]:
    return [(family, episode) for family in area for episode in family.episodes]


def is_there(family: SyntheticFamily, key: int, day: date) -> bool:
    """A member on the day, born and alive."""
    person = next(item for item in family.truth.people if item.record == key)
    is_alive = person.born_on is not None and person.born_on <= day and (person.died_on is None or day < person.died_on)
    spells = [row for row in family.memberships if row.person == key and row.role != "parent_elsewhere"]
    return is_alive and any(row.start <= day and (row.end is None or day < row.end) for row in spells)


def test_a_request_comes_before_its_decision_and_its_episode(area: Area, today: date) -> None:
    for family in area:
        for request in family.requests:
            decided = request.decision.decided_on if request.decision else request.received_on
            assert request.received_on <= decided <= today
        for episode in family.episodes:
            decision = family.requests[episode.request].decision
            assert decision is not None
            assert decision.outcome == "support_offered"
            assert decision.decided_on <= episode.opened_on <= (episode.closed_on or today)


def test_an_episode_is_over_before_help_is_asked_for_again(area: Area) -> None:
    for family in area:
        for episode in family.episodes:
            following = family.requests[episode.request + 1 : episode.request + 2]
            for request in following:
                assert episode.closed_on is not None
                assert episode.closed_on < request.received_on


def test_log_numbers_are_given_once(area: Area) -> None:
    numbers = [request.log_number for family in area for request in family.requests]
    assert len(numbers) == len(set(numbers))


def test_a_family_with_an_episode_has_three_to_forty_contacts(area: Area) -> None:
    numbers = [len(family.contacts) for family in area if family.episodes]
    assert min(numbers) >= 3
    assert max(numbers) <= 40


def test_contacts_run_in_order_within_their_episode(area: Area, today: date) -> None:
    for family in area:
        days = [contact.on for contact in family.contacts]
        assert days == sorted(days)
        assert all(family.requests[0].received_on <= day <= today for day in days)
        for contact in family.contacts:
            if contact.episode is not None:
                episode = family.episodes[contact.episode]
                assert episode.opened_on <= contact.on <= (episode.closed_on or today)


def test_only_people_who_are_there_are_seen(area: Area) -> None:
    seen = 0
    for family in area:
        for contact in family.contacts:
            seen += len(contact.seen)
            assert all(is_there(family, key, contact.on) for key in contact.seen), (family.index, contact)
            assert len(set(contact.seen)) == len(contact.seen)
    assert seen


def test_nobody_is_seen_where_nobody_answered(area: Area) -> None:
    assert not any(contact.seen for family in area for contact in family.contacts if contact.kind == "no_answer")


def test_a_note_is_a_finished_sentence_or_two(area: Area) -> None:
    for family in area:
        for contact in family.contacts:
            assert 15 <= len(contact.note) <= 400
            assert contact.note.endswith(".")
            assert not set(contact.note) & set("{}\n")
            assert "None" not in contact.note


def test_a_note_speaks_of_a_need_only_once_it_is_known(area: Area) -> None:
    """The young carers' sentences can stand in no note written before anybody knew that a child was caring."""
    told = "liked the sound of the trips"
    notes = 0
    for family, episode in episodes(area):
        asked = any(need.code == "young_carer" for need in family.requests[episode.request].needs)
        known = [need.found_on for need in episode.needs_found if need.code == "young_carer"]
        for contact in family.contacts:
            if told in contact.note and contact.episode is not None and family.episodes[contact.episode] is episode:
                notes += 1
                assert asked or any(day <= contact.on for day in known)
    assert notes


def test_presenting_needs_and_needs_found_later_are_kept_apart(area: Area, today: date) -> None:
    later = 0
    for family, episode in episodes(area):
        presenting = {need.code for need in family.requests[episode.request].needs}
        found = [need.code for need in episode.needs_found]
        later += len(found)
        assert not presenting & set(found)
        assert len(found) == len(set(found))
        for need in episode.needs_found:
            assert episode.opened_on < need.found_on < (episode.closed_on or today)
    assert later


def test_the_plan_belongs_to_the_time_of_the_episode(area: Area, today: date) -> None:
    for _, episode in episodes(area):
        end = episode.closed_on or today
        for goal in episode.goals:
            assert episode.opened_on <= goal.agreed_on <= (goal.settled_on or end) <= end
        for action in episode.actions:
            assert episode.opened_on <= action.agreed_on <= (action.settled_on or end) <= end
            assert action.agreed_on < action.due_on
        assert all(episode.opened_on <= review.held_on <= end for review in episode.reviews)


def test_goals_and_actions_say_where_they_stand(area: Area) -> None:
    for _, episode in episodes(area):
        for goal in episode.goals:
            assert (goal.status == "open") == (goal.settled_on is None)
            assert goal.status != "met" or goal.current == goal.target
            assert not (episode.closed_on and goal.status == "open")
        for action in episode.actions:
            assert (action.status == "open") == (action.settled_on is None)
            assert not (episode.closed_on and action.status == "open")
            assert action.goal < len(episode.goals)
        assert sum(goal.is_in_focus for goal in episode.goals) <= 1


def test_actions_have_owners_of_several_kinds(area: Area) -> None:
    actions = [action for _, episode in episodes(area) for action in episode.actions]
    owners = {action.owner for action in actions}
    assert owners == {"parent", "child", "relative", "parent_elsewhere", "key_worker", "partner"}
    for action in actions:
        assert (action.person is not None) == (action.owner not in ("key_worker", "partner"))
        assert (action.sector is not None) == (action.owner == "partner")


def test_a_closed_episode_says_why(area: Area) -> None:
    for _, episode in episodes(area):
        assert (episode.closed_on is None) == (episode.closure is None)
        if episode.closure is not None:
            assert episode.closure.closed_on == episode.closed_on
            assert episode.closure.words
            assert bool(episode.closure.exit_plan) <= (episode.closure.reason not in ("withdrew", "lost_touch"))


def test_there_is_always_one_key_worker_one_lead_and_one_level(area: Area) -> None:
    for _, episode in episodes(area):
        for spells in (
            [(row.start, row.end) for row in episode.key_workers],
            [(row.start, row.end) for row in episode.lead_professionals],
            [(row.start, row.end) for row in episode.levels],
        ):
            assert spells[0][0] == episode.opened_on
            assert spells[-1][1] == episode.closed_on
            assert all(end == start for (_, end), (start, _) in itertools.pairwise(spells))


def test_the_door_is_left_open(area: Area) -> None:
    """Some families ring after closing, and that needs no new request."""
    calls = [contact for family in area for contact in family.contacts if contact.kind == "call_after_closing"]
    assert calls
    assert all(call.episode is None for call in calls)


def test_who_is_barred_is_on_no_team_and_owns_no_action(area: Area) -> None:
    barred = 0
    for family in area:
        keys = {item.barred for item in family.restrictions}
        barred += len(keys)
        for episode in family.episodes:
            assert not keys & {member.person for member in episode.team_around}
            assert not keys & {action.person for action in episode.actions}
        for bar in family.restrictions:
            assert not any(bar.barred in contact.seen for contact in family.contacts if contact.on >= bar.start)
    assert barred

"""Checks whose deletion nobody could notice, each with its reason. A check that a test notices is not named here.

They are asked twice on purpose: what asks again is deleted on its own, and that is noticed.
"""

_ACTION_ASKS = "the action asks the same before it reads or writes anything; its own check is noticed when deleted"
_ASKED_ABOVE = "asked a few lines above in the same action; that one is noticed when deleted"
_SAVED_TWICE = "finds the writer's own note again, so that a draft is not kept of what was just saved"
_NOTES_ASK_MORE = "who may read notes may open the family: the next line asks for more, and is noticed when deleted"

_OWN_FAMILIES = "the list before it holds just the families that somebody belongs to today, and is not barred in"

_EVERYBODY_MAY = "everybody who signs in has this permission; it is asked so that the action names what it needs"

KEPT: dict[str, str] = {
    "sharing/actions/research.py answer_oneself policy.require(Permission.OWN_ACCOUNT, by=by)": _EVERYBODY_MAY,
    "casework/actions/messages.py read policy.require(Permission.OWN_MESSAGES, by=by)": _EVERYBODY_MAY,
    "casework/actions/messages.py read_all policy.require(Permission.OWN_MESSAGES, by=by)": _EVERYBODY_MAY,
    (
        "rights/views/register.py our_register policy.require(Permission.OWN_REGISTER, by=request.asker, about=family)"
    ): _OWN_FAMILIES,
    "casework/views/notes.py keep_draft family_for(request.asker, pk, Permission.NOTE_ADD)": _ACTION_ASKS,
    "casework/views/family.py _family_with_notes family_for(request.asker, pk, Permission.FAMILY_VIEW)": (
        _NOTES_ASK_MORE
    ),
    "casework/actions/drafts.py keep Note.objects.filter(family=family, worker=by, text=text)": _SAVED_TWICE,
    (
        "casework/actions/steps.py report _finish(step, State.DONE, permission=Permission.ACTION_REPORT, by=by, at=at, "
        "on=on, words=words)"
    ): _ASKED_ABOVE,
}

"""Run as a command in a process of its own: `prepare` fills an installation, `tell` says what it holds, as JSON."""

import json
import sys
from pathlib import Path

import django

PASSWORD = "one family one plan"


def prepare() -> dict[str, str]:
    from oneplan.web.access.models import Account
    from oneplan.web.site import area
    from tests.cast import make_cast

    area.load_lists()
    cast = make_cast()
    for account in Account.objects.all():
        account.set_password(PASSWORD)
        account.save()
    return {"family": cast.family.reference}


def tell() -> dict[str, object]:
    from django.conf import settings

    from oneplan.web.access import chain, verify
    from oneplan.web.casework.models import Note
    from oneplan.web.frontdoor.models import Request
    from oneplan.web.people.models import TimelineEntry
    from oneplan.web.site.models import OutboxMessage

    checked = [verify.verify(name) for name in (chain.CHANGES, chain.VIEWS)]
    return {
        "notes": list(Note.objects.values_list("text", flat=True)),
        "lines": list(TimelineEntry.objects.filter(thing_type="casework.note").values_list("text", flat=True)),
        "requests": list(Request.objects.values_list("reason", flat=True)),
        "messages": [str(pk) for pk in OutboxMessage.objects.values_list("pk", flat=True)],
        "unsent": OutboxMessage.objects.exclude(state="sent").count(),
        "files": sorted(path.stem for path in Path(settings.OUTBOX_FOLDER).glob("*.json")),
        "faults": [fault for each in checked for fault in each.faults],
        "changes": checked[0].rows,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"prepare": prepare, "tell": tell}[sys.argv[1]]()))

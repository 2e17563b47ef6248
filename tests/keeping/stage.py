"""Run as a command in a process of its own: `fill` an installation, `save` again and again, `tell` what it holds."""

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import django


def fill() -> object:
    """The cast, a protected home, a sealed number, a held form, a letter handed over, an uploaded file."""
    from uuid import uuid4

    from django.conf import settings
    from django.utils import timezone

    from oneplan.engine.runs import files
    from oneplan.web.access.models import Account
    from oneplan.web.people.actions import homes, identifiers
    from oneplan.web.site import area, outbox
    from oneplan.web.site.models import HeldForm
    from tests.cast import make_cast

    now = timezone.now()
    area.load_lists()
    cast = make_cast()
    homes.protect(home=cast.home, by=cast.priya, at=now)
    identifiers.add(person=cast.parent, scheme="passport", value="ZZ 000 0001", by=cast.priya, at=now)
    account = Account.objects.get(worker=cast.priya)
    HeldForm.objects.create(token=uuid4(), account=account, path="/", typed='{"text": ["held"]}', held_at=now)
    outbox.put(kind="note", text="A letter", at=now, channel="inside", to=cast.priya)
    outbox.send_waiting(at=now)
    (Path(settings.MEDIA_ROOT) / "plans").mkdir(parents=True)
    (Path(settings.MEDIA_ROOT) / "plans/picture.bin").write_bytes(b"\0picture" * 5000)
    sent = files.keep(Path(settings.DATA_FOLDER), [b"UPN,DOB\n", b"A1,1/1/2014\n"])
    assert files.path(Path(settings.DATA_FOLDER), sent.digest).is_file()
    return {"family": cast.family.pk}


def save() -> object:
    """Save one thing after another until told to stop by a file beside the database."""
    from django.conf import settings
    from django.utils import timezone

    from oneplan.web.agencies.models import Worker
    from oneplan.web.people.actions import homes

    fay, count = Worker.objects.get(name="Fay Osei"), 0
    while not (Path(settings.HOME) / "stop").exists():
        homes.add(label=f"Home {count}", address="5 Sorrel Rise", by=fay, at=timezone.now())
        count += 1
    return {"saved": count}


def tell() -> object:
    from django.conf import settings

    from oneplan.web.access import chain, verify
    from oneplan.web.people.models import Home, Identifier
    from oneplan.web.site.models import HeldForm

    checked = [verify.verify(name) for name in (chain.CHANGES, chain.VIEWS)]
    return {
        "homes": Home.objects.count(),
        "address": Home.objects.get(is_protected=True).whole_address,
        "number": Identifier.objects.get(scheme="passport").number,
        "held": HeldForm.objects.get().typed,
        "faults": [fault for each in checked for fault in each.faults],
        "letters": len(list(Path(settings.OUTBOX_FOLDER).glob("*.json"))),
        "picture": (Path(settings.MEDIA_ROOT) / "plans/picture.bin").stat().st_size,
        "partners_files": [path.name for path in sorted((Path(settings.DATA_FOLDER) / "files").glob("*/*"))],
    }


def events() -> object:
    from oneplan.web.access.models import AuditEvent

    return {"events": list(AuditEvent.objects.order_by("number").values_list("event", flat=True))}


def cut() -> object:
    """Restore sys.argv[2] with the keys sys.argv[3], and be killed at the move that sys.argv[4] names."""
    from django.utils import timezone

    from oneplan.web.site.backup import bringing

    left, move = [int(sys.argv[4])], shutil.move

    def killed(*places: Any) -> Any:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return move(*places)

    shutil.move = killed  # type: ignore[assignment]
    bringing.restore(
        Path(sys.argv[2]), at=timezone.now(), say=lambda _: None, replaces=True, keys_from=Path(sys.argv[3])
    )
    return {"moved": True}


def torn() -> object:
    """Bring back a dump that was torn off."""
    from oneplan.web.site.backup import manifest, postgresql

    try:
        postgresql.bring_back(Path(sys.argv[2]), say=lambda _: None)
    except manifest.CannotRestore as refusal:
        return {"refused": str(refusal)}
    return {}


if __name__ == "__main__":
    django.setup()
    stages = {"fill": fill, "save": save, "tell": tell, "events": events, "cut": cut, "torn": torn}
    print(json.dumps(stages[sys.argv[1]]()))

"""`oneplan notices`: publish the privacy notices of the area's folder that are not published yet."""

import argparse
import sys
from typing import Any


def add_to(commands: Any) -> None:
    asked = commands.add_parser("notices", help="publish the privacy notices of area/notices that are new")
    asked.set_defaults(does=_publish)


def _publish(_asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.utils import timezone

    from oneplan.web.sharing import notices
    from oneplan.web.sharing.actions.notices import CannotPublish

    try:
        number = notices.load(at=timezone.localtime())
    except (CannotPublish, notices.NoticeBroken) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    sys.stdout.write(f"{number} published; the others were published before.\n")
    return 0

"""The command `oneplan keys`: list, seal, rotate, retire. It never prints a key."""

import argparse
import sys
from typing import Any


def add_to(commands: Any) -> None:
    keys = commands.add_parser("keys", help="the keys that seal what is encrypted at rest")
    what = keys.add_subparsers(required=True, metavar="what")
    listed = what.add_parser("list", help="which keys there are, by their short names, and what needs them")
    listed.set_defaults(does=_started(_list))
    seal = what.add_parser("seal", help="seal numbers whose kind the area has marked as sealed since")
    seal.set_defaults(does=_started(_seal))
    rotate = what.add_parser(
        "rotate", help="make a new key and seal everything with it; again goes on where it stopped"
    )
    rotate.set_defaults(does=_started(_rotate))
    retire = what.add_parser("retire", help="put old keys away, once nothing needs them")
    retire.set_defaults(does=_started(_retire))


def _started(does: Any) -> Any:
    def run(asked: argparse.Namespace) -> int:
        import django

        django.setup()
        from oneplan.web.site import keyring, rotation, sealed

        try:
            return int(does(asked))
        except (keyring.CannotUseKeys, rotation.CannotRetire, sealed.CannotOpen) as refusal:
            print(refusal, file=sys.stderr, flush=True)
            return 1

    return run


def _list(_asked: argparse.Namespace) -> int:
    from oneplan.web.site import keyring, rotation

    counts = rotation.needed()
    for number, key in enumerate(keyring.ring().keys):
        does = "seals" if number == 0 else "opens"
        print(f"{key.fingerprint}  {does}  {counts.pop(key.fingerprint, 0):>7} texts  {key.place}")
    missing = {fingerprint: count for fingerprint, count in counts.items() if count}
    for fingerprint, count in missing.items():
        print(f"{fingerprint or 'unnamed':8}  IS NOT HERE  {count} texts cannot be opened", file=sys.stderr)
    return 1 if missing else 0


def _seal(_asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from oneplan.web.site import rotation

    print(f"{rotation.seal_open(by=None, at=timezone.now())} numbers sealed.")
    return 0


def _rotate(_asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from oneplan.web.site import keyring, rotation

    total = rotation.rotate(by=None, at=timezone.now(), say=_say)
    print(f"{total} texts sealed anew; key {keyring.ring().newest.fingerprint} seals from now on.")
    print("Copy the folder “keys” to its safe place now. Old keys: oneplan keys retire")
    return 0


def _retire(_asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from oneplan.web.site import keyring, rotation

    old = keyring.ring().keys[1:]
    if not old:
        print("There is one key only; nothing to retire.")
    for key in old:
        rotation.retire(key=key, by=None, at=timezone.now())
        print(f"{key.fingerprint} was put into keys/{keyring.RETIRED}: keep it as long as a backup from its time.")
    return 0


def _say(words: str) -> None:
    print(words, flush=True)

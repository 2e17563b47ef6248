"""The command `oneplan`: start | serve | worker | accounts | manage, and what else a subcommand adds."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from oneplan.engine.feeds import commands as feed_commands
from oneplan.engine.synthetic.feeds import commands as synthetic_commands
from oneplan.engine.value import commands as value_commands
from oneplan.web.data import commands as data_commands
from oneplan.web.data import export_commands
from oneplan.web.rights import record_commands
from oneplan.web.sharing import commands as notice_commands
from oneplan.web.site import backup_commands, deploy_commands, key_commands


def main(argv: Sequence[str] | None = None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneplan.web.site.settings")
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == ["manage"]:
        return _manage(given[1:])
    asked = _parser().parse_args(given)
    try:
        return int(asked.does(asked))
    except Exception as failure:
        if not _lacks_a_table(failure):
            raise
        print("The database is not ready for this version. Prepare it first: oneplan upgrade", file=sys.stderr)
        return 2


def _lacks_a_table(failure: Exception) -> bool:
    """As before the first `oneplan upgrade`, or before that of a newer version; in the words of either database."""
    from django.db.utils import OperationalError, ProgrammingError

    words = str(failure)
    lacks = any(each in words for each in ("no such table", "no such column", "does not exist"))
    return isinstance(failure, OperationalError | ProgrammingError) and lacks


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="oneplan", description="One family, one worker, one plan.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="command")
    serve = commands.add_parser("serve", help="run the web server and the background worker until stopped")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--threads", type=int, default=8, help="requests answered at the same time")
    serve.set_defaults(does=_serve)
    worker = commands.add_parser("worker", help="send what waits in the outbox, until stopped")
    worker.set_defaults(does=_worker)
    audit = commands.add_parser("audit", help="the chain of changes and the log of views")
    audit_commands = audit.add_subparsers(required=True, metavar="what")
    verify = audit_commands.add_parser("verify", help="walk both chains and say what was tampered with")
    verify.set_defaults(does=_audit_verify)
    retention = commands.add_parser("retention", help="what is no longer kept")
    retention_commands = retention.add_subparsers(required=True, metavar="what")
    preview = retention_commands.add_parser("preview", help="say what would go today; changes nothing")
    preview.add_argument("--json", action="store_true", help="for machines, with every family")
    preview.set_defaults(does=_retention_preview)
    remove = retention_commands.add_parser("run", help="remove it, batch by batch; a stopped run goes on")
    remove.add_argument("--as", dest="account", required=True, metavar="NAME", help="the administrator's account")
    remove.set_defaults(does=_retention_run)
    _demo_commands(commands)
    key_commands.add_to(commands)
    backup_commands.add_to(commands)
    deploy_commands.add_to(commands)
    notice_commands.add_to(commands)
    data_commands.add_to_feeds(feed_commands.add_to(commands))
    data_commands.add_to(commands)
    export_commands.add_to(commands)
    record_commands.add_to(commands)
    synthetic_commands.add_to(commands)
    value_commands.add_to(commands)
    _account_commands(commands)
    commands.add_parser("manage", help="Django's own commands: oneplan manage migrate", add_help=False)
    return parser


def _demo_commands(commands: Any) -> None:
    demo = commands.add_parser("demo", help="the demo area: invented agencies, workers and families")
    demo_commands = demo.add_subparsers(required=True, metavar="what")
    load = demo_commands.add_parser("load", help="load it into an empty installation; again doubles nothing")
    load.add_argument("--families", type=int, default=0, metavar="N", help="and N more plausible invented families")
    load.add_argument("--as-dated", action="store_true", help="every story on its own days, none moved up to today")
    load.set_defaults(does=_demo_load)
    accounts = demo_commands.add_parser("accounts", help="say as whom one can sign in")
    accounts.set_defaults(does=_demo_accounts)
    partners = demo_commands.add_parser("feeds", help="partners' files of an invented area, up to published figures")
    partners.add_argument(
        "folder", type=Path, nargs="?", default=None, metavar="DIR",
        help="what “oneplan synthetic feeds” wrote; without it, four years about the families that were loaded",
    )  # fmt: skip
    partners.set_defaults(does=_demo_feeds)


def _account_commands(commands: Any) -> None:
    start = commands.add_parser("start", help="begin an installation without the demo: the first administrator")
    start.add_argument("--name", required=True, help="the first administrator, like “Adam Hale”")
    start.add_argument("--sign-in-name", required=True, help="the name to sign in with, like “adam”")
    start.add_argument("--agency", required=True, help="the agency, like “Sallowdale Council”")
    start.add_argument("--email", default="", help="their work e-mail")
    start.set_defaults(does=_start)
    accounts = commands.add_parser("accounts", help="who can sign in")
    accounts_commands = accounts.add_subparsers(required=True, metavar="what")
    make = accounts_commands.add_parser("make", help="make an account and say its one-time link")
    make.add_argument("name", help="the name to sign in with")
    whose = make.add_mutually_exclusive_group(required=True)
    whose.add_argument("--worker", default="", help="a worker's name, or number")
    whose.add_argument("--person", default="", help="a family member's number, like P-100007")
    make.add_argument("--directory-id", default="", help="as whom the council's directory knows them")
    make.set_defaults(does=_accounts_make)
    link = accounts_commands.add_parser("link", help="say a one-time link by which they choose a new password")
    link.add_argument("name")
    link.set_defaults(does=_accounts_link)
    off = accounts_commands.add_parser("off", help="switch an account off and sign it out everywhere")
    off.add_argument("name")
    off.set_defaults(does=_accounts_off)
    accounts_commands.add_parser("list", help="every account").set_defaults(does=_accounts_list)


def _start(asked: argparse.Namespace) -> int:
    def does(starting: Any, now: Any) -> str:
        first = starting.First(asked.name, asked.sign_in_name, asked.agency, asked.email)
        return f"Ready. {asked.name} chooses a password here, within a day:\n{starting.start(first, at=now)}"

    return _with_accounts(does)


def _accounts_make(asked: argparse.Namespace) -> int:
    def does(starting: Any, now: Any) -> str:
        given = {"worker": asked.worker, "person": asked.person, "directory_id": asked.directory_id}
        return f"They choose a password here, within a day:\n{starting.make_account(name=asked.name, **given, at=now)}"

    return _with_accounts(does)


def _accounts_link(asked: argparse.Namespace) -> int:
    return _with_accounts(lambda starting, now: str(starting.new_link(name=asked.name, at=now)))


def _accounts_off(asked: argparse.Namespace) -> int:
    def does(starting: Any, now: Any) -> str:
        starting.switch_off(name=asked.name, at=now)
        return f"“{asked.name}” is switched off, and signed out everywhere."

    return _with_accounts(does)


def _accounts_list(_asked: argparse.Namespace) -> int:
    return _with_accounts(lambda starting, _now: "\n".join(starting.listed()) or "No account yet.")


def _with_accounts(does: Callable[[Any, Any], str]) -> int:
    import django

    django.setup()
    from django.utils import timezone

    from oneplan.web.site import starting

    try:
        print(does(starting, timezone.now()), flush=True)
    except starting.CannotStart as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1
    return 0


def _serve(asked: argparse.Namespace) -> int:
    from oneplan.web.site import serving

    try:
        return serving.serve(port=asked.port, host=asked.host, threads=asked.threads)
    except serving.CannotServe as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1


def _worker(_asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from oneplan.web.site import worker

    worker.run()
    return 0


def _audit_verify(_asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from oneplan.web.access import chain, parts

    results = [parts.verify_quickly(name) for name in (chain.CHANGES, chain.VIEWS)]
    for result in results:
        standing = "whole" if result.is_whole else f"{len(result.faults)} faults"
        print(f"{result.chain}: {result.rows} rows, {standing}")
        for fault in result.faults:
            print(f"  {fault}")
    return 0 if all(result.is_whole for result in results) else 1


def _retention_preview(asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from oneplan.web.rights import commands

    return commands.preview(as_json=asked.json, say=_say)


def _retention_run(asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from oneplan.web.rights import commands

    return commands.run(account=asked.account, say=_say)


def _demo_load(asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.utils import timezone

    from oneplan.web.demo import loader
    from oneplan.web.demo.area_load.load import load_families

    now = timezone.now()
    try:
        print(loader.load(at=now, as_dated=asked.as_dated, say=_say).words)
    except (loader.CannotLoadDemo, loader.StoryBroken) as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1
    if asked.families:
        today = timezone.localdate(now)
        added = load_families(count=asked.families, at=now, today=today, progress=_say_how_many)
        print(f"{added} more invented families, {asked.families} in all; asha manages one of the teams that help them.")
    return 0


def _demo_feeds(asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.utils import timezone

    from oneplan.web.demo import own_files, partner_files

    now = timezone.now()
    try:
        folder = asked.folder or own_files.made(at=now, say=_say)
        print(partner_files.load(folder, at=now, say=_say).words)
        if not asked.folder and own_files.write_costs(at=now):
            print(
                "What key working costs is written down. Sign in as carol: What it is worth, a model of our own area."
            )
    except partner_files.CannotLoadFiles as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1
    return 0


def _demo_accounts(_asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from oneplan.web.access.models import Account

    accounts = Account.objects.select_related("worker", "person").order_by("pk")
    print("Sign in as any of these; the password of each is: one family one plan")
    for account in accounts[:20]:
        print(f"  {account.name:10} {account.worker or account.person}")
    return 0


def _say(words: str) -> None:
    print(words, flush=True)


def _say_how_many(done: int, of: int) -> None:
    _say(f"  {done} of {of} invented families")


def _manage(given: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["oneplan manage", *given])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

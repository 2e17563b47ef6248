"""The environment variables that the settings file reads, with their kind and default as the code has them."""

import ast
from collections.abc import Iterator

from tools.reference.tables import table
from tools.steps import ROOT

FILE = ROOT / "src/oneplan/web/site/settings.py"
KINDS = {"str": "text", "bool": "yes or no", "int": "whole number", "list": "names with commas", "db": "address"}
FOR = {
    "DATABASE_URL": "PostgreSQL, for an area that has outgrown SQLite",
    "ONEPLAN_AUDIT_KEY": "binds the audit chain; keep it away from the database, and never lose it",
    "ONEPLAN_DEBUG": "shows errors in full; for work on OnePlan only",
    "ONEPLAN_DEMO": "lists the demo accounts on the sign-in page; `make run` says yes",
    "ONEPLAN_BEHIND_PROXY": "a proxy says in X-Forwarded-Proto whether the browser used HTTPS",
    "ONEPLAN_FORM_KEY": "only where an older version had it: opens forms held before the keys below sealed them",
    "ONEPLAN_HOME": "the folder of database, keys, anchors and outgoing messages",
    "ONEPLAN_HOSTS": "the names under which browsers may reach OnePlan",
    "ONEPLAN_HSTS_SECONDS": "for how long browsers remember to come over HTTPS only; 31536000 once HTTPS works",
    "ONEPLAN_HTTPS_REDIRECT": "whoever comes without HTTPS is sent to it, where the proxy does not do that itself",
    "ONEPLAN_HTTPS": "cookies travel over HTTPS only",
    "ONEPLAN_PAGES_A_MINUTE": "how many pages one account may open within a minute, in each process; 0 sets no limit",
    "ONEPLAN_ADDRESS": "how browsers reach OnePlan, as it stands in messages with one-time links",
    "ONEPLAN_OIDC_CLAIM": "single sign-on: the claim that is matched with an account's directory entry",
    "ONEPLAN_OIDC_CLIENT_ID": "single sign-on: as whom OnePlan is known to the provider",
    "ONEPLAN_OIDC_CLIENT_SECRET": "single sign-on: the secret shared with the provider",
    "ONEPLAN_OIDC_ISSUER": "single sign-on: the provider's address; without it there is no single sign-on",
    "ONEPLAN_OIDC_SCOPE": "single sign-on: what is asked of the provider",
    "ONEPLAN_OIDC_SESSION_SECONDS": "single sign-on: after how long the provider is asked again",
    "ONEPLAN_ORIGINS": "the addresses, with https://, that forms may come from behind a proxy",
    "ONEPLAN_SEAL_KEYS": "encrypt what is sealed at rest, the newest first; in place of the files `keys/seal-0001` …",
    "ONEPLAN_SEARCH_KEY": "makes the digests by which sealed numbers are found; keep it with the other keys",
    "ONEPLAN_EXPORT_KEY": "makes the pseudonyms of exports; with another one, old exports and new do not go together",
    "ONEPLAN_PACK_KEY": "seals the copies made for people of everything held on them",
    "ONEPLAN_SECRET_KEY": "signs sessions and forms",
    "ONEPLAN_HSTS_SUBDOMAINS": "the same for every host below this one; only where the domain is OnePlan's own",
    "ONEPLAN_SESSION_LONGEST_SECONDS": "after how long everybody signs in anew, however busy they were",
    "ONEPLAN_SESSION_SECONDS": "how long somebody stays signed in",
    "ONEPLAN_SECOND_STEP_ROLES": "the roles that must have a second step of signing in; empty: nobody must",
    "ONEPLAN_STEP_UP_SECONDS": "how long ago somebody may have shown who they are, before what is grave",
    "ONEPLAN_TIME_ZONE": "in which days begin and end",
}


def page() -> str:
    return "\n".join(
        [
            "# Settings",
            "",
            "Read from the environment when OnePlan starts; a value that cannot be read stops the start with its name.",
            "",
            table(("name", "kind", "when not set", "for"), sorted(_rows())),
        ]
    )


def _rows() -> Iterator[tuple[str, str, str, str]]:
    for node in ast.walk(ast.parse(FILE.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called == "secret":
            key = ast.literal_eval(node.args[0])
            name = f"ONEPLAN_{key.upper()}"
            yield f"`{name}`", "secret text", f"made once, kept in `keys/{key}` of the folder", FOR[name]
        elif called.startswith("env.") and called.removeprefix("env.") in KINDS:
            name = ast.literal_eval(node.args[0])
            yield f"`{name}`", KINDS[called.removeprefix("env.")], _default(node), FOR[name]


def _default(call: ast.Call) -> str:
    given = next((keyword.value for keyword in call.keywords if keyword.arg == "default"), None)
    if given is None:
        return "must be set"
    if isinstance(given, ast.JoinedStr):
        return "SQLite in the folder"
    if isinstance(given, ast.Constant) and isinstance(given.value, bool):
        return "yes" if given.value else "no"
    if isinstance(given, ast.IfExp):
        return "every worker's role; in the demo none"
    if isinstance(given, ast.Constant) and given.value == "":
        return "not set"
    if isinstance(given, ast.List):
        return "this machine only"
    return "`" + ast.unparse(given).strip("'") + "`"

"""Nothing too long, nothing from this machine, no module without a noun of its own."""

import re

from tests.repository.files import committed, functions, name, python_files, texts

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
# put together from pieces, so that this file does not name what it forbids
PIECES = [
    ("py", "pi", r"\.org"),
    ("python", "hosted"),
    ("npm", "js", r"\.org"),
    ("deb", r"\.", "debian"),
    ("/wo", "rk/"),
    ("/fa", "rm/"),
    ("/ro", "ot/"),
    ("bash_", "jobs"),
    (r"\.lib", "rary/"),
]
FORBIDDEN = re.compile("|".join("".join(pieces) for pieces in PIECES))
NAMES_WITHOUT_A_NOUN = {"utils", "util", "helpers", "helper", "common", "core", "misc", "base", "lib", "shared"}
MADE_BY_SET_UP = re.compile(r"(^|/)(node_modules|\.venv|\.setup|static/site)/|\.(css|woff2?|map)$|uv\.lock$|pylock")


def test_no_file_names_a_registry_or_a_path_of_somebody_s_machine() -> None:
    found = [f"{name(path)}: {match.group()}" for path, text in texts() for match in FORBIDDEN.finditer(text)]
    assert found == []


def test_nothing_that_set_up_makes_is_committed() -> None:
    found = [name(path) for path in committed() if MADE_BY_SET_UP.search(name(path))]
    assert found == []


def test_no_python_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    found = [
        f"{name(path)}:{function.lineno} {function.name}"
        for path in python_files()
        for function in functions(path)
        if (function.end_lineno or function.lineno) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert found == []


def test_every_module_has_a_noun_of_its_own() -> None:
    found = [
        name(path)
        for path in python_files()
        if path.stem in NAMES_WITHOUT_A_NOUN or path.parent.name in NAMES_WITHOUT_A_NOUN
    ]
    assert found == []

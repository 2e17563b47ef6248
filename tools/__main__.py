"""`python3 -m tools <what>`: what the Makefile calls; `make` alone lists it all."""

import os
import sys

NEEDED = (3, 11)


def _commands():  # type: ignore[no-untyped-def]
    from tools import bench, check, deep, locks, run, test

    return {
        "run": lambda: run.run(os.environ.get("PORT", "8000")),
        "prepare": lambda: run.prepare(dev=True),
        "check": check.check,
        "test": test.test,
        "deep": deep.deep,
        "bench": bench.bench,
        "locks": locks.compile_all,
    }


def main() -> int:
    if sys.version_info < NEEDED:
        print("OnePlan needs Python 3.11. On Debian 12: apt-get install python3 python3-venv")
        return 1
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    from tools.steps import StepFailed

    try:
        return _commands()[sys.argv[1]]() or 0
    except StepFailed as failure:
        print(f"\n{failure}", flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 130


if __name__ == "__main__":
    raise SystemExit(main())

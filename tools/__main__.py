"""`python3 -m tools <what>`: what the Makefile calls; `make` alone lists it all."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

NEEDED = (3, 11)
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def _trust_what_the_machine_trusts() -> None:
    """Councils often read outgoing traffic with a certificate of their own, which only the machine's list knows."""
    if SYSTEM_CERTIFICATES.is_file():
        os.environ.setdefault("UV_SYSTEM_CERTS", "1")
        for name in ("PIP_CERT", "NODE_EXTRA_CA_CERTS"):
            os.environ.setdefault(name, str(SYSTEM_CERTIFICATES))


def _commands() -> dict[str, Callable[[], None]]:
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
    _trust_what_the_machine_trusts()
    from tools.steps import StepFailed

    try:
        _commands()[sys.argv[1]]()
    except StepFailed as failure:
        print(f"\n{failure}", flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

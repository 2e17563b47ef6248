"""Compiles requirements/*.in into hashed locks without a single address in them."""

from tools import environment, steps
from tools.steps import ROOT, StepFailed

# dev is held to the versions of app, so app comes first
NAMES = ["uv", "styles", "node", "app", "dev", "peers"]


def compile_all() -> None:
    for name in NAMES:
        lock = ROOT / f"requirements/{name}.txt"
        with steps.step(f"requirements/{name}.txt"):
            steps.run(
                [str(environment.UV), "pip", "compile", f"requirements/{name}.in", "--python-version", "3.11"]
                + ["--generate-hashes", "--no-header", "-o", f"requirements/{name}.txt"],
                otherwise=f"requirements/{name}.in asks for versions that do not fit together, as said above.",
            )
        if "://" in lock.read_text(encoding="utf-8"):
            raise StepFailed(f"{lock.name} names an address. Unset index settings of uv and compile again.")
    steps.say("The locks are new. Run make test before you commit them.")

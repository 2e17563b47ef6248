"""Workbooks opened in LibreOffice Calc, every formula reckoned anew, and saved by it as Excel files."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools import steps

SECONDS = 900
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
 <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
  <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
 </item>
</oor:items>
"""  # 0: always, whatever values the file holds


def saved(files: Sequence[Path], folder: Path) -> list[Path]:
    """The same files as LibreOffice saves them, in `folder`. Without LibreOffice the run ends as not asked."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        pytest.exit("LibreOffice is not installed (Debian: libreoffice-calc).", returncode=steps.COULD_NOT_ASK)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user/registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    asked = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*asked, "--outdir", folder, *files], check=True, capture_output=True, timeout=SECONDS)
    return [folder / each.name for each in files]

"""The checks of attendance by term as an analyst would write them in pandas: a peer for `partner_files`.

Run in an environment of its own: prints seconds for reading and judging, and how many rows ended in which verdict.
"""

import json
import sys
import time

import numpy as np
import pandas as pd

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
CLOSED = ("UPN", "Postcode", "LAESTAB", "Academic year")
NEEDED = ("UPN", "DOB", "LAESTAB", "Academic year", "Term", "Possible", "Authorised", "Unauthorised")
AREA = "[A-PR-UWYZ](?:[0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9]{1,2}|[A-HK-Y][0-9][ABEHMNPRVWXY])"
POSTCODE = f"(?:GIR0AA|(?:{AREA}|ZZ[0-9]{{1,2}})[0-9][ABD-HJLNP-UW-Z]{{2}})"
YEARS = "|".join(f"20{year:02d}(?:20)?{(year + 1) % 100:02d}" for year in range(100))
SEXES = {"m": "male", "f": "female", "male": "male", "female": "female", "u": "unknown"}
TERMS = {"autumn": "autumn", "spring": "spring", "summer": "summer", "1": "autumn", "2": "spring", "3": "summer"}


def judged(path: str) -> pd.Series:
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    tidy = {name: _tidy(raw[name], closed=name in CLOSED) for name in raw.columns}
    good = {
        "UPN": _is_upn(tidy["UPN"]),
        "DOB": pd.to_datetime(tidy["DOB"], format="%d/%m/%Y", errors="coerce").notna(),
        "Sex": tidy["Sex"].str.lower().map(SEXES).notna(),
        "Postcode": tidy["Postcode"].str.fullmatch(POSTCODE),
        "LAESTAB": tidy["LAESTAB"].str.fullmatch("[0-9]{7}"),
        "Academic year": tidy["Academic year"].str.fullmatch(YEARS),
        "Term": tidy["Term"].str.lower().map(TERMS).notna(),
    }
    numbers = {name: pd.to_numeric(tidy[name], errors="coerce") for name in ("Possible", "Authorised", "Unauthorised")}
    good |= {name: number.between(0, 500) for name, number in numbers.items()}
    wrong = ~np.logical_and.reduce([good[name] for name in NEEDED])
    wrong |= (numbers["Authorised"] + numbers["Unauthorised"] > numbers["Possible"]).to_numpy()
    anything = pd.Series(np.ones(len(raw), dtype=bool))
    mended = np.zeros(len(raw), dtype=bool)
    for name in raw.columns:
        same = _kept(name, tidy[name]) if name in {"Postcode", "Academic year"} else tidy[name]
        mended |= ((same != raw[name]) | ~good.get(name, anything)).to_numpy()
    verdict = np.where(wrong, "set_aside", np.where(mended, "repaired", "accepted"))
    return _without_doubles(tidy, pd.Series(verdict, index=raw.index))


def _tidy(texts: pd.Series, *, closed: bool) -> pd.Series:
    if closed:
        return texts.str.replace(r"[\s\xa0/-]", "", regex=True).str.upper()
    return texts.str.strip(" \t\r\n\xa0")


def _kept(name: str, tidy: pd.Series) -> pd.Series:
    cut, sign = (-3, " ") if name == "Postcode" else (4, "/")
    return tidy.str.slice(stop=cut) + sign + tidy.str.slice(start=cut)


def _is_upn(texts: pd.Series) -> pd.Series:
    shaped = texts.str.fullmatch(f"[{LETTERS}][0-9]{{12}}")
    signs = texts.where(shaped, "A" + "0" * 12).to_numpy(dtype="S13").view("u1").reshape(-1, 13)
    total = (signs[:, 1:].astype("i4") - ord("0")) @ np.arange(2, 14)
    letters = np.frombuffer(LETTERS.encode(), dtype="u1")
    return shaped & (letters[total % 23] == signs[:, 0])


def _without_doubles(tidy: dict[str, pd.Series], verdict: pd.Series) -> pd.Series:
    rows = pd.DataFrame(tidy)[verdict != "set_aside"]
    same_key = rows.duplicated(["UPN", "LAESTAB", "Academic year", "Term"], keep=False)
    alike = rows[same_key]
    whole = alike.duplicated(keep=False)
    verdict.loc[alike.index[~whole | alike.duplicated()]] = "set_aside"
    return verdict


if __name__ == "__main__":
    started = time.perf_counter()
    verdicts = judged(sys.argv[1])
    took = time.perf_counter() - started
    print(json.dumps({"seconds": took, "verdicts": verdicts.value_counts().to_dict()}))

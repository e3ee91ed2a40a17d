"""check_csv.py FOLDER — FOLDER/*/usage.csv as Python's csv module reads it, strictly: its form, its columns, and that no
cell can begin as a formula, whatever a spreadsheet drops from its front."""
import csv
import io
import json
import pathlib
import sys
import unicodedata

FORMULA = "=+-@"
DROPPED = {"Cc", "Cf", "Zs", "Zl", "Zp"}  # categories: control, format, spaces


def begins_as_formula(cell: str) -> bool:
    rest = cell.lstrip("".join(c for c in set(cell) if unicodedata.category(c) in DROPPED))
    first = unicodedata.normalize("NFKC", rest[:1]).replace("\u2212", "-")
    return first[:1] in tuple(FORMULA) or cell[:1] in ("\t", "\r", "\n")


def rows_of(octets: bytes) -> list[list[str]]:
    assert octets.startswith(b"\xef\xbb\xbf"), "no byte order mark"
    text = octets.decode("utf-8-sig")
    assert text.endswith('"\r\n'), "the last line does not end"
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    quoted = io.StringIO(newline="")
    csv.writer(quoted, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    assert quoted.getvalue() == text, "not the form that RFC 4180 gives these cells, all of them quoted"
    return rows


def check(folder: pathlib.Path) -> None:
    header, *rows = rows_of((folder / "usage.csv").read_bytes())
    assert len(set(header)) == len(header) == 21, header
    events = [e["resource"] for e in json.loads((folder / "bundle.json").read_text())["entry"]
              if e["resource"]["resourceType"] == "AuditEvent"]
    assert len(rows) == len(events) > 0, (len(rows), len(events))
    for number, row in enumerate(rows, start=1):
        assert len(row) == len(header), row
        assert row[0] == str(number), row
        for cell in row:
            assert not begins_as_formula(cell), f"row {number}: {cell!r}"
    cells = {cell for row in rows for cell in row}
    assert '\'=血圧は"安定"しています。\r\n＝次回は金曜です。\x0b' in cells, "a text as it was written, behind its apostrophe"
    assert "attachments/6-1.jpg; attachments/6-2.png" in cells
    assert {row[header.index("開示の区分")] for row in rows} == {"開示", "不開示", "請求の期間外"}
    print(f"{folder}: {len(rows)} rows of {len(header)} columns")


def main() -> None:
    assert begins_as_formula("\u3000＝1") and begins_as_formula("\t") and not begins_as_formula("'=1")
    folders = sorted(path.parent for path in pathlib.Path(sys.argv[1]).glob("*/usage.csv"))
    assert len(folders) == 2, folders
    for folder in folders:
        check(folder)


main()

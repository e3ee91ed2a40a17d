"""A packet made by hand after docs/formats/packet.md, over a ledger made by hand."""
import binascii
import datetime
import json
import pathlib
import re
import struct
import subprocess
import tempfile

from made_ledger import (CLARIFIED, CONSENT, CORRECTED, DECIDED, DENIED, POSTED, REQUESTED, VIEWED, Ledger, Numbers, Tree, b64, id_of, id_text,
                         sha256)

PURPOSES = {1: "CARE", 2: "COORDINATION", 4: "EXPERT_ADVICE"}
PURPOSE_LABELS = {"CARE": "療養者等に提供する医療サービス及び介護サービス"}
ACTS = {CONSENT: ("受付", "同意書", 0), POSTED: ("記入", "記録", 0), CORRECTED: ("訂正", "記録", 0), VIEWED: ("閲覧", "部屋の記録", 20),
        DENIED: ("拒否", "部屋の記録", 1), REQUESTED: ("受付", "開示請求", 0), CLARIFIED: ("確認", "開示の範囲", 0), DECIDED: ("決定", "開示請求", 0)}
BASIS_WORDS = {0: "", 1: "同意書0", 4: "担当の登録", 5: "丸亀市の事務"}
PROVEN = ["ordinal", "position", "leaf_hash", "recorded_at", "recorded_at_japan", "occurred_on", "facility_id", "operation", "object", "count", "purpose",
          "purpose_source", "basis_kind", "basis", "outcome", "reason", "content"]
STATED = ["facility", "profession", "actor", "purpose_label", "withheld"]
ARTICLE = "個人情報の保護に関する法律第33条第2項第1号"
BASES = {0: "none", 1: "consent", 4: "assignment", 5: "city_duty"}
MEDIA = {1: ("jpg", "image/jpeg"), 2: ("png", "image/png"), 3: ("pdf", "application/pdf")}
CLINIC, STATION = id_of("clinic"), id_of("station")
NAMES = {CLINIC: "河野内科医院", STATION: "訪問看護ステーションさぬき"}


def compact(value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    short = {"b": "0008", "t": "0009", "f": "000c", "r": "000d"}
    return re.sub(r"\\(.)", lambda m: "\\u" + short[m[1]] if m[1] in short else m[0], text)


def day_text(days):
    """Of a date that an entry states; a reader's calendar ends, and so does Python's."""
    if days == 0 or not -700_000 < days < 2_932_896:
        return None
    return str(datetime.date(1970, 1, 1) + datetime.timedelta(days=days))


def day_in_japan(micros):
    return str((datetime.datetime(1970, 1, 1, 9) + datetime.timedelta(microseconds=micros)).date())


def picture(seed, size):
    return (sha256(seed.encode()) * (size // 32 + 1))[:size]


def post(ledger, subject, text, files=(), **fields):
    return ledger.add(POSTED, subject, lambda listed: (struct.pack("<HHH", 1, 1, 1) + bytes(2), [id_of("message", text), listed]),
                      lambda keys: (b"", [text, keys]), files, facility=STATION, text=text, **fields)


def days(text):
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def disclose(ledger, subject, since, until):
    """The case, as the manifest tells of it."""
    period = (b"", [Numbers("i", days(since)), Numbers("i", days(until)) if until else None])
    kinds, register = Numbers("H", 2, 1), dict(facility=CLINIC, stream=CLINIC, basis_kind=0)
    ledger.add(REQUESTED, subject, (struct.pack("<HHii4x", 1, 2, days("2026-11-10"), days("2026-11-24")), [id_of("case"), "開R8-001", period, kinds, None]),
               **register)
    ledger.add(CLARIFIED, subject, (struct.pack("<H6x", 1), [id_of("case"), period, kinds, None, None]), **register)
    ledger.add(DECIDED, subject, (struct.pack("<HHI", 2, 0, 0), [id_of("case"), None, "2026-04"]), schema=2, **register)


def play(origin="renkei.example/marugame", seed="marugame", rounds=3, photos=2, photo_every=3, photo_size=65536, last={}, since="2026-04-01",
         until=None):
    """A city with a person (the subject), another one, and what happened to both; then the subject asks for what there is of a period."""
    ledger = Ledger(origin, seed)
    haru, other = id_of(seed, "haru"), id_of(seed, "other")
    ledger.add(CONSENT, haru, lambda listed: (struct.pack("<HHHxxiI", 1, 1, 1, 20778, 0)[:16], [id_of("request"), None, None, "2026-04", listed]),
               lambda keys: (b"", [(struct.pack("<H6x", 1), ["香川 ハル", "", ""]), "", keys]), [(3, picture(seed + "consent", 70_000))], facility=CLINIC,
               occurred_on=20778, basis_kind=0)
    for n in range(rounds):
        files = [(1 + (n + k) % 2, picture(f"{seed}{n}{k}", photo_size * k + 900 + n)) for k in range(photos if n % photo_every == 0 else 0)]
        post(ledger, haru, f"訪問 {n + 1} 回目。血圧 128/76。\n\t「眠れています」とのこと。", files)
        post(ledger, other, f"別の方の記録 {n + 1}")
        ledger.add(VIEWED, haru, facility=CLINIC, purpose=1 + n % 2, purpose_source=1 + n % 2)
        ledger.add(VIEWED, other, facility=CLINIC)
        ledger.add(CORRECTED, haru, (struct.pack("<I4x", 2), [id_of("message")]), (b"", ["血圧 126/76。", "測り直し"]), facility=STATION, text="血圧 126/76。")
        ledger.add(DENIED, haru, facility=STATION, outcome=1)
        ledger.add(VIEWED)
    disclose(ledger, haru, since, until)
    ledger.now += 3 * 86400_000000
    ledger.add(VIEWED, haru, purpose=4, basis_kind=5)
    ledger.add(VIEWED, haru, purpose=4, basis_kind=5, **last)
    return ledger, haru


class Packet:
    """Members and manifest, open to be changed before `zip` joins them."""

    words_program = None  # the program that writes `usage.csv` and `fhir/bundle.json`

    def __init__(self, ledger, subject, page, mirrors=(), withhold=lambda e: None):
        self.ledger, self.subject = ledger, subject
        as_of, subjects, heads, heads_entry = ledger.seal_heads()
        ledger.add(VIEWED, subject)
        self.rows = [e for e in ledger.entries[:as_of] if e.subject == subject]
        self.withhold, self.neighbours, self.close = withhold, 1, lambda e: False
        self.members = {"checkpoint": ledger.checkpoint(*mirrors)}
        self.fill_bundles()
        tree = Tree(e.leaf for e in ledger.entries)
        self.members["proof-nodes"] = tree.proof_nodes({0, heads_entry.position} | {e.position for e in self.rows if self.has_entry(e)})
        path = Tree(heads, b"\4").path(subjects.index(subject))
        self.members["subject-heads"] = "".join(f"{line}\n" for line in [
            "renkei subject heads v1", as_of, len(heads), subjects.index(subject), b64(heads_entry.octets), b64(ledger.entries[0].octets),
            *map(b64, path)]).encode()
        for e in [e for e in self.rows if self.status(e) == "shown"][:1000]:
            self.members[f"proofs/{e.ordinal:06}.tlog-proof"] = "".join(f"{line}\n" for line in [
                "c2sp.org/tlog-proof@v1", f"extra {b64(e.octets)}", f"index {e.position}", *map(b64, tree.path(e.position)), ""]).encode()
            self.members[f"proofs/{e.ordinal:06}.tlog-proof"] += self.members["checkpoint"]
        self.members["verify.html"] = page
        self.members["packet.pdf"] = b"%PDF-1.7 letter"
        self.manifest = self.describe(as_of, heads_entry.position)
        self.key = ledger.packets
        self.write_usage()
        self.write_words()

    def status(self, e):
        return self.withhold(e) or "shown"

    def has_entry(self, e):
        """Shown, or the neighbour on the far side of the period, which proves where it ends."""
        return self.status(e) == "shown" or e.ordinal in self.beside

    def open(self, e):
        return self.status(e) == "shown" and bool(e.sealed) and not self.close(e)

    def fill_bundles(self):
        outside = [e.ordinal for e in self.rows if self.status(e) == "outside_period"]
        before = [ordinal for i, ordinal in enumerate(outside) if ordinal == i + 1]
        self.beside = before[-1:] + outside[len(before) :][: self.neighbours]
        self.first_day = day_in_japan(self.rows[len(before)].recorded_at) if before else "2026-04-01"
        self.last_day = "2026-11-22" if len(outside) > len(before) else None
        for at in range(0, len(self.rows), 256):
            rows = self.rows[at : at + 256]
            shown = [e.octets if self.has_entry(e) else b"" for e in rows]
            self.members[f"entries/{at // 256:03}"] = b"".join(struct.pack(">H", len(o)) + o for o in shown)
            sealed = [e.sealed if self.open(e) else b"" for e in rows]
            if any(sealed):
                self.members[f"payloads/{at // 256:03}"] = b"".join(struct.pack(">I", len(o)) + o for o in sealed)

    def files_of(self, e):
        files = []
        for k, (media, octets) in enumerate(e.files if self.open(e) else []):
            name = f"attachments/{e.position}-{k + 1}.{MEDIA[media][0]}"
            self.members[name] = octets
            files.append({"name": name, "media": MEDIA[media][1], "bytes": len(octets), "sha256": sha256(octets).hex()})
        return files

    def row(self, e):
        withheld = {"ground": "", "article": ARTICLE, "note": "開示すると他の方の権利利益を害するおそれがあるためです。",
                    "stated": {"recorded_on": "2026-11-22", "facility": "訪問看護ステーションさぬき", "operation": "記入", "object": "申し送り"}}
        return {"ordinal": e.ordinal, "status": self.status(e), "leaf_hash": e.leaf.hex(), "key": e.ke.hex() if self.open(e) else None,
                "content_state": "shown" if self.open(e) else "none",
                "withheld": withheld if self.status(e) == "withheld" else None, "files": self.files_of(e)}

    def describe(self, as_of, heads_position):
        rows = [self.row(e) for e in self.rows]
        self.decided_on = day_in_japan(next(e.recorded_at for e in self.rows if e.kind == DECIDED))
        count = lambda status: sum(row["status"] == status for row in rows)
        return {
            "format": "renkei packet 1",
            "case": {"id": id_text("dsc", id_of("case")), "number": "開R8-001", "requester": "self", "method": "electronic",
                     "period": {"from_on": self.first_day, "to_on": self.last_day}, "kinds": ["usage", "records"], "records": "own", "result": "part",
                     "received_on": "2026-11-10", "decided_on": self.decided_on},
            "audience": "person", "subject": id_text("cr", self.subject),
            "issuer": {"facility_id": id_text("fac", CLINIC), "name": NAMES[CLINIC]},
            "ledger": {"origin": self.ledger.origin, "log_key": self.ledger.log.vkey, "packet_key": self.ledger.packets.vkey,
                       "checkpoint_size": len(self.ledger.entries), "as_of": as_of, "heads_position": heads_position},
            "made_at": "2026-11-22T10:00:00.000000Z", "software": "renkei 0.1.0", "fonts": [{"name": "Noto Sans CJK JP", "sha256": sha256(b"font").hex()}],
            "counts": {"total": len(rows), "shown": count("shown"), "withheld": count("withheld"), "outside_period": count("outside_period")},
            "columns": [{"name": n, "how": "proven"} for n in PROVEN] + [{"name": n, "how": "stated"} for n in STATED],
            "words": {"city": "丸亀市",
                      "policies": [{"number": 1, "version": "2026-04", "title": "運用方針", "professions": [{"number": 3, "ja": "看護師"}],
                                    "purposes": [{"code": code, "ja": ja} for code, ja in PURPOSE_LABELS.items()]}],
                      "facilities": [{"id": id_text("fac", i), "name": n, "kind": "clinic"} for i, n in NAMES.items()], "staff": [],
                      "grounds": [{"code": "life_or_rights", "article": ARTICLE, "ja": "本人又は第三者の権利利益を害するおそれ"}]},
            "rows": rows, "files": []}

    def line(self, e, row):
        if row["status"] != "shown":
            return {"ordinal": e.ordinal, "status": row["status"], "leaf_hash": row["leaf_hash"], "withheld": row["withheld"]}
        at = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=e.recorded_at)
        return {
            "ordinal": e.ordinal, "status": "shown", "position": e.position, "leaf_hash": row["leaf_hash"],
            "recorded_at": at.isoformat(timespec="microseconds") + "Z",
            "recorded_at_japan": (at + datetime.timedelta(hours=9)).isoformat(" ", "seconds").split(".")[0],
            "occurred_on": day_text(e.occurred_on),
            "facility_id": id_text("fac", e.facility) if any(e.facility) else None, "facility": NAMES.get(e.facility, "丸亀市（システム管理者）"), "profession": "看護師",
            "actor": "看護師1", "operation": ACTS[e.kind][0], "object": ACTS[e.kind][1], "count": ACTS[e.kind][2], "purpose": PURPOSES[e.purpose],
            "purpose_label": PURPOSE_LABELS.get(PURPOSES[e.purpose], ""), "purpose_source": {1: "operation", 2: "chosen"}[e.purpose_source],
            "basis_kind": BASES[e.basis_kind], "basis": BASIS_WORDS[e.basis_kind], "outcome": {0: "success", 1: "denied"}[e.outcome],
            "reason": "同意撤回により共有停止中" if e.outcome else "",
            "content_state": row["content_state"], "content": self.content(e, row) if row["content_state"] == "shown" else None}

    def content(self, e, row):
        files = {"files": row["files"]} if row["files"] else {}
        if e.kind == CONSENT:
            return {"consent_form_id": id_text("csf", id_of(self.ledger.seed, "stream")), "type": "written", "grantor_kind": "self", "family_data": "none",
                    "scope": {"recipient_kinds": [], "facilities": [], "data_kinds": []}, "signed_on": "2026-11-21", "material_version": "2026-04",
                    "grantor": {"kind": "self", "name": "香川 ハル", "relation": "", "reason": ""}, "scribe": "", **files}
        if e.kind == CORRECTED:
            return {"message_id": id_text("msg", id_of("message")), "version": 2, "text": e.text, "reason": "測り直し"}
        return {"message_id": id_text("msg", id_of("message", e.text)), "kind": "visit_record", "about": "recipient", "sensitivity": "normal",
                "urgent": False, "text": e.text, **files}

    def write_usage(self, change=lambda line: line):
        lines = [change(self.line(e, row)) for e, row in zip(self.rows, self.manifest["rows"])]
        self.members["usage.jsonl"] = "".join(compact(line) + "\n" for line in lines).encode()

    def write_words(self):
        """What follows from the rows in other formats. Renkei's own writer makes it: the page takes it by its digest only."""
        self.members["usage.csv"], self.members["fhir/bundle.json"] = b"csv", b"{}"
        if self.words_program is None:
            return
        self.finish()
        with tempfile.TemporaryDirectory() as folder:
            zip_file = pathlib.Path(folder, "packet.zip")
            zip_file.write_bytes(zip_of(sorted(self.members.items())))
            subprocess.run([self.words_program, zip_file, folder], check=True)
            for name in ("usage.csv", "fhir/bundle.json"):
                self.members[name] = pathlib.Path(folder, name).read_bytes()

    def list_files(self):
        self.manifest["files"] = [{"name": n, "bytes": len(o), "sha256": sha256(o).hex()} for n, o in sorted(self.members.items())
                                  if n not in ("manifest.json", "manifest.sig")]

    def sign(self, manifest_octets=None):
        octets = compact(self.manifest).encode() if manifest_octets is None else manifest_octets
        self.members["manifest.json"] = octets
        self.members["manifest.sig"] = self.key.note(f"renkei packet v1\n{self.manifest['case']['number']}\n{b64(sha256(octets))}\n")

    def finish(self):
        self.list_files()
        self.sign()
        return self


def zip_of(members):
    """`members`: pairs, so that a test can name one twice."""
    out, directory = bytearray(), bytearray()
    for name, octets in members:
        common = struct.pack("<HHHHIIIHH", 0, 0, 0, 0x21, binascii.crc32(octets), len(octets), len(octets), len(name), 0)
        directory += struct.pack("<IHH", 0x02014B50, 45, 45) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name.encode()
        out += struct.pack("<IH", 0x04034B50, 45) + common + name.encode() + octets
    at = len(out)
    return bytes(out + directory) + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(members), len(members), len(directory), at, 0)

"""Every way in which a packet is tampered with in the tests, and what must be found: a code and where."""
import copy
import json

from made_ledger import CORRECTED, VIEWED, Key, Tree, b64, id_text, sha256
from made_packet import compact, zip_of


def tamperings(case, good, other, forged):
    files(case, good, other)
    containers(case, good)
    fields(case, good)
    provable_fields(case, good)
    told_otherwise(case, good)
    histories(case, good, other)
    contents(case, good)
    keys(case, good, forged)


def copy_of(packet):
    twin = copy.copy(packet)
    twin.members, twin.manifest = dict(packet.members), copy.deepcopy(packet.manifest)
    return twin


def flip(octets, at=None):
    at = len(octets) // 2 if at is None else at
    return octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1 :]


def files(case, good, other):
    for name, octets in sorted(good.members.items()):
        label = name.replace("/", "_")
        bound = not name.startswith("manifest.")
        changed = copy_of(good)
        changed.members[name] = flip(octets)
        case(f"file-change-{label}", changed, "changed", "file-digest" if bound else None, file=name)
        longer = copy_of(good)
        longer.members[name] = octets + b"\n"
        case(f"file-longer-{label}", longer, "changed", "file-size" if bound else None, file=name)
        missing = copy_of(good)
        del missing.members[name]
        case(f"file-delete-{label}", missing, "changed", "file-missing", file=name)
        twice = sorted([*good.members.items(), (name, octets)])
        case(f"file-twice-{label}", good, "unreadable", "container-twice", zip_of(twice), file=name)
        if other.members.get(name, octets) != octets:
            swapped = copy_of(good)
            swapped.members[name] = other.members[name]
            case(f"file-swap-{label}", swapped, "changed", None)
    added = copy_of(good)
    added.members["entries/001"] = b""
    case("file-added", added, "changed", "file-extra", file="entries/001")
    bundle = copy_of(good)
    bundle.members["entries/001"] = b""
    case("file-bundle-too-many", bundle.finish(), "changed", "file-extra", file="entries/001")
    photo = copy_of(good)
    photo.members["attachments/9-1.jpg"] = b"of a row that is not shown"
    case("file-attachment-of-no-row", photo.finish(), "changed", "file-extra", file="attachments/9-1.jpg")
    for name in ("packet.pdf", "usage.csv", "verify.html"):
        unread = copy_of(good)
        del unread.members[name]
        case(f"file-left-out-{name}", unread.finish(), "changed", "file-missing", file=name)
    signer = copy_of(good)
    signer.members["manifest.sig"] += "— prefecture.example/audit AAAAAAAAAAAA\n".encode()
    case("signature-of-another-beside", signer, "changed", "note-form", file="manifest.sig")
    program = copy_of(good)
    program.members["setup.exe"] = b"MZ"
    case("file-added-and-listed", program.finish(), "changed", "file-extra", file="setup.exe")


def containers(case, good):
    whole = zip_of(sorted(good.members.items()))
    case("zip-cut", good, "unreadable", "container-none", whole[:-40])
    case("zip-trailing", good, "unreadable", "container-none", whole + b"x")
    case("zip-leading", good, "unreadable", "container-form", b"x" + whole)
    case("zip-order", good, "unreadable", "container-form", zip_of(sorted(good.members.items(), reverse=True)))
    case("zip-time", good, "unreadable", "container-form", flip(whole, 10))
    case("zip-flags", good, "unreadable", "container-form", flip(whole, 6))
    first = sorted(good.members)[0]
    case("zip-crc", good, "unreadable", "container-form", flip(whole, 14), file=first)
    directory = whole.index(b"PK\1\2")
    for field, at in (("version", 4), ("disk", 34), ("attributes", 38)):
        case(f"zip-{field}", good, "unreadable", "container-form", flip(whole, directory + at), file=first)
    case("zip-both-crcs", good, "changed", "file-crc", flip(flip(whole, 14), directory + 16), file=first)
    case("not-a-zip", good, "unreadable", "container-none", b"%PDF-1.7 something else entirely")
    case("empty-file", good, "unreadable", "container-none", b"")


def paths(value, at=()):
    """Every member of the manifest; of rows and files only some, since all are alike."""
    if isinstance(value, dict):
        for name in value:
            yield (*at, name)
            yield from paths(value[name], (*at, name))
    elif isinstance(value, list):
        for i in range(min(len(value), 2 if at != ("rows",) else 6)):
            yield (*at, i)
            yield from paths(value[i], (*at, i))


def other_value(value):
    if isinstance(value, bool) or value is None:
        return "x"
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return "0" + value[1:] if value[:1] not in ("0", "") else "1" + value[1:]
    return value[1:] if isinstance(value, list) and value else {"x": 1}


def holder(manifest, path):
    for step in path[:-1]:
        manifest = manifest[step]
    return manifest


def fields(case, good):
    """Without the packet key: the signature finds everything, and a form that is broken is named."""
    for path in paths(good.manifest):
        label = "manifest-{}-" + "-".join(map(str, path))
        changed = copy_of(good)
        at = holder(changed.manifest, path)
        at[path[-1]] = other_value(at[path[-1]])
        changed.members["manifest.json"] = compact(changed.manifest).encode()
        case(label.format("change"), changed, "changed", None)
        if isinstance(path[-1], int):
            deleted, doubled = copy_of(good), copy_of(good)
            del holder(deleted.manifest, path)[path[-1]]
            rows = holder(doubled.manifest, path)
            rows.insert(path[-1], rows[path[-1]])
            for word, packet in (("delete", deleted), ("double", doubled)):
                packet.members["manifest.json"] = compact(packet.manifest).encode()
                case(label.format(word), packet, "changed", "signature-text", file="manifest.sig")
            continue
        field = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)[1:]
        deleted = copy_of(good)
        del holder(deleted.manifest, path)[path[-1]]
        deleted.members["manifest.json"] = compact(deleted.manifest).encode()
        known = path[0] != "words" or len(path) < 3
        case(label.format("delete"), deleted, "changed", "manifest-form" if known else None, **({"field": field} if known else {}))
        doubled = copy_of(good)
        value = compact(holder(good.manifest, path)[path[-1]])
        inner = compact(holder(good.manifest, path))
        member = f'"{path[-1]}":{value}'
        text = compact(good.manifest).replace(inner, inner.replace(member, f"{member},{member}", 1), 1)
        doubled.members["manifest.json"] = text.encode()
        case(label.format("double"), doubled, "changed", "manifest-text", file="manifest.json")
    spaced = copy_of(good)
    spaced.sign(json.dumps(spaced.manifest, ensure_ascii=False).encode())
    case("manifest-white-space", spaced, "changed", "manifest-text", file="manifest.json")


def provable_fields(case, good):
    """Signed anew by the real packet key: what octets prove is found all the same."""
    def signed(name, change, code, **where):
        packet = copy_of(good)
        change(packet.manifest)
        packet.finish()
        case(f"resigned-{name}", packet, "truncated" if code == "rows-missing-at-end" else "changed", code, **where)

    def put(*path):
        def change(manifest):
            at = holder(manifest, path[:-1])
            at[path[-2]] = path[-1]
        return change

    swap = lambda *path: lambda manifest: holder(manifest, path).__setitem__(path[-1], other_value(holder(manifest, path)[path[-1]]))
    signed("origin", swap("ledger", "origin"), "entry0-origin", position=0)
    signed("log-key", put("ledger", "log_key", Key(good.ledger.origin, "x").vkey), "entry0-log-key", position=0)
    signed("packet-key", put("ledger", "packet_key", Key(good.ledger.origin + "/packets", "x").vkey), "entry0-packet-key", position=0)
    signed("checkpoint-size", swap("ledger", "checkpoint_size"), "checkpoint-size", file="checkpoint")
    signed("as-of", swap("ledger", "as_of"), "heads-position", file="subject-heads")
    signed("heads-position", swap("ledger", "heads_position"), "heads-position", file="subject-heads")
    signed("made-at", put("made_at", "2031-05-05T00:00:00.000000Z"), "heads-older", file="subject-heads")
    signed("subject", put("subject", id_text("cr", bytes(16))), "row-subject", row=1)
    for name in good.manifest["counts"]:
        signed(f"count-{name}", swap("counts", name), "counts", field=f"counts.{name}")
    signed("ordinal", swap("rows", 2, "ordinal"), "row-ordinal", row=3)
    signed("leaf-hash", swap("rows", 2, "leaf_hash"), "row-leaf", row=3)
    signed("leaf-hash-withheld", swap("rows", 5, "leaf_hash"), "row-chain", row=7)
    signed("leaf-hash-neighbour", swap("rows", len(good.rows) - 2, "leaf_hash"), "row-leaf", row=len(good.rows) - 1)
    signed("leaf-hash-last", swap("rows", len(good.rows) - 1, "leaf_hash"), "usage-member", row=len(good.rows), field="leaf_hash")
    key_row = next(i for i, row in enumerate(good.manifest["rows"]) if row["key"])
    signed("key", swap("rows", key_row, "key"), "payload-key", row=key_row + 1)
    signed("key-none", put("rows", key_row, "key", None), "row-key", row=key_row + 1)
    signed("status", put("rows", 3, "status", "outside_period"), "period-within", row=4)
    signed("columns", put("columns", 3, "how", "stated"), "columns", field="columns")
    signed("result-none", put("case", "result", "none"), "decision", field="case.result")
    signed("result-missing", put("case", "result", None), "decision", field="case.result")
    signed("result-unknown", put("case", "result", "partial"), "manifest-form", field="case.result")
    signed("requester-unknown", put("case", "requester", "neighbour"), "manifest-form", field="case.requester")
    signed("day-unknown", put("case", "received_on", "2026-02-30"), "manifest-form", field="case.received_on")
    signed("auditor-withheld", put("audience", "auditor"), "decision", field="case.result")
    signed("ground-unpublished", put("rows", 4, "withheld", "ground", "embarrassing"), "row-ground", row=5)
    signed("article-of-another", put("rows", 4, "withheld", "article", "第99条"), "row-ground", row=5)
    signed("article-none", put("rows", 4, "withheld", "article", ""), "row-ground", row=5)
    signed("period-narrowed", put("case", "period", "to_on", "2026-11-21"), "period-shown", row=1)
    signed("period-widened", put("case", "period", "to_on", None), "period-within", row=len(good.rows) - 1)
    signed("withheld-none", put("rows", 4, "withheld", None), "row-withheld", row=5)
    signed("attachment-digest", swap("rows", 0, "files", 0, "sha256"), "attachment-digest", row=1)
    signed("attachment-bytes", swap("rows", 0, "files", 0, "bytes"), "attachment-form", row=1)
    signed("attachment-unlisted", put("rows", 0, "files", []), "attachment-count", row=1)


def told_otherwise(case, good):
    """Everything made anew and signed by the real packet key, so that only the entries tell that it was otherwise."""
    facts = {"number": "開R8-002", "requester": "agent", "method": "paper", "received_on": "2026-11-09", "records": "room", "kinds": ["usage"],
             "result": "full", "decided_on": "2026-11-21"}
    for name, value in facts.items():
        packet = copy_of(good)
        packet.manifest["case"][name] = value
        packet.write_words()
        case(f"told-{name}", packet.finish(), "changed")
    later = copy_of(good)
    later.manifest["made_at"] = "2031-05-05T00:00:00.000000Z"
    later.write_words()
    case("told-made-at", later.finish(), "changed", "heads-older", file="subject-heads")


def cut(packet, count):
    """Takes the last rows away as well as anybody can who holds only the packet key."""
    rows = packet.rows[:-count]
    packet.rows = rows
    for name in [n for n in packet.members if n.startswith(("entries/", "payloads/", "attachments/", "proofs/"))]:
        if not name.startswith("proofs/") or int(name[7:13]) > len(rows):
            del packet.members[name]
    packet.fill_bundles()
    packet.manifest["rows"] = [packet.row(e) for e in rows]
    counts = packet.manifest["counts"]
    counts.update(total=len(rows), **{s: sum(r["status"] == s for r in packet.manifest["rows"]) for s in ("shown", "withheld", "outside_period")})
    heads = int(packet.manifest["ledger"]["heads_position"])
    known = {0, heads} | {e.position for e in rows if packet.has_entry(e)}
    packet.members["proof-nodes"] = Tree(e.leaf for e in packet.ledger.entries[: packet.manifest["ledger"]["checkpoint_size"]]).proof_nodes(known)
    packet.write_usage()
    packet.write_words()
    return packet


def histories(case, good, other):
    last = len(good.rows)
    case("last-access-removed-real-key", cut(copy_of(good), 1).finish(), "truncated", "rows-missing-at-end", row=last)
    removed = cut(copy_of(good), 1)
    removed.key = Key(good.ledger.packets.name, "another")
    case("last-access-removed-other-key", removed.finish(), "changed", "packet-signature", file="manifest.sig")
    case("two-accesses-removed", cut(copy_of(good), 2).finish(), "truncated", "rows-missing-at-end", row=last - 1)

    strange = next(e for e in good.ledger.entries if e.kind == VIEWED and e.subject and e.subject != good.subject)
    taken = copy_of(good)
    taken.rows = list(good.rows)
    taken.rows[2] = strange
    taken.fill_bundles()
    case("row-of-another-person", taken.finish(), "changed", "row-subject", row=3)
    taken.manifest["rows"][2]["leaf_hash"] = strange.leaf.hex()
    case("row-of-another-person-fitted", taken.finish(), "changed", "row-subject", row=3)

    exchanged = copy_of(good)
    exchanged.rows = list(good.rows)
    exchanged.rows[1], exchanged.rows[2] = exchanged.rows[2], exchanged.rows[1]
    exchanged.fill_bundles()
    case("rows-exchanged", exchanged.finish(), "changed", "row-entry-ordinal", row=2)

    elsewhere = copy_of(good)
    elsewhere.members["checkpoint"] = other.members["checkpoint"]
    case("checkpoint-of-another-city", elsewhere.finish(), "changed", "checkpoint-origin", file="checkpoint")
    unsigned = copy_of(good)
    text = good.members["checkpoint"].decode().split("\n\n")[0] + "\n"
    unsigned.members["checkpoint"] = Key(good.ledger.origin, "another").note(text)
    case("checkpoint-by-another-key", unsigned.finish(), "changed", "checkpoint-signature", file="checkpoint")

    hidden = copy_of(good)
    hidden.neighbours = 0
    hidden.fill_bundles()
    case("neighbour-left-out", hidden.finish(), "changed", "period-unproven", row=last - 1)

    left_out = copy_of(good)
    posted = next(e for e in good.rows if e.kind == CORRECTED)
    left_out.close = lambda e: e is posted
    left_out.fill_bundles()
    left_out.manifest["rows"][posted.ordinal - 1].update(key=None, content_state="none")
    left_out.write_usage()
    case("content-left-out", left_out.finish(), "changed", "content-left-out", row=posted.ordinal)

    leaking = copy_of(good)
    leaking.withhold = lambda e: None
    leaking.fill_bundles()
    case("withheld-entry-leaks", leaking.finish(), "changed", "row-entry-unexpected", row=5)


def contents(case, good):
    words = copy_of(good)
    words.manifest["words"]["grounds"] = [None]
    case("manifest-ground-none", words.finish(), "changed", "manifest-form", field="words.grounds[0]")

    def with_member(name, octets, code, **where):
        packet = copy_of(good)
        packet.members[name[1]] = octets
        case(name[0], packet.finish(), "changed", code, **where)

    nodes = good.members["proof-nodes"]
    lines = nodes.splitlines(keepends=True)
    with_member(("nodes-one-less", "proof-nodes"), b"".join(lines[1:]), "nodes-missing", file="proof-nodes")
    with_member(("nodes-one-more", "proof-nodes"), nodes + b"40 7 " + b64(bytes(32)).encode() + b"\n", "nodes-left-over", file="proof-nodes")
    with_member(("nodes-changed", "proof-nodes"), lines[0][:-46] + b64(bytes(32)).encode() + b"\n" + b"".join(lines[1:]), None)
    with_member(("nodes-order", "proof-nodes"), b"".join(reversed(lines)), "nodes-form", file="proof-nodes")
    heads = good.members["subject-heads"].decode().split("\n")
    packet = copy_of(good)
    packet.members["subject-heads"] = "\n".join([*heads[:3], str(1 - int(heads[3])), *heads[4:]]).encode()
    case("heads-index", packet.finish(), "truncated", "rows-missing-at-end", file="subject-heads")
    with_member(("heads-as-of", "subject-heads"), "\n".join([heads[0], "1", *heads[2:]]).encode(), "heads-facts", file="subject-heads")
    proof = sorted(n for n in good.members if n.startswith("proofs/"))[1]
    with_member(("proof-index", proof), good.members[proof].replace(b"\nindex ", b"\nindex 1", 1), "proof", file=proof)
    file = next(n for n in good.members if n.startswith("attachments/") and n.endswith("-2.png"))
    packet = copy_of(good)
    packet.members[file] = flip(good.members[file])
    for row in packet.manifest["rows"]:
        for listed in row["files"]:
            if listed["name"] == file:
                listed["sha256"] = sha256(packet.members[file]).hex()
    case("attachment-replaced", packet.finish(), "changed", "attachment-blob", file=file)
    payloads = bytearray(good.members["payloads/000"])
    payloads[4 + 60] ^= 1
    with_member(("payload-changed", "payloads/000"), bytes(payloads), "payload-digest", row=1)
    usage_lines(case, good)


def usage_lines(case, good):
    """One member of one line changed, everything signed anew by the real key."""
    values = {"position": 999, "leaf_hash": "0" * 64, "recorded_at": "2026-11-22T00:00:00.000000Z", "recorded_at_japan": "2026-11-22 09:00:00",
              "occurred_on": "2026-01-01", "facility_id": None, "purpose": "AUDIT", "purpose_source": "chosen", "basis_kind": "pledge",
              "outcome": "denied", "operation": "削除", "object": "部屋", "count": 7, "basis": "同意書9", "reason": "急用", "actor": "医師1",
              "facility": "別の事業所", "profession": "医師", "purpose_label": "研究", "content_state": "none", "status": "withheld", "ordinal": 3, "content": None}
    for name, value in values.items():
        packet = copy_of(good)
        packet.write_usage(lambda line: {**line, name: value} if line["ordinal"] == 2 else line)
        case(f"usage-{name}", packet.finish(), "changed", "usage-member", file="usage.jsonl", row=2, field=name)
    text = copy_of(good)
    corrected = next(e for e in good.rows if e.kind == CORRECTED)
    text.write_usage(lambda line: {**line, "content": {**line["content"], "text": "血圧 180/110。"}} if line["ordinal"] == corrected.ordinal else line)
    case("usage-text", text.finish(), "changed", "usage-member", row=corrected.ordinal, field="content.text")
    reason = copy_of(good)
    reason.write_usage(lambda line: {**line, "content": {"text": corrected.text, "reason": ""}} if line["ordinal"] == corrected.ordinal else line)
    case("usage-content-reason", reason.finish(), "changed", "usage-member", row=corrected.ordinal, field="content.reason")
    viewed = next(e for e in good.rows if e.kind == VIEWED)
    invented = copy_of(good)
    invented.write_usage(lambda line: {**line, "content": {"text": "x"}} if line["ordinal"] == viewed.ordinal else line)
    case("usage-invented-text", invented.finish(), "changed", "usage-member", row=viewed.ordinal, field="content.text")
    ground = copy_of(good)
    ground.write_usage(lambda line: {**line, "withheld": None} if line["ordinal"] == 5 else line)
    case("usage-withheld", ground.finish(), "changed", "usage-member", row=5, field="withheld")
    less = copy_of(good)
    less.members["usage.jsonl"] = b"".join(less.members["usage.jsonl"].splitlines(keepends=True)[:-1])
    case("usage-line-less", less.finish(), "changed", "usage-lines", file="usage.jsonl")


def keys(case, good, forged):
    resigned = copy_of(good)
    resigned.key = forged.ledger.packets
    case("resigned-by-forger", resigned.finish(), "changed", "packet-signature", file="manifest.sig")

#!/usr/bin/env python3
"""A second verifier for ledger exports: Python 3.11, standard library only, no code shared with Renkei.

It reads a folder that `renkei export` wrote and needs no key: only the public log key in OUT/FORMAT.
docs/formats/ledger.md is what it is written from. Findings go to standard output, one line each:

    position kind expected found

ordered by position. Exit codes: 0 sound, 2 tampered, 3 truncated or stale, 4 incomplete evidence, 5 unreadable.
"""
import argparse
import hashlib
import json
import os
import sys

from export_formats import WIDTH, Checkpoint, Entry, Export, VerificationKey, Words, index_path, leaf_hash, root_of, sha256

ZERO = bytes(32)
TAMPERED, TRUNCATED, INCOMPLETE, UNREADABLE = 2, 3, 4, 5
UNSIGNED_MAX = 600_000_000  # µs that entries may stay without a signature
# Event types whose facts hold a list of attachments, and the index of that pointer among the struct's pointers.
ATTACHMENTS = {301: 2, 1201: 4, 1501: 1}
LEDGER_INITIALISED = 101


class Verifier:
    def __init__(self, export, key, form, note):
        self.export, self.key, self.form, self.note = export, key, form, note
        self.origin = form["origin"]
        self.findings, self.leaves = [], []
        self.ids, self.streams, self.subjects = set(), {}, {}
        self.leaf_known, self.time, self.told, self.times = True, None, False, {}
        try:
            self.stated = Checkpoint(note)
        except ValueError:
            self.stated = None

    def find(self, position, kind, expected, found, code=TAMPERED):
        self.findings.append((position, kind, str(expected).replace(" ", "-") or "-", str(found).replace(" ", "-") or "-", code))

    def run(self):
        bundles = self.export.count_bundles(self.stated.size if self.stated else None)
        end = max(self.stated.size if self.stated else 0, bundles * WIDTH)
        damaged = False
        for position in range(min(end, bundles * WIDTH)):
            try:
                octets = self.export.item("tile/entries", position)
            except OSError as error:
                self.find(position, "storage", "a-readable-entry", error)
                damaged = True
                continue
            if octets is not None:
                self.entry(position, octets, damaged)
                damaged = False
        self.tiles()
        self.checkpoint()
        self.kept_checkpoints()
        self.findings.sort(key=lambda f: f[0])
        return self.findings

    def entry(self, position, octets, damaged):
        try:
            entry = Entry(octets)
        except ValueError:
            entry = None
        if len(self.leaves) < position and not damaged:
            self.find(len(self.leaves), "entry-missing", f"{position - len(self.leaves)}-entries", "nothing")
        self.pass_over(position, entry)
        leaf = leaf_hash(octets)
        if entry is None:
            self.find(position, "entry-form", "a-ledger-entry", "other-octets")
        else:
            self.links(position, entry)
            self.subject(position, entry, leaf)
            self.payload(position, entry)
            self.facts(position, entry, octets)
        self.leaves.append(leaf)
        self.leaf_known = True

    def pass_over(self, position, following):
        """Missing entries keep their place in the tree: the leaf as a tile or the next entry states it."""
        while len(self.leaves) < position:
            at = len(self.leaves)
            tile = self.export.tile(0, at // WIDTH) or b""
            leaf = tile[at % WIDTH * 32 : at % WIDTH * 32 + 32]
            if len(leaf) < 32:
                leaf = following.previous if following and at + 1 == position else None
            self.leaf_known = leaf is not None
            self.leaves.append(leaf or ZERO)

    def links(self, position, e):
        last = self.leaves[-1] if self.leaves else ZERO
        if e.position != position:
            self.find(position, "position", position, e.position)
        if self.leaf_known and e.previous != last:
            self.find(position, "chain", last.hex(), e.previous.hex())
        if self.time is not None and e.recorded_at < self.time:
            self.find(position, "time-goes-back", self.time, e.recorded_at)
        self.time = self.times[position] = e.recorded_at
        if e.event_id in self.ids:
            self.find(position, "event-id-repeated", "a-new-id", e.event_id.hex())
        self.ids.add(e.event_id)
        expected = self.streams.get((e.aggregate, e.stream), 0) + 1
        if e.version != expected:
            self.find(position, "stream-version", expected, e.version)
        self.streams[e.aggregate, e.stream] = e.version

    def subject(self, position, e, leaf):
        if any(e.subject) != (e.ordinal != 0):
            self.find(position, "subject", "subject-and-ordinal-together", "one-of-them")
        if e.ordinal == 0:
            return
        ordinal, previous = self.subjects.get(e.subject, (0, ZERO))
        if e.ordinal != ordinal + 1:
            self.find(position, "subject-ordinal", ordinal + 1, e.ordinal)
        if e.subject_previous != previous:
            self.find(position, "subject-chain", previous.hex(), e.subject_previous.hex())
        self.subjects[e.subject] = e.ordinal, leaf

    def payload(self, position, e):
        if not self.export.has_payloads:
            if e.payload_length and not self.told:
                self.find(position, "payloads-not-held", "payloads", "payloads-not-in-this-export", INCOMPLETE)
                self.told = True
            return
        try:
            payload = self.export.item("payloads", position) or None
        except OSError as error:
            return self.find(position, "storage", "a-readable-payload", error)
        if not e.payload_length:
            if payload:
                self.find(position, "payload-unexpected", "no-payload", len(payload))
        elif payload is None:
            self.find(position, "payload-missing", e.payload_length, "nothing")
        elif len(payload) != e.payload_length or sha256(b"\2", payload) != e.payload_digest:
            self.find(position, "payload-digest", e.payload_digest.hex(), sha256(b"\2", payload).hex())

    def facts(self, position, e, octets):
        words = Words(octets)
        try:
            pointers_at, count, _ = words.struct(e.facts_at)
            if (e.type == LEDGER_INITIALISED) != (position == 0):
                self.find(position, "first-entry", "LedgerInitialised-at-position-0-and-nowhere-else", e.type)
            if e.type == LEDGER_INITIALISED and count >= 4:
                self.format(position, e, [words.octets(pointers_at + 8 * i).rstrip(b"\0").decode() for i in range(4)])
            if e.type not in ATTACHMENTS or count <= ATTACHMENTS[e.type]:
                return
            for at, pointers in words.structs(pointers_at + 8 * ATTACHMENTS[e.type]):
                blob = words.octets(at + 8) if pointers >= 2 else b""
                if self.export.has_payloads:
                    self.blob(position, blob.hex())
        except ValueError as error:
            self.find(position, "entry-facts", "facts-of-its-type", error)

    def format(self, position, e, stated):
        """FORMAT is not signed: the first entry says what it must say."""
        origin, city, log_key, packet_key = stated
        for kind, expected, found in (
            ("origin", origin, self.origin),
            ("log-key", log_key, self.key.text),
            ("packet-key", packet_key, self.form["packet_key"]),
            ("city", city, self.form["city"]),
            ("ledger-id", e.stream.hex(), self.form["ledger_id"]),
        ):
            if expected != found:
                self.find(position, kind, expected, found)

    def blob(self, position, name):
        digest = hashlib.sha256()
        try:
            with open(os.path.join(self.export.folder, "blobs", name[:2], name), "rb") as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
        except OSError:
            return self.find(position, "blob", name, "nothing")
        if digest.hexdigest() != name:
            self.find(position, "blob", name, digest.hexdigest())

    def tiles(self):
        truncated = self.stated is not None and self.stated.size > len(self.leaves)
        hashes, level = self.leaves, 0
        while hashes:
            for index in range((len(hashes) + WIDTH - 1) // WIDTH):
                self.compare(level, index, hashes[index * WIDTH : (index + 1) * WIDTH], truncated)
            hashes = [root_of(hashes[i : i + WIDTH]) for i in range(0, len(hashes) - WIDTH + 1, WIDTH)]
            level += 1

    def compare(self, level, index, hashes, truncated):
        first, name = index * WIDTH * WIDTH**level, f"tile/{level}/{index_path(index)}"
        stored = self.export.tile(level, index)
        if stored is None:
            return self.find(first, "tile-missing", name, "nothing")
        longer = truncated and len(hashes) < WIDTH and len(stored) % 32 == 0 and 32 * len(hashes) < len(stored) <= 32 * WIDTH
        if len(stored) != 32 * len(hashes) and not longer:
            return self.find(first, "tile", f"{name}-of-{32 * len(hashes)}", len(stored))
        for i, computed in enumerate(hashes):
            kept = stored[32 * i : 32 * i + 32]
            if kept == computed:
                continue
            below = self.export.tile(level - 1, index * WIDTH + i) if level else None
            if below and len(below) == 32 * WIDTH and root_of([below[j : j + 32] for j in range(0, len(below), 32)]) == kept:
                continue  # it fits the tile below: the finding is that tile's, or its entry's
            self.find((index * WIDTH + i) * WIDTH**level, "tile", computed.hex(), kept.hex())

    def checkpoint(self):
        size = len(self.leaves)
        stated = self.stated
        if stated and stated.size != size:
            self.find(min(size, stated.size), "head-size", stated.size, size, TRUNCATED if stated.size > size else TAMPERED)
        elif stated and stated.root != root_of(self.leaves):
            self.find(size, "head-root", stated.root.hex(), root_of(self.leaves).hex())
        if not self.note:
            return self.find(size, "high-water-missing", "a-checkpoint", "none")
        if stated is None or stated.origin != self.origin or not stated.signed_by(self.key):
            return self.find(size, "high-water-signature", self.origin, "not-signed-by-its-key")
        if stated.size > size:
            return self.find(size, "truncated", stated.size, size, TRUNCATED)
        root = root_of(self.leaves[: stated.size])
        if root != stated.root:
            self.find(stated.size, "high-water-root", stated.root.hex(), root.hex())
        if stated.size in self.times and self.time - self.times[stated.size] > UNSIGNED_MAX:
            self.find(stated.size, "high-water-stale", "a-newer-mark", stated.size, TRUNCATED)

    def kept_checkpoints(self):
        size, last = len(self.leaves), 0
        for number, note in self.export.kept():
            if note is None:
                self.find(last, "kept-slot", number, "a-slot-that-is-not-intact")
                continue
            try:
                kept = Checkpoint(note)
            except ValueError:
                kept = None
            if kept is None or kept.origin != self.origin or not kept.signed_by(self.key):
                self.find(last, "kept-signature", number, "not-signed-by-its-key")
            elif kept.size <= last:
                self.find(kept.size, "kept-order", f"beyond-{last}", kept.size)
            else:
                last = kept.size
                if kept.size > size:
                    self.find(size, "truncated", kept.size, size, TRUNCATED)
                elif kept.root != root_of(self.leaves[: kept.size]):
                    self.find(kept.size, "kept-root", kept.root.hex(), root_of(self.leaves[: kept.size]).hex())
        if self.stated and self.stated.signed_by(self.key) and last != self.stated.size:
            self.find(last, "kept-missing", self.stated.size, "none", TRUNCATED)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", help="the folder that `renkei export DATA OUT` wrote")
    folder = parser.parse_args().export
    try:
        with open(os.path.join(folder, "FORMAT"), encoding="utf-8") as file:
            form = json.load(file)
        if form["ledger_format"] != 1:
            raise ValueError("not a ledger format this program reads")
        key = VerificationKey(form["log_key"])
        if not all(isinstance(form[name], str) for name in ("origin", "city", "packet_key", "ledger_id")):
            raise ValueError("FORMAT is malformed")
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"{folder}: no export: {error}", file=sys.stderr)
        return UNREADABLE
    try:
        with open(os.path.join(folder, "checkpoint"), "rb") as file:
            note = file.read()
    except OSError:
        note = b""
    findings = Verifier(Export(folder), key, form, note).run()
    for position, kind, expected, found, _ in findings:
        print(position, kind, expected, found)
    return min((code for *_, code in findings), default=0)


if __name__ == "__main__":
    sys.exit(main())

"""A small ledger made by hand after docs/formats/ledger.md: entries, sealed payloads, the tree and signed notes.

It shares no code with Renkei; its only tool beyond the standard library is Debian's python3-cryptography.
"""
import base64
import bisect
import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ZERO = bytes(32)
CHUNK = 65536
LEDGER_INITIALISED, SUBJECT_HEADS_SEALED, CONSENT, POSTED, CORRECTED, VIEWED, DENIED = 101, 104, 1201, 1501, 1502, 1602, 1603
REQUESTED, CLARIFIED, DECIDED = 1801, 1803, 1806  # of a disclosure case


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def b64(octets):
    return base64.b64encode(octets).decode()


def id_of(*words):
    """Sixteen octets that a test can foretell."""
    return sha256("/".join(map(str, words)).encode())[:16]


def id_text(prefix, octets):
    value, text = int.from_bytes(octets, "big"), ""
    for _ in range(26):
        text = "0123456789abcdefghjkmnpqrstvwxyz"[value & 31] + text
        value >>= 5
    return f"{prefix}_{text}"


# --- Cap'n Proto, as much as is needed: a struct is (data, pointers), other pointers are str, bytes, Numbers, lists or None ---

class Numbers:
    """A list of UInt16 ("H") or Int32 ("i")."""

    def __init__(self, kind, *values):
        self.code, self.count = {"H": 3, "i": 4}[kind], len(values)
        self.octets = struct.pack(f"<{self.count}{kind}", *values)


def message(data, pointers):
    words = bytearray(16)
    place(words, 8, (data, pointers))
    struct.pack_into("<II", words, 0, 0, len(words) // 8 - 1)
    return bytes(words)


def place(words, at, node):
    if node is None or node == "" or node == b"" or node == []:
        return
    start = len(words)
    offset = (start - at - 8) // 8
    if isinstance(node, tuple):
        struct.pack_into("<iHH", words, at, offset << 2, len(node[0]) // 8, len(node[1]))
        place_struct(words, node)
    elif isinstance(node, Numbers):
        struct.pack_into("<iI", words, at, offset << 2 | 1, node.count << 3 | node.code)
        words += node.octets + bytes(-len(node.octets) % 8)
    elif isinstance(node, list) and isinstance(node[0], tuple):
        size = len(node[0][0]) // 8 + len(node[0][1])
        struct.pack_into("<iI", words, at, offset << 2 | 1, size * len(node) << 3 | 7)
        words += struct.pack("<iHH", len(node) << 2, len(node[0][0]) // 8, len(node[0][1]))
        starts = [len(words) + i * size * 8 for i in range(len(node))]
        words += bytes(size * 8 * len(node))
        for first, (data, pointers) in zip(starts, node):
            words[first : first + len(data)] = data
            for i, child in enumerate(pointers):
                place(words, first + len(data) + i * 8, child)
    elif isinstance(node, list):
        struct.pack_into("<iI", words, at, offset << 2 | 1, len(node) << 3 | 6)
        words += bytes(8 * len(node))
        for i, child in enumerate(node):
            place(words, start + i * 8, child)
    else:
        octets = node.encode() + b"\0" if isinstance(node, str) else node
        struct.pack_into("<iI", words, at, offset << 2 | 1, len(octets) << 3 | 2)
        words += octets + bytes(-len(octets) % 8)


def place_struct(words, node):
    data, pointers = node
    start = len(words)
    words += data + bytes(8 * len(pointers))
    for i, child in enumerate(pointers):
        place(words, start + len(data) + i * 8, child)


# --- Keys and notes ---

class Key:
    def __init__(self, name, seed, kind=1):
        self.name, self.kind = name, kind
        self.private = Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()))
        octets = bytes([kind]) + self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.id = sha256(name.encode(), b"\n", octets)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(octets)}"

    def line(self, text, time=1795305600):
        if self.kind == 4:
            signed = self.private.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
            return f"— {self.name} {b64(self.id + struct.pack('>Q', time) + signed)}\n"
        return f"— {self.name} {b64(self.id + self.private.sign(text.encode()))}\n"

    def note(self, text):
        return (text + "\n" + self.line(text)).encode()


# --- Payloads and attachments ---

def payload_key(data_key, event_id):
    return hmac.digest(data_key, b"renkei payload key v1" + event_id, "sha256")


def seal(ke, event_id, key_id, kind, schema, plaintext):
    encryption, commitment = hmac.digest(ke, b"\1enc", "sha256"), hmac.digest(ke, b"\2commit", "sha256")
    nonce = hmac.digest(ke, b"\3" + plaintext, "sha256")[:12]
    aad = b"\1" + event_id + key_id + struct.pack(">HH", kind, schema)
    return b"\1" + commitment + nonce + AESGCM(encryption).encrypt(nonce, plaintext, aad)


def seal_file(key, octets):
    chunks = [octets[at : at + CHUNK] for at in range(0, len(octets), CHUNK)] or [b""]
    return b"".join(
        AESGCM(key).encrypt(i.to_bytes(11, "big") + bytes([i == len(chunks) - 1]), chunk, None) for i, chunk in enumerate(chunks))


# --- Entries and the tree ---

class Entry:
    def __init__(self, octets, leaf, fields, sealed, ke, files):
        self.octets, self.leaf, self.sealed, self.ke, self.files = octets, leaf, sealed, ke, files
        self.__dict__.update(fields)


class Ledger:
    def __init__(self, origin, seed):
        self.origin, self.seed = origin, seed
        self.log, self.packets = Key(origin, seed + "/log"), Key(origin + "/packets", seed + "/packets")
        self.entries, self.heads, self.now = [], {}, 1795305600_000000  # 2026-11-22 09:00 in Japan
        self.add(LEDGER_INITIALISED, facts=(b"", [origin, "丸亀市", self.log.vkey, self.packets.vkey]))

    def add(self, kind, subject=None, facts=None, sealed=None, files=(), **fields):
        """Appends an entry. `sealed` is the root struct of its content, `files` are (media, octets) to attach."""
        position = len(self.entries)
        f = dict(kind=kind, schema=1, stream=id_of(self.seed, "stream"), position=position, event_id=id_of(self.seed, "event", position),
                 recorded_at=self.now + position * 61_000001,
                 facility=ZERO[:16], occurred_on=0, purpose=1, purpose_source=1, outcome=0, basis_kind=4, subject=subject, ordinal=0)
        f.update(fields)
        keys = [sha256(self.seed.encode(), b"file", bytes([k]), struct.pack(">Q", position)) for k in range(len(files))]
        listed = [(struct.pack("<HxxxxxxQ", media, len(octets)), [id_of(self.seed, "att", position, k), sha256(seal_file(keys[k], octets))])
                  for k, (media, octets) in enumerate(files)]
        access = {VIEWED: (struct.pack("<HHIQQQ", 1, 0, 20, 1, position, position), [""]), DENIED: (struct.pack("<HHI", 32, 1, 1), [])}
        facts = facts(listed) if callable(facts) else facts or access.get(kind)
        previous = ZERO
        if subject:
            f["ordinal"], previous = self.heads.get(subject, (0, ZERO))
            f["ordinal"] += 1
        key_id, ke, octets = subject or bytes(16), None, b""
        if sealed is not None:
            ke = payload_key(sha256(self.seed.encode(), b"data key", key_id), f["event_id"])
            octets = seal(ke, f["event_id"], key_id, kind, 1, message(*(sealed(keys) if callable(sealed) else sealed)))
        entry = self.encode(f, previous, key_id, octets, facts)
        leaf = sha256(b"\0", entry)
        self.entries.append(Entry(entry, leaf, f, octets, ke, list(files)))
        if subject:
            self.heads[subject] = f["ordinal"], leaf
        return self.entries[-1]

    def encode(self, f, previous, key_id, sealed, facts):
        data = bytearray(46 * 8)

        def put(offset, octets):
            data[offset - 16 : offset - 16 + len(octets)] = octets

        put(16, struct.pack("<HHHHQ", 1, f["kind"], f["schema"], 14, f["position"]))
        put(32, self.entries[-1].leaf if self.entries else ZERO)
        put(64, f["event_id"] + f["stream"])
        put(96, struct.pack("<Qq", f["position"] + 1, f["recorded_at"]))
        put(112, id_of(self.seed, "account") + f["facility"])
        put(160, (f["subject"] or bytes(16)) + struct.pack("<Q", f["ordinal"]) + previous)
        if sealed:
            put(312, key_id + sha256(b"\2", sealed) + struct.pack("<I", len(sealed)))
        put(364, struct.pack("<iIH", f["occurred_on"], 1, 3))
        put(376, struct.pack("<HHHH", f["purpose"], f["purpose_source"], f["outcome"], f["basis_kind"]))
        return message(bytes(data), ["第3章第3項", facts])

    def seal_heads(self):
        as_of = len(self.entries)
        leaves = [sha256(b"\3", subject, struct.pack(">Q", ordinal), leaf) for subject, (ordinal, leaf) in sorted(self.heads.items())]
        entry = self.add(SUBJECT_HEADS_SEALED, facts=(struct.pack("<QQ", as_of, len(leaves)), [Tree(leaves, b"\4").root]))
        return as_of, sorted(self.heads), leaves, entry

    def checkpoint(self, *cosigners):
        root = Tree(e.leaf for e in self.entries).root
        text = f"{self.origin}\n{len(self.entries)}\n{b64(root)}\n"
        return self.log.note(text) + "".join(key.line(text) for key in cosigners).encode()


class Tree:
    """RFC 6962, level by level: an odd node at the end of a level goes up as it is."""

    def __init__(self, leaves, prefix=b"\1"):
        self.levels = [list(leaves)]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            self.levels.append([sha256(prefix, *below[i : i + 2]) if i + 1 < len(below) else below[i] for i in range(0, len(below), 2)])

    @property
    def root(self):
        return self.levels[-1][0]

    def path(self, index):
        siblings = [(level, index >> l ^ 1) for l, level in enumerate(self.levels[:-1])]
        return [level[i] for level, i in siblings if i < len(level)]

    def proof_nodes(self, known):
        """The lines of `proof-nodes` for these known positions."""
        known, found = sorted(known), []

        def visit(first, n, low, high):
            if low == high and n & (n - 1) == 0:
                level = n.bit_length() - 1
                found.append((level, first // n, self.levels[level][first // n]))
            elif n > 1:
                half = 1 << (n - 1).bit_length() - 1
                middle = bisect.bisect_left(known, first + half, low, high)
                visit(first, half, low, middle)
                visit(first + half, n - half, middle, high)

        visit(0, len(self.levels[0]), 0, len(known))
        return "".join(f"{level} {index} {b64(node)}\n" for level, index, node in sorted(found)).encode()

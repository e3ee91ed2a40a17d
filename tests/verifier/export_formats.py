"""What a ledger export consists of, read from docs/formats/ledger.md: hashes, signatures, checkpoints, entries, files."""
import base64
import hashlib
import os
import struct

WIDTH = 256
SLOT, SLOTS = 512, 4096  # octets of a kept checkpoint's slot, slots in a file


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(entry):
    return sha256(b"\0", entry)


def node_hash(left, right):
    return sha256(b"\1", left, right)


class Ed25519:
    """RFC 8032, section 5.1.7, with points in extended coordinates."""

    P = 2**255 - 19
    L = 2**252 + 27742317777372353535851937790883648493
    D = -121665 * pow(121666, P - 2, P) % P

    @classmethod
    def add(cls, a, b):
        p = cls.P
        e1, e2 = (a[1] - a[0]) * (b[1] - b[0]) % p, (a[1] + a[0]) * (b[1] + b[0]) % p
        c, d = 2 * a[3] * b[3] * cls.D % p, 2 * a[2] * b[2] % p
        e, f, g, h = e2 - e1, d - c, d + c, e2 + e1
        return e * f % p, g * h % p, f * g % p, e * h % p

    @classmethod
    def times(cls, scalar, point):
        result = (0, 1, 1, 0)
        while scalar:
            if scalar & 1:
                result = cls.add(result, point)
            point, scalar = cls.add(point, point), scalar >> 1
        return result

    @classmethod
    def decode(cls, octets):
        p, number = cls.P, int.from_bytes(octets, "little")
        sign, y = number >> 255, number & (1 << 255) - 1
        if y >= p:
            return None
        square = (y * y - 1) * pow(cls.D * y * y + 1, p - 2, p) % p
        x = pow(square, (p + 3) // 8, p)
        if (x * x - square) % p:
            x = x * pow(2, (p - 1) // 4, p) % p
        if (x * x - square) % p or (x == 0 and sign):
            return None
        x = p - x if x & 1 != sign else x
        return x, y, 1, x * y % p

    @classmethod
    def verify(cls, key, message, signature):
        if len(key) != 32 or len(signature) != 64:
            return False
        a, r = cls.decode(key), cls.decode(signature[:32])
        s = int.from_bytes(signature[32:], "little")
        if a is None or r is None or s >= cls.L:
            return False
        base = cls.decode((4 * pow(5, cls.P - 2, cls.P) % cls.P).to_bytes(32, "little"))
        k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % cls.L
        left, right = cls.times(s, base), cls.add(r, cls.times(k, a))
        return (left[0] * right[2] - right[0] * left[2]) % cls.P == 0 and (left[1] * right[2] - right[1] * left[2]) % cls.P == 0


def decode_base64(text):
    octets = base64.b64decode(text, validate=True)
    if base64.b64encode(octets).decode() != text:
        raise ValueError("not canonical base64")
    return octets


def decimal(text):
    if not text.isascii() or not text.isdigit() or (len(text) > 1 and text[0] == "0") or int(text) >= 2**64:
        raise ValueError("not a number")
    return int(text)


class VerificationKey:
    def __init__(self, text):
        self.text = text
        self.name, key_id, material = text.split("+", 2)
        octets = decode_base64(material)
        if len(octets) != 33 or octets[0] != 1:
            raise ValueError("not an Ed25519 key")
        self.key, self.key_id = octets[1:], sha256(self.name.encode(), b"\n", octets)[:4]
        if self.key_id.hex() != key_id:
            raise ValueError("the key id is another")


class Checkpoint:
    """A C2SP checkpoint note; ValueError when it has not that form. Says nothing about signatures until asked."""

    def __init__(self, octets):
        note = octets.decode("utf-8")
        if any(ord(c) < 32 and c != "\n" for c in note) or not note.endswith("\n") or "\n\n" not in note:
            raise ValueError("not a note")
        split = note.rindex("\n\n")
        self.text = note[: split + 1]
        self.signatures = [self.signature(line) for line in note[split + 2 : -1].split("\n")]
        lines = self.text.split("\n")
        if len(lines) != 4 or not lines[0] or len(self.signatures) > 100:
            raise ValueError("not a checkpoint")
        self.origin, self.size, self.root = lines[0], decimal(lines[1]), decode_base64(lines[2])
        if len(self.root) != 32:
            raise ValueError("not a root")

    @staticmethod
    def signature(line):
        dash, name, material = line.split(" ")
        octets = decode_base64(material)
        if dash != "\u2014" or not name or "+" in name or len(octets) < 5:
            raise ValueError("not a signature")
        return name, octets[:4], octets[4:]

    def signed_by(self, key):
        mine = [s for name, key_id, s in self.signatures if (name, key_id) == (key.name, key.key_id)]
        return bool(mine) and self.origin == key.name and all(Ed25519.verify(key.key, self.text.encode(), s) for s in mine)


class Words:
    """Cap'n Proto pointers of a one-segment message; ValueError for any that leads out of it or is a far one."""

    def __init__(self, entry):
        self.segment = entry[8:]

    def follow(self, at):
        if at < 0 or at + 8 > len(self.segment):
            raise ValueError("outside the message")
        word = int.from_bytes(self.segment[at : at + 8], "little")
        if word == 0:
            return None
        offset = (word & 0xFFFFFFFF) >> 2
        offset -= 1 << 30 if offset >= 1 << 29 else 0
        if word & 3 > 1:
            raise ValueError("a far pointer")
        return word & 3, at + 8 + 8 * offset, word >> 32

    def struct(self, at):
        found = self.follow(at)
        if found is None:
            return 0, 0, 0
        kind, target, sizes = found
        data, pointers = sizes & 0xFFFF, sizes >> 16
        self.check(kind == 0, target, 8 * (data + pointers))
        return target + 8 * data, pointers, data

    def octets(self, at):
        found = self.follow(at)
        if found is None:
            return b""
        kind, target, sizes = found
        self.check(kind == 1 and sizes & 7 == 2, target, sizes >> 3)
        return self.segment[target : target + (sizes >> 3)]

    def structs(self, at):
        found = self.follow(at)
        if found is None:
            return
        kind, target, sizes = found
        self.check(kind == 1 and sizes & 7 == 7, target, 8 + 8 * (sizes >> 3))
        tag = int.from_bytes(self.segment[target : target + 8], "little")
        count, data, pointers = (tag & 0xFFFFFFFF) >> 2, tag >> 32 & 0xFFFF, tag >> 48
        if count * (data + pointers) > sizes >> 3:
            raise ValueError("a list that is longer than its words")
        for i in range(count):
            yield target + 8 + 8 * (i * (data + pointers) + data), pointers

    def check(self, kind_fits, target, length):
        if not kind_fits or target < 0 or target + length > len(self.segment):
            raise ValueError("not a pointer of this kind inside the message")


class Entry:
    """The fixed part, by offset from the entry's first octet; ValueError when the octets have not the form of an entry."""

    def __init__(self, e):
        if len(e) < 16 + 8 * 48 or len(e) % 8 or len(e) > 65528:
            raise ValueError("length")
        segments, words, offset, data, pointers, version = struct.unpack_from("<IIIHHH", e, 0)
        if segments or words != len(e) // 8 - 1 or offset or data < 46 or pointers < 2 or 16 + 8 * (data + pointers) > len(e) or version != 1:
            raise ValueError("form")
        self.facts_at = 8 + 8 * data + 8
        self.type, _, self.aggregate, self.position = struct.unpack_from("<HHHQ", e, 18)
        self.previous, self.event_id = e[32:64], e[64:80]
        self.stream, self.version, self.recorded_at = e[80:96], *struct.unpack_from("<Qq", e, 96)
        self.subject, self.ordinal, self.subject_previous = e[160:176], *struct.unpack_from("<Q", e, 176), e[184:216]
        self.payload_digest, self.payload_length = e[328:360], *struct.unpack_from("<I", e, 360)


def index_path(index):
    path, index = f"{index % 1000:03}", index // 1000
    while index:
        path, index = f"x{index % 1000:03}/{path}", index // 1000
    return path


class Export:
    def __init__(self, folder):
        self.folder, self.bundles = folder, {}
        self.has_payloads = os.path.exists(os.path.join(folder, "payloads"))

    def widest(self, path):
        path = os.path.join(self.folder, path)
        if os.path.exists(path):
            return path, WIDTH
        try:
            widths = [int(n) for n in os.listdir(path + ".p") if n.isascii() and n.isdigit() and n[0] != "0" and int(n) < WIDTH]
        except OSError:
            widths = []
        return (f"{path}.p/{max(widths)}", max(widths)) if widths else (None, 0)

    def read(self, path):
        path, width = self.widest(path)
        if path is None:
            return None, 0
        try:
            with open(path, "rb") as file:
                return file.read(), width
        except OSError:
            return None, 0

    def bundle(self, folder, index):
        """The items of a bundle, and how many octets lie behind the last one."""
        if self.bundles.get(folder, (None,))[0] == index:
            return self.bundles[folder][1]
        octets, width = self.read(f"{folder}/{index_path(index)}")
        octets, items, at, prefix = octets or b"", [], 0, 2 if folder == "tile/entries" else 4
        while len(items) < width and at + prefix <= len(octets):
            length = int.from_bytes(octets[at : at + prefix], "big")
            if at + prefix + length > len(octets):
                break
            items.append(octets[at + prefix : at + prefix + length])
            at += prefix + length
        behind = len(octets) - at if len(items) == width else 0
        self.bundles[folder] = index, (items, behind)
        return items, behind

    def item(self, folder, position):
        """None: not there. OSError: octets behind the end of the bundle, which spoil its last item."""
        items, behind = self.bundle(folder, position // WIDTH)
        place = position % WIDTH
        if place >= len(items):
            return None
        if behind and place + 1 == len(items):
            raise OSError(f"{behind}-octets-behind-the-end")
        return items[place]

    def count_bundles(self, stated):
        def there(index):
            return self.widest("tile/entries/" + index_path(index))[0] is not None

        count = 0
        while there(count):
            count += 1
        if stated is None or stated // WIDTH < count:
            return count
        hole = count
        for index in range(hole + 1, min(stated // WIDTH, hole * 2 + 1000) + 1):
            count = index + 1 if there(index) else count
        return count

    def kept(self):
        """Number and note of each kept checkpoint in order; no note: its slot is not intact."""
        folder, index = os.path.join(self.folder, "checkpoints"), 0
        try:
            files = 1 + max((int(n) for n in os.listdir(folder) if n.isascii() and n.isdigit() and n == f"{int(n):03}"), default=-1)
        except OSError:
            files = 0
        for index in range(files):
            try:
                with open(os.path.join(folder, f"{index:03}"), "rb") as file:
                    octets = file.read()
            except OSError:
                octets = b""
            last = index + 1 == files
            for place in range(SLOTS):
                slot = octets[SLOT * place : SLOT * (place + 1)]
                if last and (not slot or (SLOT * (place + 1) >= len(octets) and not any(slot))):
                    return
                yield SLOTS * index + place, self.note_in(slot, SLOTS * index + place)

    @staticmethod
    def note_in(slot, number):
        if len(slot) != SLOT or sha256(slot[:-8])[:8] != slot[-8:] or int.from_bytes(slot[-16:-8], "big") != number:
            return None
        length = int.from_bytes(slot[:2], "big")
        return slot[2 : 2 + length] if 0 < length <= SLOT - 18 else None

    def tile(self, level, index):
        return self.read(f"tile/{level}/{index_path(index)}")[0]


def root_of(hashes):
    """RFC 6962, section 2.1, over hashes that are leaves or whole subtrees."""
    if not hashes:
        return sha256()
    while len(hashes) > 1:
        paired = [node_hash(a, b) for a, b in zip(hashes[::2], hashes[1::2])]
        hashes = paired + ([hashes[-1]] if len(hashes) % 2 else [])
    return hashes[0]

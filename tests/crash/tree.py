"""A Merkle tree (RFC 9162 §2.1) that only grows and knows its root at every size it ever had, and the text
forms around it (C2SP signed-note, tlog-checkpoint, tlog-proof, tlog-tiles). Shares no code with the product.
"""

import base64
import hashlib

import ed25519


class Rejected(Exception):
    pass


def require(condition, why):
    if not condition:
        raise Rejected(why)


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    def __init__(self):
        self.leaves = []
        self.roots = [hashlib.sha256(b"").digest()]  # by size
        self._peaks = []  # perfect subtrees, largest first: (leaves, hash)

    @property
    def size(self):
        return len(self.leaves)

    def append(self, leaf):
        self.leaves.append(leaf)
        peak = (1, leaf)
        while self._peaks and self._peaks[-1][0] == peak[0]:
            left = self._peaks.pop()
            peak = (2 * peak[0], node_hash(left[1], peak[1]))
        self._peaks.append(peak)
        root = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            root = node_hash(left, root)
        self.roots.append(root)


def root_from_inclusion(index, size, leaf, hashes):
    """RFC 9162 §2.1.3.2."""
    require(index < size, "the leaf is not in the tree")
    fn, sn, result = index, size - 1, leaf
    for sibling in hashes:
        require(sn != 0, "the proof is too long")
        if fn & 1 or fn == sn:
            result = node_hash(sibling, result)
            while fn & 1 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            result = node_hash(result, sibling)
        fn, sn = fn >> 1, sn >> 1
    require(sn == 0, "the proof is too short")
    return result


class LogKey:
    """The pinned identity as `daicho init --json` printed it."""

    def __init__(self, identity):
        self.origin = identity["origin"]
        name, key_id, blob = identity["log"].split("+", 2)
        blob = base64.b64decode(blob)
        require(name == self.origin and blob[0] == 1, "not an Ed25519 log key of this origin")
        self.public = blob[1:]
        self.key_id = bytes.fromhex(key_id)


def open_checkpoint(note, key):
    """(size, root) of a checkpoint that the pinned key signed."""
    text, separator, signatures = note.rpartition("\n\n")
    lines = (text + "\n").split("\n")
    require(separator and len(lines) >= 4 and lines[0] == key.origin, "no checkpoint of this log")
    for line in signatures.splitlines():
        dash, name, blob = line.split(" ")
        blob = base64.b64decode(blob)
        if dash == "—" and name == key.origin and blob[:4] == key.key_id:
            require(
                ed25519.verify(key.public, (text + "\n").encode(), blob[4:]), "a wrong checkpoint signature"
            )
            return int(lines[1]), base64.b64decode(lines[2])
    raise Rejected("a checkpoint that the pinned key did not sign")


def open_proof(text):
    """(index, hashes, note) of a C2SP tlog-proof."""
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    require(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("index "), "no tlog-proof")
    return int(lines[1][len("index ") :]), [base64.b64decode(line) for line in lines[2:]], note


def bundle_path(index, width):
    """tlog-tiles: groups of three digits, `x` on all but the last; partial bundles end in .p/W."""
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/tile/entries/" + "/".join(["x" + group for group in groups[:-1]] + [groups[-1]])
    return path if width == 256 else f"{path}.p/{width}"


def split_bundle(data):
    entries, at = [], 0
    while at < len(data):
        require(at + 2 <= len(data), "a bundle that ends inside a length")
        length = int.from_bytes(data[at : at + 2], "big")
        require(at + 2 + length <= len(data), "a bundle that ends inside an entry")
        entries.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    return entries

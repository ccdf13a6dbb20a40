#!/usr/bin/env python3
"""Writes the golden vectors of trees, proofs and tile paths.

A second, independent implementation: the recursive definitions of RFC 9162 section 2.1, no code shared with
ledger/merkle. Run it in this folder after a deliberate change; a diff in a positive case breaks a published
format. Every case says what the verifier or parser must answer: "ok" or a reason code.
"""
import hashlib
import json

STANDARD = [bytes.fromhex(text) for text in
            ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
             "606162636465666768696a6b6c6d6e6f")]


def sha(data):
    return hashlib.sha256(data).digest()


def leaf(entry):
    return sha(b"\x00" + entry)


def node(left, right):
    return sha(b"\x01" + left + right)


def split(count):
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def root(leaves):
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node(root(leaves[:k]), root(leaves[k:]))


def path(index, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return path(index, leaves[:k]) + [root(leaves[k:])]
    return path(index - k, leaves[k:]) + [root(leaves[:k])]


def subproof(m, leaves, whole):
    n = len(leaves)
    if m == n:
        return [] if whole else [root(leaves)]
    k = split(n)
    if m <= k:
        return subproof(m, leaves[:k], whole) + [root(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [root(leaves[:k])]


def cover(begin, end, leaves):
    hashes = []
    while begin < end:
        size = 1
        while begin % (size * 2) == 0 and begin + size * 2 <= end:
            size *= 2
        hashes.append(root(leaves[begin:begin + size]))
        begin += size
    return hashes


def leaves_of(count):
    """The eight standard leaves, then "entry N"."""
    return [leaf(STANDARD[i] if i < 8 else b"entry %d" % i) for i in range(count)]


def flipped(data, bit=0):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


def h(data):
    return data.hex()


def write(name, cases):
    with open(name, "w", encoding="ascii") as out:
        out.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")


def inclusion_case(desc, index, size, leaf_hash, proof, tree_root, want):
    return {"desc": desc, "index": index, "size": size, "leaf": h(leaf_hash), "proof": [h(p) for p in proof],
            "root": h(tree_root), "want": want}


def inclusion():
    cases = []
    pairs = [(i, n) for n in range(1, 9) for i in range(n)]
    pairs += [(0, 9), (8, 9), (10, 11), (15, 16), (16, 17), (5, 33), (32, 33), (63, 64), (64, 70), (69, 70)]
    for index, size in pairs:
        leaves = leaves_of(size)
        cases.append(inclusion_case("valid", index, size, leaves[index], path(index, leaves), root(leaves),
                                    "ok"))
    for index, size in [(0, 1), (0, 2), (1, 5), (2, 3), (5, 8), (4, 5), (16, 17), (69, 70)]:
        leaves = leaves_of(size)
        good, top, at = path(index, leaves), root(leaves), leaves[index]

        def add(desc, want, index=index, size=size, at=at, proof=good, top=top):
            cases.append(inclusion_case(desc, index, size, at, proof, top, want))
        add("index equals size", "proof.position_beyond_size", index=size)
        add("index above size", "proof.position_beyond_size", index=size + 1)
        add("empty tree", "proof.position_beyond_size", index=0, size=0, top=sha(b""))
        add("one hash too many at the end", "proof.too_long", proof=good + [top])
        add("one hash too many at the start", "proof.too_long", proof=[at] + good)
        add("wrong root", "proof.root_mismatch", top=flipped(top, 255))
        add("root of the empty tree", "proof.root_mismatch", top=sha(b""))
        add("wrong leaf", "proof.root_mismatch", at=flipped(at))
        if good:
            add("last hash missing", "proof.too_short", proof=good[:-1])
            add("first hash missing", "proof.too_short", proof=good[1:])
            add("no proof", "proof.too_short", proof=[])
            add("leaf hashed with the node prefix", "proof.root_mismatch", at=sha(b"\x01" + at))
        for i, element in enumerate(good):
            for bit in (0, 255):
                add("bit %d of hash %d flipped" % (bit, i), "proof.root_mismatch",
                    proof=good[:i] + [flipped(element, bit)] + good[i + 1:])
        for i in range(len(good) - 1):
            swapped = good[:i] + [good[i + 1], good[i]] + good[i + 2:]
            add("hashes %d and %d swapped" % (i, i + 1), "proof.root_mismatch", proof=swapped)
    leaves = leaves_of(8)
    # An inner node presented as an entry: its preimage 01|l|r, or l|r, must not hash to the node.
    inner, rest = node(leaves[0], leaves[1]), path(0, leaves)[1:]
    cases.append(inclusion_case("children as an entry", 0, 4, leaf(leaves[0] + leaves[1]), rest, root(leaves),
                                "proof.root_mismatch"))
    preimage = b"\x01" + leaves[0] + leaves[1]
    cases.append(inclusion_case("node preimage as an entry", 0, 4, leaf(preimage), rest, root(leaves),
                                "proof.root_mismatch"))
    cases.append(inclusion_case("inner node, full size: the path is too short", 0, 8, inner, rest,
                                root(leaves), "proof.too_short"))
    write("inclusion.json", cases)


def consistency_case(desc, m, n, root_m, root_n, proof, want):
    return {"desc": desc, "from": m, "to": n, "from_root": h(root_m), "to_root": h(root_n),
            "proof": [h(p) for p in proof], "want": want}


def consistency():
    cases = []
    pairs = [(m, n) for n in range(1, 9) for m in range(1, n + 1)]
    pairs += [(8, 9), (9, 16), (16, 17), (1, 64), (33, 64), (64, 65), (63, 70), (70, 70)]
    for m, n in pairs:
        leaves = leaves_of(n)
        cases.append(consistency_case("valid", m, n, root(leaves[:m]), root(leaves), subproof(m, leaves,
                                      True),
                                      "ok"))
    for m, n in [(1, 2), (2, 5), (3, 7), (4, 7), (6, 8), (4, 8), (63, 70)]:
        leaves = leaves_of(n)
        good, low, top = subproof(m, leaves, True), root(leaves[:m]), root(leaves)

        def add(desc, want, m=m, n=n, low=low, top=top, proof=good):
            cases.append(consistency_case(desc, m, n, low, top, proof, want))
        add("from size 0", "proof.from_empty", m=0, low=sha(b""))
        add("from size 0, empty proof", "proof.from_empty", m=0, low=sha(b""), proof=[])
        add("sizes reversed", "proof.sizes_reversed", m=n, n=m, low=top, top=low)
        add("equal sizes, proof not empty", "proof.too_long", m=n, low=top)
        add("equal sizes, other root", "proof.root_mismatch", m=n, low=low, proof=[])
        add("no proof", "proof.too_short", proof=[])
        add("last hash missing", "proof.too_short", proof=good[:-1])
        add("one hash too many", "proof.too_long", proof=good + [top])
        add("wrong first root", "proof.from_root_mismatch" if m & (m - 1) else "proof.root_mismatch",
            low=flipped(low))
        add("wrong second root", "proof.root_mismatch", top=flipped(top, 255))
        add("roots exchanged", "proof.from_root_mismatch" if m & (m - 1) else "proof.root_mismatch",
            low=top, top=low)
        for i, element in enumerate(good):
            changed = good[:i] + [flipped(element, 8 * i)] + good[i + 1:]
            # A hash that enters the old root too is caught there first.
            want = "proof.from_root_mismatch" if enters_old_root(m, n, i) else "proof.root_mismatch"
            add("hash %d changed" % i, want, proof=changed)
    write("consistency.json", cases)


def enters_old_root(m, n, i):
    """Whether element i of the proof m -> n is part of the old tree: seed and left siblings are."""
    def sides(m, n, whole):
        if m == n:
            return [] if whole else [True]
        k = split(n)
        if m <= k:
            return sides(m, k, whole) + [False]
        return sides(m - k, n - k, False) + [True]
    return sides(m, n, True)[i]


def ranges():
    cases = []

    def add(desc, begin, size, hashes, proof, top, want):
        cases.append({"desc": desc, "begin": begin, "size": size, "leaves": [h(x) for x in hashes],
                      "proof": [h(p) for p in proof], "root": h(top), "want": want})
    for begin, end, size in [(0, 1, 1), (0, 8, 8), (0, 3, 8), (3, 5, 8), (7, 8, 8), (2, 3, 3), (5, 12, 13),
                             (1, 20, 21)]:
        leaves = leaves_of(size)
        proof, top = cover(0, begin, leaves) + cover(end, size, leaves), root(leaves)
        inside = leaves[begin:end]
        add("valid", begin, size, inside, proof, top, "ok")
        add("no entries", begin, size, [], proof, top, "proof.range_empty")
        add("ends above the size", begin + 1, size, leaves[begin:], proof, top, "proof.position_beyond_size")
        add("begins at the size", size, size, inside, proof, top, "proof.position_beyond_size")
        add("begins above the size", size + 5, size, inside, proof, top, "proof.position_beyond_size")
        add("one hash too many", begin, size, inside, proof + [top], top, "proof.too_long")
        add("wrong root", begin, size, inside, proof, flipped(top), "proof.root_mismatch")
        add("entry changed", begin, size, [flipped(inside[0])] + inside[1:], proof, top,
            "proof.root_mismatch")
        if proof:
            add("one hash missing", begin, size, inside, proof[:-1], top, "proof.too_short")
            add("hash changed", begin, size, inside, [flipped(proof[0], 9)] + proof[1:], top,
                "proof.root_mismatch")
        if len(inside) > 1:
            add("two entries swapped", begin, size, [inside[1], inside[0]] + inside[2:], proof, top,
                "proof.root_mismatch")
    write("range.json", cases)


def trees():
    """Roots and digests of the right-edge tiles for leaves sha256(0x00 | u64 big-endian position)."""
    sizes = [0, 1, 2, 255, 256, 257, 511, 512, 1000, 65535, 65536, 65537, 70000]
    leaves = [leaf(i.to_bytes(8, "big")) for i in range(sizes[-1])]
    levels = [leaves]
    while len(levels[-1]) >= 256:
        below = levels[-1]
        levels.append([root(below[i:i + 256]) for i in range(0, len(below) // 256 * 256, 256)])
    cases = []
    for size in sizes:
        tiles = []
        for level, hashes in enumerate(levels):
            count = size >> (8 * level)
            for index in sorted({max(count // 256 - 1, 0), count // 256}):
                data = b"".join(hashes[index * 256:min(index * 256 + 256, count)])
                if data:
                    tiles.append({"level": level, "index": index, "width": len(data) // 32,
                                  "sha256": h(sha(data))})
        cases.append({"size": size, "root": h(root(leaves[:size])), "tiles": tiles})
    write("tree.json", cases)


def paths():
    good = [("tile/0/000", 0, 0, 256), ("tile/0/999", 0, 999, 256), ("tile/0/x001/000", 0, 1000, 256),
            ("tile/1/x019/669", 1, 19669, 256), ("tile/2/x001/x234/067", 2, 1234067, 256),
            ("tile/0/273.p/112", 0, 273, 112), ("tile/63/000.p/1", 63, 0, 1), ("tile/0/x001/000.p/255", 0,
             1000, 255),
            ("tile/0/x018/x446/x744/x073/x709/x551/615", 0, 2**64 - 1, 256)]
    bad = ["", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "tile/64/000",
           "tile/00/000",
           "tile/-1/000", "tile/+1/000", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/1000",
           "tile/0/x000/001",
           "tile/0/001/000", "tile/0/x001", "tile/0/x001/x000", "tile/0/x1/000", "tile/0/x001//000",
           "tile/0/X001/000",
           "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
           "tile/0/000.p/1/", "tile/0/000.p/1.p/1", "tile/0/000.P/1", "tile/0/000 ", " tile/0/000",
           "tile/0/0a0",
           "tile/0/x018/x446/x744/x073/x709/x551/616", "tile/0/x999/x999/x999/x999/x999/x999/999",
           "tile/a/000",
           "tile/0/000?x=1", "tile/0/..", "tile/0/000\u0000", "tile/0/x001/000.p/1000"]
    cases = [{"path": p, "level": l, "index": str(i), "width": w, "want": "ok"} for p, l, i, w in good]
    cases += [{"path": p, "level": 0, "index": "0", "width": 0, "want": "tile.path"} for p in bad]
    write("tile_path.json", cases)


if __name__ == "__main__":
    for part in (inclusion, consistency, ranges, trees, paths):
        part()

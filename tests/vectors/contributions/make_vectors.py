#!/usr/bin/env python3
"""Writes the golden vectors of contribution lists (ledger/domain/contributions.h).

A second implementation, from the format's description alone; no code is shared with what it tests. Run it in
this folder after a deliberate change; a diff in a positive case breaks a published format. Every case says
what must be answered: "ok" with lines and root, or a reason code.
"""

import hashlib
import json
import re

SALT = bytes(range(32))
OTHER_SALT = bytes(range(32, 64))
EVENTS = [f"01890a5d-ac96-774b-bcce-b3020000000{i}" for i in range(1, 5)]
SEGMENT = re.compile(r"[A-Za-z0-9._:-]{1,64}")
LIST = [
    ("b-1", {"va": 16_500_000, "employees": 5}, EVENTS[:2]),
    ("b-2", {"va": 6_950_000, "employees": 2}, EVENTS[2:]),
    ("b-3", {"va": -1, "employees": 0}, []),
]


def sha(data):
    return hashlib.sha256(data).digest()


def line(subject, amounts, inputs):
    pairs = ",".join(f"{name}={value}" for name, value in sorted(amounts.items()))
    return "\t".join(["contribution/1", subject, pairs, ",".join(sorted(inputs))])


def root_of(hashes):
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return sha(b"\x01" + root_of(hashes[:half]) + root_of(hashes[half:]))


def leaf(salt, subject, text):
    return sha(salt + subject.encode()) + text.encode()


def as_json(contributions):
    return [
        {"subject": subject, "amounts": [{"name": n, "value": v} for n, v in amounts], "inputs": inputs}
        for subject, amounts, inputs in contributions
    ]


def good(desc, contributions, salt=SALT):
    lines = [line(*one) for one in contributions]
    leaves = [leaf(salt, one[0], text) for one, text in zip(contributions, lines)]
    rows = [(subject, sorted(amounts.items()), sorted(inputs)) for subject, amounts, inputs in contributions]
    return {
        "desc": desc, "salt": salt.hex(), "contributions": as_json(rows), "want": "ok", "lines": lines,
        "root": root_of([sha(b"\x00" + one) for one in leaves]).hex(),
    }  # fmt: skip


def bad(desc, want, contributions, salt=SALT):
    return {"desc": desc, "salt": salt.hex(), "contributions": as_json(contributions), "want": want}


def one(subject="b-1", amounts=(("va", 1),), inputs=()):
    return [(subject, list(amounts), list(inputs))]


def cases():
    yield good("nobody: the root of the empty tree", [])
    yield good("one business, one amount, no input", [("b-1", {"va": 1}, [])])
    yield good("the worked example of 003 footnotes 8 and 9, and a loss without employees", LIST)
    yield good("the same under another salt", LIST, OTHER_SALT)
    yield good("two of them: another root", LIST[:2])
    yield good("the greatest and the least amount", [("b-1", {"x": 2**63 - 1, "y": -(2**63)}, [])])
    in_order = ("A", "Z", "a", "b-10", "b-9")
    yield good("subjects in order of bytes", [(name, {"va": 1}, []) for name in in_order])
    yield good("every character of a segment", [("a.b_c:d-E9", {"a.b_c:d-E9": 7}, EVENTS)])
    yield good("seven businesses: a tree that is not perfect", [(f"b-{i}", {"va": i}, []) for i in range(7)])
    yield bad("a salt of 31 bytes", "contribution.salt", one(), SALT[:31])
    yield bad("a salt of 33 bytes", "contribution.salt", one(), SALT + b"\x00")
    yield bad("no salt, even for nobody", "contribution.salt", [], b"")
    yield bad("an empty subject", "contribution.subject", one(""))
    yield bad("a separator in a subject", "contribution.subject", one("b\t1"))
    yield bad("a line feed in a subject", "contribution.subject", one("b-1\n"))
    yield bad("a name instead of an id", "contribution.subject", one("株式会社"))
    yield bad("a subject of 65 characters", "contribution.subject", one("b" * 65))
    yield bad("no amount", "contribution.amounts", one(amounts=()))
    yield bad("an amount twice", "contribution.amounts", one(amounts=(("va", 1), ("va", 1))))
    yield bad("amounts out of order", "contribution.amounts", one(amounts=(("va", 1), ("employees", 1))))
    yield bad("a separator in an amount's name", "contribution.amounts", one(amounts=(("va=1,x", 1),)))
    yield bad("an amount without name", "contribution.amounts", one(amounts=(("", 1),)))
    yield bad("an input twice", "contribution.inputs", one(inputs=[EVENTS[0], EVENTS[0]]))
    yield bad("inputs out of order", "contribution.inputs", one(inputs=[EVENTS[1], EVENTS[0]]))
    yield bad("a business twice", "contribution.order", one() + one())
    yield bad("businesses out of order", "contribution.order", one("b-2") + one("b-1"))


def main():
    rows = list(cases())
    for row in rows:
        for contribution in row["contributions"]:
            fine = SEGMENT.fullmatch(contribution["subject"])
            assert fine or row["want"] == "contribution.subject", row["desc"]
    with open("contributions.json", "w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()

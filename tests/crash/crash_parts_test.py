"""Goal: the oracle sees what it claims to see, and the controls fit the sources.
Method: a ledger made of Python lists is broken in each way the oracle knows; each must be named.
"""
# Faults: F01, F08

import base64
import io
import json
import pathlib
import random
import unittest

import controls
import ed25519
import tree
import workload
from oracle import Oracle, Violation

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOG = ed25519.PrivateKey("log")
ORIGIN = "parts.example"


def event(number):
    payload = ed25519.b64url(json.dumps({"id": f"id-{number}"}).encode())
    return workload.Event(f"id-{number}", f"head.{payload}.signature~")


def entry_of(one, recorded_at="2026-11-21T00:00:00.000000Z"):
    return json.dumps({"v": 1, "event": one.jws, "recorded_at": recorded_at}).encode()


class Served:
    """What a server with these entries would answer."""

    def __init__(self, entries):
        self.entries = list(entries)

    def tree(self):
        made = tree.Tree()
        for one in self.entries:
            made.append(tree.leaf_hash(one))
        return made

    def note(self, size=None):
        made = self.tree()
        size = made.size if size is None else size
        text = f"{ORIGIN}\n{size}\n{base64.b64encode(made.roots[size]).decode()}\n"
        signature = base64.b64encode(b"\1\2\3\4" + LOG.sign(text.encode())).decode()
        return f"{text}\n— {ORIGIN} {signature}\n"

    def fetch(self, path):
        if path == "/checkpoint":
            return self.note().encode()
        index = int(path.split("/")[3].split(".")[0])
        part = self.entries[index * 256 : index * 256 + 256]
        return b"".join(len(one).to_bytes(2, "big") + one for one in part)

    def receipt(self, position):
        """Of a tree that ends with this entry, whose proof is then the peaks before it."""
        one = Served(self.entries[: position + 1])
        path = [base64.b64encode(peak).decode() for peak in peaks_before(one.tree().leaves)]
        proof = "\n".join(["c2sp.org/tlog-proof@v1", f"index {position}", *path]) + "\n\n" + one.note()
        leaf = tree.leaf_hash(self.entries[position])
        return {
            "id": json.loads(
                ed25519.from_b64url(json.loads(self.entries[position])["event"].split(".")[1])
            )["id"],
            "position": position,
            "leaf_hash": leaf.hex(),
            "entry": self.entries[position].decode(),
            "proof": proof,
        }


def peaks_before(leaves):
    """Siblings of the last leaf, from its own level up."""
    path, last, level = [], len(leaves) - 1, list(leaves)
    while len(level) > 1:
        if last % 2:
            path.append(level[last - 1])
        level = [
            tree.node_hash(level[at], level[at + 1]) if at + 1 < len(level) else level[at]
            for at in range(0, len(level), 2)
        ]
        last //= 2
    return path


class OracleSees(unittest.TestCase):
    def setUp(self):
        key = tree.LogKey(
            {"origin": ORIGIN, "log": f"{ORIGIN}+01020304+" + base64.b64encode(b"\1" + LOG.public).decode()}
        )
        self.oracle = Oracle(key, io.StringIO())
        self.events = [event(number) for number in range(6)]
        self.served = Served(map(entry_of, self.events))
        self.send(self.events)

    def send(self, events, kind="new"):
        requests = [workload.single(kind, one) for one in events]
        for one in requests:
            self.oracle.sending(one)
        return requests

    def acknowledge(self, positions):
        for position in positions:
            request = workload.single("new", self.events[position])
            self.oracle.acknowledge(request, [self.served.receipt(position)])

    def check(self):
        return self.oracle.check(self.served.fetch, random.Random(1))

    def expect(self, pattern):
        with self.assertRaisesRegex(Violation, pattern):
            self.check()

    def test_a_good_ledger_passes_and_what_is_beyond_is_counted(self):
        self.acknowledge(range(4))
        self.assertEqual(self.check(), (6, 2))
        self.assertEqual(self.check(), (6, 2))

    def test_an_acknowledged_entry_that_is_gone(self):
        self.acknowledge(range(6))
        self.served.entries.pop()
        self.expect("checkpoint of size 6|lost")

    def test_a_tree_that_shrinks_after_it_was_seen(self):
        self.check()
        self.served.entries.pop()
        self.expect("shrank")

    def test_another_entry_at_an_acknowledged_position(self):
        self.acknowledge(range(5))
        self.served.entries[3], self.served.entries[4] = self.served.entries[4], self.served.entries[3]
        self.expect("another entry|no prefix")

    def test_an_old_entry_that_changes(self):
        self.check()
        self.served.entries[2] = entry_of(event(77))
        self.expect("two roots|changed")

    def test_an_event_that_stands_twice(self):
        self.served.entries.append(self.served.entries[1])
        self.expect("stands at 1 and at 6")

    def test_an_event_that_nobody_sent(self):
        self.served.entries.append(entry_of(event(99)))
        self.expect("never sent")

    def test_the_ledgers_own_record_of_refusals_is_no_stranger(self):
        payload = ed25519.b64url(json.dumps({"id": "own", "type": "access.denied"}).encode())
        self.served.entries.append(entry_of(workload.Event("own", f"head.{payload}.signature~")))
        self.acknowledge(range(6))
        self.assertEqual(self.check(), (7, 0))

    def test_time_that_goes_back(self):
        self.served.entries[4] = entry_of(self.events[4], "2026-11-20T23:59:59.999999Z")
        self.expect("time goes back at position 4")

    def test_a_refused_event_that_is_there(self):
        self.oracle.refuse(workload.single("stream", self.events[5]))
        self.expect("was refused")

    def test_half_a_batch(self):
        more = [event(10), event(11)]
        request = workload.batch("batch", more)
        self.oracle.sending(request)
        self.oracle.doubt(request)
        self.served.entries.append(entry_of(more[0]))
        self.expect("half a batch")

    def test_a_second_acknowledgement_elsewhere(self):
        self.acknowledge([2])
        other = {**self.served.receipt(2), "position": 4}
        with self.assertRaisesRegex(Violation, "was acknowledged at"):
            self.oracle.acknowledge(workload.single("again", self.events[2]), [other])

    def test_a_checkpoint_that_nobody_signed(self):
        good = self.served.fetch
        self.served.fetch = lambda path: good(path).replace(b"\n6\n", b"\n5\n", 1)
        self.expect("does not verify")

    def test_a_wrong_proof(self):
        receipt = self.served.receipt(3)
        receipt["proof"] = receipt["proof"].replace("index 3\n", "index 2\n")
        self.oracle.acknowledge(workload.single("new", self.events[3]), [receipt])
        self.expect("inclusion proof")


class Parts(unittest.TestCase):
    def test_every_control_fits_its_source_once(self):
        files = sorted((ROOT / "tests/crash/controls").glob("*.control"))
        self.assertGreaterEqual(len(files), 4)
        for path in files:
            control = controls.read_control(path)
            text = (ROOT / control["source"]).read_text(encoding="utf-8")
            for old, new in control["replace"]:
                self.assertEqual(text.count(old), 1, path.name)
                self.assertNotEqual(old, new, path.name)
                text = text.replace(old, new)

    def test_signatures_are_those_of_rfc_8032(self):
        public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        signature = bytes.fromhex(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
            "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        )
        self.assertTrue(ed25519.verify(public, b"", signature))
        self.assertFalse(ed25519.verify(public, b"x", signature))
        key = ed25519.PrivateKey("any")
        self.assertTrue(ed25519.verify(key.public, b"text", key.sign(b"text")))

    def test_bundle_paths(self):
        self.assertEqual(tree.bundle_path(0, 256), "/tile/entries/000")
        self.assertEqual(tree.bundle_path(5, 17), "/tile/entries/005.p/17")
        self.assertEqual(tree.bundle_path(1234067, 256), "/tile/entries/x001/x234/067")


if __name__ == "__main__":
    unittest.main()

"""Goal: a ledger that recovery refuses can still be read as far as it verifies, and says exactly what is
missing. Method: one ledger, damaged copies of it in one table; each is refused by the plain server, then
served with --read-only and asked for everything a server answers, and its files are compared byte by byte.
Faults: F18, F19, F24, F29, F37
"""

import hashlib
import json
import shutil
import signal
import subprocess
import unittest

from refusals import GATEWAY, Refusals, business
from running_ledger import RunningLedger, binary

MARKER = "MARKERro7731confidential"
PERSON = {"daicho_person": "p-40-cco"}
NEWEST = 3


def newest_wal(data):
    return max((data / "db").glob("*.log"), key=lambda path: int(path.stem))


def cut_wal(case):
    with open(newest_wal(case.data), "r+b") as file:
        file.truncate(case.wal_bytes)


def flip_wal(case):
    with open(newest_wal(case.data), "r+b") as file:
        file.seek(case.wal_bytes + 300)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 0x10]))


def replace(part, source):
    def apply(case):
        shutil.rmtree(case.data / part)
        shutil.copytree(source(case) / part, case.data / part)

    return apply


# Name, what is done to a copy, code of the refusal, whether the newest events are gone, whether it is known
# which ones are missing.
ROWS = [
    ("newest WAL cut", cut_wal, "anchor.store_behind", True, True),
    ("byte of the newest WAL flipped", flip_wal, "store.corrupt", True, True),
    ("newest WAL deleted", lambda case: newest_wal(case.data).unlink(), "anchor.store_behind", True, True),
    ("older database", replace("db", lambda case: case.older), "anchor.store_behind", True, True),
    ("older anchor", replace("anchor", lambda case: case.older), "anchor.rolled_back", True, False),
    ("no anchor", lambda case: shutil.rmtree(case.data / "anchor"), "anchor.missing", False, False),
]
EXIT_CODES = {"anchor.missing": 3}


def files(folder):
    found = {}
    for path in sorted(folder.rglob("*")):
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        found[str(path.relative_to(folder))] = content
    return found


class ReadOnly(Refusals, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger().__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        ledger = cls.ledger
        ledger.append(ledger.generate("0.001"))
        cls.registered = business({"name": MARKER})
        assert ledger.post_event(GATEWAY, cls.registered).status == 201
        cls.kept = ledger.size()
        assert ledger.stop() == 0
        cls.whole, cls.older = ledger.data, ledger.folder / "older"
        shutil.copytree(cls.whole, cls.older)
        ledger.start()
        cls.wal_bytes = newest_wal(cls.whole).stat().st_size
        cls.receipts = [ledger.post_event(GATEWAY, business()).json() for _ in range(NEWEST)]
        cls.old_receipt = ledger.get(GATEWAY, "/v1/receipts/" + cls.registered["id"], **PERSON).json()
        cls.size = ledger.size()
        cls.entries = [ledger.get("auditor", f"/v1/events/{at}").json()["entry"] for at in range(cls.size)]
        assert cls.size == cls.kept + NEWEST
        assert ledger.stop(signal.SIGKILL) == -signal.SIGKILL

    def setUp(self):
        self.data = self.ledger.folder / "copy"
        shutil.copytree(self.whole, self.data)
        self.ledger.data = self.data
        self.answers = []

    def tearDown(self):
        if self.ledger.process.poll() is None:
            self.ledger.stop(signal.SIGKILL)
        shutil.rmtree(self.data)
        self.ledger.data = self.whole

    def ask(self, name, path, **headers):
        answer = self.ledger.get(name, path, **headers)
        self.answers.append(answer)
        return answer

    def verifies(self, receipt):
        file = self.ledger.folder / "receipt.json"
        file.write_text(json.dumps(receipt))
        done = subprocess.run(
            [binary("DAICHO_VERIFY"), file, self.ledger.identity_file],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def states(self, reason, verified, anchor_size, missing):
        ready = self.ask(None, "/readyz")
        alive = self.ask(None, "/healthz")
        self.assertEqual((ready.status, alive.status), (503, 200))
        self.assertIs(ready.json()["ready"], False)
        for shown in (ready.json(), alive.json()):
            self.assertIs(shown["read_only"], True)
            self.assertEqual(shown["reason"], reason)
            self.assertEqual(shown["verified_size"], verified)
            self.assertEqual(shown.get("anchor_size"), anchor_size)
            self.assertEqual(shown["missing"], missing)
        self.assertIn('"event":"serving_read_only"', self.ledger.stderr_file.read_text().replace(" ", ""))

    def serves(self, verified):
        """Everything public up to `verified`, and nothing behind it."""
        self.assertEqual(self.ledger.size(), verified)
        feed = self.ask("auditor", f"/v1/events?after={verified - 2}").json()
        self.assertEqual((feed["reflects"], feed["more"]), (verified, False))
        self.assertEqual([item["position"] for item in feed["items"]], [verified - 1])
        event = self.ask("auditor", "/v1/events/" + self.registered["id"])
        self.assertEqual(event.status, 200, event)
        self.assertEqual(self.ask("auditor", f"/v1/events/{verified}").status, 404)
        for receipt in self.receipts:
            answer = self.ask(GATEWAY, "/v1/receipts/" + receipt["id"], **PERSON)
            self.assertEqual(answer.status, 200 if receipt["position"] < verified else 404, answer)
        fresh = self.ask(GATEWAY, "/v1/receipts/" + self.registered["id"], **PERSON).json()
        self.assertIn(f"\n{verified}\n", fresh["proof"], "proven against the checkpoint that is served")
        self.verifies(fresh)
        self.verifies(self.old_receipt)
        proof = self.ask("auditor", f"/v1/proofs/consistency?from=1&to={verified}")
        self.assertEqual(proof.status, 200, proof)
        bundle = self.ask("mirror", f"/tile/0/000.p/{verified % 256}" if verified < 256 else "/tile/0/000")
        self.assertEqual(bundle.status, 200, bundle)

    def refuses(self, reason, missing):
        posted = self.ledger.post_event(GATEWAY, business({"name": MARKER}))
        self.answers.append(posted)
        self.refused(posted, 503, "service.read_only", None)
        self.assertIn(reason, posted.json()["detail"])
        self.assertTrue(posted.json()["detail"].endswith("entries missing: " + missing), posted)
        asked = {"daicho_purpose": "support", **PERSON}
        for path in (
            "/v1/events/" + self.registered["id"] + "?fields=all",
            "/v1/streams/" + self.registered["stream"] + "?fields=all",
            "/v1/streams/" + self.registered["stream"],
            "/v1/audit/access?record=" + self.registered["stream"],
            "/v1/audit/denials",
        ):
            self.refused(self.ask(GATEWAY, path, **asked), 503, "service.read_only", None)

    def stops_without_a_trace(self, before):
        self.assertEqual(self.ledger.stop(), 0)
        self.assertEqual(files(self.data), before)
        for answer in self.answers:
            self.assertNotIn(MARKER.encode(), answer.body)
        self.assertNotIn(MARKER, self.ledger.stderr_file.read_text())

    def missing(self, gone, known):
        if known and gone:
            last = self.size - 1
            return (
                {"known": True, "count": NEWEST, "from": self.kept, "to": last},
                f"positions {self.kept} to {last}",
            )
        return ({"known": True, "count": 0}, "none") if known else ({"known": False}, "unknown")

    def test_refused_and_read(self):
        for name, damage, reason, gone, known in ROWS:
            with self.subTest(name):
                self.tearDown()
                self.setUp()
                damage(self)
                before = files(self.data)
                done = self.ledger.run("serve", "--data", self.data, "--port", "0", expect=None)
                self.assertIn(reason, done.stderr)
                self.assertIn("serve --read-only", done.stderr)
                self.assertIn("daicho doctor", done.stderr)
                self.assertEqual(done.returncode, EXIT_CODES.get(reason, 1), done.stderr)
                self.assertEqual(files(self.data), before, "a refused start changed a file")
                self.ledger.start("--read-only")
                verified = self.kept if gone else self.size
                proven = {"older anchor": self.kept, "no anchor": None}.get(name, self.size)
                structured, text = self.missing(gone, known)
                self.states(reason, verified, proven, structured)
                self.serves(verified)
                self.refuses(reason, text)
                self.stops_without_a_trace(before)

    def test_a_flipped_byte_in_any_table(self):
        """Refused with a reason, or served up to a checkpoint as the whole ledger had it."""
        outcomes = set()
        for table in sorted(path.name for path in (self.whole / "db").glob("*.sst")):
            with self.subTest(table):
                self.tearDown()
                self.setUp()
                content = bytearray((self.data / "db" / table).read_bytes())
                content[len(content) // 3] ^= 0x10
                (self.data / "db" / table).write_bytes(content)
                self.ledger.stderr_file.write_text("")
                try:
                    self.ledger.start("--read-only")
                except AssertionError:
                    self.assertEqual(self.ledger.process.wait(), 1)
                    said = self.ledger.stderr_file.read_text()
                    self.assertRegex(said, r"daicho: (store\.corrupt|kv\.corrupt|recovery\.checkpoint): ")
                    outcomes.add("refused")
                    continue
                shown = self.ask(None, "/readyz").json()
                self.assertEqual(shown["reason"], "kv.corrupt", shown)
                verified = shown["verified_size"]
                self.assertEqual(shown["missing"]["count"], self.size - verified)
                self.assertEqual(self.ledger.size(), verified)
                for position in range(0, verified, 7):
                    answer = self.ask("auditor", f"/v1/events/{position}")
                    # What lookup or caller need may be damaged or lie behind.
                    self.assertIn(answer.status, (200, 401, 403, 500, 503), answer)
                    if answer.status == 200:
                        self.assertEqual(answer.json()["entry"], self.entries[position])
                        outcomes.add("answered")
                self.ledger.stop()
        self.assertEqual(outcomes, {"refused", "answered"})

    def test_healthy(self):
        before = files(self.data)
        self.ledger.start("--read-only")
        self.states("service.asked_read_only", self.size, self.size, {"known": True, "count": 0})
        self.serves(self.size)
        self.refuses("service.asked_read_only", "none")
        second = self.ledger.run("serve", "--data", self.data, "--port", "0", expect=None)
        self.assertEqual(second.returncode, 4, "a writer beside it: " + second.stderr)
        self.assertEqual(self.ledger.stop(), 0)
        # The search for the marker finds it where it may be found.
        self.ledger.start()
        read = "/v1/events/" + self.registered["id"] + "?fields=all"
        opened = self.ledger.get(GATEWAY, read, daicho_purpose="support", **PERSON)
        self.assertIn(MARKER.encode(), opened.body)
        self.assertEqual(self.ledger.stop(), 0)
        self.assertEqual(self.ledger.run("audit", "--data", self.data).returncode, 0)
        self.assertNotEqual(files(self.data), before, "the comparison of files sees a server that writes")

    def test_a_start_that_keys_refuse_changes_nothing(self):
        def lose(pattern):
            for path in self.data.glob(pattern):
                path.unlink()

        def swap(name):
            key = self.data / "secrets" / name
            key.write_bytes((self.data / "secrets" / "admin.pem").read_bytes())

        rows = [
            (lambda: lose("keyring/*.ring"), "keyring."),
            (lambda: lose("keyring/*.kek"), "keyring.kek_missing"),
            (lambda: lose("secrets/keyring.secret"), "master.missing"),
            (lambda: lose("secrets/log.pem"), "key.not_found"),
            (lambda: swap("log.pem"), "ledger.key_differs"),
        ]
        for damage, code in rows:
            with self.subTest(code):
                self.tearDown()
                self.setUp()
                damage()
                before = files(self.data)
                done = self.ledger.run("serve", "--data", self.data, "--port", "0", expect=None)
                self.assertNotEqual(done.returncode, 0, code)
                self.assertIn(code, done.stderr)
                self.assertEqual(files(self.data), before)

    def test_without_keyring(self):
        shutil.rmtree(self.data / "keyring")
        before = files(self.data)
        self.ledger.start("--read-only", "--open-tiles")
        self.assertEqual(self.ledger.size(), self.size)
        self.refused(self.ask("auditor", "/v1/events/1"), 503, "service.read_only", None)
        self.assertEqual(self.ask(None, "/tile/entries/000.p/1").status, 200)
        self.stops_without_a_trace(before)

    def test_beside_a_server(self):
        self.ledger.start()
        done = self.ledger.run("serve", "--data", self.data, "--port", "0", "--read-only", expect=None)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn("anchor.locked", done.stderr)
        self.assertEqual(self.ledger.stop(), 0)

    def test_restored_backup(self):
        backup, restored = self.ledger.folder / "backup", self.ledger.folder / "restored"
        keys = self.ledger.folder / "keys"
        self.ledger.run("backup", "--data", self.data, "--to", backup, "--keys", keys)
        self.ledger.run("restore", "--from", backup, "--to", restored, expect=None)
        shutil.copytree(keys, restored / "keyring")
        shutil.copytree(self.data / "secrets", restored / "secrets")
        shutil.rmtree(self.data)
        restored.rename(self.data)
        before = files(self.data)
        done = self.ledger.run("serve", "--data", self.data, "--port", "0", expect=1)
        self.assertIn("anchor.backup", done.stderr)
        self.assertEqual(files(self.data), before, "a refused start changed a file")
        self.ledger.start("--read-only")
        self.states("anchor.backup", self.size, self.size, {"known": False})
        self.serves(self.size)
        self.refuses("anchor.backup", "unknown")
        self.stops_without_a_trace(before)


if __name__ == "__main__":
    unittest.main()

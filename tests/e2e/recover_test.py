"""Goal: a ledger that lost acknowledged entries is made whole from a mirror over HTTPS, or succeeded by
a new generation that keeps its decisions and ids; nothing else may write. Method: one ledger, an older
backup of it, the living ledger as the mirror; then the newest entries are lost for good.
Faults: F29, F37
"""

import json
import shutil
import time
import unittest

import author
from refusals import ACTOR, GATEWAY, business
from running_ledger import ORIGIN, RunningLedger, event_id, now_text

ADMIN = {"person": "p-admin", "role": "admin"}


def files(folder):
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "LOCK"}


class Recover(unittest.TestCase):
    def setUp(self):
        self.ledger = RunningLedger().__enter__()
        self.addCleanup(self.ledger.__exit__)
        ledger = self.ledger
        ledger.append(ledger.generate("0.001"))
        self.business = business()
        assert ledger.post_event(GATEWAY, self.business).status == 201
        assert ledger.stop() == 0
        self.backed_up = self.entries_of(ledger.data)
        self.backup, self.restored = ledger.folder / "backup", ledger.folder / "restored"
        ledger.run("backup", "--data", ledger.data, "--to", self.backup)
        ledger.start()
        self.later = [business() for _ in range(3)]
        for event in self.later:
            assert ledger.post_event(GATEWAY, event).status == 201
        self.size = ledger.size()
        assert self.size == self.backed_up + len(self.later)

    def entries_of(self, data):
        done = self.ledger.run("--json", "doctor", "--data", data, expect=None)
        return json.loads(done.stdout)["size"]

    def restore(self, to, *flags):
        done = self.ledger.run("--json", "restore", "--from", self.backup, "--to", to, *flags, expect=None)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)

    def mirror(self, name="mirror"):
        ids = self.ledger.identities
        keys = ("--ca", ids / "ca.pem", "--cert", ids / f"{name}.pem", "--key", ids / f"{name}.key")
        return ("--tiles", f"https://127.0.0.1:{self.ledger.port}", *keys)

    def keep_going(self, data, origin=ORIGIN):
        """Serves the folder as the ledger from here on."""
        self.ledger.data = data
        self.ledger.start()
        self.assertTrue(self.ledger.checkpoint().startswith(origin + "\n"))

    def test_a_mirror_over_https(self):
        refused = self.restore(self.ledger.folder / "r1", *self.mirror(GATEWAY))
        self.assertEqual((refused["may_write"], refused["reingested"]), (False, 0), "role mirror is needed")
        again = self.restore(self.restored)
        self.assertEqual((again["may_write"], again["held_back"]["code"]), (False, "anchor.backup"))
        report = self.restore(self.restored, *self.mirror())
        self.assertEqual((report["may_write"], report["reingested"]), (True, len(self.later)), report)
        self.assertEqual(report["size"], self.size)
        lost = [row["position"] for row in report["disclosures_lost"]]
        self.assertEqual(lost, list(range(self.backed_up, self.size)), "sealed fields are in no mirror")
        entries = [self.ledger.get("auditor", f"/v1/events/{at}").json()["entry"] for at in range(self.size)]
        self.assertEqual(self.ledger.stop(), 0)

        for part in ("keyring", "secrets"):
            shutil.copytree(self.ledger.data / part, self.restored / part)
        self.assertIn("CLEAN", self.ledger.run("audit", "--data", self.restored).stdout)
        self.keep_going(self.restored)
        served = [self.ledger.get("auditor", f"/v1/events/{at}").json()["entry"] for at in range(self.size)]
        self.assertEqual(served, entries, "byte for byte")
        for event in self.later:
            # What named the key of its salts is gone with the vault's rows, so it can't be compared; it is
            # not stored twice. Other public fields are another event all the same.
            answer = self.ledger.post_event(GATEWAY, event)
            self.assertEqual((answer.status, answer.json()["code"]), (409, "event.retry_unprovable"))
            other = {**event, "occurred_at": now_text(-3600)}
            answer = self.ledger.post_event(GATEWAY, other)
            self.assertEqual((answer.status, answer.json()["code"]), (409, "event.id_reused"))
            receipt = self.ledger.get(
                GATEWAY, "/v1/receipts/" + event["id"], daicho_person=ACTOR["person"]
            )
            self.assertEqual(receipt.status, 200, receipt)
        self.assertEqual(self.ledger.post_event(GATEWAY, business()).status, 201)

    def bind(self, key, origin):
        """What an administrator does first in a new generation."""
        envelope = {
            "aud": origin,
            "id": event_id(),
            "type": "principal.bound",
            "v": 1,
            "stream": "principal/" + GATEWAY,
            "occurred_at": now_text(),
            "actor": ADMIN,
            "purpose": "administration",
        }
        public = {"principal": GATEWAY, "kind": "system", "person_id": ACTOR["person"]}
        authority = "O=daicho demonstration"
        credential = f"x509:CN=daicho demonstration CA,{authority}|CN={GATEWAY},{authority}"
        return author.build(key, envelope, public, {"credential": credential})

    def test_a_new_generation(self):
        self.assertEqual(self.ledger.stop(), 0)
        old, admin = self.ledger.data, self.ledger.data / "secrets" / "admin.pem"
        whole = self.ledger.run(
            "new-generation", "--previous", old, "--data", self.restored, "--admin-key", admin, expect=3
        )
        self.assertIn("generation.not_needed", whole.stderr)
        # The database is lost, the newest anchor is left.
        anchor = self.ledger.folder / "anchor"
        shutil.copytree(old / "anchor", anchor)
        self.restore(self.restored)
        founding = ["new-generation", "--previous", self.restored, "--admin-key", admin]
        following = self.ledger.folder / "following"
        unsure = self.ledger.run(*founding, "--data", following, expect=3)
        self.assertIn("generation.loss_unknown", unsure.stderr)
        self.assertFalse((following / "ledger.json").exists())
        before = files(self.restored)
        founded = json.loads(
            self.ledger.run(
                "--json", *founding, "--data", following, "--previous-anchor-dir", anchor
            ).stdout
        )
        self.assertEqual(files(self.restored), before)
        self.assertEqual(founded["origin"], ORIGIN + "/g2")
        self.assertEqual(founded["lost"], {"from": self.backed_up, "to": self.size - 1})
        audited = self.ledger.run("audit", "--data", following, "--previous", self.restored).stdout
        self.assertIn("CLEAN", audited)
        self.assertIn("CARRIED OVER", audited)

        self.keep_going(following, ORIGIN + "/g2")
        refused = self.ledger.post_event(GATEWAY, business())
        self.assertEqual(refused.status, 401, "principals are bound anew")
        bound = self.bind(author.AuthorKey(admin), ORIGIN + "/g2")
        answer = self.ledger.post_event(None, bound, media_type="application/sd-jwt")
        self.assertEqual(answer.status, 201, answer)
        deadline = time.monotonic() + 20
        while True:
            # Roles and centres were carried over: an event that rests on them is taken.
            answer = self.ledger.post_event(GATEWAY, business())
            if answer.status != 401 or time.monotonic() > deadline:
                break
        self.assertEqual(answer.status, 201, answer)
        # An id of the old ledger stays used; one that was lost with its entry is free.
        self.assertEqual(self.ledger.post_event(GATEWAY, self.business).json()["code"], "event.id_reused")
        self.assertEqual(self.ledger.post_event(GATEWAY, self.later[0]).status, 201)
        self.assertEqual(self.ledger.stop(), 0)
        self.assertIn("CLEAN", self.ledger.run("audit", "--data", following).stdout)


if __name__ == "__main__":
    unittest.main()

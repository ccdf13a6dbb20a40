"""Goal: an auditor opens a business in an emergency with the command line alone, reads it while the access is
open and not a moment longer, and everything of it is on record.
Method: the shipped program; keys enrolled for the auditor and the reviewer, every event signed and sent by
the command line; reads before, under, beside, after the end and after the review.
"""

import json
import unittest

from refusals import GATEWAY, business
from running_ledger import ORIGIN, RunningLedger, event_id, now_text

AUDITOR = {"person": "p-auditor", "role": "auditor"}
REVIEWER = {"person": "p-security", "role": "sec_staff"}


class BreakGlass(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger().__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        cls.ledger.append(cls.ledger.generate("0.001"))
        for actor in (AUDITOR, REVIEWER):
            cls.enrol(actor["person"])

    @classmethod
    def tearDownClass(cls):
        assert cls.ledger.stop() == 0
        cls.ledger.run("audit", "--data", cls.ledger.data)

    def setUp(self):
        event = business()
        self.assertEqual(self.ledger.post_event(GATEWAY, event).status, 201)
        self.business = event["data"]["business_id"]
        self.record = event["stream"]

    # -- the command line -----------------------------------------------------------------------------------

    @classmethod
    def key_of(cls, person):
        return cls.ledger.folder / f"{person}.pem"

    @classmethod
    def enrol(cls, person):
        made = json.loads(cls.ledger.run("keys", "generate", cls.key_of(person)).stdout)
        data = {
            "kid": made["kid"],
            "algorithm": made["alg"],
            "public_key": made["public_key"],
            "purpose": "author",
            "person_id": person,
            "valid_from": now_text(-7200),
        }
        admin = {"person": "p-admin", "role": "admin"}
        key = cls.ledger.data / "secrets" / "admin.pem"
        cls.send("key.enrolled", "key/" + made["kid"], admin, data, purpose="security", key=key)

    @classmethod
    def send(cls, kind, stream, actor, data, purpose="audit", key=None, occurred_s=0, expect=0):
        """Signs and appends one event; gives its id and what the command said."""
        event = {
            "id": event_id(),
            "type": kind,
            "stream": stream,
            "occurred_at": now_text(occurred_s),
            "actor": actor,
            "purpose": purpose,
            "data": data,
        }
        file = cls.ledger.folder / "event.json"
        file.write_text(json.dumps(event, ensure_ascii=False))
        signer = key or cls.key_of(actor["person"])
        signed = cls.ledger.run("keys", "sign", "--key", signer, "--origin", ORIGIN, file).stdout
        done = cls.ledger.run(
            "append", *cls.ledger.remote(GATEWAY), "--from", "-", text_input=signed, expect=expect
        )
        return event["id"], done

    def open(self, from_s=0, until_s=1800, **changes):
        """Opens an emergency access; gives its id and its event's."""
        grant = "g-" + event_id()
        data = {
            "grant_id": grant,
            "center_id": "c40",
            "business_id": self.business,
            "opened_at": now_text(from_s),
            "expires_at": now_text(until_s),
            "reviewer_id": REVIEWER["person"],
            "justification": "通報の確認",
            **changes,
        }
        event, _ = self.send("access.break_glass", "break_glass/" + grant, AUDITOR, data, occurred_s=from_s)
        return grant, event

    def read(self, grant=None, expect=0, name="auditor", purpose="audit"):
        flags = ["--break-glass", grant] if grant else []
        return self.ledger.run(
            *["get", "--confidential", *self.ledger.remote(name), "--purpose", purpose, *flags, self.record],
            expect=expect,
        )

    def trace(self, *question):
        done = self.ledger.run(
            "--json", "trace", *self.ledger.remote("auditor"), "--purpose", "audit", *question
        )
        return json.loads(done.stdout)["items"]

    # -- what it must do ------------------------------------------------------------------------------------

    def test_opened_read_reviewed_closed(self):
        refused = self.read(expect=3)
        self.assertIn("policy.denied", refused.stderr)
        self.assertNotIn("見本商店", refused.stdout)
        grant, opened = self.open()
        self.assertIn("policy.denied", self.read(expect=3).stderr, "a read names the access or has none")
        shown = self.read(grant)
        self.assertIn("見本商店", shown.stdout)
        self.assertIn("recorded as event", shown.stderr)

        rows = self.trace("--business", self.business)
        self.assertEqual([row["kind"] for row in rows], ["break_glass", "viewed"])
        self.assertEqual(rows[0]["event"], opened)
        self.assertEqual(rows[1]["break_glass_ref"], opened)
        self.assertEqual(rows[1]["actor"]["person"], AUDITOR["person"])

        review = {"grant_id": grant, "result": "justified", "reviewed_on": now_text()[:10]}
        stream = "break_glass/" + grant
        _, own = self.send("break_glass.reviewed", stream, AUDITOR, review, expect=3)
        self.assertIn("break_glass.not_reviewer", own.stderr, "nobody reviews themselves")
        self.read(grant)
        self.send("break_glass.reviewed", stream, REVIEWER, review, purpose="security")
        self.assertIn("policy.denied", self.read(grant, expect=3).stderr, "what is reviewed is closed")
        reviews = self.trace("--actor", REVIEWER["person"])
        self.assertIn("break_glass_reviewed", [row["kind"] for row in reviews])

    def test_it_ends_by_itself(self):
        over, _ = self.open(from_s=-3600, until_s=-1800)
        self.assertIn("policy.denied", self.read(over, expect=3).stderr, "it is over")
        grant, _ = self.open(from_s=-60, until_s=1800)
        self.assertIn("見本商店", self.read(grant).stdout)

    def test_it_covers_one_business_one_person_one_purpose(self):
        other = business()
        self.assertEqual(self.ledger.post_event(GATEWAY, other).status, 201)
        elsewhere, _ = self.open(business_id=other["data"]["business_id"])
        self.assertIn("policy.denied", self.read(elsewhere, expect=3).stderr)
        grant, _ = self.open()
        self.assertIn("policy.denied", self.read(grant, expect=3, name="security", purpose="security").stderr)
        self.assertIn("policy.denied", self.read(grant, expect=3, purpose="evaluation").stderr)
        self.assertIn("見本商店", self.read(grant).stdout)

    def test_a_wrong_id_is_refused_and_a_malformed_one_is_malformed(self):
        size = self.ledger.size()
        self.assertIn("policy.denied", self.read("g-unheard-of", expect=3).stderr)
        malformed = self.read("g 1", expect=None)
        self.assertIn("break_glass.malformed", malformed.stderr)
        for grant, status in (("g 1", 400), ("g/1", 400), ("x" * 65, 400), ("g-unheard-of", 403)):
            answer = self.ledger.request(
                "auditor",
                "GET",
                f"/v1/streams/business%2F{self.business}?fields=all",
                headers={"Daicho-Purpose": "audit", "Daicho-Break-Glass": grant},
            )
            self.assertEqual(answer.status, status, (grant, answer))
        new = range(size, self.ledger.size())
        events = [self.ledger.get("auditor", f"/v1/events/{at}").json() for at in new]
        kinds = {event["type"] for event in events}
        self.assertEqual(kinds - {"access.denied"}, set(), "no read was recorded")


if __name__ == "__main__":
    unittest.main()

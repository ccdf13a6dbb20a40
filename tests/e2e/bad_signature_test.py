"""Goal: an author-signed event counts only when every byte of it is as its author's enrolled key
signed it.
Method: SD-JWTs built by hand, one thing wrong in each; status, stable code and JSON pointer are
expected, and a log that only grew by recorded refusals.
"""

import unittest

import author
from refusals import Refusals
from running_ledger import ORIGIN, RunningLedger, event_id, now_text


class BadSignatures(Refusals, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger().__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        cls.ledger.append(cls.ledger.generate("0.001", "--setup-only"))
        cls.admin = author.AuthorKey(cls.ledger.data / "secrets" / "admin.pem")
        cls.other = author.AuthorKey(cls.ledger.folder / "other.pem")

    PUBLIC = {"org_id": "sup-bad", "kind": "support_org"}
    SECRET = {"name": "見本支援機関", "corporate_number": None}

    @staticmethod
    def envelope(**members):
        return {
            "aud": ORIGIN,
            "id": event_id(),
            "type": "org.registered",
            "v": 1,
            "stream": "org/sup-bad",
            "occurred_at": now_text(),
            "actor": {"person": "p-admin", "role": "admin"},
            "purpose": "administration",
            **members,
        }

    def send(self, sd_jwt):
        return self.ledger.post_event(None, sd_jwt, "application/sd-jwt")

    def good(
        self, key=None, public=None, secret=None, header=None, payload_text=None, disclosures=None, **members
    ):
        return author.build(
            key or self.admin,
            self.envelope(**members),
            public or self.PUBLIC,
            secret or self.SECRET,
            header=header,
            payload_text=payload_text,
            disclosures=disclosures,
        )

    def flipped(self, sd_jwt):
        jws, _, rest = sd_jwt.partition("~")
        return jws[:-9] + ("A" if jws[-9] != "A" else "B") + jws[-8:] + "~" + rest

    def test_author_signed_events(self):
        extra = author.disclosure("colour", "red")
        rows = [
            ("unknown key", self.good(key=self.other), 401, "key.unknown", "/kid"),
            ("bad signature", self.flipped(self.good()), 401, "signature.invalid", None),
            ("another ledger", self.good(aud="other.example"), 400, "event.aud", "/aud"),
            (
                "disclosure missing",
                self.good(disclosures=lambda all_: all_[:1]),
                400,
                "disclosure.missing",
                None,
            ),
            ("no disclosure", self.good(disclosures=lambda all_: []), 400, "disclosure.missing", None),
            (
                "disclosure surplus",
                self.good(disclosures=lambda all_: all_ + [extra]),
                400,
                "disclosure.surplus",
                None,
            ),
            (
                "disclosure twice",
                self.good(disclosures=lambda all_: all_ + all_[:1]),
                400,
                "disclosure.duplicate",
                None,
            ),
            (
                "confidential in clear",
                self.good(public={**self.PUBLIC, "name": "x"}, secret={"corporate_number": None}),
                400,
                "field.confidential",
                "/data/name",
            ),
            ("field not committed to", self.good(secret={"name": "x"}), 400, "disclosure.missing", None),
            (
                "short salt",
                self.good(
                    secret=self.SECRET,
                    disclosures=lambda all_: [author.disclosure("name", "x", "c2hvcnQ"), all_[1]],
                ),
                400,
                None,
                None,
            ),
            ("no closing tilde", self.good()[:-1], 400, "sd_jwt.malformed", None),
            ("key binding", self.good() + "a.b.c", 400, "sd_jwt.key_binding", None),
            ("no SD-JWT", "hello", 400, None, None),
            ("critical header", self.good(header={"crit": ["exp"]}), 400, "jws.header", "/crit"),
            ("embedded key", self.good(header={"jwk": {"kty": "OKP"}}), 400, "jws.header", "/jwk"),
            ("no algorithm", self.good(header={"alg": "none"}), 400, "jws.alg", "/alg"),
            ("symmetric algorithm", self.good(header={"alg": "HS256"}), 400, "jws.alg", "/alg"),
            ("algorithm of another key", self.good(header={"alg": "ES256"}), 401, "key.unknown", "/kid"),
            ("another typ", self.good(header={"typ": "JWT"}), 400, "jws.typ", "/typ"),
            (
                "attested_by in the payload",
                self.good(attested_by={"principal": "gw-hq", "via": "mtls"}),
                400,
                "event.way_in",
                "/attested_by",
            ),
            (
                "float in the payload",
                self.good(public={**self.PUBLIC, "fy": 1.5}),
                400,
                "json.float",
                "/data/fy",
            ),
            ("payload is an array", self.good(payload_text="[]"), 400, "event.malformed", None),
            (
                "payload with a member twice",
                self.good(payload_text='{"aud":"a","aud":"b"}'),
                400,
                "json.duplicate_key",
                "/aud",
            ),
            (
                "key of another person",
                self.good(actor={"person": "p-hq-01", "role": "hq_staff"}),
                403,
                "actor.key_mismatch",
                "/actor/person",
            ),
            ("internal type", self.good(type="record.viewed"), 400, "event.way_in", "/type"),
            ("future time", self.good(occurred_at=now_text(3600)), 422, "time.future", "/occurred_at"),
            (
                "stale version",
                self.good(expected_version=1),
                409,
                "stream.version_conflict",
                "/expected_version",
            ),
        ]
        size = self.ledger.size()
        for name, body, status, code, pointer in rows:
            with self.subTest(name):
                self.refused(self.send(body), status, code, pointer)
                size = self.nothing_but_refusals_since(size)

    def test_a_revoked_key(self):
        key = author.AuthorKey(self.ledger.folder / "short-lived.pem")
        enrolled = author.build(
            self.admin,
            self.envelope(type="key.enrolled", stream="key/" + key.kid, purpose="security"),
            {
                "kid": key.kid,
                "algorithm": "Ed25519",
                "public_key": author.b64url(key.public),
                "purpose": "author",
                "person_id": "p-hq-01",
                "valid_from": now_text(-60),
            },
            {},
        )
        self.assertEqual(self.send(enrolled).status, 201)
        by_staff = {"actor": {"person": "p-hq-01", "role": "hq_staff", "org": "hq"}, "key": key}
        before = self.good(
            stream="org/sup-before", public={"org_id": "sup-before", "kind": "support_org"}, **by_staff
        )
        self.assertEqual(self.send(before).status, 201)
        revoked = author.build(
            self.admin,
            self.envelope(type="key.revoked", stream="key/" + key.kid, purpose="security"),
            {"kid": key.kid, "reason": "left"},
            {},
        )
        self.assertEqual(self.send(revoked).status, 201)
        size = self.ledger.size()
        after = self.good(
            stream="org/sup-after", public={"org_id": "sup-after", "kind": "support_org"}, **by_staff
        )
        self.refused(self.send(after), 401, "key.revoked", None)
        self.assertEqual(self.nothing_but_refusals_since(size), self.ledger.size())
        again = self.send(before)
        self.assertEqual(again.status, 200, "what was stored stays stored, whatever became of the key")
        self.assertTrue(again.json()["stored_before"])


if __name__ == "__main__":
    unittest.main()

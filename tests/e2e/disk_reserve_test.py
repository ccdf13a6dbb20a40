"""Goal: a disk that runs full stops business first and confidential reads last, never with a failed write.
Method: reserves larger than any disk stand for a disk without room; what needs an event is refused, what
needs none goes on, and without the reserve everything is taken again.
Faults: F15
"""

import unittest

from refusals import GATEWAY, Refusals, business
from running_ledger import RunningLedger

MORE_THAN_ANY_DISK_MIB = str(1 << 30)


class DiskReserve(Refusals, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger().__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        cls.ledger.append(cls.ledger.generate("0.001"))
        cls.registered = business()

    def restart(self, *flags):
        self.assertEqual(self.ledger.stop(), 0)
        self.ledger.start(*flags)

    def confidential(self):
        path = "/v1/events/" + self.registered["id"] + "?fields=all"
        return self.ledger.get(GATEWAY, path, daicho_purpose="support", daicho_person="p-40-cco")

    def test_levels(self):
        ledger = self.ledger
        self.assertEqual(ledger.post_event(GATEWAY, self.registered).status, 201)
        size = ledger.size()

        self.restart("--reserve-mib", MORE_THAN_ANY_DISK_MIB)
        self.refused(ledger.post_event(GATEWAY, business()), 507, "storage.reserved", None)
        self.assertEqual(ledger.size(), size)
        opened = self.confidential()
        self.assertEqual(opened.status, 200, opened)
        self.assertIn("見本商店", opened.body.decode())
        self.assertEqual(ledger.size(), size + 1, "the read is on record")

        self.restart("--reserve-mib", MORE_THAN_ANY_DISK_MIB, "--access-reserve-mib", MORE_THAN_ANY_DISK_MIB)
        self.refused(ledger.post_event(GATEWAY, business()), 507, "storage.full", None)
        refused = self.confidential()
        self.refused(refused, 503, "access.not_recorded", None)
        self.assertNotIn("見本商店", refused.body.decode())
        self.assertEqual(ledger.get("auditor", "/v1/events/1").status, 200, "public fields need no event")
        self.assertEqual(ledger.size(), size + 1)

        self.restart()
        self.assertEqual(ledger.post_event(GATEWAY, business()).status, 201)
        self.assertEqual(ledger.stop(), 0)
        self.assertEqual(ledger.run("audit", "--data", ledger.data).returncode, 0)

    def test_a_reserve_that_is_no_size(self):
        flags = ["--reserve-mib", "1", "--access-reserve-mib", "-1"]
        done = self.ledger.run("serve", "--data", self.ledger.folder / "none", *flags, expect=None)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("--access-reserve-mib", done.stderr)


if __name__ == "__main__":
    unittest.main()

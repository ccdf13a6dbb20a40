"""Goal: a start does not read the read models whole, and still no damage in them becomes an answer: the
service finds it beside its work, says so where operators look, goes on, and the next start has every row
right.
Method: the shipped program over a generated quarter; one byte of a table changed while it is stopped; the
same questions before, under damage and after.
Faults: F25
"""

import json
import time
import unittest

from refusals import GATEWAY, Refusals, business
from running_ledger import RunningLedger

PATIENCE_S = 120
ASKED = 40


class ProjectionDamage(Refusals, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger().__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        cls.ledger.append(cls.ledger.generate("0.05", months=3))

    @property
    def folder(self):
        return self.ledger.data / "projections"

    @property
    def mark(self):
        return self.ledger.data / "projections.damaged"

    def doctor(self):
        return json.loads(self.ledger.run("--json", "doctor", "--data", self.ledger.data).stdout)

    def metric(self, name):
        text = self.ledger.get("security", "/metrics").body.decode()
        return {line.split()[0]: int(line.split()[1]) for line in text.splitlines() if line.startswith(name)}

    def wait_until(self, condition):
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            self.assertLess(time.monotonic(), deadline, self.ledger.stderr_file.read_text()[-2000:])
            time.sleep(0.05)

    def wait_for_metric(self, name):
        self.wait_until(lambda: self.metric(name).get(name) == 1)

    def folded(self):
        ready = self.ledger.get(None, "/readyz").json()
        return not ready["projections_growing"] and ready["projections_reached"] == ready["size"]

    def ask(self, names):
        return {name: self.ledger.get("auditor", "/v1/streams/business/" + name) for name in names}

    def damage_a_table(self):
        table = max(self.folder.glob("*.sst"), key=lambda file: file.stat().st_size)
        content = bytearray(table.read_bytes())
        content[len(content) // 3] ^= 0x20
        table.write_bytes(content)
        return table.name

    def test_found_beside_the_service_and_folded_again_at_the_next_start(self):
        names = [data["business_id"] for data in self.ledger.all_of("business.registered")][:ASKED]
        self.assertGreaterEqual(len(names), 5)
        right = {name: answer.json()["items"] for name, answer in self.ask(names).items()}
        self.assertTrue(all(right.values()))
        self.wait_for_metric("daicho_projections_verified_total")
        self.assertEqual(self.metric("daicho_projections_damaged"), {"daicho_projections_damaged": 0})
        self.assertEqual(self.ledger.stop(), 0)
        self.assertTrue(self.doctor()["read_models"])

        table = self.damage_a_table()
        self.ledger.start()
        event = business()
        self.assertEqual(self.ledger.post_event(GATEWAY, event).status, 201)
        for name, answer in self.ask(names).items():
            if answer.status == 200:
                self.assertEqual(answer.json()["items"], right[name])
            else:
                self.assertGreaterEqual(answer.status, 500, answer)
        self.wait_for_metric("daicho_projections_damaged")
        self.assertIn(table, self.mark.read_text())
        self.assertIn("projections_damaged", self.ledger.stderr_file.read_text())
        self.assertEqual(self.ledger.post_event(GATEWAY, business()).status, 201)
        self.assertEqual(self.ledger.stop(), 0)
        self.assertEqual(self.doctor()["read_models_absent"], "projections.marked")

        self.ledger.start()
        self.assertFalse(self.mark.exists())
        self.wait_until(self.folded)
        for name, answer in self.ask(names).items():
            self.assertEqual(answer.json()["items"], right[name])
        self.wait_for_metric("daicho_projections_verified_total")
        self.assertEqual(self.metric("daicho_projections_damaged"), {"daicho_projections_damaged": 0})
        self.assertEqual(self.ledger.stop(), 0)
        compared = json.loads(
            self.ledger.run("--json", "rebuild", "--compare", "--data", self.ledger.data).stdout
        )
        self.assertTrue(all(one["equal"] and one["rows"] > 0 for one in compared), compared)
        self.ledger.run("audit", "--data", self.ledger.data)


if __name__ == "__main__":
    unittest.main()

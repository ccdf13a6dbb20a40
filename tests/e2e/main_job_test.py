"""Goal: the main job works from an empty folder to an audited ledger with the shipped binary alone.
Method: found, serve, load a generated month, load it again, tour, trace, audit, restart and
rebuild, judged by exit codes, counts and answers.
"""

import json
import unittest

from running_ledger import RunningLedger


class MainJob(unittest.TestCase):
    def test_the_main_job(self):
        with RunningLedger(centers="c40,c41") as ledger:
            events = ledger.generate("0.005")
            lines = len(events.read_text().splitlines())
            self.load_twice(ledger, events, lines)
            self.tour_and_trace(ledger)
            size = ledger.size()
            self.audit_beside_the_server(ledger, size)
            self.stop_rebuild_restart(ledger, size)

    def load_twice(self, ledger, events, lines):
        first = ledger.append(events)
        self.assertEqual(first["events"], lines)
        self.assertEqual(first["stored_before"], 0)
        said = ledger.settle()
        self.assertGreater(said, 0)
        self.assertEqual(ledger.size(), lines + 1 + said, "the genesis, every line, what the service says")
        again = ledger.append(events)
        self.assertEqual(again["events"], lines)
        self.assertEqual(again["stored_before"], lines, "every event was stored before")
        self.assertEqual(again["last_position"], first["last_position"])
        self.assertEqual(ledger.size(), lines + 1 + said, "loading again adds nothing")

    def tour_and_trace(self, ledger):
        demo = ledger.run(
            "demo", *ledger.remote(), "--identity", ledger.identity_file, "--out", ledger.folder
        )
        for step in ("1. Append", "2. Verify", "3. Read", "4. The auditor", "recorded as event"):
            self.assertIn(step, demo.stdout)
        self.assertNotIn("FAIL", demo.stdout)

        event = json.loads((ledger.folder / "event.json").read_text())
        traced = json.loads(
            ledger.run(
                "--json",
                "trace",
                *ledger.remote("auditor"),
                "--purpose",
                "audit",
                "--record",
                event["stream"],
            ).stdout
        )
        viewed = [item for item in traced["items"] if item["kind"] == "viewed"]
        self.assertEqual(len(viewed), 1)
        self.assertEqual(viewed[0]["record_ids"], [event["id"]])
        self.assertEqual(viewed[0]["actor"]["person"], event["actor"]["person"])
        self.assertEqual(viewed[0]["purpose"], "support")

        receipt = ledger.folder / "receipt.json"
        verified = ledger.run("verify", receipt, "--identity", ledger.identity_file)
        self.assertIn("VALID, grade: logged", verified.stdout)

    def audit_beside_the_server(self, ledger, size):
        report = json.loads(
            ledger.run("--json", "audit", "--data", ledger.data, "--identity", ledger.identity_file).stdout
        )
        self.assertEqual(report["size"], size)
        self.assertEqual(report["findings"], [])
        self.assertEqual(report["signatures_verified"], size)

    def stop_rebuild_restart(self, ledger, size):
        self.assertEqual(ledger.get(None, "/readyz").json()["ready"], True)
        self.assertEqual(ledger.stop(), 0, "SIGTERM stops cleanly")
        for database in ("db", "projections"):
            logs = list((ledger.data / database).glob("*.log"))
            self.assertEqual(sum(log.stat().st_size for log in logs), 0, "a planned end leaves no replay")
        compared = json.loads(ledger.run("--json", "rebuild", "--compare", "--data", ledger.data).stdout)
        self.assertEqual(
            {one["projection"] for one in compared},
            {"stream_history", "activity_index", "access_log", "state_history", "figure_events"},
        )
        for one in compared:
            self.assertTrue(one["equal"], one)
            self.assertEqual(one["size"], size)
            self.assertGreater(one["rows"], 0)

        ledger.start()
        self.assertEqual(ledger.size(), size)
        event = json.loads((ledger.folder / "event.json").read_text())
        answer = ledger.post_event(f"gw-{event['actor']['center']}", event)
        self.assertEqual(answer.status, 200, answer)
        self.assertTrue(answer.json()["stored_before"], "the ledger remembers over a restart")
        self.assertEqual(ledger.stop(), 0)
        self.assertEqual(ledger.run("audit", "--data", ledger.data).returncode, 0)


if __name__ == "__main__":
    unittest.main()

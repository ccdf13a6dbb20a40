"""Goal: every planted breach of a rule is refused over HTTPS with the rule and code that its line names, and
the events around it are stored as if it had not been there.
Method: a generated month of two centres with violations, appended by the shipped binary, then audited; a line
whose expectation is wrong ends the command.
"""

import json
import unittest

from running_ledger import SEED, RunningLedger


class Violations(unittest.TestCase):
    def test_each_is_refused_with_its_code(self):
        with RunningLedger(centers="c40,c41") as ledger:
            events = ledger.generate("0.001", "--with-violations")
            lines = events.read_text().splitlines()
            planted = [line for line in lines if '"expected":' in line]
            self.assertGreater(len(planted), 400)
            # Author-signed ones as well.
            self.assertGreater(sum(line.startswith('{"sd_jwt":') for line in planted), 200)
            totals = ledger.append(events)
            self.assertEqual(totals["refused_as_planted"], len(planted))
            self.assertEqual(totals["events"], len(lines) - len(planted))
            self.assert_wrong_expectations_are_noticed(ledger, planted)
            self.assertEqual(ledger.stop(), 0)
            self.assertEqual(ledger.run("audit", "--data", ledger.data).returncode, 0)

    def assert_wrong_expectations_are_noticed(self, ledger, planted):
        line = json.loads(planted[0])
        line["expected"]["code"] = "never.heard_of"
        file = ledger.folder / "wrong.ndjson"
        file.write_text(json.dumps(line, ensure_ascii=False) + "\n")
        command = ["append", *ledger.remote(), "--from", file, "--demo-seed", SEED]
        done = ledger.run(*command, expect=None)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("violation.not_refused", done.stderr)


if __name__ == "__main__":
    unittest.main()

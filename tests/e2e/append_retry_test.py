"""Goal: `daicho append` gets every event in once, though the server dies under it and comes back.
Method: the server is killed as soon as the log has grown by some of the events, and started again on the same
port while the command is still trying.
Faults: F01, F49
"""

import json
import subprocess
import unittest

from running_ledger import SEED, RunningLedger, binary


class AppendRetry(unittest.TestCase):
    def test_a_server_that_dies_and_returns(self):
        with RunningLedger() as ledger:
            events = ledger.generate("0.05")
            lines = len(events.read_text().splitlines())
            port = ledger.port
            command = [binary(), "--json", "append", *ledger.remote(), "--from", events, "--demo-seed", SEED]
            pipe = subprocess.PIPE
            with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as append:
                while ledger.size() < lines // 10:
                    self.assertIsNone(append.poll(), "it was over before the server could be killed")
                ledger.process.kill()
                ledger.process.wait()
                for connection in ledger.connections.values():
                    connection.close()
                ledger.connections.clear()
                self.assertIsNone(append.poll(), "still trying")
                ledger.start(port=port)
                said, errors = append.communicate(timeout=120)
            self.assertEqual(append.returncode, 0, errors)
            totals = json.loads(said)
            self.assertEqual(totals["events"], lines)
            said = ledger.settle()
            self.assertEqual(ledger.size(), lines + 1 + said, "the genesis, and every line once")
            self.assertEqual(ledger.stop(), 0)
            self.assertEqual(ledger.run("audit", "--data", ledger.data).returncode, 0)


if __name__ == "__main__":
    unittest.main()

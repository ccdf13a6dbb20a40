"""Goal: a founding that does not end leaves nothing, or a folder that every command names; what is in its way
is found before anything is written. Method: foundings that fail at a known place, and a damaged identity;
each command is asked about the folder, and founding again goes on only where nothing is left.
Faults: F01
"""

import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from running_ledger import ORIGIN, binary


class Founding(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="daicho-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / "data"

    def run_command(self, *arguments):
        command = [binary(), "--json", *map(str, arguments), "--data", str(self.data)]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    def init(self, *more):
        return self.run_command("init", "--origin", ORIGIN, *more)

    def refused(self, done, code, exit_code):
        self.assertEqual(done.returncode, exit_code, done.stderr)
        self.assertEqual(json.loads(done.stderr)["code"], code)
        return json.loads(done.stderr)

    def found_half(self):
        """Its keyring can't be made where a file is in the way."""
        (self.folder / "file").write_text("x")
        done = self.init("--keyring-dir", self.folder / "file")
        self.assertEqual(done.returncode, 4, done.stderr)

    def test_every_command_names_half_a_ledger(self):
        self.found_half()
        self.assertFalse((self.data / "ledger.json").exists())
        for command in (("serve",), ("serve", "--read-only"), ("audit",), ("rebuild", "--compare")):
            with self.subTest(command):
                done = self.run_command(*command)
                said = self.refused(done, "ledger.half_founded", 3)
                self.assertIn("none of its events was ever acknowledged", said["expected"])
        before = sorted(str(path) for path in self.data.rglob("*"))
        self.refused(self.init(), "ledger.half_founded", 3)
        self.assertEqual(sorted(str(path) for path in self.data.rglob("*")), before, "nothing is taken over")
        found = json.loads(self.run_command("doctor").stdout)["findings"]
        self.assertEqual([one["code"] for one in found], ["ledger.half_founded"])

    def test_removed_it_can_be_founded_again(self):
        self.found_half()
        shutil.rmtree(self.data)
        self.assertEqual(self.init().returncode, 0)
        self.assertFalse((self.data / "ledger.json.founding").exists())
        self.assertEqual(self.run_command("audit").returncode, 0)
        self.refused(self.init(), "ledger.exists", 3)

    def test_what_is_in_the_way_is_found_before_anything_is_written(self):
        secrets = self.folder / "secrets"
        secrets.mkdir(mode=0o700)
        (secrets / "attestor.pem").write_text("of another ledger")
        self.refused(self.init("--secrets-dir", secrets), "key.exists", 3)
        (self.folder / "admin.pem").write_text("no key")
        done = self.init("--admin-key", self.folder / "admin.pem")
        self.assertNotEqual(done.returncode, 0)
        self.assertFalse(self.data.exists())
        self.assertEqual([path.name for path in secrets.iterdir()], ["attestor.pem"])

    def test_a_damaged_identity_is_not_a_founding(self):
        self.assertEqual(self.init().returncode, 0)
        text = (self.data / "ledger.json").read_text()
        for damaged in (text[:40], "", text.replace('"log"', '"lag"')):
            (self.data / "ledger.json").write_text(damaged)
            self.refused(self.run_command("serve"), "identity.malformed", 2)
            self.refused(self.run_command("audit"), "identity.malformed", 2)
        (self.data / "ledger.json").write_text(text)
        self.assertEqual(self.run_command("audit").returncode, 0)


if __name__ == "__main__":
    unittest.main()

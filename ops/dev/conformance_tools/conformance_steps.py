"""Outside tools on a conformance ledger: they write and read it as if it were one of their own."""

import json
import re
import time

from ordinary_steps import event_id
from served_ledger import ServedLedger, SpoilingProxy
from transcript import StepFailed

ORIGIN = "opaque.conformance.example/2026"
GOAL = 2000  # leaves that the hammer is to bring in
ENTRY_HEAD = b'{"v":1,"recorded_at":"'


class ConformanceLedger:
    def __init__(self, transcript, tools, folder):
        self.transcript = transcript
        self.tools = tools
        self.folder = folder
        self.ledger = ServedLedger(transcript, tools.daicho, folder, ORIGIN)
        self.vkey_file = folder / "log.vkey"

    def steps(self):
        step = self.transcript.step
        if not step("a conformance ledger", self._found):
            return
        step("POST /add takes leaves as they are and refuses what is none", self._add)
        step("a conformance ledger takes no event", self._no_event)
        step("hammer: writers, full and random readers, to its goal", self._hammer)
        step("hammer does not reach its goal where /add is missing", self._hammer_negative)
        step("hammer refuses one flipped bit in the checkpoint", self._hammer_spoilt)
        step("fsck: the hammered ledger", self._fsck)
        step("fsck refuses one flipped bit in an entry bundle", self._fsck_spoilt)
        step("leaves, /add and fsck after a restart", self._restart)

    def finish(self):
        if self.ledger.process is not None:
            self.transcript.step("the conformance ledger stops cleanly and audits clean", self._audit)

    def _vkey(self):
        return json.loads(self.ledger.identity_file.read_text())["log"]

    def _found(self):
        self.ledger.found("--conformance")
        self.vkey_file.write_text(self._vkey() + "\n")
        self.ledger.serve()

    def _post(self, leaf, wanted):
        status, said = self.ledger.request("POST", "/add", body=leaf)
        self.transcript.note(f"POST /add, {len(leaf)} bytes: {status} {said[:200]!r}")
        if status != wanted:
            raise StepFailed(f"POST /add of {len(leaf)} bytes: {status}, expected {wanted}")
        return said

    def _add(self):
        size = self.ledger.size()
        leaves = [b"a", b"\x00\xff\n", b"{}", b"x" * 65535, b"a"]
        for number, leaf in enumerate(leaves):
            index = int(self._post(leaf, 200).split(b"\n")[0])
            if index != size + number:
                raise StepFailed(f"index {index}, expected {size + number}")
        self._post(b"", 400)
        self._post(ENTRY_HEAD + b"2026", 400)
        self._post(b"x" * 65536, 413)
        if self.ledger.leaves(self.ledger.size())[size:] != leaves:
            raise StepFailed("the bundle does not give back the bytes that were sent")

    def _no_event(self):
        """Signed by the administrator, so that nothing but the kind of the ledger speaks against it."""
        event = {"id": event_id(), "type": "policy.parameter_set", "stream": "policy/demo"}
        event["occurred_at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        event["actor"] = {"person": "p-admin", "role": "admin"}
        event["purpose"] = "administration"
        event["data"] = {"name": "demo", "value": 1}
        file = self.folder / "event.json"
        file.write_text(json.dumps(event))
        key = self.ledger.data / "secrets" / "admin.pem"
        command = [self.tools.daicho, "keys", "sign", "--key", key, "--origin", ORIGIN, file]
        body = self.transcript.run(command).strip().encode()
        before = self.ledger.size()
        headers = {"Content-Type": "application/sd-jwt"}
        status, said = self.ledger.request("POST", "/v1/events", body=body, headers=headers)
        self.transcript.note(f"POST /v1/events: {status} {said[:300]!r}")
        if b'"code":"ledger.leaves_only"' not in said or self.ledger.size() != before:
            raise StepFailed(f"an event was answered with {status} {said[:200]!r}")

    def _run_hammer(self, url, goal, max_runtime, expect, write_url=None):
        """What it said, and the warnings and errors in it: its exit code only tells of the goal."""
        command = [self.tools.go / "hammer", f"--log_url={url}/", f"--write_log_url={write_url or url}/"]
        command += [f"--log_public_key={self._vkey()}"]
        command += ["--show_ui=false", "--num_writers=16", "--max_write_ops=400", "--num_readers_full=2"]
        command += ["--num_readers_random=2", "--max_read_ops=100", "--leaf_min_size=500", "--dup_chance=0.1"]
        command += [f"--leaf_write_goal={goal}", f"--max_runtime={max_runtime}"]
        said = self.transcript.run(command, expect=expect, timeout=400)
        complaints = [line for line in said.splitlines() if re.match(r"[WEF][0-9]{4} ", line)]
        # What it had under way when its goal was reached, it cancels itself.
        return [line for line in complaints if not line.endswith("context canceled")]

    def _hammer(self):
        before = self.ledger.size()
        started = time.monotonic()
        bad = self._run_hammer(self.ledger.url(), GOAL, "5m", 0)
        size = self.ledger.size()
        self.transcript.say(f"  {size - before} leaves in {time.monotonic() - started:.1f} s, size {size}")
        if bad or size < before + GOAL:
            raise StepFailed(f"{len(bad)} errors, size {size}: {bad[:3]}")

    def _hammer_negative(self):
        with SpoilingProxy(self.ledger, "/no-such-path") as proxy:  # passes GET on, knows no POST
            self._run_hammer(proxy.url(), 50, "8s", "refusal")

    def _hammer_spoilt(self):
        with SpoilingProxy(self.ledger, "/checkpoint") as proxy:
            self._run_hammer(proxy.url(), 50, "8s", "refusal", write_url=self.ledger.url())
            if proxy.spoilt == 0:
                raise StepFailed("hammer never asked for the checkpoint")

    def _fsck(self):
        self.tools.fsck(self.ledger.url(), self.vkey_file)

    def _fsck_spoilt(self):
        with SpoilingProxy(self.ledger, "/tile/entries/000") as proxy:
            self.tools.fsck(proxy.url(), self.vkey_file, refuses=True)
            if proxy.spoilt == 0:
                raise StepFailed("fsck never asked for the bundle")

    def _restart(self):
        size = self.ledger.size()
        if self.ledger.stop() != 0:
            raise StepFailed("the server did not stop cleanly")
        self.ledger.serve()
        if int(self._post(b"after the restart", 200)) != size:
            raise StepFailed("the first leaf after a restart has another index")
        self._fsck()

    def _audit(self):
        code = self.ledger.stop()
        if code != 0:
            raise StepFailed(f"the server ended with {code}")
        self.transcript.run([self.tools.daicho, "audit", "--data", self.ledger.data])

"""A fresh ledger that lives through many cycles: a copy of one founded and set-up template, with an
oracle."""

import json
import random
import shutil
import threading

import load
import tree as merkle
import workload
from oracle import Oracle, Violation, insist
from server import Ledger, NotServing, request


class Template:
    """A founded ledger with the set-up of its centres, stopped cleanly; made once per run."""

    def __init__(self, binary, seed, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.binary, self.data = binary, folder / "data"
        self.programme = workload.Programme(binary, seed, folder)
        self.identity_file = folder / "identity.json"
        ledger = Ledger(binary, self.data, folder)
        founded = ledger.run(
            "--json",
            "init",
            "--data",
            self.data,
            "--origin",
            workload.ORIGIN,
            "--admin-key",
            self.programme.admin_pem,
            "--admin-person",
            workload.ADMIN["person"],
        )
        insist(founded.returncode == 0, "init: " + founded.stderr)
        self.identity_file.write_text(founded.stdout)
        self.key = merkle.LogKey(json.loads(founded.stdout))
        self.set_up = []
        ledger.start()
        try:
            self._set_up(ledger)
            insist(ledger.stop() == 0, "the template did not stop cleanly")
        finally:
            ledger.kill()

    # In the generator's order every event of the set-up rests on what stands already: none may be refused.
    def _set_up(self, ledger):
        connection = ledger.connect()
        receipts = {}
        for event in self.programme.set_up:
            if isinstance(event, workload.Deferred):
                target = receipts[event.receipt_of]
                event = self.programme.complete(event, target["position"], target["leaf_hash"])
            status, _, body = request(connection, "POST", "/v1/events", event.text.encode(), workload.SD_JWT)
            kind = workload.payload_of(event)["type"]
            insist(status == 201, f"set-up: {kind} was answered with {status} {body[:500]!r}")
            receipts[event.id] = json.loads(body)
            self.set_up.append(event)
        connection.close()
        insist(self.programme.consultants, "the set-up has no consultants")


class Epoch:
    def __init__(self, template, data, scratch, acks_file, seed, lanes):
        """`data` must not exist yet."""
        self.template, self.data = template, data
        scratch.mkdir(parents=True, exist_ok=True)
        shutil.copytree(template.data, data)
        self.ledger = Ledger(template.binary, data, scratch)
        self.acks = open(acks_file, "a", encoding="utf-8")
        self.oracle = Oracle(template.key, self.acks)
        for event in template.set_up:
            self.oracle.sent[event.id] = event
        self.lanes = [workload.Lane(template.programme, n, seed, self.oracle) for n in range(lanes)]
        self.rng = random.Random(f"{seed}/epoch")
        self.founded = False

    def close(self):
        self.ledger.kill()
        self.acks.close()

    def remove(self):
        self.close()
        shutil.rmtree(self.data, ignore_errors=True)

    def start(self, prefix=()):
        """A ledger that does not serve after a crash is a broken promise, whatever it says."""
        try:
            self.ledger.launch(prefix)
            self.ledger.wait_ready()
        except NotServing as error:
            raise Violation(f"refused to serve after the crash: {error}") from error

    def check(self, counts):
        """The oracle's questions, then every open request once more. (size, recovered beyond the
        acknowledged)."""
        connection = self.ledger.connect()

        def fetch(path):
            status, _, body = request(connection, "GET", path)
            insist(status == 200, f"GET {path}: {status} {body[:500]!r}")
            return body

        try:
            size, beyond = self.oracle.check(fetch, self.rng)
            ready = json.loads(fetch("/readyz"))
            insist(ready["ready"] and ready["size"] >= size, f"/readyz: {ready}")
            if not self.founded:
                self.adopt()
                beyond = 0
            load.resolve_doubts(self.ledger, self.oracle, counts)
        finally:
            connection.close()
        return size, beyond

    def adopt(self):
        """What the template brought counts as acknowledged."""
        self.founded = True
        for id_, position in self.oracle.positions.items():
            self.oracle.acknowledged[id_] = (position, self.oracle.tree.leaves[position].hex())

    def load_and_kill(self, delay_s, kill_at):
        """Runs the lanes until the process is dead; `kill_at` counts acknowledgements, else `delay_s`
        passes."""
        crowd = load.Load(self.ledger, self.oracle, self.lanes, kill_at)
        crowd.start()
        # A lane that kills does it within this; a slow machine may not reach the count, then time does.
        waiter = threading.Event()
        if kill_at is None:
            waiter.wait(delay_s)
        else:
            crowd.killed.wait(delay_s)
        self.ledger.kill()
        crowd.finish()
        return crowd.counts

    def audit(self):
        """The product's own checker over every invariant, against the pinned identity, and the sizes
        agree."""
        report, done = self.ledger.audit(self.template.identity_file)
        insist(
            done.returncode == 0 and report is not None,
            f"daicho audit: exit code {done.returncode}: {done.stdout[-1500:]} {done.stderr[-500:]}",
        )
        insist(report["findings"] == [], f"daicho audit: {report['findings']}")
        insist(report["size"] >= self.oracle.tree.size, f"daicho audit sees {report['size']} entries only")
        return report["size"]

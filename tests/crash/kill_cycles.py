"""The kill loops: plain, `--double` (killed again while it recovers) and `--damage` (its log damaged between
kill and restart; it must refuse, or show everything that was acknowledged).
"""
# Faults: F01, F08, F18, F24

import random
import shutil
import time

import load
from epoch import Epoch
from oracle import Violation, insist
from server import NotServing, newest_wal, request

# An answer that says which entries are missing or unproven; anything else would be a refusal without a
# reason.
REFUSAL_REASONS = ("anchor.", "store.", "recovery.", "kv.")


class KillLoop:
    """`mode`: kill, double or damage. `place` gives a new folder for each ledger. Every job is a loop with
    ledgers of its own."""

    def __init__(self, template, log, place, options, job=0):
        self.template, self.log, self.place, self.options = template, log, place, options
        self.name = f"ledger-{job}"
        self.seed = f"{options.seed}/{job}"
        self.rng = random.Random(f"{self.seed}/kills")
        self.epoch = None
        self.recovery_ms = 100.0
        self.refused = 0

    def run(self, cycles):
        for cycle in range(cycles):
            if self.epoch is None or cycle % self.options.epoch_cycles == 0:
                self._next_epoch(cycle)
            if self.log.stop_asked():
                cycles = cycle
                break
            try:
                self._cycle(cycle)
                if (cycle + 1) % self.options.audit_every == 0 or cycle + 1 == cycles:
                    self._audit()
            except Violation as violation:
                kept = self._keep(cycle)
                self.log.violation(cycle, str(violation), kept)
                self.epoch = None
                if len(self.log.violations) >= self.options.violations_max:
                    return
        if self.epoch:
            self._audit_last(cycles)

    def _audit_last(self, cycle):
        try:
            self._audit()
            self.epoch.remove()
        except Violation as violation:
            self.log.violation(cycle, str(violation), self._keep(cycle))
        self.epoch = None

    def _next_epoch(self, cycle):
        if self.epoch:
            self._audit_last(cycle)
        name = f"{self.name}-{cycle}"
        self.epoch = Epoch(
            self.template,
            self.place / name,
            self.log.folder / name,
            self.log.folder / f"{name}.acks",
            f"{self.seed}/{cycle}",
            self.options.workers,
        )
        self.epoch.start()

    def _keep(self, cycle):
        self.epoch.close()
        kept = self.log.folder / f"violation-{self.name}-{cycle}"
        shutil.copytree(self.epoch.data, kept, dirs_exist_ok=True)
        shutil.rmtree(self.epoch.data, ignore_errors=True)
        return kept

    def _audit(self):
        """On a stopped ledger: first the clean way down, every other time after a kill."""
        if self.rng.random() < 0.5:
            code = self.epoch.ledger.stop()
            insist(code == 0, f"SIGTERM: exit code {code}: {self.epoch.ledger.said()}")
        else:
            self.epoch.ledger.kill()
        self.epoch.audit()
        self.epoch.start()

    def _moment(self):
        """Where the kill hits: (kind, seconds of load, number of the acknowledgement). A fifth of the plain
        cycles are killed while the server starts, another seventh a second time while it recovers; of the
        rest half die at a random time, half with the bytes of an acknowledgement."""
        kind = "load"
        if self.options.mode == "kill":
            kind = self.rng.choices(("start", "recovery", "load"), (0.2, 0.15, 0.65))[0]
        delay_s = self.rng.uniform(1, self.rng.choice((10, 40, 120))) / 1000
        return kind, delay_s, self.rng.choice((None, None, 1, self.rng.randrange(2, 40)))

    def _load_and_kill(self, kind, delay_s, kill_at):
        if kind == "start":
            self.epoch.ledger.kill()
            return load.Counts()
        return self.epoch.load_and_kill(delay_s if kill_at is None else 2.0, kill_at)

    def _cycle(self, cycle):
        kind, delay_s, kill_at = self._moment()
        counts = self._load_and_kill(kind, delay_s, kill_at)
        row = {
            "cycle": cycle,
            "seed": self.options.seed,
            "kind": self.options.mode if kind == "load" else f"{self.options.mode}-{kind}",
            "delay_ms": round(delay_s * 1000, 2) if kind != "start" and kill_at is None else None,
            "kill_at_ack": kill_at if kind != "start" else None,
            "kills": 1,
        }
        if kind != "load":
            row["again_ms"] = self._kill_again(1)
            row["kills"] += 1
        if self.options.mode == "double":
            row["again_ms"] = self._kill_again(self.rng.randrange(1, 6))
            row["kills"] += len(row["again_ms"])
        if self.options.mode == "damage":
            row.update(self._damage())
        self.epoch.start()
        self.recovery_ms = self.epoch.ledger.ready_ms
        size, beyond = self.epoch.check(counts)
        self.log.cycle(
            **row,
            acked=counts.acknowledged,
            stored_before=counts.stored_before,
            refused=counts.refused,
            unknown=counts.unknown,
            recovered=size,
            beyond=beyond,
            recovery_ms=round(self.recovery_ms, 1),
            verdict="held",
        )

    def _kill_again(self, times):
        """More kills, each 1–50 ms after the start or anywhere within the time a recovery takes."""
        delays = []
        for _ in range(times):
            delay = self.rng.uniform(1, self.rng.choice((50, max(50, 1.1 * self.recovery_ms))))
            self.epoch.ledger.launch()
            time.sleep(delay / 1000)
            insist(
                self.epoch.ledger.process.poll() is None,
                f"ended by itself while it recovered: {self.epoch.ledger.said()}",
            )
            delays.append(round(delay, 2))
            self.epoch.ledger.kill()
        return delays

    def _damage(self):
        """Deletes, cuts or flips the write-ahead log. Accepted: a refusal with a reason, or nothing lost;
        then the undamaged files come back."""
        data = self.epoch.data
        wal = newest_wal(data)
        how = self.rng.choice(("delete", "cut", "flip"))
        size = wal.stat().st_size if wal else 0
        if size < 2:
            return {"damage": "none"}
        safe = data.with_name(data.name + ".safe")
        shutil.copytree(data, safe)
        at = self.rng.randrange(size)
        if how == "delete":
            wal.unlink()
        elif how == "cut":
            with open(wal, "r+b") as file:
                file.truncate(at)
        else:
            with open(wal, "r+b") as file:
                file.seek(at)
                byte = file.read(1)[0]
                file.seek(at)
                file.write(bytes([byte ^ (1 << self.rng.randrange(8))]))
        outcome = self._judge_damaged(f"{how} at {at} of {size}")
        shutil.rmtree(data)
        safe.rename(data)
        return {"damage": how, "at": at, "of": size, "outcome": outcome}

    def _judge_damaged(self, what):
        ledger = self.epoch.ledger
        ledger.launch()
        try:
            ledger.wait_ready()
        except NotServing as error:
            insist(error.code is not None and error.code > 0, f"{what}: died instead of refusing: {error}")
            insist(
                any(reason in error.said for reason in REFUSAL_REASONS),
                f"{what}: refused without a reason: {error}",
            )
            self.refused += 1
            return "refused"
        connection = ledger.connect()
        try:
            self._insist_nothing_lost(connection, what)
        finally:
            connection.close()
            ledger.kill()
        return "intact"

    def _insist_nothing_lost(self, connection, what):
        status, _, body = request(connection, "GET", "/checkpoint")
        insist(status == 200, f"{what}: GET /checkpoint: {status}")
        size = int(body.split(b"\n")[1])
        oracle = self.epoch.oracle
        needed = max(
            [receipt["position"] + 1 for _, receipt in oracle.pending]
            + [oracle.tree.size]
            + list(oracle.checkpoints)
        )
        insist(
            size >= needed,
            f"{what}: serves {size} entries, {needed} were acknowledged: lost without a word",
        )

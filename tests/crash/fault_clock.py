"""The wall clock of the running server jumps, forward and back; the monotonic clock does not (libfaketime).

A jump beyond five minutes stops appends (`clock.jumped`) until an administrator's `clock.confirmed` is in the
log; what was stored before is still answered. Recorded time never goes back, also over restarts: the oracle
looks at every entry.
"""
# Faults: F40

import pathlib
import random
import signal
import subprocess
import time

import fault_case
import workload
from oracle import insist

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOUR_S = 3600


def library():
    """Installed when it is missing."""
    found = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if found is None:
        subprocess.run([ROOT / "ops" / "deps", "--install", "faketime", "libfaketime"], check=True)
        found = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    return found


class ClockFaults:
    def __init__(self, cases, options):
        self.cases = cases
        self.file = (cases.log.folder / "clock").resolve()
        self.rng = random.Random(f"{options.seed}/clock")
        self.prefix = [
            "env",
            f"LD_PRELOAD={library()}",
            f"FAKETIME_TIMESTAMP_FILE={self.file}",
            "FAKETIME_NO_CACHE=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
            "DONT_FAKE_MONOTONIC=1",
        ]

    def _shift(self, seconds):
        new = self.file.with_suffix(".new")
        new.write_text(f"{seconds:+d}s\n")
        new.rename(self.file)  # never half a number
        self.offset = seconds

    def _send(self, epoch, counts, one, wanted):
        connection = epoch.ledger.connect()
        try:
            answer = fault_case.send(epoch.ledger, epoch.oracle, connection, one, counts, self.cases.lock)
        finally:
            connection.close()
        insist(str(answer) == wanted, f"clock at {self.offset:+d} s: answered {answer}, wanted {wanted}")
        return answer

    def _new(self):
        programme = self.cases.template.programme
        return workload.single("new", programme.business(programme.consultants[0], self.rng))

    def _confirmation(self, epoch):
        now = time.time() + 9 * HOUR_S
        text = lambda at: time.strftime("%Y-%m-%dT%H:%M:%S+09:00", time.gmtime(at))
        data = {
            "last_recorded_at": text(now),
            "clock_at": text(now + min(self.offset, 0)),
            "reason": "ntp_correction",
        }
        return workload.single("new", self.cases.template.programme.by_admin("clock.confirmed", data))

    def _confirm(self, epoch, counts):
        """Stopped until confirmed; what is stored is answered meanwhile."""
        known = self._stored
        self._send(epoch, counts, self._new(), "503 clock.jumped")
        self._send(epoch, counts, workload.single("again", known), "200")
        self._send(epoch, counts, self._confirmation(epoch), "201")
        return self._append(epoch, counts)

    def _append(self, epoch, counts):
        one = self._new()
        answer = self._send(epoch, counts, one, "201")
        self._stored = one.events[0]
        return answer.recorded_at[0]

    def jumps(self, offsets):
        def scenario(epoch, counts):
            self._shift(0)
            epoch.start(self.prefix)
            epoch.check(counts)
            times = [self._append(epoch, counts)]
            for offset in offsets:
                jumped = abs(offset - self.offset) > 300
                self._shift(offset)
                times.append(self._confirm(epoch, counts) if jumped else self._append(epoch, counts))
            insist(times == sorted(times), f"recorded time goes back: {times}")
            epoch.ledger.process.send_signal(signal.SIGTERM)
            fault_case.wait_exit(epoch.ledger, (0,), "SIGTERM under a false clock")
            # Started with the clock further back than the last entry: nobody knows which of the two is right.
            self._shift(-HOUR_S)
            epoch.start(self.prefix)
            times.append(self._confirm(epoch, counts))
            insist(times == sorted(times), f"recorded time goes back over a restart: {times}")
            self._shift(max(0, *offsets))  # no clock is behind the last entry any more
            return {"recorded_at": times, **self.cases.recover(epoch, counts, prefix=self.prefix)}

        self.cases.run("clock", " ".join(f"{one:+d}" for one in offsets), scenario)


def run(cases, options):
    faults = ClockFaults(cases, options)
    for offsets in ((HOUR_S, 0), (-HOUR_S, 0), (120, -120), (HOUR_S, -HOUR_S, 10 * 365 * 24 * HOUR_S)):
        if not cases.full():
            faults.jumps(offsets)
    return {"library": str(library())}

"""Lanes: clients that append at once, each over one connection, until the server is gone."""

import http.client
import threading
import time

from oracle import Violation, insist, receipts_of
from server import request as ask

# Definite refusals: the request changed nothing. Anything else that is not 200/201 leaves it open.
REFUSALS = (400, 401, 403, 404, 409, 413, 422)


class Counts:
    def __init__(self):
        self.requests = self.acknowledged = self.stored_before = self.refused = self.unknown = 0


class Load:
    """All lanes of one cycle. `kill_at`: the server is killed at once by the lane that gets this
    acknowledgement; None: somebody else kills it."""

    def __init__(self, ledger, oracle, lanes, kill_at=None):
        self.ledger, self.oracle, self.lanes = ledger, oracle, lanes
        self.kill_at = kill_at
        self.counts = Counts()
        self.violation = None
        self.stopping = threading.Event()
        self.killed = threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._run, args=(lane,), daemon=True) for lane in lanes]

    def start(self):
        for thread in self.threads:
            thread.start()

    def finish(self):
        """Joins the lanes and raises the first violation one of them saw."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        if self.violation:
            raise self.violation

    def _run(self, lane):
        connection = self.ledger.connect()
        try:
            while not self.stopping.is_set():
                if lane.rng.random() < 0.05:
                    self._read_checkpoint(connection)
                elif not self._append(connection, lane.next()):
                    return
        except (OSError, http.client.HTTPException):
            return
        except Exception as error:  # a fault of the harness, too, must end the run
            self.violation = self.violation or error
        finally:
            connection.close()

    def _read_checkpoint(self, connection):
        status, _, body = ask(connection, "GET", "/checkpoint")
        insist(status == 200, f"GET /checkpoint: {status} {body[:300]!r}")
        self.oracle.served_checkpoint(body.decode())

    def _append(self, connection, request):
        """False when the server is gone."""
        self.oracle.sending(request)
        try:
            status, _, body = ask(connection, "POST", "/v1/events", request.body, request.media_type)
        except (OSError, http.client.HTTPException):
            self.oracle.doubt(request)
            with self.lock:
                self.counts.unknown += 1
            return False
        if status in (200, 201) and self.kill_at is not None:
            self._kill_on(len(request.events))
        judge(self.oracle, request, status, body, self.counts, self.lock)
        return True

    def _kill_on(self, events):
        with self.lock:
            self.kill_at -= events
            due = self.kill_at <= 0 and not self.killed.is_set()
            if due:
                self.killed.set()
        if due:
            self.ledger.process.kill()


def judge(oracle, request, status, body, counts, lock):
    """Enters a definite answer into the oracle."""
    if status in (200, 201):
        insist(
            request.kind not in ("bad", "reused"), f"a {request.kind} request was accepted: {body[:300]!r}"
        )
        receipts = receipts_of(request, body)
        oracle.acknowledge(request, receipts)
        before = sum(1 for receipt in receipts if receipt.get("stored_before", False))
        insist(
            request.kind != "again" or before == len(receipts),
            "an acknowledged event was stored a second time",
        )
        insist(
            status == (200 if before == len(receipts) else 201), f"status {status}, {before} stored before"
        )
        with lock:
            counts.acknowledged += len(receipts)
            counts.stored_before += before
    elif status in REFUSALS:
        insist(
            request.kind in ("bad", "reused", "stream"),
            f"{request.kind} was refused: {status} {body[:500]!r}",
        )
        oracle.refuse(request)
        with lock:
            counts.refused += 1
    else:
        oracle.doubt(request)
        with lock:
            counts.unknown += 1
    with lock:
        counts.requests += 1


def resolve_doubts(ledger, oracle, counts, tries=50):
    """Sends everything that got no answer again. Afterwards each has one: stored (one position) or
    refused."""
    lock = threading.Lock()
    connection = ledger.connect()
    try:
        for attempt in range(tries):
            doubtful, oracle.doubtful = oracle.doubtful, []
            if not doubtful:
                return
            for request in doubtful:
                status, _, body = ask(connection, "POST", "/v1/events", request.body, request.media_type)
                present = [event.id in oracle.positions for event in request.events]
                if status in (200, 201):
                    for event, receipt, there in zip(request.events, receipts_of(request, body), present):
                        insist(
                            receipt.get("stored_before", False) == there or event.id in oracle.acknowledged,
                            f"event {event.id}: stored before the crash: {there}, the receipt says otherwise",
                        )
                judge(oracle, request, status, body, counts, lock)
            time.sleep(0.002 * attempt)
        raise Violation(f"no definite answer after {tries} repetitions")
    finally:
        connection.close()

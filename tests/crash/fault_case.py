"""One ledger, one fault: what is sent, what was answered, and what must hold after the next start."""

import http.client
import json
import shutil
import subprocess
import threading
import time

import load
from epoch import Epoch
from oracle import Violation, insist, receipts_of
from server import request as ask

EXIT_WAIT_S = 60
PAUSE_AFTER_REFUSAL_S = 0.05


class Answer:
    """`status` None: the connection ended without one."""

    def __init__(self, request, status, body, sent_s, answered_s):
        self.request, self.status, self.sent_s, self.answered_s = request, status, sent_s, answered_s
        self.reason, self.positions, self.recorded_at = "", [], []
        if status in (200, 201):
            new = [one for one in receipts_of(request, body) if not one.get("stored_before", False)]
            self.positions = [one["position"] for one in new]
            self.recorded_at = [one["recorded_at"] for one in new]
        elif status is not None:
            try:
                self.reason = json.loads(body).get("code", "")
            except ValueError:
                raise Violation(f"answer {status} is no problem document: {body[:300]!r}") from None

    @property
    def good(self):
        return self.status in (200, 201)

    def __str__(self):
        return "lost" if self.status is None else f"{self.status} {self.reason}".strip()


def send(ledger, oracle, connection, request, counts, lock):
    """Sends once and tells the oracle; gives the Answer."""
    oracle.sending(request)
    sent = time.monotonic()
    try:
        status, _, body = ask(connection, "POST", "/v1/events", request.body, request.media_type)
    except (OSError, http.client.HTTPException):
        oracle.doubt(request)
        with lock:
            counts.unknown += 1
        return Answer(request, None, b"", sent, time.monotonic())
    answer = Answer(request, status, body, sent, time.monotonic())
    load.judge(oracle, request, status, body, counts, lock)
    return answer


class Crowd(load.Load):
    """Lanes that keep every answer and go on after a refusal, over a new connection when need be, until the
    server is gone or `finish`."""

    def __init__(self, epoch, counts):
        super().__init__(epoch.ledger, epoch.oracle, epoch.lanes)
        self.counts, self.answers = counts, []

    def _append(self, connection, request):
        answer = send(self.ledger, self.oracle, connection, request, self.counts, self.lock)
        with self.lock:
            self.answers.append(answer)
        if not answer.good:
            self.stopping.wait(PAUSE_AFTER_REFUSAL_S)
        return answer.status is not None or self.ledger.process.poll() is None

    def _read_checkpoint(self, connection):
        try:
            status, _, body = ask(connection, "GET", "/checkpoint")
        except (OSError, http.client.HTTPException):
            status = None  # the next append asks whether the server lives
        if status == 200:
            self.oracle.served_checkpoint(body.decode())
            return
        insist(status in (None, 503), f"GET /checkpoint: {status}")
        self.stopping.wait(PAUSE_AFTER_REFUSAL_S)

    def await_answer(self, wanted, what, timeout_s=EXIT_WAIT_S):
        """Waits until an answer that is given from now on satisfies `wanted`; returns it."""
        seen, deadline = len(self.answers), time.monotonic() + timeout_s
        while time.monotonic() < deadline and self.violation is None:
            with self.lock:
                fresh = self.answers[seen:]
            seen += len(fresh)
            for answer in fresh:
                if wanted(answer):
                    return answer
            time.sleep(0.01)
        raise self.violation or Violation(f"no answer within {timeout_s} s: {what}")

    def kinds(self):
        """How often which answer was given."""
        found = {}
        for answer in self.answers:
            found[str(answer)] = found.get(str(answer), 0) + 1
        return found

    def check_answers(self, allowed):
        """Every answer is a receipt, a refusal by rule, or one of `allowed`, e.g. "503 journal.closed"."""
        for answer in self.answers:
            if not answer.good and answer.status not in load.REFUSALS:
                insist(str(answer) in allowed, f"answered {answer}, allowed: {', '.join(allowed)}")

    def check_order(self):
        """Who was answered before another one began stands before it."""
        acked = [one for one in self.answers if one.positions]
        answered = sorted(acked, key=lambda one: one.answered_s)
        highest, at = -1, 0
        for one in sorted(acked, key=lambda one: one.sent_s):
            while at < len(answered) and answered[at].answered_s < one.sent_s:
                highest = max(highest, *answered[at].positions)
                at += 1
            insist(
                min(one.positions) > highest,
                f"position {min(one.positions)} was given to a request that began after {highest} was"
                " acknowledged",
            )

    def ids_of(self, *texts):
        """Events of all requests that were answered so and are not acknowledged otherwise."""
        return [
            event.id
            for answer in self.answers
            if str(answer) in texts
            for event in answer.request.events
            if event.id not in self.oracle.acknowledged
        ]


def wait_exit(ledger, codes, what):
    try:
        code = ledger.process.wait(timeout=EXIT_WAIT_S)
    except subprocess.TimeoutExpired:
        raise Violation(f"{what}: still running after {EXIT_WAIT_S} s; {ledger.said()}") from None
    insist(code in codes, f"{what}: exit code {code}, wanted one of {codes}; {ledger.said()}")
    return code


class Cases:
    """Runs cases one after another and keeps their record."""

    def __init__(self, template, log, place, options):
        self.template, self.log, self.place, self.options = template, log, place, options
        self.number = 0
        self.lock = threading.Lock()

    def full(self):
        return len(self.log.violations) >= self.options.violations_max

    def run(self, kind, name, scenario, lanes=1, place=None):
        """`scenario(epoch, counts)` gives what is worth a note; a Violation keeps the ledger."""
        self.number += 1
        data = (place or self.place) / f"ledger-{self.number}"
        epoch = Epoch(
            self.template,
            data,
            self.log.folder / "scratch",
            self.log.folder / "acks",
            f"{self.options.seed}/{kind}/{name}",
            lanes,
        )
        counts = load.Counts()
        try:
            noted = scenario(epoch, counts)
            self.log.cycle(
                cycle=self.number,
                seed=self.options.seed,
                kind=kind,
                case=name,
                acked=counts.acknowledged,
                stored_before=counts.stored_before,
                refused=counts.refused,
                unknown=counts.unknown,
                verdict="held",
                **noted,
            )
            return noted
        except Violation as violation:
            epoch.ledger.kill()
            kept = self.log.folder / f"violation-{self.number}"
            shutil.copytree(epoch.data, kept, dirs_exist_ok=True)
            shutil.copy(epoch.ledger.stderr_file, kept / "server.err")
            self.log.violation(f"{kind}/{name}", str(violation), kept)
            return None
        finally:
            epoch.remove()

    def begin(self, epoch, counts):
        """Serves; what the template brought is known."""
        epoch.start()
        epoch.check(counts)

    def recover(self, epoch, counts, absent=(), prefix=()):
        """Starts again and asks the oracle; `absent` are ids that nothing may be stored of. Ends with an
        audit."""
        epoch.ledger.kill()
        epoch.start(prefix)
        size, beyond = epoch.check(counts)
        stored = [id_ for id_ in absent if id_ in epoch.oracle.positions]
        insist(not stored, f"said to be not stored, or never answered, but stored: {stored}")
        ready_ms = round(epoch.ledger.ready_ms, 1)
        epoch.ledger.kill()
        epoch.audit()
        return {"recovered": size, "beyond": beyond, "recovery_ms": ready_ms}

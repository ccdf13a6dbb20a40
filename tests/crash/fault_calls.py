"""One write-class system call of the running server fails, for every such call that the workload reaches.

The workload is traced as a whole first, with the file behind each descriptor. Then one run per (threads of
one name, call, number, error, once or from there on). What the file is decides what must hold:

  log          write-ahead log and anchor: the request in flight is answered `append.unknown` or not at all,
               nothing is acknowledged afterwards, the process ends with exit code 4, and no file is synced
               again after its sync failed
  projections, diagnostics     everything is acknowledged as if nothing had happened; exit code 0
  keyring      a failed sync or an unknown outcome ends the process, too; for want of room (before any sync)
               the request is refused with `keyring.exhausted`, and the same process takes the next one
  database     acknowledged, or refused with a reason; exit code 0 or 4

`dead` is a disk that is gone from some request on: every call of every thread fails. `lost` drops the bytes
of one write and says it succeeded: the next start must notice. Afterwards, always: the oracle and an audit.
"""
# Faults: F13, F14, F15, F16

import collections
import contextlib
import os
import pathlib
import random
import re
import signal
import subprocess
import time

import fault_case
import syscalls
import workload
from oracle import insist
from server import NotServing

LINE = re.compile(r"^(?:(\d+)\s+)?(\d+\.\d+) (\w+)\((.*)")
PLACE = re.compile(r"^(?:\d+|AT_FDCWD)?<([^>]*)>")
QUOTED = re.compile(r'"(/[^"]*)"')
BY_PATH = ("openat", "mkdir", "rename", "renameat", "renameat2", "unlink", "link")
SYNCS = ("fsync", "fdatasync", "sync_file_range")
WRITES = ("write", "writev", "pwrite64", "pwritev", "fsync", "fdatasync")
ERRORS = ("EIO", "ENOSPC", "EDQUOT")
EXIT_CLOSED = 4
TRACED = ["-qq", "-y", "-ttt", "-s", "16", "-e", "signal=none", "-e", "trace=" + ",".join(syscalls.CALLS)]

Call = collections.namedtuple("Call", "thread at_s name file injected text")


def file_class(path, data):
    """Where a path belongs; None: no file of the ledger (sockets, event counters)."""
    inside = pathlib.Path(path).parts[len(pathlib.Path(data).parts) :]
    if not path.startswith(f"{data}/"):
        return "diagnostics" if path.endswith("/server.err") else None
    if inside[0] == "anchor" or (inside[0] == "db" and path.endswith(".log")):
        return "log"
    if inside[-1].startswith("LOG"):
        return "diagnostics"
    return {"db": "database"}.get(inside[0], inside[0])


def read_calls(paths):
    """Every traced call of all files, in the order of time."""
    found = []
    for path in paths:
        for line in pathlib.Path(path).read_text(errors="replace").splitlines():
            match = LINE.match(line)
            if not match:
                continue
            place = PLACE.match(match.group(4))
            quoted = QUOTED.search(match.group(4)) if match.group(3) in BY_PATH else None
            file = quoted.group(1) if quoted else (place.group(1) if place else "")
            injected = "(INJECTED)" in line
            thread, at_s = int(match.group(1) or 0), float(match.group(2))
            found.append(Call(thread, at_s, match.group(3), file, injected, line[:240]))
    return sorted(found, key=lambda call: call.at_s)


def thread_names(pid, awaited="projector"):
    """A thread names itself, so a server that has just become ready may have some without a name; and those
    that opened its files may end while they are listed."""
    deadline = time.monotonic() + 30
    while True:
        found = {}
        for path in pathlib.Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                found[int(path.name)] = (path / "comm").read_text().strip()
        if awaited in found.values() or time.monotonic() > deadline:
            return found
        time.sleep(0.005)


def attach(pid, threads, arguments):
    targets = [word for thread in threads for word in ("-p", str(thread))]
    tracer = subprocess.Popen(["strace", *targets, *arguments], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    for thread in threads:
        status = pathlib.Path(f"/proc/{pid}/task/{thread}/status")
        while status.exists() and "\nTracerPid:\t0\n" in status.read_text():
            insist(tracer.poll() is None and time.monotonic() < deadline, "strace did not attach")
            time.sleep(0.002)
    return tracer


def sampled(points, count, seed):
    """All of them, or `count` at an even stride from a seeded start: each kind of file and call has its
    part."""
    if count == 0 or count >= len(points):
        return points
    start = random.Random(f"{seed}/faults").random()
    return [points[int((number + start) * len(points) / count)] for number in range(count)]


class CallFaults:
    def __init__(self, cases, options):
        self.cases, self.options = cases, options
        self.traces = [cases.log.folder / name for name in ("hit.trace", "rest.trace")]
        self.hits = collections.Counter()
        self.missed = 0

    # -- what is sent ---------------------------------------------------------------------------------------

    def _requests(self):
        programme, actor = self.cases.template.programme, self.cases.template.programme.consultants[0]
        rng = random.Random(f"{self.options.seed}/calls")
        first = programme.business(actor, rng)
        return [
            workload.single("new", first),
            workload.batch("batch", [programme.business(actor, rng) for _ in range(3)]),
            workload.single("new", programme.business(actor, rng)),
            workload.single("again", first),
            workload.single("new", programme.business(actor, rng)),
        ]

    def _work(self, epoch, counts, between=lambda number: None):
        """Every request, whatever the answers are, then an orderly stop. Gives answers and exit code."""
        answers, connection = [], epoch.ledger.connect()
        for number, request in enumerate(self._requests()):
            between(number)
            if request.kind == "again" and request.events[0].id not in epoch.oracle.acknowledged:
                continue
            answers.append(
                fault_case.send(epoch.ledger, epoch.oracle, connection, request, counts, self.cases.lock)
            )
        connection.close()
        # A server that closes itself ends by itself; one that does not is asked to.
        if all(one.good for one in answers):
            epoch.ledger.process.send_signal(signal.SIGTERM)
        else:
            time.sleep(0.2)
            epoch.ledger.process.send_signal(signal.SIGTERM)
        return answers, fault_case.wait_exit(epoch.ledger, (0, EXIT_CLOSED), "after the fault")

    # -- which calls there are ------------------------------------------------------------------------------

    def points(self):
        """(file class, name of the threads, call, number), by tracing one whole run."""
        found = {}

        def scenario(epoch, counts):
            epoch.start()
            names = thread_names(epoch.ledger.process.pid)
            tracer = attach(epoch.ledger.process.pid, names, [*TRACED, "-o", str(self.traces[0])])
            answers, code = self._work(epoch, counts)
            tracer.wait()
            insist(code == 0 and all(one.good for one in answers), "the traced run itself failed")
            seen = collections.Counter()
            for call in read_calls(self.traces[:1]):
                seen[call.thread, call.name] += 1
                class_ = file_class(call.file, epoch.data)
                creates = call.name != "openat" or "O_CREAT" in call.text
                if class_ and creates and call.thread in names:
                    found[class_, names[call.thread], call.name, seen[call.thread, call.name]] = True
            return {"points": len(found)}

        self.cases.run("calls", "traced, nothing fails", scenario)
        return sorted(found)

    # -- one fault ------------------------------------------------------------------------------------------

    def one(self, class_, thread, call, number, error, sticky):
        name = f"{class_} {thread} {call} {number} {error}{' on' if sticky else ''}"

        def scenario(epoch, counts):
            epoch.start()
            pid = epoch.ledger.process.pid
            names = thread_names(pid, thread)
            chosen = [one for one, its_name in names.items() if its_name == thread]
            insist(chosen, f"no thread is named {thread}")
            rest = [one for one in names if one not in chosen]
            what = "retval=" + error[5:] if error.startswith("lost ") else "error=" + error
            inject = f"inject={call}:{what}:when={number}{'+' if sticky else ''}"
            tracers = [
                attach(pid, chosen, [*TRACED, "-o", str(self.traces[0]), "-e", inject]),
                attach(pid, rest, [*TRACED, "-o", str(self.traces[1])]),
            ]
            answers, code = self._work(epoch, counts)
            for tracer in tracers:
                tracer.wait()
            calls = read_calls(self.traces)
            noted = self._judge(epoch, answers, code, calls)
            if error.startswith("lost "):
                return {**noted, **self._recover_lost(epoch, counts)}
            return {**noted, **self.cases.recover(epoch, counts)}

        self.cases.run("calls", name, scenario)

    def dead(self, before, error):
        """Everything fails from request `before` on."""

        def scenario(epoch, counts):
            epoch.start()
            pid, tracers = epoch.ledger.process.pid, []
            calls = ",".join(one for one in syscalls.CALLS if one not in ("write", "openat"))
            inject = f"inject={calls}:error={error}"

            def break_disk(number):
                if number == before:
                    arguments = [*TRACED, "-o", str(self.traces[0]), "-e", inject]
                    tracers.append(attach(pid, thread_names(pid), arguments))

            answers, code = self._work(epoch, counts, break_disk)
            tracers[0].wait()
            noted = self._judge(epoch, answers, code, read_calls(self.traces[:1]))
            return {**noted, **self.cases.recover(epoch, counts)}

        self.cases.run("dead", f"before request {before}, {error}", scenario)

    def _judge(self, epoch, answers, code, calls):
        failed = [one for one in calls if one.injected and file_class(one.file, epoch.data)]
        said = [str(one) for one in answers]
        noted = {"answers": said, "exit": code, "hit": None}
        if not failed:
            self.missed += 1
            return noted
        classes = {file_class(one.file, epoch.data) for one in failed}
        self.hits.update(classes)
        noted["hit"] = sorted({f"{one.name} {os.path.relpath(one.file, epoch.data)}" for one in failed})
        evidence = f"{noted['hit']}: answered {said}, exit code {code}; {epoch.ledger.said()}"
        self._check_answers(answers, evidence)
        self._check_syncs(calls, epoch.data)
        if classes <= {"projections", "diagnostics"}:
            insist(all(one.good for one in answers) and code == 0, f"should not have mattered: {evidence}")
        in_work = [one for one in failed if one.name in WRITES and self._during(one, answers)]
        closing = any(file_class(one.file, epoch.data) == "log" for one in in_work)
        if closing and not any(one.text.endswith("(INJECTED)") and "= -1" not in one.text for one in in_work):
            insist(not all(one.good for one in answers), f"acknowledged over a failed write: {evidence}")
            insist(code == EXIT_CLOSED, f"the log could not be written, but: {evidence}")
        if in_work and all(file_class(one.file, epoch.data) == "keyring" for one in in_work):
            self._check_keyring(in_work, answers, code, evidence)
        return noted

    def _check_keyring(self, in_work, answers, code, evidence):
        """`in_work`: what failed while there were requests, all of it in the keyring."""
        full = [one.name not in SYNCS and ("ENOSPC" in one.text or "EDQUOT" in one.text) for one in in_work]
        if all(full):
            insist(any(one.reason == "keyring.exhausted" for one in answers), f"not refused: {evidence}")
            insist(code == 0, f"nothing was in doubt, but: {evidence}")
        elif not full[0]:
            insist(code == EXIT_CLOSED, f"the keyring could not be written, but: {evidence}")

    def _during(self, call, answers):
        offset = time.time() - time.monotonic()
        return bool(answers) and call.at_s < answers[-1].answered_s + offset + 0.001

    def _check_answers(self, answers, evidence):
        refused = False
        for one in answers:
            insist(
                one.good or one.status is None or (one.status in (503, 504, 507) and one.reason),
                f"an answer without sense: {evidence}",
            )
            closed = one.status is None or one.reason in ("append.unknown", "journal.closed")
            insist(not (refused and one.good), f"acknowledged after the log was closed: {evidence}")
            refused = refused or closed

    def _check_syncs(self, calls, data):
        """A file whose sync failed is not synced again: the kernel may report success for lost pages."""
        failed = {}
        for call in calls:
            if call.name not in SYNCS or file_class(call.file, data) not in ("log", "database", "keyring"):
                continue
            insist(call.file not in failed, f"synced again after {failed.get(call.file)}: {call.text}")
            if call.injected:
                failed[call.file] = call.text

    def _recover_lost(self, epoch, counts):
        """Bytes that were said to be written are not there. The next start says so, or nothing is missing."""
        epoch.ledger.kill()
        try:
            epoch.ledger.start()
        except NotServing as error:
            reason = syscalls.REASON.search(error.said)
            insist(error.code in (1, EXIT_CLOSED) and reason, f"no reason given: {error}")
            return {"start": f"refused: {reason.group()}"}
        return {"start": "serves", **self.cases.recover(epoch, counts)}


def plan(points, seed):
    """(point, error, sticky): both ways for EIO and ENOSPC, EDQUOT for every fourth; lost bytes."""
    planned = []
    for place, (class_, thread, call, number) in enumerate(points):
        for error in ERRORS[: 3 if place % 4 == 0 else 2]:
            for sticky in (False, True):
                planned.append((class_, thread, call, number, error, sticky))
        if class_ == "log" and call in ("write", "pwrite64"):
            kept = random.Random(f"{seed}/{thread}/{call}/{number}").randrange(1, 400)
            planned.append((class_, thread, call, number, f"lost {kept}", False))
    return planned


def run(cases, options, classes=()):
    """`classes`: only calls on such files; empty: all."""
    syscalls.require_strace()
    faults = CallFaults(cases, options)
    points = [point for point in faults.points() if not classes or point[0] in classes]
    planned = plan(points, options.seed)
    chosen = sampled(planned, options.cycles, options.seed)
    for one in chosen:
        if not cases.full():
            faults.one(*one)
    for number in range(3 if options.cycles == 0 else 1):
        for error in ERRORS[:2]:
            if not cases.full():
                faults.dead(number, error)
    for class_ in classes or ("log",):
        if not faults.hits[class_]:
            text = f"no call on files of the class {class_} failed: the loop shows nothing"
            cases.log.violation("calls", text, cases.log.folder)
    return {
        "points": len(points),
        "planned": len(planned),
        "run": len(chosen),
        "hits": dict(faults.hits),
        "not_reached": faults.missed,
    }

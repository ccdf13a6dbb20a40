"""Killed at write-class system call N, for every N, by strace's injection.

strace counts per thread and call, so one number does not name one moment. Three phases, each first traced
as a whole:

  init    `daicho init` from its first call to its last
  start   `daicho serve` until it is ready
  work    appends of every kind and a clean stop; strace follows one thread of the ready server at a time, so
          that no thread's call hides another's

For every thread, call name and N that the trace shows, one run is killed there; then the ledger is started
again and the oracle asks its questions. `openat` counts only where it creates.
"""
# Faults: F02

import collections
import pathlib
import random
import re
import shutil
import signal
import subprocess
import time

import load
import parallel
import workload
from epoch import Epoch, Template
from oracle import Violation, insist
from server import Ledger, NotServing, request

CALLS = (
    "write",
    "pwrite64",
    "writev",
    "pwritev",
    "fsync",
    "fdatasync",
    "sync_file_range",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "ftruncate",
    "fallocate",
    "openat",
    "mkdir",
    "link",
)
PHASES = ("init", "start", "work")
LINE = re.compile(r"^(\d+)\s+(\w+)\((.*)")
REASON = re.compile(r"\b[a-z]+\.[a-z_]+\b")


def require_strace():
    if shutil.which("strace"):
        return
    as_root = (
        []
        if subprocess.run(["id", "-u"], capture_output=True, text=True, check=True).stdout == "0\n"
        else ["sudo"]
    )
    subprocess.run(
        [*as_root, "apt-get", "-q", "install", "-y", "--no-install-recommends", "strace"], check=True
    )


def tracing(trace_file):
    return [
        "strace",
        "-D",
        "-f",
        "-qq",
        "-o",
        str(trace_file),
        "-e",
        "trace=" + ",".join(CALLS),
        "-e",
        "signal=none",
    ]


def killing(call, number):
    return [
        "strace",
        "-D",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        f"trace={call}",
        "-e",
        "signal=none",
        "-e",
        f"inject={call}:signal=KILL:when={number}",
    ]


def read_trace(path):
    """thread -> call -> numbers of the calls that write or create, counted from 1 as strace counts."""
    seen = collections.defaultdict(collections.Counter)
    points = collections.defaultdict(lambda: collections.defaultdict(list))
    for line in pathlib.Path(path).read_text(errors="replace").splitlines():
        match = LINE.match(line)
        if not match or match.group(2) not in CALLS:
            continue
        thread, call, arguments = int(match.group(1)), match.group(2), match.group(3)
        seen[thread][call] += 1
        if call != "openat" or "O_CREAT" in arguments:
            points[thread][call].append(seen[thread][call])
    return points


def merged(points):
    """Without knowing which thread comes first: every number that any thread reaches."""
    numbers = collections.defaultdict(set)
    for calls in points.values():
        for call, list_ in calls.items():
            numbers[call].update(list_)
    return [(call, number) for call in CALLS for number in sorted(numbers[call])]


def judge_unfinished(ledger, data, refused):
    """What `init` left when it was ended: nothing, or a folder that every command names."""
    reason = REASON.search(refused.said)
    outcome = reason.group() if reason else None
    if not data.exists() or not any(data.iterdir()):
        insist(outcome == "ledger.missing", f"an empty folder is called {outcome}: {refused}")
        return outcome
    insist(outcome == "ledger.half_founded", f"half a ledger is called {outcome}: {refused}")
    again = ("init", "--origin", "again.example")
    for command in (("audit",), ("doctor",), ("serve", "--read-only"), again):
        done = ledger.run(*command, "--data", data)
        said = done.stdout + done.stderr
        insist(done.returncode in (1, 3), f"{command}: exit code {done.returncode}: {said}")
        insist(outcome in said, f"{command} does not say {outcome}: {said}")
    return outcome


class SyscallLoop:
    """One job's share of the points; `points` are found once, before the jobs begin."""

    def __init__(self, template, log, place, options, job=0):
        self.template, self.log, self.options = template, log, options
        self.place, self.scratch = place / f"job-{job}", log.folder / f"scratch-{job}"
        self.place.mkdir()
        self.scratch.mkdir()
        self.job = job
        self.hits = self.misses = 0

    # -- which calls there are ------------------------------------------------------------------------------

    def points(self, phases):
        """(phase, thread, call, number) of everything that is to be killed."""
        found = []
        if "init" in phases:
            found += [("init", 0, call, number) for call, number in self._trace_init()]
        if "start" in phases or "work" in phases:
            epoch = self._epoch()
            epoch.start()
            # The template's own start is not the point: every run begins with a folder like this one.
            epoch.check(load.Counts())
            epoch.ledger.kill()
            if "start" in phases:
                found += [("start", 0, call, number) for call, number in self._trace_start(epoch)]
            if "work" in phases:
                found += self._trace_work(epoch)
            epoch.remove()
        return found

    def run(self, points):
        for phase, thread, call, number in points:
            if self.log.stop_asked() or len(self.log.violations) >= self.options.violations_max:
                return
            if phase == "init":
                self._one_init(call, number)
            else:
                self._one(phase, thread, call, number)

    def _trace_init(self):
        trace = self.scratch / "init.trace"
        subprocess.run([*tracing(trace), *self._init_command()], check=True, capture_output=True)
        time.sleep(0.5)  # the tracer is another process and writes to the end
        shutil.rmtree(self.place / "init")
        return merged(read_trace(trace))

    def _trace_start(self, epoch):
        trace = self.scratch / "start.trace"
        epoch.ledger.launch(tracing(trace))
        epoch.ledger.wait_ready()
        epoch.ledger.kill()
        time.sleep(0.5)
        return merged(read_trace(trace))

    # -- init -----------------------------------------------------------------------------------------------

    def _init_command(self):
        program = str(self.options.binary)
        return [program, "--json", "init", "--data", str(self.place / "init"), "--origin", workload.ORIGIN]

    def _one_init(self, call, number):
        data = self.place / "init"
        command = [*killing(call, number), *self._init_command()]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self._judge_init(data, call, number, done)
        shutil.rmtree(data, ignore_errors=True)

    # Nothing was promised before init ended: the folder serves a ledger that verifies, holds nothing, or says
    # that its founding did not end; then every command says so.
    def _judge_init(self, data, call, number, done):
        ledger = Ledger(self.options.binary, data, self.scratch)
        outcome = "serves"
        try:
            try:
                ledger.start()
                connection = ledger.connect()
                status, _, body = request(connection, "GET", "/checkpoint")
                insist(
                    status == 200 and body.split(b"\n")[1] == b"1",
                    f"a founded ledger shows {status} {body[:200]!r}",
                )
            except NotServing as error:
                insist(done.returncode != 0, f"init said yes, then: {error}")
                outcome = judge_unfinished(ledger, data, error)
            self._row("init", 0, call, number, done.returncode == -signal.SIGKILL, outcome=outcome)
        except Violation as violation:
            self._violation("init", call, number, violation, data)
        finally:
            ledger.kill()

    # -- serve ----------------------------------------------------------------------------------------------

    def _epoch(self):
        """One worker for requests: with more, which of them a request gets would be chance."""
        epoch = Epoch(
            self.template,
            self.place / "ledger",
            self.scratch,
            self.scratch / "acks",
            self.options.seed,
            1,
        )
        epoch.ledger.threads = 1
        return epoch

    def _threads(self, epoch):
        return sorted(
            int(path.name) for path in pathlib.Path(f"/proc/{epoch.ledger.process.pid}/task").iterdir()
        )

    def _trace_work(self, epoch):
        """The thread as its place in the order of their creation."""
        trace = self.scratch / "work.trace"
        epoch.ledger.start()
        threads = self._threads(epoch)
        tracer = self._attach(epoch, threads[0], ["-f", "-o", str(trace), "-e", "trace=" + ",".join(CALLS)])
        self._work(epoch, load.Counts())
        tracer.wait()
        return [
            ("work", threads.index(thread), call, number)
            for thread, calls in sorted(read_trace(trace).items())
            if thread in threads
            for call, numbers in sorted(calls.items())
            for number in numbers
        ]

    def _attach(self, epoch, thread, arguments):
        whole = "-f" in arguments
        target = epoch.ledger.process.pid if whole else thread
        tracer = subprocess.Popen(
            ["strace", "-qq", "-p", str(target), "-e", "signal=none", *arguments], stderr=subprocess.DEVNULL
        )
        watched = self._threads(epoch) if whole else [thread]
        deadline = time.monotonic() + 30
        while not all(self._is_traced(epoch, one) for one in watched):
            insist(tracer.poll() is None and time.monotonic() < deadline, "strace did not attach")
            time.sleep(0.002)
        return tracer

    def _is_traced(self, epoch, thread):
        try:
            text = pathlib.Path(f"/proc/{epoch.ledger.process.pid}/task/{thread}/status").read_text()
        except OSError:
            return True  # gone meanwhile
        return "\nTracerPid:\t0\n" not in text

    def _requests(self):
        """Everything an append can write: rings that are new and rings that grow, single events, batches,
        what is there already, and what is refused, which the ledger records when it stops."""
        rng = random.Random(f"{self.options.seed}/work")
        programme, by_center = self.template.programme, {}
        for one in self.template.programme.consultants:
            by_center.setdefault(one["center"], one)
        for actor in by_center.values():
            first = programme.business(actor, rng)
            yield workload.single("new", first)
            for size in (3, 13, 34):
                yield workload.batch("batch", [programme.business(actor, rng) for _ in range(size)])
            yield workload.single("again", first)
            yield workload.single("new", programme.business(actor, rng))
            poor = workload.with_broken_signature(programme.business(actor, rng))
            yield workload.Request("bad", (), workload.SD_JWT, poor.text.encode())

    def _work(self, epoch, counts):
        """The requests one by one and a stop; ends early when the server is gone."""
        lanes = load.Load(epoch.ledger, epoch.oracle, [])
        lanes.counts = counts
        connection = epoch.ledger.connect()
        try:
            for one in self._requests():
                if not lanes._append(connection, one):
                    return
            epoch.ledger.process.send_signal(signal.SIGTERM)
            epoch.ledger.process.wait()
        except OSError:
            return
        finally:
            connection.close()

    def _one(self, phase, thread, call, number):
        epoch, counts = self._epoch(), load.Counts()
        try:
            hit = self._run_until_hit(epoch, phase, thread, call, number, counts)
            epoch.ledger.kill()
            epoch.start()
            size, beyond = epoch.check(counts)
            epoch.ledger.kill()
            self._row(
                phase,
                thread,
                call,
                number,
                hit,
                acked=counts.acknowledged,
                unknown=counts.unknown,
                recovered=size,
                beyond=beyond,
                recovery_ms=round(epoch.ledger.ready_ms, 1),
            )
        except Violation as violation:
            self._violation(phase, call, number, violation, epoch.data)
        finally:
            epoch.remove()

    def _run_until_hit(self, epoch, phase, thread, call, number, counts):
        """True when the server died of the injected signal."""
        if phase == "start":
            epoch.ledger.launch(killing(call, number))
            try:
                epoch.ledger.wait_ready()
            except NotServing as error:
                insist(error.code == -signal.SIGKILL, f"ended by itself: {error}")
                return True
            self._work(epoch, counts)
            return epoch.ledger.process.poll() == -signal.SIGKILL
        epoch.ledger.start()
        inject = [
            "-o",
            "/dev/null",
            "-e",
            f"trace={call}",
            "-e",
            f"inject={call}:signal=KILL:when={number}",
        ]
        tracer = self._attach(epoch, self._threads(epoch)[thread], inject)
        self._work(epoch, counts)
        code = (
            epoch.ledger.process.poll()
            if epoch.ledger.process.poll() is not None
            else self._last_moment(epoch)
        )
        epoch.ledger.kill()
        tracer.wait()
        return code == -signal.SIGKILL

    def _last_moment(self, epoch):
        """The connection can end a moment before the process does."""
        try:
            return epoch.ledger.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return None

    # -- record ---------------------------------------------------------------------------------------------

    def _row(self, phase, thread, call, number, hit, **more):
        self.hits += hit
        self.misses += not hit
        self.log.cycle(
            cycle=self.hits + self.misses,
            seed=self.options.seed,
            kind=f"syscall-{phase}",
            thread=thread,
            call=call,
            number=number,
            hit=hit,
            kills=int(hit),
            verdict="held",
            **more,
        )

    def _violation(self, phase, call, number, violation, data):
        kept = self.log.folder / f"violation-{phase}-{self.job}-{call}-{number}"
        shutil.copytree(data, kept, dirs_exist_ok=True)
        self.log.violation(f"{phase}/{call}/{number}", str(violation), kept)


def run(options, log, place):
    require_strace()
    phases = options.only.split(",") if options.only else list(PHASES)
    unknown = set(phases) - set(PHASES)
    if unknown:
        raise SystemExit(f"no such phase: {', '.join(sorted(unknown))}; there are {', '.join(PHASES)}")
    template = Template(options.binary, options.seed, place / "template")
    points = SyscallLoop(template, log, place, options, "trace").points(phases)

    def work(log_, job):
        loop = SyscallLoop(template, log_, place, options, job)
        loop.run(points[job :: options.jobs])
        return {"killed_at_calls": loop.hits, "not_reached": loop.misses}

    done = parallel.run(log, options.jobs, work)
    if done["killed_at_calls"] == 0:
        log.violation("end", "no run was killed: the loop shows nothing", log.folder)
    found = collections.Counter(phase for phase, _, _, _ in points)
    return {"points": dict(found), "jobs": options.jobs, **done}

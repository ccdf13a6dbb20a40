"""A disk that is full, files that may not grow, a disk that is slow.

  reserve   a small ext4 fills up from outside: business is refused first, then everything, nothing fails;
            when there is room again, it goes on in the same process
  full      without reserves the disk really runs full: what can't be written is not acknowledged. When the
            keyring comes first (the database holds blocks of its log in advance), nothing is in doubt:
            /readyz turns red, and with room again the same process goes on. A start on the full disk serves,
            or names the bytes it wants; with these it serves. `short` reaches the log itself
  short     RLIMIT_FSIZE ends in the middle of a record of the log: a genuinely short write, then EFBIG
  slow      each fdatasync takes long: overload is answered 503, nothing is reordered or lost
"""
# Faults: F14, F15, F26

import http.client
import os
import random
import re
import resource
import signal
import subprocess
import threading
import time

import fault_case
import disk as disks
import load
import syscalls
import workload
from ed25519 import PrivateKey
from oracle import Violation, insist
from server import NotServing, newest_wal, request

IMAGE_BYTES = 448 << 20
RESERVE_MIB, ACCESS_RESERVE_MIB = 128, 64
LONGEST_ANSWER_S = 30 + 15  # the append timeout, and what a slow machine adds
SHED = ("503 http.overloaded", "503 journal.queue_full", "504 append.unknown", "408 http.timeout", "lost")
STOPPING = ("503 http.stopping", "503 journal.closed")
CLOSED = ("504 append.unknown", "503 append.unknown", "503 journal.closed", "503 http.stopping", "lost")
UNWRITTEN = ("503 keyring.exhausted", "507 storage.full", "507 storage.reserved")


class Filler:
    """The outside writer. Keeps the free room at what was asked for: the database reserves more than it needs
    and gives it back later."""

    def __init__(self, disk):
        self.path, self.disk = disk.mount_point / "outside", disk
        self.file = open(self.path, "wb", buffering=0)
        self.wanted = None
        self.reached, self.ended = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def fill_to(self, free_bytes, for_root=False):
        self.reached.clear()
        self.wanted = (free_bytes, for_root)
        self.reached.wait(fault_case.EXIT_WAIT_S)

    def _run(self):
        while not self.ended.wait(0.02):
            if self.wanted is not None:
                self._fill(*self.wanted)
                self.reached.set()

    def _fill(self, free_bytes, for_root):
        while True:
            about = os.statvfs(self.disk.mount_point)
            more = (about.f_bfree if for_root else about.f_bavail) * about.f_frsize - free_bytes
            size = os.fstat(self.file.fileno()).st_size
            if more <= -about.f_frsize and size:
                self.file.truncate(max(0, size + more))
                return
            if more < about.f_frsize:
                return
            try:
                os.posix_fallocate(self.file.fileno(), size, more)
            except OSError:  # the file's own bookkeeping needs room, too
                try:
                    os.pwrite(self.file.fileno(), b"x" * about.f_frsize, size)
                except OSError:
                    return

    def remove(self):
        self.ended.set()
        self.thread.join()
        self.file.close()
        self.path.unlink(missing_ok=True)


def await_ready(ledger):
    """The crowd is still there, so the question itself may be shed: asked again until it is let in."""
    deadline = time.monotonic() + 30
    while True:
        connection = ledger.connect()
        status, _, body = request(connection, "GET", "/readyz")
        connection.close()
        if b"http.overloaded" not in body or time.monotonic() > deadline:
            return status, body
        time.sleep(0.05)


class DiskFaults:
    def __init__(self, cases, options, disk):
        self.cases, self.options, self.disk = cases, options, disk
        self.rng = random.Random(f"{options.seed}/disk")

    def _essential(self, epoch):
        """A new key: taken even when business no longer is."""
        programme = self.cases.template.programme
        key = PrivateKey(f"{self.options.seed}/{time.time_ns()}")
        event = programme.enrolment(programme.consultants[0]["person"], key)
        return workload.single("new", event)

    def _send(self, epoch, counts, one):
        connection = epoch.ledger.connect()
        try:
            return fault_case.send(epoch.ledger, epoch.oracle, connection, one, counts, self.cases.lock)
        finally:
            connection.close()

    def reserve(self, number):
        filler = Filler(self.disk)

        def scenario(epoch, counts):
            flags = ("--reserve-mib", str(RESERVE_MIB), "--access-reserve-mib", str(ACCESS_RESERVE_MIB))
            epoch.ledger.flags = flags
            self.cases.begin(epoch, counts)
            crowd = fault_case.Crowd(epoch, counts)
            crowd.start()
            crowd.await_answer(lambda one: one.positions, "while there is room")
            filler.fill_to((RESERVE_MIB + ACCESS_RESERVE_MIB) // 2 << 20)
            crowd.await_answer(lambda one: str(one) == "507 storage.reserved", "below the reserve")
            essential = self._send(epoch, counts, self._essential(epoch))
            insist(essential.status == 201, f"a key could not be enrolled below the reserve: {essential}")
            filler.fill_to(ACCESS_RESERVE_MIB // 2 << 20)
            crowd.await_answer(lambda one: str(one) == "507 storage.full", "below the last reserve")
            refused = self._send(epoch, counts, self._essential(epoch))
            insist(str(refused) == "507 storage.full", f"below the last reserve: {refused}")
            said_no = crowd.ids_of("507 storage.full", "507 storage.reserved")
            filler.remove()
            crowd.await_answer(lambda one: one.positions, "after there is room again")
            epoch.ledger.process.send_signal(signal.SIGTERM)
            fault_case.wait_exit(epoch.ledger, (0,), "SIGTERM after a full disk")
            crowd.finish()
            crowd.check_answers(("507 storage.reserved", "507 storage.full", *STOPPING, "lost"))
            crowd.check_order()
            return {"answers": crowd.kinds(), **self.cases.recover(epoch, counts, absent=said_no)}

        self._run("reserve", str(number), scenario, filler, lanes=3)

    def full(self, number):
        filler, left = Filler(self.disk), self.rng.randrange(0, 1 << 20)

        def scenario(epoch, counts):
            epoch.ledger.flags = ("--reserve-mib", "0", "--access-reserve-mib", "0")
            self.cases.begin(epoch, counts)
            crowd = fault_case.Crowd(epoch, counts)
            crowd.start()
            crowd.await_answer(lambda one: one.positions, "while there is room")
            filler.fill_to(left, for_root=True)
            failed = crowd.await_answer(
                lambda one: not one.good and one.status not in load.REFUSALS, "on a full disk"
            )
            noted = {"first": str(failed)}
            if str(failed) == "503 keyring.exhausted":
                noted["went_on"] = self._goes_on(epoch, crowd, filler)
                epoch.ledger.process.send_signal(signal.SIGTERM)
            code = fault_case.wait_exit(epoch.ledger, (0, 4), f"a full disk, {failed}")
            crowd.finish()
            crowd.check_answers((*CLOSED, *UNWRITTEN))
            crowd.check_order()
            insist(code == 4 or "went_on" in noted, f"exit code {code} after {failed}")
            absent = crowd.ids_of(*UNWRITTEN)
            filler.fill_to(left, for_root=True)
            noted.update(answers=crowd.kinds(), exit=code, full_start=self._start_full(epoch, filler))
            filler.remove()
            return {**noted, **self.cases.recover(epoch, counts, absent=absent)}

        self._run("full", f"{number}: {left} bytes left", scenario, filler, lanes=3)

    def _goes_on(self, epoch, crowd, filler):
        """Red while there is no room for a key, green again without a restart. The log may come next and end
        the process: then there is nothing to go on."""
        try:
            self._await_ready(epoch, 503)
            filler.fill_to(64 << 20)
            crowd.await_answer(lambda one: one.positions, "after there is room again")
            self._await_ready(epoch, 200)
            return True
        except (Violation, OSError, http.client.HTTPException):
            if epoch.ledger.process.poll() is None:
                raise
            return False

    def _await_ready(self, epoch, wanted):
        """Housekeeping looks every five seconds."""
        deadline, status = time.monotonic() + 30, None
        while status != wanted:
            insist(time.monotonic() < deadline, f"/readyz still answers {status}, wanted {wanted}")
            connection = epoch.ledger.connect()
            try:
                status, _, _ = request(connection, "GET", "/readyz")
            finally:
                connection.close()

    def _start_full(self, epoch, filler):
        """Started while there is still no room: serves, or names the bytes that it wants, and is read
        meanwhile; with these bytes it serves."""
        try:
            epoch.ledger.start()
            epoch.ledger.kill()
            return "serves"
        except NotServing as error:
            wanted = re.search(r"storage\.no_room.*free (\d+) bytes", error.said, re.DOTALL)
            insist(error.code == 4 and wanted, f"does not say how much room it wants: {error}")
        self._read_only(epoch)
        about = os.statvfs(self.disk.mount_point)
        filler.fill_to(about.f_bavail * about.f_frsize + int(wanted.group(1)))
        epoch.start()
        epoch.ledger.kill()
        return f"wanted {wanted.group(1)} bytes, then serves"

    def _read_only(self, epoch):
        flags, epoch.ledger.flags = epoch.ledger.flags, ("--read-only",)
        try:
            epoch.ledger.start()
            connection = epoch.ledger.connect()
            status, _, body = request(connection, "GET", "/checkpoint")
            connection.close()
            acked = max(position for position, _ in epoch.oracle.acknowledged.values())
            insist(status == 200, f"read-only: {status} {body[:200]!r}")
            insist(int(body.split(b"\n")[1]) > acked, f"read-only, {acked} was acknowledged: {body[:200]!r}")
        except NotServing as error:
            raise Violation(f"a full disk can't be read either: {error}") from error
        finally:
            epoch.ledger.kill()
            epoch.ledger.flags = flags

    def short(self, number):
        beyond = self.rng.choice((0, 1, 6, 7, self.rng.randrange(8, 6000)))

        def scenario(epoch, counts):
            epoch.start(("env", "--ignore-signal=XFSZ"))
            epoch.check(counts)
            crowd = fault_case.Crowd(epoch, counts)
            crowd.start()
            # Every other file must stay smaller than the log, which grows fastest.
            while newest_wal(epoch.data).stat().st_size < 200_000:
                crowd.await_answer(lambda one: one.positions, "while files may grow")
            limit = newest_wal(epoch.data).stat().st_size + beyond
            pid = epoch.ledger.process.pid
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            code = fault_case.wait_exit(epoch.ledger, (4,), "a file that may not grow")
            crowd.finish()
            crowd.check_answers(CLOSED)
            crowd.check_order()
            return {"answers": crowd.kinds(), "exit": code, **self.cases.recover(epoch, counts)}

        self.cases.run("short", f"{number}: {beyond} bytes", scenario, lanes=2)

    def slow(self, number, delay_s):
        def scenario(epoch, counts):
            self.cases.begin(epoch, counts)
            delay = f"inject=fdatasync:delay_enter={int(delay_s * 1e6)}"
            pid = str(epoch.ledger.process.pid)
            tracer = subprocess.Popen(
                ["strace", "-f", "-qq", "-p", pid, "-o", "/dev/null", "-e", "trace=fdatasync", "-e", delay],
                stderr=subprocess.DEVNULL,
            )
            crowd = fault_case.Crowd(epoch, counts)
            crowd.start()
            crowd.await_answer(lambda one: str(one) in SHED[:2], "more clients than a slow disk serves")
            time.sleep(4 * delay_s + 2)
            tracer.send_signal(signal.SIGTERM)  # detaches
            tracer.wait()
            since = time.monotonic()
            crowd.await_answer(lambda one: one.positions and one.sent_s > since, "after the slow time")
            status, said = await_ready(epoch.ledger)
            insist(status == 200, f"/readyz after a slow time: {status} {said[:300]}")
            epoch.ledger.process.send_signal(signal.SIGTERM)
            fault_case.wait_exit(epoch.ledger, (0,), "SIGTERM after a slow time")
            crowd.finish()
            crowd.check_answers((*SHED, *STOPPING))
            crowd.check_order()
            longest = max(one.answered_s - one.sent_s for one in crowd.answers if one.status is not None)
            insist(longest < LONGEST_ANSWER_S, f"an answer took {longest:.1f} s")
            noted = {"answers": crowd.kinds(), "longest_s": round(longest, 2), "delay_s": delay_s}
            said_no = crowd.ids_of(*SHED[:2])
            return {**noted, **self.cases.recover(epoch, counts, absent=said_no)}

        self.cases.run("slow", f"{number}: {delay_s} s", scenario, lanes=330)

    def _run(self, kind, name, scenario, filler, lanes):
        try:
            self.cases.run(kind, name, scenario, lanes, self.disk.mount_point)
        finally:
            filler.remove()


def run(cases, options, parts, repeated):
    syscalls.require_strace()
    disks.own_mount_namespace()
    disk = disks.Disk(cases.log.folder, IMAGE_BYTES)
    try:
        faults = DiskFaults(cases, options, disk)
        for number in range(repeated):
            for part in ("reserve", "full", "short"):
                if part in parts and not cases.full():
                    getattr(faults, part)(number)
        for number, delay_s in enumerate((0.1, 0.5, 2.0)[:repeated]):
            if "slow" in parts and not cases.full():
                faults.slow(number, delay_s)
    finally:
        disk.remove()
    return {"image_bytes": IMAGE_BYTES, "each": repeated}

"""Power loss: everything that was not synced is gone.

An ext4 image, mounted through a loop device, holds database, anchor, keyring and secrets. One cycle: load,
SIGKILL, then the file system is shut down without flushing its journal (FS_IOC_SHUTDOWN), unmounted,
mounted, and the ledger must serve. The order matters: a shutdown beside a running writer lets an fdatasync
return success for data that never arrived, which would be the kernel's loss, not the ledger's.
"""
# Faults: F03

import pathlib
import random
import shutil
import subprocess
import tempfile
import threading

import disk as disks
import parallel
import syscalls
from epoch import Epoch, Template
from oracle import Violation, insist
from server import Ledger, NotServing


class PowerLoop:
    def __init__(self, template, disk, log, options, job=0):
        self.template, self.disk, self.log, self.options = template, disk, log, options
        self.name = f"ledger-{job}"
        self.seed = f"{options.seed}/{job}"
        self.rng = random.Random(f"{self.seed}/power")
        self.epoch = None
        self.ready_ms = 100.0

    def run(self, cycles):
        for cycle in range(cycles):
            if self.epoch is None or cycle % self.options.epoch_cycles == 0:
                self._next_epoch(cycle)
            if self.log.stop_asked():
                break
            try:
                self._cycle(cycle)
                if (cycle + 1) % self.options.audit_every == 0 or cycle + 1 == cycles:
                    self.epoch.ledger.kill()
                    self.epoch.audit()
                    self.epoch.start()
            except Violation as violation:
                self.epoch.close()
                kept = self.log.folder / f"violation-{self.name}-{cycle}"
                shutil.copytree(self.epoch.data, kept, dirs_exist_ok=True)
                self.log.violation(cycle, str(violation), kept)
                self.epoch.remove()
                self.epoch = None
                if len(self.log.violations) >= self.options.violations_max:
                    return
        if self.epoch:
            self.epoch.ledger.kill()
            self.epoch.audit()
            self.epoch.close()

    def _next_epoch(self, cycle):
        if self.epoch:
            self.epoch.remove()
        name = f"{self.name}-{cycle}"
        self.epoch = Epoch(
            self.template,
            self.disk.mount_point / name,
            self.log.folder / name,
            self.log.folder / f"{name}.acks",
            f"{self.seed}/{cycle}",
            self.options.workers,
        )
        # The copy itself is the harness's doing and must be on the disk; from here on the ledger syncs for
        # itself.
        disks.run("sync", "-f", str(self.disk.mount_point))
        self.epoch.start()

    def _cycle(self, cycle):
        delay_ms = self.rng.uniform(1, self.rng.choice((10, 40, 120)))
        kill_at = self.rng.choice((None, 1, self.rng.randrange(2, 40)))
        counts = self.epoch.load_and_kill(delay_ms / 1000 if kill_at is None else 2.0, kill_at)
        self.disk.lose_power()
        kills, again_ms = 1, None
        if self.rng.random() < 0.2:  # and once more while it recovers
            again_ms = round(self.rng.uniform(1, 1.1 * self.ready_ms), 2)
            self.epoch.ledger.launch()
            threading.Event().wait(again_ms / 1000)
            self.epoch.ledger.kill()
            self.disk.lose_power()
            kills = 2
        self.epoch.start()
        self.ready_ms = self.epoch.ledger.ready_ms
        size, beyond = self.epoch.check(counts)
        self.log.cycle(
            cycle=cycle,
            seed=self.options.seed,
            kind="power",
            kills=kills,
            again_ms=again_ms,
            delay_ms=round(delay_ms, 2) if kill_at is None else None,
            kill_at_ack=kill_at,
            acked=counts.acknowledged,
            stored_before=counts.stored_before,
            refused=counts.refused,
            unknown=counts.unknown,
            recovered=size,
            beyond=beyond,
            recovery_ms=round(self.epoch.ledger.ready_ms, 1),
            verdict="held",
        )


def founded_is_durable(options, disk, log, scratch):
    """A ledger that `init` called founded is still founded after a power loss at once."""
    place = disk.mount_point / "founded"
    place.mkdir()
    disks.run("sync", "-f", str(disk.mount_point))
    done = subprocess.run(
        [
            str(options.binary),
            "--json",
            "init",
            "--data",
            str(place / "data"),
            "--origin",
            "founded.example/2026",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    disk.lose_power()
    ledger = Ledger(options.binary, place / "data", scratch)
    try:
        ledger.start()
    except NotServing as error:
        log.violation(
            "founded", f"init exit code {done.returncode}, after the power loss: {error}", log.folder
        )
    finally:
        ledger.kill()
        shutil.rmtree(place, ignore_errors=True)


def founding_is_whole_or_named(options, disk, log, scratch, job, times=10):
    """Ended at a random instant and the power gone: served, nothing there, or every command names it."""
    rng = random.Random(f"{options.seed}/{job}/founding")
    for number in range(times):
        place = disk.mount_point / f"founding-{number}"
        place.mkdir()
        disks.run("sync", "-f", str(disk.mount_point))
        ledger = Ledger(options.binary, place / "data", scratch)
        founding = subprocess.Popen(
            [ledger.binary, "init", "--data", str(ledger.data), "--origin", "founded.example/2026"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        threading.Event().wait(rng.uniform(0.005, 0.15))
        founding.kill()
        said_yes = founding.wait() == 0
        disk.lose_power()
        try:
            ledger.start()
        except NotServing as error:
            try:
                insist(not said_yes, f"init said yes, after the power loss: {error}")
                syscalls.judge_unfinished(ledger, ledger.data, error)
            except Violation as violation:
                log.violation(f"founding-{number}", str(violation), log.folder)
        finally:
            ledger.kill()
            shutil.rmtree(place, ignore_errors=True)


def run_power(options, log, place, job):
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"disk-{job}-", dir=place))
    disk = disks.Disk(folder)
    try:
        founded_is_durable(options, disk, log, folder)
        founding_is_whole_or_named(options, disk, log, folder, job)
        template = Template(options.binary, options.seed, disk.mount_point / "template")
        loop = PowerLoop(template, disk, log, options, job)
        try:
            loop.run(parallel.share(options.cycles, options.jobs, job)[1])
        finally:
            if loop.epoch:
                loop.epoch.close()
    finally:
        disk.remove()


def start(options, log, place):
    disks.own_mount_namespace()
    parallel.run(log, options.jobs, lambda log_, job: run_power(options, log_, place, job))
    return {"file_system": "ext4 on loop", "image_bytes": disks.IMAGE_BYTES, "jobs": options.jobs}

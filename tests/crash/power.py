"""Power loss: everything that was not synced is gone.

An ext4 image, mounted through a loop device, holds database, anchor, keyring and secrets. One cycle: load,
SIGKILL, then the file system is shut down without flushing its journal (FS_IOC_SHUTDOWN), unmounted,
mounted, and the ledger must serve. The order matters: a shutdown beside a running writer lets an fdatasync
return success for data that never arrived, which would be the kernel's loss, not the ledger's.

The mounts live in a mount namespace of this process: whatever ends it takes them along.
"""
# Faults: F03

import ctypes
import fcntl
import os
import random
import shutil
import struct
import subprocess

from epoch import Epoch, Template
from oracle import Violation
from server import Ledger, NotServing

FS_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2
IMAGE_BYTES = 768 << 20
CLONE_NEWNS = 0x00020000


def own_mount_namespace():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS) != 0:
        raise SystemExit(f"a file system of its own needs root: unshare: {os.strerror(ctypes.get_errno())}")
    run("mount", "--make-rprivate", "/")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: {done.stderr.strip()}")


class Disk:
    """The loop-mounted file system."""

    def __init__(self, folder, image_bytes=IMAGE_BYTES):
        self.image, self.mount_point = folder / "disk.img", folder / "disk"
        self.mount_point.mkdir()
        with open(self.image, "wb") as file:
            file.truncate(image_bytes)
        run("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", str(self.image))
        self.mounted = False
        self.mount()

    def mount(self):
        run("mount", "-o", "loop", str(self.image), str(self.mount_point))
        self.mounted = True

    def lose_power(self):
        descriptor = os.open(self.mount_point, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(descriptor, FS_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(descriptor)
        run("umount", str(self.mount_point))
        self.mounted = False
        self.mount()

    def remove(self):
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.mount_point)], check=False, capture_output=True)
        self.image.unlink(missing_ok=True)


class PowerLoop:
    def __init__(self, template, disk, log, options):
        self.template, self.disk, self.log, self.options = template, disk, log, options
        self.rng = random.Random(f"{options.seed}/power")
        self.epoch = None

    def run(self, cycles):
        for cycle in range(cycles):
            if self.epoch is None or cycle % self.options.epoch_cycles == 0:
                self._next_epoch(cycle)
            try:
                self._cycle(cycle)
                if (cycle + 1) % self.options.audit_every == 0 or cycle + 1 == cycles:
                    self.epoch.ledger.kill()
                    self.epoch.audit()
                    self.epoch.start()
            except Violation as violation:
                self.epoch.close()
                kept = self.log.folder / f"violation-{cycle}"
                shutil.copytree(self.epoch.data, kept, dirs_exist_ok=True)
                self.log.violation(cycle, str(violation), kept)
                self.epoch.remove()
                self.epoch = None
                if len(self.log.violations) >= self.options.violations_max:
                    return
        if self.epoch:
            self.epoch.close()

    def _next_epoch(self, cycle):
        if self.epoch:
            self.epoch.remove()
        name = f"ledger-{cycle}"
        self.epoch = Epoch(
            self.template,
            self.disk.mount_point / name,
            self.log.folder / name,
            self.log.folder / f"{name}.acks",
            f"{self.options.seed}/{cycle}",
            self.options.workers,
        )
        # The copy itself is the harness's doing and must be on the disk; from here on the ledger syncs for
        # itself.
        run("sync", "-f", str(self.disk.mount_point))
        self.epoch.start()

    def _cycle(self, cycle):
        delay_ms = self.rng.uniform(5, 150)
        kill_at = self.rng.choice((None, 1, self.rng.randrange(2, 60)))
        counts = self.epoch.load_and_kill(delay_ms / 1000 if kill_at is None else 2.0, kill_at)
        self.disk.lose_power()
        self.epoch.start()
        size, beyond = self.epoch.check(counts)
        self.log.cycle(
            cycle=cycle,
            seed=self.options.seed,
            kind="power",
            kills=1,
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


def founded_is_durable(options, disk, log):
    """A ledger that `init` called founded is still founded after a power loss at once."""
    place = disk.mount_point / "founded"
    place.mkdir()
    run("sync", "-f", str(disk.mount_point))
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
    ledger = Ledger(options.binary, place / "data", log.folder)
    try:
        ledger.start()
    except NotServing as error:
        log.violation(
            "founded", f"init exit code {done.returncode}, after the power loss: {error}", log.folder
        )
    finally:
        ledger.kill()
        shutil.rmtree(place, ignore_errors=True)


def run_power(options, log, disk):
    founded_is_durable(options, disk, log)
    template = Template(options.binary, options.seed, disk.mount_point / "template")
    loop = PowerLoop(template, disk, log, options)
    try:
        loop.run(options.cycles)
    finally:
        if loop.epoch:
            loop.epoch.close()


def start(options, log):
    own_mount_namespace()
    disk = Disk(log.folder)
    try:
        run_power(options, log, disk)
    finally:
        disk.remove()
    return {"file_system": "ext4 on loop", "image_bytes": IMAGE_BYTES}

"""An ext4 of our own on a loop device, and what a power loss leaves of it.

The image lies in memory where there is a memory file system: what counts is what ext4 had been told to sync,
not how long the disk below takes. The mounts live in a mount namespace of this process: whatever ends it
takes them along. Root only.
"""

import ctypes
import fcntl
import os
import struct
import subprocess

FS_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2
LOOP_CLR_FD = 0x4C01
IMAGE_BYTES = 768 << 20
CLONE_NEWNS = 0x00020000
MNT_DETACH = 2

_libc = ctypes.CDLL(None, use_errno=True)


def own_mount_namespace():
    if _libc.unshare(CLONE_NEWNS) != 0:
        raise SystemExit(f"a file system of its own needs root: unshare: {os.strerror(ctypes.get_errno())}")
    run("mount", "--make-rprivate", "/")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    return done.stdout.strip()


def check(result, what):
    if result != 0:
        raise SystemExit(f"{what}: {os.strerror(ctypes.get_errno())}")


class Disk:
    """The loop-mounted file system; `folder` holds image and mount point."""

    def __init__(self, folder, image_bytes=IMAGE_BYTES):
        self.image, self.mount_point = folder / "disk.img", folder / "disk"
        self.mount_point.mkdir()
        with open(self.image, "wb") as file:
            file.truncate(image_bytes)
        run("mkfs.ext4", "-q", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0", str(self.image))
        self.device = run("losetup", "--find", "--show", str(self.image))
        self.mounted = False
        self.mount()

    # The system calls themselves: a power loss costs milliseconds, starting two programs for it many.
    def mount(self):
        done = _libc.mount(self.device.encode(), os.fsencode(self.mount_point), b"ext4", 0, None)
        check(done, f"mount {self.device} at {self.mount_point}")
        self.mounted = True

    def unmount(self):
        check(_libc.umount2(os.fsencode(self.mount_point), 0), f"umount {self.mount_point}")
        self.mounted = False

    def lose_power(self):
        descriptor = os.open(self.mount_point, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(descriptor, FS_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(descriptor)
        self.unmount()
        self.mount()

    def remove(self):
        if self.mounted:
            _libc.umount2(os.fsencode(self.mount_point), MNT_DETACH)
        descriptor = os.open(self.device, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, LOOP_CLR_FD)  # now, or when its last user is gone
        except OSError:
            pass
        finally:
            os.close(descriptor)
        self.image.unlink(missing_ok=True)

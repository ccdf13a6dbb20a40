"""Command line of the crash loops; `ops/dev/crash` starts it. See README.md."""

import argparse
import os
import pathlib
import secrets
import shutil
import sys
import tempfile

import run_log

ROOT = pathlib.Path(__file__).resolve().parents[2]


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="ops/dev/crash", description="Kills the real server and checks what is left."
    )
    parser.add_argument(
        "--cycles", type=int, default=None, help="cycles (default 200; --faults 40, where 0 takes every call)"
    )
    parser.add_argument(
        "--seed", default=None, help="repeats the same requests and kill times; default: random"
    )
    parser.add_argument("--jobs", type=int, default=1, help="loops side by side, each with its own ledgers")
    parser.add_argument("--workers", type=int, default=4, help="clients that append at once")
    mode = parser.add_mutually_exclusive_group()
    for name, text in (
        ("double", "killed again during recovery, up to five times in a row"),
        ("damage", "the write-ahead log is damaged between kill and restart"),
        ("power", "loss of everything unsynced on a loop-mounted ext4 (root)"),
        ("syscalls", "killed at every write-class system call, one by one (strace)"),
        ("faults", "failing calls, a full and a slow disk, signals, clock jumps (--only chooses)"),
        ("controls", "mutated servers that the loops must catch"),
    ):
        mode.add_argument("--" + name, dest="mode", action="store_const", const=name, help=text)
    parser.add_argument(
        "--only", default=None, help="with --controls, --faults or --syscalls: names, comma-separated"
    )
    parser.add_argument("--binary", default=None, help="default: $DAICHO or build/release/daicho")
    parser.add_argument(
        "--data", default=None, help="where ledgers live (default: memory file system or /tmp)"
    )
    parser.add_argument("--log", default=None, help="where runs are kept (default: build/crash)")
    parser.add_argument("--epoch-cycles", type=int, default=None, help="cycles in the life of one ledger")
    parser.add_argument("--audit-every", type=int, default=50, help="cycles between full audits")
    parser.add_argument("--violations-max", type=int, default=5, help="stops after as many")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    options.mode = options.mode or "kill"
    if options.cycles is None:
        options.cycles = 40 if options.mode == "faults" else 200
    options.seed = options.seed or secrets.token_hex(4)
    options.epoch_cycles = options.epoch_cycles or {"damage": 25, "power": 100}.get(options.mode, 200)
    options.binary = pathlib.Path(
        options.binary or os.environ.get("DAICHO") or ROOT / "build/release/daicho"
    )
    options.log = pathlib.Path(options.log or ROOT / "build/crash")
    return options


def image_in_memory(options, place):
    """A memory file system zeroes what a database reserves in advance, ext4 does not: an image in memory is
    faster. None where this process may not mount one; for a kill any file system will do."""
    if options.data is not None or os.geteuid() != 0:
        return None
    import disk as disks

    try:
        disks.own_mount_namespace()
        return disks.Disk(place, options.jobs * disks.IMAGE_BYTES)
    except (SystemExit, OSError) as error:
        print(f"ops/dev/crash: no image of its own: {error}", file=sys.stderr)
        return None


def run_kills(options, log, place):
    import parallel
    from epoch import Template
    from kill_cycles import KillLoop

    disk = image_in_memory(options, place)
    ledgers = disk.mount_point if disk else place
    template = Template(options.binary, options.seed, ledgers / "template")

    def work(log_, job):
        loop = KillLoop(template, log_, ledgers, options, job)
        try:
            loop.run(parallel.share(options.cycles, options.jobs, job)[1])
        finally:
            if loop.epoch:
                loop.epoch.close()
        return {"refused_starts": loop.refused} if options.mode == "damage" else {}

    try:
        more = parallel.run(log, options.jobs, work)
    finally:
        if disk:
            disk.remove()
    if options.mode == "damage" and more["refused_starts"] == 0 and not log.violations:
        log.violation(options.cycles, "no damage was refused: the loop shows nothing", log.folder)
    return {**more, "jobs": options.jobs, "file_system": "ext4 on loop" if disk else "as --data"}


def main(arguments):
    options = parse(arguments)
    if options.mode == "controls":
        import controls

        return controls.run(ROOT, options)
    if not os.access(options.binary, os.X_OK):
        print(f"ops/dev/crash: no program at {options.binary}; build it or give --binary", file=sys.stderr)
        return 2
    shown = {name: str(value) for name, value in vars(options).items()}
    log = run_log.RunLog(options.log, options.mode, shown, options.binary)
    print(f"ops/dev/crash: {options.mode}, seed {options.seed}, record in {log.folder}", file=sys.stderr)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    place = pathlib.Path(tempfile.mkdtemp(prefix="daicho-crash-", dir=options.data or memory))
    try:
        if options.mode == "power":
            import power

            more = power.start(options, log, place)
        elif options.mode == "syscalls":
            import syscalls

            more = syscalls.run(options, log, place)
        elif options.mode == "faults":
            import faults

            more = faults.run(options, log, place)
        else:
            more = run_kills(options, log, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    summary = log.finish(seed=options.seed, **more)
    run_log.print_summary(summary, options.json)
    return 1 if summary["violations"] or summary["cycles"] == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

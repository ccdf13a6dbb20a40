"""The loop `--faults`: the system under the running server fails, and comes back.

  calls   a write-class system call fails, one per run, once and for good (strace)
  reserve, full, short, slow    a file system that runs full, files that may not grow, a slow disk (root,
          strace)
  stop, pause    signals under load
  clock   the wall clock jumps (libfaketime)

`--cycles K` samples K of the failing calls (0: every one); the other parts run a tenth of that, at least once
each way. `--only` chooses parts, comma-separated.
"""
# Faults: F11, F12, F13, F14, F15, F16, F26, F40

import fault_case
from epoch import Template

DISK_PARTS = ("reserve", "full", "short", "slow")
PARTS = ("calls", *DISK_PARTS, "stop", "pause", "clock")
LONGEST_PAUSE_S = 12


def part_signals(cases, options, parts, repeated):
    from fault_signals import SignalFaults

    signals = SignalFaults(cases, options)
    for number in range(repeated):
        if "stop" in parts and not cases.full():
            signals.stop(number)
        if "pause" in parts and not cases.full():
            signals.pause(number, LONGEST_PAUSE_S if options.cycles == 0 or options.cycles >= 40 else 1.0)


def run(options, log, place):
    asked = options.only.split(",") if options.only else PARTS
    parts = [name.split(":")[0] for name in asked]
    classes = {name.split(":")[1] for name in asked if name.startswith("calls:")}
    unknown = set(parts) - set(PARTS)
    if unknown:
        raise SystemExit(f"ops/dev/crash --faults: no part {', '.join(sorted(unknown))}; there are {PARTS}")
    template = Template(options.binary, options.seed, place / "template")
    cases = fault_case.Cases(template, log, place, options)
    repeated = max(1, options.cycles // 10) if options.cycles else 10
    more = {}
    if "calls" in parts:
        import fault_calls

        more["calls"] = fault_calls.run(cases, options, classes)
    if set(parts) & set(DISK_PARTS):
        import fault_disk

        more["disk"] = fault_disk.run(cases, options, parts, repeated)
    part_signals(cases, options, parts, repeated)
    if "clock" in parts:
        import fault_clock

        more["clock"] = fault_clock.run(cases, options)
    return more

"""The record of a run: build/crash/<time>/ with what ran where, one JSON line per cycle, and a summary."""

import collections
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

PROGRESS_CYCLES = 100


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else None


class RunLog:
    def __init__(self, root, name, options, binary):
        stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
        self.folder = pathlib.Path(root) / f"{stamp}-{name}-{os.getpid()}"
        self.folder.mkdir(parents=True)
        self.started = time.monotonic()
        self.rows = collections.Counter()
        self.totals = collections.Counter()
        self.recovery_ms = []
        self.violations = []
        version = subprocess.run(
            [str(binary), "--json", "version"], capture_output=True, text=True, check=False
        )
        self.about = {
            "name": name,
            "options": options,
            "binary": str(binary),
            "version": version.stdout.strip(),
            "kernel": platform.uname().release,
            "machine": platform.uname().machine,
            "cpus": os.cpu_count(),
            "started": stamp,
        }
        (self.folder / "about.json").write_text(json.dumps(self.about, indent=1) + "\n")
        self.cycles = open(self.folder / "cycles.ndjson", "a", encoding="utf-8")

    def stop_asked(self):
        """A file `stop` in the record's folder ends a run after the cycles that are under way."""
        return (self.folder / "stop").exists()

    def progress(self):
        minutes = (time.monotonic() - self.started) / 60
        print(
            f"{self.totals['cycles']} cycles, {self.totals['kills']} kills, "
            f"{self.totals['acked']} acknowledged, {len(self.violations)} violations, "
            f"{self.totals['cycles'] / minutes:.0f} cycles/min",
            file=sys.stderr,
            flush=True,
        )

    def cycle(self, **row):
        self.cycles.write(json.dumps(row, ensure_ascii=False) + "\n")
        self.cycles.flush()
        self.rows[row["kind"]] += 1
        self.totals["cycles"] += 1
        for name in ("acked", "stored_before", "refused", "unknown", "kills"):
            self.totals[name] += row.get(name, 0)
        self.totals["recovered_more"] += row.get("beyond", 0) > 0
        self.totals["recovered_beyond"] += row.get("beyond", 0)
        if row.get("recovery_ms"):
            self.recovery_ms.append(row["recovery_ms"])
        if self.totals["cycles"] % PROGRESS_CYCLES == 0:
            self.progress()

    def violation(self, cycle, text, kept):
        self.violations.append({"cycle": cycle, "text": text, "kept": str(kept)})
        self.cycle(cycle=cycle, kind="violation", verdict=text, kept=str(kept))

    def finish(self, **more):
        seconds = time.monotonic() - self.started
        summary = {
            "run": str(self.folder),
            "cycles": self.totals["cycles"] - self.rows["violation"],
            "kinds": dict(self.rows),
            "seconds": round(seconds, 1),
            "cycles_per_minute": round(60 * self.totals["cycles"] / max(seconds, 0.001), 1),
            "kills": self.totals["kills"],
            "acknowledged": self.totals["acked"],
            "resent": self.totals["stored_before"],
            "refused": self.totals["refused"],
            "unanswered": self.totals["unknown"],
            "cycles_recovered_more_than_acknowledged": self.totals["recovered_more"],
            "entries_recovered_beyond_acknowledged": self.totals["recovered_beyond"],
            "recovery_ms_median": (
                round(statistics.median(self.recovery_ms), 1) if self.recovery_ms else None
            ),
            "recovery_ms_p99": percentile(self.recovery_ms, 0.99),
            "violations": self.violations,
            **more,
        }
        (self.folder / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n")
        self.cycles.close()
        return summary


def print_summary(summary, as_json):
    if as_json:
        print(json.dumps(summary, ensure_ascii=False))
        return
    for name, value in summary.items():
        if name != "violations":
            print(f"{name:42} {value}")
    for one in summary["violations"]:
        print(f"VIOLATION in cycle {one['cycle']}: {one['text']}\n  kept: {one['kept']}")
    print(f"{summary['cycles']} cycles, {len(summary['violations'])} violations")

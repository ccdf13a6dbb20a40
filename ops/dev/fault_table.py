#!/usr/bin/env python3
"""Which fault is covered by which test, and how that test last ended: the table in tests/README.md.

  ops/dev/fault_table.py           print the table
  ops/dev/fault_table.py --write   put it into tests/README.md
  ops/dev/fault_table.py --check   exit 1 when the page names other tests than the sources do

Nothing in the table is typed. A test or tool says what it covers in a line of its own head comment,
"Faults: F01, F08". Results come from the report of the last `ops/test` (build/release/ctest.xml), from the
records of `ops/dev/crash` (build/crash; --runs names another folder; the longest run of each loop counts, of
equal ones the newest), and from what other long-running tools leave in build/results/NAME.json:
{"tool": path, "when": ISO time, "passed": bool, "summary": text}. A covered fault whose test has not been run
here says so.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "tests" / "README.md"
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"
LINE = re.compile(r"^(?://|#)?\s*Faults: (F\d\d(?:, F\d\d)*)\.?$", re.MULTILINE)
HEAD_LINES = 40

# Short names of the catalogue's rows, in its own order; a number outside it is an error.
NAMES = {
    "F01": "killed at any instant", "F02": "killed at each system call", "F03": "power loss",
    "F04": "power loss while running", "F05": "torn write", "F06": "reordered writes",
    "F07": "new file lost, directory not synced", "F08": "killed again during recovery",
    "F09": "killed during compaction, flush or backup", "F10": "killed during key change or erasure",
    "F11": "orderly stop with requests in flight", "F12": "paused for minutes", "F13": "fsync fails",
    "F14": "write fails or is short", "F15": "disk full", "F16": "quota, read-only remount",
    "F17": "read of one block fails", "F18": "bit flipped in the WAL", "F19": "bit flipped in an SST",
    "F20": "bit flipped in MANIFEST, CURRENT, OPTIONS", "F21": "bit flipped in anchor, checkpoint, keys",
    "F22": "misdirected or lost write", "F23": "bit flipped in memory before hashing",
    "F24": "file or column family deleted", "F25": "index deleted or wrong", "F26": "slow disk",
    "F27": "fsync lies", "F28": "second instance", "F29": "older folder put back",
    "F30": "backup restored twice", "F31": "fork", "F32": "an event deleted", "F33": "history rewritten",
    "F34": "back-dated event", "F35": "newest events cut off", "F36": "another origin",
    "F37": "restored from an old backup", "F38": "one family of another age", "F39": "other format version",
    "F40": "clock jumps", "F41": "time formats and edges", "F42": "out of memory", "F43": "stack exhaustion",
    "F44": "file descriptors exhausted", "F45": "no thread to be had", "F46": "no randomness",
    "F47": "slow clients", "F48": "half-open and idle connections", "F49": "answer lost",
    "F50": "the same request in parallel", "F51": "same id, other content", "F52": "racing expected versions",
    "F53": "replay of an old event", "F54": "oversized requests", "F55": "malformed HTTP", "F56": "overload",
    "F57": "handshake floods", "F58": "outside service unreachable", "F59": "log key stolen",
    "F60": "author's key revoked", "F61": "credential stolen", "F62": "certificate expired or wrong",
    "F63": "data key lost", "F64": "key change half-way", "F65": "token removed", "F66": "mixed algorithms",
}

# Which files of tests/crash a loop's record speaks for.
LOOP_FILES = {
    "kill": ["kill_cycles.py"], "double": ["kill_cycles.py"], "damage": ["kill_cycles.py"],
    "power": ["power.py"], "syscalls": ["syscalls.py"],
    "faults": ["faults.py", "fault_calls.py", "fault_disk.py", "fault_signals.py", "fault_clock.py"],
}


def faults_of(text):
    head = "\n".join(text.splitlines()[:HEAD_LINES])
    return [fault for found in LINE.findall(head) for fault in found.split(", ")]


def covering_files(root):
    """{path: [fault ids]} of all tests and developer tools that say what they cover."""
    found = {}
    for folder in ("tests", "ops/dev"):
        for path in sorted((root / folder).rglob("*")):
            named = path.suffix in (".cc", ".py", "") and path.is_file() and path.name != "fault_table.py"
            if not named or "__pycache__" in path.parts:
                continue
            faults = faults_of(path.read_text(encoding="utf-8", errors="replace"))
            if faults:
                found[path.relative_to(root).as_posix()] = faults
    return found


def unknown(covering):
    return [f"{path}: {fault} is not in the catalogue"
            for path, faults in covering.items() for fault in faults if fault not in NAMES]


def ctest_names(root):
    """{ctest name: the words of its command}, as ctest itself tells them."""
    command = ["ctest", "--test-dir", root / "build" / "release", "--show-only=json-v1"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        return {}
    return {test["name"]: test.get("command", []) for test in json.loads(answer.stdout)["tests"]}


def test_of(path, commands):
    """The ctest test that runs a file: scripts stand in the command, sources in the program's folder."""
    for name, command in commands.items():
        if any(word.endswith("/" + path) for word in command):
            return name
    folder = "/" + str(pathlib.PurePosixPath(path).parent)
    programs = [name for name, command in commands.items()
                if command and str(pathlib.PurePosixPath(command[0]).parent).endswith(folder)]
    if len(programs) < 2:
        return programs[0] if programs else None
    # Several programs in one folder: the one whose list of sources names the file.
    lists = (ROOT / path).with_name("CMakeLists.txt")
    text = lists.read_text() if lists.exists() else ""
    return next((name for name in programs if re.search(
        rf"add_executable\({name}\b[^)]*\b{re.escape(pathlib.PurePosixPath(path).name)}\b", text)), None)


def ctest_results(report):
    """{ctest name: "passed" or "FAILED"} and the day of the report."""
    if not report.exists():
        return {}, ""
    suite = tree.parse(report).getroot()
    results = {}
    for case in suite.iter("testcase"):
        good = case.get("status") == "run" and case.find("failure") is None and case.find("error") is None
        results[case.get("name")] = "passed" if good else "FAILED"
    return results, suite.get("timestamp", "")[:10]


def tool_results(folder):
    """{path of the tool: [result]} of what long runs left behind."""
    found = {}
    for file in sorted(folder.glob("*.json")):
        result = json.loads(file.read_text(encoding="utf-8"))
        verdict = "passed" if result["passed"] else "FAILED"
        found.setdefault(result["tool"], []).append(
            f"{verdict} {result['when'][:10]}: {result['summary']}")
    return found


def crash_results(folders):
    """{path: [result]} of the longest run of each loop of tests/crash; a loop is several files. Runs of some
    of its parts (--only) speak for none."""
    best = {}
    for folder in folders:
        for file in sorted(folder.glob("*/summary.json")):
            about = json.loads((file.parent / "about.json").read_text(encoding="utf-8"))
            summary = json.loads(file.read_text(encoding="utf-8"))
            if about.get("options", {}).get("only", "None") != "None":
                continue
            rank = (summary["cycles"], about["started"])
            if about["name"] not in best or rank > best[about["name"]][0]:
                best[about["name"]] = (rank, summary)
    found = {}
    for loop, ((cycles, started), summary) in best.items():
        broken = len(summary["violations"])
        day = f"{started[:4]}-{started[4:6]}-{started[6:8]}"
        text = f"{'FAILED' if broken else 'passed'} {day}: {cycles:,} cycles, {broken} violations"
        for path in LOOP_FILES.get(loop, ()):
            found.setdefault("tests/crash/" + path, []).append(text)
    return found


def rows(root, runs=()):
    """[(fault, path, result)] in the catalogue's order."""
    covering = covering_files(root)
    commands = ctest_names(root)
    results, day = ctest_results(root / "build" / "release" / "ctest.xml")
    tools = tool_results(root / "build" / "results")
    for path, said in crash_results([root / "build" / "crash", *runs]).items():
        tools.setdefault(path, []).extend(said)
    table = []
    for fault in NAMES:
        for path, faults in covering.items():
            if fault not in faults:
                continue
            test = test_of(path, commands)
            said = [f"`{test}` {results[test]} {day}"] if test in results else []
            table.append((fault, path, "; ".join(said + tools.get(path, [])) or "not run here"))
    return table


def render(table):
    lines = ["| fault | | test | last result |", "|---|---|---|---|"]
    last = None
    for fault, path, result in table:
        first = fault != last
        lines.append(f"| {fault if first else ''} | {NAMES[fault] if first else ''} | `{path}` | {result} |")
        last = fault
    return "\n".join(lines)


def named_pairs(text):
    """[(fault, path)] of a rendered table."""
    pairs, fault = [], None
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 4 or not cells[2].startswith("`"):
            continue
        fault = cells[0] or fault
        pairs.append((fault, cells[2].strip("`")))
    return pairs


def split_page(page):
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    table, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit(f"{page}: the marks {BEGIN} and {END} are missing")
    return before, table, after


def main():
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--runs", type=pathlib.Path, action="append", default=[], metavar="FOLDER",
                        help="further records of ops/dev/crash (its --log)")
    options = parser.parse_args()
    wrong = unknown(covering_files(ROOT))
    if wrong:
        sys.exit("\n".join(wrong))
    table = rows(ROOT, options.runs)
    if options.check:
        _, shown, _ = split_page(PAGE)
        want, have = {row[:2] for row in table}, set(named_pairs(shown))
        for fault, path in sorted(want ^ have):
            print(f"{fault} {path}: {'missing on' if (fault, path) in want else 'only on'} the page")
        sys.exit(1 if want != have else 0)
    if options.write:
        before, _, after = split_page(PAGE)
        PAGE.write_text(f"{before}{BEGIN}\n{render(table)}\n{END}{after}", encoding="utf-8")
        return
    print(render(table))


if __name__ == "__main__":
    main()

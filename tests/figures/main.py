#!/usr/bin/env python3
"""Ask the reference about a file of events. Slow on purpose; a month of seven centres is its measure.

    main.py EVENTS --ask '{"indicator": "va_sum", "definition": "2026.1", "scope": "nation", "fy": 2026}'
    main.py EVENTS --ask '{"question": "reconcile", "center": "c40", "month": "2026-04"}'
    main.py EVENTS --ask -              one ask per line of standard input, one answer per line
    main.py EVENTS --write              the events as plain lines: position, recorded_at, id, type, …
    main.py EVENTS --list               what may be asked

EVENTS is the stream of `daicho generate` (with --receipts, the file that `daicho append --receipts` wrote),
with --plain our own lines, with --golden a golden file. Answers are JSON; fractions are {"over", "under"}.
"""

import argparse
import json
import sys

import answers
import event_list
from definitions import DEFINITIONS
from reports import REPORT_FIGURES
from result import plain


def read(options):
    with open(options.events, encoding="utf-8") as file:
        if options.golden:
            return answers.expand(json.load(file)["events"])
        if options.plain:
            return event_list.read_plain(file)
        receipts = None
        if options.receipts:
            with open(options.receipts, encoding="utf-8") as lines:
                receipts = event_list.read_receipts(lines)
        return event_list.read_generated(file, receipts, options.with_violations)


def main(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("events")
    parser.add_argument("--receipts", help="positions and times of a loaded ledger")
    parser.add_argument("--with-violations", action="store_true", help="as if the ledger had taken them")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--plain", action="store_true")
    source.add_argument("--golden", action="store_true")
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--ask", action="append", help="JSON; repeatable")
    action.add_argument("--write", action="store_true")
    action.add_argument("--list", action="store_true")
    options = parser.parse_args(arguments)
    if options.list:
        print(json.dumps({"indicators": {version: sorted(rows) for version, rows in DEFINITIONS.items()},
                          "figures": sorted(REPORT_FIGURES), "questions": sorted(answers.QUESTIONS)},
                         indent=1))  # fmt: skip
        return 0
    events = read(options)
    if options.write:
        for line in event_list.write_plain(events):
            print(line)
        return 0
    for ask in map(json.loads, sys.stdin if options.ask == ["-"] else options.ask):
        print(json.dumps({"ask": ask, "answer": plain(answers.answer(events, ask))}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

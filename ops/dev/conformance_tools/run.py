"""ops/dev/conformance: prepares the tools, runs every step, writes the transcript."""

import pathlib
import shutil
import signal
import sys

from conformance_steps import ConformanceLedger
from http_steps import HttpCorpus
from json_steps import JsonCorpus
from ordinary_steps import OrdinaryLedger
from tools import Tools
from transcript import Transcript


def main(root):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # servers are stopped on the way out
    work = pathlib.Path(root) / "build" / "conformance"
    for name in ("ordinary", "opaque"):
        shutil.rmtree(work / name, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    transcript = Transcript(work / "transcript.txt")
    tools = Tools(transcript, pathlib.Path(__file__).resolve().parent, work)
    ordinary = OrdinaryLedger(transcript, tools, work / "ordinary")
    opaque = ConformanceLedger(transcript, tools, work / "opaque")
    try:
        if tools.prepare():
            ordinary.steps()
            opaque.steps()
            JsonCorpus(transcript, tools, work, ordinary).steps()
            HttpCorpus(transcript, tools, opaque).steps()
    finally:
        ordinary.finish()
        opaque.finish()
    return transcript.end()


sys.exit(main(sys.argv[1]))

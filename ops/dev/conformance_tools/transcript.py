"""The transcript: every command with its output, every step with its verdict, counted at the end."""

import subprocess
import sys
import time


class StepFailed(Exception):
    pass


class Transcript:
    def __init__(self, file):
        self.file = open(file, "w", encoding="utf-8")
        self.passed = 0
        self.failed = 0

    def say(self, text):
        for out in (self.file, sys.stdout):
            out.write(text.rstrip("\n") + "\n")
            out.flush()

    def note(self, text):
        """Into the transcript only."""
        self.file.write(text.rstrip("\n") + "\n")
        self.file.flush()

    def step(self, name, act):
        """One named step; it passes when `act` raises nothing, whatever it prints."""
        self.say(f"\n== {name}")
        started = time.monotonic()
        try:
            act()
        except (StepFailed, OSError, subprocess.SubprocessError, LookupError, ValueError) as error:
            self.failed += 1
            self.say(f"FAIL {name}: {error}")
            return False
        self.passed += 1
        self.say(f"PASS {name} ({time.monotonic() - started:.1f} s)")
        return True

    def run(self, command, *, expect=0, env=None, text_input=None, timeout=300, cwd=None):
        """`expect`: an exit code, "refusal" for any but 0 and a signal's, None for any but a signal's."""
        command = [str(word) for word in command]
        self.note("$ " + " ".join(word if word and " " not in word else repr(word) for word in command))
        done = subprocess.run(
            command, input=text_input, env=env, timeout=timeout, cwd=cwd, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )
        self.note(done.stdout)
        self.note(f"exit code {done.returncode}")
        if expect in ("refusal", None):
            fits = done.returncode > (0 if expect else -1)
        else:
            fits = done.returncode == expect
        if not fits:
            last = done.stdout.strip().splitlines()[-1:] or [""]
            raise StepFailed(f"{command[0]}: exit code {done.returncode}, expected {expect}: {last[0]}")
        return done.stdout

    def end(self):
        self.say(f"\n{self.passed} passed, {self.failed} failed")
        self.file.close()
        return 0 if self.failed == 0 and self.passed > 0 else 1

"""Stopped in order, and paused, under load. Needs neither root nor strace.

  stop    SIGTERM at a random time: exit code 0, and a request without an answer has left nothing behind
  pause   SIGSTOP for a while, then SIGCONT: it goes on, loses nothing, reorders nothing
"""
# Faults: F11, F12

import random
import signal
import time

import fault_case

STOPPING = ("503 http.stopping", "503 journal.closed", "lost")
PAUSED = ("408 http.timeout", "504 append.unknown", "lost")
LANES = 6


class SignalFaults:
    def __init__(self, cases, options):
        self.cases = cases
        self.rng = random.Random(f"{options.seed}/signals")

    def stop(self, number):
        delay_s = self.rng.uniform(0.02, 0.6)

        def scenario(epoch, counts):
            self.cases.begin(epoch, counts)
            crowd = fault_case.Crowd(epoch, counts)
            crowd.start()
            time.sleep(delay_s)
            epoch.ledger.process.send_signal(signal.SIGTERM)
            fault_case.wait_exit(epoch.ledger, (0,), "SIGTERM with requests in flight")
            crowd.finish()
            crowd.check_answers(STOPPING)
            crowd.check_order()
            return {
                "answers": crowd.kinds(),
                **self.cases.recover(epoch, counts, absent=crowd.ids_of(*STOPPING)),
            }

        return self.cases.run("stop", f"{number}: after {delay_s * 1000:.0f} ms", scenario, LANES)

    def pause(self, number, longest_s):
        pause_s = longest_s if number == 0 else self.rng.uniform(0.1, 0.5 * longest_s)

        def scenario(epoch, counts):
            self.cases.begin(epoch, counts)
            crowd = fault_case.Crowd(epoch, counts)
            crowd.start()
            crowd.await_answer(lambda one: one.positions, "before the pause")
            epoch.ledger.process.send_signal(signal.SIGSTOP)
            time.sleep(pause_s)
            epoch.ledger.process.send_signal(signal.SIGCONT)
            resumed = time.monotonic()
            crowd.await_answer(lambda one: one.sent_s > resumed and one.positions, "after the pause")
            epoch.ledger.process.send_signal(signal.SIGTERM)
            fault_case.wait_exit(epoch.ledger, (0,), "SIGTERM after a pause")
            crowd.finish()
            crowd.check_answers(STOPPING + PAUSED)
            crowd.check_order()
            noted = {"pause_s": round(pause_s, 2), "answers": crowd.kinds()}
            return {**noted, **self.cases.recover(epoch, counts)}

        return self.cases.run("pause", f"{number}: {pause_s:.2f} s", scenario, LANES)

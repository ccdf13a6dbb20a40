"""Goal: however many wide questions about figures come at once, the process stays within a stated bound of
memory, each answer is right or says when to come again, and appends and the service's own figures go on.
Method: the real server with a small budget; more askers than it has places, all over the whole ledger, while
the last part of the generated events is appended; what it says of its budget and what the system says of it
are watched all the time.
Faults: F42
"""

import http.client
import json
import os
import pathlib
import ssl
import threading
import time
import unittest

from running_ledger import RunningLedger

CENTERS = ("c13", "c27", "c40", "c41", "c43", "c46")
BUDGET_MIB, THREADS, ASKERS = 12, 32, 24
# Beside the budget: what the appends take (tables in memory and cached blocks of the database, 105 MiB
# without any question) and heaps of the threads. Without a budget these askers take 270 MiB.
BESIDE_MIB = 2000 if os.environ.get("DAICHO_INSTRUMENTED") == "1" else 192
FIRST_PART = 0.8
SECONDS_MAX = 240
PATHS = ("/v1/indicators?scope=nation&fy=2026&limit=5",
         "/v1/indicators?scope=bureau:bureau-kyushu&fy=2026&limit=5",
         "/v1/indicators/session_minutes/numerator?scope=nation&fy=2026&limit=5",
         "/v1/indicators?scope=center:c40&fy=2026&limit=5")  # fmt: skip


class FiguresMemory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger(centers=",".join(CENTERS))
        cls.ledger.__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        lines = cls.ledger.generate("0.2", months=3).read_text().splitlines(keepends=True)
        cut = int(len(lines) * FIRST_PART)
        cls.rest = cls.ledger.folder / "rest.ndjson"
        cls.rest.write_text("".join(lines[cut:]))
        first = cls.ledger.folder / "first.ndjson"
        first.write_text("".join(lines[:cut]))
        cls.ledger.append(first)
        assert cls.ledger.stop() == 0

    @classmethod
    def tearDownClass(cls):
        assert cls.ledger.stop() == 0
        cls.ledger.run("audit", "--data", cls.ledger.data)

    def setUp(self):
        self.failures, self.answers, self.refusals = [], 0, 0
        self.lock, self.over = threading.Lock(), threading.Event()

    def connect(self, name):
        context = ssl.create_default_context(cafile=str(self.ledger.identities / "ca.pem"))
        certificate = self.ledger.identities / f"{name}.pem"
        context.load_cert_chain(certificate, certificate.with_suffix(".key"))
        return http.client.HTTPSConnection("127.0.0.1", self.ledger.port, context=context, timeout=90)

    @staticmethod
    def ask(connection, path, language="en"):
        connection.request("GET", path, headers={"Daicho-Purpose": "audit", "Accept-Language": language})
        response = connection.getresponse()
        return response.status, response.headers, json.loads(response.read())

    def rss_mib(self):
        for line in pathlib.Path(f"/proc/{self.ledger.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise AssertionError("no VmRSS")

    def budget(self, connection):
        return self.ask(connection, "/v1/projections")[2]["figures_memory"]

    def judge(self, path, expected, status, headers, body):
        with self.lock:
            if status == 200:
                self.answers += 1
                if body.get("answer", body.get("items")) != expected:
                    self.failures.append(f"{path} answers otherwise than alone")
            else:
                self.refusals += 1
                if (status, body.get("code"), headers["Retry-After"]) != (503, "figures.busy", "10"):
                    self.failures.append(f"{path} answers {status} {body}")

    def keep_asking(self, path, expected):
        connection = self.connect("auditor")
        try:
            while not self.over.is_set():
                self.judge(path, expected, *self.ask(connection, path))
        except (OSError, http.client.HTTPException) as error:
            with self.lock:
                self.failures.append(f"{path}: {error!r}")
        finally:
            connection.close()

    def watch(self, seen):
        connection = self.connect("security")
        while not self.over.is_set():
            state = self.budget(connection)
            seen["rss"] = max(seen["rss"], self.rss_mib())
            seen["bytes"] = max(seen["bytes"], state["bytes"])
            seen["waiting"] = max(seen["waiting"], state["waiting"])
            seen["refused"] = state["refused"]
            time.sleep(0.02)
        connection.close()

    def test_many_wide_questions_at_once(self):
        self.ledger.start("--figures-memory-mib", str(BUDGET_MIB), "--threads", str(THREADS))
        size = self.ledger.size()
        connection, operator = self.connect("auditor"), self.connect("security")
        expected = {}
        for path in (f"{path}&as_of={size}" for path in PATHS):
            status, _, body = self.ask(connection, path)
            self.assertEqual(status, 200, body)
            expected[path] = body.get("answer", body.get("items"))
            self.assertTrue(expected[path])
        connection.close()
        seen = {"rss": self.rss_mib(), "bytes": 0, "waiting": 0, "refused": 0}
        alone = seen["rss"]
        askers = [threading.Thread(target=self.keep_asking, args=item)
                  for item in list(expected.items()) * (ASKERS // len(PATHS))]  # fmt: skip
        askers.append(threading.Thread(target=self.watch, args=(seen,)))
        for asker in askers:
            asker.start()
        try:
            # Exits with 0 only if nothing was refused; then what the service says of it is waited for, too.
            done = self.ledger.append(self.rest)
            deadline = time.monotonic() + SECONDS_MAX
            while seen["refused"] == 0 and time.monotonic() < deadline:
                time.sleep(0.05)
        finally:
            self.over.set()
            for asker in askers:
                asker.join()
        self.assertEqual(self.failures[:3], [])
        self.assertGreater(done["events"], 0)
        self.assertGreater(self.answers, 0)
        self.assertGreater(self.refusals, 0)
        self.assertEqual(self.budget(operator)["refused"], self.refusals)
        self.assertGreater(seen["waiting"], 0)
        self.assertGreater(seen["bytes"], BUDGET_MIB << 18, "never was a quarter of it used")
        self.assertLessEqual(seen["bytes"], BUDGET_MIB << 20)
        print(f"alone {alone:.0f} MiB, at most {seen['rss']:.0f}; {self.answers} answers, "
              f"{self.refusals} refusals, {seen['bytes'] >> 10} KiB of the budget")  # fmt: skip
        self.assertLessEqual(seen["rss"], alone + BUDGET_MIB + BESIDE_MIB)
        state = self.budget(operator)
        self.assertEqual([state[name] for name in ("bytes", "questions", "waiting")], [0, 0, 0])
        metrics = self.ledger.get("security", "/metrics").body.decode()
        self.assertIn(f"daicho_figures_memory_max_bytes {BUDGET_MIB << 20}\n", metrics)
        self.assertIn(f"daicho_figures_refused_total {self.refusals}\n", metrics)
        operator.close()


if __name__ == "__main__":
    unittest.main()

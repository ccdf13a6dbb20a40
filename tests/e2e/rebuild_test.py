"""Goal: read models are rebuilt while the ledger takes appends and answers queries from the old rows; a kill
in the middle leaves old or new ones, whole, and nothing acknowledged is lost.
Method: the shipped program under two clients that never stop, one appending, one asking what it must know;
killed while rows grow; at the end every row is compared with a fold from 0.
Faults: F01
"""

import http.client
import json
import re
import signal
import threading
import time
import unittest

import author
from refusals import ACTOR, GATEWAY, Refusals, business
from running_ledger import ORIGIN, RunningLedger, event_id, now_text

ADMIN = {"person": "p-admin", "role": "admin"}
PROJECTIONS = ["stream_history", "activity_index", "access_log", "state_history", "figure_events"]
KILLS, ROUNDS_MAX = 3, 60


class Appender(threading.Thread):
    """Appends until it is told to stop; an event without an answer is sent again, unchanged, until there is
    one."""

    def __init__(self, ledger):
        super().__init__()
        self.ledger, self.ending = ledger, threading.Event()
        self.acknowledged, self.refused, self.lost_answers = [], [], 0

    def run(self):
        while not self.ending.is_set():
            event = business()
            while True:
                try:
                    answer = self.ledger.post_event(GATEWAY, event)
                except (OSError, http.client.HTTPException):
                    self.lost_answers += 1
                    if self.ending.wait(0.02):
                        return
                    continue
                break
            if answer.status in (200, 201):
                self.acknowledged.append(event["data"]["business_id"])
            else:
                self.refused.append(answer)


class Asker(threading.Thread):
    """Asks for what the read models held before the rebuilds began: it must be there, whenever it asks."""

    def __init__(self, ledger, businesses, size):
        super().__init__()
        self.ledger, self.businesses, self.size = ledger, businesses, size
        self.ending, self.wrong, self.answers = threading.Event(), [], 0

    def run(self):
        while not self.ending.is_set():
            name = self.businesses[self.answers % len(self.businesses)]
            kind = self.answers % 3
            target = [f"/v1/streams/business/{name}", f"/v1/businesses/{name}", "/v1/audit/denials"][kind]
            try:
                answer = self.ledger.get("auditor", target, daicho_purpose="audit")
            except (OSError, http.client.HTTPException):
                self.ending.wait(0.02)
                continue
            self.answers += 1
            if answer.status != 200 or answer.json()["reflects"] < self.size:
                self.wrong.append((target, answer))
            elif kind == 0 and [one["type"] for one in answer.json()["items"]] != ["business.registered"]:
                self.wrong.append((target, answer))
            elif not re.search(r"\w;version=\d+;size=\d+", answer.headers["daicho-read-models"]):
                self.wrong.append((target, answer.headers))


class Rebuild(Refusals, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger(extra_identities=["admin"]).__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        cls.ledger.append(cls.ledger.generate("0.05", months=3))
        cls.bind_admin()

    @classmethod
    def tearDownClass(cls):
        assert cls.ledger.stop() == 0
        cls.ledger.run("audit", "--data", cls.ledger.data)

    @classmethod
    def bind_admin(cls):
        key = author.AuthorKey(cls.ledger.data / "secrets" / "admin.pem")
        envelope = {
            "aud": ORIGIN,
            "id": event_id(),
            "type": "principal.bound",
            "v": 1,
            "stream": "principal/admin",
            "occurred_at": now_text(),
            "actor": ADMIN,
            "purpose": "administration",
        }
        public = {"principal": "admin", "kind": "system", "person_id": "p-admin"}
        authority = "O=daicho demonstration"
        credential = f"x509:CN=daicho demonstration CA,{authority}|CN=admin,{authority}"
        signed = author.build(key, envelope, public, {"credential": credential})
        answer = cls.ledger.post_event(None, signed, "application/sd-jwt")
        assert answer.status == 201, answer

    def ask_for(self, name, identity="admin"):
        return self.ledger.request(identity, "POST", f"/v1/projections/{name}/rebuild")

    def states(self):
        answer = self.ledger.get("admin", "/v1/projections")
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json()["projector"], "ok")
        return {item["name"]: item for item in answer.json()["items"]}

    def settle(self):
        """Until nothing grows and everything is folded; gives the states then."""
        while True:
            for name in PROJECTIONS:
                self.ledger.get("admin", f"/v1/projections/{name}", prefer="wait=20")
            states = self.states()
            if all("rebuild" not in one and one["size"] == one["of"] for one in states.values()):
                return states

    def compared(self):
        """Stops the server, compares every row with a fold from 0, and starts it again."""
        self.assertEqual(self.ledger.stop(), 0)
        done = self.ledger.run("--json", "rebuild", "--compare", "--data", self.ledger.data)
        rows = json.loads(done.stdout)
        self.assertEqual([one["projection"] for one in rows], PROJECTIONS)
        self.assertTrue(all(one["equal"] and one["rows"] > 0 for one in rows), rows)
        self.ledger.start()
        return rows

    def under_load(self):
        known = [business() for _ in range(5)]
        for event in known:
            self.assertEqual(self.ledger.post_event(GATEWAY, event).status, 201)
        self.settle()
        names = [event["data"]["business_id"] for event in known]
        appender, asker = Appender(self.ledger), Asker(self.ledger, names, self.ledger.size())
        for thread in (appender, asker):
            thread.start()
            self.addCleanup(thread.join)
            self.addCleanup(thread.ending.set)
        return appender, asker

    def end(self, appender, asker):
        for thread in (appender, asker):
            thread.ending.set()
            thread.join()
        self.assertEqual(appender.refused, [])
        self.assertEqual(asker.wrong, [])
        self.assertGreater(len(appender.acknowledged), 0)
        self.assertGreater(asker.answers, 0)
        self.settle()
        for name in appender.acknowledged:
            answer = self.ledger.get("auditor", "/v1/streams/business/" + name)
            self.assertEqual(answer.json()["versions"], 1, answer)

    # -- who may, and what ----------------------------------------------------------------------------------

    def test_who_may_not_operate_and_what_is_not_there(self):
        size = self.ledger.size()
        self.assertEqual(self.ask_for("access_log", None).status, 401)
        for identity in ("auditor", "security"):
            self.refused(self.ask_for("access_log", identity), 403, "policy.denied", None)
        self.refused(self.ask_for("nothing"), 404, "projection.unknown", None)
        japanese = {"Accept-Language": "ja"}
        answer = self.ledger.request("admin", "GET", "/v1/projections/nothing", headers=japanese)
        self.assertIn("その名前の集計はありません", answer.json()["detail"])
        self.nothing_but_refusals_since(size)
        remote = [*self.ledger.remote("admin"), "nothing"]
        self.assertIn("projection.unknown", self.ledger.run("rebuild", *remote, expect=3).stderr)
        denied = self.ledger.run("rebuild", *self.ledger.remote("security"), "access_log", expect=3)
        self.assertIn("policy.denied", denied.stderr)
        both = self.ledger.run("rebuild", "--compare", *self.ledger.remote("admin"), expect=2)
        self.assertIn("arguments.compare", both.stderr)
        self.assertIn("arguments.missing", self.ledger.run("rebuild", expect=2).stderr)

    def test_a_second_request_while_one_runs(self):
        for _ in range(ROUNDS_MAX):
            self.settle()
            self.assertEqual(self.ask_for("state_history").status, 202)
            second = self.ask_for("state_history")
            if second.status == 409:
                break
            self.assertEqual(second.status, 202, "the first had ended")
        self.refused(second, 409, "projection.rebuilding", None)
        self.settle()

    # -- under load -----------------------------------------------------------------------------------------

    def test_by_the_command_line_beside_appends_and_queries(self):
        recorded = len(self.ledger.all_of("projection.rebuilt"))
        appender, asker = self.under_load()
        before = self.ledger.size()
        done = self.ledger.run("--json", "rebuild", *self.ledger.remote("admin"))
        rebuilt = json.loads(done.stdout)
        self.assertEqual([one["projection"] for one in rebuilt], PROJECTIONS)
        self.assertTrue(all(one["size"] >= before for one in rebuilt), rebuilt)
        shown = self.ledger.run("rebuild", *self.ledger.remote("admin"), "access_log")
        self.assertRegex(shown.stdout, r"^access_log +new rows answer, at size \d+\n$")
        self.end(appender, asker)
        states = self.states()
        self.assertTrue(all(one["taken_over"]["size"] >= before for one in states.values()), states)
        self.assertTrue(all(one["answers"] for one in states.values()))
        self.assertTrue(all(one["rows_version"] == one["version"] for one in states.values()))
        # The service says so itself, in the asker's name.
        deadline = time.monotonic() + 60
        while True:
            said = self.ledger.all_of("projection.rebuilt")[recorded:]
            names = [one["projection"] for one in said if one["to_size"] >= before]
            if set(names) == set(PROJECTIONS) and names.count("access_log") == 2:
                break
            self.assertLess(time.monotonic(), deadline, said)
            time.sleep(0.1)
        for one in self.compared():
            self.assertGreaterEqual(one["size"], before)

    def test_killed_while_rows_grow(self):
        appender, asker = self.under_load()
        kills = resumed = 0
        for _ in range(ROUNDS_MAX):
            for name in PROJECTIONS:
                self.assertEqual(self.ask_for(name).status, 202)
            growing = {}
            while states := self.states():
                growing = {n: one["rebuild"] for n, one in states.items() if "rebuild" in one}
                if not growing or any(one["size"] > 0 for one in growing.values()):
                    break
            if not growing:
                continue
            kills += 1
            self.ledger.process.send_signal(signal.SIGKILL)
            self.ledger.process.wait()
            self.ledger.connections.pop("admin").close()
            self.ledger.start()
            states = self.states()
            self.assertTrue(all(one["answers"] for one in states.values()), states)
            resumed += sum("rebuild" in one or "taken_over" in one for one in states.values())
            self.settle()
            if kills == KILLS:
                break
        self.assertEqual(kills, KILLS, "it was never in the middle")
        self.assertGreater(resumed, 0, "what had grown goes on")
        self.end(appender, asker)
        self.compared()

    def test_the_doctor_says_how_they_are(self):
        self.settle()
        for running in (True, False):
            if not running:
                self.assertEqual(self.ledger.stop(), 0)
            done = self.ledger.run("--json", "doctor", "--data", self.ledger.data)
            report = json.loads(done.stdout)
            self.assertEqual((report["healthy"], report["running"]), (True, running), report)
            self.assertEqual([one["name"] for one in report["read_models"]], PROJECTIONS, report)
            for one in report["read_models"]:
                self.assertEqual(one["rows_version"], one["version"])
                self.assertEqual((one["answers"], one["parked"]), (True, 0))
            self.assertEqual(report["attachments"]["missing"], 0)
        self.assertEqual({one["size"] for one in report["read_models"]}, {report["size"]})
        text = self.ledger.run("doctor", "--data", self.ledger.data).stdout
        self.assertIn(f"集計 / read model: state_history v1, {report['size']} entries", text)
        self.assertIn("添付 / attachments: 0 (0 bytes)", text)
        self.ledger.start()


if __name__ == "__main__":
    unittest.main()

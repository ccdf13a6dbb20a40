"""Goal: what is known of a thing, now or then, and its life can be seen from the command line, in both
languages, and equal what the API says. Method: a generated month is loaded and served; ids are taken from
its events, and what `daicho show` prints is compared with a walk over the event lines.
"""

import json
import unittest

from running_ledger import RunningLedger


class Show(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger(centers="c40")
        cls.ledger.__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        cls.ledger.append(cls.ledger.generate("0.005"))
        cls.events = []
        after = None
        while True:
            query = "/v1/events?limit=1000" + ("" if after is None else f"&after={after}")
            page = cls.ledger.get("auditor", query).json()
            cls.events += page["items"]
            if not page["more"]:
                break
            after = page["after"]

    @classmethod
    def tearDownClass(cls):
        assert cls.ledger.stop() == 0
        cls.ledger.run("audit", "--data", cls.ledger.data)

    def show(self, *arguments, expect=0, name="auditor"):
        return self.ledger.run(
            *(["--json"] if "--json" in arguments else []),
            "show",
            *self.ledger.remote(name),
            "--purpose",
            "audit",
            *(one for one in arguments if one != "--json"),
            expect=expect,
        )

    def data_of(self, event_type):
        return [
            (event, event["payload"]["data"]) for event in self.events if event["type"] == event_type
        ]

    def test_a_case_as_it_is_and_as_it_was(self):
        opened, data = self.data_of("consultation.opened")[0]
        case = data["case_id"]
        sessions = [event for event, held in self.data_of("session.held") if held["case_id"] == case]
        answer = json.loads(self.show("--json", case).stdout)
        self.assertEqual(answer["kind"], "case")
        self.assertEqual(answer["state"]["case"]["sessions"], len(sessions))
        self.assertEqual(len(answer["state"]["sessions"]["items"]), len(sessions))
        stream = [event["position"] for event in self.events if event["stream"] == f"case/{case}"]
        shown = [event["position"] for event in answer["timeline"]["items"]]
        self.assertLessEqual(set(stream), set(shown))
        self.assertEqual(shown, sorted(shown, reverse=True))
        resting = {event["position"] for event in answer["rests_on"]}
        self.assertLessEqual({event["position"] for event in sessions}, resting)
        then = json.loads(self.show("--json", case, "--as-of", opened["position"] + 1).stdout)
        self.assertEqual(then["state"]["case"]["sessions"], 0)
        self.assertEqual([event["id"] for event in then["rests_on"]], [opened["id"]])
        before = self.show(case, "--as-of", opened["position"], expect=3)
        self.assertIn("state.unknown", before.stderr)

    def test_both_languages(self):
        _, data = self.data_of("consultation.opened")[0]
        japanese = self.show(data["case_id"], "--lang", "ja").stdout
        for word in ("相談案件", "状態", "経過（新しい順）", "相談の受付", "根拠となる事象"):
            self.assertIn(word, japanese)
        english = self.show(f"case/{data['case_id']}").stdout
        for word in ("Case", "State: ", "Timeline (newest first)", "[consultation.opened]", "Rests on"):
            self.assertIn(word, english)

    def test_every_kind_is_found_by_its_id(self):
        kinds = {
            "business.registered": ("business_id", "business", "{}"),
            "consent.sharing_granted": ("business_id", "consent", "consent/{}"),
            "issue.identified": ("issue_id", "issue", "{}"),
            "contract.concluded": ("contract_id", "contract", "{}"),
            "center.established": ("center_id", "center", "{}"),
            "person.registered": ("person_id", "person", "{}"),
            "licence.issued": ("licence_id", "licence", "{}"),
            "key.enrolled": ("kid", "key", "{}"),
        }
        for event_type, (field, kind, form) in kinds.items():
            with self.subTest(kind):
                event, data = self.data_of(event_type)[0]
                answer = json.loads(self.show("--json", form.format(data[field])).stdout)
                self.assertEqual((answer["kind"], answer["id"]), (kind, data[field]))
                self.assertGreaterEqual(answer["reflects"], self.events[-1]["position"])
                self.assertTrue(answer["rests_on"])
                types = {one["type"] for one in answer["timeline"]["items"]}
                self.assertTrue(event_type in types or "event.countersigned" in types, types)

    def pages(self, path):
        """All items of a list, two to a page, each page of the state that the first reflects."""
        items, cursor, reflects = [], "", None
        while True:
            page = self.ledger.get("auditor", f"{path}?limit=2{cursor}").json()
            self.assertEqual(reflects or page["reflects"], page["reflects"])
            reflects = page["reflects"]
            items += page["items"]
            if not page["more"]:
                return items
            cursor = "&cursor=" + page["next"]

    def test_a_list_is_complete_page_by_page(self):
        business = self.data_of("consultation.opened")[0][1]["business_id"]
        opened = {data["case_id"] for _, data in self.data_of("consultation.opened")
                  if data["business_id"] == business}
        cases = self.pages(f"/v1/businesses/{business}/cases")
        self.assertEqual({case["case_id"] for case in cases}, opened)
        issues = {data["issue_id"] for _, data in self.data_of("issue.identified")
                  if data["business_id"] == business}
        self.assertEqual({one["issue_id"] for one in self.pages(f"/v1/businesses/{business}/issues")}, issues)

    def test_costs_and_plans(self):
        if self.data_of("cost.recorded"):
            _, cost = self.data_of("cost.recorded")[0]
            shown = self.pages(f"/v1/contracts/{cost['contract_id']}/costs")
            mine = next(one for one in shown if one["cost_id"] == cost["cost_id"])
            self.assertEqual(mine["made_by"]["data"]["item"], cost["item"])
            text = self.show(f"contract/{cost['contract_id']}", "--part", "costs", "--lang", "ja").stdout
            self.assertIn("経費項目: " + cost["item"], text)
        if self.data_of("plan.drafted"):
            _, plan = self.data_of("plan.drafted")[0]
            text = self.show(f"plan/{plan['plan_id']}", "--lang", "ja").stdout
            for word in ("実施計画", "段階", "実施計画の案"):
                self.assertIn(word, text)
        self.assertTrue(self.data_of("cost.recorded") or self.data_of("plan.drafted"))

    def test_refusals(self):
        _, data = self.data_of("contract.concluded")[0]
        refused = self.show(data["contract_id"], expect=3, name="security")
        self.assertIn("policy.denied", refused.stderr)
        self.assertIn("show.kind", self.show("window/x", expect=2).stderr)
        self.assertIn("show.id", self.show("x", expect=2).stderr)
        self.assertIn("state.unknown", self.show("b-unheard-of", expect=3).stderr)


if __name__ == "__main__":
    unittest.main()

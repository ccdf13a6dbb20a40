"""Goal: figures over confidential inputs are fixed for every scope, at month close and at publication, once;
whoever may not read the inputs learns no other number than those in clear, whatever he asks; whoever may read
all of them gets any position recomputed, and every read is an event.
Method: two generated months of three centres; every decision against the reference, in the log's order; all
answers of a reader without rights searched for numbers.
"""

import json
import pathlib
import sys
import unittest

from running_ledger import ORIGIN, RunningLedger, event_id, now_text

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "figures"))
import answers  # noqa: E402
import event_list  # noqa: E402
from definitions import CONFIDENTIAL  # noqa: E402
from result import plain  # noqa: E402

CENTERS = ("c13", "c40", "c41")
SCOPES = {*(f"center:{center}" for center in CENTERS), "bureau:bureau-kyushu", "nation"}
# What these indicators rest on; the reference takes its time over anything else.
BEHIND = {"center.established", "policy.parameter_set", "consultation.opened", "session.held",
          "session.corrected", "business.merged", "business.unmerged", "phase.transitioned", "phase.ended",
          "business.financials_submitted", "business.financials_corrected", "business.profile_updated",
          "business.profile_corrected", "month.closed"}  # fmt: skip
AS_READER = {"daicho_purpose": "report"}
AS_AUDITOR = {"daicho_purpose": "audit"}
AS_CHIEF = {"daicho_purpose": "report", "daicho_person": "p-41-cco", "daicho_role": "cco"}


def values_in(answer):
    """Every number that the answer gives for an indicator over confidential inputs."""
    if isinstance(answer, list):
        return [value for one in answer for value in values_in(one)]
    if not isinstance(answer, dict):
        return []
    found = [(answer["indicator"], answer[name]) for name in ("value", "fixed", "recomputed")
             if answer.get("indicator") in CONFIDENTIAL and answer.get(name) is not None]  # fmt: skip
    for name, one in answer.items():
        if name in CONFIDENTIAL and isinstance(one, dict) and one.get("fixed"):
            found += [(name, value) for value in [one["fixed"]["value"]] if value is not None]
        found += values_in(one)
    return found


def exact(data):
    """The value in clear of a figure.fixed, as answers write it."""
    if "denominator" in data:
        return {"over": data["value"], "under": data["denominator"]}
    return data["value"]


class FixedFigures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger(centers=",".join(CENTERS))
        cls.ledger.__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        stream = cls.ledger.generate("0.05", months=2)
        receipts = cls.ledger.folder / "receipts.ndjson"
        cls.ledger.append(stream, "--receipts", receipts)
        known = event_list.read_receipts(receipts.read_text().splitlines())
        events = event_list.read_generated(stream.read_text().splitlines(), known)
        cls.events = [event for event in events if event.type in BEHIND]

    @classmethod
    def tearDownClass(cls):
        assert cls.ledger.stop() == 0
        cls.ledger.run("audit", "--data", cls.ledger.data)

    def fixed(self):
        """In the order of the log."""
        page = self.ledger.get("auditor", "/v1/events?type=figure.fixed&limit=1000").json()
        items = sorted(page["items"], key=lambda item: item["position"])
        return [item["payload"]["data"] for item in items]

    def ask(self, path, name="security", headers=None):
        answer = self.ledger.get(name, path, **(headers or AS_READER))
        self.assertEqual(answer.status, 200, answer)
        return answer.json()["answer"]

    def reference(self, **ask):
        return json.loads(json.dumps(plain(answers.answer(self.events, ask))))

    def test_every_scope_in_the_order_of_the_closings(self):
        fixed = [data for data in self.fixed() if "year_month" in data]
        months = sorted({data["year_month"] for data in fixed})
        self.assertEqual(len(months), 2)
        closings = [event for event in self.events if event.type == "month.closed"]
        self.assertEqual(len(fixed), len(months) * len(SCOPES) * len(CONFIDENTIAL))
        for month in months:
            cut_offs = {e["center_id"]: e["cut_off"] for e in closings if e["year_month"] == month}
            wanted = {f"center:{center}": cut_off for center, cut_off in cut_offs.items()}
            wanted["bureau:bureau-kyushu"] = max(cut_offs["c40"], cut_offs["c41"])
            wanted["nation"] = max(cut_offs.values())
            found = {data["scope"]: data["cut_off"] for data in fixed if data["year_month"] == month}
            self.assertEqual(found, wanted)

    def test_as_if_month_by_month(self):
        """Both months were loaded at once; their figures stand in the order of the closings."""
        bureau = {"c40", "c41"}
        expected, closed = [], set()
        for event in sorted(self.events, key=lambda event: event.position):
            if event.type != "month.closed":
                continue
            month, center = event["year_month"], event["center_id"]
            closed.add((month, center))
            expected.append((month, f"center:{center}"))
            for scope, centers in (("bureau:bureau-kyushu", bureau), ("nation", set(CENTERS))):
                if center in centers and {(month, each) for each in centers} <= closed:
                    expected.append((month, scope))
        found = [(data["year_month"], data["scope"]) for data in self.fixed() if "year_month" in data]
        self.assertEqual(found[:: len(CONFIDENTIAL)], expected)

    def agree(self, fixed):
        """With the reference, which makes the same decisions one after the other."""
        asks = [{"indicator": data["indicator"], "definition": data["definition_version"],
                 "scope": data["scope"], "fy": data["fy"], "cut_off": data["cut_off"]}
                for data in fixed]  # fmt: skip
        withheld = answers.answer(self.events, {"fixing": asks})
        self.assertEqual([data.get("withheld", "") for data in fixed], withheld)
        for why in ("", "few_businesses", "small_remainder"):
            self.assertIn(why, withheld, "nothing of the kind was compared")
        for data in fixed:
            names = ("indicator", "scope", "fy", "cut_off")
            figure = self.reference(**{name: data[name] for name in names})
            self.assertEqual(data["contributors"], len(figure["numerator"]))
            if "value" in data:
                self.assertEqual(exact(data), figure["value"])

    def test_a_publication_fixes_at_its_position_and_a_restart_nothing(self):
        before = len(self.fixed())
        event = {
            "aud": ORIGIN,
            "v": 1,
            "id": event_id(),
            "type": "result.published",
            "stream": "result/pub-1",
            "occurred_at": now_text(),
            "actor": {"person": "p-hq-01", "role": "hq_staff", "org": "hq", "center": "hq"},
            "purpose": "evaluation",
            "data": {"publication_id": "pub-1", "fy": 2026, "scope": "bureau", "order": "by_center_code",
                     "published_on": now_text()[:10], "document_sha256": "ab" * 32},
        }  # fmt: skip
        answer = self.ledger.post_event("gw-hq", event)
        self.assertEqual(answer.status, 201, answer)
        position = answer.json()["position"]
        self.ledger.wait_for("figure.fixed", before + 2 * len(CONFIDENTIAL))
        published = [data for data in self.fixed() if "year_month" not in data]
        # Of bureau-kanto, which has one centre here, that centre's.
        scopes = {"bureau:bureau-kyushu", "center:c13"}
        self.assertEqual({data["scope"] for data in published}, scopes)
        self.assertEqual({data["cut_off"] for data in published}, {position})
        fixed = self.fixed()
        self.assertEqual(self.ledger.stop(), 0)
        self.ledger.start()
        # A closing's worth of housekeeping later: one more publication is answered, in full knowledge.
        second = {**event, "id": event_id(), "stream": "result/pub-2", "occurred_at": now_text(),
                  "data": {**event["data"], "publication_id": "pub-2", "scope": "nation"}}  # fmt: skip
        self.assertEqual(self.ledger.post_event("gw-hq", second).status, 201)
        self.ledger.wait_for("figure.fixed", len(fixed) + len(CONFIDENTIAL))
        self.assertEqual(self.fixed()[: len(fixed)], fixed)
        self.agree(self.fixed())

    def test_three_values_and_nothing_else_for_who_may_not_read_the_inputs(self):
        public = [(data["indicator"], exact(data)) for data in self.fixed() if "value" in data]
        size = self.ledger.size()
        seen = []
        for scope in (*sorted(SCOPES), "prefecture:41"):
            rows = self.ask(f"/v1/indicators/fixed?scope={scope}&fy=2026")
            self.assertTrue(rows)
            self.assertEqual({row["state"] for row in rows}, {"equal"})
            for row in rows:
                self.assertEqual(row["recomputed"], row["fixed"])
                self.assertEqual(row["fixed"] is not None, row["public"], row)
            seen += values_in(rows)
            for as_of in range(size // 3, size, size // 12):
                seen += values_in(self.ask(f"/v1/indicators?scope={scope}&fy=2026&as_of={as_of}"))
                seen += values_in(self.ask(f"/v1/indicators/fixed?scope={scope}&as_of={as_of}"))
        for center in CENTERS:
            report = self.ledger.get("auditor", f"/v1/reports/{center}/2026-05", **AS_AUDITOR).json()
            seen += values_in(report["parts"])
            seen += values_in(self.ask(f"/v1/reports/{center}/2026-05/reconcile"))
        self.assertTrue(seen)
        for one in seen:
            self.assertIn(one, public)
        rows = self.ask("/v1/indicators/fixed?scope=prefecture:41&fy=2026&month=2026-05")
        self.assertEqual({row["scope"] for row in rows}, {"center:c41"})
        self.assertEqual(len(rows), len(CONFIDENTIAL))
        path = "/v1/reports/c41/2026-05?format=html"
        page = self.ledger.get("auditor", path, **AS_AUDITOR).body.decode()
        for row in rows:
            self.assertIn(row["id"], page)

    def test_who_may_read_every_input_gets_any_position_and_each_read_is_an_event(self):
        closed = [e for e in self.events if e.type == "month.closed" and e["center_id"] == "c41"]
        as_of = closed[0].position - 3
        path = f"/v1/indicators?scope=center:c41&fy=2026&as_of={as_of + 1}&inputs=open"
        for name, headers in (("security", AS_READER), ("bureau-kyushu", AS_READER), ("auditor", AS_AUDITOR),
                              ("gw-c40", {**AS_CHIEF, "daicho_person": "p-40-cco"})):  # fmt: skip
            refused = self.ledger.get(name, path, **headers)
            self.assertEqual(refused.status, 403, (name, refused))
        viewed = self.ledger.all_of("record.viewed")
        found = self.ask(path, "gw-c41", AS_CHIEF)
        for indicator in CONFIDENTIAL:
            expected = self.reference(indicator=indicator, scope="center:c41", fy=2026, cut_off=as_of)
            self.assertEqual(found[indicator]["now"]["value"], expected["value"], indicator)
        self.assertIsNotNone(found["va_sum"]["now"]["value"])
        reads = self.ledger.all_of("record.viewed")[len(viewed) :]
        read = {data["business_id"] for data in reads}
        self.assertLessEqual(set(found["va_sum"]["now"]["numerator"]), read)
        self.assertEqual({data["record"] for data in reads}, {f"business/{business}" for business in read})
        unknown = self.ledger.get("gw-c41", path.replace("inputs=open", "inputs=all"), **AS_CHIEF)
        self.assertEqual((unknown.status, unknown.json()["code"]), (400, "figures.inputs"))
        rows = self.ask("/v1/indicators/fixed?scope=center:c41&month=2026-04&inputs=open", "gw-c41", AS_CHIEF)
        by_indicator = {row["indicator"]: row for row in rows}
        self.assertIsNotNone(by_indicator["va_sum"]["recomputed"])


if __name__ == "__main__":
    unittest.main()

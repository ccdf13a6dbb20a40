#!/usr/bin/env python3
"""Goal: the reference page holds every type, field, rule, parameter and indicator, in both languages.

Method: a small catalogue made by hand, its page read back; the pages on disk compared and made stale.
"""

import importlib.util
import json
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "ops" / "docs" / "catalogue_page.py"
SPEC = importlib.util.spec_from_file_location("catalogue_page", SCRIPT)
PAGE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(PAGE)


def both(name):
    return {"ja": f"{name}の名", "en": f"{name} label"}


def label_of(name, language):
    return both(name)[language]


CATALOGUE = {
    "version": "1",
    "groups": [{"code": "planning", "label": both("planning")}],
    "roles": [{"code": "impl_lead", "label": both("lead")}],
    "purposes": [{"code": "report", "label": both("report")}],
    "retention_classes": [{"code": "permanent", "label": both("permanent")}],
    "types": [{
        "type": "plan.submitted", "v": 1, "group": "planning", "stream": "plan/plan_id", "way_in": "author",
        "signers": ["impl_lead"], "countersigners": [], "purposes": ["report"],
        "rules": ["step.order"],
        "terms": [], "step": {"from": ["", "confirmed"], "to": "submitted"}, "retention": "permanent",
        "source": "001 II.2(3)", "label": both("plan.submitted"),
        "fields": [
            {"name": "plan_id", "kind": "id", "class": "public", "required": True,
             "label": both("plan_id")},
            {"name": "kind", "kind": "code", "class": "public", "required": False,
             "codes": ["a|b", "c"], "label": both("kind")},
            {"name": "note", "kind": "text", "class": "confidential", "required": False,
             "min": 1, "max": 9, "label": both("note")}]}],
    "rules": [{"rule": "step.order", "code": "step.order", "source": "design",
               "after_event": True, "message": both("step.order")},
              {"rule": "x.exists", "code": "x.exists", "source": "design", "after_event": False,
               "message": both("x.exists")}],
    "parameters": [
        {"name": "a.days", "min": 0, "max": 9, "default": -1, "unit": "days", "fixed": False, "source": "s",
         "read_by": ["step.order", "flag/late"], "label": both("a.days")},
        {"name": "b.choice", "choices": ["x", "y"], "default": "x", "unit": "code", "fixed": True,
         "source": "s", "read_by": [], "label": both("b.choice")},
        {"name": "c.version", "text": True, "unit": "text", "fixed": False, "source": "s",
         "read_by": ["step.order"], "label": both("c.version")}],
    "indicators": [{"id": "va_sum", "first_fy": 2026, "last_fy": 2100, "source": "s", "unit": "yen",
                    "definitions": ["2026.1"], "kind": "confidential", "label": both("va_sum")},
                   {"id": "initiative", "first_fy": 2026, "last_fy": 2100, "source": "s", "unit": "",
                    "definitions": ["2026.1"], "kind": "no_value", "label": both("initiative")}],
}


class CataloguePage(unittest.TestCase):
    def test_both_languages_hold_everything(self):
        for language in PAGE.LANGUAGES:
            with self.subTest(language):
                text = PAGE.page(CATALOGUE, language)
                for name in ("plan.submitted", "plan_id", "note", "step.order", "a.days", "b.choice",
                             "c.version", "va_sum", "initiative", "x.exists", "planning", "lead",
                             "permanent"):
                    self.assertIn(label_of(name, language), text)

    def test_the_other_language_stays_away(self):
        self.assertNotIn("の名", PAGE.page(CATALOGUE, "en"))
        self.assertNotIn(" label", PAGE.page(CATALOGUE, "ja"))

    def test_steps_codes_and_bounds_are_told(self):
        text = PAGE.page(CATALOGUE, "en")
        self.assertIn("- Step: begins, `confirmed` → `submitted`", text)
        self.assertIn("`code`: `a\\|b` `c`", text)
        self.assertIn("`text` 1 … 9 | confidential |", text)
        self.assertIn("| `a.days` | a.days label | open | days | 0 … 9 | `step.order` `flag/late` |", text)
        fixed = "fixed: another value is `policy.unsupported`"
        self.assertIn(f"| `b.choice` | b.choice label | x | code | `x` `y` | {fixed} |", text)
        self.assertIn("| `step.order` | `step.order` | step.order label | needed |", text)
        self.assertIn("| `x.exists` | `x.exists` | x.exists label |  |", text)
        self.assertIn("| 2026 … 2100 | 2026.1 | yen | sealed fields: `figure.fixed` |", text)
        self.assertIn("| 2026 … 2100 | 2026.1 |  | no value |", text)

    def test_pages_are_written_and_found_stale(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            answer = folder / "answer.json"
            answer.write_text(json.dumps(CATALOGUE), encoding="utf-8")
            daicho = folder / "daicho"
            daicho.write_text(f"#!/bin/sh\ncat '{answer}'\n", encoding="utf-8")
            daicho.chmod(0o755)
            pages = folder / "pages"
            given = ["--daicho", str(daicho)]
            self.assertEqual(PAGE.main(given + ["--check", str(pages)]), 1)
            self.assertEqual(PAGE.main(given + ["--out", str(pages)]), 0)
            self.assertEqual(PAGE.main(given + ["--check", str(pages)]), 0)
            (pages / "reference.ja.md").write_text("old", encoding="utf-8")
            self.assertEqual(PAGE.main(given + ["--check", str(pages)]), 1)


if __name__ == "__main__":
    unittest.main()

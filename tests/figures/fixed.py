"""Figures over confidential inputs that the log holds fast (`figure.fixed`), against the recomputation.

The sources say that such a figure is fixed at month close and at publication. The event names its scope,
fiscal year and cut-off: at a month's close the fiscal year's figure as known at the month's cut-off. After an
erasure the fixed value stands, and a recomputation lacks inputs: that is no contradiction. A scope of one
centre has that centre's figures. Whether a value may be in clear at all: `told_apart.py`.
"""

import indicators
from definitions import parameter
from fixed_values import is_public, newest, stated_value, texts_of


def judge(known, event, erased):
    """`equal`, `different`, `inputs_erased`, or `k_rule`: shown or hidden against the least number."""
    arguments = (event["indicator"], event["definition_version"], event["scope"], event["fy"])
    result = indicators.figure(known, *arguments, event["cut_off"], erased)
    before = [other for other in known if other.position < event.position]
    public = event["contributors"] >= parameter(before, "figures.k_min") and not event["withheld"]
    row = {
        "id": event.id,
        "indicator": event["indicator"],
        "scope": event["scope"],
        "fy": event["fy"],
        "year_month": event["year_month"] or "",
        "cut_off": event["cut_off"],
        "fixed": stated_value(event),
        "public": is_public(event),
        "withheld": event["withheld"] or "",
        "recomputed": result.value,
        "contributors": event["contributors"],
        "recomputed_contributors": len(result.numerator),
    }
    if (event["value"] is not None) != public:
        row["state"] = "k_rule"
    elif any(reason == "inputs_erased" for _, reason in result.excluded):
        row["state"] = "inputs_erased"
    else:
        same = (row["fixed"], row["contributors"]) == (row["recomputed"], row["recomputed_contributors"])
        row["state"] = "equal" if same else "different"
    return row


def fixed_figures(known, scope, fiscal_year=None, month=None, erased=frozenset()):
    texts = texts_of(known, scope)
    return [
        {**judge(known, event, erased), "now": newest(known, scope, event["fy"], event["indicator"])}
        for event in known
        if event.type == "figure.fixed"
        and event["scope"] in texts
        and fiscal_year in (None, event["fy"])
        and month in (None, event["year_month"])
    ]

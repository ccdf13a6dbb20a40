"""Figures over confidential inputs that the log holds fast (`figure.fixed`), against the recomputation.

The sources say that such a figure is fixed at month close and at publication; what a month means for a yearly
figure they don't. Taken here: the fiscal year's figure as known at the month's cut-off. After an erasure the
fixed value stands, and a recomputation lacks inputs: that is no contradiction.
"""

import indicators
import jst
from definitions import parameter


def cut_off_of(known, event):
    """The closing's cut-off of that centre and month, else the position before the fixing."""
    for closing in known:
        same = all(closing[name] == event[name] for name in ("center_id", "year_month"))
        if closing.type == "month.closed" and same and closing.position < event.position:
            return closing["cut_off"]
    return event.position - 1


def stated_value(event):
    """The public value, or the sealed one when fewer than k businesses stand behind it."""
    return event["value"] if event["value"] is not None else event["sealed_value"]


def judge(known, event, erased):
    """`equal`, `different`, `inputs_erased`, or `k_rule`: shown or hidden against the least number."""
    year = jst.fiscal_year_of(jst.month(event["year_month"]).first)
    arguments = (event["indicator"], event["definition_version"], f"center:{event['center_id']}", year)
    result = indicators.figure(known, *arguments, cut_off_of(known, event), erased)
    before = [other for other in known if other.position < event.position]
    public = event["contributors"] >= parameter(before, "figures.k_min")
    row = {
        "id": event.id,
        "indicator": event["indicator"],
        "center": event["center_id"],
        "year_month": event["year_month"],
        "fixed": stated_value(event),
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


def fixed_figures(known, centers, erased=frozenset()):
    return [
        judge(known, event, erased)
        for event in known
        if event.type == "figure.fixed" and event["center_id"] in centers
    ]

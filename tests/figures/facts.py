"""Facts in force after the events `known`: each function walks the whole list again, nothing is kept.

A correction names the corrected event and states all fields anew; the latest one holds, whatever its date. An
event that wants countersignatures is a fact from the completing one on, and never when that came too late.
"""

import dataclasses
from datetime import date, timedelta

import jst
from definitions import parameter
from matching import representative

CORRECTED_BY = {
    "business.registered": "business.corrected",
    "business.financials_submitted": "business.financials_corrected",
    "business.profile_updated": "business.profile_corrected",
    "consultation.opened": "consultation.corrected",
    "session.held": "session.corrected",
    "issue.identified": "issue.corrected",
    "issue.resolved": "issue.resolution_corrected",
    "outcome.confirmed": "outcome.corrected",
    "referral.made": "referral.corrected",
    "joint_support.held": "joint_support.corrected",
}
COUNTERSIGNED_BY = {  # in which roles others must sign; a party's role is not looked at
    "contract.concluded": ["party"],
    "bureau.consulted": ["bureau_officer"],
    "contract.amended": ["party"],
    "contract.shortened": ["party"],
    "workday.exception_agreed": ["impl_lead", "bureau_officer"],
}


@dataclasses.dataclass(frozen=True)
class Fact:
    id: str  # of the original event
    position: int  # from which it holds
    event: object
    data: dict
    corrections: tuple = ()
    center: str = ""
    day: date | None = None

    def __getitem__(self, name):
        return self.data.get(name)


def completed_at(known, event):
    """Position of the completing signature; None: not complete, or too late."""
    missing = list(COUNTERSIGNED_BY.get(event.type, ()))
    if not missing:
        return event.position
    days = parameter([e for e in known if e.position <= event.position], "countersign.expiry_days")
    expires = jst.instant(event.recorded_at) + timedelta(days=days)
    for other in known:
        if other.type != "event.countersigned" or other["target"] != event.id:
            continue
        if other.actor.get("person") == event.actor.get("person") or jst.instant(other.recorded_at) > expires:
            continue
        role = "party" if "party" in missing else other.actor.get("role")
        if role in missing:
            missing.remove(role)
        if not missing:
            return other.position
    return None


def stated(known, type_name):
    """Facts of one type in order, corrected."""
    corrections = {}
    for event in known:
        if event.type == CORRECTED_BY.get(type_name):
            corrections.setdefault(event["corrects"], []).append(event)
    facts = []
    for event in known:
        if event.type != type_name:
            continue
        position = completed_at(known, event)
        if position is None:
            continue
        later = corrections.get(event.id, [])
        data = later[-1].data if later else event.data
        facts.append(Fact(event.id, position, event, data, tuple(e.id for e in later)))
    return facts


def latest(facts, name):
    """{value of the field: the last fact that carries it}"""
    return {fact[name]: fact for fact in facts}


# -- where and when ------------------------------------------------------------------------------------------


def cases(known):
    return latest(stated(known, "consultation.opened"), "case_id")


def center_finder(known):
    """fact → the centre named, else that of its case, its session, its referral, or the actor's."""
    case_of = cases(known)
    session_of = latest(stated(known, "session.held"), "session_id")
    referral_of = latest(stated(known, "referral.made"), "referral_id")

    def find(fact):
        if fact["center_id"]:
            return fact["center_id"]
        session, referral = session_of.get(fact["session_id"]), referral_of.get(fact["referral_id"])
        for source in (fact, session, referral):
            if source is not None and source["case_id"] in case_of:
                return case_of[source["case_id"]]["center_id"]
        return fact.event.actor.get("center", "")

    return find


def counted_day(known, fact, center, day):
    """The day on which a fact counts if late entries count when recorded: its own, or the day of recording if
    its month was closed when it came."""
    closed = any(
        event.type == "month.closed"
        and event["center_id"] == center
        and event["year_month"] == day.isoformat()[:7]
        and event.position < fact.event.position
        for event in known
    )
    return jst.jst_day(fact.event.recorded_at) if closed else day


def placed(known, facts, date_field):
    """The facts with centre and day."""
    out, center_of = [], center_finder(known)
    by_recording = parameter(known, "late_entries.count_in") == "recorded_month"
    for fact in facts:
        center, day = center_of(fact), jst.jst_day(fact[date_field])
        if by_recording:
            day = counted_day(known, fact, center, day)
        out.append(dataclasses.replace(fact, center=center, day=day))
    return out


def sessions(known):
    return placed(known, stated(known, "session.held"), "started_at")


# -- issues --------------------------------------------------------------------------------------------------


def category_of(known, issue_id):
    """As identified (corrected), then as last reclassified."""
    category = None
    for fact in stated(known, "issue.identified"):
        if fact["issue_id"] == issue_id:
            category = fact["category"]
    for event in known:
        if event.type == "issue.reclassified" and event["issue_id"] == issue_id:
            category = event["to"]
    return category


def decided_at(known, fact):
    """Position at which it was last decided whether a resolved issue counts: its resolution, the correction
    of that, or a reclassification after it."""
    events = [e for e in known if e.id == fact.id or e.id in fact.corrections]
    events += [e for e in known if e.type == "issue.reclassified" and e["issue_id"] == fact["issue_id"]]
    return max(event.position for event in events)


def resolutions_in_force(known):
    """Resolved issues: the last resolution of each, unless it was reopened or closed after it."""
    state = {}
    for event in known:
        if event.type == "issue.resolved":
            state[event["issue_id"]] = event.id
        elif event.type in ("issue.reopened", "issue.closed_unresolved"):
            state[event["issue_id"]] = None
    in_force = set(state.values())
    facts = [fact for fact in stated(known, "issue.resolved") if fact.id in in_force]
    return placed(known, facts, "resolved_on")


def outcomes_in_force(known):
    """Confirmed outcomes of issues that were not reopened afterwards."""
    facts = []
    for fact in stated(known, "outcome.confirmed"):
        reopened = any(
            event.type == "issue.reopened"
            and event["issue_id"] == fact["issue_id"]
            and event.position > fact.position
            for event in known
        )
        if not reopened:
            facts.append(fact)
    return placed(known, facts, "confirmed_on")


# -- phases, statements, people ------------------------------------------------------------------------------


def phase2_spans(known):
    """[(business, first day, last day or None)]: entered, and left again if it was; who is one business when
    the end is recorded leaves as one."""
    spans = []
    for event in known:
        if event.type == "phase.transitioned" and event["to"] == 2:
            spans.append([event["business_id"], jst.jst_day(event["transitioned_on"]), None])
        elif event.type == "phase.ended":
            then = [other for other in known if other.position <= event.position]
            root = representative(then, event["business_id"])
            for span in spans:
                if span[2] is None and representative(then, span[0]) == root:
                    span[2] = jst.jst_day(event["ended_on"])
    return [tuple(span) for span in spans]


def coordinators(known, centers, period):
    """Persons who were CO or sub-CCO of one of the centres on some day of the period."""
    people = set()
    for event in known:
        if event.type != "role.granted" or event["role"] not in ("co", "sub_cco"):
            continue
        first = jst.jst_day(event["valid_from"])
        last = jst.jst_day(event["valid_to"]) if event["valid_to"] else date.max
        for end in known:
            same = all(end[name] == event[name] for name in ("person_id", "role", "scope"))
            if end.type == "role.revoked" and same and end.position > event.position:
                last = min(last, jst.jst_day(end.occurred_at))
        if event["scope"] in centers and first <= period.last and last >= period.first:
            people.add(event["person_id"])
    return people


def organisation_kinds(known):
    return {event["org_id"]: event["kind"] for event in known if event.type == "org.registered"}


def refusing_businesses(known):
    """Businesses whose last word on sharing is no: refused, or withdrawn."""
    last = {}
    for event in known:
        if event.type.startswith("consent.sharing_"):
            last[event["business_id"]] = event.type
    return {business for business, word in last.items() if word != "consent.sharing_granted"}

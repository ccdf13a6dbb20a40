"""Indicators that count public facts. 003 table 12 ①–⑤ with auxiliaries; tables 15 and 16 ①–③."""

import dataclasses
from fractions import Fraction

import definitions
import facts
import jst
from event_list import up_to
from result import ratio


def answer(q, indicator, counted, excluded=(), value=None, **beside):
    result = q.result(indicator)
    result.numerator = sorted(counted)
    result.value = len(result.numerator) if value is None else value
    result.excluded, result.beside = sorted(set(excluded)), beside
    return result


# -- 003 table 12 --------------------------------------------------------------------------------------------


def businesses(q):
    """① size of { rep(b) : b had a session at the centre in the period }"""
    excluded = []
    held = q.willing(q.here(facts.sessions(q.known)), excluded)
    roots = {q.root(fact["business_id"]) for fact in held}
    kinds = facts.latest(facts.stated(q.known, "business.registered"), "business_id")
    before_start = {root for root in roots if root in kinds and kinds[root]["kind"] == "pre_startup"}
    counted = roots
    if q.parameter("businesses.pre_startup") == "excluded":
        counted = roots - before_start
        excluded += [(root, "pre_startup") for root in before_start]
    return answer(
        q, "businesses", counted, excluded, pre_startup=len(before_start), started=len(roots - before_start)
    )


def sessions(q):
    """② sessions held, as corrected"""
    if q.parameter("sessions.unit") == "issue":
        issues = issues_identified(q)
        return answer(q, "sessions", issues.numerator, issues.excluded)
    excluded = []
    return answer(
        q, "sessions", [f.id for f in q.willing(q.here(facts.sessions(q.known)), excluded)], excluded
    )


def referrals_counted(q, excluded):
    """[(fact, business, issue, target)] of the period, one per business, issue and target."""
    made = facts.stated(q.known, "referral.made")
    if q.parameter("referrals.count_at") == "made":
        found = facts.placed(q.known, made, "made_on")
    else:
        found = []
        accepted = {e["referral_id"]: e for e in q.known if e.type == "referral.accepted"}
        for fact in facts.placed(q.known, made, "made_on"):
            event = accepted.get(fact["referral_id"])
            if event is None:
                if fact.center in q.centers and q.period.has(fact.day):
                    excluded.append((fact.id, "not_accepted"))
                continue
            found.append(dataclasses.replace(fact, day=jst.jst_day(event["accepted_on"])))
    seen, kept = set(), []
    for fact in q.willing(q.here(found), excluded):
        key = (q.root(fact["business_id"]), fact["issue_id"], fact["target"])
        if fact["target_kind"] == "other_center" and q.parameter("referrals.other_center") == "not_counted":
            excluded.append((fact.id, "other_center"))
        elif key in seen:
            excluded.append((fact.id, "same_referral"))
        else:
            seen.add(key)
            kept.append(fact)
    return kept


def referrals(q):
    """③ referrals to other support organisations: distinct business × issue × target"""
    excluded = []
    kept = referrals_counted(q, excluded)
    declined = {event["referral_id"] for event in q.known if event.type == "referral.declined"}
    return answer(
        q,
        "referrals",
        [fact.id for fact in kept],
        excluded,
        declined=sum(fact["referral_id"] in declined for fact in kept),
        other_center=sum(fact["target_kind"] == "other_center" for fact in kept),
    )


def joint_sessions_counted(q, excluded):
    """{session fact id: (fact, joining organisations)} of sessions that somebody of another support
    organisation joined. An adviser of the headquarters is none (3.3 #10), nor is the centre's own body."""
    kinds = facts.organisation_kinds(q.known)
    own_bodies = {e["impl_body"] for e in q.known if e.type == "center.established"}
    joined = {}
    for support in facts.stated(q.known, "joint_support.held"):
        joined.setdefault(support["session_id"], set()).update(support["org_ids"])
    found = {}
    for fact in q.willing(q.here(facts.sessions(q.known)), excluded):
        orgs, reasons = set(), set()
        for org in joined.get(fact["session_id"], ()):
            if kinds.get(org) == "hq" and q.parameter("joint.hq_adviser") == "not_counted":
                reasons.add("hq_adviser")
            elif org == own_body(q, fact.center):
                reasons.add("own_organisation")
            elif org in own_bodies and q.parameter("referrals.other_center") == "not_counted":
                reasons.add("other_center")
            else:
                orgs.add(org)
        if orgs:
            found[fact.id] = (fact, orgs)
        else:
            excluded += [(fact.id, reason) for reason in reasons]
    return found


def own_body(q, center):
    """The implementing body of a centre."""
    bodies = [e["impl_body"] for e in q.known if e.type == "center.established" and e["center_id"] == center]
    return bodies[-1] if bodies else None


def joint_sessions(q):
    """④ sessions with joint support"""
    excluded = []
    found = joint_sessions_counted(q, excluded)
    per_org = sum(len(orgs) for _, orgs in found.values())
    value = per_org if q.parameter("joint.several_orgs") == "per_organisation" else len(found)
    return answer(q, "joint_sessions", found, excluded, value, organisations=per_org)


def outcomes_confirmed(q):
    """⑤ distinct issues with a confirmed outcome; beside it per coordinator and per 100 hours (3.3 #27)"""
    excluded = []
    issues, counted = set(), []
    for fact in q.willing(q.here(facts.outcomes_in_force(q.known)), excluded):
        if fact["issue_id"] in issues:
            excluded.append((fact.id, "same_issue"))
        else:
            issues.add(fact["issue_id"])
            counted.append(fact.id)
    people = facts.coordinators(q.known, q.centers, q.period)
    minutes = session_minutes(q).value
    return answer(
        q,
        "outcomes_confirmed",
        counted,
        excluded,
        per_coordinator=ratio(len(counted), len(people), "")[0],
        per_100_hours=ratio(len(counted) * 6000, minutes, "")[0],
    )


# -- auxiliaries ---------------------------------------------------------------------------------------------


def issues_identified(q):
    """相談対応件数: issues set for businesses (003 table 1)"""
    excluded = []
    found = facts.placed(q.known, facts.stated(q.known, "issue.identified"), "identified_on")
    return answer(q, "issues_identified", [f.id for f in q.willing(q.here(found), excluded)], excluded)


def session_minutes(q):
    """年間相談時間, in minutes; the hours beside it are exact"""
    excluded = []
    held = q.willing(q.here(facts.sessions(q.known)), excluded)
    minutes = sum(fact["minutes"] for fact in held)
    return answer(
        q, "session_minutes", [f.id for f in held], excluded, value=minutes, hours=Fraction(minutes, 60)
    )


def utilisation(q):
    """稼働率: session minutes ÷ (reported working days × hours of a day) (3.3 #31)"""
    minutes = session_minutes(q)
    days = q.here(facts.placed(q.known, facts.stated(q.known, "workday.reported"), "performed_on"))
    halves = sum(1 if fact["fraction"] == "half" else 2 for fact in days)
    available = halves * 30 * q.parameter("utilisation.hours_per_day")
    result = q.result("utilisation")
    result.value, result.reason = ratio(minutes.value, available, "no_workdays")
    result.numerator, result.denominator = minutes.numerator, sorted(fact.id for fact in days)
    result.excluded = minutes.excluded
    result.beside = {"minutes": minutes.value, "available_minutes": available}
    return result


# -- 003 tables 15 and 16 ------------------------------------------------------------------------------------


def resolved_by_state(q):
    """{`counted` / `excluded` / `exception_over`: facts} of issues resolved in the period (footnote 7). The
    end of the exception is that in force when it was decided: a later value takes back nothing."""
    groups = {"counted": [], "excluded": [], "exception_over": []}
    for fact in q.here(facts.resolutions_in_force(q.known)):
        category = facts.category_of(q.known, fact["issue_id"])
        then = up_to(q.known, facts.decided_at(q.known, fact))
        groups[definitions.category_state(then, category, fact.day)].append(fact)
    return groups


def issues_resolved(q):
    """① issues resolved at the cut-off, without those that footnote 7 excludes"""
    groups, excluded = resolved_by_state(q), []
    counted = q.willing(groups["counted"], excluded)
    excluded += [(fact.id, "category_excluded") for fact in groups["excluded"]]
    excluded += [(fact.id, "it_exception_over") for fact in groups["exception_over"]]
    return answer(q, "issues_resolved", [fact.id for fact in counted], excluded)


def referred_businesses(q):
    """② size of { rep(b) : referred in the period }"""
    excluded = []
    roots = {q.root(fact["business_id"]) for fact in referrals_counted(q, excluded)}
    return answer(q, "referred_businesses", roots, [e for e in excluded if e[1] != "same_referral"])


def joint_businesses(q):
    """③ size of { rep(b) : joint session in the period }"""
    excluded = []
    found = joint_sessions_counted(q, excluded).values()
    return answer(q, "joint_businesses", {q.root(f["business_id"]) for f, _ in found}, excluded)


def knowhow_shared(q):
    """⑦ persons reached, or times (3.3 #23); sit-in staff count here and in ③ on purpose (#24)"""
    found = q.here(facts.placed(q.known, facts.stated(q.known, "knowhow.shared"), "shared_on"))
    excluded = []
    if q.parameter("knowhow.sit_in_twice") == "once":
        excluded = [(fact.id, "sit_in") for fact in found if fact["mode"] == "sit_in"]
        found = [fact for fact in found if fact["mode"] != "sit_in"]
    totals = {name: sum(fact[name] for fact in found) for name in ("persons", "times")}
    value = totals[q.parameter("knowhow.measure")]
    return answer(q, "knowhow_shared", [fact.id for fact in found], excluded, value, **totals)

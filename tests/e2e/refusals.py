"""What tests of refusals share: a good event to spoil, and what a refusal must look like and leave behind."""

from running_ledger import event_id, now_text

GATEWAY = "gw-c40"
ACTOR = {"person": "p-40-cco", "role": "cco", "org": "impl-40", "center": "c40"}


def business(data=None, drop=(), **members):
    """A good attested event, with changes; every call is another event."""
    name = "b-" + event_id()
    fields = {
        "business_id": name,
        "center_id": "c40",
        "kind": "sole_proprietor",
        "pref_code": "40",
        "jsic_code": "E",
        "corporate_number_state": "absent",
        "name": "見本商店",
        **(data or {}),
    }
    event = {
        "id": event_id(),
        "type": "business.registered",
        "stream": "business/" + fields["business_id"],
        "occurred_at": now_text(),
        "actor": ACTOR,
        "purpose": "support",
        "data": fields,
        **members,
    }
    for member in drop:
        event.pop(member, None)
        fields.pop(member, None)
    return event


class Refusals:
    """Assertions of a TestCase with a `ledger`."""

    def refused(self, answer, status, code, pointer):
        self.assertEqual(answer.status, status, answer)
        self.assertTrue(answer.headers["content-type"].startswith("application/problem+json"), answer)
        problem = answer.json()
        self.assertEqual(problem["status"], status)
        for member in ("type", "title", "code", "detail"):
            self.assertTrue(problem[member], member)
        self.assertEqual(problem["request_id"], answer.headers["request-id"])
        if code is not None:
            self.assertEqual(problem["code"], code, answer)
            self.assertEqual(problem["type"], "/problems/" + code)
        if pointer is not None:
            self.assertEqual(problem["errors"][0]["pointer"], pointer, answer)
            self.assertEqual(problem["errors"][0]["code"], problem["code"])

    def nothing_but_refusals_since(self, size):
        """The log did not grow but by recorded refusals; gives the size now."""
        while size < self.ledger.size():
            event = self.ledger.get("auditor", f"/v1/events/{size}").json()
            self.assertEqual(event["type"], "access.denied", event["payload"])
            size += 1
        return size

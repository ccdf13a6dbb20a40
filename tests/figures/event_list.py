"""The list of events: what every function of this folder starts from.

One event = position, recorded_at, id, type, occurred_at, actor, data; public and confidential fields stand
together in `data`, in clear. Three sources:

* our own NDJSON, one event per line with those members (golden files, the writer below);
* the stream of `daicho generate`: attested lines in clear, author-signed lines whose disclosures travel with
  them. Position and recorded_at are not in it: they come from the receipts that `daicho append --receipts`
  wrote, or else from the order of the lines (positions from 1; recorded_at is occurred_at, never falling);
* planted violations in that stream are left out, as the ledger refuses them, unless they are asked for.

Tiles of a ledger would not do: confidential values are only digests there.
"""

import base64
import dataclasses
import json

import jst


@dataclasses.dataclass(frozen=True)
class Event:
    position: int
    recorded_at: str
    id: str
    type: str
    occurred_at: str
    actor: dict
    data: dict

    def __getitem__(self, name):
        return self.data.get(name)


def decode64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def from_sd_jwt(text):
    """Payload with its disclosures put back in place. Signatures are not the matter here."""
    jwt, *disclosures = text.split("~")
    event = json.loads(decode64(jwt.split(".")[1]))
    data = {name: value for name, value in event["data"].items() if name != "_sd"}
    for disclosure in filter(None, disclosures):
        _, name, value = json.loads(decode64(disclosure))
        data[name] = value
    return {**event, "data": data}


def read_plain(lines):
    """Our own NDJSON."""
    members = [field.name for field in dataclasses.fields(Event)]
    return in_order(Event(*(row[name] for name in members)) for row in map(json.loads, lines))


def write_plain(events):
    for event in events:
        yield json.dumps(dataclasses.asdict(event), ensure_ascii=False)


def read_receipts(lines):
    """{event id: (position, recorded_at)} of a file that `daicho append --receipts` wrote."""
    known = {}
    for line in lines:
        receipt = json.loads(line)
        entry = json.loads(receipt["entry"])
        event = json.loads(decode64(entry["event"].split(".")[1]))
        known[event["id"]] = (receipt["position"], entry["recorded_at"])
    return known


def read_generated(lines, receipts=None, with_violations=False):
    """The generator's stream. `receipts` as read_receipts gives them; an event without one is left out."""
    events, position_of, last = [], {}, None
    for line in lines:
        row = json.loads(line)
        if "expected" in row and not with_violations:
            continue
        deferred = row.get("deferred")
        if deferred:
            body = deferred["event"]
        else:
            body = from_sd_jwt(row["sd_jwt"]) if "sd_jwt" in row else row["event"]
        position, recorded_at = len(events) + 1, body["occurred_at"]
        if receipts is not None:
            if body["id"] not in receipts:
                continue
            position, recorded_at = receipts[body["id"]]
        elif last is not None and jst.instant(recorded_at) < jst.instant(last):
            recorded_at = last
        last = recorded_at
        data = dict(body["data"])
        for name, part in (deferred["fill"] if deferred else {}).items():
            if part == "position":
                data[name] = position_of[deferred["receipt_of"]]
        position_of[body["id"]] = position
        events.append(
            Event(position, recorded_at, body["id"], body["type"], body["occurred_at"], body["actor"], data)
        )
    return in_order(events)


def in_order(events):
    """By position; two events at one position, or one id twice, is no log."""
    events = sorted(events, key=lambda event: event.position)
    for before, after in zip(events, events[1:]):
        if before.position == after.position:
            raise ValueError(f"position {after.position} twice")
    if len({event.id for event in events}) != len(events):
        raise ValueError("an event id stands twice")
    return events


def up_to(events, cut_off):
    """What was known at a position; None: everything."""
    return [event for event in events if cut_off is None or event.position <= cut_off]


def erased_businesses(events):
    """Businesses whose keys are destroyed: the usual erasure set."""
    return frozenset(
        event["subject_id"]
        for event in events
        if event.type == "key.destroyed" and event["subject_kind"] == "business"
    )

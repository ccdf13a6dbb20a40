"""What a restarted ledger must still hold. Lives in the harness's process, beside a log file of every
acknowledgement in another folder; nothing of it is read back from the ledger under test.

  (a) every acknowledged event stands byte for byte at its position, under the leaf hash of its receipt;
  (b) every checkpoint that was ever served is the root of a prefix of the present tree;
  (c) no event id stands twice; a batch stands whole and in a row, or not at all;
  (d) what was refused is not there; what is there was sent by us, or is the ledger's own record of refusals;
  (e) a request without an answer, sent again, gets one position, for ever the same;
  (f) recorded time never goes back.

Old entries are covered by the root: once hashed into the harness's tree, any change would change it. Besides,
one old bundle per check is read again, because a root alone does not show that the bytes can still be read.
"""

import json
import threading

import tree as merkle
from ed25519 import from_b64url

# What the ledger writes by itself: refused requests, counted, every few seconds and when it stops in order.
OWN_TYPES = ("access.denied", "append.rejected", "auth.failed")


class Violation(Exception):
    """The ledger broke a promise; the text is the evidence."""


def insist(condition, what):
    if not condition:
        raise Violation(what)


class Oracle:
    """Of one ledger. Threads: `acknowledge`, `refuse`, `doubt`, `some_acknowledged` may be called by any
    lane; `check` by one thread while no lane runs."""

    def __init__(self, key, log):
        self.key, self.log = key, log
        self.tree = merkle.Tree()
        self.positions = {}  # event id -> position, of every entry that was read
        self.sent = {}  # event id -> Event that may be there
        self.refused = set()  # ids that a definite answer refused and nothing else sent
        self.acknowledged = {}  # event id -> (position, leaf hash)
        self.pending = []  # receipts since the last check: (event, receipt)
        self.checkpoints = {}  # size -> root, everything that was served under a signature
        self.doubtful = []  # requests without a definite answer
        self.batches = []  # ids of batches that got no answer
        self.own = set()  # ids of events that the ledger wrote by itself
        self.recorded_at = ""  # of the last entry
        self.order = []
        self.lock = threading.Lock()

    # -- what the lanes report ----------------------------------------------------------------------------

    def sending(self, request):
        with self.lock:
            for event in request.events:
                if request.kind != "bad":
                    self.sent[event.id] = event

    def acknowledge(self, request, receipts):
        insist(
            len(receipts) == len(request.events),
            f"{len(receipts)} receipts for {len(request.events)} events",
        )
        with self.lock:
            for event, receipt in zip(request.events, receipts):
                insist(receipt["id"] == event.id, f"a receipt for {receipt['id']} instead of {event.id}")
                place = (receipt["position"], receipt["leaf_hash"])
                known = self.acknowledged.setdefault(event.id, place)
                insist(known == place, f"event {event.id} was acknowledged at {known}, now at {place}")
                self.pending.append((event, receipt))
                self.order.append(event)
                self.log.write(f"{place[0]} {event.id} {place[1]}\n")
            self.log.flush()

    def refuse(self, request):
        with self.lock:
            self.refused.update(event.id for event in request.events if event.id not in self.acknowledged)

    def doubt(self, request):
        with self.lock:
            self.doubtful.append(request)
            if len(request.events) > 1 and request.kind != "bad":
                self.batches.append([event.id for event in request.events])

    def some_acknowledged(self, rng):
        with self.lock:
            return rng.choice(self.order) if self.order else None

    def served_checkpoint(self, note):
        size, root = merkle.open_checkpoint(note, self.key)
        with self.lock:
            known = self.checkpoints.setdefault(size, root)
        insist(known == root, f"two roots were signed for size {size}")
        return size, root

    # -- after a restart ----------------------------------------------------------------------------------

    def check(self, fetch, rng):
        """`fetch(path)` gives the body of a 200 answer. Returns (size, entries found beyond the
        acknowledged)."""
        try:
            size, root = self.served_checkpoint(fetch("/checkpoint").decode())
            before = self.tree.size
            insist(size >= before, f"the tree shrank from {before} to {size}")
            for size_served in self.checkpoints:
                insist(
                    size_served <= size,
                    f"a checkpoint of size {size_served} was served, the tree has {size}",
                )
            self._read_entries(fetch, size)
            insist(self.tree.roots[size] == root, f"the entries do not give the signed root at size {size}")
            self._check_pending()
            for served, served_root in self.checkpoints.items():
                insist(
                    self.tree.roots[served] == served_root, f"the checkpoint of size {served} is no prefix"
                )
            self.checkpoints = {size: root}
            self._check_batches()
            if before:
                self._read_again(fetch, size, rng)
        except merkle.Rejected as error:
            raise Violation(f"served, but does not verify: {error}") from error
        return size, sum(1 for id_ in self.positions if id_ not in self.acknowledged and id_ not in self.own)

    def _read_entries(self, fetch, size):
        while self.tree.size < size:
            start = self.tree.size
            index = start // 256
            width = min(256, size - index * 256)
            entries = merkle.split_bundle(fetch(merkle.bundle_path(index, width)))
            insist(len(entries) == width, f"bundle {index} has {len(entries)} entries instead of {width}")
            for offset, entry in enumerate(entries):
                position = index * 256 + offset
                if position < start:
                    insist(
                        merkle.leaf_hash(entry) == self.tree.leaves[position],
                        f"the entry at position {position} changed",
                    )
                else:
                    self._take(position, entry)

    def _take(self, position, entry):
        stored = json.loads(entry)
        insist(
            stored["recorded_at"] >= self.recorded_at,
            f"time goes back at position {position}: {self.recorded_at}, then {stored['recorded_at']}",
        )
        self.recorded_at = stored["recorded_at"]
        jws = stored["event"].split("~", 1)[0]
        payload = json.loads(from_b64url(jws.split(".")[1]))
        id_ = payload["id"]
        insist(
            id_ not in self.positions, f"event {id_} stands at {self.positions.get(id_)} and at {position}"
        )
        insist(id_ not in self.refused, f"event {id_} was refused, but stands at position {position}")
        if payload.get("type") in OWN_TYPES and id_ not in self.sent:
            self.own.add(id_)
        elif position > 0:
            sent = self.sent.get(id_)
            insist(sent is not None, f"event {id_} at position {position} was never sent")
            insist(sent.jws == jws, f"event {id_} at position {position} is not as it was sent")
        self.positions[id_] = position
        self.tree.append(merkle.leaf_hash(entry))

    def _check_pending(self):
        size = self.tree.size
        for event, receipt in self.pending:
            at = receipt["position"]
            insist(
                at < size, f"event {event.id} was acknowledged at {at}, the tree has {size} entries: lost"
            )
            leaf = self.tree.leaves[at]
            insist(leaf.hex() == receipt["leaf_hash"], f"another entry than acknowledged stands at {at}")
            insist(self.positions.get(event.id) == at, f"event {event.id} is not at its position {at}")
            insist(
                merkle.leaf_hash(receipt["entry"].encode()) == leaf,
                f"the receipt's entry is not that of {at}",
            )
            index, hashes, note = merkle.open_proof(receipt["proof"])
            served, root = self.served_checkpoint(note)
            insist(served <= size, f"a receipt states {served} entries, the tree has {size}: lost")
            insist(
                index == at and merkle.root_from_inclusion(at, served, leaf, hashes) == root,
                f"the inclusion proof for position {at} does not verify",
            )
        self.pending = []

    def _check_batches(self):
        for ids in self.batches:
            places = [self.positions.get(id_) for id_ in ids if id_ not in self.acknowledged]
            found = [place for place in places if place is not None]
            insist(len(found) in (0, len(places)), f"half a batch is stored: {list(zip(ids, places))}")
            insist(
                not found or found == list(range(found[0], found[0] + len(found))),
                f"a batch is not in a row: {found}",
            )
        self.batches = []

    def _read_again(self, fetch, size, rng):
        index = rng.randrange((size + 255) // 256)
        width = min(256, size - index * 256)
        for offset, entry in enumerate(merkle.split_bundle(fetch(merkle.bundle_path(index, width)))):
            insist(
                merkle.leaf_hash(entry) == self.tree.leaves[index * 256 + offset],
                f"the entry at position {index * 256 + offset} changed",
            )


def receipts_of(request, body):
    answer = json.loads(body)
    return answer["receipts"] if request.media_type.endswith("ndjson") else [answer]

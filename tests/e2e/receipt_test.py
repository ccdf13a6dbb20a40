"""Goal: a receipt convinces somebody who has nothing but the keys pinned at the founding, and
nothing else does.
Method: an independent verifier in Python checks real receipts and consistency; every class of
mutation must be rejected by it, by `daicho verify` and by `daicho-verify` alike.
"""

import base64
import json
import subprocess
import unittest

import author
from receipt_verifier import (
    Identity,
    Rejected,
    leaf_hash,
    parse_proof,
    verify_checkpoint,
    verify_consistency,
    verify_receipt,
)
from running_ledger import ORIGIN, RunningLedger, binary, event_id, now_text


def flip_text(text, at=0):
    """Another base64 character of the same alphabet at that place."""
    replacement = "A" if text[at] != "A" else "B"
    end = text[at + 1 :] if at != -1 else ""
    return text[:at] + replacement + end


def with_entry(receipt, change):
    """The entry changed, its leaf hash made to fit: only proof or signature can tell."""
    entry = change(receipt["entry"])
    return {**receipt, "entry": entry, "leaf_hash": leaf_hash(entry.encode()).hex()}


def in_event(change):
    """A mutation of the JWS inside the entry; `change` maps its three parts."""

    def mutate(receipt):
        def rewrite(text):
            jws = json.loads(text)["event"]
            return text.replace(jws, ".".join(change(jws.split("."))))

        return with_entry(receipt, rewrite)

    return mutate


def in_proof(change):
    """A mutation of the proof's lines: ["c2sp…", "index …", hash …, "", origin, size, root, "",
    signature, ""]."""

    def mutate(receipt):
        lines = receipt["proof"].split("\n")
        change(lines)
        return {**receipt, "proof": "\n".join(lines)}

    return mutate


def set_line(at, change):
    def apply(lines):
        lines[at] = change(lines[at])

    return in_proof(apply)


def recode(part, change):
    """Decodes a base64url JSON part, changes it, encodes it again."""
    value = json.loads(author.from_b64url(part))
    change(value)
    return author.b64url(author.compact(value).encode())


def header_member(name, value):
    return in_event(lambda parts: [recode(parts[0], lambda head: head.update({name: value})), *parts[1:]])


def payload_member(name, value):
    return in_event(
        lambda parts: [parts[0], recode(parts[1], lambda body: body.update({name: value})), parts[2]]
    )


def loose_bits(text):
    """The same bytes in a base64 text whose unused trailing bits are set."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body = text.rstrip("=")
    alphabet = alphabet[:-2] + "-_" if len(body) == len(text) else alphabet
    return body[:-1] + alphabet[alphabet.index(body[-1]) ^ 1] + text[len(body) :]


def rewritten_name(text):
    """A signature line under another key name."""
    return text.replace(f"— {ORIGIN} ", "— other.example/2026 ")


def other_key_id(line):
    head, _, blob = line.rpartition(" ")
    data = base64.b64decode(blob)
    return head + " " + base64.b64encode(bytes([data[0] ^ 1]) + data[1:]).decode()


def mutations(other, stranger):
    """name → what makes a false receipt of a true one. `other`: another true receipt; `stranger`:
    its own key."""

    def forged_event(receipt):
        def rewrite(text):
            jws = json.loads(text)["event"]
            head, body, _ = jws.split(".")
            head = recode(head, lambda value: value.update(kid=stranger.kid))
            return text.replace(
                jws, f"{head}.{body}." + author.b64url(stranger.sign(f"{head}.{body}".encode()))
            )

        return with_entry(receipt, rewrite)

    def forged_checkpoint(receipt):
        head, note = receipt["proof"].split("\n\n", 1)
        text, signature = note.split("\n\n")
        key_id = base64.b64decode(signature.split(" ")[2])[:4]
        line = base64.b64encode(key_id + stranger.sign((text + "\n").encode())).decode()
        return {**receipt, "proof": f"{head}\n\n{text}\n\n— {ORIGIN} {line}\n"}

    def swap(name):
        return lambda receipt: {**receipt, name: other[name]}

    return {
        "id of another event": swap("id"),
        "position off by one": lambda receipt: {**receipt, "position": receipt["position"] + 1},
        "position as text": lambda receipt: {**receipt, "position": str(receipt["position"])},
        "negative position": lambda receipt: {**receipt, "position": -1},
        "recorded_at of another event": swap("recorded_at"),
        "recorded_at is no time": lambda receipt: {**receipt, "recorded_at": "yesterday"},
        "leaf hash of another entry": swap("leaf_hash"),
        "leaf hash in upper case": lambda receipt: {**receipt, "leaf_hash": receipt["leaf_hash"].upper()},
        "leaf hash with one digit changed": lambda receipt: {
            **receipt,
            "leaf_hash": f"{int(receipt['leaf_hash'][0], 16) ^ 1:x}" + receipt["leaf_hash"][1:],
        },
        "proof of another event": swap("proof"),
        "entry of another event": swap("entry"),
        "entry and leaf hash of another event": lambda receipt: {
            **receipt,
            "entry": other["entry"],
            "leaf_hash": other["leaf_hash"],
        },
        "entry with another time": lambda receipt: with_entry(
            receipt, lambda text: text.replace('"recorded_at":"20', '"recorded_at":"19', 1)
        ),
        "entry with another index term": lambda receipt: with_entry(
            receipt, lambda text: text.replace(",1,0]", ",2,0]", 1)
        ),
        "entry with white space": lambda receipt: with_entry(
            receipt, lambda text: text.replace(":", ": ", 1)
        ),
        "entry with a further member": lambda receipt: with_entry(
            receipt, lambda text: text[:-1] + ',"note":"x"}'
        ),
        "entry with a member twice": lambda receipt: with_entry(receipt, lambda text: '{"v":1,' + text[1:]),
        "entry of another version": lambda receipt: with_entry(
            receipt, lambda text: text.replace('{"v":1', '{"v":2', 1)
        ),
        "event payload changed": payload_member("purpose", "audit"),
        "event for another ledger": payload_member("aud", "other.example/2026"),
        "event signature changed": in_event(lambda parts: [parts[0], parts[1], flip_text(parts[2])]),
        "event signature with loose bits": in_event(lambda parts: [parts[0], parts[1], loose_bits(parts[2])]),
        "event without signature": in_event(lambda parts: [parts[0], parts[1], ""]),
        "event header with another algorithm": header_member("alg", "ES256"),
        "event header without algorithm": header_member("alg", "none"),
        "event header with another key": header_member("kid", author.b64url(bytes(32))),
        "event header with a further member": header_member("crit", ["exp"]),
        "event signed by a stranger": forged_event,
        "proof with another header": set_line(0, lambda line: line.replace("v1", "v2")),
        "proof with another index": set_line(1, lambda line: line + "0"),
        "proof index with leading zero": set_line(1, lambda line: line.replace("index ", "index 0")),
        "proof with a hash changed": set_line(2, flip_text),
        "proof hash with loose bits": set_line(2, loose_bits),
        "proof with hashes swapped": in_proof(lambda lines: lines.insert(2, lines.pop(3))),
        "proof without its first hash": in_proof(lambda lines: lines.pop(2)),
        "proof with a hash too many": in_proof(lambda lines: lines.insert(2, lines[2])),
        "checkpoint of another log": set_line(-6, lambda line: "other.example/2026"),
        "checkpoint of another size": set_line(-5, lambda line: str(int(line) + 1)),
        "checkpoint with another root": set_line(-4, flip_text),
        "checkpoint with an extension line": in_proof(lambda lines: lines.insert(-3, "extension")),
        "checkpoint signature changed": set_line(-2, lambda line: flip_text(line, -10)),
        "checkpoint signature under another name": set_line(-2, rewritten_name),
        "checkpoint signature with another key id": set_line(-2, other_key_id),
        "checkpoint without signature": in_proof(lambda lines: lines.pop(-2)),
        "checkpoint signed by a stranger": forged_checkpoint,
        "disclosure of another event": lambda receipt: {
            **receipt,
            "disclosures": [author.disclosure("name", "somebody else")],
        },
        "member missing": lambda receipt: {name: value for name, value in receipt.items() if name != "entry"},
    }


class Receipts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger().__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        file = cls.ledger.folder / "receipts.ndjson"
        cls.ledger.append(cls.ledger.generate("0.003"), "--receipts", file)
        cls.receipts = [json.loads(line) for line in file.read_text().splitlines()]
        cls.identity = cls.ledger.identity_file.read_text()
        cls.stranger = author.AuthorKey(cls.ledger.folder / "stranger.pem")

    def pinned_receipts(self):
        """Those whose key the identity file pins: the attestor's and the administrator's."""
        pinned = Identity(self.identity).event_keys

        def kid(receipt):
            jws = json.loads(receipt["entry"])["event"]
            return json.loads(author.from_b64url(jws.split(".")[0]))["kid"]

        return [receipt for receipt in self.receipts if kid(receipt) in pinned]

    def verdicts(self, text):
        """What the two programs say, as exit codes."""
        file = self.ledger.folder / "one.json"
        file.write_text(text)
        codes = []
        for command in (
            [binary(), "verify", file, "--identity", self.ledger.identity_file],
            [binary("DAICHO_VERIFY"), file, self.ledger.identity_file],
        ):
            codes.append(subprocess.run(command, capture_output=True, timeout=60, check=False).returncode)
        return codes

    def test_true_receipts_are_accepted_by_all_three(self):
        receipts = self.pinned_receipts()
        self.assertGreater(len(receipts), 20)
        for receipt in receipts[::9]:
            text = json.dumps(receipt, ensure_ascii=False)
            self.assertEqual(verify_receipt(text, self.identity)["id"], receipt["id"])
            self.assertEqual(self.verdicts(text), [0, 0], receipt["id"])

    def test_a_refreshed_receipt_is_against_the_newest_checkpoint(self):
        receipt = self.pinned_receipts()[3]
        answer = self.ledger.get("bureau-kyushu", f"/v1/receipts/{receipt['id']}")
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(verify_receipt(answer.body.decode(), self.identity)["id"], receipt["id"])
        _, _, note = parse_proof(answer.json()["proof"])
        self.assertEqual(verify_checkpoint(note, Identity(self.identity))[0], self.ledger.size())
        self.assertEqual(answer.headers["etag"], f'"{receipt["leaf_hash"]}"')

    def test_mutated_receipts_are_rejected_by_all_three(self):
        receipts = self.pinned_receipts()
        receipt, other = receipts[5], receipts[-1]
        self.assertGreaterEqual(len(parse_proof(receipt["proof"])[1]), 3, "hashes enough to mutate")
        self.assertEqual(self.verdicts(json.dumps(receipt)), [0, 0])
        for name, mutate in mutations(other, self.stranger).items():
            with self.subTest(name):
                mutated = mutate(receipt)
                self.assertNotEqual(mutated, receipt)
                text = json.dumps(mutated, ensure_ascii=False)
                with self.assertRaises(Rejected):
                    verify_receipt(text, self.identity)
                for code in self.verdicts(text):
                    self.assertIn(code, (1, 2), "not valid, or no receipt at all")

    def test_texts_that_are_no_receipt_are_rejected_by_all_three(self):
        good = json.dumps(self.pinned_receipts()[5])
        for text in (
            "",
            "[]",
            "{}",
            good[:-1],
            good + "x",
            '{"id":1,' + good[1:],
            good.replace("{", "{,", 1),
        ):
            with self.subTest(text[:20]):
                with self.assertRaises(Rejected):
                    verify_receipt(text, self.identity)
                for code in self.verdicts(text):
                    self.assertIn(code, (1, 2))

    def test_a_receipt_of_another_ledger_is_rejected(self):
        with RunningLedger() as other:
            identity = other.identity_file.read_text()
            text = json.dumps(self.pinned_receipts()[5])
            with self.assertRaises(Rejected):
                verify_receipt(text, identity)
            file = self.ledger.folder / "one.json"
            file.write_text(text)
            self.ledger.run("verify", file, "--identity", other.identity_file, expect=1)

    def test_checkpoints_are_consistent(self):
        identity = Identity(self.identity)
        roots = {}
        for receipt in self.receipts:
            _, _, note = parse_proof(receipt["proof"])
            size, root = verify_checkpoint(note, identity)
            self.assertEqual(roots.setdefault(size, root), root, "one size has one root")
        size, root = verify_checkpoint(self.ledger.checkpoint(), identity)
        self.assertEqual(roots.setdefault(size, root), root)
        sizes = sorted(roots)
        self.assertGreater(len(sizes), 5)
        pairs = [*zip(sizes, sizes[1:]), (sizes[0], sizes[-1]), (sizes[-1], sizes[-1])]
        for first, second in pairs:
            answer = self.ledger.get("auditor", f"/v1/proofs/consistency?from={first}&to={second}")
            self.assertEqual(answer.status, 200, answer)
            hashes = [base64.b64decode(one) for one in answer.json()["hashes"]]
            verify_consistency(first, roots[first], second, roots[second], hashes)
            if hashes:
                with self.assertRaises(Rejected):
                    verify_consistency(first, roots[first], second, roots[second], hashes[:-1])
            with self.assertRaises(Rejected):
                verify_consistency(first, roots[first], second, bytes(32), hashes)

    def test_a_disclosure_shows_one_field_and_only_its_own(self):
        key = author.AuthorKey(self.ledger.data / "secrets" / "admin.pem")
        envelope = {
            "aud": ORIGIN,
            "id": event_id(),
            "type": "org.registered",
            "v": 1,
            "stream": "org/sup-receipt",
            "occurred_at": now_text(),
            "actor": {"person": "p-admin", "role": "admin"},
            "purpose": "administration",
        }
        sent = author.build(
            key,
            envelope,
            {"org_id": "sup-receipt", "kind": "support_org"},
            {"name": "見本支援機関", "corporate_number": None},
        )
        answer = self.ledger.post_event(None, sent, "application/sd-jwt")
        self.assertEqual(answer.status, 201, answer)
        disclosures = [one for one in sent.split("~")[1:] if one]
        shown = {**answer.json(), "disclosures": disclosures[:1]}
        verify_receipt(json.dumps(shown), self.identity)
        self.assertEqual(self.verdicts(json.dumps(shown)), [0, 0])
        shown["disclosures"] = [flip_text(disclosures[0], 5)]
        with self.assertRaises(Rejected):
            verify_receipt(json.dumps(shown), self.identity)
        self.assertEqual(self.verdicts(json.dumps(shown)), [1, 1])


if __name__ == "__main__":
    unittest.main()

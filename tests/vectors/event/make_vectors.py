#!/usr/bin/env python3
"""Writes the golden vectors of the signed event: *.ndjson beside this file (formats: README.md).

Everything here, down to Ed25519 and ECDSA (demo_keys.py), is computed with Python integers and hashlib only,
so that the vectors do not come from the code that they test. Output is deterministic: running it again must
leave the files unchanged.
"""
import base64
import hashlib
import json
import pathlib

from demo_keys import (EC_KID, EC_PUBLIC, EC_SCALAR, ED_KID, ED_PUBLIC, ED_SEED, b64, compact, ed25519_sign,
                       es256_sign)

HERE = pathlib.Path(__file__).parent


def header(alg="Ed25519", **changes):
    members = {"alg": alg, "typ": "daicho-event+sd-jwt", "kid": EC_KID if alg == "ES256" else ED_KID}
    members.update(changes)
    return {name: value for name, value in members.items() if value is not None}


def sign(payload, head=None):
    head = head if head is not None else header()
    text = (head if isinstance(head, str) else compact(head)).encode()
    signing_input = b64(text) + "." + b64(payload.encode())
    signer = es256_sign if isinstance(head, dict) and head.get("alg") == "ES256" else ed25519_sign
    key = EC_SCALAR if signer is es256_sign else ED_SEED
    return signing_input + "." + b64(signer(key, signing_input.encode()))


def disclosure(number, name, value):
    return b64(compact([b64(bytes([number]) * 16), name, value]).encode())


def digest(text):
    return b64(hashlib.sha256(text.encode()).digest())


CASE = "case/01890a5d-ac96-774b-bcce-b302099a8057"


def payload(disclosures=(), data=None, **changes):
    data = dict({"business": "b-1042", "minutes": 45} if data is None else data)
    if disclosures:
        data["_sd"] = sorted({digest(text) for text in disclosures})
    members = {
        "aud": "ledger.example/yorozu", "id": "01997a5b-7c00-7000-8000-0000000000a1", "type": "session.held",
        "v": 1,
        "stream": CASE, "expected_version": 3, "occurred_at": "2026-06-03T10:00:00+09:00",
        "actor": {"person": "p-17", "role": "adviser", "org": "o-3", "center": "c-13", "licence": "l-99"},
        "attested_by": None, "purpose": "advice", "refs": ["01997a5b-7c00-7000-8000-000000000001", CASE],
        "data": data, "_sd_alg": "sha-256"}
    members.update(changes)
    return {name: value for name, value in members.items() if value is not None}


NOTE = disclosure(1, "narrative", "資金繰りの相談。\"来月\"まで\n")
NAME = disclosure(2, "company_name", None)
FIGURES = disclosure(3, "statement", {"sales": 12000000, "loss": -5, "closed": True, "lines": [1, [], {}]})


def write(file_name, rows):
    with open(HERE / file_name, "w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(compact(row) + "\n")
    names = [row["name"] for row in rows]
    assert len(names) == len(set(names)), file_name


# --- sd_jwt.ndjson ------------------------------------------------------------------------------------------
def sd_jwt_rows():
    opened = [NOTE, NAME, FIGURES]
    plain = compact(payload(opened))
    jws = sign(plain)
    full = jws + "~" + "~".join(opened) + "~"
    attested = compact(payload([NOTE], expected_version=None, refs=None,
                               attested_by={"principal": "pr-5", "via": "mtls"}))
    system = compact(payload(data={}, expected_version=0, refs=None, stream="ledger/main",
                             type="ledger.opened",
                             actor={"role": "system"},
                             attested_by={"principal": "service", "via": "internal"}))
    loose = json.dumps(dict(reversed(list(payload([NOTE]).items()))), indent=1, ensure_ascii=True)
    for name, text, payload_text, kid, public in (
            ("author_signed", full, plain, ED_KID, ED_PUBLIC),
            ("disclosures_in_any_order", jws + "~" + "~".join(reversed(opened)) + "~", plain, ED_KID,
             ED_PUBLIC),
            ("attested_es256", sign(attested, header("ES256")) + "~" + NOTE + "~", attested, EC_KID,
             EC_PUBLIC),
            ("system_without_disclosures", sign(system) + "~", system, ED_KID, ED_PUBLIC),
            ("older_algorithm_name", sign(plain, header("EdDSA")) + "~" + "~".join(opened) + "~", plain,
             ED_KID,
             ED_PUBLIC),
            ("free_order_and_white_space", sign(loose) + "~" + NOTE + "~", loose, ED_KID, ED_PUBLIC)):
        yield {"name": name, "text": text, "payload": payload_text, "kid": kid, "public_key": public.hex(),
               "payload_sha256": hashlib.sha256(payload_text.encode()).hexdigest(),
               "canonical": name != "free_order_and_white_space"}

    def refused(name, text, reason, pointer=None):
        row = {"name": name, "text": text, "reason": reason}
        return row if pointer is None else dict(row, pointer=pointer)

    def bundle(disclosures, signed=None, data=None):
        return sign(compact(payload(disclosures if signed is None else signed, data))) + "~" + \
            "".join(text + "~" for text in disclosures)

    same_salt = disclosure(1, "company_name", "x")
    same_name = disclosure(9, "narrative", "x")
    public_name = disclosure(9, "minutes", 5)
    missing_at = sorted(digest(text) for text in opened).index(digest(NAME))
    changed = disclosure(1, "narrative", "another text")
    many = [disclosure(number, "f%d" % number, number) for number in range(65)]
    yield refused("empty", "", "sd_jwt.malformed")
    yield refused("no_tilde", jws, "sd_jwt.malformed")
    yield refused("only_tilde", "~", "jws.malformed")
    yield refused("last_disclosure_open", full[:-1], "sd_jwt.malformed")
    yield refused("trailing_newline", full + "\n", "sd_jwt.malformed")
    yield refused("empty_disclosure_first", jws + "~~" + "~".join(opened) + "~", "sd_jwt.malformed")
    yield refused("empty_disclosure_last", full + "~", "sd_jwt.malformed")
    yield refused("key_binding", full + sign(plain), "sd_jwt.key_binding")
    yield refused("too_many_disclosures", bundle(many, []), "sd_jwt.malformed")
    yield refused("disclosure_withheld", jws + "~" + NOTE + "~" + FIGURES + "~", "disclosure.missing",
                  "/data/_sd/%d" % missing_at)
    yield refused("all_withheld", jws + "~", "disclosure.missing", "/data/_sd/0")
    yield refused("decoy_digest", bundle([NOTE], [NOTE, "decoy"]), "disclosure.missing")
    yield refused("surplus", full + disclosure(7, "extra", 1) + "~", "disclosure.surplus", "/data/extra")
    yield refused("surplus_without_sd", bundle([NOTE], []), "disclosure.surplus", "/data/narrative")
    yield refused("disclosure_changed", jws + "~" + changed + "~" + NAME + "~" + FIGURES + "~",
                  "disclosure.surplus",
                  "/data/narrative")
    yield refused("duplicate", full + NAME + "~", "disclosure.duplicate", "/data/company_name")
    yield refused("salt_reused", bundle([NOTE, same_salt]), "disclosure.salt_reused", "/data/company_name")
    yield refused("name_twice", bundle([NOTE, same_name]), "disclosure.name_clash", "/data/narrative")
    yield refused("name_public_too", bundle([NOTE, public_name]), "disclosure.name_clash", "/data/minutes")
    yield refused("bad_jws", "!" + full, "jws.malformed")
    yield refused("bad_payload", sign('{"aud":1}') + "~", "event.malformed", "/aud")
    yield refused("bad_disclosure", jws + "~" + NOTE + "=~", "disclosure.malformed")


# --- jws.ndjson ---------------------------------------------------------------------------------------------
def jws_rows():
    good = sign(compact(payload()))
    head, body, signature = good.split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    es256 = sign(compact(payload()), header("ES256"))
    yield {"name": "ed25519", "text": good, "alg": "Ed25519", "kid": ED_KID, "signature": raw.hex()}
    yield {"name": "es256", "text": es256, "alg": "ES256", "kid": EC_KID,
           "signature": base64.urlsafe_b64decode(es256.split(".")[2] + "==").hex()}
    der = b"\x30\x44\x02\x20" + raw[:32] + b"\x02\x20" + raw[32:]

    def headed(name, reason, pointer, **changes):
        return refused(name, b64(compact(header(**changes)).encode()) + "." + body + "." + signature, reason,
                       pointer)

    def refused(name, text, reason, pointer=None):
        row = {"name": name, "text": text, "reason": reason}
        return row if pointer is None else dict(row, pointer=pointer)

    yield refused("empty", "", "jws.malformed")
    yield refused("one_part", head, "jws.malformed")
    yield refused("two_parts", head + "." + body, "jws.malformed")
    yield refused("four_parts", good + ".", "jws.malformed")
    yield refused("empty_header", "." + body + "." + signature, "jws.malformed")
    yield refused("empty_payload", head + ".." + signature, "jws.malformed")
    yield refused("header_padded", head + "=." + body + "." + signature, "jws.malformed")
    yield refused("payload_blank", head + ". " + body + "." + signature, "jws.malformed")
    yield refused("payload_standard_alphabet", head + ".+/" + body + "." + signature, "jws.malformed")
    yield refused("signature_padded", good + "==", "jws.malformed")
    yield refused("signature_spare_bits", good[:-1] + chr(ord(good[-1]) + 1), "jws.malformed")
    yield refused("signature_empty", head + "." + body + ".", "jws.signature_length")
    yield refused("signature_63", head + "." + body + "." + b64(raw[:63]), "jws.signature_length")
    yield refused("signature_65", head + "." + body + "." + b64(raw + b"\0"), "jws.signature_length")
    yield refused("signature_der", head + "." + body + "." + b64(der), "jws.signature_length")
    yield refused("header_not_json", b64(b"nope") + "." + body + "." + signature, "json.malformed")
    yield refused("header_array", b64(b"[]") + "." + body + "." + signature, "jws.header")
    yield refused("header_twice_alg", b64(b'{"alg":"none","alg":"Ed25519"}') + "." + body + "." + signature,
                  "json.duplicate_key")
    yield headed("crit", "jws.header", "/crit", crit=["exp"])
    yield headed("jwk", "jws.header", "/jwk", jwk={"kty": "OKP"})
    yield headed("b64_false", "jws.header", "/b64", b64=False)
    yield headed("cty", "jws.header", "/cty", cty="json")
    yield headed("alg_missing", "jws.alg", "/alg", alg=None)
    for alg in ("none", "None", "HS256", "RS256", "ES384", "ES512", "Ed448", "ed25519", "es256", ""):
        yield headed("alg_" + alg if alg else "alg_empty", "jws.alg", "/alg", alg=alg)
    yield headed("alg_number", "jws.alg", "/alg", alg=1)
    yield headed("typ_missing", "jws.typ", "/typ", typ=None)
    yield headed("typ_jwt", "jws.typ", "/typ", typ="JWT")
    yield headed("typ_upper", "jws.typ", "/typ", typ="DAICHO-EVENT+SD-JWT")
    yield headed("typ_number", "jws.typ", "/typ", typ=1)
    yield headed("kid_missing", "jws.kid", "/kid", kid=None)
    yield headed("kid_number", "jws.kid", "/kid", kid=7)
    yield headed("kid_chosen", "jws.kid", "/kid", kid="my-key")
    yield headed("kid_42", "jws.kid", "/kid", kid=ED_KID[:-1])
    yield headed("kid_padded", "jws.kid", "/kid", kid=ED_KID + "=")
    yield headed("kid_spare_bits", "jws.kid", "/kid", kid="A" * 42 + "B")


# --- payload.ndjson -----------------------------------------------------------------------------------------
def payload_rows():
    def row(name, reason, pointer, text):
        return {"name": name, "payload": text, "reason": reason, "pointer": pointer}

    def bad(name, reason, pointer, **changes):
        return row(name, reason, pointer, compact(payload(**changes)))

    def without(member):
        return row("without_" + member, "event.missing_member", "/" + member,
                   compact({name: value for name, value in payload().items() if name != member}))

    for member in ("aud", "id", "type", "v", "stream", "occurred_at", "actor", "purpose", "data", "_sd_alg"):
        yield without(member)
    yield row("not_an_object", "event.malformed", "", "[]")
    yield bad("position_set", "event.server_member", "/position", position=4)
    yield bad("recorded_at_set", "event.server_member", "/recorded_at",
              recorded_at="2026-06-03T01:00:00.000000Z")
    yield bad("unknown_member", "event.unknown_member", "/iss", iss="me")
    yield bad("unknown_member_escaped", "event.unknown_member", "/a~1b~0c", **{"a/b~c": 1})
    yield bad("aud_empty", "event.malformed", "/aud", aud="")
    yield bad("aud_long", "event.malformed", "/aud", aud="a" * 201)
    yield bad("aud_list", "event.malformed", "/aud", aud=["ledger.example/yorozu"])
    for name, identifier in (("v4", "01997a5b-7c00-4000-8000-0000000000a1"),
                             ("upper", payload()["id"].upper()),
                             ("variant", "01997a5b-7c00-7000-c000-0000000000a1"),
                             ("bare", "01997a5b7c00700080"),
                             ("empty", "")):
        yield bad("id_" + name, "event.id", "/id", id=identifier)
    yield bad("id_number", "event.id", "/id", id=1)
    for name, kind in (("one_word", "session"), ("upper", "session.Held"), ("dot_first", ".held"),
                       ("dot_last", "a."),
                       ("dots", "a..b"), ("blank", "a. b"), ("dash", "a.b-c"), ("long", "a." + "b" * 63),
                       ("empty", "")):
        yield bad("type_" + name, "event.malformed", "/type", type=kind)
    for name, version in (("zero", 0), ("negative", -1), ("large", 65536), ("text", "1"), ("flag", True)):
        yield bad("v_" + name, "event.malformed", "/v", v=version)
    for name, stream in (("no_slash", "case"), ("no_segment", "case/"), ("no_kind", "/a"),
                         ("upper_kind", "Case/a"),
                         ("empty_segment", "case//a"), ("slash_last", "case/a/"), ("blank", "case/a b"),
                         ("long_segment", "case/" + "a" * 65), ("nul", "case/a\0"), ("kana", "case/ア"),
                         ("long", "case/" + "/".join(["a" * 50] * 4)), ("number", 1)):
        yield bad("stream_" + name, "event.stream", "/stream", stream=stream)
    yield bad("expected_version_negative", "event.malformed", "/expected_version", expected_version=-1)
    yield bad("expected_version_text", "event.malformed", "/expected_version", expected_version="3")
    for name, time in (("no_offset", "2026-06-03T10:00:00"), ("no_such_day", "2026-02-30T10:00:00+09:00"),
                       ("date_only", "2026-06-03"), ("unknown_offset", "2026-06-03T10:00:00-00:00"),
                       ("empty", ""),
                       ("number", 1780000000)):
        yield bad("occurred_at_" + name, "event.time", "/occurred_at", occurred_at=time)
    actor = payload()["actor"]
    yield bad("actor_text", "event.actor", "/actor", actor="p-17")
    yield bad("actor_unknown", "event.unknown_member", "/actor/name", actor=dict(actor, name="山田"))
    yield bad("actor_real_name", "event.actor", "/actor/person", actor=dict(actor, person="山田 太郎"))
    yield bad("actor_empty_center", "event.actor", "/actor/center", actor=dict(actor, center=""))
    yield bad("actor_number", "event.actor", "/actor/licence", actor=dict(actor, licence=99))
    yield bad("actor_long", "event.actor", "/actor/on_behalf_of", actor=dict(actor, on_behalf_of="p" * 65))
    yield bad("actor_no_role", "event.missing_member", "/actor/role", actor={"person": "p-17"})
    yield bad("actor_no_person", "event.missing_member", "/actor/person", actor={"role": "adviser"})
    yield bad("actor_sd", "event.sd_misplaced", "/actor/_sd", actor=dict(actor, _sd=[digest(NOTE)]))
    yield bad("attested_text", "event.actor", "/attested_by", attested_by="service")
    yield bad("attested_no_via", "event.missing_member", "/attested_by/via", attested_by={"principal": "p"})
    yield bad("attested_no_principal", "event.missing_member", "/attested_by/principal",
              attested_by={"via": "mtls"})
    yield bad("attested_via_upper", "event.actor", "/attested_by/via",
              attested_by={"principal": "p", "via": "TLS"})
    yield bad("attested_principal_empty", "event.actor", "/attested_by/principal",
              attested_by={"principal": "", "via": "mtls"})
    yield bad("attested_unknown", "event.unknown_member", "/attested_by/by",
              attested_by={"principal": "p", "via": "mtls", "by": 1})
    for name, purpose in (("empty", ""), ("upper", "Advice"), ("digit_first", "1st"), ("blank", "to advise"),
                          ("number", 1)):
        yield bad("purpose_" + name, "event.malformed", "/purpose", purpose=purpose)
    yield bad("refs_text", "event.malformed", "/refs", refs="a")
    yield bad("refs_33", "event.malformed", "/refs", refs=["a"] * 33)
    yield bad("refs_number", "event.malformed", "/refs/1", refs=["a", 1])
    yield bad("refs_free_text", "event.malformed", "/refs/0", refs=["see the letter"])
    yield bad("refs_empty", "event.malformed", "/refs/0", refs=[""])
    yield row("data_list", "event.malformed", "/data", compact(dict(payload(), data=[])))
    low, high = sorted((digest(NOTE), digest(NAME)))
    for name, sd, at in (("text", low, ""), ("empty", [], ""), ("descending", [high, low], "/1"),
                         ("twice", [low, low], "/1"), ("short", [low[:-1]], "/0"), ("number", [1], "/0"),
                         ("padded", [low + "="], "/0"), ("spare_bits", ["A" * 42 + "B"], "/0"),
                         ("sixty_five", sorted(digest(str(i)) for i in range(65)), "")):
        yield row("sd_" + name, "event.malformed", "/data/_sd" + at, compact(payload(data={"_sd": sd})))
    yield bad("sd_top", "event.sd_misplaced", "/_sd", _sd=[low])
    yield bad("sd_dots_top", "event.sd_misplaced", "/...", **{"...": low})
    yield row("sd_nested", "event.sd_misplaced", "/data/a/_sd", compact(payload(data={"a": {"_sd": [low]}})))
    yield row("sd_dots_in_array", "event.sd_misplaced", "/data/a/1/...",
              compact(payload(data={"a": [1, {"...": low}]})))
    yield row("sd_alg_in_data", "event.sd_misplaced", "/data/_sd_alg",
              compact(payload(data={"_sd_alg": "sha-256"})))
    yield row("sd_dots_in_data", "event.sd_misplaced", "/data/...", compact(payload(data={"...": low})))
    yield bad("sd_alg_512", "event.malformed", "/_sd_alg", _sd_alg="sha-512")
    yield bad("sd_alg_upper", "event.malformed", "/_sd_alg", _sd_alg="SHA-256")
    text = compact(payload())
    yield {"name": "float", "payload": text.replace("45", "45.0"), "reason": "json.float"}
    yield {"name": "huge", "payload": text.replace("45", "9223372036854775808"),
           "reason": "json.integer_range"}
    yield {"name": "duplicate", "payload": text.replace('"v":1', '"v":1,"v":1'),
           "reason": "json.duplicate_key"}
    yield {"name": "duplicate_in_data", "payload": text.replace('"minutes"', '"minutes":1,"minutes"'),
           "reason": "json.duplicate_key"}
    yield {"name": "duplicate_by_escape", "payload": text.replace('"v":1', '"v":1,"\\u0076":1'),
           "reason": "json.duplicate_key"}
    yield {"name": "two_values", "payload": text + "{}", "reason": "json.trailing_bytes"}
    yield {"name": "cut", "payload": text[:-1], "reason": "json.malformed"}


# --- disclosure.ndjson --------------------------------------------------------------------------------------
def disclosure_rows():
    for name, text, field, value in (("text", NOTE, "narrative", "資金繰りの相談。\"来月\"まで\n"),
                                     ("null", NAME, "company_name", None)):
        yield {"name": name, "encoded": text, "digest": digest(text), "field": field, "value": value}
    # RFC 9901 §4.2.1, example of a disclosure with white space between the elements.
    spaced = b64(b'["_26bc4LT-ac6q2KI6cBW5es", "family_name", "M\xc3\xb6bius"]')
    yield {"name": "rfc_9901", "encoded": spaced, "digest": digest(spaced), "field": "family_name",
           "value": "Möbius"}
    salt = b64(b"\7" * 16)

    def refused(name, text, reason, pointer=None):
        encoded = text if isinstance(text, str) else b64(text)
        row = {"name": name, "encoded": encoded, "reason": reason}
        return row if pointer is None else dict(row, pointer=pointer)

    def built(*elements):
        return compact(list(elements)).encode()

    yield refused("empty", "", "disclosure.malformed")
    yield refused("not_base64url", "a+b/", "disclosure.malformed")
    yield refused("padded", NOTE + "=", "disclosure.malformed")
    yield refused("lone_sextet", "A", "disclosure.malformed")
    yield refused("object", b"{}", "disclosure.malformed")
    yield refused("two_elements", built(salt, "x"), "disclosure.malformed")
    yield refused("four_elements", built(salt, "x", 1, 2), "disclosure.malformed")
    yield refused("salt_number", built(1, "x", 1), "disclosure.malformed", "/0")
    yield refused("salt_not_base64url", built("!" * 22, "x", 1), "disclosure.malformed", "/0")
    yield refused("salt_padded", built(salt + "==", "x", 1), "disclosure.malformed", "/0")
    yield refused("salt_15", built(b64(b"\7" * 15), "x", 1), "disclosure.salt_short", "/0")
    yield refused("salt_empty", built("", "x", 1), "disclosure.salt_short", "/0")
    yield refused("name_number", built(salt, 1, 1), "disclosure.malformed", "/1")
    yield refused("name_empty", built(salt, "", 1), "disclosure.malformed", "/1")
    for name in ("_sd", "...", "_sd_alg"):
        yield refused("name_" + name, built(salt, name, 1), "disclosure.reserved_name", "/1")
    yield refused("value_sd", built(salt, "x", {"_sd": []}), "disclosure.reserved_name", "/2/_sd")
    yield refused("value_dots_deep", built(salt, "x", [0, {"a": {"...": 1}}]), "disclosure.reserved_name",
                  "/2/1/a/...")
    yield refused("float", built(salt, "x", 1.5), "json.float")
    yield refused("duplicate", b'["%s","x",{"a":1,"a":2}]' % salt.encode(), "json.duplicate_key")
    yield refused("utf8", b'["%s","x","\xff"]' % salt.encode(), "json.invalid_utf8")
    yield refused("two_values", built(salt, "x", 1) + b"[]", "json.trailing_bytes")
    yield refused("deep", b'["%s","x",%s]' % (salt.encode(), b"[" * 40 + b"]" * 40), "json.too_deep")


# --- entry.ndjson -------------------------------------------------------------------------------------------
def entry_rows():
    jws = sign(compact(payload([NOTE])))

    def entry(ix="", time="2026-06-03T01:00:00.000000Z", event=jws, version="1"):
        return '{"v":%s,"recorded_at":"%s","ix":[%s],"event":"%s"}' % (version, time, ix, event)

    two = '["business/b-1042",1,0],["figure/sessions/c-13/2026/2026-06",45,1000000000000]'
    long_path = "/".join(["a" * 49] * 3 + ["b" * 49])
    for name, text, micros, terms in (
            ("no_terms", entry(), 1780448400000000, []),
            ("two_terms", entry(two), 1780448400000000,
             [["business/b-1042", 1, 0], ["figure/sessions/c-13/2026/2026-06", 45, 10**12]]),
            ("last_microsecond", entry(time="2026-12-31T23:59:59.999999Z"), 1798761599999999, []),
            ("path_199", entry('["%s",0,0]' % long_path), 1780448400000000, [[long_path, 0, 0]]),
            ("bytes_not_letters", entry('["A",0,0],["_",0,0],["a",0,0],["a-",0,0],["a.",0,0],["a/",0,0]'
                                        .replace('"a/"', '"a/b"')), 1780448400000000,
             [["A", 0, 0], ["_", 0, 0], ["a", 0, 0], ["a-", 0, 0], ["a.", 0, 0], ["a/b", 0, 0]])):
        yield {"name": name, "text": text, "recorded_at_us": micros, "ix": terms, "event": jws,
               "leaf_sha256": hashlib.sha256(b"\0" + text.encode()).hexdigest()}

    def refused(name, text, reason):
        return {"name": name, "text": text, "reason": "entry." + reason}

    good = entry(two)
    tree = json.loads(good)
    yield refused("empty", "", "malformed")
    yield refused("not_json", "nope", "malformed")
    yield refused("cut", good[:-1], "malformed")
    yield refused("cut_in_event", good[:-2], "malformed")
    yield refused("twice", good + good, "malformed")
    yield refused("byte_order_mark", "\ufeff" + good, "malformed")
    yield refused("newline_behind", good + "\n", "not_canonical")
    yield refused("blank_before", " " + good, "not_canonical")
    yield refused("blank_inside", good.replace('"ix":', '"ix": '), "not_canonical")
    yield refused("blank_in_terms", good.replace(",1,0]", ", 1,0]"), "not_canonical")
    yield refused("other_order", compact(dict(reversed(list(tree.items())))), "not_canonical")
    yield refused("version_2", entry(version="2"), "malformed")
    yield refused("version_text", entry(version='"1"'), "malformed")
    yield refused("version_float", entry(version="1.0"), "malformed")
    for member in tree:
        yield refused("without_" + member, compact({k: v for k, v in tree.items() if k != member}),
                      "malformed")
    yield refused("extra_member", good[:-1] + ',"position":1}', "malformed")
    yield refused("member_twice", good.replace('{"v":1,', '{"v":1,"v":1,'), "malformed")
    yield refused("time_milliseconds", entry(time="2026-06-03T01:00:00.000Z"), "not_canonical")
    yield refused("time_offset", entry(time="2026-06-03T10:00:00.000000+09:00"), "not_canonical")
    yield refused("time_lower_case", entry(time="2026-06-03t01:00:00.000000z"), "malformed")
    yield refused("time_no_such_day", entry(time="2026-02-29T01:00:00.000000Z"), "malformed")
    yield refused("time_empty", entry(time=""), "malformed")
    yield refused("terms_descending", entry('["b",0,0],["a",0,0]'), "not_canonical")
    yield refused("terms_same_path", entry('["a",0,0],["a",1,0]'), "not_canonical")
    yield refused("term_comma_last", entry('["a",0,0],'), "malformed")
    yield refused("term_comma_first", entry(',["a",0,0]'), "malformed")
    yield refused("terms_no_comma", entry('["a",0,0]["b",0,0]'), "malformed")
    yield refused("term_two", entry('["a",0]'), "malformed")
    yield refused("term_four", entry('["a",0,0,0]'), "malformed")
    yield refused("term_object", entry('{"a":0}'), "malformed")
    yield refused("amount_negative", entry('["a",-1,0]'), "malformed")
    yield refused("amount_leading_zero", entry('["a",01,0]'), "malformed")
    yield refused("amount_plus_sign", entry('["a",+1,0]'), "malformed")
    yield refused("amount_exponent", entry('["a",1e2,0]'), "malformed")
    yield refused("amount_large", entry('["a",1000000000001,0]'), "malformed")
    yield refused("amount_u64", entry('["a",0,18446744073709551616]'), "malformed")
    yield refused("amount_missing", entry('["a",,0]'), "malformed")
    yield refused("path_empty", entry('["",0,0]'), "malformed")
    yield refused("path_blank", entry('["a b",0,0]'), "malformed")
    yield refused("path_kana", entry('["ア",0,0]'), "malformed")
    yield refused("path_nul", entry('["a\\u0000",0,0]'), "malformed")
    yield refused("path_slash_last", entry('["a/",0,0]'), "malformed")
    yield refused("path_200", entry('["%s",0,0]' % (long_path + "b")), "malformed")
    yield refused("path_segment_65", entry('["%s",0,0]' % ("a" * 65)), "malformed")
    yield refused("path_escaped", entry('["a\\/b",0,0]'), "not_canonical")
    yield refused("event_escaped", entry(event="\\u0065" + jws[1:]), "not_canonical")
    yield refused("event_empty", entry(event=""), "malformed")
    yield refused("event_with_disclosure", entry(event=jws + "~"), "malformed")
    yield refused("event_number", good.replace('"%s"' % jws, "1"), "malformed")


def main():
    write("sd_jwt.ndjson", list(sd_jwt_rows()))
    write("jws.ndjson", list(jws_rows()))
    write("payload.ndjson", list(payload_rows()))
    write("disclosure.ndjson", list(disclosure_rows()))
    write("entry.ndjson", list(entry_rows()))


if __name__ == "__main__":
    main()

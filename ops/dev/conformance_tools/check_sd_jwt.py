"""The reference implementation of SD-JWT (RFC 9901) for Python against ours, both ways.

  check_sd_jwt.py verify INPUT.json          our events, their verifier; and spoilt ones, which it must refuse
  check_sd_jwt.py issue INPUT.json KEY.pem OUTDIR   their issuer, for our ledger to take or refuse

INPUT of verify: {"keys": {kid: base64url public key}, "events": [SD-JWT, ...]}.
INPUT of issue: {"kid": ..., "payload": {envelope and public data}, "confidential": {name: value}}.
"""

import base64
import json
import pathlib
import sys

from jwcrypto.common import JWException
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier


def from_b64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def to_b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def verify(text, keys):
    def key_of(_issuer, header):
        return JWK(kty="OKP", crv="Ed25519", x=keys[header["kid"]])

    return SDJWTVerifier(text, key_of).get_verified_payload()


def names_beside(text):
    return sorted(json.loads(from_b64url(part))[1] for part in text.split("~")[1:] if part)


def flipped(part):
    raw = bytearray(from_b64url(part))
    raw[len(raw) // 2] ^= 1
    return to_b64url(bytes(raw))


def spoilt(text):
    """Every way in which the text must not verify, by name."""
    jws, *disclosures = text.split("~")
    header, payload, signature = jws.split(".")
    yield "signature", "~".join([f"{header}.{payload}.{flipped(signature)}", *disclosures])
    yield "payload", "~".join([f"{header}.{flipped(payload)}.{signature}", *disclosures])


def check_verify(given):
    keys = given["keys"]
    fields = refused = 0
    for text in given["events"]:
        payload = verify(text, keys)
        beside = names_beside(text)
        assert all(name in payload["data"] for name in beside), f"{beside} are not all in the data"
        assert "_sd" not in payload["data"] or not beside, "digests are left over"
        fields += len(beside)
        for what, bad in spoilt(text):
            try:
                verify(bad, keys)
            except (JWException, ValueError, KeyError, UnicodeDecodeError):
                refused += 1
                continue
            raise AssertionError(f"their verifier accepts a spoilt {what}")
        fields_lie(text, keys)
    print(f"{len(given['events'])} events verify, {fields} fields disclosed, {refused} spoilt ones refused")
    assert fields > 0, "no event with disclosures was given"


def fields_lie(text, keys):
    """A disclosure with another value fits no digest: refused, or at least not taken for the field."""
    jws, *disclosures = text.split("~")
    if not disclosures or not disclosures[0]:
        return
    salt, name, _ = json.loads(from_b64url(disclosures[0]))
    lie = to_b64url(json.dumps([salt, name, "another value"]).encode())
    try:
        payload = verify("~".join([jws, lie, *disclosures[1:]]), keys)
    except (JWException, ValueError, KeyError):
        return
    assert payload["data"].get(name) != "another value", "a changed disclosure was taken for the field"


def issued(given, key, decoys=False):
    claims = dict(given["payload"])
    claims["data"] = {
        **claims["data"],
        **{SDObj(name): value for name, value in given["confidential"].items()},
    }
    header = {"alg": "Ed25519", "typ": "daicho-event+sd-jwt", "kid": given["kid"]}
    issuer = SDJWTIssuer(
        claims, key, sign_alg="Ed25519", add_decoy_claims=decoys, extra_header_parameters=header
    )
    return issuer.sd_jwt_issuance


def issue(given, key_file, folder):
    key = JWK.from_pem(pathlib.Path(key_file).read_bytes())
    folder = pathlib.Path(folder)
    good = issued(given, key)
    (folder / "theirs.sd-jwt").write_text(good)
    (folder / "theirs-decoys.sd-jwt").write_text(issued(given, key, decoys=True))
    (folder / "theirs-other-key.sd-jwt").write_text(issued(given, JWK.generate(kty="OKP", crv="Ed25519")))
    jws, *disclosures = good.split("~")
    (folder / "theirs-one-missing.sd-jwt").write_text("~".join([jws, *disclosures[1:]]))
    print(f"issued with {len(given['confidential'])} disclosures")


def main(arguments):
    given = json.loads(pathlib.Path(arguments[1]).read_text())
    if arguments[0] == "verify":
        check_verify(given)
    else:
        issue(given, arguments[2], arguments[3])


main(sys.argv[1:])

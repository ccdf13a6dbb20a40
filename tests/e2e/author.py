"""An author's side, written from the format alone: keys, disclosures and SD-JWTs (RFC 9901, RFC 7515).

Nothing is checked here: a test that wants a malformed event builds one.
"""

import base64
import hashlib
import json
import pathlib
import secrets
import subprocess


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class AuthorKey:
    """An Ed25519 key in a PEM file; made when the file is not there."""

    def __init__(self, file):
        self.file = pathlib.Path(file)
        if not self.file.exists():
            subprocess.run(
                ["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.file],
                check=True,
                stderr=subprocess.DEVNULL,
            )
        spki = subprocess.run(
            ["openssl", "pkey", "-in", self.file, "-pubout", "-outform", "DER"],
            check=True,
            capture_output=True,
        ).stdout
        self.public = spki[-32:]
        # RFC 7638 over the required members of an OKP key (RFC 8037), in lexicographic order.
        thumbprint = compact({"crv": "Ed25519", "kty": "OKP", "x": b64url(self.public)})
        self.kid = b64url(hashlib.sha256(thumbprint.encode()).digest())

    @classmethod
    def of_seed(cls, file, seed):
        """The key whose 32-byte private seed this is."""
        der = bytes.fromhex("302e020100300506032b657004220420") + seed
        body = base64.b64encode(der).decode()
        pathlib.Path(file).write_text(f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")
        return cls(file)

    def sign(self, message):
        scratch = self.file.with_suffix(".message")
        scratch.write_bytes(message)
        return subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.file, "-in", scratch],
            check=True,
            capture_output=True,
        ).stdout


def disclosure(name, value, salt=None):
    return b64url(compact([salt or b64url(secrets.token_bytes(16)), name, value]).encode())


def digest(encoded):
    return b64url(hashlib.sha256(encoded.encode()).digest())


def build(key, envelope, public, confidential, *, disclosures=None, header=None, payload_text=None):
    """An SD-JWT. `confidential`: name → value. `disclosures` replaces what travels beside the
    signed part;
    `payload_text` replaces the payload's bytes."""
    encoded = [disclosure(name, value) for name, value in confidential.items()]
    data = dict(public)
    if encoded:
        data["_sd"] = sorted(map(digest, encoded))
    payload = {**envelope, "data": data, "_sd_alg": "sha-256"}
    head = {"alg": "Ed25519", "typ": "daicho-event+sd-jwt", "kid": key.kid, **(header or {})}
    text = compact(payload) if payload_text is None else payload_text
    signing_input = b64url(compact(head).encode()) + "." + b64url(text.encode())
    signature = b64url(key.sign(signing_input.encode()))
    beside = encoded if disclosures is None else disclosures(encoded)
    return "~".join([signing_input + "." + signature, *beside, ""])

"""Ed25519, P-256 and the two demo keys of the golden vectors, with Python integers only.

Slow and not constant-time: for vectors with published keys, never for a secret.
"""
import base64
import hashlib
import hmac
import json


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def compact(tree):
    return json.dumps(tree, separators=(",", ":"), ensure_ascii=False)


# --- Ed25519, RFC 8032 §5.1, and P-256 with nonces of RFC 6979 ----------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE_Y = 4 * pow(5, -1, P) % P


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return P - x if x & 1 != sign else x


def edwards_add(a, b):
    k = D * a[0] * b[0] * a[1] * b[1] % P
    return ((a[0] * b[1] + b[0] * a[1]) * pow(1 + k, -1, P) % P,
            (a[1] * b[1] + a[0] * b[0]) * pow(1 - k, -1, P) % P)


def edwards_mul(k, point):
    result = (0, 1)
    while k:
        if k & 1:
            result = edwards_add(result, point)
        point, k = edwards_add(point, point), k >> 1
    return result


BASE = (recover_x(BASE_Y, 0), BASE_Y)


def edwards_encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def ed25519_expand(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & ~7 & ((1 << 254) - 1) | 1 << 254
    return scalar, digest[32:]


def ed25519_public(seed):
    return edwards_encode(edwards_mul(ed25519_expand(seed)[0], BASE))


def ed25519_sign(seed, message):
    scalar, prefix = ed25519_expand(seed)
    public = ed25519_public(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    point = edwards_encode(edwards_mul(r, BASE))
    k = int.from_bytes(hashlib.sha512(point + public + message).digest(), "little") % L
    return point + ((r + k * scalar) % L).to_bytes(32, "little")


Q = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def p256_add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % Q == 0:
        return None
    slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, Q) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1,
                                                                                            Q)
    x = (slope * slope - a[0] - b[0]) % Q
    return x, (slope * (a[0] - x) - a[1]) % Q


def p256_mul(k, point):
    result = None
    while k:
        if k & 1:
            result = p256_add(result, point)
        point, k = p256_add(point, point), k >> 1
    return result


def p256_public(scalar):
    x, y = p256_mul(int.from_bytes(scalar, "big"), G)
    return b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")


def es256_sign(scalar, message):
    digest = hashlib.sha256(message).digest()
    z = int.from_bytes(digest, "big")
    key, value = b"\0" * 32, b"\1" * 32
    seed = scalar + (z % N).to_bytes(32, "big")
    for tag in (b"\0", b"\1"):
        key = hmac.new(key, value + tag + seed, "sha256").digest()
        value = hmac.new(key, value, "sha256").digest()
    value = hmac.new(key, value, "sha256").digest()
    k = int.from_bytes(value, "big")
    assert 0 < k < N
    r = p256_mul(k, G)[0] % N
    s = pow(k, -1, N) * (z + r * int.from_bytes(scalar, "big")) % N
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


# --- Demo keys: public by design, never enrolled anywhere ---------------------------------------------------
ED_SEED = bytes(range(32))
EC_SCALAR = bytes(range(1, 33))
ED_PUBLIC = ed25519_public(ED_SEED)
EC_PUBLIC = p256_public(EC_SCALAR)


def thumbprint(members):
    return b64(hashlib.sha256(compact(members).encode()).digest())


ED_KID = thumbprint({"crv": "Ed25519", "kty": "OKP", "x": b64(ED_PUBLIC)})
EC_KID = thumbprint({"crv": "P-256", "kty": "EC", "x": b64(EC_PUBLIC[1:33]), "y": b64(EC_PUBLIC[33:])})

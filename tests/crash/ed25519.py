"""Ed25519 (RFC 8032) in-process, by the libcrypto that the product itself needs: a crash loop signs and
verifies thousands of texts a minute, which the `openssl` command cannot. Standard library only (ctypes).
"""

import base64
import ctypes
import ctypes.util
import hashlib

_ED25519 = 1087  # NID_ED25519
_PKCS8_PREFIX = bytes.fromhex("302e020100300506032b657004220420")

_crypto = ctypes.CDLL(ctypes.util.find_library("crypto") or "libcrypto.so.3")
_crypto.EVP_PKEY_new_raw_private_key.restype = ctypes.c_void_p
_crypto.EVP_PKEY_new_raw_private_key.argtypes = [
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.c_size_t,
]
_crypto.EVP_PKEY_new_raw_public_key.restype = ctypes.c_void_p
_crypto.EVP_PKEY_new_raw_public_key.argtypes = [
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.c_size_t,
]
_crypto.EVP_PKEY_get_raw_public_key.argtypes = [
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.POINTER(ctypes.c_size_t),
]
_crypto.EVP_PKEY_free.argtypes = [ctypes.c_void_p]
_crypto.EVP_MD_CTX_new.restype = ctypes.c_void_p
_crypto.EVP_MD_CTX_free.argtypes = [ctypes.c_void_p]
for _name in ("EVP_DigestSignInit", "EVP_DigestVerifyInit"):
    getattr(_crypto, _name).argtypes = [ctypes.c_void_p] * 5
_crypto.EVP_DigestSign.argtypes = [
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.POINTER(ctypes.c_size_t),
    ctypes.c_char_p,
    ctypes.c_size_t,
]
_crypto.EVP_DigestVerify.argtypes = [
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.c_size_t,
    ctypes.c_char_p,
    ctypes.c_size_t,
]


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class PrivateKey:
    """A key derived from a text: same text, same key, so a run can be repeated from its seed."""

    def __init__(self, text):
        self.seed = hashlib.sha256(text.encode()).digest()
        self._key = _crypto.EVP_PKEY_new_raw_private_key(_ED25519, None, self.seed, 32)
        if not self._key:
            raise OSError("libcrypto refuses the private key")
        public = ctypes.create_string_buffer(32)
        length = ctypes.c_size_t(32)
        if _crypto.EVP_PKEY_get_raw_public_key(self._key, public, ctypes.byref(length)) != 1:
            raise OSError("libcrypto gives no public key")
        self.public = public.raw
        # RFC 7638 over the members of an OKP key (RFC 8037), in lexicographic order.
        thumbprint = '{"crv":"Ed25519","kty":"OKP","x":"' + b64url(self.public) + '"}'
        self.kid = b64url(hashlib.sha256(thumbprint.encode()).digest())

    def sign(self, message):
        context = _crypto.EVP_MD_CTX_new()
        try:
            signature = ctypes.create_string_buffer(64)
            length = ctypes.c_size_t(64)
            done = _crypto.EVP_DigestSignInit(context, None, None, None, self._key) == 1 and (
                _crypto.EVP_DigestSign(context, signature, ctypes.byref(length), message, len(message)) == 1
            )
        finally:
            _crypto.EVP_MD_CTX_free(context)
        if not done:
            raise OSError("libcrypto does not sign")
        return signature.raw

    def pem(self):
        der = base64.b64encode(_PKCS8_PREFIX + self.seed).decode()
        return f"-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n"


def verify(public, message, signature):
    key = _crypto.EVP_PKEY_new_raw_public_key(_ED25519, None, public, 32)
    if not key:
        return False
    context = _crypto.EVP_MD_CTX_new()
    try:
        return _crypto.EVP_DigestVerifyInit(context, None, None, None, key) == 1 and (
            _crypto.EVP_DigestVerify(context, signature, len(signature), message, len(message)) == 1
        )
    finally:
        _crypto.EVP_MD_CTX_free(context)
        _crypto.EVP_PKEY_free(key)

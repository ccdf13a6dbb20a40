#!/usr/bin/env python3
"""Writes the golden vectors of the C2SP text formats: note, checkpoint, tlog-proof, vkey, policy.

Written from the specifications, no code shared with ledger/merkle; see generate.py for what a diff means.
"""
import base64

from generate import leaves_of, path, root, sha, write

ROOT8 = root(leaves_of(8))


def b64(data):
    return base64.b64encode(data).decode()


BODY = "example.com/audit\n8\n" + b64(ROOT8) + "\n"


def line(name, key_id, blob):
    return "\u2014 %s %s\n" % (name, b64(bytes.fromhex(key_id) + blob))


SIG = line("example.com/audit", "0a0b0c0d", bytes(range(64)))


def text_cases(name, rows):
    """Inputs travel as hex, since some are not UTF-8."""
    write(name, [{"desc": d, "hex": (t if isinstance(t, bytes) else t.encode()).hex(), "want": w}
                 for d, t, w in rows])


def notes():
    many = lambda count: "".join(line("w%d.example" % i, "0000%04x" % i, b"\x01" * 72) for i in range(count))
    bad = "note.malformed_signature"
    text_cases("note.json", [
        ("one signature", BODY + "\n" + SIG, "ok"),
        ("empty lines inside the text", "a\n\nb\n\n" + SIG, "ok"),
        ("text ends in an empty line", "a\n\n\n" + SIG, "ok"),
        ("text is one empty line", "\n\n" + SIG, "ok"),
        ("text that looks like a signature", SIG + "\n" + SIG, "ok"),
        ("name in Japanese", BODY + "\n" + line("\u53f0\u5e33.example", "01020304", b"x"), "ok"),
        ("same signer twice", BODY + "\n" + SIG + SIG, "ok"),
        ("sixteen signatures", BODY + "\n" + many(16), "ok"),
        ("one hundred signatures", BODY + "\n" + many(100), "ok"),
        ("post-quantum length", BODY + "\n" + line("w.example", "01020304", b"\x07" * 4900), "ok"),
        ("DEL is not below U+0020", "a\x7f\n\n" + SIG, "ok"),
        ("one hundred and one signatures", BODY + "\n" + many(101), "note.too_many_signatures"),
        ("nothing", "", "note.no_signatures"),
        ("text only", BODY, "note.no_signatures"),
        ("no signature lines", BODY + "\n", "note.no_signatures"),
        ("empty text", "\n" + SIG, "note.no_signatures"),
        ("text without newline", "abc\n" + SIG, "note.no_signatures"),
        ("carriage returns", BODY.replace("\n", "\r\n") + "\n" + SIG, "note.malformed_text"),
        ("tab in the text", "a\tb\n\n" + SIG, "note.malformed_text"),
        ("NUL in the text", "a\0b\n\n" + SIG, "note.malformed_text"),
        ("invalid UTF-8", b"a\xff\n\n" + SIG.encode(), "note.malformed_text"),
        ("overlong UTF-8", b"a\xc0\xaf\n\n" + SIG.encode(), "note.malformed_text"),
        ("surrogate in UTF-8", b"a\xed\xa0\x80\n\n" + SIG.encode(), "note.malformed_text"),
        ("truncated UTF-8", b"a\xe2\x80\n\n" + SIG.encode(), "note.malformed_text"),
        ("above U+10FFFF", b"a\xf4\x90\x80\x80\n\n" + SIG.encode(), "note.malformed_text"),
        ("last line without newline", BODY + "\n" + SIG[:-1], bad),
        ("hyphen instead of dash", BODY + "\n" + SIG.replace("\u2014", "-"), bad),
        ("en dash", BODY + "\n" + SIG.replace("\u2014", "\u2013"), bad),
        ("no blank behind the dash", BODY + "\n" + SIG.replace("\u2014 ", "\u2014"), bad),
        ("two blanks behind the dash", BODY + "\n" + SIG.replace("\u2014 ", "\u2014  "), bad),
        ("two blanks behind the name", BODY + "\n" + SIG.replace("audit ", "audit  "), bad),
        ("blank at the end", BODY + "\n" + SIG[:-1] + " \n", bad),
        ("no signature", BODY + "\n\u2014 example.com/audit\n", bad),
        ("empty signature", BODY + "\n\u2014 example.com/audit \n", bad),
        ("empty name", BODY + "\n" + line("", "01020304", b"x"), bad),
        ("plus in the name", BODY + "\n" + line("a+b", "01020304", b"x"), bad),
        ("ideographic space in the name", BODY + "\n" + line("a\u3000b", "01020304", b"x"), bad),
        ("no-break space in the name", BODY + "\n" + line("a\u00a0b", "01020304", b"x"), bad),
        ("next line control in the name", BODY + "\n" + line("a\u0085b", "01020304", b"x"), bad),
        ("key id only", BODY + "\n" + line("a", "01020304", b""), bad),
        ("three bytes", BODY + "\n" + line("a", "010203", b""), bad),
        ("padding missing", BODY + "\n\u2014 a AQIDBAU\n", bad),
        ("base64url alphabet", BODY + "\n\u2014 a AQIDBP__\n", bad),
        ("spare bits set", BODY + "\n\u2014 a AQIDBAV=\n", bad),
        ("second line malformed", BODY + "\n" + SIG + "x\n", bad),
    ])


def checkpoints():
    r = b64(ROOT8)
    empty = b64(sha(b""))
    text_cases("checkpoint.json", [
        ("the standard tree", BODY, "ok"),
        ("empty tree", "example.com/audit\n0\n" + empty + "\n", "ok"),
        ("one extension line", BODY + "extension\n", "ok"),
        ("two extension lines", BODY + "one\ntwo three\n", "ok"),
        ("origin with blanks", "Some Log - 42+\n8\n" + r + "\n", "ok"),
        ("largest size", "o\n18446744073709551615\n" + r + "\n", "ok"),
        ("nothing", "", "checkpoint.malformed"),
        ("origin only", "o\n", "checkpoint.malformed"),
        ("no root line", "o\n8\n", "checkpoint.malformed"),
        ("empty origin", "\n8\n" + r + "\n", "checkpoint.malformed"),
        ("no final newline", BODY[:-1], "checkpoint.malformed"),
        ("extension without newline", BODY + "x", "checkpoint.malformed"),
        ("empty extension line", BODY + "\n", "checkpoint.malformed"),
        ("empty line between extensions", BODY + "a\n\nb\n", "checkpoint.malformed"),
        ("carriage return", BODY.replace("\n", "\r\n"), "checkpoint.malformed"),
        ("invalid UTF-8 origin", b"\xff\n8\n" + r.encode() + b"\n", "checkpoint.malformed"),
        ("leading zero", "o\n08\n" + r + "\n", "checkpoint.size"),
        ("double zero", "o\n00\n" + empty + "\n", "checkpoint.size"),
        ("plus sign", "o\n+8\n" + r + "\n", "checkpoint.size"),
        ("minus sign", "o\n-8\n" + r + "\n", "checkpoint.size"),
        ("blank before the size", "o\n 8\n" + r + "\n", "checkpoint.size"),
        ("blank behind the size", "o\n8 \n" + r + "\n", "checkpoint.size"),
        ("hexadecimal size", "o\n0x8\n" + r + "\n", "checkpoint.size"),
        ("empty size line", "o\n\n" + r + "\n", "checkpoint.size"),
        ("size above 64 bits", "o\n18446744073709551616\n" + r + "\n", "checkpoint.size"),
        ("root of 31 bytes", "o\n8\n" + b64(ROOT8[:31]) + "\n", "checkpoint.root"),
        ("root of 33 bytes", "o\n8\n" + b64(ROOT8 + b"x") + "\n", "checkpoint.root"),
        ("root without padding", "o\n8\n" + r[:-1] + "\n", "checkpoint.root"),
        ("root in base64url", "o\n8\n" + r.replace("/", "_") + "\n", "checkpoint.root"),
        ("root in hex", "o\n8\n" + ROOT8.hex() + "\n", "checkpoint.root"),
        ("spare bits in the root", "o\n8\n" + r[:-2] + "h=\n", "checkpoint.root"),
        ("blank behind the root", "o\n8\n" + r + " \n", "checkpoint.root"),
        ("empty root line", "o\n8\n\n", "checkpoint.root"),
        ("size 0, other root", "o\n0\n" + r + "\n", "checkpoint.empty_tree_root"),
    ])


def tlog_proofs():
    head = "c2sp.org/tlog-proof@v1\n"
    hashes = "".join(b64(p) + "\n" for p in path(5, leaves_of(8)))
    note = BODY + "\n" + SIG
    one = b64(ROOT8) + "\n"
    text_cases("tlog_proof.json", [
        ("entry 5 of 8", head + "index 5\n" + hashes + "\n" + note, "ok"),
        ("with extra data", head + "extra aGVsbG8=\nindex 5\n" + hashes + "\n" + note, "ok"),
        ("with empty extra data", head + "extra \nindex 5\n" + hashes + "\n" + note, "ok"),
        ("no hashes", head + "index 0\n\n" + note, "ok"),
        ("two signatures", head + "index 5\n" + hashes + "\n" + note + SIG, "ok"),
        ("sixty-four hashes", head + "index 5\n" + one * 64 + "\n" + note, "ok"),
        ("sixty-five hashes", head + "index 5\n" + one * 65 + "\n" + note, "tlog_proof.too_long"),
        ("nothing", "", "tlog_proof.header"),
        ("other version", head.replace("v1", "v2") + "index 5\n" + hashes + "\n" + note, "tlog_proof.header"),
        ("blank behind the header", "c2sp.org/tlog-proof@v1 \nindex 5\n\n" + note, "tlog_proof.header"),
        ("carriage return", head.replace("\n", "\r\n") + "index 5\n\n" + note, "tlog_proof.header"),
        ("leading empty line", "\n" + head + "index 5\n\n" + note, "tlog_proof.header"),
        ("extra not base64", head + "extra !\nindex 5\n" + hashes + "\n" + note, "tlog_proof.extra"),
        ("extra without padding", head + "extra aGVsbG8\nindex 5\n" + hashes + "\n" + note,
         "tlog_proof.extra"),
        ("extra twice", head + "extra YQ==\nextra YQ==\nindex 5\n" + hashes + "\n" + note,
         "tlog_proof.index"),
        ("extra behind the index", head + "index 5\nextra YQ==\n" + hashes + "\n" + note, "tlog_proof.hash"),
        ("extra without blank", head + "extra\nindex 5\n" + hashes + "\n" + note, "tlog_proof.index"),
        ("header only", head, "tlog_proof.index"),
        ("no index", head + hashes + "\n" + note, "tlog_proof.index"),
        ("index with leading zero", head + "index 05\n" + hashes + "\n" + note, "tlog_proof.index"),
        ("negative index", head + "index -5\n" + hashes + "\n" + note, "tlog_proof.index"),
        ("empty index", head + "index \n" + hashes + "\n" + note, "tlog_proof.index"),
        ("two blanks", head + "index  5\n" + hashes + "\n" + note, "tlog_proof.index"),
        ("index above 64 bits", head + "index 18446744073709551616\n\n" + note, "tlog_proof.index"),
        ("upper case", head + "Index 5\n" + hashes + "\n" + note, "tlog_proof.index"),
        ("hash of 31 bytes", head + "index 5\n" + b64(ROOT8[:31]) + "\n\n" + note, "tlog_proof.hash"),
        ("hash in hex", head + "index 5\n" + ROOT8.hex() + "\n\n" + note, "tlog_proof.hash"),
        ("no empty line, no checkpoint", head + "index 5\n" + hashes, "tlog_proof.hash"),
        ("no empty line", head + "index 5\n" + hashes + note, "tlog_proof.hash"),
        ("empty line among the hashes", head + "index 5\n" + one + "\n" + one + "\n" + note,
         "tlog_proof.checkpoint"),
        ("no checkpoint", head + "index 5\n" + hashes + "\n", "tlog_proof.checkpoint"),
        ("unsigned checkpoint", head + "index 5\n" + hashes + "\n" + BODY, "tlog_proof.checkpoint"),
        ("a note, not a checkpoint", head + "index 5\n" + hashes + "\nhello\n\n" + SIG,
         "tlog_proof.checkpoint"),
        ("two empty lines", head + "index 5\n" + hashes + "\n\n" + note, "tlog_proof.checkpoint"),
        ("text behind the signatures", head + "index 5\n" + hashes + "\n" + note + "x\n",
         "tlog_proof.checkpoint"),
    ])


def vkey(name, kind, key):
    key_id = sha(name.encode() + b"\n" + bytes([kind]) + key)[:4]
    return "%s+%s+%s" % (name, key_id.hex(), b64(bytes([kind]) + key))


def vkeys():
    spec = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    key = bytes(range(32))
    good = vkey("example.com/audit", 1, key)
    text_cases("vkey.json", [
        ("from the specification", spec, "ok"),
        ("Ed25519", good, "ok"),
        ("cosignature", vkey("w.example", 4, key), "ok"),
        ("ML-DSA-44 cosignature", vkey("w.example", 6, bytes(1312)), "ok"),
        ("plus signs in the base64", vkey("w.example", 1, b"\xfb\xef\xbe" * 10 + b"\xfb\xef"), "ok"),
        ("nothing", "", "vkey.malformed"),
        ("name only", "example.com/foo", "vkey.malformed"),
        ("no key", "example.com/foo+530d903a", "vkey.malformed"),
        ("empty key", "example.com/foo+530d903a+", "vkey.malformed"),
        ("upper-case id", spec.replace("530d903a", "530D903A"), "vkey.malformed"),
        ("short id", spec.replace("530d903a", "530d903"), "vkey.malformed"),
        ("long id", spec.replace("530d903a", "0530d903a"), "vkey.malformed"),
        ("id of six digits", spec.replace("530d903a", "530d90"), "vkey.malformed"),
        ("id of ten digits", spec.replace("530d903a", "00530d903a"), "vkey.malformed"),
        ("id not hex", spec.replace("530d903a", "530d903g"), "vkey.malformed"),
        ("newline at the end", spec + "\n", "vkey.malformed"),
        ("padding missing", vkey("a", 1, key)[:-1] if vkey("a", 1, key).endswith("=") else spec[:-1],
         "vkey.malformed"),
        ("private key form", "PRIVATE+KEY+example.com/foo+530d903a+" + b64(b"\x01" + key), "vkey.malformed"),
        ("empty name", vkey("", 1, key), "vkey.name"),
        ("blank in the name", vkey("a b", 1, key), "vkey.name"),
        ("invalid UTF-8 in the name", b"\xff+00000000+" + b64(b"\x01" + key).encode(), "vkey.name"),
        ("ECDSA", vkey("a", 2, key), "vkey.key_type"),
        ("reserved type", vkey("a", 3, key), "vkey.key_type"),
        ("CT tree head", vkey("a", 5, key), "vkey.key_type"),
        ("private type", vkey("a", 255, key), "vkey.key_type"),
        ("type zero", vkey("a", 0, key), "vkey.key_type"),
        ("key of 31 bytes", vkey("a", 1, key[:31]), "vkey.key_length"),
        ("key of 33 bytes", vkey("a", 1, key + b"x"), "vkey.key_length"),
        ("no key behind the type", vkey("a", 1, b""), "vkey.key_length"),
        ("ML-DSA of 32 bytes", vkey("a", 6, key), "vkey.key_length"),
        ("id of another key", good.replace(good.split("+")[1], "530d903a"), "vkey.key_id_mismatch"),
        ("name of another key", good.replace("audit", "audi"), "vkey.key_id_mismatch"),
    ])


def policies():
    log = "log " + vkey("example.com/audit", 1, bytes(range(32)))
    wkey = lambda i: vkey("w%d.example" % i, 4, bytes([i]) * 32)
    wit = lambda i: "witness W%d %s\n" % (i, wkey(i))
    three = wit(1) + wit(2) + wit(3)
    text_cases("policy.json", [
        ("no witnesses", log + "\nquorum none\n", "ok"),
        ("quorum only", "quorum none\n", "ok"),
        ("one witness", log + "\n" + wit(1) + "quorum W1\n", "ok"),
        ("URLs", log + " https://log.example/\nwitness W1 " + wkey(1) + " https://w1.example/\nquorum W1\n",
         "ok"),
        ("two levels", log + "\n" + three + wit(4) + "group a 2 W1 W2 W3\ngroup b all a W4\nquorum b\n",
         "ok"),
        ("comments, blanks and tabs", "# c\n\n \t# c\n\t" + log + "\t \n  quorum\tnone  \n \t\n", "ok"),
        ("lines behind the quorum", "quorum none\n" + log + "\n", "ok"),
        ("names of any octets", b"witness \xff\xfe " + wkey(1).encode() + b"\nquorum \xff\xfe\n", "ok"),
        ("thirty-two of each", "".join("log " + vkey("l%d" % i, 1, bytes([i]) * 32) +
         "\n" for i in range(32)) +
         "".join(wit(i) for i in range(32)) + "".join("group g%d 1 W%d\n" % (i, i) for i in range(32)) +
         "group all any " + " ".join("g%d" % i for i in range(32)) + "\nquorum all\n", "ok"),
        ("log key as a witness", "log " + wkey(1) + "\n" + wit(1) + "quorum W1\n", "ok"),
        ("hash sign inside a line is no comment", "quorum none # c\n", "policy.item_count"),
        ("nothing", "", "policy.quorum_missing"),
        ("no quorum", log + "\n", "policy.quorum_missing"),
        ("two quorums", "quorum none\nquorum none\n", "policy.quorum_repeated"),
        ("quorum without name", "quorum\n", "policy.item_count"),
        ("quorum of two", three + "quorum W1 W2\n", "policy.item_count"),
        ("undefined quorum", "quorum W1\n", "policy.undefined_name"),
        ("quorum before its witness", "quorum W1\n" + wit(1), "policy.undefined_name"),
        ("no final newline", "quorum none", "policy.unterminated_line"),
        ("carriage returns", "quorum none\r\n", "policy.control_character"),
        ("DEL", "# \x7f\nquorum none\n", "policy.control_character"),
        ("NUL", "# \0\nquorum none\n", "policy.control_character"),
        ("unknown keyword", "peer W1\nquorum none\n", "policy.unknown_keyword"),
        ("upper case", "Quorum none\n", "policy.unknown_keyword"),
        ("byte order mark", "\ufeffquorum none\n", "policy.unknown_keyword"),
        ("log without key", "log\nquorum none\n", "policy.item_count"),
        ("log with four items", log + " u v\nquorum none\n", "policy.item_count"),
        ("log with a bad key", "log example.com/foo\nquorum none\n", "policy.key"),
        ("witness without key", "witness W1\nquorum none\n", "policy.item_count"),
        ("witness with five items", wit(1)[:-1] + " u v\nquorum none\n", "policy.item_count"),
        ("witness with a bad key", "witness W1 x\nquorum none\n", "policy.key"),
        ("witness with a log key", "witness W1 " + log[4:] + "\nquorum none\n", "policy.key_type"),
        ("same log twice", log + "\n" + log + "\nquorum none\n", "policy.duplicate_key"),
        ("same log key, other name", log + "\nlog " + vkey("b", 1, bytes(range(32))) + "\nquorum none\n",
         "policy.duplicate_key"),
        ("same witness key", wit(1) + "witness W2 " + wkey(1) + "\nquorum none\n", "policy.duplicate_key"),
        ("same witness name", wit(1) + "witness W1 " + wkey(2) + "\nquorum none\n", "policy.duplicate_name"),
        ("group named like a witness", three + "group W1 any W2\nquorum W1\n", "policy.duplicate_name"),
        ("witness named none", "witness none " + wkey(1) + "\nquorum none\n", "policy.reserved_name"),
        ("group named none", wit(1) + "group none any W1\nquorum none\n", "policy.reserved_name"),
        ("none as a member", wit(1) + "group g any W1 none\nquorum g\n", "policy.reserved_name"),
        ("group without members", wit(1) + "group g any\nquorum none\n", "policy.item_count"),
        ("undefined member", wit(1) + "group g any W1 W2\nquorum g\n", "policy.undefined_name"),
        ("group in itself", wit(1) + "group g any W1 g\nquorum g\n", "policy.undefined_name"),
        ("member twice in a group", wit(1) + "group g any W1 W1\nquorum g\n", "policy.member_reused"),
        ("member of two groups", three + "group g any W1\ngroup k any W1\nquorum g\n",
         "policy.member_reused"),
        ("threshold 0", three + "group g 0 W1 W2\nquorum g\n", "policy.threshold"),
        ("threshold above the members", three + "group g 3 W1 W2\nquorum g\n", "policy.threshold"),
        ("threshold with leading zero", three + "group g 01 W1 W2\nquorum g\n", "policy.threshold"),
        ("negative threshold", three + "group g -1 W1 W2\nquorum g\n", "policy.threshold"),
        ("threshold in words", three + "group g most W1 W2\nquorum g\n", "policy.threshold"),
        ("threshold in capitals", three + "group g ALL W1 W2\nquorum g\n", "policy.threshold"),
    ])


if __name__ == "__main__":
    for part in (notes, checkpoints, tlog_proofs, vkeys, policies):
        part()

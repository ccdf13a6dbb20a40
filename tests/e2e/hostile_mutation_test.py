"""Goal: no sequence of bytes makes the server crash, answer a request twice, believe a request whose bounds
are unclear, or go on after it refused one.
Method: good requests, mutated by a seeded generator, on plain HTTP; a second reader of requests, written from
RFC 9112 and nothing else, says how many of them are clear. By hand, for long:
`DAICHO=… python3 tests/e2e/hostile_mutation_test.py --count 1000000 --seed 7`.

Faults: F54, F55
"""

import argparse
import os
import random
import re
import unittest

from hostile_client import CHECKPOINT, Server, read_answers

COUNT = 2000
BODY = b'{"id":"x"}'
POST = b"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SEEDS = [
    CHECKPOINT,
    CHECKPOINT * 3,
    b"GET /v1/catalogue?type=session.held HTTP/1.1\r\nhost: 127.0.0.1:1\r\nAccept-Language: ja\r\n\r\n",
    b"GET /checkpoint HTTP/1.0\r\nHost: localhost\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n",
    POST + b"Content-Length: 10\r\n\r\n" + BODY,
    POST + b'Transfer-Encoding: chunked\r\n\r\n3\r\n{"i\r\n7\r\nd":"x"}\r\n0\r\n\r\n' + CHECKPOINT,
    POST + b"Expect: 100-continue\r\nContent-Length: 10\r\n\r\n" + BODY + CHECKPOINT,
    b"DELETE /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 45\r\n\r\n" + CHECKPOINT + CHECKPOINT,
]
TOKENS = [
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b" ",
    b"\t",
    b":",
    b",",
    b";",
    b"%",
    b"%00",
    b"%2e%2e/",
    b"\x80",
    b"\xff",
    b"\x0b",
    b"Host: localhost\r\n",
    b"Host: evil\r\n",
    b"Content-Length: 5\r\n",
    b"Content-Length: 0\r\n",
    b"Content-Length: +1\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: identity\r\n",
    b"Transfer-Encoding : chunked\r\n",
    b"transfer-encoding:\x0bchunked\r\n",
    b"Connection: close\r\n",
    b"Connection: keep-alive, Host\r\n",
    b"TE: trailers\r\n",
    b"Upgrade: h2c\r\n",
    b"Expect: 100-continue\r\n",
    b"Range: bytes=0-\r\n",
    b"Content-Encoding: gzip\r\n",
    b"0\r\n\r\n",
    b"5\r\nhello\r\n",
    b"5;x\r\nhello\r\n",
    b"ffffffffffffffff\r\n",
    b"-1\r\n",
    b"0x5\r\n",
    b" folded\r\n",
    b"HTTP/1.1",
    b"HTTP/1.0",
    b"HTTP/2.0",
    b"GET ",
    b"HEAD ",
    b"PRI * HTTP/2.0\r\n\r\n",
    b"\r\n\r\n",
    CHECKPOINT,
]

TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
REQUEST_LINE = re.compile(rb"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (/[!-~]*) HTTP/1\.([01])")
FIELD = re.compile(rb"(" + TOKEN + rb"):[ \t]*([\t -~\x80-\xff]*?)[ \t]*")
HOST = re.compile(rb"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)
CHUNK = re.compile(rb"([0-9A-Fa-f]+)\r\n")


def after_chunks(data):
    """What follows a clear chunked body; None when it is not clear or not complete."""
    while match := CHUNK.match(data):
        size = int(match[1], 16)
        data = data[match.end() :]
        if data[size : size + 2] != b"\r\n":
            return None
        data = data[size + 2 :]
        if size == 0:
            return data
    return None


def after_request(data):
    """What follows one clear and complete request, and its method; None when there is no such request."""
    head, end, rest = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    line = REQUEST_LINE.fullmatch(lines[0])
    if not end or not line:
        return None
    fields = {}
    for text in lines[1:]:
        field = FIELD.fullmatch(text)
        if not field:
            return None
        fields.setdefault(field[1].lower(), []).append(field[2])
    lengths, codings = fields.get(b"content-length", []), fields.get(b"transfer-encoding", [])
    if len(fields.get(b"host", [])) != 1 or not HOST.fullmatch(fields[b"host"][0]):
        return None
    if len(lengths) + len(codings) > 1 or (codings and line[3] == b"0"):
        return None
    if codings:
        if codings[0].lower() != b"chunked":
            return None
        rest = after_chunks(rest)
        return None if rest is None else (rest, line[1])
    if not lengths:
        return rest, line[1]
    if not re.fullmatch(rb"0|[1-9][0-9]{0,18}", lengths[0]) or len(rest) < int(lengths[0]):
        return None
    return rest[int(lengths[0]) :], line[1]


def clear_requests(data):
    """Methods of the clear requests at the front of `data`."""
    methods = []
    while data and (found := after_request(data)):
        data, method = found
        methods.append(method)
    return methods


def mutate(data, rng):
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at = rng.randrange(len(data) + 1)
        other = min(len(data), at + rng.choice((1, 1, 2, 5, 20, 100)))
        kind = rng.randrange(8)
        if kind == 0:
            data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        elif kind == 1:
            data = data[:at] + rng.choice(TOKENS) + data[at:]
        elif kind == 2:
            data = data[:at] + rng.choice(TOKENS) + data[other:]
        elif kind == 3:
            data = data[:at] + data[other:]
        elif kind == 4:
            data = data[:other] + data[at:]
        elif kind == 5:
            lines = data.split(b"\r\n")
            lines.insert(rng.randrange(len(lines)), rng.choice(TOKENS).rstrip(b"\r\n"))
            data = b"\r\n".join(lines)
        elif kind == 6:
            lines = data.split(b"\r\n")
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
            data = b"\r\n".join(lines)
        else:
            data = data[:at] + rng.choice(SEEDS) + data[other:]
    return data


def judge(data, reply):
    """What is wrong with `reply` to `data`; None when nothing is. And whether it holds a 2xx, a refusal."""
    methods = clear_requests(data)
    heads = [index for index, method in enumerate(methods) if method == b"HEAD"]
    try:
        answers, rest = read_answers(reply, heads)
        if rest and b"HEAD " in data:
            # A refused head that begins like one of HEAD is answered without content.
            answers, rest = read_answers(reply, [*heads, len(methods)])
    except (ValueError, KeyError) as error:
        return f"no HTTP: {error}", 0, 0
    if rest:
        return "half an answer", 0, 0
    if len(answers) > len(methods) + 1:
        return f"{len(answers)} answers to {len(methods)} clear requests", 0, 0
    for index, answer in enumerate(answers):
        if answer.status < 400 and index >= len(methods):
            return f"{answer.status} to what is not clear", 0, 0
        if answer.status >= 500 and answer.status not in (501, 505):
            return f"{answer.status}", 0, 0
        # Refused below the router, of whatever status: that was the last one.
        if answer.code.startswith("http.") and (
            index + 1 < len(answers) or answer.fields.get("connection") != "close"
        ):
            return f"goes on after {answer.code}", 0, 0
    good = sum(answer.status < 300 for answer in answers)
    refused = sum(answer.code.startswith("http.") for answer in answers)
    return None, good, refused


def run(server, seed, count):
    """(good answers, refusals, requests without an answer); raises at the first wrong one."""
    rng = random.Random(seed)
    good = refused = silent = 0
    for number in range(count):
        data = mutate(rng.choice(SEEDS), rng)
        with server.raw() as client:
            client.send(data)
            client.finish()
            reply = client.receive_all()
        wrong, more_good, more_refused = judge(data, reply)
        if wrong or server.process.poll() is not None:
            raise AssertionError(
                f"{wrong or 'the server died'}\nseed {seed}, number {number}\n{data!r}\n{reply!r}"
            )
        good += more_good
        refused += more_refused
        silent += not reply
    return good, refused, silent


class Mutation(unittest.TestCase):
    def test_the_reader_itself(self):
        for data, count in (
            (CHECKPOINT * 2, 2),
            (SEEDS[6], 2),
            (SEEDS[8], 2),
            (CHECKPOINT[:-1], 0),
            (CHECKPOINT.replace(b"\r\n", b"\n"), 0),
            (POST + b"Content-Length: 10\r\n\r\n" + BODY[1:], 0),
            (POST + b"Content-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0),
            (POST + b"Transfer-Encoding: chunked\r\n\r\n0;x\r\n\r\n", 0),
        ):
            self.assertEqual(len(clear_requests(data)), count, data)
        good = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        self.assertEqual(judge(CHECKPOINT, good), (None, 1, 0))
        self.assertIsNotNone(judge(CHECKPOINT[1:].replace(b"Host", b"H"), good)[0])
        self.assertIsNotNone(judge(CHECKPOINT, good * 3)[0])
        self.assertIsNotNone(judge(CHECKPOINT, good[:-1])[0])
        self.assertIsNotNone(judge(CHECKPOINT, good.replace(b"200", b"500"))[0])

    def test_mutated_requests(self):
        seed = int(os.environ.get("DAICHO_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"seed {seed}", flush=True)
        with Server() as server:
            good, refused, silent = run(server, seed, COUNT)
            # All three happen often, else the generator has lost its bite.
            self.assertGreater(min(good, refused, silent), COUNT // 100, (good, refused, silent))
            self.assertTrue(server.is_serving())
            server.stop_and_audit()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    arguments = parser.parse_args()
    if arguments.count is None:
        return unittest.main(verbosity=2)
    with Server() as server:
        print(f"seed {arguments.seed}", flush=True)
        good, refused, silent = run(server, arguments.seed, arguments.count)
        server.stop_and_audit()
    print(f"{arguments.count} requests: {good} good answers, {refused} refused, {silent} without an answer")
    return 0


if __name__ == "__main__":
    main()

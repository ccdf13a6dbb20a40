"""Goal: every published flaw of cpp-httplib that touches a server, or the client part that is used here,
stays without effect in this program, whatever version it is built with.
Method: one test per CVE, from outside: raw bytes against the real server, and false servers against the
real command line.

Faults: F54, F55
"""

import gzip
import socket
import threading
import time
import unittest

from refusals import GATEWAY
from hostile_client import CHECKPOINT, GIVE_UP_S, INSTRUMENTED, Server, temporary_folder
from running_ledger import event_id

HEAD = b"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
GET = b"GET /checkpoint HTTP/1.1\r\nHost: localhost\r\n"
MIB = 1 << 20
# What the server may grow by under one attack: a body of the largest size, and the allocator's slack.
GROWTH_MAX = 64 * MIB


class FalseServer:
    """Takes connections, keeps what they send, answers each with the same bytes."""

    def __init__(self, answer):
        self.answer = answer
        self.received = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(0.1)
        self.port = self.listener.getsockname()[1]
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()
        self.listener.close()

    def run(self):
        while not self.stopping.is_set():
            try:
                connection, _ = self.listener.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(GIVE_UP_S)
                data = b""
                while b"\r\n\r\n" not in data and (part := connection.recv(65536)):
                    data += part
                self.received.append(data)
                connection.sendall(self.answer)


class ServerFlaws(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop_and_audit()

    def setUp(self):
        self.memory = self.server.memory_bytes()

    def tearDown(self):
        self.assertTrue(self.server.is_serving())
        self.assert_no_growth()

    def assert_no_growth(self):
        if not INSTRUMENTED:
            self.assertLess(self.server.memory_bytes() - self.memory, GROWTH_MAX)

    def refused(self, data, status, code, finish=False):
        """One answer, then a close; nothing of the good request behind it."""
        answers = self.server.exchange(data + CHECKPOINT, finish)
        self.assertEqual([(one.status, one.code) for one in answers], [(status, code)])
        return answers[0]

    def no_field_named(self, name, answers):
        for answer in answers:
            self.assertNotIn(name, answer.fields)

    def cut_off(self, head, piece, status):
        """Sends `piece` for ever; the server must answer, then close after the moment that it gives a client
        to read the answer, and hold nothing of it."""
        with self.server.raw() as client:
            client.send(head)
            started = time.monotonic()
            while client.send(piece):
                self.assertLess(time.monotonic() - started, GIVE_UP_S)
                self.assert_no_growth()
            # What was on its way when the server closed may have reset the answer away.
            answer = client.receive_all()
            self.assertIn(answer[9:12], (b"%d" % status, b""))

    def test_cve_2020_11709_line_breaks_in_answer_fields(self):
        for text in (b"%0d%0aX-Injected:%201", b"%0aX-Injected:%201", b"%E5%98%8A%E5%98%8DX-Injected:%201"):
            for target in (b"/" + text, b"/v1/events?type=" + text, b"/v1/streams/" + text):
                answers = self.server.exchange(b"DELETE " + target + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
                self.assertEqual(len(answers), 1)
                self.assertGreaterEqual(answers[0].status, 400)
                self.no_field_named("x-injected", answers)

    def test_cve_2025_0825_line_breaks_behind_a_nul(self):
        for target in (b"/checkpoint%00%0d%0aX-Injected:%201", b"/v1/events?type=%00%0d%0aX-Injected:%201"):
            answers = self.server.exchange(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertEqual([one.code for one in answers], ["http.target"])
            self.no_field_named("x-injected", answers)
        self.refused(GET + b"Daicho-Purpose: a\0\r\nX: b\r\n\r\n", 400, "http.header")

    def test_cve_2025_46728_endless_chunks(self):
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        self.cut_off(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunk, 413)

    def test_cve_2025_46728_a_body_without_length_is_no_body(self):
        answers = self.server.exchange(HEAD + b"\r\n" + b"x" * 100_000)
        self.assertEqual([one.status for one in answers][0], 401)
        self.assertTrue(all(one.status >= 400 for one in answers))

    def test_cve_2025_53628_endless_lines(self):
        piece = b"x" * 65536
        self.cut_off(b"GET /", piece, 414)
        self.cut_off(GET + b"X: ", piece, 431)
        self.cut_off(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 65536, 400)

    def test_cve_2025_52887_a_million_fields(self):
        self.cut_off(GET, b"X: y\r\n" * 10_000, 431)

    def test_cve_2025_53629_chunk_sizes_that_promise_memory(self):
        for size in (b"7fffffff", b"ffffffff", b"ffffffffffffffff", b"800001"):
            self.refused(
                HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + size + b"\r\n", 413, "http.body_too_large"
            )
        self.refused(HEAD + b"Content-Length: 8388609\r\n\r\n", 413, "http.body_too_large")
        # Many small chunks cost more than they carry; together they are one small body.
        answers = self.server.exchange(
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 100_000 + b"0\r\n\r\n"
        )
        self.assertEqual([one.status for one in answers], [401])

    def test_trailer_fields_are_never_merged(self):
        for field in (b"Host: evil", b"Authorization: x", b"Content-Length: 5", b"Daicho-Role: auditor"):
            body = b"5\r\nhello\r\n0\r\n" + field + b"\r\n\r\n"
            self.refused(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + body, 400, "http.trailer")

    def test_cve_2025_66577_forwarded_addresses_are_not_believed(self):
        with Server("--connections-per-peer", "4") as server:
            clients = [server.raw() for _ in range(4)]
            for number, client in enumerate(clients):
                forwarded = b"X-Forwarded-For: 192.0.2.%d\r\nForwarded: for=192.0.2.%d\r\n" % (number, number)
                self.assertEqual(client.ask(GET + forwarded + b"\r\n").status, 200)
            with server.raw() as client:
                self.assertEqual(client.ask(GET + b"X-Forwarded-For: 192.0.2.9\r\n\r\n").status, 503)
            for client in clients:
                client.__exit__()
            server.stop_and_audit()

    def test_cve_2026_21428_raw_line_breaks_in_fields(self):
        self.refused(GET + b"X: a\rX-Injected: 1\r\n\r\n", 400, "http.line_end")
        self.refused(GET + b"X: a\nX-Injected: 1\r\n\r\n", 400, "http.line_end")

    def test_cve_2026_22776_decompression_bomb(self):
        bomb = gzip.compress(b"\0" * (64 * MIB))
        for coding in (b"gzip", b"deflate", b"br", b"zstd", b"GZIP"):
            head = HEAD + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (coding, len(bomb))
            self.refused(head + bomb, 415, "http.content_encoding")

    def test_cve_2026_28434_no_text_of_an_exception_leaves(self):
        for target in (
            b"/v1/events/" + b"9" * 1900,
            b"/v1/events?after=" + b"9" * 40,
            b"/tile/9/x999/999",
            b"/v1/proofs/inclusion?position=18446744073709551616",
            b"/v1/streams/" + b"a/" * 900,
            b"/v1/audit/access?from=0000-00-00T00:00:00Z",
        ):
            answers = self.server.exchange(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertEqual(len(answers), 1)
            self.assertIn(answers[0].status, (400, 401, 404))
            self.no_field_named("exception_what", answers)
            self.assertNotIn(b"std::", answers[0].body)

    def test_cve_2026_28435_decompression_bomb_in_chunks(self):
        bomb = gzip.compress(b"\0" * (64 * MIB))
        head = HEAD + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(bomb)
        self.refused(head + bomb + b"\r\n0\r\n\r\n", 415, "http.content_encoding")

    def test_cve_2026_29076_long_multipart_file_names(self):
        disposition = b"--x\r\nContent-Disposition: form-data; name=a; "
        part = disposition + b"filename*=UTF-8''" + b"a" * 100_000 + b"\r\n\r\n"
        head = HEAD.replace(b"application/json", b"multipart/form-data; boundary=x")
        self.refused(head + b"Content-Length: %d\r\n\r\n" % len(part) + part, 415, "http.multipart")

    def test_cve_2026_34441_body_of_a_get_is_never_the_next_request(self):
        smuggled = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
        length = b"Content-Length: %d\r\n\r\n" % len(smuggled)
        for method in (b"GET", b"OPTIONS"):
            self.refused(GET.replace(b"GET", method) + length + smuggled, 400, "http.body_unexpected")
        refused_head = GET.replace(b"GET", b"HEAD") + length + smuggled + CHECKPOINT
        answers = self.server.exchange(refused_head, finish=False, heads_only=[0])
        self.assertEqual([(one.status, one.body) for one in answers], [(400, b"")])
        answers = self.server.exchange(
            GET.replace(b"GET", b"DELETE") + b"Content-Length: 5\r\n\r\nhello" + CHECKPOINT
        )
        self.assertEqual([one.status for one in answers], [405, 200])

    def test_cve_2026_45352_negative_chunk_size(self):
        for size in (b"-2", b"-1", b"-8000000000000000", b"+2", b"fffffffffffffffe"):
            status, code = (413, "http.body_too_large") if size.startswith(b"f") else (400, "http.chunk")
            self.refused(
                HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + size + b"\r\nhello\r\n0\r\n\r\n", status, code
            )

    def test_cve_2026_45372_field_values_are_not_percent_decoded(self):
        for field in (
            b"X: a%%0d%%0aContent-Length: %d" % len(CHECKPOINT),
            b"X: a%0d%0aTransfer-Encoding: chunked",
            b"X: a%0d%0aHost: evil",
            b"Connection: keep-alive%0d%0aConnection: close",
        ):
            answers = self.server.exchange(GET + field + b"\r\n\r\n" + CHECKPOINT)
            self.assertEqual([one.status for one in answers], [200, 200], field)
        self.refused(HEAD + b"Content-Length: %35\r\n\r\nhello", 400, "http.content_length")
        self.refused(b"GET / HTTP/1.1\r\nHost: localhost%0d%0aX: y\r\n\r\n", 400, "http.host")

    def test_cve_2026_46527_empty_forwarded_address(self):
        for value in (b"", b" ", b",", b", ,", b"unknown", b",".join([b"192.0.2.1"] * 500)):
            answers = self.server.exchange(GET + b"X-Forwarded-For: " + value + b"\r\n\r\n")
            self.assertEqual([one.status for one in answers], [200], value)


class IdentityFlaws(unittest.TestCase):
    """Under TLS, where a certificate would be believed."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(tls=True).__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.append(cls.server.generate("0.001", "--setup-only"))

    @classmethod
    def tearDownClass(cls):
        cls.server.stop_and_audit()

    def status_as(self, name, fields):
        data = b"GET /v1/policy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + fields + b"\r\n"
        return self.server.exchange(data, context=self.server.context(name))[0]

    def test_cve_2025_66570_identity_is_no_header(self):
        self.assertEqual(self.status_as("auditor", b"").status, 200)
        certificate = (self.server.identities / "auditor.pem").read_bytes().replace(b"\n", b"%0A")
        for field in (
            b"REMOTE_ADDR: 127.0.0.1",
            b"REMOTE_PORT: 1",
            b"LOCAL_ADDR: 127.0.0.1",
            b"LOCAL_PORT: 1",
            b"Remote-User: auditor",
            b"X-SSL-Client-S-DN: CN=auditor,O=daicho demonstration",
            b"X-SSL-Client-Verify: SUCCESS",
            b"X-Client-Cert: " + certificate,
            b"Client-Cert: :" + certificate[:200] + b":",
            b"Authorization: Bearer auditor",
            b"Daicho-Principal: auditor",
        ):
            answer = self.status_as(None, field + b"\r\n")
            self.assertEqual((answer.status, answer.code), (401, "credential.missing"), field[:40])
            # Nor does a header change who a known client is.
            self.assertEqual(self.status_as("auditor", field + b"\r\n").status, 200)

    def test_cve_2026_45372_a_purpose_is_read_as_it_stands(self):
        answer = self.status_as("auditor", b"Daicho-Purpose: audit%0d%0aDaicho-Role: cco\r\n")
        self.assertEqual((answer.status, answer.code), (400, "purpose.unknown"))
        self.assertEqual(self.status_as(GATEWAY, b"Daicho-Person: p-40-cco%00\r\n").status, 403)

    def test_cve_2026_54919_what_is_not_known_in_detail_stays_behind_the_handshake(self):
        # The record names confidentiality and integrity, no details. What it could reach here is an answer
        # for somebody else, or a change; without a certificate there is neither.
        size = self.server.size()
        for path in (
            "/v1/events",
            "/v1/audit/access?actor=p-40-cco",
            "/tile/0/000.p/1",
            "/metrics",
            "/v1/policy",
        ):
            self.assertEqual(self.server.get(None, path).status, 401, path)
        self.assertEqual(self.server.post_event(None, {"id": event_id()}).status, 401)
        self.assertEqual(self.server.size(), size)


class ClientFlaws(unittest.TestCase):
    """The command line as a client of a false server."""

    def setUp(self):
        self.ledger = Server()
        self.addCleanup(self.ledger.__exit__)
        self.folder = temporary_folder(self)

    def get(self, port, *flags):
        return self.ledger.run("get", "--url", f"http://127.0.0.1:{port}", *flags, "7", expect=None)

    def test_cve_2023_26130_and_cve_2026_21428_line_breaks_never_reach_the_wire(self):
        answer = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        with FalseServer(answer) as server:
            self.get(server.port)
            self.assertEqual(len(server.received), 1)
            for text in ("a\r\nX-Injected: 1", "a\nX-Injected: 1", "a\rX-Injected: 1"):
                for flag in ("--purpose", "--role", "--person"):
                    done = self.get(server.port, flag, text)
                    self.assertNotEqual(done.returncode, 0)
                done = self.ledger.run("get", "--url", f"http://127.0.0.1:{server.port}", text, expect=None)
                self.assertNotEqual(done.returncode, 0)
        for data in server.received:
            self.assertNotIn(b"\nX-Injected", data)
            self.assertNotIn(b"\rX-Injected", data)

    def redirected(self, status):
        with FalseServer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}") as elsewhere:
            location = b"Location: http://127.0.0.1:%d/v1/events/7\r\n" % elsewhere.port
            answer = (
                b"HTTP/1.1 %d Moved\r\n" % status
                + location
                + b"Content-Length: 0\r\nConnection: close\r\n\r\n"
            )
            with FalseServer(answer) as server:
                self.assertNotEqual(self.get(server.port).returncode, 0)
                self.assertEqual(len(server.received), 1)
        return elsewhere.received

    def test_cve_2026_32627_redirects_are_not_followed(self):
        for status in (301, 302, 303):
            self.assertEqual(self.redirected(status), [])

    def test_cve_2026_33745_credentials_go_to_no_other_host(self):
        for status in (307, 308):
            self.assertEqual(self.redirected(status), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)

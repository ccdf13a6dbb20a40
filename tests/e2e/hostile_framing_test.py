"""Goal: a request whose bounds or meaning two programs could read differently is refused once, and nothing
behind it is read; the server goes on serving.
Method: one table of malformed requests on plain HTTP, each followed by a second, good request on the same
connection; then bodies that would be recorded if they were believed, over TLS as a known principal.

Faults: F54, F55
"""

import json
import ssl
import unittest

from refusals import GATEWAY, business
from hostile_client import CHECKPOINT, Raw, Server

GET = b"GET /checkpoint HTTP/1.1\r\n"
HOST = b"Host: localhost\r\n"


def get(fields=HOST, line=GET):
    return line + fields + b"\r\n"


def line(target, method=b"GET", version=b"HTTP/1.1"):
    return get(line=method + b" " + target + b" " + version + b"\r\n")


def post(fields, body=b"hello"):
    return (
        b"POST /v1/events HTTP/1.1\r\n"
        + HOST
        + b"Content-Type: application/json\r\n"
        + fields
        + b"\r\n"
        + body
    )


def chunked(body):
    return post(b"Transfer-Encoding: chunked\r\n", body)


def length(value, body=b"hello"):
    return post(b"Content-Length: " + value + b"\r\n", body)


def many(count):
    """`count` fields in all, Host included."""
    return get(HOST + b"".join(b"X-%d: 1\r\n" % i for i in range(count - 1)))


def head_of(size):
    bare = len(get(HOST + b"X: \r\nY: \r\n"))
    half = (size - bare) // 2
    return get(HOST + b"X: " + b"x" * half + b"\r\nY: " + b"y" * (size - bare - half) + b"\r\n")


# name, bytes, status, code: refused with one answer, and the connection closes
REFUSED = [
    ("no Host", get(b""), 400, "http.host_missing"),
    ("no Host in HTTP/1.0", b"GET /checkpoint HTTP/1.0\r\n\r\n", 400, "http.host_missing"),
    ("two equal Hosts", get(HOST + HOST), 400, "http.host_duplicate"),
    ("two Hosts", get(HOST + b"hOST: other\r\n"), 400, "http.host_duplicate"),
    ("foreign Host", get(b"Host: ledger.example\r\n"), 421, "http.host_unknown"),
    ("suffix of a served Host", get(b"Host: localhost.evil.example\r\n"), 421, "http.host_unknown"),
    ("empty Host", get(b"Host: \r\n"), 400, "http.host"),
    ("userinfo", get(b"Host: user@localhost\r\n"), 400, "http.host"),
    ("Host with a blank", get(b"Host: local host\r\n"), 400, "http.host"),
    ("Host list", get(b"Host: localhost, localhost\r\n"), 400, "http.host"),
    ("Host with a path", get(b"Host: localhost/x\r\n"), 400, "http.host"),
    ("Host with a scheme", get(b"Host: http://localhost\r\n"), 400, "http.host"),
    ("Host with a percent", get(b"Host: localhost%2eevil\r\n"), 400, "http.host"),
    ("Host with raw UTF-8", get("Host: 台帳\r\n".encode()), 400, "http.host"),
    ("port without number", get(b"Host: localhost:\r\n"), 400, "http.host"),
    ("port that is no number", get(b"Host: localhost:80x\r\n"), 400, "http.host"),
    ("half an IPv6 address", get(b"Host: [::1\r\n"), 400, "http.host"),
    (
        "length and coding",
        post(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
        400,
        "http.length_conflict",
    ),
    (
        "coding and length",
        post(b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
        400,
        "http.length_conflict",
    ),
    ("differing lengths", post(b"Content-Length: 5\r\nContent-Length: 6\r\n"), 400, "http.header_duplicate"),
    ("equal lengths", post(b"Content-Length: 5\r\ncontent-length: 5\r\n"), 400, "http.header_duplicate"),
    ("length +5", length(b"+5"), 400, "http.content_length"),
    ("length -5", length(b"-5"), 400, "http.content_length"),
    ("length 0x5", length(b"0x5"), 400, "http.content_length"),
    ("length 05", length(b"05"), 400, "http.content_length"),
    ("length 5, 5", length(b"5, 5"), 400, "http.content_length"),
    ("length 5 5", length(b"5 5"), 400, "http.content_length"),
    ("length 5.0", length(b"5.0"), 400, "http.content_length"),
    ("length 1e0", length(b"1e0"), 400, "http.content_length"),
    ("length 5;", length(b"5;"), 400, "http.content_length"),
    ("empty length", length(b""), 400, "http.content_length"),
    ("length in other digits", length("５".encode()), 400, "http.content_length"),
    ("length 2^63", length(b"9223372036854775808"), 413, "http.body_too_large"),
    ("length 2^64", length(b"18446744073709551616"), 400, "http.content_length"),
    ("length 2^64 + 5", length(b"18446744073709551621"), 400, "http.content_length"),
    ("length beyond the limit", length(b"8388609"), 413, "http.body_too_large"),
    ("unknown coding", post(b"Transfer-Encoding: gzip\r\n"), 501, "http.transfer_encoding"),
    ("coding list", post(b"Transfer-Encoding: gzip, chunked\r\n"), 501, "http.transfer_encoding"),
    ("chunked twice", post(b"Transfer-Encoding: chunked, chunked\r\n"), 501, "http.transfer_encoding"),
    ("identity", post(b"Transfer-Encoding: identity\r\n"), 501, "http.transfer_encoding"),
    ("quoted coding", post(b'Transfer-Encoding: "chunked"\r\n'), 501, "http.transfer_encoding"),
    ("coding with parameter", post(b"Transfer-Encoding: chunked;q=1\r\n"), 501, "http.transfer_encoding"),
    ("coding with prefix", post(b"Transfer-Encoding: xchunked\r\n"), 501, "http.transfer_encoding"),
    ("empty coding", post(b"Transfer-Encoding:\r\n"), 501, "http.transfer_encoding"),
    ("vertical tab before the coding", post(b"Transfer-Encoding: \x0bchunked\r\n"), 400, "http.header"),
    ("two codings", post(b"Transfer-Encoding: chunked\r\n" * 2), 400, "http.header_duplicate"),
    (
        "coding in HTTP/1.0",
        chunked(b"0\r\n\r\n").replace(b"HTTP/1.1", b"HTTP/1.0"),
        400,
        "http.transfer_encoding",
    ),
    ("chunk extension", chunked(b"5;x=y\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk_extension"),
    ("bare chunk extension", chunked(b"5;\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk_extension"),
    ("blank in the chunk size", chunked(b"5 \r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"),
    ("blank before the chunk size", chunked(b" 5\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"),
    ("chunk size 0x5", chunked(b"0x5\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"),
    ("chunk size +5", chunked(b"+5\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"),
    ("chunk size -5", chunked(b"-5\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"),
    ("empty chunk size", chunked(b"\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"),
    ("bare line feed after the size", chunked(b"5\nhello\r\n0\r\n\r\n"), 400, "http.chunk"),
    ("bare return after the size", chunked(b"5\rhello\r\n0\r\n\r\n"), 400, "http.chunk"),
    ("bare line feed after the data", chunked(b"5\r\nhello\n0\r\n\r\n"), 400, "http.chunk"),
    ("chunk longer than it says", chunked(b"5\r\nhelloX\r\n0\r\n\r\n"), 400, "http.chunk"),
    (
        "chunk size that overflows",
        chunked(b"10000000000000005\r\nhello\r\n0\r\n\r\n"),
        413,
        "http.body_too_large",
    ),
    ("chunk size with many zeros", chunked(b"000000005\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"),
    ("chunk beyond the limit", chunked(b"800001\r\n"), 413, "http.body_too_large"),
    ("trailer", chunked(b"5\r\nhello\r\n0\r\nX: y\r\n\r\n"), 400, "http.trailer"),
    ("bare line feed at the end", chunked(b"5\r\nhello\r\n0\r\n\n"), 400, "http.trailer"),
    ("bare line feeds", get().replace(b"\r\n", b"\n"), 400, "http.line_end"),
    ("one bare line feed", get(b"X: y\n" + HOST), 400, "http.line_end"),
    ("bare return in a value", get(HOST + b"X: a\rb\r\n"), 400, "http.line_end"),
    ("two returns", get(HOST + b"X: a\r\r\n"), 400, "http.line_end"),
    ("underscore for the hyphen", post(b"Transfer_Encoding: chunked\r\n"), 400, "http.header"),
    ("doubled hyphen", post(b"Content--Length: 5\r\n"), 400, "http.header"),
    ("NUL in a value", get(HOST + b"X: a\0b\r\n"), 400, "http.header"),
    ("NUL in a name", get(HOST + b"X\0: a\r\n"), 400, "http.header"),
    ("NUL in the target", line(b"/\0"), 400, "http.request_line"),
    ("DEL in a value", get(HOST + b"X: a\x7f\r\n"), 400, "http.header"),
    ("folded line", get(HOST + b"X: a\r\n b\r\n"), 400, "http.header"),
    ("folded with a tab", get(HOST + b"X: a\r\n\tb\r\n"), 400, "http.header"),
    ("folded Host", get(b"Host:\r\n localhost\r\n"), 400, "http.header"),
    ("first field begins with a blank", get(b" X: a\r\n" + HOST), 400, "http.header"),
    ("blank before the colon", get(b"Host : localhost\r\n"), 400, "http.header"),
    ("tab before the colon", post(b"Transfer-Encoding\t: chunked\r\n"), 400, "http.header"),
    ("no colon", get(HOST + b"X\r\n"), 400, "http.header"),
    ("no name", get(HOST + b": x\r\n"), 400, "http.header"),
    ("name that is no token", get(HOST + b"X(1): y\r\n"), 400, "http.header"),
    ("empty line first", b"\r\n" + get(), 400, "http.request_line"),
    ("65 fields", many(65), 431, "http.headers_too_many"),
    ("head of 16,385 bytes", head_of(16_385), 431, "http.head_too_long"),
    ("target of 2,049 bytes", line(b"/" + b"x" * 2048), 414, "http.target_too_long"),
    ("absolute form", line(b"http://localhost/checkpoint"), 400, "http.target"),
    ("absolute form of another host", line(b"http://evil.example/"), 400, "http.target"),
    ("no slash", line(b"checkpoint"), 400, "http.target"),
    ("asterisk", line(b"*", b"OPTIONS"), 400, "http.target"),
    ("authority form", line(b"localhost:443", b"CONNECT"), 405, "http.method"),
    ("TRACE", line(b"/", b"TRACE"), 405, "http.method"),
    ("unknown method", line(b"/", b"BREW"), 501, "http.method_unknown"),
    ("method in lower case", line(b"/checkpoint", b"get"), 501, "http.method_unknown"),
    ("endless method", line(b"/", b"G" * 3000), 414, "http.target_too_long"),
    ("method that is no token", line(b"/", b"G@T"), 400, "http.request_line"),
    ("blank before the method", line(b"/checkpoint", b" GET"), 400, "http.request_line"),
    ("two blanks", line(b" /checkpoint"), 400, "http.target"),
    ("tab for a blank", line(b"/checkpoint").replace(b"GET ", b"GET\t"), 400, "http.request_line"),
    ("blank in the target", line(b"/check point"), 400, "http.target"),
    ("blank after the version", line(b"/checkpoint", version=b"HTTP/1.1 "), 400, "http.request_line"),
    ("dot segments", line(b"/x/../checkpoint"), 400, "http.target"),
    ("one dot", line(b"/./checkpoint"), 400, "http.target"),
    ("encoded dot segments", line(b"/x/%2e%2E/checkpoint"), 400, "http.target"),
    ("half encoded dots", line(b"/x/.%2e/checkpoint"), 400, "http.target"),
    ("encoded NUL", line(b"/checkpoint%00"), 400, "http.target"),
    ("encoded line break", line(b"/checkpoint%0d%0aX:%20y"), 400, "http.target"),
    ("encoded NUL in the query", line(b"/v1/events?type=%00"), 400, "http.target"),
    ("percent without digits", line(b"/checkpoint%"), 400, "http.target"),
    ("percent with one digit", line(b"/checkpoint%2"), 400, "http.target"),
    ("percent with other letters", line(b"/checkpoint%zz"), 400, "http.target"),
    ("overlong UTF-8", line(b"/x/%c0%ae%c0%ae/checkpoint"), 400, "http.target"),
    ("raw UTF-8", line("/台帳".encode()), 400, "http.target"),
    ("backslash", line(b"/x\\..\\checkpoint"), 400, "http.target"),
    ("encoded backslash", line(b"/x%5c..%5ccheckpoint"), 400, "http.target"),
    ("fragment", line(b"/checkpoint#x"), 400, "http.target"),
    ("HTTP/0.9", b"GET /checkpoint\r\n\r\n", 400, "http.request_line"),
    ("HTTP/2.0", line(b"/checkpoint", version=b"HTTP/2.0"), 505, "http.version"),
    ("HTTP/1.2", line(b"/checkpoint", version=b"HTTP/1.2"), 505, "http.version"),
    ("HTTP/1.10", line(b"/checkpoint", version=b"HTTP/1.10"), 400, "http.request_line"),
    ("version in lower case", line(b"/checkpoint", version=b"http/1.1"), 400, "http.request_line"),
    ("HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "http.version"),
    (
        "TLS client hello",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 500,
        400,
        "http.request_line",
    ),
    ("other expectation", post(b"Content-Length: 5\r\nExpect: 200-ok\r\n"), 417, "http.expect"),
    ("gzip body", post(b"Content-Length: 5\r\nContent-Encoding: gzip\r\n"), 415, "http.content_encoding"),
    (
        "two encodings",
        post(b"Content-Length: 5\r\nContent-Encoding: identity, br\r\n"),
        415,
        "http.content_encoding",
    ),
    (
        "multipart",
        b"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: Multipart/form-data; boundary=x\r\n"
        b"Content-Length: 5\r\n\r\nhello",
        415,
        "http.multipart",
    ),
    ("range", get(HOST + b"Range: bytes=0-0\r\n"), 416, "http.range"),
    ("upgrade", get(HOST + b"Connection: upgrade\r\nUpgrade: h2c\r\n"), 400, "http.upgrade"),
    ("websocket", get(HOST + b"Upgrade: websocket\r\n"), 400, "http.upgrade"),
    ("GET with a body", get(HOST + b"Content-Length: 5\r\n") + b"hello", 400, "http.body_unexpected"),
    (
        "GET with chunks",
        get(HOST + b"Transfer-Encoding: chunked\r\n") + b"0\r\n\r\n",
        400,
        "http.body_unexpected",
    ),
    (
        "OPTIONS with a body",
        line(b"/checkpoint", b"OPTIONS").replace(HOST, HOST + b"Content-Length: 5\r\n") + b"hello",
        400,
        "http.body_unexpected",
    ),
]

# name, bytes, status: unambiguous; the request behind it on the same connection is answered, too
SERVED = [
    ("plain", get(), 200),
    ("host in capitals with port", get(b"HOST:\tLocalhost:8443 \r\n"), 200),
    ("IPv6 host", get(b"Host: [::1]:1\r\n"), 200),
    ("64 fields", many(64), 200),
    ("head of 16,384 bytes", head_of(16_384), 200),
    ("target of 2,048 bytes", line(b"/" + b"x" * 2047), 404),
    ("chunks", chunked(b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"), 401),
    ("chunked in capitals", post(b"Transfer-Encoding: CHUNKED\r\n", b"0\r\n\r\n"), 401),
    ("body of its length", length(b"5"), 401),
    ("no body", length(b"0", b""), 401),
    ("expectation met", post(b"Content-Length: 5\r\nExpect: 100-Continue\r\n"), 401),
    ("wrong media type", length(b"5").replace(b"application/json", b"text/plain"), 415),
    ("empty value", get(HOST + b"X:\r\n"), 200),
    ("encoded letters", line(b"/%63heckpoint"), 200),
    ("percent in a header stays as it is", get(HOST + b"X: %0d%0aContent-Length: 5\r\n"), 200),
    ("unknown path", line(b"/nothing"), 404),
    ("two slashes", line(b"//checkpoint"), 404),
    ("OPTIONS", line(b"/checkpoint", b"OPTIONS"), 405),
]


class Framing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop_and_audit()

    def test_what_is_ambiguous_is_refused_once_and_nothing_behind_it_is_read(self):
        for name, data, status, code in REFUSED:
            with self.subTest(name):
                # Not closed by the client, so that a close is the server's own.
                answers = self.server.exchange(data + CHECKPOINT, finish=False)
                self.assertEqual([(one.status, one.code) for one in answers], [(status, code)])
                self.assertEqual(answers[0].fields["connection"], "close")
                problem = json.loads(answers[0].body)
                self.assertTrue(problem["detail"])
                self.assertEqual(problem["request_id"], answers[0].fields["request-id"])
        self.assertTrue(self.server.is_serving())

    def test_the_same_byte_by_byte(self):
        for name, data, status, code in REFUSED:
            if len(data) > 400:
                continue
            with self.subTest(name), self.server.raw() as client:
                for at in range(len(data)):
                    if not client.send(data[at : at + 1]):
                        break
                client.send(CHECKPOINT)
                self.assertIn(f" {status} ".encode(), client.receive_all().split(b"\r\n")[0])
        self.assertTrue(self.server.is_serving())

    def test_what_is_clear_is_served_and_the_connection_goes_on(self):
        for name, data, status in SERVED:
            with self.subTest(name):
                answers = self.server.exchange(data + CHECKPOINT)
                self.assertEqual([one.status for one in answers], [status, 200])

    def test_head_has_no_body_and_the_next_request_is_answered(self):
        answers = self.server.exchange(line(b"/checkpoint", b"HEAD") + CHECKPOINT, heads_only=[0])
        self.assertEqual([one.status for one in answers], [200, 200])
        self.assertEqual(answers[0].body, b"")

    def test_http_1_0_is_answered_once_and_closed(self):
        answers = self.server.exchange(line(b"/checkpoint", version=b"HTTP/1.0") + CHECKPOINT, finish=False)
        self.assertEqual([one.status for one in answers], [200])

    def test_body_longer_than_it_says_is_the_next_request(self):
        answers = self.server.exchange(length(b"5", b"hello, more\r\n\r\n"), finish=False)
        self.assertEqual([one.status for one in answers], [401, 400])
        self.assertEqual(answers[1].code, "http.request_line")

    def test_half_a_request_gets_no_answer(self):
        for data in (length(b"500"), chunked(b"5\r\nhello\r\n"), get()[:-2], get()[:-1], b"G"):
            self.assertEqual(self.server.exchange(data), [])
        self.assertTrue(self.server.is_serving())

    def test_continue_is_sent_before_the_body(self):
        with self.server.raw() as client:
            client.send(post(b"Content-Length: 5\r\nExpect: 100-continue\r\n", b""))
            self.assertEqual(client.socket.recv(100), b"HTTP/1.1 100 Continue\r\n\r\n")
            self.assertEqual(client.ask(b"hello").status, 401)


class FramingOverTls(unittest.TestCase):
    """Here a believed request would change the log."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(tls=True).__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.append(cls.server.generate("0.001", "--setup-only"))

    @classmethod
    def tearDownClass(cls):
        cls.server.stop_and_audit()

    def post(self, fields, frame=lambda body: body):
        body = json.dumps(business(), ensure_ascii=False).encode()
        return post(fields.replace(b"SIZE", str(len(body)).encode()), frame(body))

    def exchange(self, data):
        return self.server.exchange(data, context=self.server.context(GATEWAY))

    def test_an_event_in_an_ambiguous_frame_is_never_recorded(self):
        once = lambda body: b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        close = b"Connection: close\r\n"
        for fields in (b"Content-Length: SIZE\r\n", b"Transfer-Encoding: chunked\r\n"):
            frame = once if b"chunked" in fields else lambda body: body
            answers = self.exchange(self.post(fields + close, frame))
            self.assertEqual([one.status for one in answers], [201], answers)
        size = self.server.size()
        extended = lambda body: b"%x;x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        trailer = lambda body: once(body)[:-2] + b"Host: localhost\r\n\r\n"
        for fields, frame in (
            (b"Content-Length: SIZE\r\nContent-Length: SIZE\r\n", lambda body: body),
            (b"Content-Length: +SIZE\r\n", lambda body: body),
            (b"Content-Length: SIZE, SIZE\r\n", lambda body: body),
            (b"Content-Length: SIZE\r\nTransfer-Encoding: chunked\r\n", once),
            (b"Content-Length : SIZE\r\n", lambda body: body),
            (b"Content-Length:\r\n SIZE\r\n", lambda body: body),
            (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", once),
            (b"Transfer-Encoding: chunked, identity\r\n", once),
            (b"Transfer-Encoding : chunked\r\n", once),
            (b"Transfer-Encoding: chunked\r\n", extended),
            (b"Transfer-Encoding: chunked\r\n", trailer),
            (b"Content-Encoding: gzip\r\nContent-Length: SIZE\r\n", lambda body: body),
            (b"Host: localhost\r\nContent-Length: SIZE\r\n", lambda body: body),
        ):
            with self.subTest(fields):
                answers = self.exchange(self.post(fields, frame))
                self.assertEqual(len(answers), 1, answers)
                self.assertGreaterEqual(answers[0].status, 400)
        self.assertEqual(self.server.size(), size)

    def test_an_event_behind_a_refused_request_is_never_recorded(self):
        size = self.server.size()
        answers = self.exchange(get(b"") + self.post(b"Content-Length: SIZE\r\n"))
        self.assertEqual([one.status for one in answers], [400])
        self.assertEqual(self.server.size(), size)

    def test_plain_http_on_the_tls_port_gets_nothing(self):
        for data in (CHECKPOINT, b"\r\n" * 99, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"):
            with Raw(self.server.port) as client:
                client.send(data)
                self.assertNotIn(b"HTTP/", client.receive_all())
        self.assertTrue(self.server.is_serving())

    def test_old_tls_is_refused(self):
        context = self.server.context()
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
        with self.assertRaises((ssl.SSLError, OSError)):
            Raw(self.server.port, context)
        self.assertTrue(self.server.is_serving())


if __name__ == "__main__":
    unittest.main(verbosity=2)

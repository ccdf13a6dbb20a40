"""Raw HTTP requests of two projects that nobody here wrote, sent to our door over plain TCP.

Every case is sent twice, each time with a good request of ours behind it. As it is: its Host is not ours, so
that nothing of it may be served. With our Host in place of its own, and nothing else changed: what must be
refused is answered once with a refusal of the door (code http.*), and the connection ends before our request;
what must be served reaches the router (which knows no such path), and our request behind it is answered. The
twin that must be found wrong: Python's own http.server, sent the same.
"""

import http.server
import json
import re
import socket
import threading

from transcript import StepFailed

FOLLOW = b"GET /checkpoint HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
HOST_LINE = re.compile(rb"(?im)^host:[ \t]*[a-z0-9.:=-]+[ \t]*\r\n")

# Where a request that the corpus takes for good is refused all the same: code -> cases, RFC and reason. The
# corpora are pinned, so another number is a change of the door.
NARROWER = {
    # Two of these go against a MUST, on purpose: a second place for the host (§3.2.2) and bytes that readers
    # skip in different ways (§7.1.1) are how requests get smuggled, and no client of this API sends them.
    "http.target": (10, "RFC 9112 §3.2.2 (MUST, on purpose): no absolute form; no fragment, quote, control"),
    "http.target_too_long": (1, "RFC 9112 §3: 8,000 octets are advised; no target of this API needs 2,048"),
    "http.method_unknown": (3, "RFC 9110 §9.1: a method that is not implemented is answered with 501"),
    "http.chunk_extension": (1, "RFC 9112 §7.1.1 (MUST, on purpose): no chunk extension"),
    "http.trailer": (1, "RFC 9112 §7.1.2: trailers need not be kept; refused, nothing here needs them"),
    "http.transfer_encoding": (5, "RFC 9112 §6.1: any coding but chunked is answered with 501"),
    "http.body_unexpected": (2, "RFC 9110 §9.3.1: content in a GET may be refused as an attack"),
    "http.multipart": (1, "RFC 9110 §15.5.16: a media type that is not supported is answered with 415"),
    "http.header": (5, "RFC 9112 §5.1, §5.2: no blank before the colon, no obs-fold; no Transfer_Encoding"),
    "http.header_duplicate": (7, "RFC 9112 §6.1, RFC 9110 §5.3: one Transfer-Encoding, one If-Match"),
    "http.request_line": (3, "RFC 9112 §3: an empty target, and PROXY lines, which are no HTTP"),
    "closed": (1, "RFC 9112 §9.3: persistence in HTTP/1.0 is optional, not taken: the first is served"),
}
# Where a request that gunicorn refuses is served: a rule of its configuration, no RFC asks for it.
OWN_RULES = {
    "gunicorn invalid/007": "a field of 8,191 bytes; here the whole head may have 16,384",
    "gunicorn invalid/008": "as 007",
    "gunicorn invalid/010": "limit_request_field_size = 10",
    "gunicorn invalid/011": "limit_request_fields = 2",
    "gunicorn invalid/012": "limit_request_field_size = 98",
    "gunicorn invalid/017": "as 007",
    "gunicorn invalid/019": "X-Forwarded-* are believed there; here no field says who the client is",
}


def with_our_host(data, requests=1):
    """Host is added where none is, and replaced where there is one plain one; anything else stays."""
    if requests > 1:
        return re.sub(rb"(?m)^([A-Z]+ \S+ HTTP/1\.[01]\r\n)(?!Host:)", rb"\1Host: localhost\r\n", data)
    head, blank, body = data.partition(b"\r\n\r\n")
    head += b"\r\n"
    if not re.search(rb"(?im)^host[ \t]*:", head):
        line, _, fields = head.partition(b"\r\n")
        return line + b"\r\nHost: localhost\r\n" + fields + (b"\r\n" + body if blank else body)
    if len(re.findall(rb"(?im)^host[ \t]*:", head)) == 1:
        head = HOST_LINE.sub(b"Host: localhost\r\n", head)
    return head + (b"\r\n" + body if blank else body)


def exchange(port, data):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        said = b""
        try:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused and closed while we were sending: the answer is there to be read
        try:
            while part := client.recv(65536):
                said += part
        except ConnectionError:
            pass
        return said


def read_answers(said, methods):
    """[(status, code, closes)]"""
    answers = []
    while said:
        head, blank, said = said.partition(b"\r\n\r\n")
        fields = head.decode("latin-1").lower().split("\r\n")
        if not blank or not fields[0].startswith("http/1."):
            raise StepFailed(f"no HTTP answer: {head[:100]!r}")
        status = int(fields[0].split(" ")[1])
        if status == 100:
            continue
        length = next((int(one[15:]) for one in fields if one.startswith("content-length:")), 0)
        if len(answers) < len(methods) and methods[len(answers)] == "HEAD" or status in (204, 304):
            length = 0
        body, said = said[:length], said[length:]
        problem = json.loads(body) if any("problem+json" in one for one in fields) and body else {}
        answers.append((status, problem.get("code", ""), "connection: close" in fields))
    return answers


def verdict(answers, methods):
    """refused, served, or what else it was"""
    count = max(1, len(methods))
    if len(answers) == 1 and answers[0][0] >= 400 and answers[0][2]:
        # The answer to a HEAD has no content that could say the code.
        if answers[0][1].startswith("http.") or methods == ["HEAD"]:
            return "refused"
    ours = answers[:count]
    if len(ours) == count and not any(code.startswith("http.") for _, code, _ in ours):
        if len(answers) == count and answers[-1][2]:
            return "served"
        if len(answers) == count + 1 and answers[-1][0] == 200:
            return "served"
    return f"neither: {answers}"


def why_not(answers, methods):
    """The code with which the first request of several that is not served is refused; "closed" when the
    connection ended without one; empty when neither."""
    if not answers or len(answers) > max(1, len(methods)) or not answers[-1][2]:
        return ""
    if any(code.startswith("http.") for _, code, _ in answers[:-1]):
        return ""
    return answers[-1][1] if answers[-1][1].startswith("http.") else "closed"


class HttpCorpus:
    def __init__(self, transcript, tools, opaque):
        self.transcript = transcript
        self.tools = tools
        self.ledger = opaque.ledger
        self.cases = []

    def steps(self):
        step = self.transcript.step
        if step("HTTP corpora: gunicorn's and http_desync_guardian's cases are there", self._load):
            step("HTTP corpora as they are: nothing for another host is served", self._as_they_are)
            step("HTTP corpora for our host: refused and served as they must be", self._for_us)
            step("HTTP corpora: the same check finds Python's http.server wrong", self._negative)

    def _load(self):
        reader = [self.tools.python, "-B", self.tools.source / "http_cases.py"]
        said = self.transcript.run([*reader, self.tools.gunicorn, self.tools.desync])
        self.cases = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        for case in self.cases:
            case["data"] = bytes.fromhex(case["data"])
        counts = {}
        for case in self.cases:
            counts[case["must"]] = counts.get(case["must"], 0) + 1
        self.transcript.say(f"  {len(self.cases)} cases, by what they must be: {counts}")
        if len(self.cases) < 200 or len(counts) != 3:
            raise StepFailed("the corpora are not what they were")

    def _as_they_are(self):
        wrong, sent = [], 0
        for case in self.cases:
            if with_our_host(case["data"]) == case["data"]:
                continue
            sent += 1
            answers = read_answers(exchange(self.ledger.port, case["data"] + FOLLOW), case["methods"])
            self.transcript.note(f"{case['name']}: {answers}")
            if verdict(answers, case["methods"][:1]) != "refused":
                wrong.append(f"{case['name']}: {answers}")
        if wrong or sent < 200:
            raise StepFailed(f"{len(wrong)} of {sent} wrong: " + "; ".join(wrong[:20]))
        self.transcript.say(f"  {sent} refused")

    def _judge(self, port):
        """(wrong, narrower, by own rule): names with what was seen"""
        wrong, narrower, own = [], [], []
        for case in self.cases:
            methods = case["methods"]
            data = with_our_host(case["data"], len(methods))
            answers = read_answers(exchange(port, data + FOLLOW), methods)
            seen = verdict(answers, methods)
            text = f"{case['name']}: must be {case['must']}, {seen} {answers}"
            self.transcript.note(text)
            if case["must"] == seen or (case["must"] == "either" and seen in ("refused", "served")):
                continue
            code = why_not(answers, methods)
            if case["must"] == "served" and code in NARROWER:
                narrower.append((code, case["name"]))
            elif seen == "served" and case["name"] in OWN_RULES:
                own.append(case["name"])
            else:
                wrong.append(text)
        return wrong, narrower, own

    def _for_us(self):
        size = self.ledger.size()
        wrong, narrower, own = self._judge(self.ledger.port)
        for code in sorted({code for code, _ in narrower}):
            names = [name for seen, name in narrower if seen == code]
            count, reason = NARROWER[code]
            self.transcript.say(f"  refused though good, {len(names)} x {code}: {reason}")
            self.transcript.note("    " + "; ".join(names))
            if len(names) != count:
                wrong.append(f"{code} refuses {len(names)} good ones, not {count}")
        for name in own:
            self.transcript.say(f"  served though refused by gunicorn, {name}: {OWN_RULES[name]}")
        if wrong or self.ledger.size() != size:
            raise StepFailed(f"{len(wrong)} of {len(self.cases)} wrong: " + "; ".join(wrong[:20]))
        alike = len(self.cases) - len(narrower) - len(own)
        self.transcript.say(f"  {alike} of {len(self.cases)} as the corpora say")

    def _negative(self):
        class Lax(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST = do_PUT = answer

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Lax) as server:
            server.handle_error = lambda *_: None
            threading.Thread(target=server.serve_forever, daemon=True).start()
            served = 0
            for case in self.cases:
                if case["must"] != "refused":
                    continue
                said = exchange(server.server_port, with_our_host(case["data"]) + FOLLOW)
                served += said.startswith(b"HTTP/1.1 200")
            server.shutdown()
        self.transcript.say(f"  Python's http.server serves {served} that must be refused")
        if served < 10:
            raise StepFailed("the check would not notice a door that lets everything in")

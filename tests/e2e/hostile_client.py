"""What the tests of hostile and slow clients share: a server with options of the test's own, raw sockets,
and a strict reader of answers.

Nothing here tidies up: a request is the bytes that the test gives, an answer is what RFC 9112 lets a
client read, and everything else is an error.
"""

import json
import os
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time

from running_ledger import ORIGIN, RunningLedger, binary

# A server that says nothing for this long has hung; no passing test waits for it.
GIVE_UP_S = 40
# A server built with a sanitizer keeps freed memory on purpose; its size says nothing.
INSTRUMENTED = os.environ.get("DAICHO_INSTRUMENTED") == "1"
CHECKPOINT = b"GET /checkpoint HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Answer:
    def __init__(self, status, fields, body):
        self.status = status
        self.fields = fields
        self.body = body

    @property
    def code(self):
        """The stable code of a problem answer, else an empty text; an answer to HEAD shows none."""
        if not self.body or not self.fields.get("content-type", "").startswith("application/problem+json"):
            return ""
        return json.loads(self.body)["code"]

    def __repr__(self):
        return f"{self.status} {self.fields} {self.body[:300]!r}"


def read_answers(data, heads_only=()):
    """All answers in `data`, and what is left over. An answer that is no HTTP/1.1 raises ValueError.
    `heads_only`: indexes of answers to HEAD."""
    answers = []
    while data:
        head, end, rest = data.partition(b"\r\n\r\n")
        if not end:
            return answers, data
        lines = head.decode("ascii").split("\r\n")
        version, status, _ = lines[0].split(" ", 2)
        if version != "HTTP/1.1" or len(status) != 3:
            raise ValueError(f"no status line: {lines[0]!r}")
        if status == "100":
            data = rest
            continue
        fields = {}
        for line in lines[1:]:
            name, colon, value = line.partition(": ")
            if not colon or name.lower() in fields or "\n" in line or "\r" in line:
                raise ValueError(f"bad or doubled field: {line!r}")
            fields[name.lower()] = value
        has_body = len(answers) not in heads_only and status not in ("204", "304")
        size = int(fields["content-length"]) if has_body else 0
        if len(rest) < size:
            return answers, data
        answers.append(Answer(int(status), fields, rest[:size]))
        data = rest[size:]
    return answers, b""


class Raw:
    """One connection that sends exactly what it is told."""

    def __init__(self, port, context=None, source="127.0.0.1", receive_buffer=0):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.settimeout(GIVE_UP_S)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.bind((source, 0))
        self.socket.connect(("127.0.0.1", port))
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_hostname="localhost")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """False when the server has closed meanwhile."""
        try:
            self.socket.sendall(data)
            return True
        except OSError:
            return False

    def finish(self):
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def receive_all(self):
        """Everything until the server closes or resets; a server that does neither raises TimeoutError."""
        data = b""
        while True:
            try:
                part = self.socket.recv(65536)
            except TimeoutError:
                raise
            except OSError:
                return data
            if not part:
                return data
            data += part

    def receive_one(self):
        data = b""
        while True:
            part = self.socket.recv(65536)
            data += part
            answers, _ = read_answers(data)
            if answers:
                return answers[0]
            if not part:
                raise EOFError(f"closed without an answer: {data!r}")

    def ask(self, data=CHECKPOINT):
        self.socket.sendall(data)
        return self.receive_one()


class Server(RunningLedger):
    """A ledger over plain HTTP on loopback, or over TLS, with further options of `daicho serve`."""

    def __init__(self, *flags, tls=False, descriptors=None, identities=()):
        super().__init__(extra_identities=identities)
        self.flags = flags
        self.tls = tls
        self.descriptors = descriptors

    def __enter__(self):
        if self.tls:
            return super().__enter__()
        try:
            self.run("--json", "init", "--data", self.data, "--origin", ORIGIN)
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        command = [binary(), "serve", "--data", self.data, "--port", "0", "--port-file", port_file]
        if self.tls:
            for flag, name in (
                ("--tls-cert", "server.pem"),
                ("--tls-key", "server.key"),
                ("--client-ca", "ca.pem"),
            ):
                command += [flag, self.identities / name]
        limit = None
        if self.descriptors is not None:
            limit = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (self.descriptors, self.descriptors))
        with open(self.stderr_file, "ab") as stderr:
            self.process = subprocess.Popen(
                [*map(str, command), *self.flags], stdout=stderr, stderr=stderr, preexec_fn=limit
            )
        deadline = time.monotonic() + 60
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("the server did not come up:\n" + self.stderr_file.read_text())
            time.sleep(0.01)
        self.port = int(port_file.read_text())

    def context(self, name=None):
        """A client's TLS context as the identity `name`; None sends no certificate."""
        context = ssl.create_default_context(cafile=str(self.identities / "ca.pem"))
        if name is not None:
            context.load_cert_chain(self.identities / f"{name}.pem", self.identities / f"{name}.key")
        return context

    def raw(self, **options):
        if self.tls:
            options.setdefault("context", self.context())
        return Raw(self.port, **options)

    def exchange(self, data, finish=True, heads_only=(), **options):
        """Sends `data`, then nothing more; all answers until the server closes."""
        with self.raw(**options) as client:
            client.send(data)
            if finish and not self.tls:
                client.finish()
            answers, rest = read_answers(client.receive_all(), heads_only)
        if rest:
            raise ValueError(f"half an answer: {rest[:200]!r}")
        return answers

    def is_serving(self):
        with self.raw() as client:
            return client.ask().status == 200

    def memory_bytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:"))

    def cpu_s(self):
        """User and system time that the server has used."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100

    def stop_and_audit(self):
        """Stops the server cleanly; every invariant must hold for what it leaves."""
        code = self.stop(signal.SIGTERM)
        if code != 0:
            raise AssertionError(f"the server ended with {code}:\n{self.stderr_file.read_text()[-2000:]}")
        self.run("audit", "--data", self.data)


def temporary_folder(test):
    folder = tempfile.mkdtemp(prefix="daicho-hostile-")
    test.addCleanup(shutil.rmtree, folder, ignore_errors=True)
    return folder

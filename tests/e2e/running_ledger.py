"""A ledger of its own for one test: founded in a temporary folder, served on a free port, asked
over HTTPS.

Only the standard library and the `openssl` command. The binary is the one that the environment names:
DAICHO (and DAICHO_VERIFY for the small verifier), as ctest sets them.
"""

import http.client
import json
import os
import pathlib
import secrets
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
import uuid
from datetime import datetime, timedelta, timezone

ORIGIN = "e2e.example/2026"
SEED = "daicho"
FIXED_PER_MONTH, FIRST_FIXED_MONTH = 5, "2026-04"  # indicators over confidential inputs, since FY2026
CERTIFICATES = pathlib.Path(__file__).resolve().parents[2] / "ops" / "demo" / "certificates"


def binary(variable="DAICHO"):
    path = os.environ.get(variable, "")
    if not os.access(path, os.X_OK):
        raise SystemExit(f"the environment variable {variable} does not name a program: {path!r}")
    return path


def event_id(at_ms=None):
    """A UUIDv7 (RFC 9562) of the given millisecond, else of now."""
    ms = int(time.time() * 1000) if at_ms is None else at_ms
    bits = (ms << 80) | (0x7 << 76) | (secrets.randbits(12) << 64) | (0b10 << 62) | secrets.randbits(62)
    return str(uuid.UUID(int=bits))


def now_text(offset_s=0):
    """RFC 3339 in JST."""
    return datetime.fromtimestamp(time.time() + offset_s, timezone(timedelta(hours=9))).isoformat(
        timespec="seconds"
    )


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.headers.get('content-type')} {self.body[:600]!r}"


class RunningLedger:
    """Context manager; everything it made is gone afterwards, and no server is left behind."""

    def __init__(self, centers="c40", extra_identities=()):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="daicho-e2e-"))
        self.data = self.folder / "data"
        self.identities = self.folder / "identities"
        self.identity_file = self.folder / "pinned.json"
        self.stderr_file = self.folder / "server.err"
        self.centers = centers
        self.extra_identities = list(extra_identities)
        self.process = None
        self.port = 0
        self.connections = {}

    def __enter__(self):
        try:
            pinned = self.run("--json", "init", "--data", self.data, "--origin", ORIGIN)
            self.identity_file.write_text(pinned.stdout)
            names = self.run("generate", "--identities", "--centers", self.centers).stdout.split()
            subprocess.run(
                [CERTIFICATES, self.identities, *names, *self.extra_identities],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for connection in self.connections.values():
            connection.close()
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- the command line -----------------------------------------------------------------------------------

    def run(self, *arguments, expect=0, text_input=None):
        done = subprocess.run(
            [binary(), *map(str, arguments)],
            capture_output=True,
            text=True,
            input=text_input,
            timeout=120,
            check=False,
        )
        if expect is not None and done.returncode != expect:
            raise AssertionError(
                f"daicho {' '.join(map(str, arguments))}: exit code {done.returncode}, "
                f"expected {expect}\n{done.stdout}\n{done.stderr}"
            )
        return done

    def remote(self, name=None):
        flags = ["--url", f"https://127.0.0.1:{self.port}", "--identities", self.identities]
        return flags + (["--as", name] if name else [])

    def generate(self, scale="0.005", *flags, months=1):
        file = self.folder / "events.ndjson"
        self.run(
            "generate",
            "--origin",
            ORIGIN,
            "--admin-key",
            self.data / "secrets" / "admin.pem",
            "--centers",
            self.centers,
            "--months",
            months,
            "--scale",
            scale,
            "--seed",
            SEED,
            "--out",
            file,
            *flags,
        )
        return file

    def append(self, file, *flags):
        done = self.run("--json", "append", *self.remote(), "--from", file, "--demo-seed", SEED, *flags)
        self.settle()
        return json.loads(done.stdout)

    def all_of(self, event_type):
        """Public data of all events of the type, page by page."""
        found, after = [], ""
        while True:
            page = self.get("auditor", f"/v1/events?type={event_type}&limit=1000{after}").json()
            found += [item["payload"]["data"] for item in page["items"]]
            if not page["more"]:
                return found
            after = f"&after={page['after']}"

    def scopes_closed(self):
        """(scope, month) whose figures the service fixes: centres, and bureaus and the nation once the last
        of several centres has closed the month."""
        closed = {(data["center_id"], data["year_month"]) for data in self.all_of("month.closed")
                  if data["year_month"] >= FIRST_FIXED_MONTH}  # fmt: skip
        of = {data["center_id"]: data["bureau"] for data in self.all_of("center.established")}
        found = {(f"center:{center}", month) for center, month in closed}
        for month in {month for _, month in closed}:
            for scope in {"nation", *(f"bureau:{bureau}" for bureau in of.values())}:
                centers = [c for c in of if scope in ("nation", f"bureau:{of[c]}")]
                if len(centers) > 1 and all((center, month) in closed for center in centers):
                    found.add((scope, month))
        return found

    def settle(self):
        """Waits until the service has said all that it says by itself of reports and closed months; gives how
        many events that is. The log is at rest then: sizes may be compared."""
        checked = self.wait_for("monthly_report.checked", len(self.all_of("monthly_report.submitted")))
        return checked + self.wait_for("figure.fixed", FIXED_PER_MONTH * len(self.scopes_closed()))

    def wait_for(self, event_type, due):
        """Waits until there are so many events of a type that the service writes by itself; gives `due`."""
        deadline = time.monotonic() + 120
        while len(self.all_of(event_type)) < due:
            assert time.monotonic() < deadline, (
                f"{due} {event_type} are due\n" + self.stderr_file.read_text()[-2000:]
            )
            time.sleep(0.1)
        return due

    # -- the server -----------------------------------------------------------------------------------------

    def start(self, *flags, port=0):
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        with open(self.stderr_file, "ab") as stderr:
            self.process = subprocess.Popen(
                [
                    binary(),
                    "serve",
                    "--data",
                    self.data,
                    "--port",
                    str(port),
                    "--port-file",
                    port_file,
                    "--tls-cert",
                    self.identities / "server.pem",
                    "--tls-key",
                    self.identities / "server.key",
                    "--client-ca",
                    self.identities / "ca.pem",
                    *flags,
                ],
                stdout=stderr,
                stderr=stderr,
            )
        deadline = time.monotonic() + 60
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("the server did not come up:\n" + self.stderr_file.read_text())
            time.sleep(0.01)
        self.port = int(port_file.read_text())

    def stop(self, number=signal.SIGTERM):
        """Asks the server to stop and gives its exit code."""
        for connection in self.connections.values():
            connection.close()
        self.connections.clear()
        self.process.send_signal(number)
        return self.process.wait(timeout=60)

    # -- requests -------------------------------------------------------------------------------------------

    def request(self, name, method, path, body=None, headers=None):
        """One request as the identity `name`; None sends no client certificate."""
        for attempt in (1, 2):
            connection = self.connections.get(name) or self._connect(name)
            try:
                connection.request(method, path, body=body, headers=headers or {})
                response = connection.getresponse()
                answer = Answer(response.status, response.getheaders(), response.read())
                if response.will_close:
                    connection.close()
                    self.connections.pop(name, None)
                return answer
            except BaseException as error:
                self.connections.pop(name, None)
                connection.close()
                # A kept connection may have been closed meanwhile; a fresh one must work.
                closed = (http.client.RemoteDisconnected, ConnectionError, ssl.SSLEOFError)
                if attempt == 2 or not isinstance(error, closed):
                    raise
        raise AssertionError("unreachable")

    def _connect(self, name):
        context = ssl.create_default_context(cafile=str(self.identities / "ca.pem"))
        if name is not None:
            context.load_cert_chain(self.identities / f"{name}.pem", self.identities / f"{name}.key")
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=60)
        self.connections[name] = connection
        return connection

    def get(self, name, path, **headers):
        """Header names as keyword arguments: daicho_purpose="audit"."""
        return self.request(
            name, "GET", path, headers={key.replace("_", "-"): value for key, value in headers.items()}
        )

    def post_event(self, name, event, media_type="application/json", headers=None):
        body = event if isinstance(event, (bytes, str)) else json.dumps(event, ensure_ascii=False)
        if isinstance(body, str):
            body = body.encode()
        return self.request(name, "POST", "/v1/events", body, {"Content-Type": media_type, **(headers or {})})

    def checkpoint(self):
        return self.get(None, "/checkpoint").body.decode()

    def size(self):
        return int(self.checkpoint().split("\n")[1])

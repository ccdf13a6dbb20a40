"""The real binary as a child process on loopback, and a plain HTTP/1.1 client for it."""

import http.client
import json
import pathlib
import signal
import subprocess
import time

READY_TIMEOUT_S = 120


class NotServing(Exception):
    """The server ended before it served; holds what it said."""

    def __init__(self, code, said):
        super().__init__(f"exit code {code}: {said}")
        self.code = code
        self.said = said


class Ledger:
    """One ledger's folder with the program that serves it. `scratch` holds the port file and stderr; it
    should lie on another file system than `data`."""

    def __init__(self, binary, data, scratch, threads=8):
        self.binary = str(binary)
        self.data = pathlib.Path(data)
        self.scratch = pathlib.Path(scratch)
        self.threads = threads
        self.port_file = self.scratch / "port"
        self.stderr_file = self.scratch / "server.err"
        self.process = None
        self.port = 0
        self.ready_ms = 0.0
        self.flags = ()  # further options of `serve`

    def serve_command(self):
        return [
            self.binary,
            "serve",
            "--data",
            str(self.data),
            "--port",
            "0",
            "--port-file",
            str(self.port_file),
            "--open-tiles",
            "--threads",
            str(self.threads),
            *self.flags,
        ]

    def launch(self, prefix=()):
        """Starts without waiting."""
        self.port_file.unlink(missing_ok=True)
        self.started = time.perf_counter()
        with open(self.stderr_file, "wb") as stderr:
            self.process = subprocess.Popen(
                [*prefix, *self.serve_command()], stdin=subprocess.DEVNULL, stdout=stderr, stderr=stderr
            )

    def wait_ready(self):
        deadline = self.started + READY_TIMEOUT_S
        while not self.port_file.exists():
            code = self.process.poll()
            if code is not None:
                raise NotServing(code, self.said())
            if time.perf_counter() > deadline:
                self.kill()
                raise NotServing(None, f"not ready after {READY_TIMEOUT_S} s; {self.said()}")
            time.sleep(0.001)
        self.port = int(self.port_file.read_text())
        self.ready_ms = (time.perf_counter() - self.started) * 1000

    def start(self):
        self.launch()
        self.wait_ready()

    def said(self):
        return self.stderr_file.read_text(errors="replace").strip()[-2000:]

    def kill(self):
        """SIGKILL; returns when the process is gone."""
        if self.process is not None:
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=READY_TIMEOUT_S)

    def run(self, *arguments, timeout=600):
        return subprocess.run(
            [self.binary, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )

    def connect(self, timeout=30):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def audit(self, identity_file):
        """The report of the product's own checker; None when it did not give one."""
        done = self.run("--json", "audit", "--data", self.data, "--identity", identity_file)
        try:
            return json.loads(done.stdout), done
        except ValueError:
            return None, done


def request(connection, method, path, body=None, media_type=None, headers=None):
    """(status, headers, body); any failure leaves the connection closed and is raised."""
    sent = dict(headers or {})
    if media_type:
        sent["Content-Type"] = media_type
    try:
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    except BaseException:
        connection.close()
        raise


def newest_wal(data):
    """The write-ahead log that the last process wrote: the highest number in the database folder."""
    logs = [path for path in (pathlib.Path(data) / "db").glob("*.log") if path.stem.isdigit()]
    return max(logs, key=lambda path: int(path.stem), default=None)

"""A ledger of its own in a folder, served on loopback; and a proxy that spoils one byte of one path."""

import http.client
import http.server
import pathlib
import ssl
import subprocess
import threading
import time

CERTIFICATES = pathlib.Path(__file__).resolve().parents[2] / "demo" / "certificates"


class ServedLedger:
    """`certificates`: names of client identities; none: plain HTTP, which the server allows on loopback."""

    def __init__(self, transcript, daicho, folder, origin, certificates=()):
        self.transcript = transcript
        self.daicho = daicho
        self.folder = folder
        self.data = folder / "data"
        self.identities = folder / "identities"
        self.identity_file = self.data / "ledger.json"
        self.origin = origin
        self.certificates = list(certificates)
        self.process = None
        self.port = 0

    def found(self, *flags):
        self.folder.mkdir(parents=True)
        self.transcript.run([self.daicho, "init", "--data", self.data, "--origin", self.origin, *flags])
        if self.certificates:
            self.transcript.run([CERTIFICATES, self.identities, *self.certificates])

    def serve(self, *flags):
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        command = [self.daicho, "serve", "--data", self.data, "--port", "0", "--port-file", port_file, *flags]
        if self.certificates:
            command += ["--tls-cert", self.identities / "server.pem"]
            command += ["--tls-key", self.identities / "server.key"]
            command += ["--client-ca", self.identities / "ca.pem"]
        self.transcript.note("$ " + " ".join(map(str, command)) + " &")
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen(list(map(str, command)), stdout=log, stderr=log)
        deadline = time.monotonic() + 120
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                said = (self.folder / "server.log").read_text()[-500:]
                raise OSError(f"the server did not come up: {said}")
            time.sleep(0.05)
        self.port = int(port_file.read_text())

    def url(self):
        return f"{'https' if self.certificates else 'http'}://127.0.0.1:{self.port}"

    def remote(self):
        return ["--url", self.url(), "--identities", self.identities]

    def request(self, method, path, *, identity=None, body=None, headers=None):
        """(status, body bytes)"""
        if self.certificates:
            context = ssl.create_default_context(cafile=str(self.identities / "ca.pem"))
            if identity is not None:
                files = [self.identities / f"{identity}.{kind}" for kind in ("pem", "key")]
                context.load_cert_chain(*files)
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=60)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def get(self, path, *, identity=None, headers=None):
        status, body = self.request("GET", path, identity=identity, headers=headers)
        if status != 200:
            raise ValueError(f"GET {path}: {status} {body[:300]!r}")
        return body

    def size(self):
        return int(self.get("/checkpoint").split(b"\n")[1])

    def leaves(self, size):
        """Entry texts of positions 0 … size-1, out of the served bundles (u16 length, bytes)."""
        texts = []
        for index in range((size + 255) // 256):
            width = min(256, size - index * 256)
            if index > 999:
                raise ValueError("a demonstration ledger with more than 256,000 entries")
            bundle = self.get(f"/tile/entries/{index:03d}" + (f".p/{width}" if width < 256 else ""))
            at = 0
            while at < len(bundle):
                length = int.from_bytes(bundle[at : at + 2], "big")
                texts.append(bundle[at + 2 : at + 2 + length])
                at += 2 + length
        if len(texts) != size:
            raise ValueError(f"{len(texts)} entries in the bundles of a tree of {size}")
        return texts

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return None
        self.process.terminate()
        try:
            return self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class SpoilingProxy:
    """Plain HTTP in front of a ledger: every answer as it is, but one bit in the middle of `path` flipped."""

    def __init__(self, ledger, path):
        proxy = self
        self.spoilt = 0

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                status, body = ledger.request("GET", self.path)
                if self.path == path and status == 200:
                    middle = len(body) // 2
                    body = body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]
                    proxy.spoilt += 1
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass  # a tool that has seen enough hangs up

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

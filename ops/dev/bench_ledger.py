"""What every bench row stands on: a founded ledger to copy, servers, prepared requests, load and limits.

Used by bench_rows.py; standard library only. Everything lies in one folder, which must be on ext4: elsewhere
a sync costs nothing, and the figures mean nothing.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ORIGIN = "bench.example/2026"
SEED = "daicho"
CENTER = "c40"


class Failed(Exception):
    pass


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def run(*command, stdin=None):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, stdin=stdin, check=False)
    if done.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def check(loaded):
    if loaded["errors"]:
        raise Failed(f"{loaded['errors']} wrong answers, the first: {loaded['first_error']}")


def file_system(folder):
    """Type of the file system that holds the folder."""
    best = ("", "")
    for line in pathlib.Path("/proc/self/mounts").read_text().splitlines():
        _, point, kind, *_ = line.split()
        if folder.is_relative_to(point) and len(point) >= len(best[0]):
            best = (point, kind)
    return best[1]


def copy_ledger(source, target):
    """Tables never change, so the copy shares them; what is written to is copied."""
    def copy(old, new):
        os.link(old, new) if old.endswith(".sst") else shutil.copy2(old, new)

    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, copy_function=copy)


class Server:
    """`daicho serve` or the bare door, until the block ends."""

    def __init__(self, bench, command, name):
        self.bench, self.command, self.name, self.process = bench, command, name, None

    def start(self):
        port_file = self.bench.work / f"{self.name}.port"
        port_file.unlink(missing_ok=True)
        command = [str(c) for c in [*self.command, "--port-file", port_file]]
        with open(self.bench.work / f"{self.name}.err", "ab") as err:
            self.process = subprocess.Popen(command, stdout=err, stderr=err)
        while not port_file.exists():
            if self.process.poll() is not None:
                log = (self.bench.work / f"{self.name}.err").read_text()
                raise Failed("the server ended:\n" + log[-2000:])
            time.sleep(0.002)
        self.port = int(port_file.read_text())
        return self

    def stop(self, number=signal.SIGTERM):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(timeout=120)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


class profiled:
    """Samples the server with perf while the block runs; the value is the list of its hottest functions."""

    def __init__(self, options, process):
        self.lines, self.process, self.perf = [], process, None
        self.wanted = options.profile and shutil.which("perf")
        self.file = options.data / "perf.data"

    def __enter__(self):
        if self.wanted:
            self.perf = subprocess.Popen(
                ["perf", "record", "-q", "-F", "499", "-g", "-o", self.file, "-p", str(self.process)],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return self.lines

    def __exit__(self, *_):
        if self.perf is None:
            return
        self.perf.send_signal(signal.SIGINT)
        self.perf.wait()
        for sort in ("comm,dso", "comm,symbol"):
            done = subprocess.run(
                ["perf", "report", "-i", self.file, "--stdio", "--no-children", "-g", "none",
                 "--percent-limit", "0.7", "--sort", sort], capture_output=True, text=True, check=False)
            lines = [line.rstrip() for line in done.stdout.splitlines()]
            self.lines += [line for line in lines if line and not line.startswith("#")]


class Bench:
    def __init__(self, options):
        self.options = options
        self.daicho = options.build / "daicho"
        self.program = options.build / "tests" / "bench" / "daicho-bench"
        self.work = options.data.resolve()
        self.work.mkdir(parents=True, exist_ok=True)
        if file_system(self.work) != "ext4" and not options.smoke:
            raise Failed(f"{self.work} is on {file_system(self.work)}; syncs count on ext4 only")
        self.identities, self.base = self.work / "identities", self.work / "base"
        self.generated = self.work / "generated.ndjson"
        self.maker = ["--generated", self.generated, "--origin", ORIGIN, "--seed", SEED]
        self.files, self.made_count = {}, 0

    # -- the ledger -----------------------------------------------------------------------------------------

    def serve(self, data, tls=False):
        command = [self.daicho, "serve", "--data", data, "--port", "0", "--threads", self.options.threads]
        if tls:
            files = {"--tls-cert": "server.pem", "--tls-key": "server.key", "--client-ca": "ca.pem"}
            for flag, name in files.items():
                command += [flag, self.identities / name]
        return Server(self, command, "server")

    def found(self):
        """A ledger with one small month and the authors' ES256 keys; every measurement begins with a copy."""
        if self.options.keep and self.base.exists():
            self.base_sizes = self.sizes(self.base)
            return
        say("founding the ledger")
        # Grown ledgers of an earlier run know other certificates than the ones made now.
        for old in (self.base, self.work / "ledger", self.work / "limit-store", *self.work.glob("grown-*")):
            shutil.rmtree(old, ignore_errors=True)
        run(self.daicho, "init", "--data", self.base, "--origin", ORIGIN)
        names = run(self.daicho, "generate", "--identities", "--centers", CENTER).split()
        run(ROOT / "ops" / "demo" / "certificates", self.identities, *names)
        run(self.daicho, "generate", "--origin", ORIGIN, "--admin-key", self.base / "secrets" / "admin.pem",
            "--centers", CENTER, "--months", 1, "--scale", "0.005", "--seed", SEED, "--out", self.generated)
        enrolments = self.work / "enrolments.txt"
        enrolments.write_text(run(self.program, "enrolments", *self.maker))
        with self.serve(self.base, tls=True) as server:
            url = f"https://127.0.0.1:{server.port}"
            for file in (self.generated, enrolments):
                run(self.daicho, "append", "--url", url, "--identities", self.identities, "--from", file,
                    "--demo-seed", SEED)
        with self.serve(self.base):
            pass  # what the first run wrote is in sorted files now
        self.base_sizes = self.sizes(self.base)

    def fresh(self):
        data = self.work / "ledger"
        copy_ledger(self.base, data)
        return data

    def sizes(self, data):
        sizes = {}
        for part in ("db", "projections"):
            found = json.loads(run(self.program, "sizes", data / part))
            sizes.update({name if part == "db" else f"projections/{name}": n for name, n in found.items()})
        return sizes

    def bytes_per_event(self, data, events):
        with self.serve(data):
            pass  # recovery moves the write-ahead log into sorted files
        grown = {name: size - self.base_sizes.get(name, 0) for name, size in self.sizes(data).items()}
        return {name: round(size / max(events, 1), 1) for name, size in grown.items() if size > 0}

    # -- requests, load and limits --------------------------------------------------------------------------

    def requests(self, way, batch, events, first=0, read_as=None, distinct=0):
        key = (way, batch, events, first, read_as, distinct)
        if key not in self.files:
            self.made_count += 1
            file = self.work / f"requests-{self.made_count}.bin"
            say(f"making {events} {'reads' if read_as else way + ' events'}")
            extra = ["--read-as", read_as, "--distinct", distinct] if read_as else []
            run(self.program, "requests", *self.maker, "--way", way, "--batch", batch, "--events", events,
                "--first", first, "--out", file, *extra)
            self.files[key] = file
        return self.files[key]

    def forget(self, file):
        self.files = {key: one for key, one in self.files.items() if one != file}
        file.unlink()

    def load(self, server, file, connections, seconds, warm_up=0, tls=False, expect=201, rate=0,
             check_proofs=False):
        flags = ["--check-proofs"] if check_proofs else []
        if tls:
            own = f"gw-{CENTER}"
            for flag, name in (("--cert", own + ".pem"), ("--key", own + ".key"), ("--ca", "ca.pem")):
                flags += [flag, self.identities / name]
        return json.loads(run(
            self.program, "load", "--requests", file, "--port", server.port, "--connections", connections,
            "--server-process", server.process.pid, "--warm-up", warm_up, "--seconds", seconds,
            "--rate", rate, "--expect", expect, *flags))

    def limit(self, kind, file, batch):
        if kind == "H":
            with Server(self, [self.program, "door", "--threads", self.options.threads], "door") as door:
                loaded = self.load(door, file, 64, max(1, self.options.limit_s))
                check(loaded)
                return loaded["events"] / loaded["seconds"]
        folder = self.work / "limit-store"
        shutil.rmtree(folder, ignore_errors=True)
        out = run(self.program, "limit", kind, *self.maker, "--requests", file, "--folder", folder, "--batch",
                  batch, "--millis", int(self.options.limit_s * 1000))
        return json.loads(out)["rate_per_s"]

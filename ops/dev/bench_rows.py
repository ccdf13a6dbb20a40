"""The rows of the bench: what is sent, how, and against which limit; see tests/bench/README.md.

Used by the script `bench`; standard library only. One call of a row is one repetition.
"""
import concurrent.futures
import http.client
import json
import os
import shutil
import signal
import ssl
import statistics
import time
from dataclasses import dataclass

import bench_national
from bench_ledger import Bench, Failed, check, copy_ledger, profiled, run, say

READER = "p-40-cco"


@dataclass
class Config:
    """One line of the table: what is sent, how, and against which limit."""

    row: str
    way: str = "ed25519"
    connections: int = 64
    batch: int = 1
    tls: bool = False
    limit: str = "C"
    rate_guess: int = 14_000  # events per second to have requests for
    check_proofs: bool = False

    @property
    def name(self):
        parts = [self.row, self.way, f"{self.connections}c"] + ([f"b{self.batch}"] if self.batch > 1 else [])
        return "-".join(parts + (["tls"] if self.tls else []))


LOADS = {
    "B1": [Config("B1", way, c) for way in ("ed25519", "es256") for c in (16, 64)],
    "B2": [Config("B2", way, 8, 100, rate_guess=36_000) for way in ("ed25519", "es256")],
    # Only a client certificate can attest, so this row pays for TLS.
    "B3": [Config("B3", "attested", 8, 100, True, "S", 45_000)],
    "B4": [Config("B4", check_proofs=True)],
}
ROWS = [*LOADS, "B8", "B9", "B10", "B11", "B12", "B13", "B14"]


# Of a ledger that is made to measure on: events whose requests lie on disk at a time.
GROWN_AT_ONCE = 1_000_000


def result(name, rate, limit, **more):
    row = {"id": name, "rate_per_s": round(rate, 1 if rate >= 10 else 4),
           "limit_per_s": limit and round(limit, 1), "ratio": limit and round(rate / limit, 4),
           "sync": "every group, before the answer"}
    return {**row, **more}


def load_row(name, loaded, limit, config):
    events = max(loaded["events"], 1)
    times = {f"p{p}_ms": loaded[f"p{p}_us"] / 1000 for p in (50, 95, 99, 999)}
    server_cpu = loaded["server_cpu_s"]
    shares = {name: round(cpu / max(server_cpu, 1e-9), 3)
              for name, cpu in sorted(loaded["server_cpu_by_thread"].items(), key=lambda item: -item[1])}
    return result(
        name, loaded["events"] / max(loaded["seconds"], 1e-9), limit, **times, limit_kind=config.limit,
        rss_mib=round(loaded["server_peak_bytes"] / 2**20),
        cpu_s_per_1000=round(1000 * server_cpu / events, 4),
        client_cpu_s_per_1000=round(1000 * loaded["client_cpu_s"] / events, 4), cpu_share_by_thread=shares,
        connections=config.connections, algorithm=config.way, batch=config.batch, tls=config.tls,
        events=loaded["events"], seconds=round(loaded["seconds"], 2), ran_out=loaded["ran_out"],
        proofs=loaded["proofs"], errors=loaded["errors"], first_error=loaded["first_error"])


class Rows(Bench):
    def measure(self, config):
        """One repetition: limit, load on a fresh ledger, limit."""
        options = self.options
        events = options.events or int((options.seconds + options.warm_up) * config.rate_guess)
        file = self.requests(config.way, config.batch, events // config.batch * config.batch)
        before = self.limit(config.limit, file, config.batch)
        data = self.fresh()
        with self.serve(data, config.tls) as server, profiled(options, server.process.pid) as profile:
            loaded = self.load(server, file, config.connections, options.seconds, options.warm_up, config.tls,
                               rate=options.rate, check_proofs=config.check_proofs)
        after = self.limit(config.limit, file, config.batch)
        extra = {kind: round(self.limit(kind, file, config.batch)) for kind in options.limits}
        row = load_row(config.name, loaded, (before + after) / 2, config)
        row["limits"] = {config.limit: round((before + after) / 2), **extra}
        family = self.bytes_per_event(data, loaded["sent"] * config.batch)
        row["bytes_per_event_by_family"] = family
        row["bytes_per_event"] = round(sum(family.values()), 1)
        row["profile"] = profile
        return row

    def grown(self, events, way="ed25519"):
        """A stopped ledger with so many events; kept for the rows that follow."""
        data = self.work / f"grown-{events}"
        if not data.exists():
            fresh = self.fresh()
            with self.serve(fresh) as server:
                # Requests of the whole of a large ledger would take more room than the ledger.
                for first in range(0, events, GROWN_AT_ONCE):
                    file = self.requests(way, 100, min(GROWN_AT_ONCE, events - first), first=first)
                    check(self.load(server, file, 8, 36_000))
                    if events > GROWN_AT_ONCE:
                        self.forget(file)
            with self.serve(fresh):
                pass  # recovery moves the write-ahead log into sorted files, where a log mostly is
            fresh.rename(data)
        return data

    def offline(self, row, *command):
        """Time that a command takes over a stopped ledger."""
        size = self.options.size
        data = self.grown(size)
        file = self.requests("ed25519", 100, min(size, GROWN_AT_ONCE))
        before = self.limit("C", file, 100)
        begin, cpu = time.monotonic(), os.times()
        run(self.daicho, command[0], "--data", data, *command[1:])
        taken, used = time.monotonic() - begin, os.times()
        limit = (before + self.limit("C", file, 100)) / 2
        cpu_s = used.children_user - cpu.children_user + used.children_system - cpu.children_system
        return result(f"{row}-{size}", size / taken, limit, events=size,
                      cpu_s_per_1000=round(1000 * cpu_s / size, 4),
                      limit_kind="C")

    def reopen(self):
        """kill -9 under load, then from exec to the first answer that says ready."""
        size = self.options.size
        data = self.work / "killed"
        copy_ledger(self.grown(size), data)
        file = self.requests("ed25519", 1, min(max(size // 10, 200), GROWN_AT_ONCE // 2), first=size)
        with self.serve(data) as server, concurrent.futures.ThreadPoolExecutor() as pool:
            load = pool.submit(self.load, server, file, 16, 60)
            time.sleep(0.2 if self.options.smoke else 2)
            server.stop(signal.SIGKILL)
            sent = load.result()["sent"]
        begin = time.monotonic()
        with self.serve(data) as server:
            connection = http.client.HTTPConnection("127.0.0.1", server.port)
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            answer.read()
            taken = time.monotonic() - begin
            if answer.status != 200:
                raise Failed(f"/readyz answers {answer.status}")
        if self.options.audit:
            run(self.daicho, "audit", "--data", data)
        return result(f"B10-{size}", 1 / taken, None, ready_s=round(taken, 3), events=size + sent)

    def growth(self):
        """B1 with 64 connections, and one record's trace, at several sizes."""
        for size in self.options.sizes:
            data = self.work / "ledger"
            copy_ledger(self.grown(size) if size else self.base, data)
            seconds = self.options.seconds
            count = self.options.events or int((seconds + self.options.warm_up) * 14_000)
            file = self.requests("ed25519", 1, count, first=size)
            before = self.limit("C", file, 1)
            with self.serve(data) as server:
                loaded = self.load(server, file, 64, seconds, self.options.warm_up)
            row = load_row(f"B11-{size}", loaded, before, Config("B11"))
            with self.serve(data, tls=True) as server:
                row["trace_p50_ms"] = self.trace_ms(server)
            yield row

    def trace_ms(self, server, times=30):
        context = ssl.create_default_context(cafile=str(self.identities / "ca.pem"))
        context.load_cert_chain(self.identities / "auditor.pem", self.identities / "auditor.key")
        lines = self.generated.read_text().splitlines()
        event = json.loads(next(line for line in lines if '"consultation.opened"' in line))["event"]
        connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=context)
        taken = []
        for _ in range(times):
            begin = time.monotonic()
            connection.request("GET", f"/v1/audit/access?record={event['stream']}",
                               headers={"Daicho-Purpose": "audit"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise Failed(f"the trace answers {answer.status} {body[:300]}")
            taken.append(1000 * (time.monotonic() - begin))
        return round(statistics.median(taken), 2)

    def reads(self):
        """Read, append of the access event, release; the client shares the cores and speaks TLS."""
        options = self.options
        events = 200 if options.smoke else 2_000 if options.quick else 20_000
        written = self.requests("attested", 100, events)
        count = options.events or int((options.seconds + options.warm_up) * 12_000)
        file = self.requests("attested", 1, count, read_as=READER, distinct=events)
        signed = self.requests("ed25519", 1, events)
        before = self.limit("C", signed, 1)
        with self.serve(self.fresh(), tls=True) as server:
            check(self.load(server, written, 8, 600, tls=True))
            with profiled(options, server.process.pid) as profile:
                loaded = self.load(server, file, 64, options.seconds, options.warm_up, tls=True, expect=200)
        limit = (before + self.limit("C", signed, 1)) / 2
        row = load_row("B13-64c-tls", loaded, limit, Config("B13", tls=True))
        row["profile"] = profile
        return row

    def rows(self, name):
        for number in range(self.options.repetitions):
            say(f"{name}, repetition {number + 1}")
            if name in LOADS or name == "B12":
                chosen = LOADS["B1"][1:2] if name == "B12" else LOADS[name]
                yield from (self.measure(c) for c in chosen if self.options.only in c.name)
            elif name == "B14":
                yield from bench_national.figure_rows(bench_national.National(self), result)
            elif name == "B8" and self.options.ledger is not None:
                yield bench_national.rebuild_row(bench_national.National(self), result)
            elif name == "B8":
                yield self.offline("B8", "rebuild")
            elif name == "B9":
                yield self.offline("B9", "audit")
            elif name == "B10":
                yield self.reopen()
            elif name == "B11":
                yield from self.growth()
            else:
                yield self.reads()

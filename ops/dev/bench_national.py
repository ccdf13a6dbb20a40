"""Bench rows over a ledger of the whole programme: figures (B14), and B8 over a ledger that is given.

Used by bench_rows.py; standard library only. Without --ledger, national_load makes a small one. A ledger that
is given is served and its projections are folded anew where they lie: the log grows by the questions asked.
"""
import http.client
import json
import os
import pathlib
import ssl
import statistics
import subprocess
import sys
import time

from bench_ledger import ROOT, Failed, Server, say

READER = "auditor"
SAMPLES_USUAL, SAMPLES_QUICK = 20, 3


def memory_mib(process, field):
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return round(int(line.split()[1]) / 1024, 1)
    raise Failed(f"/proc/{process}/status has no {field}")


def quantile(taken, share):
    return round(sorted(taken)[min(len(taken) - 1, int(share * len(taken)))], 1)


class National:
    """A folder as national_load leaves it: `ledger` and `identities`."""

    def __init__(self, bench):
        self.bench, self.options = bench, bench.options
        self.given = self.options.ledger is not None
        self.folder = (self.options.ledger or bench.work / "national").resolve()
        self.ledger, self.identities = self.folder / "ledger", self.folder / "identities"
        self.note = "given" if self.given else f"{self.options.months} months, scale {self.options.scale}"

    def make(self):
        if self.given or self.ledger.exists():
            return
        say(f"loading a national ledger: {self.note}")
        done = subprocess.run(
            [sys.executable, "-B", ROOT / "ops" / "dev" / "national_load", "--build", self.options.build,
             "--data", self.folder, "--centers", self.options.centers, "--from", f"{self.options.fy}-04",
             "--months", str(self.options.months), "--scale", str(self.options.scale), "--json"],
            capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f"national_load: exit {done.returncode}\n{done.stdout}{done.stderr}")

    def server(self):
        files = {"--tls-cert": "server.pem", "--tls-key": "server.key", "--client-ca": "ca.pem"}
        tls = [part for flag, name in files.items() for part in (flag, self.identities / name)]
        command = [self.options.build / "daicho", "serve", "--data", self.ledger, "--port", "0", *tls]
        return Server(self.bench, command, "national")

    def connect(self, server):
        context = ssl.create_default_context(cafile=str(self.identities / "ca.pem"))
        context.load_cert_chain(self.identities / f"{READER}.pem", self.identities / f"{READER}.key")
        return http.client.HTTPSConnection("127.0.0.1", server.port, context=context, timeout=600)


def ask(connection, path):
    """Milliseconds and the answer; a projection that is still being folded is waited for."""
    while True:
        begin = time.monotonic()
        connection.request("GET", path, headers={"Daicho-Purpose": "audit"})
        answer = connection.getresponse()
        body = answer.read()
        taken = 1000 * (time.monotonic() - begin)
        if answer.status == 200:
            return taken, json.loads(body)
        if answer.status != 503 or b"projection." not in body:
            raise Failed(f"{path} answers {answer.status} {body[:300]}")
        time.sleep(1)


def value_of(answer):
    """Something that a ledger with events has: a figure's value, or a report's state."""
    shown = answer["answer"]
    return shown["session_minutes"]["now"]["value"] if "session_minutes" in shown else shown["state"]


def figure_rows(national, result):
    """One indicator set of a centre and of the nation, and one month against its report."""
    options = national.options
    national.make()
    year, month = options.fy, f"{options.fy}-04"
    asks = (("center-year", f"/v1/indicators?scope=center:{options.center}&fy={year}"),
            ("nation-year", f"/v1/indicators?scope=nation&fy={year}"),
            ("reconcile-month", f"/v1/reports/{options.center}/{month}/reconcile"))
    for name, path in asks:
        with national.server() as server:
            connection = national.connect(server)
            ask(connection, asks[0][1])  # until the projections have caught up
            before = memory_mib(server.process.pid, "VmRSS")
            taken = []
            for _ in range(SAMPLES_QUICK if options.quick else SAMPLES_USUAL):
                one, answer = ask(connection, path)
                taken.append(one)
            most = memory_mib(server.process.pid, "VmHWM")
        value = value_of(answer)
        row = result(f"B14-{name}", 1000 / statistics.mean(taken), None, p50_ms=quantile(taken, 0.5),
                     p99_ms=quantile(taken, 0.99), rss_mib=most, rss_before_mib=before,
                     events=answer["reflects"], ledger=national.note, value=value,
                     errors=0 if value not in (None, 0, "no_report") else 1,
                     first_error=f"{path} has the value {value}")
        yield row


def rebuild_row(national, result):
    """All projections of a stopped ledger, folded anew; memory is that of the command."""
    national.make()
    with national.server() as server:
        _, answer = ask(national.connect(server),
                        f"/v1/indicators?scope=center:{national.options.center}&fy={national.options.fy}")
    events = answer["reflects"]
    command = [national.options.build / "daicho", "rebuild", "--data", national.ledger]
    begin = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    taken = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"rebuild: exit {process.returncode}")
    cpu_s = used.ru_utime + used.ru_stime
    return result(f"B8-{events}", events / taken, None, events=events, rss_mib=round(used.ru_maxrss / 1024),
                  cpu_s_per_1000=round(1000 * cpu_s / events, 4), ledger=national.note)

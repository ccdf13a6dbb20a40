"""Goal: slow, silent and too many clients cost the server neither threads nor descriptors nor processor time,
each is cut by its own rule, and honest clients are served meanwhile.
Method: more slow clients than the server has threads, all at once against the real binary; connections up to
each limit and beyond it. Deadlines are asserted from above with slack, since they are the promise itself.

Faults: F44, F47, F48, F54, F56
"""

import json
import selectors
import signal
import threading
import time
import unittest

from hostile_client import CHECKPOINT, GIVE_UP_S, INSTRUMENTED, Raw, Server, read_answers
from refusals import GATEWAY, business

HEAD = b"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
# Far above what a machine under load needs, far below what a client would wait if slow ones held the threads.
HONEST_S_MAX = 4.0
SLACK_S = 5.0


class Slow:
    """One slow client: what it sends at once, then a piece every `pause_s`, and when and how it ended."""

    def __init__(self, name, client, first, piece=b"", pause_s=1e9):
        self.name = name
        self.client = client
        self.piece = piece
        self.pause_s = pause_s
        self.received = b""
        client.send(first)
        self.started = time.monotonic()
        self.next_s = self.started + pause_s
        self.ended_s = None

    def end(self):
        self.ended_s = time.monotonic() - self.started


def drive(slow, until_s):
    """Lets all clients do their slow work until each is cut, at most until `until_s`."""
    selector = selectors.DefaultSelector()
    for one in slow:
        selector.register(one.client.socket, selectors.EVENT_READ, one)
    open_ones = set(slow)
    while open_ones and time.monotonic() < until_s:
        for key, _ in selector.select(0.2):
            one = key.data
            try:
                part = one.client.socket.recv(65536)
            except OSError:
                part = b""
            one.received += part
            if not part:
                one.end()
                selector.unregister(one.client.socket)
                open_ones.discard(one)
        now = time.monotonic()
        for one in open_ones:
            if now >= one.next_s:
                one.client.send(one.piece)
                one.next_s += one.pause_s
    selector.close()


class Honest(threading.Thread):
    """Asks one question after the other, on a fresh connection every tenth time."""

    def __init__(self, server):
        super().__init__()
        self.server = server
        self.slowest_s = 0.0
        self.answered = 0
        self.failure = None
        self.stopping = threading.Event()

    def run(self):
        try:
            while not self.stopping.is_set():
                with self.server.raw() as client:
                    for _ in range(10):
                        started = time.monotonic()
                        if client.ask().status != 200:
                            raise AssertionError("an honest request was refused")
                        self.slowest_s = max(self.slowest_s, time.monotonic() - started)
                        self.answered += 1
        except BaseException as error:  # pylint: disable=broad-except
            self.failure = error

    def stop(self, test):
        self.stopping.set()
        self.join()
        test.assertIsNone(self.failure)
        test.assertGreater(self.answered, 0)
        test.assertLess(self.slowest_s, HONEST_S_MAX)


class SlowClients(unittest.TestCase):
    def cut_between(self, one, least_s, most_s, answer):
        self.assertIsNotNone(one.ended_s, f"{one.name} was never cut")
        self.assertGreater(one.ended_s, least_s, one.name)
        self.assertLess(one.ended_s, most_s + SLACK_S, one.name)
        self.assertEqual(one.received[9:12], answer, one.name)

    def test_each_is_cut_by_its_rule_and_honest_clients_are_served(self):
        with Server("--threads", "4") as plain, Server("--threads", "4", tls=True) as secure:
            honest = [Honest(plain), Honest(secure)]
            for one in honest:
                one.start()
            hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"
            slow = []
            for _ in range(20):
                slow += [
                    Slow("head", plain.raw(), b"GET /", b"x", 4),
                    Slow("head with fields", plain.raw(), b"GET / HTTP/1.1\r\n", b"X: y\r\n", 0.5),
                    Slow("body", plain.raw(), HEAD + b"Content-Length: 5000\r\n\r\n", b"x", 1),
                    Slow(
                        "chunks", plain.raw(), HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 1
                    ),
                    Slow("silent", plain.raw(), b""),
                    Slow("idle", plain.raw(), CHECKPOINT),
                    Slow("silent before the handshake", Raw(secure.port), b""),
                    Slow("handshake", Raw(secure.port), hello, b"x", 1),
                    Slow("head under TLS", secure.raw(), b"GET /", b"x", 4),
                ]
            steady = Slow("steady body", plain.raw(), HEAD + b"Content-Length: 16000\r\n\r\n", b"x" * 2000, 1)
            drive([*slow, steady], time.monotonic() + 30)
            for one in honest:
                one.stop(self)
            for one in slow:
                if one.name.startswith("head"):
                    self.cut_between(one, 8, 10, b"408")
                elif one.name in ("body", "chunks"):
                    self.cut_between(one, 4, 6, b"408")
                elif one.name == "idle":
                    self.cut_between(one, 3, 5, b"200")
                else:
                    self.cut_between(one, 8, 10, b"")
                one.client.__exit__()
            # As slow as the others, but within the rule: it gets its answer.
            self.assertEqual(steady.received[9:12], b"401")
            plain.stop_and_audit()
            secure.stop_and_audit()

    def test_readers_that_never_read_hold_no_thread(self):
        # Four times the threads, each with more answers asked for than the socket buffers take.
        openapi = CHECKPOINT.replace(b"/checkpoint", b"/openapi.json")
        with Server("--threads", "4") as server:
            memory = server.memory_bytes()
            readers = [server.raw(receive_buffer=65536) for _ in range(16)]
            for one in readers:
                one.send(openapi * 300)
            honest = Honest(server)
            honest.start()
            time.sleep(2)
            before = server.cpu_s()
            time.sleep(1)
            honest.stop(self)
            if not INSTRUMENTED:
                self.assertLess(server.memory_bytes() - memory, 64 << 20)
            self.assertGreaterEqual(server.cpu_s(), before)
            # One that reads after all gets whole answers.
            last = readers[0]
            last.finish()
            data = last.receive_all()
            answers, rest = read_answers(data)
            self.assertEqual({one.status for one in answers}, {200})
            self.assertEqual(rest, b"")
            for one in readers:
                one.__exit__()
            server.stop_and_audit()


class LongPolls(unittest.TestCase):
    def poll_behind(self, size):
        fields = b"Host: localhost\r\nDaicho-Person: p-40-cco\r\nPrefer: wait=30\r\n"
        return b"GET /v1/events?after=%d HTTP/1.1\r\n%s\r\n" % (size - 1, fields)

    def answered(self, polls, count):
        """At least `count` of the polls, when they have been answered; the others wait."""
        selector = selectors.DefaultSelector()
        for one in polls:
            selector.register(one.socket, selectors.EVENT_READ, one)
        done = []
        until_s = time.monotonic() + GIVE_UP_S
        while len(done) < count and time.monotonic() < until_s:
            for key, _ in selector.select(0.2):
                selector.unregister(key.fileobj)
                done.append(key.data)
        selector.close()
        return done

    def test_hundreds_of_long_polls_leave_threads_for_the_others(self):
        count, threads = 240, 8  # fewer polls than the queue takes
        places = threads // 4
        with Server("--threads", str(threads), tls=True) as server:
            server.append(server.generate("0.001", "--setup-only"))
            reader = server.context(GATEWAY)
            with server.raw(context=reader) as client:
                size = server_size(client)
            honest = Honest(server)
            honest.start()
            # Nobody answers these but the next append, or the end of their 30 s.
            polls, started = [], time.monotonic()
            for _ in range(count):
                polls.append(server.raw(context=reader))
                polls[-1].send(self.poll_behind(size))
            at_once = self.answered(polls, count - places)
            self.assertGreaterEqual(len(at_once), count - places)
            answers = [one.receive_one() for one in at_once]
            for answer in answers:
                self.assertEqual(answer.status, 200, answer)
                self.assertEqual(json.loads(answer.body)["items"], [])
            # Those without a place are answered from what is there, and told so by the missing field.
            without = [answer for answer in answers if "preference-applied" not in answer.fields]
            self.assertGreater(len(without), count // 2)
            before = honest.answered
            while honest.answered < before + 50 and honest.is_alive():
                time.sleep(0.01)
            # An append ends the waiting of the others.
            waiting = [one for one in polls if one not in at_once]
            body = json.dumps(business(), ensure_ascii=False).encode()
            with server.raw(context=reader) as writer:
                answer = writer.ask(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.assertEqual(answer.status, 201)
            in_time = time.monotonic() - started < 30
            for one in waiting:
                answer = one.receive_one()
                self.assertEqual((answer.status, answer.fields["preference-applied"]), (200, "wait=30"))
                if in_time:
                    self.assertGreater(json.loads(answer.body)["reflects"], size)
            honest.stop(self)
            for one in polls:
                one.__exit__()
            server.stop_and_audit()

    def test_an_orderly_stop_does_not_wait_for_them(self):
        with Server("--threads", "4", tls=True) as server:
            server.append(server.generate("0.001", "--setup-only"))
            reader = server.context(GATEWAY)
            with server.raw(context=reader) as first, server.raw(context=reader) as second:
                size = server_size(first)
                for client in (first, second):
                    client.send(self.poll_behind(size))
                # One place: when either has been answered, the other waits.
                self.assertEqual(len(self.answered([first, second], 1)), 1)
                started = time.monotonic()
                self.assertEqual(server.stop(signal.SIGTERM), 0)
                self.assertLess(time.monotonic() - started, 15)
            server.run("audit", "--data", server.data)


class Limits(unittest.TestCase):
    def test_connections_are_bounded_for_one_peer_and_for_all(self):
        with Server("--connections-per-peer", "8", "--connections", "20") as server:
            held = []
            for source, room in (("127.0.0.1", 8), ("127.0.0.2", 8), ("127.0.0.3", 4)):
                for _ in range(room):
                    held.append(server.raw(source=source))
                    self.assertEqual(held[-1].ask().status, 200)
                with server.raw(source=source) as client:
                    answer = client.ask()
                self.assertEqual((answer.status, answer.code), (503, "http.overloaded"))
                self.assertEqual(answer.fields["retry-after"], "1")
            for one in held:
                one.__exit__()
            self.serves_again(server)
            server.stop_and_audit()

    def serves_again(self, server):
        """The places of closed connections come back; a client that asks too early is told to come again."""
        for _ in range(1000):
            try:
                with server.raw() as client:
                    if client.ask().status == 200:
                        return
            except (OSError, EOFError):
                pass
            time.sleep(0.01)
        self.fail("no place came back")

    def test_the_queue_is_bounded_and_what_finds_no_place_is_told_so(self):
        count = 1500
        with Server("--threads", "1", "--connections-per-peer", "4000") as server:
            clients = [server.raw() for _ in range(count)]
            # Stopped for the moment of sending, so that all requests are there at once.
            server.process.send_signal(signal.SIGSTOP)
            for one in clients:
                one.send(CHECKPOINT)
            server.process.send_signal(signal.SIGCONT)
            answers = [one.receive_one() for one in clients]
            refused = [one for one in answers if one.status == 503]
            for one in refused:
                self.assertEqual((one.code, one.fields["retry-after"]), ("http.overloaded", "1"))
            # The queue's 256 places are filled, and nobody is left without a word.
            self.assertEqual({one.status for one in answers}, {200, 503})
            self.assertGreaterEqual(count - len(refused), 256)
            for one in clients:
                one.__exit__()
            self.serves_again(server)
            server.stop_and_audit()

    def test_descriptors_run_out_and_the_storage_keeps_its_own(self):
        with Server(tls=True, descriptors=64) as server:
            server.append(server.generate("0.001", "--setup-only"))
            writer = server.raw(context=server.context(GATEWAY))
            flood = []
            for _ in range(200):
                flood.append(Raw(server.port))
            size = server_size(writer)
            for number in range(20):
                body = json.dumps(business(), ensure_ascii=False).encode()
                answer = writer.ask(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)
                self.assertEqual(answer.status, 201, (number, answer))
            self.assertEqual(server_size(writer), size + 20)
            # Nothing happens now, so nothing may be computed: no loop around a descriptor that can't be had.
            before = server.cpu_s()
            time.sleep(2)
            self.assertLess(server.cpu_s() - before, 0.5)
            closed = 0
            for one in flood:
                one.socket.setblocking(False)
                try:
                    closed += one.socket.recv(1) == b""
                except BlockingIOError:
                    pass
                except OSError:
                    closed += 1
            self.assertGreater(closed, 150)
            for one in flood:
                one.__exit__()
            writer.__exit__()
            self.serves_again(server)
            server.stop_and_audit()


def server_size(client):
    return int(client.ask().body.split(b"\n")[1])


if __name__ == "__main__":
    unittest.main(verbosity=2)

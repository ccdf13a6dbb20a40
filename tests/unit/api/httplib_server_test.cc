// Goal: what the handler gets and what goes out is exact, the configuration can't expose the service by
// mistake, and overload, errors and stopping have a defined answer. Method: a real server on port 0, raw
// bytes from a blocking client, a clock that stands still unless the test moves it.
#include "api/httplib_server.h"

#include <future>
#include <gtest/gtest.h>
#include <limits>
#include <memory>
#include <stdexcept>
#include <thread>

#include "tests/support/manual_clock.h"
#include "tests/support/raw_client.h"

namespace api {
namespace {

using tests::RawAnswer;
using tests::RawClient;

Response echo(const Request& request) {
  Response response;
  response.content_type = "text/plain";
  response.body = request.method + " " + request.path;
  for (const Parameter& param : request.params) response.body += " " + param.name + "=" + param.value;
  for (const Header& header : request.headers) response.body += "\n" + header.name + ": " + header.value;
  response.body += "\n\n" + request.body;
  return response;
}

struct Running {
  explicit Running(HttpServer::Handler handler, ServerOptions options = {})
      : server(std::move(options), clock) {
    const ledger::Status started = server.start(std::move(handler));
    EXPECT_TRUE(started.ok()) << started.to_string();
  }
  RawClient connect() { return RawClient(server.port()); }
  RawAnswer get(const std::string& target) {
    RawClient client = connect();
    client.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return client.receive();
  }
  tests::ManualClock clock;
  HttpServer server;
};

constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST(HttpServer, HandsUpWhatWasSent) {
  Running running(echo);
  RawClient client = running.connect();
  client.send(
      "POST /v1/a%20b/%E5%8F%B0?x=1&y=a%2Bb+c&x=2 HTTP/1.1\r\nHost: LOCALHOST:80\r\nX-Odd: %0d%0aX: 1\r\n"
      "Content-Type: application/json\r\nContent-Length: 4\r\n\r\nbody");
  const RawAnswer answer = client.receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body,
            "POST /v1/a b/台 x=1 x=2 y=a+b c\nhost: LOCALHOST:80\nx-odd: %0d%0aX: 1\n"
            "content-type: application/json\n\nbody");
}

TEST(HttpServer, KeepsTheConnectionAlsoAfterErrors) {
  Running running([](const Request& request) {
    Response response;
    response.status = request.path == "/missing" ? 404 : 200;
    return response;
  });
  RawClient client = running.connect();
  for (const auto& [path, status] :
       {std::pair("/missing", 404), std::pair("/there", 200), std::pair("/missing", 404)}) {
    client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const RawAnswer answer = client.receive();
    EXPECT_EQ(answer.status, status);
    EXPECT_FALSE(answer.has("Connection:"));
  }
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(client.receive().has("Connection: close\r\n"));
  EXPECT_TRUE(client.is_closed());
}

TEST(HttpServer, DecodesChunksAndAnswersContinue) {
  Running running(echo);
  RawClient client = running.connect();
  client.send(
      "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive().status, 100);
  client.send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.receive().body, "POST /\nhost: localhost\n\nabcde");
}

TEST(HttpServer, AnswersHeadAndEmptyAnswersWithoutABody) {
  Running running([](const Request& request) {
    Response response;
    if (request.path == "/none") {
      response.status = 204;
    } else {
      response.content_type = "text/plain";
      response.body = "12345";
    }
    return response;
  });
  RawClient client = running.connect();
  client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  RawAnswer answer = client.receive(false);
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.has("Content-Length: 5\r\n"));
  EXPECT_FALSE(answer.has("Accept-Ranges"));
  client.send("DELETE /none HTTP/1.1\r\nHost: localhost\r\n\r\n");
  answer = client.receive(false);
  EXPECT_EQ(answer.status, 204);
  EXPECT_FALSE(answer.has("Content-Length"));
  client.send(kGet);
  EXPECT_EQ(client.receive().body, "12345");
}

TEST(HttpServer, PutsSecurityFieldsOnEveryAnswer) {
  Running running([](const Request& request) {
    Response response;
    response.content_type = request.path == "/json" ? "application/problem+json" : "application/octet-stream";
    response.body = "x";
    if (request.path == "/own") {
      response.set_header("cache-control", "max-age=60")
          .set_header("Content-Security-Policy", "default-src 'self'");
      response.set_header("Content-Length", "999").set_header("Connection", "upgrade");
    }
    return response;
  });
  const RawAnswer plain = running.get("/plain");
  const RawAnswer refused = running.get("/..");
  for (const RawAnswer& answer : {plain, refused}) {
    for (const char* field :
         {"Cache-Control: no-store\r\n", "X-Content-Type-Options: nosniff\r\n",
          "Referrer-Policy: no-referrer\r\n",
          "Content-Security-Policy: default-src 'none'; base-uri 'none'; frame-ancestors 'none'\r\n",
          "Date: Wed, 03 Jun 2026 01:00:00 GMT\r\n"}) {
      EXPECT_TRUE(answer.has(field)) << field << answer.head;
    }
    EXPECT_FALSE(answer.has("Strict-Transport-Security"));
    EXPECT_FALSE(answer.has("Server:"));
  }
  EXPECT_TRUE(plain.has("Content-Type: application/octet-stream\r\n"));
  EXPECT_TRUE(running.get("/json").has("Content-Type: application/problem+json; charset=utf-8\r\n"));
  const RawAnswer own = running.get("/own");
  EXPECT_TRUE(own.has("cache-control: max-age=60\r\n"));
  EXPECT_TRUE(own.has("default-src 'self'"));
  EXPECT_FALSE(own.has("no-store"));
  EXPECT_FALSE(own.has("999"));
  EXPECT_FALSE(own.has("upgrade"));
}

TEST(HttpServer, FencesExceptionsAndMalformedAnswers) {
  Running running([](const Request& request) -> Response {
    if (request.path == "/throw") throw std::runtime_error("secret text");
    if (request.path == "/odd") throw 7;
    Response response;
    if (request.path == "/split") response.set_header("X-A", "1\r\nSet-Cookie: evil=1");
    if (request.path == "/nul") response.set_header("X-A", std::string("a\0b", 3));
    if (request.path == "/name") response.set_header("X A", "1");
    if (request.path == "/status") response.status = 99;
    if (request.path == "/untyped") response.body = "no type";
    if (request.path == "/type") response.content_type = "text/plain\r\nX: y";
    return response;
  });
  for (const char* path : {"/throw", "/odd", "/split", "/nul", "/name", "/status", "/untyped", "/type"}) {
    const RawAnswer answer = running.get(path);
    EXPECT_EQ(answer.status, 500) << path;
    EXPECT_NE(answer.body.find("\"http.internal\""), std::string::npos) << path;
    EXPECT_EQ((answer.head + answer.body).find("secret"), std::string::npos) << path;
    EXPECT_FALSE(answer.has("Set-Cookie")) << path;
  }
  EXPECT_EQ(running.get("/fine").status, 200);
}

TEST(HttpServer, IgnoresWhoTheClientClaimsToBe) {
  Running running([](const Request& request) {
    Response response;
    response.content_type = "text/plain";
    response.body = request.remote_address + (request.peer == nullptr ? " nobody" : " somebody");
    return response;
  });
  RawClient client = running.connect();
  client.send(
      "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\nREMOTE_ADDR: 203.0.113.9\r\n"
      "X-Client-Cert: CN=root\r\n\r\n");
  EXPECT_EQ(client.receive().body, "127.0.0.1 nobody");
}

// Something that has happened already.
class Happened final : public Waiting {
 public:
  void notify(std::function<void()> resume) override { resume(); }
  std::int64_t due_micros() const override { return std::numeric_limits<std::int64_t>::max(); }
};

// What comes later is fenced and formatted as what comes at once, and the connection goes on.
TEST(HttpServer, AnswersLaterAsItAnswersAtOnce) {
  Running running([](const Request& request) -> Answer {
    const std::string path = request.path;
    return Later<Response>{std::make_shared<Happened>(), [path]() -> Response {
                             if (path == "/throws") throw std::runtime_error("secret");
                             Response response;
                             response.status = path == "/malformed" ? 200 : 201;
                             response.content_type = path == "/malformed" ? "a\r\nb: c" : "text/plain";
                             response.body = path;
                             return response;
                           }};
  });
  RawClient client = running.connect();
  for (const std::string path : {"/a", "/throws", "/malformed", "/b"}) {
    client.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    const RawAnswer answer = client.receive();
    const bool good = path == "/a" || path == "/b";
    EXPECT_EQ(answer.status, good ? 201 : 500) << path;
    if (good) {
      EXPECT_EQ(answer.body, path);
    }
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    EXPECT_TRUE(answer.has("X-Content-Type-Options: nosniff")) << path;
  }
  client.send(
      "HEAD /a HTTP/1.1\r\nHost: localhost\r\n\r\nPOST /b HTTP/1.1\r\nHost: localhost\r\n"
      "Connection: close\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(client.receive(false).status, 201);
  EXPECT_EQ(client.receive().body, "/b");
  EXPECT_TRUE(client.is_closed());
}

TEST(HttpServer, StartNamesWhatIsWrong) {
  tests::ManualClock clock;
  const struct {
    const char* reason;
    void (*spoil)(ServerOptions&);
  } rows[] = {
      {"door.plain_http", [](ServerOptions& o) { o.host = "0.0.0.0"; }},
      {"door.host", [](ServerOptions& o) { o.host = "no.such.host.invalid"; }},
      {"door.bind", [](ServerOptions& o) { o.port = 70000; }},
      {"door.allowed_hosts", [](ServerOptions& o) { o.allowed_hosts = {"a b"}; }},
      {"door.options", [](ServerOptions& o) { o.threads = 0; }},
      {"door.options", [](ServerOptions& o) { o.bodies_bytes_max = o.body_bytes_max - 1; }},
      {"door.options", [](ServerOptions& o) { o.answers_bytes_max = 0; }},
      {"door.options", [](ServerOptions& o) { o.drained_bytes_max = 0; }},
      {"door.options", [](ServerOptions& o) { o.body_bytes_per_s_min = 0; }},
      {"door.options", [](ServerOptions& o) { o.head_timeout_ms = 70'000; }},
      {"door.options", [](ServerOptions& o) { o.head_bytes_max = 100; }},
      {"tls.certificate",
       [](ServerOptions& o) {
         o.tls = security::TlsFiles{"/nonexistent", "/nonexistent", ""};
       }},
  };
  for (const auto& row : rows) {
    ServerOptions options;
    row.spoil(options);
    HttpServer server(options, clock);
    const ledger::Status status = server.start(echo);
    EXPECT_EQ(status.ok() ? "" : status.reason(), row.reason);
  }
  Running running(echo);
  EXPECT_EQ(running.server.start(echo).reason(), "door.started");
}

// Outside loopback even TLS isn't enough: the library must be current, and the host names listed.
TEST(HttpServer, ExposureNeedsACurrentLibraryAndListedHosts) {
  tests::ManualClock clock;
  ServerOptions options;
  options.host = "0.0.0.0";
  options.tls = security::TlsFiles{"/nonexistent", "/nonexistent", ""};
  const bool is_old = HttpServer::library_version().rfind("0.11.", 0) == 0;
  HttpServer unlisted(options, clock);
  EXPECT_EQ(unlisted.start(echo).reason(), is_old ? "door.library_old" : "door.allowed_hosts");
  options.allowed_hosts = {"ledger.example"};
  HttpServer listed(options, clock);
  EXPECT_EQ(listed.start(echo).reason(), is_old ? "door.library_old" : "tls.certificate");
}

// Handlers that wait until the test lets them go.
struct Gate {
  std::promise<void> open;
  std::shared_future<void> opened{open.get_future()};
  std::promise<void> entered;
  std::atomic<int> calls{0};
  HttpServer::Handler handler() {
    return [this](const Request&) {
      if (calls++ == 0) entered.set_value();
      opened.wait();
      return Response{};
    };
  }
};

TEST(HttpServer, AnswersOverloadInsteadOfDropping) {
  Gate gate;
  ServerOptions options;
  options.threads = 1;
  options.queue_capacity = 1;
  Running running(gate.handler(), options);
  RawClient first = running.connect();
  first.send(kGet);
  gate.entered.get_future().wait();
  // One of the next two waits in the queue, the other finds it full.
  RawClient second = running.connect();
  RawClient third = running.connect();
  second.send(kGet);
  third.send(kGet);
  std::array<pollfd, 2> sockets{pollfd{second.descriptor(), POLLIN, 0},
                                pollfd{third.descriptor(), POLLIN, 0}};
  ASSERT_GE(::poll(sockets.data(), sockets.size(), 20'000), 1);
  RawClient& refused = sockets[0].revents != 0 ? second : third;
  RawClient& queued = sockets[0].revents != 0 ? third : second;
  const RawAnswer answer = refused.receive();
  EXPECT_EQ(answer.status, 503);
  EXPECT_TRUE(answer.has("Retry-After: 1\r\n"));
  EXPECT_TRUE(answer.has("Connection: close\r\n"));
  EXPECT_NE(answer.body.find("http.overloaded"), std::string::npos);
  gate.open.set_value();
  EXPECT_EQ(first.receive().status, 200);
  EXPECT_EQ(queued.receive().status, 200);
  EXPECT_EQ(gate.calls, 2);
}

// Large answers that nobody reads held memory for a minute each, as many as there were connections.
TEST(HttpServer, BoundsWhatUnreadAnswersHold) {
  const std::string large(32U << 20, 'x');  // more than the socket buffers of both ends take
  ServerOptions options;
  options.answers_bytes_max = 40U << 20;
  Running running(
      [&](const Request& request) {
        Response response;
        response.content_type = "text/plain";
        response.body = request.path == "/large" ? large : "small";
        return response;
      },
      options);
  const std::string ask = "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n";
  RawClient reader = running.connect();
  reader.send(ask);
  pollfd begun{reader.descriptor(), POLLIN, 0};
  ASSERT_EQ(::poll(&begun, 1, 20'000), 1);
  const RawAnswer refused = running.get("/large");
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.has("Connection: close\r\n"));
  EXPECT_NE(refused.body.find("http.overloaded"), std::string::npos);
  EXPECT_EQ(running.get("/small").body, "small");
  EXPECT_EQ(reader.receive().body.size(), large.size());
  reader.send(ask);
  EXPECT_EQ(reader.receive().body.size(), large.size()) << "the room came back with the last byte";
}

TEST(HttpServer, BoundsConnectionsInAllAndPerPeer) {
  for (const bool per_peer : {false, true}) {
    ServerOptions options;
    (per_peer ? options.connections_per_peer_max : options.connections_max) = 2;
    Running running(echo, options);
    RawClient first = running.connect();
    RawClient second = running.connect();
    first.send(kGet);
    EXPECT_EQ(first.receive().status, 200);
    second.send(kGet);
    EXPECT_EQ(second.receive().status, 200);
    EXPECT_EQ(running.connect().receive().status, 503);
    first.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(first.receive().status, 200);
    EXPECT_TRUE(first.is_closed());
  }
}

TEST(HttpServer, SlowHeadsCostNoThreadAndAreCutAtTheDeadline) {
  ServerOptions options;
  options.threads = 1;
  Running running(echo, options);
  std::vector<RawClient> slow;
  for (int i = 0; i < 50; ++i) {
    slow.push_back(running.connect());
    slow.back().send("GET / HTTP/1.1\r\nHost: local");
  }
  EXPECT_EQ(running.get("/honest").status, 200);
  // Each is cut after ten of the clock's seconds, counted from its accept.
  for (RawClient& client : slow) {
    pollfd readable{client.descriptor(), POLLIN, 0};
    for (int rounds = 0; rounds < 200 && ::poll(&readable, 1, 100) == 0; ++rounds)
      running.clock.advance(1'000'000);
    const RawAnswer answer = client.receive();
    EXPECT_EQ(answer.status, 408);
  }
  EXPECT_EQ(running.get("/honest").status, 200);
}

TEST(HttpServer, RequestDeadlineCutsAClientOffAStuckHandler) {
  Gate gate;
  Running running(gate.handler());
  RawClient client = running.connect();
  client.send(kGet);
  gate.entered.get_future().wait();
  running.clock.advance(61'000'000);
  EXPECT_TRUE(client.is_closed());
  gate.open.set_value();
  EXPECT_EQ(running.get("/").status, 200);
}

TEST(HttpServer, StopLetsTheRunningRequestFinishAndRefusesTheArriving) {
  Gate gate;
  Running running(gate.handler());
  RawClient idle = running.connect();
  RawClient arriving = running.connect();
  RawClient inside = running.connect();
  arriving.send("GET / HTT");
  inside.send(kGet);
  gate.entered.get_future().wait();
  std::thread stopper([&] { running.server.stop(); });
  EXPECT_TRUE(idle.is_closed());
  const RawAnswer refused = arriving.receive();
  EXPECT_TRUE(refused.status == 503 || refused.status == 0) << refused.status;
  gate.open.set_value();
  const RawAnswer answer = inside.receive();
  EXPECT_EQ(answer.status, 200);
  stopper.join();
  running.server.stop();
  EXPECT_EQ(gate.calls, 1);
}

TEST(HttpServer, ManyClientsAtOnceAllGetTheirOwnAnswer) {
  Running running(echo);
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      RawClient client = running.connect();
      for (int i = 0; i < 200; ++i) {
        const std::string path = "/" + std::to_string(t) + "/" + std::to_string(i);
        client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        right += client.receive().body == "GET " + path + "\nhost: localhost\n\n" ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 8 * 200);
}

}  // namespace
}  // namespace api

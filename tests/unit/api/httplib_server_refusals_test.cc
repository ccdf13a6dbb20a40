// Goal: one regression row per known flaw class of HTTP servers (smuggling, endless messages, header
// injection): no such request reaches the handler, none gets a second answer, each connection is closed.
// Method: raw bytes against a real server whose handler counts its calls.
#include <atomic>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

#include "api/httplib_server.h"
#include "ledger/base/json_reader.h"
#include "tests/support/manual_clock.h"
#include "tests/support/raw_client.h"

namespace api {
namespace {

using tests::RawClient;

class HttpServerRefusals : public ::testing::Test {
 protected:
  HttpServerRefusals() : server_(options(), clock_) {
    const ledger::Status started = server_.start([this](const Request&) {
      ++calls_;
      Response response;
      response.content_type = "text/plain";
      response.body = "handled";
      return response;
    });
    EXPECT_TRUE(started.ok()) << started.to_string();
  }
  static ServerOptions options() {
    ServerOptions options;
    options.body_bytes_max = 1000;
    return options;
  }
  // Everything the server sends to `bytes` until it closes.
  std::string exchange(const std::string& bytes) {
    RawClient client(server_.port());
    client.send(bytes);
    return client.receive_all();
  }
  static std::size_t count(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  }

  tests::ManualClock clock_;
  std::atomic<int> calls_{0};
  HttpServer server_;
};

const std::string kNext = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::string post(const std::string& fields, const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
}

TEST_F(HttpServerRefusals, OneAnswerThenTheConnectionCloses) {
  const struct {
    std::string bytes;
    const char* status;
    const char* code;
  } rows[] = {
      {"GET / HTTP/1.1\r\n\r\n", "400", "http.host_missing"},
      {"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", "400", "http.host_duplicate"},
      {"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421", "http.host_unknown"},
      {"GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", "421", "http.host_unknown"},
      {"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n", "405", "http.method"},
      {"CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n", "405", "http.method"},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505", "http.version"},
      {post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400",
       "http.length_conflict"},
      {post("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", "0\r\n\r\n"), "400",
       "http.length_conflict"},
      {post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), "400", "http.header_duplicate"},
      {post("Content-Length: +5\r\n", "hello"), "400", "http.content_length"},
      {post("Content-Length : 5\r\n", "hello"), "400", "http.header"},
      {post("Content-Length: 1001\r\n", ""), "413", "http.body_too_large"},
      {post("Transfer-Encoding: chunked\r\n", "3e9\r\n"), "413", "http.body_too_large"},
      {post("Transfer-Encoding: chunked\r\n", "-2\r\nab\r\n"), "400", "http.chunk"},
      {post("Transfer-Encoding: chunked\r\n", "5;\r\nhello\r\n0\r\n\r\n"), "400", "http.chunk_extension"},
      {post("Transfer-Encoding: chunked\r\n", "0\r\nHost: evil\r\n\r\n"), "400", "http.trailer"},
      {post("Transfer-Encoding: chunked\r\n", "0\r\nAuthorization: x\r\n\r\n"), "400", "http.trailer"},
      {post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "501", "http.transfer_encoding"},
      {post("Content-Encoding: gzip\r\nContent-Length: 3\r\n", "\x1f\x8b\x08"), "415",
       "http.content_encoding"},
      {post("Content-Type: multipart/form-data; boundary=x; filename*=" + std::string(500, 'a') + "\r\n", ""),
       "415", "http.multipart"},
      {post("Expect: something\r\n", ""), "417", "http.expect"},
      {"GET / HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-0,1-1\r\n\r\n", "416", "http.range"},
      {"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", "400",
       "http.upgrade"},
      {"GET / HTTP/1.1\r\nHost: localhost\r\nX: 1\r\n folded\r\n\r\n", "400", "http.header"},
      {"GET / HTTP/1.1\nHost: localhost\n\n", "400", "http.line_end"},
      {"GET /a\rb HTTP/1.1\r\nHost: localhost\r\n\r\n", "400", "http.line_end"},
      {"GET /a#b HTTP/1.1\r\nHost: localhost\r\n\r\n", "400", "http.target"},
      {"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "400", "http.target"},
      {std::string("\x16\x03\x01\x02\x00\x01\x00\x01", 8), "400", "http.request_line"},
  };
  for (const auto& row : rows) {
    const std::string got = exchange(row.bytes + kNext);
    EXPECT_EQ(got.substr(0, 13), std::string("HTTP/1.1 ") + row.status + " ") << row.bytes << got;
    EXPECT_NE(got.find(row.code), std::string::npos) << row.bytes << got;
    EXPECT_NE(got.find("Connection: close\r\n"), std::string::npos) << row.bytes;
    EXPECT_EQ(count(got, "HTTP/1.1 "), 1U) << row.bytes << got;
  }
  EXPECT_EQ(calls_, 0);
}

// The door's own answers lacked "detail" and "request_id", which the OpenAPI document promises of every
// problem.
TEST_F(HttpServerRefusals, EveryRefusalIsACompleteProblem) {
  std::set<std::string> ids;
  for (const std::string& bytes :
       {std::string("GET / HTTP/1.1\r\n\r\n"), post("Content-Length: 1001\r\n", ""),
        post("Transfer-Encoding: gzip\r\n", ""),
        std::string("GET /%00 HTTP/1.1\r\nHost: localhost\r\n"
                    "Connection: close\r\n\r\n")}) {
    SCOPED_TRACE(bytes);
    RawClient client(server_.port());
    client.send(bytes);
    const tests::RawAnswer answer = client.receive();
    const auto problem = ledger::read_json(answer.body);
    ASSERT_TRUE(problem.ok()) << answer.body;
    for (const char* member : {"type", "title", "detail", "code", "request_id"}) {
      EXPECT_FALSE(problem->text(member).empty()) << member;
    }
    EXPECT_EQ(problem->text("type"), "/problems/" + std::string(problem->text("code")));
    EXPECT_EQ(problem->find("status")->as_int(), answer.status);
    EXPECT_TRUE(answer.has("Request-Id: " + std::string(problem->text("request_id")) + "\r\n"));
    ids.insert(std::string(problem->text("request_id")));
  }
  EXPECT_EQ(ids.size(), 4U);
  EXPECT_EQ(calls_, 0);
}

TEST_F(HttpServerRefusals, DecodedTargetsThatHideSomethingAreRefusedAfterTheWholeRequest) {
  for (const char* target : {"/%00", "/a%0d%0aX:1", "/%2e%2e/etc", "/a/%2E", "/%5c", "/%ff", "/%c0%af",
                             "/?x=%00", "/?%0a=1", "/?x=%ed%a0%80"}) {
    RawClient client(server_.port());
    client.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const tests::RawAnswer answer = client.receive();
    EXPECT_EQ(answer.status, 400) << target;
    EXPECT_NE(answer.body.find("http.target"), std::string::npos) << target;
    EXPECT_TRUE(answer.has("Connection: close\r\n")) << target;
    EXPECT_TRUE(client.is_closed()) << target;
  }
  EXPECT_EQ(calls_, 0);
}

TEST_F(HttpServerRefusals, BodyOfAGetIsNeverTheNextRequest) {
  for (const std::string& fields : {"Content-Length: " + std::to_string(kNext.size()) + "\r\n",
                                    std::string("Transfer-Encoding: chunked\r\n")}) {
    const std::string got = exchange("GET / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + kNext);
    EXPECT_EQ(count(got, "HTTP/1.1 "), 1U) << got;
    EXPECT_NE(got.find("http.body_unexpected"), std::string::npos) << got;
  }
  EXPECT_EQ(calls_, 0);
}

TEST_F(HttpServerRefusals, BodyOfAPostIsNeverTheNextRequest) {
  RawClient client(server_.port());
  client.send(post("Content-Length: " + std::to_string(kNext.size()) + "\r\nConnection: close\r\n", kNext) +
              kNext);
  EXPECT_EQ(count(client.receive_all(), "HTTP/1.1 200"), 1U);
  EXPECT_EQ(calls_, 1);
}

TEST_F(HttpServerRefusals, EndlessMessagesAreCutAtTheirLimit) {
  const std::string much(100'000, 'a');
  const struct {
    std::string bytes;
    const char* code;
  } rows[] = {
      {"GET /" + much, "http.target_too_long"},
      {much, "http.target_too_long"},
      {"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + much, "http.head_too_long"},
      {post("Transfer-Encoding: chunked\r\n", "00000000000000000000000000000" + much), "http.chunk"},
  };
  for (const auto& row : rows) EXPECT_NE(exchange(row.bytes).find(row.code), std::string::npos) << row.code;
  std::string many = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  for (int i = 0; i < 100; ++i) many += "a: b\r\n";
  EXPECT_NE(exchange(many + "\r\n").find("http.headers_too_many"), std::string::npos);
  std::string endless = post("Transfer-Encoding: chunked\r\n", "");
  for (int i = 0; i < 20; ++i) endless += "64\r\n" + std::string(100, 'x') + "\r\n";
  EXPECT_NE(exchange(endless).find("http.body_too_large"), std::string::npos);
  EXPECT_EQ(calls_, 0);
}

}  // namespace
}  // namespace api

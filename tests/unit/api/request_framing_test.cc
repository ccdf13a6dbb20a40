// Goal: a request head or body is accepted only when every reader would agree where it ends and for whom it
// is. Method: tables of raw bytes with the expected refusal, the same bytes in one piece and byte by byte,
// and every single-byte corruption of a good head.
#include "api/request_framing.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace api {
namespace {

constexpr FramingLimits kLimits{100, 1000, 5, 64};

// "ok", or "status code" of the refusal, through scanner and parser as a connection would.
std::string judge(const std::string& bytes, RequestHead* head = nullptr) {
  HeadScanner scanner;
  const Scan scan = scanner.scan(bytes, kLimits);
  if (scan == Scan::kMore) return "more";
  if (scan == Scan::kRefused) return std::to_string(scanner.refusal().status) + " " + scanner.refusal().code;
  const auto parsed = parse_head(std::string_view(bytes).substr(0, scanner.head_size()), kLimits);
  if (const auto* refusal = std::get_if<Refusal>(&parsed)) {
    return std::to_string(refusal->status) + " " + refusal->code;
  }
  if (head != nullptr) *head = std::get<RequestHead>(parsed);
  return "ok";
}

std::string get_with(const std::string& fields) {
  return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}
std::string post_with(const std::string& fields) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

TEST(ParseHead, KeepsWhatTheHandlerNeedsAndDropsFraming) {
  RequestHead head;
  ASSERT_EQ(judge("POST /v1/a%20b?x=1 HTTP/1.1\r\nHOST: Ledger.Example:8443\r\nContent-Type: text/plain\r\n"
                  "Content-Length: 5\r\nX-A:  two words \t\r\n\r\n",
                  &head),
            "ok");
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.target, "/v1/a%20b?x=1");
  EXPECT_EQ(head.host, "ledger.example");
  EXPECT_EQ(head.content_length, 5U);
  EXPECT_TRUE(head.keep_alive);
  ASSERT_EQ(head.headers.size(), 3U);
  EXPECT_EQ(head.headers[0].name, "host");
  EXPECT_EQ(head.headers[2].name, "x-a");
  EXPECT_EQ(head.headers[2].value, "two words");
}

TEST(ParseHead, DecidesAboutTheConnection) {
  const struct {
    std::string bytes;
    bool keep_alive, expects_continue, chunked;
  } rows[] = {
      {get_with(""), true, false, false},
      {get_with("Connection: keep-alive\r\n"), true, false, false},
      {get_with("Connection: te, Close\r\n"), false, false, false},
      {get_with("Connection: te\r\nConnection: close\r\n"), false, false, false},
      {"GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", false, false, false},
      {post_with("Expect: 100-Continue\r\nContent-Length: 3\r\n"), true, true, false},
      {post_with("Expect: 100-continue\r\n"), true, false, false},
      {post_with("Transfer-Encoding: Chunked\r\n"), true, false, true},
  };
  for (const auto& row : rows) {
    RequestHead head;
    ASSERT_EQ(judge(row.bytes, &head), "ok") << row.bytes;
    EXPECT_EQ(head.keep_alive, row.keep_alive) << row.bytes;
    EXPECT_EQ(head.expects_continue, row.expects_continue) << row.bytes;
    EXPECT_EQ(head.chunked, row.chunked) << row.bytes;
  }
}

TEST(ParseHead, RefusesBadRequestLines) {
  const std::string rest = "\r\nHost: a\r\n\r\n";
  const struct {
    std::string line;
    const char* verdict;
  } rows[] = {
      {"GET /", "400 http.request_line"},
      {"GET  / HTTP/1.1", "400 http.target"},
      {"GET /  HTTP/1.1", "400 http.target"},
      {" GET / HTTP/1.1", "400 http.request_line"},
      {"GET / HTTP/1.1 ", "400 http.request_line"},
      {"GET / HTTP/11", "400 http.request_line"},
      {"GET / http/1.1", "400 http.request_line"},
      {"GET / HTTP/2.0", "505 http.version"},
      {"GET / HTTP/0.9", "505 http.version"},
      {"PRI * HTTP/2.0", "505 http.version"},
      {"G@T / HTTP/1.1", "400 http.request_line"},
      {"TRACE / HTTP/1.1", "405 http.method"},
      {"CONNECT a:1 HTTP/1.1", "405 http.method"},
      {"get / HTTP/1.1", "501 http.method_unknown"},
      {"BREW / HTTP/1.1", "501 http.method_unknown"},
      {"OPTIONS * HTTP/1.1", "400 http.target"},
      {"GET http://a/ HTTP/1.1", "400 http.target"},
      {"GET //a/% HTTP/1.1", "400 http.target"},
      {"GET /%4 HTTP/1.1", "400 http.target"},
      {"GET /%u3042 HTTP/1.1", "400 http.target"},
      {"GET /a#b HTTP/1.1", "400 http.target"},
      {"GET /a\\b HTTP/1.1", "400 http.target"},
      {"GET /\xE5 HTTP/1.1", "400 http.target"},
      {"GET /\tb HTTP/1.1", "400 http.request_line"},
      {"GET /" + std::string(100, 'a') + " HTTP/1.1", "414 http.target_too_long"},
      {"GET /" + std::string(400, 'a'), "414 http.target_too_long"},
      {"\x16\x03\x01", "400 http.request_line"},
      {"", "400 http.request_line"},
  };
  for (const auto& row : rows) EXPECT_EQ(judge(row.line + rest), row.verdict) << row.line;
}

TEST(ParseHead, RefusesBadFields) {
  const struct {
    std::string bytes;
    const char* verdict;
  } rows[] = {
      {"GET / HTTP/1.1\r\n\r\n", "400 http.host_missing"},
      {"GET / HTTP/1.0\r\n\r\n", "400 http.host_missing"},
      {get_with("Host: a\r\n"), "400 http.host_duplicate"},
      {get_with("hOST: b\r\n"), "400 http.host_duplicate"},
      {"GET / HTTP/1.1\r\nHost: \r\n\r\n", "400 http.host"},
      {"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", "400 http.host"},
      {"GET / HTTP/1.1\r\nHost: user@a\r\n\r\n", "400 http.host"},
      {"GET / HTTP/1.1\r\nHost: a:1x\r\n\r\n", "400 http.host"},
      {get_with("X A: 1\r\n"), "400 http.header"},
      {get_with("X-A : 1\r\n"), "400 http.header"},
      {get_with(" folded: 1\r\n"), "400 http.header"},
      {get_with("X-A: 1\r\n 2\r\n"), "400 http.header"},
      {get_with(": 1\r\n"), "400 http.header"},
      {get_with("nothing\r\n"), "400 http.header"},
      // What a program that maps names to variables takes for the framing.
      {get_with("Transfer_Encoding: chunked\r\n"), "400 http.header"},
      {get_with("Content--Length: 5\r\n"), "400 http.header"},
      {get_with("-content-length: 5\r\n"), "400 http.header"},
      {get_with("TransferEncoding: chunked\r\n"), "400 http.header"},
      {get_with("X-A: \x01\r\n"), "400 http.header"},
      {get_with("X-A: \x7F\r\n"), "400 http.header"},
      {get_with(std::string("X-A: \0\r\n", 8)), "400 http.header"},
      {get_with("X-A: 1\nX-B: 2\r\n"), "400 http.line_end"},
      {get_with("X-A: 1\rX-B: 2\r\n"), "400 http.line_end"},
      {"GET / HTTP/1.1\nHost: a\n\n", "400 http.line_end"},
      {get_with("Authorization: a\r\nAuthorization: a\r\n"), "400 http.header_duplicate"},
      {get_with("Cookie: a\r\nCookie: b\r\n"), "400 http.header_duplicate"},
      {get_with("A: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\n"), "431 http.headers_too_many"},
      {get_with("A: " + std::string(1000, 'a') + "\r\n"), "431 http.head_too_long"},
      {get_with("Range: bytes=0-1\r\n"), "416 http.range"},
      {get_with("If-Range: x\r\n"), "416 http.range"},
      {get_with("Upgrade: websocket\r\n"), "400 http.upgrade"},
      {get_with("HTTP2-Settings: x\r\n"), "400 http.upgrade"},
      {get_with("Expect: 200-ok\r\n"), "417 http.expect"},
      {"POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n", "417 http.expect"},
      {post_with("Content-Encoding: gzip\r\n"), "415 http.content_encoding"},
      {post_with("Content-Type: Multipart/form-data; boundary=x\r\n"), "415 http.multipart"},
  };
  for (const auto& row : rows) EXPECT_EQ(judge(row.bytes), row.verdict) << row.bytes;
}

TEST(ParseHead, RefusesAmbiguousLengths) {
  const struct {
    std::string bytes;
    const char* verdict;
  } rows[] = {
      {post_with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), "400 http.length_conflict"},
      {post_with("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"), "400 http.length_conflict"},
      {post_with("Content-Length: 5\r\nContent-Length: 6\r\n"), "400 http.header_duplicate"},
      {post_with("Content-Length: 5\r\nContent-Length: 5\r\n"), "400 http.header_duplicate"},
      {post_with("Content-Length: 5, 5\r\n"), "400 http.content_length"},
      {post_with("Content-Length: +5\r\n"), "400 http.content_length"},
      {post_with("Content-Length: -5\r\n"), "400 http.content_length"},
      {post_with("Content-Length: 0x5\r\n"), "400 http.content_length"},
      {post_with("Content-Length: 05\r\n"), "400 http.content_length"},
      {post_with("Content-Length:\r\n"), "400 http.content_length"},
      {post_with("Content-Length: 99999999999999999999999\r\n"), "400 http.content_length"},
      {post_with("Content-Length: 18446744073709551615\r\n"), "413 http.body_too_large"},
      {post_with("Content-Length: 65\r\n"), "413 http.body_too_large"},
      {post_with("Transfer-Encoding: gzip, chunked\r\n"), "501 http.transfer_encoding"},
      {post_with("Transfer-Encoding: chunked, chunked\r\n"), "501 http.transfer_encoding"},
      {post_with("Transfer-Encoding: xchunked\r\n"), "501 http.transfer_encoding"},
      {post_with("Transfer-Encoding:\r\n"), "501 http.transfer_encoding"},
      {post_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
       "400 http.header_duplicate"},
      {"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "400 http.transfer_encoding"},
      {get_with("Content-Length: 1\r\n"), "400 http.body_unexpected"},
      {get_with("Transfer-Encoding: chunked\r\n"), "400 http.body_unexpected"},
  };
  for (const auto& row : rows) EXPECT_EQ(judge(row.bytes), row.verdict) << row.bytes;
  EXPECT_EQ(judge(post_with("Content-Length: 64\r\n")), "ok");
  EXPECT_EQ(judge(get_with("Content-Length: 0\r\n")), "ok");
}

// Inserting or replacing any byte by a line break, NUL or separator must never make the head mean two things:
// it is refused, unfinished, or still names the same host and length (a colon may cut a field's name, which
// is then another field).
TEST(ParseHead, NoSingleByteChangesHostOrLength) {
  const std::string good = "POST /a HTTP/1.1\r\nHost: ledger.example\r\nContent-Length: 7\r\nX: y\r\n\r\n";
  for (const char damage : {'\0', '\r', '\n', ':', ',', '@', '/', '\x80'}) {
    for (std::size_t at = 0; at < good.size(); ++at) {
      std::string bytes = good;
      bytes[at] = damage;
      RequestHead head;
      if (judge(bytes, &head) != "ok") continue;
      EXPECT_EQ(head.host, "ledger.example") << at << " " << static_cast<int>(damage);
      EXPECT_TRUE(head.content_length == 7 || (damage == ':' && head.content_length == 0))
          << at << " " << static_cast<int>(damage);
    }
  }
}

TEST(HeadScanner, FindsTheSameEndByteByByte) {
  const std::string bytes = get_with("X-A: 1\r\n") + "rest";
  HeadScanner scanner;
  for (std::size_t size = 0; size < bytes.size() - 4; ++size) {
    ASSERT_EQ(scanner.scan(std::string_view(bytes).substr(0, size), kLimits), Scan::kMore) << size;
  }
  EXPECT_EQ(scanner.scan(bytes, kLimits), Scan::kComplete);
  EXPECT_EQ(scanner.head_size(), bytes.size() - 4);
}

std::string dechunk(const std::string& bytes, std::size_t step, std::string& body,
                    std::size_t* used = nullptr) {
  ChunkedBody chunks(64);
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::size_t consumed = 0;
    const Scan scan = chunks.feed(std::string_view(bytes).substr(at, step), consumed, body);
    at += consumed;
    if (used != nullptr) *used = at;
    if (scan == Scan::kComplete) return "ok";
    if (scan == Scan::kRefused) return chunks.refusal().code;
  }
  return "more";
}

// Bytes above 0x7F were taken for control characters where char is signed: the refusal named the wrong thing.
TEST(HeadScanner, RawUtf8IsABadTargetAndNoBinaryProtocol) {
  HeadScanner scanner;
  const std::string head = "GET /\xE5\x8F\xB0 HTTP/1.1\r\nHost: a\r\n\r\n";
  const FramingLimits limits{200, 1000, 10, 1000};
  ASSERT_EQ(scanner.scan(head, limits), Scan::kComplete);
  const auto parsed = parse_head(head, limits);
  ASSERT_TRUE(std::holds_alternative<Refusal>(parsed));
  EXPECT_STREQ(std::get<Refusal>(parsed).code, "http.target");
}

TEST(ChunkedBody, JoinsChunksHoweverTheyArrive) {
  const std::string bytes = "5\r\nhello\r\n00B\r\n, the world\r\n0\r\n\r\nGET ";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    std::string body;
    std::size_t used = 0;
    ASSERT_EQ(dechunk(bytes, step, body, &used), "ok") << step;
    EXPECT_EQ(body, "hello, the world") << step;
    EXPECT_EQ(bytes.substr(used), "GET ") << step;
  }
}

TEST(ChunkedBody, RefusesWhatProxiesReadDifferently) {
  const struct {
    const char* bytes;
    const char* verdict;
  } rows[] = {
      {"5;\r\nhello\r\n0\r\n\r\n", "http.chunk_extension"},
      {"5;a=b\r\nhello\r\n0\r\n\r\n", "http.chunk_extension"},
      {"5 \r\nhello\r\n0\r\n\r\n", "http.chunk"},
      {" 5\r\nhello\r\n0\r\n\r\n", "http.chunk"},
      {"+5\r\nhello\r\n0\r\n\r\n", "http.chunk"},
      {"-2\r\nhello\r\n0\r\n\r\n", "http.chunk"},
      {"0x5\r\nhello\r\n0\r\n\r\n", "http.chunk"},
      {"\r\nhello\r\n0\r\n\r\n", "http.chunk"},
      {"5\nhello\r\n0\r\n\r\n", "http.chunk"},
      {"5\r\nhello\n0\r\n\r\n", "http.chunk"},
      {"5\r\nhello!\r\n0\r\n\r\n", "http.chunk"},
      {"5\r\rhello\r\n0\r\n\r\n", "http.chunk"},
      {"5\r\nhello\r\n0\r\nHost: b\r\n\r\n", "http.trailer"},
      {"5\r\nhello\r\n0\r\n\n", "http.trailer"},
      {"5\r\nhello\r\n0\r\n\rx", "http.chunk"},
      {"000000005\r\nhello\r\n0\r\n\r\n", "http.chunk"},
      {"41\r\n", "http.body_too_large"},
      {"FFFFFFFF\r\n", "http.body_too_large"},
      {"3f\r\n", "more"},
      {"5\r\nhel", "more"},
      {"0\r\n\r", "more"},
  };
  for (const auto& row : rows) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{1000}}) {
      std::string body;
      EXPECT_EQ(dechunk(row.bytes, step, body), row.verdict) << row.bytes;
    }
  }
  std::string body;
  EXPECT_EQ(dechunk("20\r\n" + std::string(32, 'a') + "\r\n21\r\n", 1, body), "http.body_too_large");
}

TEST(HostOf, NormalisesOrRefuses) {
  const struct {
    const char* field;
    const char* host;
  } rows[] = {{"A.example", "a.example"},
              {"a:8443", "a"},
              {"[::1]:80", "[::1]"},
              {"[FE80::1]", "[fe80::1]"},
              {"127.0.0.1", "127.0.0.1"},
              {"a_b-c", "a_b-c"},
              {"", "-"},
              {":80", "-"},
              {"a:", "-"},
              {"a:123456", "-"},
              {"a:8 ", "-"},
              {"[]", "-"},
              {"[::1", "-"},
              {"[::1]x", "-"},
              {"[g::1]", "-"},
              {"a/b", "-"},
              {"a b", "-"},
              {"\xE3\x81\x82", "-"}};
  for (const auto& row : rows) EXPECT_EQ(host_of(row.field).value_or("-"), row.host) << row.field;
}

TEST(CleanPath, RefusesWhatDecodingMayHide) {
  for (const char* good : {"/", "/v1/streams/case/1", "/a//b", "/台帳", "/...", "/.well-known/x", "/a b"}) {
    EXPECT_TRUE(is_clean_path(good)) << good;
  }
  for (const char* bad :
       {"", "a", "/..", "/a/../b", "/a/.", "/./a", "/a\\b", "/a\nb", "/\x7F", "/\xFF", "/\xC0\xAF",
        "/\xED\xA0\x80", "/\xE3\x81", "/\xF4\x90\x80\x80", "/\xF0\x80\x80\xAF"}) {
    EXPECT_FALSE(is_clean_path(bad)) << bad;
  }
  EXPECT_FALSE(is_clean_path(std::string_view("/a\0b", 4)));
  EXPECT_FALSE(is_clean_text(std::string_view("\0", 1)));
}

}  // namespace
}  // namespace api

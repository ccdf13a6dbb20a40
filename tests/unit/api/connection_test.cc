// Goal: a connection moves through its states by the bytes and the clock alone, and a slow or silent peer
// never lives past its deadline. Method: both ends of a socket pair in one thread; the test is the clock and
// the loop.
#include "api/connection.h"

#include <array>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace api {
namespace {

using Next = Connection::Next;
constexpr std::int64_t kSecond = 1'000'000;

class ConnectionTest : public ::testing::Test {
 protected:
  ConnectionTest() {
    rules_.framing = {200, 1000, 10, 100'000};
    rules_.allowed_hosts = {"a"};
    rules_.head_timeout_micros = 10 * kSecond;
    rules_.body_timeout_micros = 30 * kSecond;
    rules_.body_grace_micros = 5 * kSecond;
    rules_.body_bytes_per_s_min = 1024;
    rules_.request_timeout_micros = 60 * kSecond;
    rules_.idle_timeout_micros = 5 * kSecond;
    rules_.keep_alive_requests_max = 3;
    rules_.format_refusal = [](const Refusal& refusal) { return std::string(refusal.code) + "\n"; };
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    client_ = ends[0];
    connection_ = std::make_unique<Connection>(ends[1], nullptr, "192.0.2.1", rules_, now_);
  }
  ~ConnectionTest() override { ::close(client_); }

  Next send(std::string_view bytes) {
    EXPECT_EQ(::send(client_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
    return connection_->advance(now_);
  }
  std::string received() {
    std::array<char, 4096> chunk;
    std::string out;
    ssize_t got = 0;
    while ((got = ::recv(client_, chunk.data(), chunk.size(), 0)) > 0)
      out.append(chunk.data(), std::size_t(got));
    return out;
  }
  void answer(const std::string& bytes) {
    const bool keep_alive = connection_->may_keep_alive();
    connection_->answer(bytes, keep_alive);
  }

  ConnectionRules rules_;
  InboundRequest ignore_;  // where a test takes a request without looking at it
  std::int64_t now_ = 100 * kSecond;
  int client_ = -1;
  std::unique_ptr<Connection> connection_;
};

constexpr const char* kGet = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr const char* kPost = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n";

TEST_F(ConnectionTest, ServesRequestsOneAfterTheOther) {
  EXPECT_EQ(connection_->advance(now_), Next::kRead);
  EXPECT_TRUE(connection_->is_idle());
  EXPECT_EQ(send("GET /x HTT"), Next::kRead);
  EXPECT_TRUE(connection_->is_receiving());
  EXPECT_EQ(send("P/1.1\r\nHost: a\r\n\r\n"), Next::kRequest);
  EXPECT_EQ(connection_->advance(now_), Next::kRequest);
  const InboundRequest request = connection_->take_request();
  EXPECT_EQ(request.head.target, "/x");
  EXPECT_EQ(request.remote_address, "192.0.2.1");
  EXPECT_FALSE(request.over_tls);
  EXPECT_EQ(request.peer, nullptr);
  answer("one");
  EXPECT_EQ(connection_->advance(now_), Next::kRead);
  EXPECT_EQ(received(), "one");
  EXPECT_TRUE(connection_->is_idle());
  EXPECT_EQ(send(std::string(kPost) + "0123456789"), Next::kRequest);
  EXPECT_EQ(connection_->take_request().body, "0123456789");
}

// A request in work whose client goes: known without touching what it may still have sent.
TEST_F(ConnectionTest, AClientThatHasGoneIsNoticed) {
  EXPECT_EQ(send(std::string(kGet) + kGet), Next::kRequest);
  ignore_ = connection_->take_request();
  EXPECT_FALSE(connection_->is_abandoned());  // its next request lies there
  ::shutdown(client_, SHUT_RDWR);
  EXPECT_TRUE(connection_->is_abandoned());
  EXPECT_TRUE(connection_->is_abandoned());
}

TEST_F(ConnectionTest, TakesPipelinedRequestsInOrder) {
  EXPECT_EQ(send(std::string(kPost) + "01234" + "56789" + kGet), Next::kRequest);
  EXPECT_EQ(connection_->take_request().head.method, "POST");
  answer("one");
  EXPECT_EQ(connection_->advance(now_), Next::kRequest);
  EXPECT_EQ(connection_->take_request().head.method, "GET");
  answer("two");
  EXPECT_EQ(connection_->advance(now_), Next::kRead);
  EXPECT_EQ(received(), "onetwo");
}

TEST_F(ConnectionTest, LastAllowedRequestClosesTheConnection) {
  for (const bool keep : {true, true, false}) {
    ASSERT_EQ(send(kGet), Next::kRequest);
    ignore_ = connection_->take_request();
    EXPECT_EQ(connection_->may_keep_alive(), keep);
    answer("x");
    ASSERT_EQ(connection_->advance(now_), Next::kRead);
  }
  EXPECT_EQ(received(), "xxx");
  ::shutdown(client_, SHUT_WR);
  EXPECT_EQ(connection_->advance(now_), Next::kEnd);
}

TEST_F(ConnectionTest, SendsContinueOnlyWhileTheBodyIsMissing) {
  const std::string head = "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  EXPECT_EQ(send(head), Next::kRead);
  EXPECT_EQ(received(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(send("ab"), Next::kRequest);
  ignore_ = connection_->take_request();
  answer("done");
  EXPECT_EQ(connection_->advance(now_), Next::kRead);
  EXPECT_EQ(received(), "done");
  EXPECT_EQ(send(head + "ab"), Next::kRequest);
  EXPECT_EQ(received(), "");
}

TEST_F(ConnectionTest, RefusedRequestsAreAnsweredAndNothingBehindThemIsRead) {
  const struct {
    std::string bytes;
    const char* code;
  } rows[] = {
      {"GET / HTTP/1.1\r\nHost: b\r\n\r\n", "http.host_unknown\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "http.host_duplicate\n"},
      {"\x16\x03\x01", "http.request_line\n"},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\n", "http.chunk_extension\n"},
  };
  for (const auto& row : rows) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    ::close(client_);
    client_ = ends[0];
    connection_ = std::make_unique<Connection>(ends[1], nullptr, "192.0.2.1", rules_, now_);
    EXPECT_EQ(send(row.bytes + kGet), Next::kRead) << row.code;
    EXPECT_EQ(received(), row.code);
    EXPECT_EQ(connection_->deadline_micros(), now_ + kSecond);
    connection_->expire(now_ + kSecond);
    EXPECT_EQ(connection_->advance(now_ + kSecond), Next::kEnd);
  }
}

TEST_F(ConnectionTest, HeadDeadlineRunsFromTheAcceptAndIsNotExtendedByBytes) {
  EXPECT_EQ(connection_->deadline_micros(), now_ + 10 * kSecond);
  now_ += 9 * kSecond;
  EXPECT_EQ(send("GET /x"), Next::kRead);
  EXPECT_EQ(connection_->deadline_micros(), now_ + kSecond);
  now_ += kSecond;
  connection_->expire(now_);
  EXPECT_EQ(connection_->advance(now_), Next::kRead);
  EXPECT_EQ(received(), "http.timeout\n");
}

TEST_F(ConnectionTest, SilentConnectionsEndWithoutAWord) {
  now_ += 10 * kSecond;
  connection_->expire(now_);
  EXPECT_EQ(connection_->advance(now_), Next::kEnd);
  EXPECT_EQ(received(), "");
}

TEST_F(ConnectionTest, IdleTimeCountsBetweenRequestsAndTheHeadClockStartsAnew) {
  ASSERT_EQ(send(kGet), Next::kRequest);
  ignore_ = connection_->take_request();
  now_ += 40 * kSecond;
  answer("x");
  ASSERT_EQ(connection_->advance(now_), Next::kRead);
  EXPECT_EQ(connection_->deadline_micros(), now_ + 5 * kSecond);
  now_ += 4 * kSecond;
  EXPECT_EQ(send("G"), Next::kRead);
  EXPECT_EQ(connection_->deadline_micros(), now_ + 10 * kSecond);
}

TEST_F(ConnectionTest, BodyMustKeepUpWithTheLowestRate) {
  ASSERT_EQ(send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n"), Next::kRead);
  const std::int64_t start = now_;
  EXPECT_EQ(connection_->deadline_micros(), start + 5 * kSecond);
  now_ += 4 * kSecond;
  ASSERT_EQ(send(std::string(2048, 'b')), Next::kRead);
  EXPECT_EQ(connection_->deadline_micros(), start + 7 * kSecond);
  ASSERT_EQ(send(std::string(61'440, 'b')), Next::kRead);
  EXPECT_EQ(connection_->deadline_micros(), start + 30 * kSecond);
  now_ = start + 30 * kSecond;
  connection_->expire(now_);
  ASSERT_EQ(connection_->advance(now_), Next::kRead);
  EXPECT_EQ(received(), "http.timeout\n");
}

// Bodies that trickle in can't fill the memory: together they hold no more than the budget.
TEST_F(ConnectionTest, BodiesThatArriveShareOneBudget) {
  ByteBudget budget(8);
  EXPECT_FALSE(budget.take(9));
  rules_.bodies = &budget;
  ASSERT_TRUE(budget.take(5));
  ASSERT_EQ(send(std::string(kPost) + "abc"), Next::kRead);
  EXPECT_EQ(received(), "");
  EXPECT_FALSE(budget.take(1));
  EXPECT_EQ(send("d"), Next::kRead);
  EXPECT_EQ(received(), "http.overloaded\n");
  EXPECT_TRUE(budget.take(3));
  budget.give_back(8);

  // A complete body belongs to its handler and is counted no longer.
  connection_ = nullptr;
  ::close(client_);
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
  client_ = ends[0];
  connection_ = std::make_unique<Connection>(ends[1], nullptr, "192.0.2.1", rules_, now_);
  ASSERT_EQ(send(std::string(kPost) + "abcdefg"), Next::kRead);
  EXPECT_FALSE(budget.take(2));
  ASSERT_EQ(send("hij"), Next::kRequest);
  ignore_ = connection_->take_request();
  EXPECT_TRUE(budget.take(8));
  budget.give_back(8);
  answer("x");
  ASSERT_EQ(connection_->advance(now_), Next::kRead);
  ASSERT_EQ(send(std::string(kPost) + "abcdefg"), Next::kRead);
  connection_ = nullptr;
  EXPECT_TRUE(budget.take(8));
  rules_.bodies = nullptr;
}

// Clients that ask for large answers and never read them can't fill the memory.
TEST_F(ConnectionTest, LargeAnswersThatAreNotReadShareOneBudget) {
  const std::string large(3'000'000, 'x');
  ByteBudget budget(large.size());
  rules_.answers = &budget;
  ASSERT_EQ(send(kGet), Next::kRequest);
  ignore_ = connection_->take_request();
  answer(large);
  EXPECT_FALSE(budget.take(1));
  ASSERT_EQ(connection_->advance(now_), Next::kWrite);

  // A second connection: small answers are its own, a large one finds no room.
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
  auto reader =
      std::exchange(connection_, std::make_unique<Connection>(ends[1], nullptr, "192.0.2.2", rules_, now_));
  const int reading_end = std::exchange(client_, ends[0]);
  ASSERT_EQ(send(kGet), Next::kRequest);
  ignore_ = connection_->take_request();
  answer(std::string(16'384, 'y'));
  ASSERT_EQ(connection_->advance(now_), Next::kRead);
  EXPECT_EQ(received(), std::string(16'384, 'y'));
  ASSERT_EQ(send(kGet), Next::kRequest);
  ignore_ = connection_->take_request();
  answer(std::string(16'385, 'y'));
  EXPECT_EQ(connection_->advance(now_), Next::kRead);
  EXPECT_EQ(received(), "http.overloaded\n");
  ::shutdown(client_, SHUT_WR);
  EXPECT_EQ(connection_->advance(now_), Next::kEnd);
  ::close(client_);

  // The room comes back with the last byte that is read, and with a connection that ends before.
  connection_ = std::move(reader);
  client_ = reading_end;
  std::size_t got = received().size();
  for (int rounds = 0; connection_->advance(now_) == Next::kWrite && rounds < 100'000; ++rounds) {
    EXPECT_FALSE(budget.take(1));
    got += received().size();
  }
  EXPECT_EQ(got + received().size(), large.size());
  ASSERT_EQ(send(kGet), Next::kRequest);
  ignore_ = connection_->take_request();
  answer(large);
  EXPECT_FALSE(budget.take(1));
  connection_ = nullptr;
  EXPECT_TRUE(budget.take(large.size()));
}

// A refused client that goes on sending is listened to for its own sake, and only so long.
TEST_F(ConnectionTest, WhatIsThrownAwayBehindARefusalIsBounded) {
  const std::string piece(1000, 'z');
  const auto refuse_and_flood = [&](std::size_t bytes_max) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    ::close(client_);
    client_ = ends[0];
    connection_ = std::make_unique<Connection>(ends[1], nullptr, "192.0.2.1", rules_, now_);
    EXPECT_EQ(send("GET / HTTP/1.1\r\nHost: b\r\n\r\n"), Next::kRead);
    EXPECT_EQ(received(), "http.host_unknown\n");
    std::size_t sent = 0;
    while (sent <= bytes_max && send(piece) == Next::kRead) sent += piece.size();
    return sent;
  };
  // By itself: one largest request.
  const std::size_t one_request = rules_.framing.head_bytes_max + rules_.framing.body_bytes_max;
  EXPECT_EQ(refuse_and_flood(10 * one_request), one_request);

  // Together: the budget; a connection that is gone gives its part back.
  connection_ = nullptr;
  ByteBudget budget(20'000);
  rules_.drained = &budget;
  ASSERT_TRUE(budget.take(15'000));
  EXPECT_EQ(refuse_and_flood(10 * one_request), 5'000U);
  EXPECT_FALSE(budget.take(1));
  connection_ = nullptr;
  EXPECT_TRUE(budget.take(5'000));
  rules_.drained = nullptr;
}

TEST_F(ConnectionTest, RequestDeadlineCoversHandlerAndAnswer) {
  now_ += 3 * kSecond;
  ASSERT_EQ(send(kGet), Next::kRequest);
  EXPECT_EQ(connection_->deadline_micros(), 100 * kSecond + 60 * kSecond);
  ignore_ = connection_->take_request();
  answer(std::string(10'000'000, 'x'));
  EXPECT_EQ(connection_->advance(now_), Next::kWrite);
  EXPECT_TRUE(connection_->is_writing());
  connection_->expire(160 * kSecond);
  EXPECT_EQ(connection_->advance(160 * kSecond), Next::kEnd);
}

TEST_F(ConnectionTest, LargeAnswersContinueWhereTheyStopped) {
  ASSERT_EQ(send(kGet), Next::kRequest);
  ignore_ = connection_->take_request();
  std::string large(3'000'000, 'x');
  large.back() = 'y';
  answer(large);
  std::string got;
  Next next = connection_->advance(now_);
  for (int rounds = 0; next == Next::kWrite && rounds < 100'000; ++rounds) {
    got += received();
    next = connection_->advance(now_);
  }
  got += received();
  EXPECT_EQ(next, Next::kRead);
  EXPECT_EQ(got, large);
}

TEST_F(ConnectionTest, OverloadIsToldWhereHttpCanBeSpoken) {
  ASSERT_EQ(send("GET"), Next::kRead);
  connection_->refuse({503, "http.overloaded", ""}, now_);
  EXPECT_EQ(connection_->advance(now_), Next::kRead);
  EXPECT_EQ(received(), "http.overloaded\n");
}

TEST_F(ConnectionTest, OverloadIsToldToACompleteRequestToo) {
  ASSERT_EQ(send(kGet), Next::kRequest);
  EXPECT_FALSE(connection_->is_answered());
  connection_->refuse({503, "http.overloaded", ""}, now_);
  EXPECT_TRUE(connection_->is_answered());
  EXPECT_EQ(connection_->advance(now_), Next::kRead);
  EXPECT_EQ(received(), "http.overloaded\n");
}

// A refusal's content behind a HEAD was taken for the head of the next answer.
TEST_F(ConnectionTest, RefusalsOfHeadHaveNoContent) {
  rules_.format_refusal = [](const Refusal& refusal) {
    return std::string(refusal.code) + "\r\nContent-Length: 4\r\n\r\nbody";
  };
  for (const char* sent : {"HEAD / HTTP/1.1\r\nHost: b\r\n\r\n", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"}) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    ::close(client_);
    client_ = ends[0];
    connection_ = std::make_unique<Connection>(ends[1], nullptr, "192.0.2.1", rules_, now_);
    if (send(sent) == Next::kRequest) {
      connection_->refuse({503, "http.overloaded", ""}, now_);
      ASSERT_EQ(connection_->advance(now_), Next::kRead);
    }
    EXPECT_TRUE(received().ends_with("Content-Length: 4\r\n\r\n")) << sent;
  }
}

TEST_F(ConnectionTest, PeerThatLeavesEndsIt) {
  ASSERT_EQ(send("GET /x"), Next::kRead);
  ::shutdown(client_, SHUT_WR);
  EXPECT_EQ(connection_->advance(now_), Next::kEnd);
}

TEST_F(ConnectionTest, HalfClosedPeerStillGetsItsAnswer) {
  ASSERT_EQ(::send(client_, kGet, std::string_view(kGet).size(), 0),
            static_cast<ssize_t>(std::string_view(kGet).size()));
  ::shutdown(client_, SHUT_WR);
  ASSERT_EQ(connection_->advance(now_), Next::kRequest);
  ignore_ = connection_->take_request();
  answer("late");
  EXPECT_EQ(connection_->advance(now_), Next::kEnd);
  EXPECT_EQ(received(), "late");
}

TEST_F(ConnectionTest, CutMakesTheNextMoveFail) {
  ASSERT_EQ(send(kGet), Next::kRequest);
  ignore_ = connection_->take_request();
  connection_->cut();
  answer("never");
  EXPECT_EQ(connection_->advance(now_), Next::kEnd);
}

}  // namespace
}  // namespace api

// Goal: every accepted connection is watched, served and forgotten, whatever its peer does. Method: the loop
// with a serve function of the test's own and no HTTP library; raw clients on port 0; a clock that stands
// still unless the test moves it.
#include "api/connection_loop.h"

#include <array>
#include <atomic>
#include <functional>
#include <future>
#include <gtest/gtest.h>
#include <limits>
#include <map>
#include <memory>
#include <poll.h>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "ledger/base/mutex.h"
#include "tests/support/manual_clock.h"
#include "tests/support/raw_client.h"

namespace api {
namespace {

using tests::RawClient;

std::string ok_answer(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Something that has happened when the test says so.
class Told final : public Waiting {
 public:
  explicit Told(std::int64_t due_micros) : due_micros_(due_micros) {}
  void notify(std::function<void()> resume) override {
    {
      const ledger::MutexLock lock(mutex_);
      if (!told_) {
        resume_ = std::move(resume);
        return;
      }
    }
    resume();
  }
  std::int64_t due_micros() const override { return due_micros_; }
  void tell() {
    std::function<void()> resume;
    {
      const ledger::MutexLock lock(mutex_);
      told_ = true;
      resume = std::exchange(resume_, nullptr);
    }
    if (resume) resume();
  }
  bool is_told() {
    const ledger::MutexLock lock(mutex_);
    return told_;
  }

 private:
  const std::int64_t due_micros_;
  ledger::Mutex mutex_;
  bool told_ = false;
  std::function<void()> resume_;
};

class ConnectionLoopTest : public ::testing::Test {
 protected:
  ConnectionLoopTest() {
    rules_.framing = {200, 1000, 10, 100'000};
    rules_.allowed_hosts = {"a"};
    rules_.head_timeout_micros = 10'000'000;
    rules_.body_timeout_micros = 30'000'000;
    rules_.body_grace_micros = 5'000'000;
    rules_.body_bytes_per_s_min = 1024;
    rules_.request_timeout_micros = 60'000'000;
    rules_.idle_timeout_micros = 5'000'000;
    rules_.keep_alive_requests_max = 1000;
    rules_.format_refusal = [](const Refusal& refusal) {
      return "HTTP/1.1 " + std::to_string(refusal.status) + " No\r\nContent-Length: 0\r\n\r\n";
    };
  }

  void start(const LoopOptions& options) {
    auto opened = Listener::open("127.0.0.1", 0);
    ASSERT_TRUE(opened.ok());
    listener_ = std::make_unique<Listener>(std::move(opened).value());
    port_ = listener_->port();
    loop_ = std::make_unique<ConnectionLoop>(
        options, rules_, *listener_, nullptr, clock_,
        [this](InboundRequest request, bool& keep_alive) { return answer(request, keep_alive); });
    ASSERT_TRUE(loop_->start().ok());
  }
  Served answer(const InboundRequest& request, bool& keep_alive) {
    ++served_;
    const std::string target = request.head.target;
    if (target == "/bye") keep_alive = false;
    if (target.starts_with("/later")) return {"", later(target)};
    return {ok_answer(serve_ ? serve_(target) : target + request.body)};
  }
  LaterBytes later(const std::string& target) {
    auto told = std::make_shared<Told>(due_micros_);
    const auto finish = [told, target](bool& keep_alive) {
      if (target == "/later/bye") keep_alive = false;
      return ok_answer(told->is_told() ? target : "unknown");
    };
    const ledger::MutexLock lock(mutex_);
    told_[target] = told;
    return {told, finish};
  }
  // Of the last request for `target`, which has been taken.
  std::shared_ptr<Told> told(const std::string& target) {
    while (true) {
      {
        const ledger::MutexLock lock(mutex_);
        if (const auto found = told_.find(target); found != told_.end()) return found->second;
      }
      std::this_thread::yield();
    }
  }
  static std::string get(const std::string& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  tests::ManualClock clock_;
  ConnectionRules rules_;
  std::unique_ptr<Listener> listener_;
  int port_ = 0;
  std::atomic<int> served_{0};
  std::function<std::string(const std::string& target)> serve_;  // null: echoes target and body
  std::int64_t due_micros_ = std::numeric_limits<std::int64_t>::max();
  ledger::Mutex mutex_;
  std::map<std::string, std::shared_ptr<Told>> told_;
  std::unique_ptr<ConnectionLoop> loop_;
};

TEST_F(ConnectionLoopTest, OneWorkerServesManyOpenConnectionsInTurn) {
  start({1, 64, 100, 100});
  std::vector<RawClient> clients;
  for (int i = 0; i < 30; ++i) clients.emplace_back(port_);
  for (int round = 0; round < 5; ++round) {
    for (std::size_t i = 0; i < clients.size(); ++i) {
      const std::string target = "/" + std::to_string(round) + "/" + std::to_string(i);
      clients[i].send(get(target));
      EXPECT_EQ(clients[i].receive().body, target);
    }
  }
  EXPECT_EQ(served_, 150);
}

TEST_F(ConnectionLoopTest, PipelinedRequestsKeepTheirOrder) {
  start({4, 64, 100, 100});
  RawClient client(port_);
  std::string bytes;
  for (int i = 0; i < 50; ++i) bytes += get("/" + std::to_string(i));
  client.send(bytes);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(client.receive().body, "/" + std::to_string(i));
}

TEST_F(ConnectionLoopTest, ServeMayCloseTheConnection) {
  start({1, 64, 100, 100});
  RawClient client(port_);
  client.send(get("/bye") + get("/never"));
  EXPECT_EQ(client.receive().body, "/bye");
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(served_, 1);
}

// A place that is given back is there again: connections that ended in every possible way don't use it up.
TEST_F(ConnectionLoopTest, EndedConnectionsGiveTheirPlaceBack) {
  start({1, 64, 2, 2});
  for (int i = 0; i < 20; ++i) {
    const std::string sent = i % 4 == 0 ? get("/bye") : i % 4 == 1 ? "" : i % 4 == 2 ? "GET /" : "\x16\x03";
    {
      RawClient client(port_);
      client.send(sent);
      client.finish_sending();
      // Reading to the end makes sure that the loop has let go of it, or refused it for want of a place.
      client.receive_all();
    }
  }
  RawClient client(port_);
  client.send(get("/still"));
  // The loop forgets an ended connection within one round, which the next client may overtake.
  tests::RawAnswer answer = client.receive();
  for (int tries = 0; answer.status == 503 && tries < 1000; ++tries) {
    RawClient again(port_);
    again.send(get("/still"));
    answer = again.receive();
  }
  EXPECT_EQ(answer.status, 200);
}

TEST_F(ConnectionLoopTest, IdleConnectionsEndByTheClock) {
  start({1, 64, 100, 100});
  RawClient silent(port_);
  RawClient served(port_);
  served.send(get("/x"));
  EXPECT_EQ(served.receive().body, "/x");
  // Silent before served in the accept queue, so both are known by now.
  clock_.advance(10'000'000);
  EXPECT_TRUE(silent.is_closed());
  EXPECT_TRUE(served.is_closed());
}

// A slow reader's answer was cut off in the middle when the queue was full at the moment it could go on.
TEST_F(ConnectionLoopTest, OverloadNeverTearsAnAnswerThatIsOnItsWayOut) {
  std::promise<void> entered;
  std::promise<void> open;
  const std::shared_future<void> opened = open.get_future().share();
  // More than the socket buffers of both ends take, so that the rest waits for the reader.
  const std::string large(32U << 20, 'x');
  serve_ = [&](const std::string& target) {
    if (target == "/large") return large;
    if (target == "/stuck") {
      entered.set_value();
      opened.wait();
    }
    return target;
  };
  start({1, 1, 100, 100});
  RawClient slow(port_);
  slow.send(get("/large"));
  pollfd begun{slow.descriptor(), POLLIN, 0};
  ASSERT_EQ(::poll(&begun, 1, 20'000), 1);
  RawClient stuck(port_);
  stuck.send(get("/stuck"));
  entered.get_future().wait();
  // The only worker is busy; of two more one fills the queue and the other is refused.
  RawClient second(port_);
  RawClient third(port_);
  second.send(get("/next"));
  third.send(get("/next"));
  std::array<pollfd, 2> both{pollfd{second.descriptor(), POLLIN, 0}, pollfd{third.descriptor(), POLLIN, 0}};
  ASSERT_GE(::poll(both.data(), both.size(), 20'000), 1);
  const bool second_refused = both[0].revents != 0;
  EXPECT_EQ((second_refused ? second : third).receive().status, 503);
  const tests::RawAnswer answer = slow.receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.size(), large.size());
  open.set_value();
  EXPECT_EQ(stuck.receive().body, "/stuck");
  EXPECT_EQ((second_refused ? third : second).receive().body, "/next");
}

TEST_F(ConnectionLoopTest, StopsWithConnectionsInEveryStateAndNeverServesAgain) {
  start({2, 64, 100, 100});
  RawClient silent(port_);
  RawClient begun(port_);
  RawClient served(port_);
  begun.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
  served.send(get("/x"));
  EXPECT_EQ(served.receive().body, "/x");
  loop_->stop();
  EXPECT_TRUE(silent.is_closed());
  EXPECT_TRUE(served.is_closed());
  EXPECT_EQ(begun.receive_all().find("200"), std::string::npos);
  EXPECT_EQ(served_, 1);
  loop_->stop();
  EXPECT_EQ(listener_->descriptor(), -1);
}

// A database that can't open its next file stops the ledger: connections never take the last descriptors.
TEST_F(ConnectionLoopTest, ConnectionsLeaveDescriptorsForTheStorage) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const int lowest_free = ::dup(0);
  ASSERT_GE(lowest_free, 0);
  ::close(lowest_free);
  rlimit tight = before;
  tight.rlim_cur = static_cast<rlim_t>(lowest_free) + 43;  // three go to listener, epoll and event
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
  start({1, 64, 1000, 1000});
  // Each client has both ends in this process; 20 of the 40 left must never be connections' alone.
  std::vector<RawClient> clients;
  int served = 0;
  for (int i = 0; i < 10; ++i) {
    clients.emplace_back(port_);
    clients.back().send(get("/x"));
    served += clients.back().receive().status == 200 ? 1 : 0;
  }
  // Fewer when this process was started with further descriptors open.
  EXPECT_LE(served, 10);
  EXPECT_GE(served, 5);
  clients.emplace_back(port_);
  clients.back().send(get("/x"));
  EXPECT_EQ(clients.back().receive().status, 503);
  clients.clear();
  tests::RawAnswer answer;
  for (int tries = 0; answer.status != 200 && tries < 1000; ++tries) {
    RawClient again(port_);
    again.send(get("/again"));
    answer = again.receive();
  }
  EXPECT_EQ(answer.status, 200);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
}

TEST_F(ConnectionLoopTest, WhatComesLaterHoldsNoWorker) {
  start({1, 64, 100, 100});
  std::vector<RawClient> waiting;
  for (int i = 0; i < 20; ++i) {
    waiting.emplace_back(port_);
    waiting.back().send(get("/later/" + std::to_string(i)));
  }
  RawClient other(port_);
  other.send(get("/now"));
  EXPECT_EQ(other.receive().body, "/now");
  // The last first: whoever is told is answered, whatever the others wait for.
  for (int i = 19; i >= 0; --i) {
    const std::string target = "/later/" + std::to_string(i);
    told(target)->tell();
    const tests::RawAnswer answer = waiting[static_cast<std::size_t>(i)].receive();
    EXPECT_EQ(answer.body, target);
  }
  EXPECT_EQ(served_, 21);
}

// Also what was told before the loop asked for it, which is the writer overtaking the worker.
TEST_F(ConnectionLoopTest, WhatWasPipelinedBehindALaterAnswerComesAfterIt) {
  start({2, 64, 100, 100});
  RawClient client(port_);
  client.send(get("/later/a") + get("/b") + get("/later/c") + get("/d"));
  told("/later/a")->tell();
  EXPECT_EQ(client.receive().body, "/later/a");
  EXPECT_EQ(client.receive().body, "/b");
  told("/later/c")->tell();
  EXPECT_EQ(client.receive().body, "/later/c");
  EXPECT_EQ(client.receive().body, "/d");
}

TEST_F(ConnectionLoopTest, ALaterAnswerMayCloseTheConnection) {
  start({1, 64, 100, 100});
  RawClient client(port_);
  client.send(get("/later/bye") + get("/never"));
  told("/later/bye")->tell();
  EXPECT_EQ(client.receive().body, "/later/bye");
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(served_, 1);
}

// When the wait is over the answer says so, once: what is told afterwards reaches neither this request nor
// the next one of the same connection.
TEST_F(ConnectionLoopTest, NobodyWaitsLongerThanItsDue) {
  start({2, 64, 100, 100});
  due_micros_ = clock_.monotonic_micros() + 1'000'000;
  RawClient client(port_);
  client.send(get("/later/a"));
  const auto first = told("/later/a");
  clock_.advance(1'000'000);
  EXPECT_EQ(client.receive().body, "unknown");
  due_micros_ = std::numeric_limits<std::int64_t>::max();
  client.send(get("/later/b"));
  const auto second = told("/later/b");
  first->tell();
  second->tell();
  EXPECT_EQ(client.receive().body, "/later/b");
  client.send(get("/c"));
  EXPECT_EQ(client.receive().body, "/c");
}

// The request's own deadline cuts the connection; its place is free when what it waits for has come.
TEST_F(ConnectionLoopTest, AClientIsCutOffAnAnswerThatNeverComes) {
  start({1, 64, 1, 1});
  RawClient client(port_);
  client.send(get("/later/a"));
  const auto waiting = told("/later/a");
  clock_.advance(61'000'000);
  EXPECT_TRUE(client.is_closed());
  waiting->tell();
  tests::RawAnswer answer;
  for (int tries = 0; answer.status != 200 && tries < 1000; ++tries) {
    RawClient again(port_);
    again.send(get("/again"));
    answer = again.receive();
  }
  EXPECT_EQ(answer.status, 200);
}

TEST_F(ConnectionLoopTest, StopWaitsForWhatComesLater) {
  start({1, 64, 100, 100});
  RawClient client(port_);
  client.send(get("/later/a"));
  const auto waiting = told("/later/a");
  RawClient silent(port_);
  silent.send(get("/x"));
  EXPECT_EQ(silent.receive().body, "/x");
  std::thread stopping([this] { loop_->stop(); });
  EXPECT_TRUE(silent.is_closed()) << "idle connections end when stopping begins";
  waiting->tell();
  EXPECT_EQ(client.receive().body, "/later/a");
  EXPECT_TRUE(client.is_closed());
  stopping.join();
}

// Told by one thread while others serve, refuse and end: every connection gets its own answer, exactly once.
TEST_F(ConnectionLoopTest, ManyWaitAndAreToldAtOnce) {
  start({4, 64, 100, 100});
  for (int round = 0; round < 20; ++round) {
    std::vector<RawClient> clients;
    std::vector<std::string> targets;
    for (int i = 0; i < 16; ++i) {
      targets.push_back("/later/" + std::to_string(round) + "/" + std::to_string(i));
      clients.emplace_back(port_);
      clients.back().send(get(targets.back()) + get(targets.back() + "/then"));
    }
    std::thread teller([&] {
      for (const std::string& target : targets) told(target)->tell();
      for (const std::string& target : targets) told(target + "/then")->tell();
    });
    for (std::size_t i = 0; i < clients.size(); ++i) {
      EXPECT_EQ(clients[i].receive().body, targets[i]);
      EXPECT_EQ(clients[i].receive().body, targets[i] + "/then");
    }
    teller.join();
  }
  EXPECT_EQ(served_, 640);
}

TEST_F(ConnectionLoopTest, StopWithoutStartAndWithoutClients) {
  auto opened = Listener::open("127.0.0.1", 0);
  ASSERT_TRUE(opened.ok());
  {
    ConnectionLoop never({1, 1, 1, 1}, rules_, opened.value(), nullptr, clock_, {});
    never.stop();
  }
  start({1, 1, 1, 1});
  loop_->stop();
  EXPECT_EQ(served_, 0);
}

}  // namespace
}  // namespace api

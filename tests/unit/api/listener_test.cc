// Goal: the listener binds what was asked for, knows whether outsiders can reach it, and says why it can't.
// Method: real sockets on port 0, and names that can't resolve.
#include "api/listener.h"

#include <gtest/gtest.h>

#include "tests/support/raw_client.h"

namespace api {
namespace {

TEST(Listener, BindsAFreePortAndKnowsLoopback) {
  const struct {
    const char* host;
    bool loopback;
  } rows[] = {{"127.0.0.1", true}, {"127.8.9.10", true}, {"0.0.0.0", false}};
  for (const auto& row : rows) {
    const auto listener = Listener::open(row.host, 0);
    ASSERT_TRUE(listener.ok()) << listener.status().to_string();
    EXPECT_GT(listener.value().port(), 0);
    EXPECT_EQ(listener.value().is_loopback(), row.loopback) << row.host;
  }
}

TEST(Listener, NamesWhatIsWrong) {
  const auto taken = Listener::open("127.0.0.1", 0);
  ASSERT_TRUE(taken.ok());
  const struct {
    const char* host;
    int port;
    const char* reason;
  } rows[] = {
      {"", 0, "door.host"},
      {"no.such.host.invalid", 0, "door.host"},
      {"127.0.0.1", -1, "door.bind"},
      {"127.0.0.1", 65536, "door.bind"},
      {"127.0.0.1", taken.value().port(), "door.bind"},
      {"192.0.2.1", 0, "door.bind"},
  };
  for (const auto& row : rows) {
    const auto listener = Listener::open(row.host, row.port);
    ASSERT_FALSE(listener.ok()) << row.host;
    EXPECT_EQ(listener.status().reason(), row.reason) << row.host << " " << row.port;
  }
}

TEST(Listener, MovedFromOwnsNothing) {
  auto first = Listener::open("127.0.0.1", 0);
  ASSERT_TRUE(first.ok());
  const int port = first.value().port();
  Listener second = std::move(first).value();
  const tests::RawClient client(port);
  EXPECT_EQ(peer_address_of(client.descriptor()), "127.0.0.1");
  second.close();
  EXPECT_EQ(second.descriptor(), -1);
  EXPECT_TRUE(Listener::open("127.0.0.1", port).ok());
  EXPECT_EQ(peer_address_of(-1), "");
}

}  // namespace
}  // namespace api

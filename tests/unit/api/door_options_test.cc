// Goal: limits that contradict each other are named before anything is bound, and what is given in
// milliseconds reaches the connections as it was meant. Method: tables of options.
#include "api/door_options.h"

#include <gtest/gtest.h>

namespace api {
namespace {

TEST(DoorOptions, TheirOwnDefaultsAreGood) {
  EXPECT_TRUE(check_options({}).ok());
}

TEST(DoorOptions, EveryLimitIsAboveZero) {
  std::size_t ServerOptions::*const sizes[] = {&ServerOptions::threads,
                                               &ServerOptions::queue_capacity,
                                               &ServerOptions::connections_max,
                                               &ServerOptions::connections_per_peer_max,
                                               &ServerOptions::keep_alive_requests_max,
                                               &ServerOptions::bodies_bytes_max,
                                               &ServerOptions::answers_bytes_max,
                                               &ServerOptions::drained_bytes_max,
                                               &ServerOptions::body_bytes_per_s_min,
                                               &ServerOptions::target_bytes_max,
                                               &ServerOptions::head_bytes_max,
                                               &ServerOptions::header_count_max,
                                               &ServerOptions::body_bytes_max};
  for (const auto size : sizes) {
    ServerOptions options;
    options.*size = 0;
    EXPECT_EQ(check_options(options).reason(), "door.options") << &size - sizes;
  }
  std::int64_t ServerOptions::*const times[] = {
      &ServerOptions::head_timeout_ms, &ServerOptions::body_timeout_ms, &ServerOptions::body_grace_ms,
      &ServerOptions::request_timeout_ms, &ServerOptions::idle_timeout_ms};
  for (const auto time : times) {
    for (const std::int64_t value : {0, -1}) {
      ServerOptions options;
      options.*time = value;
      EXPECT_EQ(check_options(options).reason(), "door.options") << &time - times;
    }
  }
}

TEST(DoorOptions, LimitsMustNotContradictEachOther) {
  const struct {
    const char* name;
    void (*set)(ServerOptions&);
    bool ok;
  } rows[] = {
      {"a head as long as the request", [](ServerOptions& o) { o.head_timeout_ms = 60'000; }, true},
      {"a head longer than the request", [](ServerOptions& o) { o.head_timeout_ms = 60'001; }, false},
      {"a body longer than the request", [](ServerOptions& o) { o.body_timeout_ms = 60'001; }, false},
      {"room for one body", [](ServerOptions& o) { o.bodies_bytes_max = o.body_bytes_max; }, true},
      {"no room for one body", [](ServerOptions& o) { o.bodies_bytes_max = o.body_bytes_max - 1; }, false},
      {"a head of target and fields", [](ServerOptions& o) { o.head_bytes_max = o.target_bytes_max + 64; },
       true},
      {"no room for fields", [](ServerOptions& o) { o.head_bytes_max = o.target_bytes_max + 63; }, false},
  };
  for (const auto& row : rows) {
    ServerOptions options;
    row.set(options);
    EXPECT_EQ(check_options(options).ok(), row.ok) << row.name;
  }
}

TEST(DoorOptions, HostsAreListedUnlessOnlyThisMachineCanAsk) {
  using Hosts = std::vector<std::string>;
  const struct {
    std::string host;
    Hosts allowed;
    bool loopback;
    Hosts read;  // empty: refused
  } rows[] = {
      {"127.0.0.1", {}, true, {"localhost", "127.0.0.1", "[::1]", "127.0.0.1"}},
      {"::1", {}, true, {"localhost", "127.0.0.1", "[::1]", "[::1]"}},
      {"127.0.0.1", {"Ledger.Example"}, true, {"ledger.example"}},
      {"0.0.0.0", {"ledger.example", "[2001:db8::1]"}, false, {"ledger.example", "[2001:db8::1]"}},
      {"0.0.0.0", {}, false, {}},
      {"127.0.0.1", {"a b"}, true, {}},
      {"127.0.0.1", {""}, true, {}},
      {"127.0.0.1", {"good", "http://bad"}, true, {}},
  };
  for (const auto& row : rows) {
    ServerOptions options;
    options.host = row.host;
    options.allowed_hosts = row.allowed;
    const auto hosts = read_hosts(options, row.loopback);
    if (row.read.empty()) {
      EXPECT_EQ(hosts.status().reason(), "door.allowed_hosts");
    } else {
      ASSERT_TRUE(hosts.ok()) << hosts.status().to_string();
      EXPECT_EQ(*hosts, row.read);
    }
  }
}

TEST(DoorOptions, RulesAreTheSameTimesAndSizes) {
  ServerOptions options;
  options.head_timeout_ms = 11;
  options.body_timeout_ms = 12;
  options.body_grace_ms = 13;
  options.request_timeout_ms = 14;
  options.idle_timeout_ms = 15;
  options.body_bytes_per_s_min = 16;
  options.keep_alive_requests_max = 17;
  options.target_bytes_max = 18;
  options.head_bytes_max = 19;
  options.header_count_max = 20;
  options.body_bytes_max = 21;
  const ConnectionRules rules = make_rules(options);
  EXPECT_EQ(rules.head_timeout_micros, 11'000);
  EXPECT_EQ(rules.body_timeout_micros, 12'000);
  EXPECT_EQ(rules.body_grace_micros, 13'000);
  EXPECT_EQ(rules.request_timeout_micros, 14'000);
  EXPECT_EQ(rules.idle_timeout_micros, 15'000);
  EXPECT_EQ(rules.body_bytes_per_s_min, 16U);
  EXPECT_EQ(rules.keep_alive_requests_max, 17U);
  EXPECT_EQ(rules.framing.target_bytes_max, 18U);
  EXPECT_EQ(rules.framing.head_bytes_max, 19U);
  EXPECT_EQ(rules.framing.header_count_max, 20U);
  EXPECT_EQ(rules.framing.body_bytes_max, 21U);
}

}  // namespace
}  // namespace api

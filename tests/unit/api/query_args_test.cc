// Goal: query members are read strictly, and a refusal names the member and what would be right.
// Method: tables of members, negative rows first, over a call of a small ledger.
#include "api/query_args.h"

#include <gtest/gtest.h>

#include "ledger/base/time.h"
#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

class QueryArgsTest : public ::testing::Test {
 protected:
  // Reason and pointer of what `read` says about the target; empty when it is fine.
  template <typename Read>
  std::string refusal(std::string_view target, Read read) {
    const api::Request request = request_of("GET", target);
    const ledger::Status status = read(fixture.call(request)).status();
    return status.ok() ? std::string() : status.reason() + " " + status.pointer();
  }
  ApiFixture fixture;
};

TEST_F(QueryArgsTest, Numbers) {
  const auto number = [](const api::Call& call) { return api::query_number(call, "n"); };
  for (const std::string_view bad :
       {"-1", "+1", "01", "1.0", "1e3", "0x1", "1 ", " 1", "x", "18446744073709551616", "\xEF\xBC\x91"}) {
    EXPECT_EQ(refusal("/?n=" + std::string(bad), number), "query.number ?n") << bad;
  }
  EXPECT_EQ(refusal("/?n=1&n=1", number), "query.repeated ?n");
  EXPECT_EQ(refusal("/?n=0", number), "");
  EXPECT_EQ(refusal("/?n=18446744073709551615", number), "");
  const api::Request absent = request_of("GET", "/?m=1");
  EXPECT_FALSE(number(fixture.call(absent))->has_value());
}

TEST_F(QueryArgsTest, Times) {
  const auto time = [](const api::Call& call) { return api::query_time(call, "from"); };
  for (const std::string_view bad : {"now", "2026-06-03", "2026-06-03T10:00:00", "2026-13-01T00:00:00Z",
                                     "2026-06-03 10:00:00Z", "1780448400"}) {
    EXPECT_EQ(refusal("/?from=" + std::string(bad), time), "query.time ?from") << bad;
  }
  EXPECT_EQ(refusal("/?from=2026-06-03T10:00:00+09:00", time), "");
  EXPECT_EQ(refusal("/?from=2026-06-03T01:00:00Z&from=2026-06-03T01:00:00Z", time), "query.repeated ?from");
}

TEST_F(QueryArgsTest, AsOf) {
  const auto as_of = [](const api::Call& call) { return api::query_as_of(call); };
  const std::string beyond = std::to_string(fixture.size() + 1);
  EXPECT_EQ(refusal("/?as_of=" + beyond, as_of), "query.as_of ?as_of");
  EXPECT_EQ(refusal("/?as_of=18446744073709551615", as_of), "query.as_of ?as_of");
  EXPECT_EQ(refusal("/?as_of=yesterday", as_of), "query.time ?as_of");
  EXPECT_EQ(refusal("/?as_of=-1", as_of), "query.time ?as_of");
  EXPECT_EQ(refusal("/?as_of=1&as_of=2", as_of), "query.repeated ?as_of");
  const auto size_at = [&](const std::string& text) {
    const api::Request request = request_of("GET", "/?as_of=" + text);
    return api::query_as_of(fixture.call(request))->value;
  };
  EXPECT_EQ(size_at(""), fixture.size());
  EXPECT_EQ(size_at("0"), 0U);
  EXPECT_EQ(size_at(std::to_string(fixture.size())), fixture.size());
  EXPECT_EQ(size_at("1999-01-01T00:00:00Z"), 0U);
  EXPECT_EQ(size_at("2999-01-01T00:00:00Z"), fixture.size());
  const ledger::UnixMicros third = fixture.event_at(2).entry.recorded_at;
  EXPECT_GE(size_at(ledger::format_recorded_at(third)), 3U);
}

TEST_F(QueryArgsTest, PagesAndBounds) {
  const auto page = [](const api::Call& call) { return api::query_page(call); };
  EXPECT_EQ(refusal("/?limit=0", page), "page.limit ?limit");
  EXPECT_EQ(refusal("/?limit=1001", page), "page.limit ?limit");
  EXPECT_EQ(refusal("/?limit=ten", page), "query.number ?limit");
  EXPECT_EQ(refusal("/?cursor=a&cursor=b", page), "query.repeated ?cursor");
  EXPECT_EQ(refusal("/?limit=1000", page), "");
  const api::Request request = request_of("GET", "/?limit=7&cursor=abc");
  EXPECT_EQ(api::query_page(fixture.call(request))->limit, 7U);
  EXPECT_EQ(api::query_page(fixture.call(request))->after, "abc");

  const auto bounds = [](const api::Call& call) { return api::query_bounds(call); };
  EXPECT_EQ(refusal("/?from=x", bounds), "query.time ?from");
  EXPECT_EQ(refusal("/?to=x", bounds), "query.time ?to");
  EXPECT_EQ(refusal("/?as_of=x", bounds), "query.time ?as_of");
  const api::Request open = request_of("GET", "/");
  EXPECT_EQ(api::query_bounds(fixture.call(open))->as_of.value, fixture.size());
  EXPECT_FALSE(api::query_bounds(fixture.call(open))->from.has_value());
}

TEST_F(QueryArgsTest, Preferences) {
  struct Row {
    std::string_view prefer;
    std::int64_t micros;
    bool minimal;
  };
  const std::vector<Row> rows = {
      {"wait=5", 5'000'000, false},
      {"wait=31", 30'000'000, false},
      {"wait=99999999999", 30'000'000, false},
      {"wait=0", 0, false},
      {"wait=-1", 0, false},
      {"wait=", 0, false},
      {"wait=x", 0, false},
      {"wait=007", 0, false},
      {"", 0, false},
      {"return=minimal", 0, true},
      {"return=minimal, wait=2", 2'000'000, true},
      {"return=representation", 0, false},
  };
  for (const Row& row : rows) {
    const api::Request request = request_of("GET", "/", "", {{"prefer", std::string(row.prefer)}});
    EXPECT_EQ(api::prefer_wait_micros(request), row.micros) << row.prefer;
    EXPECT_EQ(api::prefers_minimal(request), row.minimal) << row.prefer;
  }
  EXPECT_EQ(api::prefer_wait_micros(request_of("GET", "/")), 0);
}

TEST_F(QueryArgsTest, MediaTypes) {
  struct Row {
    std::string_view header, type;
  };
  const std::vector<Row> rows = {{"application/json", "application/json"},
                                 {"Application/JSON ; charset=utf-8", "application/json"},
                                 {"application/sd-jwt;profile=json", "application/sd-jwt"},
                                 {"", ""},
                                 {";", ""},
                                 {" text/plain", " text/plain"}};
  for (const Row& row : rows) {
    EXPECT_EQ(api::media_type(request_of("POST", "/", "", {{"content-type", std::string(row.header)}})),
              row.type);
  }
  EXPECT_EQ(api::media_type(request_of("POST", "/")), "");
}

TEST_F(QueryArgsTest, OnlyMembersOfTheRoute) {
  const api::Route& feed = *api::match_route("GET", "/v1/events")->route;
  const api::Route& event = *api::match_route("GET", "/v1/events/1")->route;
  const auto known = [&](std::string_view target, const api::Route& route) {
    const api::Request request = request_of("GET", target);
    const ledger::Status status = api::check_known_query(fixture.call(request), route);
    return status.ok() ? std::string() : status.reason() + " " + status.pointer() + " " + status.expected();
  };
  EXPECT_EQ(known("/?after=1&type=x&limit=2", feed), "");
  EXPECT_EQ(known("/?colour=1", feed), "query.unknown ?colour after, type, limit");
  EXPECT_EQ(known("/?After=1", feed), "query.unknown ?After after, type, limit");
  EXPECT_EQ(known("/?id=1", event), "query.unknown ?id fields")
      << "a member of the path is none of the query";
  EXPECT_EQ(known("/?" + std::string(300, 'x') + "=1", feed).find(std::string(65, 'x')), std::string::npos);
}

}  // namespace
}  // namespace tests

// Goal: what was read once is not read again, nothing differs from the base, and what is remembered is
// bounded. Method: a base that counts its reads, beside the same questions asked of it directly.
#include "ledger/domain/read_once.h"

#include <gtest/gtest.h>
#include <map>

namespace ledger {
namespace {

class CountingState final : public StateView {
 public:
  std::optional<Bytes> get(ByteView key) const override {
    ++gets;
    const auto found = rows.find(Bytes(key));
    return found == rows.end() ? std::nullopt : std::optional<Bytes>(found->second);
  }
  void scan(ByteView prefix, const Visitor& visit) const override {
    ++scans;
    for (auto row = rows.lower_bound(Bytes(prefix)); row != rows.end() && row->first.starts_with(prefix);
         ++row) {
      if (!visit(row->first, row->second)) return;
    }
  }
  Status health() const override { return fault; }

  std::map<Bytes, Bytes> rows;
  Status fault;
  mutable int gets = 0;
  mutable int scans = 0;
};

using Rows = std::map<Bytes, Bytes>;

Rows scan(const StateView& state, ByteView prefix, std::size_t limit = 1000) {
  Rows rows;
  state.scan(prefix, [&](ByteView key, ByteView record) {
    rows.emplace(key, record);
    return rows.size() < limit;
  });
  return rows;
}

TEST(ReadOnce, ARecordIsReadOnceAlsoWhenItIsNotThere) {
  CountingState base;
  base.rows = {{"a", "1"}, {"empty", ""}};
  const ReadOnce state(base);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(state.get("a"), "1");
    EXPECT_EQ(state.get("empty"), "");
    EXPECT_EQ(state.get("absent"), std::nullopt);
  }
  EXPECT_EQ(base.gets, 3);
}

TEST(ReadOnce, AListIsReadOnceWhenItWasWalkedToItsEnd) {
  CountingState base;
  base.rows = {{"a/1", "1"}, {"a/2", "2"}, {"b/1", "3"}};
  const ReadOnce state(base);
  EXPECT_EQ(scan(state, "a/", 1).size(), 1U) << "stopped: the rest is not known";
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(scan(state, "a/"), (Rows{{"a/1", "1"}, {"a/2", "2"}}));
    EXPECT_EQ(scan(state, "c/"), Rows{});
    EXPECT_EQ(scan(state, "a/", 1), (Rows{{"a/1", "1"}})) << "a remembered list stops, too";
  }
  EXPECT_EQ(base.scans, 3);
}

TEST(ReadOnce, AVisitorMayReadOn) {
  CountingState base;
  base.rows = {{"a/1", "b/"}, {"b/1", "x"}, {"b/2", "y"}};
  const ReadOnce state(base);
  for (int i = 0; i < 2; ++i) {
    Rows inner;
    state.scan("a/", [&](ByteView, ByteView record) {
      inner = scan(state, record);
      return state.get("b/1") == "x";
    });
    EXPECT_EQ(inner.size(), 2U);
  }
  EXPECT_EQ(base.scans, 2);
  EXPECT_EQ(base.gets, 1);
}

TEST(ReadOnce, RemembersABoundedNumberAndAnswersTheRestAllTheSame) {
  CountingState base;
  for (int i = 0; i < 500; ++i) base.rows["r/" + std::to_string(i)] = std::to_string(i);
  const ReadOnce state(base);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 500; ++i) ASSERT_EQ(state.get("r/" + std::to_string(i)), std::to_string(i));
  }
  EXPECT_EQ(base.gets, 2 * 500 - 64);
  for (int round = 0; round < 2; ++round) EXPECT_EQ(scan(state, "r/"), base.rows);
  EXPECT_EQ(base.scans, 2) << "too long to be kept";
}

TEST(ReadOnce, SaysWhatTheBaseSaysOfItsHealth) {
  CountingState base;
  const ReadOnce state(base);
  EXPECT_TRUE(state.health().ok());
  base.fault = unavailable("kv.io", "for the test");
  EXPECT_EQ(state.health().reason(), "kv.io");
}

}  // namespace
}  // namespace ledger

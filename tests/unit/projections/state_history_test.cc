// Goal: at every position each record is exactly what the writer's state was there, and its versions are the
// events that changed it. Method: a Programme lives through its story and random further events, judged by
// decide(); its records after each event are the slow reference, folded rows the answer, at random positions.
#include "projections/state_history.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "ledger/store/memory_kv.h"
#include "projections/record_kinds.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/projections/programme_item.h"

namespace projections {
namespace {

using ledger::Bytes;
using ledger::TreeSize;
using Records = std::map<Bytes, Bytes, std::less<>>;

class StateHistoryTest : public ::testing::Test {
 protected:
  StateHistoryTest() { after_.push_back({}); }

  // Judged by decide(); false: refused.
  bool append(const ledger::Event& event, const std::string& name = "") {
    if (!programme_.append(event, name).ok()) return false;
    after_.push_back(programme_.state().records());
    return true;
  }
  void live() {
    for (const tests::Step& step : tests::story()) {
      ASSERT_TRUE(append(programme_.event(step).build(), step.name)) << step.type;
    }
  }
  void live_at_random(tests::SeededRandom& random, int steps) {
    for (int i = 0; i < steps; ++i) {
      const tests::Step& step = random.pick(tests::samples());
      tests::EventBuilder builder = programme_.event(step);
      const ledger::TypeSpec* row = ledger::find_type(step.type, 1);
      for (const std::string_view name :
           {"session_id", "issue_id", "case_id", "business_id", "contract_id"}) {
        if (ledger::find_field(*row, name) == nullptr || !random.one_in(3)) continue;
        builder.set(name, std::string(name.substr(0, 1)) + "-" + std::to_string(random.below(6)));
      }
      const ledger::SignedEvent event = builder.build_signed();
      if (ledger::check_fields(event).ok()) append(event.event);
    }
  }
  // Folds what is not folded yet, in chunks of at most `chunk` events.
  void fold(std::size_t chunk) {
    while (folded_ < programme_.log().size()) {
      OwnRows own(kv_, kRows);
      for (std::size_t i = 0; i < chunk && folded_ < programme_.log().size(); ++i, ++folded_) {
        const ledger::Status applied = history_.apply(tests::item_of(programme_.log()[folded_]), own);
        ASSERT_TRUE(applied.ok()) << programme_.log()[folded_].event.type << applied.to_string();
        own.keep_event();
      }
      ledger::WriteBatch batch;
      own.take_into(batch);
      ASSERT_TRUE(kv_.write(batch, ledger::Durability::kBuffered).ok());
    }
  }
  PastState at(std::uint64_t size) const {
    return PastState({&kv_, kRows, TreeSize(folded_)}, TreeSize(size));
  }
  static Records all_of(const PastState& state) {
    Records records;
    state.scan("", [&](ledger::ByteView key, ledger::ByteView record) {
      records.emplace(key, record);
      return true;
    });
    EXPECT_TRUE(state.health().ok()) << state.health().to_string();
    return records;
  }

  static constexpr ledger::FamilyId kRows{0};
  ledger::MemoryKv kv_{1};
  StateHistory history_;
  tests::Programme programme_;
  std::vector<Records> after_;  // [n]: the writer's records after n events
  std::size_t folded_ = 0;
};

TEST_F(StateHistoryTest, EveryPositionShowsTheWritersState) {
  tests::SeededRandom random(21);
  SCOPED_TRACE(random.trace());
  live();
  live_at_random(random, 200);
  fold(7);
  for (int i = 0; i < 60; ++i) {
    const std::uint64_t size = random.below(after_.size());
    ASSERT_EQ(all_of(at(size)), after_[size]) << "as of " << size;
  }
  ASSERT_EQ(all_of(at(folded_)), after_.back());
  EXPECT_EQ(at(folded_ + 5).size(), TreeSize(folded_)) << "no more than is folded";
  for (const auto& [key, record] : after_.back()) {
    ASSERT_EQ(at(folded_).get(key), record);
    ASSERT_NE(kind_of_key(key), nullptr) << "a record without a kind: " << key;
  }
}

TEST_F(StateHistoryTest, VersionsAreExactlyTheEventsThatChangedTheRecord) {
  tests::SeededRandom random(22);
  SCOPED_TRACE(random.trace());
  live();
  live_at_random(random, 120);
  fold(1000);
  std::size_t several = 0;
  for (const auto& [key, newest] : after_.back()) {
    std::vector<std::uint64_t> changed;
    for (std::size_t size = after_.size() - 1; size > 0; --size) {
      const auto before = after_[size - 1].find(key);
      const auto now = after_[size].find(key);
      const bool was = before != after_[size - 1].end();
      const bool is = now != after_[size].end();
      if (was != is || (was && before->second != now->second)) changed.push_back(size - 1);
    }
    std::vector<std::uint64_t> got;
    for (const RecordVersion& version : at(folded_).versions(key, 1000))
      got.push_back(version.position.value);
    ASSERT_EQ(got, changed) << key;
    ASSERT_EQ(at(folded_).versions(key, 1).size(), 1U);
    ASSERT_EQ(at(folded_).made_at(key), ledger::Position(changed.back())) << key;
    ASSERT_EQ(at(changed.back()).made_at(key), std::nullopt) << "not made yet: " << key;
    several += changed.size() > 1 ? 1U : 0U;
    if (changed.size() > 1) {
      const auto older = at(folded_).versions(key, TreeSize(changed[0]), 1);
      ASSERT_EQ(older.size(), 1U);
      ASSERT_EQ(older[0].position.value, changed[1]);
    }
  }
  EXPECT_GT(several, 5U);
}

TEST_F(StateHistoryTest, ChunksMakeNoDifference) {
  live();
  fold(3);
  ledger::MemoryKv other(1);
  OwnRows own(other, kRows);
  for (const ledger::LoggedEvent& logged : programme_.log()) {
    ASSERT_TRUE(history_.apply(tests::item_of(logged), own).ok());
    own.keep_event();
  }
  ledger::WriteBatch batch;
  own.take_into(batch);
  ASSERT_TRUE(other.write(batch, ledger::Durability::kBuffered).ok());
  const auto rows = [](const ledger::Kv& kv) {
    Records found;
    EXPECT_TRUE(kv.scan(kRows, {}, {}, [&](ledger::ByteView key, ledger::ByteView row) {
                    found.emplace(key, row);
                    return true;
                  }).ok());
    return found;
  };
  EXPECT_EQ(rows(kv_), rows(other));
}

TEST_F(StateHistoryTest, LinksLeadFromAThingToWhatNamesIt) {
  live();
  fold(10);
  const PastState state = at(folded_);
  std::map<std::pair<char, std::string>, std::vector<Bytes>> expected;
  for (std::size_t size = 1; size < after_.size(); ++size) {
    for (const auto& [key, record] : after_[size]) {
      for (const RecordLink& link : links_of(key, record)) {
        auto& keys = expected[{link.kind, link.id}];
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
      }
    }
  }
  EXPECT_GT(expected.size(), 4U);
  for (auto& [link, keys] : expected) {
    std::sort(keys.begin(), keys.end());
    EXPECT_EQ(state.linked(link.first, link.second, {}, 1000), keys) << link.second;
    const auto first = state.linked(link.first, link.second, {}, 1);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(state.linked(link.first, link.second, first[0], 1000).size(), keys.size() - 1);
  }
  EXPECT_TRUE(state.linked(kLinkBusiness, "b", {}, 10).empty()) << "no id runs into a longer one";
}

TEST_F(StateHistoryTest, WhatTheCatalogueForbidsIsPoison) {
  live();
  fold(10);
  OwnRows own(kv_, kRows);
  const auto reason_of = [&](const ledger::Event& event) {
    const ledger::LoggedEvent logged{ledger::Position(folded_), {}, programme_.now(), event};
    const ledger::Status applied = history_.apply(tests::item_of(logged), own);
    own.drop_event();
    return applied.reason();
  };
  ledger::Event event = programme_.sample("business.registered").build();
  event.data = ledger::JsonValue(ledger::JsonValue::Object{});
  EXPECT_EQ(reason_of(event), "state_history.fields");
  event.type = "business.unheard_of";
  EXPECT_EQ(reason_of(event), "state_history.fields");
  ledger::Event signature = programme_.sample("event.countersigned").build();
  for (auto& [name, value] : signature.data.as_object()) {
    if (name == "target") value = ledger::JsonValue("01980000-0000-7000-8000-000000000000");
  }
  EXPECT_EQ(reason_of(signature), "state_history.replay");
}

}  // namespace
}  // namespace projections

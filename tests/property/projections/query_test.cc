// Goal: every query answers what a slow walk over all events answers: at any past position, in any page size
// and order, and with appends between the pages. Method: a random log, the reference vector of random_log.h,
// and random questions; the run fails when a kind of question never had a non-empty answer.
#include <algorithm>
#include <functional>
#include <gtest/gtest.h>

#include "projections/activity_index.h"
#include "projections/rebuild.h"
#include "projections/stream_history.h"
#include "tests/property/projections/random_log.h"

namespace projections {
namespace {

using ledger::TreeSize;
using ledger::UnixMicros;
using tests::Fact;
using List = std::vector<std::uint64_t>;

// One page's positions with where to go on.
struct Got {
  List positions;
  std::string next;
  bool more = false;
};
// A question: how to ask for a page, and which facts belong to the answer.
struct Question {
  std::string name;
  std::function<ledger::Result<Got>(const Snapshot&, const Bounds&, const PageRequest&)> ask;
  std::function<bool(const Fact&)> belongs;
  bool newest_first_only = false;
};

template <typename Row>
ledger::Result<Got> got_of(ledger::Result<Page<Row>> page) {
  if (!page.ok()) return page.status();
  Got got{{}, page->next, page->more};
  for (const Row& row : page->rows) got.positions.push_back(row.position.value);
  return got;
}

class QueryProperty : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  QueryProperty() : random_(GetParam()), log_(random_) {}

  void SetUp() override {
    ASSERT_TRUE(prepare_store(*kv_, registry_).ok());
    grow(600);
  }
  void grow(std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) log_.append();
    const auto view = log_.builder.view();
    std::vector<Target> targets;
    for (std::size_t number = 0; number < registry_.size(); ++number) {
      targets.push_back(tests::opened_slot(*kv_, registry_, number, Slot::kA, *view));
    }
    std::vector<Target*> lane;
    for (Target& target : targets) lane.push_back(&target);
    ASSERT_TRUE(fold_to(*kv_, *view, lane, view->head.size, {}).ok());
  }
  Snapshot snapshot() const { return {kv_->snapshot(), &registry_}; }

  List expected(const Question& question, const Bounds& bounds, PageOrder order) const {
    List positions;
    for (const Fact& fact : log_.facts) {
      const bool inside = fact.position < bounds.as_of.value &&
                          (!bounds.from.has_value() || fact.recorded_at >= *bounds.from) &&
                          (!bounds.to.has_value() || fact.recorded_at < *bounds.to);
      if (inside && question.belongs(fact)) positions.push_back(fact.position);
    }
    if (order == PageOrder::kNewestFirst) std::reverse(positions.begin(), positions.end());
    return positions;
  }

  Question activity_question();
  Question access_question();
  Question stream_question();
  Question question() {
    const std::uint64_t kind = random_.below(3);
    return kind == 0 ? activity_question() : kind == 1 ? access_question() : stream_question();
  }
  PageOrder order_for(const Question& question) {
    return question.newest_first_only || random_.one_in(2) ? PageOrder::kNewestFirst
                                                           : PageOrder::kOldestFirst;
  }
  Bounds bounds_for(const Question& question) {
    Bounds bounds{
        TreeSize(random_.one_in(3) ? UINT64_MAX : random_.below(log_.builder.size().value + 3)), {}, {}};
    if (question.newest_first_only || random_.one_in(2)) return bounds;
    const auto some_time = [&] {
      return UnixMicros(random_.pick(log_.facts).recorded_at.value + random_.between(-1, 1));
    };
    if (!random_.one_in(3)) bounds.from = some_time();
    if (!random_.one_in(3)) bounds.to = some_time();
    return bounds;
  }
  // All pages joined; `between` runs after each page that has more.
  List joined(const Question& question, const Bounds& bounds, PageOrder order,
              const std::function<void()>& between) {
    List positions;
    PageRequest request{"", 1 + random_.below(30), order};
    while (true) {
      const ledger::Result<Got> got = question.ask(snapshot(), bounds, request);
      EXPECT_TRUE(got.ok()) << question.name << ": " << got.status().to_string();
      if (!got.ok()) return positions;
      EXPECT_LE(got->positions.size(), request.limit);
      positions.insert(positions.end(), got->positions.begin(), got->positions.end());
      if (!got->more) return positions;
      request.after = got->next;
      between();
    }
  }

  tests::SeededRandom random_;
  tests::RandomLog log_;
  Registry registry_ = standard_registry();
  std::unique_ptr<ledger::MemoryKv> kv_ = tests::projection_kv(registry_);
};

Question QueryProperty::activity_question() {
  const std::uint64_t kind = random_.below(3);
  if (kind == 0) {
    const std::string person = log_.person();
    return {"actor " + person,
            [=](const Snapshot& s, const Bounds& b, const PageRequest& p) {
              return got_of(activity_by_actor(s, ledger::PersonId(person), b, p));
            },
            [=](const Fact& fact) { return fact.spec.person == person; }};
  }
  if (kind == 1) {
    const std::string type = random_.one_in(3) ? "record.viewed" : log_.type();
    const std::string month = ledger::jst_year_month(random_.pick(log_.facts).recorded_at);
    return {"type " + type + " " + month,
            [=](const Snapshot& s, const Bounds& b, const PageRequest& p) {
              return got_of(activity_by_type(s, type, month, b, p));
            },
            [=](const Fact& fact) {
              return fact.spec.type == type && ledger::jst_year_month(fact.recorded_at) == month;
            }};
  }
  const std::string center = log_.center();
  return {"center " + center,
          [=](const Snapshot& s, const Bounds& b, const PageRequest& p) {
            return got_of(activity_by_center(s, center, b, p));
          },
          [=](const Fact& fact) { return fact.spec.center == center || fact.concerned == center; }};
}

Question QueryProperty::access_question() {
  AccessFilter filter;
  if (random_.one_in(3)) filter.record = ledger::StreamId(log_.stream());
  if (random_.one_in(4)) filter.business = log_.business();
  if (random_.one_in(3)) filter.actor = ledger::PersonId(log_.person());
  if (random_.one_in(4)) filter.kind = static_cast<AccessKind>(1 + random_.below(4));
  return {"access " + filter.record.value + " " + filter.business + " " + filter.actor.value,
          [=](const Snapshot& s, const Bounds& b, const PageRequest& p) {
            return got_of(access_rows(s, filter, b, p));
          },
          [=](const Fact& fact) {
            return fact.access.has_value() && (!filter.kind.has_value() || fact.access == filter.kind) &&
                   (filter.record.value.empty() || fact.records.count(filter.record.value) > 0) &&
                   (filter.business.empty() || fact.business == filter.business) &&
                   (filter.actor.value.empty() || fact.spec.person == filter.actor.value);
          }};
}

Question QueryProperty::stream_question() {
  const std::string stream = random_.one_in(4) ? "access/c1/2026-06" : log_.stream();
  return {"stream " + stream,
          [=](const Snapshot& s, const Bounds& b, const PageRequest& p) -> ledger::Result<Got> {
            const auto answer = stream_versions(s, ledger::StreamId(stream), b.as_of, p);
            if (!answer.ok()) return answer.status();
            return got_of(ledger::Result<Page<StreamRow>>(answer->page));
          },
          [=](const Fact& fact) { return fact.spec.stream == stream; }, true};
}

TEST_P(QueryProperty, AsOfEqualsTheReferenceAtThatPosition) {
  SCOPED_TRACE(random_.trace());
  std::uint64_t rows = 0;
  for (int i = 0; i < 150; ++i) {
    const Question asked = question();
    const Bounds bounds = bounds_for(asked);
    const PageOrder order = order_for(asked);
    const List got = joined(asked, bounds, order, [] {});
    ASSERT_EQ(got, expected(asked, bounds, order)) << asked.name << " as of " << bounds.as_of.value;
    rows += got.size();
  }
  EXPECT_GT(rows, 100U);
}

TEST_P(QueryProperty, PagesJoinToTheWholeListUnderAppends) {
  SCOPED_TRACE(random_.trace());
  std::uint64_t appended_between = 0;
  for (int i = 0; i < 40; ++i) {
    const Question asked = question();
    const PageOrder order = order_for(asked);
    const bool pinned = random_.one_in(2);
    const TreeSize first_size = log_.builder.size();
    const Bounds bounds{pinned ? first_size : TreeSize(UINT64_MAX), {}, {}};
    const List before = expected(asked, bounds, order);
    int budget = 5;
    const List got = joined(asked, bounds, order, [&] {
      if (budget-- <= 0) return;
      grow(random_.below(20));
      ++appended_between;
    });
    // Unpinned and oldest first, the pages run on into what was appended; otherwise they show the first
    // page's moment.
    const bool runs_on = !pinned && order == PageOrder::kOldestFirst;
    ASSERT_EQ(got, runs_on ? expected(asked, bounds, order) : before) << asked.name;
  }
  EXPECT_GT(appended_between, 0U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, QueryProperty, ::testing::Values(11, 12, 13, 14));

}  // namespace
}  // namespace projections

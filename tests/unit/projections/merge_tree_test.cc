// Goal: at every size the tree of a business is what merges and unmerges have made of it, in pages of any
// size. Method: random merges and unmerges, judged by decide() and folded; the slow reference keeps who hangs
// under whom after each event and walks it by recursion.
#include "projections/merge_tree.h"

#include <gtest/gtest.h>
#include <map>

#include "ledger/base/uuid.h"
#include "ledger/store/memory_kv.h"
#include "projections/state_history.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/projections/programme_item.h"

namespace projections {
namespace {

using ledger::TreeSize;
using Parents = std::map<std::string, std::string>;  // business → the one it hangs under, or ""
using Ids = std::vector<std::string>;

constexpr int kBusinesses = 12;

std::string name_of(std::size_t number) {
  return "b-" + std::to_string(50 + number);
}

class MergeTreeTest : public ::testing::Test {
 protected:
  MergeTreeTest() {
    for (std::size_t i = 0; i < kBusinesses; ++i) {
      const std::string id = name_of(i);
      must(programme_.append(
          programme_.sample("business.registered", R"({"business_id":")" + id + R"(","pref_code":"40"})")
              .build(),
          id));
      parents_[id] = "";
    }
  }
  static void must(const ledger::Result<ledger::IndexTerms>& result) {
    ASSERT_TRUE(result.ok()) << result.status().to_string();
  }
  void remember() {
    while (after_.size() <= programme_.log().size()) after_.push_back(parents_);
  }
  bool merge(const std::string& into, const std::string& absorbed) {
    const std::string name = "merge-" + std::to_string(programme_.log().size());
    const auto merged = programme_.append(
        programme_
            .sample("business.merged", R"({"business_id":")" + into + R"(","absorbed_id":")" + absorbed +
                                           R"(","number_relation":"equal","proposal":null})")
            .build(),
        name);
    if (!merged.ok()) return false;
    parents_[absorbed] = into;
    merges_[absorbed] = programme_.ref(name);
    remember();
    return true;
  }
  void unmerge(const std::string& absorbed) {
    must(programme_.append(
        programme_
            .sample("business.unmerged", R"({"business_id":")" + parents_[absorbed] + R"(","absorbed_id":")" +
                                             absorbed + R"(","merge":")" + merges_[absorbed] + R"("})")
            .build()));
    parents_[absorbed] = "";
    remember();
  }
  void fold() {
    OwnRows own(kv_, kRows);
    for (const ledger::LoggedEvent& logged : programme_.log()) {
      ASSERT_TRUE(history_.apply(tests::item_of(logged), own).ok());
      own.keep_event();
    }
    ledger::WriteBatch batch;
    own.take_into(batch);
    ASSERT_TRUE(kv_.write(batch, ledger::Durability::kBuffered).ok());
  }
  PastState at(std::uint64_t size) const {
    return PastState({&kv_, kRows, TreeSize(programme_.log().size())}, TreeSize(size));
  }
  static void walk(const Parents& parents, const std::string& id, Ids& tree) {
    tree.push_back(id);
    for (const auto& [child, parent] : parents) {
      if (parent == id) walk(parents, child, tree);
    }
  }

  static constexpr ledger::FamilyId kRows{0};
  tests::Programme programme_ = tests::Programme::lived();
  ledger::MemoryKv kv_{1};
  StateHistory history_;
  Parents parents_;
  std::map<std::string, std::string> merges_;
  std::vector<Parents> after_;  // [n]: after n events
};

TEST_F(MergeTreeTest, EveryTreeAtEverySizeInPagesOfAnySize) {
  tests::SeededRandom random(23);
  SCOPED_TRACE(random.trace());
  remember();
  const std::uint64_t begin = programme_.log().size();
  std::size_t refused = 0;
  for (int i = 0; i < 120; ++i) {
    const std::string one = name_of(random.below(kBusinesses));
    if (!parents_[one].empty() && random.one_in(2)) {
      unmerge(one);
    } else if (!merge(name_of(random.below(kBusinesses)), one)) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 0U) << "only roots are merged, and none with itself";
  fold();
  std::size_t highest = 0;
  for (int i = 0; i < 300; ++i) {
    const std::uint64_t size = begin + random.below(programme_.log().size() - begin + 1);
    const Parents& parents = after_[size];
    const std::string asked = name_of(random.below(kBusinesses));
    std::string root = asked;
    while (!parents.at(root).empty()) root = parents.at(root);
    const PastState state = at(size);
    ASSERT_EQ(merge_root(state, asked), root) << asked << " as of " << size;
    Ids expected;
    walk(parents, root, expected);
    highest = std::max(highest, expected.size());
    const std::size_t limit = 1 + random.below(4);
    Ids joined;
    while (true) {
      const auto page = merge_tree(state, asked, joined.empty() ? "" : joined.back(), limit);
      ASSERT_TRUE(page.has_value());
      ASSERT_LE(page->size(), limit);
      if (page->empty()) break;
      joined.insert(joined.end(), page->begin(), page->end());
    }
    ASSERT_EQ(joined, expected) << asked << " as of " << size << ", pages of " << limit;
    ASSERT_TRUE(state.health().ok());
  }
  EXPECT_GT(highest, 3U) << "trees worth the name";
}

TEST_F(MergeTreeTest, ABusinessOfAnotherTreeIsNoPlaceToGoOn) {
  remember();
  ASSERT_TRUE(merge(name_of(0), name_of(1)));
  fold();
  const PastState state = at(programme_.log().size());
  EXPECT_FALSE(merge_tree(state, name_of(0), name_of(2), 10).has_value());
  EXPECT_EQ(merge_tree(state, name_of(1), "", 10), (Ids{name_of(0), name_of(1)}));
  EXPECT_EQ(merge_tree(state, name_of(1), name_of(0), 10), Ids{name_of(1)});
  EXPECT_EQ(merge_tree(state, name_of(2), "", 10), Ids{name_of(2)});
}

}  // namespace
}  // namespace projections

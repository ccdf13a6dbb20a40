// Goal: a checkpoint is written byte for byte as C2SP tlog-checkpoint says and no other text is read as one.
// Method: the standard tree's checkpoint, round trips, and fields that would change the meaning of the text;
// malformed texts are golden vectors (tests/vectors/merkle/checkpoint.json).
#include "ledger/merkle/checkpoint.h"

#include <gtest/gtest.h>

#include "ledger/merkle/hash.h"
#include "tests/unit/ledger/merkle/reference_tree.h"

namespace ledger::merkle {
namespace {

Checkpoint standard() {
  return Checkpoint{"example.com/audit", TreeSize(8), tests::ReferenceTree::standard().root(8), {}};
}

TEST(Checkpoint, FormatsTheStandardTree) {
  const auto text = format_checkpoint(standard());
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(*text, "example.com/audit\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n");
}

TEST(Checkpoint, RoundTrips) {
  Checkpoint empty{"o", TreeSize(0), empty_root(), {}};
  Checkpoint extended = standard();
  extended.extensions = {"one", "two words", "\xE5\x8F\xB0"};
  Checkpoint largest = standard();
  largest.size = TreeSize(~std::uint64_t{0});
  for (const Checkpoint& checkpoint : {standard(), empty, extended, largest}) {
    const auto text = format_checkpoint(checkpoint);
    ASSERT_TRUE(text.ok()) << text.status().to_string();
    const auto parsed = parse_checkpoint(*text);
    ASSERT_TRUE(parsed.ok()) << parsed.status().to_string();
    EXPECT_EQ(*parsed, checkpoint);
  }
}

TEST(Checkpoint, FormatRefusesFieldsThatWouldReadAsSomethingElse) {
  struct Row {
    std::string_view what;
    Checkpoint checkpoint;
    std::string_view reason;
  };
  const Hash32 root = standard().root;
  for (const Row& row : std::initializer_list<Row>{
           {"empty origin", {"", TreeSize(8), root, {}}, "checkpoint.malformed"},
           {"newline in the origin", {"a\nb", TreeSize(8), root, {}}, "checkpoint.size"},
           {"size line in the origin", {"a\n9", TreeSize(8), root, {}}, "checkpoint.root"},
           {"control character", {"a\tb", TreeSize(8), root, {}}, "checkpoint.malformed"},
           {"not UTF-8", {"\xFF", TreeSize(8), root, {}}, "checkpoint.malformed"},
           {"empty extension", {"a", TreeSize(8), root, {""}}, "checkpoint.malformed"},
           {"newline in an extension", {"a", TreeSize(8), root, {"x\ny"}}, "checkpoint.malformed"},
           {"empty line in an extension", {"a", TreeSize(8), root, {"x\n\ny"}}, "checkpoint.malformed"},
           {"size 0, other root", {"a", TreeSize(0), root, {}}, "checkpoint.empty_tree_root"}}) {
    EXPECT_EQ(format_checkpoint(row.checkpoint).status().reason(), row.reason) << row.what;
  }
}

}  // namespace
}  // namespace ledger::merkle

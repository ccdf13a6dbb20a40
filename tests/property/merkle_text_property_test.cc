// Goal: every text format has one spelling: what a parser accepts, the formatter writes back byte for byte,
// whatever the input. Method: random values go there and back; accepted texts are mutated a few bytes at a
// time and must then be refused or written back identically. The seed is printed.
#include <gtest/gtest.h>

#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/policy.h"
#include "ledger/merkle/tile.h"
#include "ledger/merkle/tlog_proof.h"
#include "tests/support/seeded_random.h"

namespace ledger::merkle {
namespace {

constexpr int kRounds = 300;
constexpr int kMutations = 20;

class TextProperty : public testing::Test {
 protected:
  void SetUp() override { std::printf("%s\n", random_.trace().c_str()); }

  std::string word() {
    static const std::vector<std::string> kPieces = {"a", "Z", "0", ".",        "/",
                                                     "-", "_", "=", "\xC3\xA9", "\xE5\x8F\xB0"};
    std::string text;
    for (std::uint64_t i = 0; i <= random_.below(12); ++i) text += random_.pick(kPieces);
    return text;
  }
  // Numbers of every magnitude, not only huge ones.
  std::uint64_t number() { return random_.next() >> random_.below(64); }
  Hash32 hash() { return leaf_hash(random_.bytes(8)); }

  Checkpoint checkpoint() {
    Checkpoint value{word(), TreeSize(number()), hash(), {}};
    if (value.size.value == 0) value.root = empty_root();
    while (random_.one_in(3)) value.extensions.push_back(word() + " " + word());
    return value;
  }
  Note note(std::string text) {
    Note value{std::move(text), {}};
    do {
      value.signatures.push_back(NoteSignature{word(), static_cast<std::uint32_t>(random_.next()),
                                               random_.bytes(1 + random_.below(100))});
    } while (random_.one_in(2));
    return value;
  }
  std::string mutated(std::string text) {
    for (std::uint64_t i = 0; i <= random_.below(3) && !text.empty(); ++i) {
      const std::size_t at = random_.below(text.size());
      switch (random_.below(4)) {
        case 0:
          text.erase(at, 1);
          break;
        case 1:
          text.insert(at, 1, static_cast<char>(random_.below(256)));
          break;
        case 2:
          text[at] = random_.one_in(2) ? '\n' : static_cast<char>(random_.below(128));
          break;
        default:
          text.insert(at, text.substr(random_.below(text.size()), 1 + random_.below(8)));
          break;
      }
    }
    return text;
  }
  // parse(format(v)) == v; and for mutations of the text: refused, or format(parse(t)) == t.
  template <typename Value, typename Parse, typename Format>
  void check(const Value& value, const std::string& text, const Parse& parse, const Format& format) {
    SCOPED_TRACE(random_.trace());
    const auto parsed = parse(text);
    ASSERT_TRUE(parsed.ok()) << text << parsed.status().to_string();
    ASSERT_EQ(*parsed, value) << text;
    for (int i = 0; i < kMutations; ++i) {
      const std::string other = mutated(text);
      const auto again = parse(other);
      if (again.ok()) {
        ++accepted_;
        ASSERT_EQ(format(*again), other);
      } else {
        ++refused_;
      }
    }
  }
  void TearDown() override {
    EXPECT_GT(refused_, 0U);
    EXPECT_GT(accepted_ + refused_, 1000U);
  }

  tests::SeededRandom random_{20261121};
  unsigned accepted_ = 0;
  unsigned refused_ = 0;
};

TEST_F(TextProperty, Checkpoint) {
  for (int i = 0; i < kRounds; ++i) {
    const Checkpoint value = checkpoint();
    check(value, *format_checkpoint(value), parse_checkpoint,
          [](const Checkpoint& c) { return *format_checkpoint(c); });
  }
}

TEST_F(TextProperty, Note) {
  for (int i = 0; i < kRounds; ++i) {
    std::string text;
    for (std::uint64_t line = 0; line <= random_.below(4); ++line)
      text += (random_.one_in(3) ? "" : word()) + "\n";
    const Note value = note(text);
    check(value, *format_note(value), parse_note, [](const Note& n) { return *format_note(n); });
  }
}

TEST_F(TextProperty, TlogProof) {
  for (int i = 0; i < kRounds; ++i) {
    TlogProof value{
        std::nullopt, Position(number()), {}, *format_note(note(*format_checkpoint(checkpoint())))};
    if (random_.one_in(2)) value.extra = random_.bytes(random_.below(20));
    for (std::uint64_t k = random_.below(8); k > 0; --k) value.hashes.push_back(hash());
    check(value, *format_tlog_proof(value), parse_tlog_proof,
          [](const TlogProof& p) { return *format_tlog_proof(p); });
  }
}

TEST_F(TextProperty, Vkey) {
  for (int i = 0; i < kRounds; ++i) {
    const auto type = random_.one_in(2) ? KeyType::kEd25519 : KeyType::kEd25519Cosignature;
    const VerifierKey value = *make_vkey(word(), type, random_.bytes(32));
    check(value, format_vkey(value), parse_vkey, format_vkey);
  }
}

TEST_F(TextProperty, TilePath) {
  for (int i = 0; i < kRounds; ++i) {
    const TileId value{static_cast<unsigned>(random_.below(64)), number(),
                       static_cast<unsigned>(1 + random_.below(256))};
    check(value, format_tile_path(value), parse_tile_path, format_tile_path);
  }
}

TEST_F(TextProperty, Policy) {
  for (int i = 0; i < kRounds; ++i) {
    Policy value;
    value.logs.push_back(
        PolicyLog{*make_vkey(word(), KeyType::kEd25519, random_.bytes(32)), "https://log.example/"});
    std::vector<std::string> free;
    const std::uint64_t witnesses = 1 + random_.below(6);
    for (std::uint64_t w = 0; w < witnesses; ++w) {
      free.push_back("w" + std::to_string(w));
      value.witnesses.push_back(PolicyWitness{
          free.back(), *make_vkey(word(), KeyType::kEd25519Cosignature, random_.bytes(32)), ""});
    }
    while (!free.empty() && random_.one_in(2)) {
      PolicyGroup group{"g" + std::to_string(value.groups.size()), 0, {}};
      for (std::uint64_t m = 1 + random_.below(free.size()); m > 0; --m) {
        group.members.push_back(free.back());
        free.pop_back();
      }
      group.threshold = 1 + random_.below(group.members.size());
      free.push_back(group.name);
      value.groups.push_back(group);
    }
    value.quorum = random_.one_in(5) ? "none" : free.back();
    const std::string text = format_policy(value);
    const auto parsed = parse_policy(text);
    ASSERT_TRUE(parsed.ok()) << text << parsed.status().to_string();
    ASSERT_EQ(*parsed, value);
    // Blanks and comments are free, so the law for mutations is on the value, not on the bytes.
    for (int k = 0; k < kMutations; ++k) {
      const auto again = parse_policy(mutated(text));
      if (!again.ok()) {
        ++refused_;
        continue;
      }
      ++accepted_;
      const auto third = parse_policy(format_policy(*again));
      ASSERT_TRUE(third.ok() && *third == *again) << random_.trace();
    }
  }
}

}  // namespace
}  // namespace ledger::merkle

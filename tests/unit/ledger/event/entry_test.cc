// Goal: an entry has exactly one text, so that its hash can be recomputed by anyone and never depends on a
// writer. Method: golden texts with their RFC 6962 leaf hashes, refusals of every other spelling, and a
// mutation of every byte.
#include "ledger/event/entry.h"

#include <gtest/gtest.h>

#include "ledger/base/limits.h"
#include "ledger/base/sha256.h"
#include "ledger/base/time.h"
#include "tests/unit/ledger/event/vector_file.h"

namespace ledger {
namespace {

const UnixMicros kTime(1780448400000000);

Entry entry_with(IndexTerms ix, std::string jws = "h.p.s") {
  return Entry{kTime, std::move(ix), std::move(jws)};
}

TEST(Entry, GoldenRows) {
  std::size_t refused = 0;
  for (const JsonValue& row : read_vectors("entry.ndjson")) {
    SCOPED_TRACE(row.text("name"));
    const std::string text(row.text("text"));
    const Result<Entry> entry = parse_entry(text);
    if (is_refusal(row)) {
      ++refused;
      ASSERT_FALSE(entry.ok());
      expect_refused_as(row, entry.status(), StatusCode::kDataLoss);
      continue;
    }
    ASSERT_TRUE(entry.ok()) << entry.status().to_string();
    EXPECT_EQ(entry->recorded_at.value, row.find("recorded_at_us")->as_int());
    EXPECT_EQ(entry->jws, row.text("event"));
    const JsonValue::Array& terms = row.find("ix")->as_array();
    ASSERT_EQ(entry->ix.size(), terms.size());
    for (std::size_t i = 0; i < terms.size(); ++i) {
      EXPECT_EQ(entry->ix[i].path, terms[i].as_array()[0].as_string());
      EXPECT_EQ(entry->ix[i].plus, static_cast<std::uint64_t>(terms[i].as_array()[1].as_int()));
      EXPECT_EQ(entry->ix[i].minus, static_cast<std::uint64_t>(terms[i].as_array()[2].as_int()));
    }
    const Result<std::string> again = encode_entry(*entry);
    ASSERT_TRUE(again.ok()) << again.status().to_string();
    EXPECT_EQ(*again, text);
    EXPECT_EQ(to_hex(view_of(sha256(ByteView("\0", 1), text))), row.text("leaf_sha256"));
  }
  EXPECT_GE(refused, 50U);
}

TEST(Entry, EncoderRefusesWhatTheReaderWouldRefuse) {
  const struct {
    const char* name;
    Entry entry;
    const char* pointer;
  } kRows[] = {
      {"unsorted", entry_with({{"b", 0, 0}, {"a", 0, 0}}), "/ix/1"},
      {"same path", entry_with({{"a", 0, 0}, {"a", 0, 0}}), "/ix/1"},
      {"empty path", entry_with({{"", 0, 0}}), "/ix/0"},
      {"quote", entry_with({{"a\"b", 0, 0}}), "/ix/0"},
      {"slash last", entry_with({{"a/", 0, 0}}), "/ix/0"},
      {"zero byte", entry_with({{std::string("a\0", 2), 0, 0}}), "/ix/0"},
      {"plus", entry_with({{"a", kIndexAmountMax + 1, 0}}), "/ix/0"},
      {"minus", entry_with({{"a", 0, UINT64_MAX}}), "/ix/0"},
      {"no event", entry_with({}, ""), "/event"},
      {"quote in event", entry_with({}, "h.p.s\""), "/event"},
      {"disclosures", entry_with({}, "h.p.s~"), "/event"},
      {"control byte", entry_with({}, "h.p.s\n"), "/event"},
  };
  for (const auto& row : kRows) {
    const Result<std::string> text = encode_entry(row.entry);
    ASSERT_FALSE(text.ok()) << row.name;
    EXPECT_EQ(text.status().reason(), "entry.malformed") << row.name;
    EXPECT_EQ(text.status().pointer(), row.pointer) << row.name;
  }
}

TEST(Entry, OnlyCharactersOfAJwsAtEveryPlaceOfTheEvent) {
  const std::string allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  for (const std::size_t size : {1U, 31U, 32U, 33U, 64U, 70U}) {
    for (std::size_t place = 0; place < size; ++place) {
      for (int c = 0; c < 256; ++c) {
        Entry entry;
        entry.jws = std::string(size, 'a');
        entry.jws[place] = static_cast<char>(c);
        const bool fits = allowed.find(static_cast<char>(c)) != std::string::npos;
        ASSERT_EQ(encode_entry(entry).ok(), fits) << "character " << c << " at " << place << " of " << size;
      }
    }
  }
}

TEST(Entry, SizeBoundIsExact) {
  const std::size_t overhead = encode_entry(entry_with({}, "x"))->size() - 1;
  const Result<std::string> full = encode_entry(entry_with({}, std::string(kEntryBytesMax - overhead, 'x')));
  ASSERT_TRUE(full.ok());
  EXPECT_EQ(full->size(), kEntryBytesMax);
  EXPECT_TRUE(parse_entry(*full).ok());
  const Result<std::string> larger =
      encode_entry(entry_with({}, std::string(kEntryBytesMax - overhead + 1, 'x')));
  ASSERT_FALSE(larger.ok());
  EXPECT_EQ(larger.status().reason(), "entry.too_large");
  EXPECT_EQ(larger.status().code(), StatusCode::kResourceExhausted);
  std::string stretched = *full;
  stretched.insert(stretched.size() - 2, "x");
  EXPECT_EQ(parse_entry(stretched).status().reason(), "entry.malformed");
}

// Whatever a changed byte turns the text into: it is refused, or it is another entry whose text is this very
// text.
TEST(Entry, EveryMutatedByteIsRefusedOrAnotherEntry) {
  const Entry original = entry_with({{"business/b-1", 10, 2}, {"type/a.b/2026-06", 1, 0}}, "eyJh.eyJi.c2ln");
  const std::string text = *encode_entry(original);
  std::size_t accepted = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string mutated = text;
      mutated[i] = static_cast<char>(byte);
      if (mutated == text) continue;
      const Result<Entry> entry = parse_entry(mutated);
      if (!entry.ok()) continue;
      ++accepted;
      ASSERT_EQ(*encode_entry(*entry), mutated) << "byte " << i << " to " << byte;
      ASSERT_FALSE(entry->recorded_at == original.recorded_at && entry->ix == original.ix &&
                   entry->jws == original.jws)
          << "byte " << i << " to " << byte;
    }
  }
  EXPECT_GT(accepted, 0U) << "changed digits and letters make other entries";
}

TEST(Entry, EveryPrefixIsRefused) {
  const std::string text = *encode_entry(entry_with({{"a", 1, 0}}));
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_EQ(parse_entry(std::string_view(text).substr(0, size)).status().reason(), "entry.malformed")
        << size;
  }
}

TEST(OpaqueLeaf, IsAnythingThatFitsATileAndCouldNotBeReadAsAnEntry) {
  struct Row {
    std::string bytes;
    std::string refusal;
  };
  const Row rows[] = {
      {"a", ""},
      {std::string("\0\xff\n", 3), ""},
      {"{}", ""},
      {"{\"v\":2,\"recorded_at\":\"", ""},
      {std::string(kEntryBytesMax, 'x'), ""},
      {"", "leaf.empty"},
      {std::string(kEntryBytesMax + 1, 'x'), "leaf.too_large"},
      {"{\"v\":1,\"recorded_at\":\"", "leaf.like_entry"},
      {*encode_entry(entry_with({{"a", 1, 0}})), "leaf.like_entry"},
      {*encode_entry(entry_with({{"a", 1, 0}})) + "x", "leaf.like_entry"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(check_opaque_leaf(row.bytes).reason(), row.refusal) << row.bytes.substr(0, 40);
    if (row.refusal.empty()) {
      EXPECT_FALSE(parse_entry(row.bytes).ok()) << row.bytes.substr(0, 40);
    }
  }
}

TEST(Entry, TermsAloneAreThoseOfAnEntry) {
  const IndexTerms two = {{"a/b", 1, 0}, {"c", 12, 1'000'000}};
  struct Row {
    std::string_view text;
    std::optional<IndexTerms> terms;
  };
  const Row rows[] = {
      {"[]", IndexTerms()},
      {R"([["a/b",1,0],["c",12,1000000]])", two},
      {"", std::nullopt},
      {"[", std::nullopt},
      {"[]]", std::nullopt},
      {"[] ", std::nullopt},
      {R"([["c",1,0],["a/b",1,0]])", std::nullopt},
      {R"([["a",1,0],])", std::nullopt},
      {R"([["a",01,0]])", std::nullopt},
      {R"([["a",1,0]],"event":"x")", std::nullopt},
  };
  for (const Row& row : rows) EXPECT_EQ(parse_index_terms(row.text), row.terms) << row.text;
}

}  // namespace
}  // namespace ledger

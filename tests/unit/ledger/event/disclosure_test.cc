// Goal: a disclosure is accepted only in one canonical text whose digest, salt, name and value are all known.
// Method: golden rows made by an independent program, a round trip of the builder, and the size bound.
#include "ledger/event/disclosure.h"

#include <gtest/gtest.h>

#include "ledger/base/limits.h"
#include "ledger/base/sha256.h"
#include "tests/unit/ledger/event/vector_file.h"

namespace ledger {
namespace {

const Bytes kSalt(16, '\x07');

TEST(Disclosure, GoldenRows) {
  for (const JsonValue& row : read_vectors("disclosure.ndjson")) {
    SCOPED_TRACE(row.text("name"));
    const Result<Disclosure> disclosure = parse_disclosure(row.text("encoded"));
    if (is_refusal(row)) {
      ASSERT_FALSE(disclosure.ok());
      expect_refused_as(row, disclosure.status(), StatusCode::kInvalidArgument);
      continue;
    }
    ASSERT_TRUE(disclosure.ok()) << disclosure.status().to_string();
    EXPECT_EQ(disclosure->encoded, row.text("encoded"));
    EXPECT_EQ(to_base64url(view_of(disclosure->digest)), row.text("digest"));
    EXPECT_EQ(disclosure->name, row.text("field"));
    EXPECT_EQ(disclosure->value, *row.find("value"));
    EXPECT_GE(disclosure->salt.size(), kSaltBytesMin);
  }
}

TEST(Disclosure, BuilderIsReadBack) {
  JsonValue nested(JsonValue::Object{});
  nested.add("a", JsonValue(JsonValue::Array{JsonValue(), JsonValue(true), JsonValue(std::int64_t{-5})}));
  for (const JsonValue& value : {JsonValue(), JsonValue("\"\\\n\x01 相談"), JsonValue(""), nested}) {
    const Disclosure built = make_disclosure(kSalt, "narrative", value);
    EXPECT_EQ(built.digest, sha256(built.encoded));
    const Result<Disclosure> read = parse_disclosure(built.encoded);
    ASSERT_TRUE(read.ok()) << read.status().to_string();
    EXPECT_EQ(read->digest, built.digest);
    EXPECT_EQ(read->salt, kSalt);
    EXPECT_EQ(read->name, "narrative");
    EXPECT_EQ(read->value, value);
  }
}

TEST(Disclosure, EqualValuesUnderOtherSaltsShareNothing) {
  const Disclosure one = make_disclosure(kSalt, "ground", JsonValue("health"));
  const Disclosure two = make_disclosure(Bytes(16, '\x08'), "ground", JsonValue("health"));
  EXPECT_NE(one.digest, two.digest);
  EXPECT_NE(one.encoded, two.encoded);
}

TEST(Disclosure, SizeBoundIsExact) {
  const std::size_t overhead = make_disclosure(kSalt, "n", JsonValue("")).encoded.size();
  const std::size_t room = (kDisclosureBytesMax - overhead) / 4 * 3;
  EXPECT_TRUE(parse_disclosure(make_disclosure(kSalt, "n", JsonValue(std::string(room, 'x'))).encoded).ok());
  const Result<Disclosure> larger =
      parse_disclosure(make_disclosure(kSalt, "n", JsonValue(std::string(room + 8, 'x'))).encoded);
  ASSERT_FALSE(larger.ok());
  EXPECT_EQ(larger.status().reason(), "disclosure.too_large");
}

TEST(Disclosure, FindsSdMembersAtAnyDepth) {
  const struct {
    const char* json;
    const char* pointer;  // null: none
  } kRows[] = {
      {R"({"a":{"b":[1,{"_sd":[]}]}})", "/a/b/1/_sd"},
      {R"([[{"...":"x"}]])", "/0/0/..."},
      {R"({"a/b":{"_sd_alg":1}})", "/a~1b/_sd_alg"},
      {R"({"sd":1,"..":2,"_sd ":3,"x":"_sd"})", nullptr},
      {R"(["_sd","..."])", nullptr},
      {"null", nullptr},
  };
  for (const auto& row : kRows) {
    const Result<JsonValue> tree = read_json(row.json);
    ASSERT_TRUE(tree.ok()) << row.json;
    const std::optional<std::string> found = find_sd_member(*tree);
    EXPECT_EQ(found, row.pointer == nullptr ? std::nullopt : std::optional<std::string>(row.pointer))
        << row.json;
  }
}

}  // namespace
}  // namespace ledger

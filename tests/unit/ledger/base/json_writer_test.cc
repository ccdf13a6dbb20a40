// Goal: the writer gives compact JSON in the order of the calls and escapes exactly what RFC 8259 §7 demands.
// Method: every byte below 0x80 one by one, nested structures, and death tests for each broken precondition.
#include "ledger/base/json_writer.h"

#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <string>

#include "ledger/base/bytes.h"

namespace ledger {
namespace {

TEST(JsonWriter, WritesNestedStructuresCompactly) {
  JsonWriter writer;
  writer.begin_object()
      .member("v", 1)
      .member("text", "a\"b")
      .member("view", std::string_view("x"))
      .member("string", std::string("y"))
      .member("flag", true)
      .key("nothing")
      .null()
      .key("ix")
      .begin_array()
      .begin_array()
      .value("path")
      .value(std::uint64_t{1})
      .value(std::int64_t{-1})
      .end_array()
      .begin_object()
      .end_object()
      .value(false)
      .end_array()
      .key("raw")
      .raw("{\"a\":[]}")
      .end_object();
  EXPECT_EQ(writer.take(),
            "{\"v\":1,\"text\":\"a\\\"b\",\"view\":\"x\",\"string\":\"y\",\"flag\":true,\"nothing\":null,"
            "\"ix\":[[\"path\",1,-1],{},false],\"raw\":{\"a\":[]}}");
}

TEST(JsonWriter, WritesTheEndsOfTheNumberRanges) {
  JsonWriter writer;
  writer.begin_array()
      .value(std::numeric_limits<std::int64_t>::min())
      .value(std::numeric_limits<std::int64_t>::max())
      .value(std::numeric_limits<std::uint64_t>::max())
      .value(0)
      .end_array();
  EXPECT_EQ(writer.take(), "[-9223372036854775808,9223372036854775807,18446744073709551615,0]");
}

TEST(JsonWriter, ScalarsStandAlone) {
  EXPECT_EQ(JsonWriter().value("a").take(), "\"a\"");
  EXPECT_EQ(JsonWriter().value(7).take(), "7");
  EXPECT_EQ(JsonWriter().null().take(), "null");
  EXPECT_EQ(JsonWriter().take(), "");
}

TEST(JsonWriter, TakeLeavesTheWriterEmpty) {
  JsonWriter writer;
  EXPECT_EQ(writer.value(1).take(), "1");
  EXPECT_EQ(writer.begin_array().end_array().take(), "[]");
}

// Against one character at a time, for every byte at every place of texts around the size of a block.
TEST(JsonWriter, EscapesAtEveryPlaceOfALongText) {
  for (const std::size_t size : {1U, 31U, 32U, 33U, 64U, 97U}) {
    for (std::size_t place = 0; place < size; ++place) {
      for (int c = 0; c < 256; ++c) {
        std::string text(size, 'a');
        text[place] = static_cast<char>(c);
        text[size - 1 - place] = '"';
        std::string expected = "\"";
        for (const char one : text) {
          const std::string quoted = json_quote(std::string_view(&one, 1));
          expected.append(quoted, 1, quoted.size() - 2);
        }
        ASSERT_EQ(json_quote(text), expected + "\"") << "byte " << c << " at " << place << " of " << size;
      }
    }
  }
}

TEST(JsonWriter, EscapesTheMinimum) {
  for (int code = 0; code < 0x80; ++code) {
    const auto c = static_cast<char>(code);
    std::string expected(1, c);
    if (code < 0x20) expected = "\\u00" + to_hex(expected);
    if (c == '\b') expected = "\\b";
    if (c == '\t') expected = "\\t";
    if (c == '\n') expected = "\\n";
    if (c == '\f') expected = "\\f";
    if (c == '\r') expected = "\\r";
    if (c == '"') expected = "\\\"";
    if (c == '\\') expected = "\\\\";
    EXPECT_EQ(json_quote(std::string(1, c)), "\"" + expected + "\"") << code;
    EXPECT_EQ(json_quote("x" + std::string(2, c) + "y"), "\"x" + expected + expected + "y\"") << code;
  }
  EXPECT_EQ(json_quote("台帳 é 😀 /"), "\"台帳 é 😀 /\"");
  EXPECT_EQ(json_quote(""), "\"\"");
}

TEST(JsonWriter, EscapesMemberNamesToo) {
  EXPECT_EQ(JsonWriter().begin_object().member("a\"\n", 1).end_object().take(), "{\"a\\\"\\n\":1}");
}

TEST(JsonWriter, WritesATreeInItsOrder) {
  JsonValue tree{JsonValue::Object()};
  tree.add("b", JsonValue(JsonValue::Array{JsonValue(), JsonValue(true), JsonValue(std::int64_t{-3})}));
  tree.add("a", JsonValue("x"));
  EXPECT_EQ(write_json(tree), "{\"b\":[null,true,-3],\"a\":\"x\"}");
  EXPECT_EQ(JsonWriter().begin_array().value(tree).value(tree).end_array().take(),
            "[" + write_json(tree) + "," + write_json(tree) + "]");
}

TEST(JsonWriter, PointerTokensAreEscapedInTheOrderOfRfc6901) {
  EXPECT_EQ(pointer_token(""), "");
  EXPECT_EQ(pointer_token("plain"), "plain");
  EXPECT_EQ(pointer_token("a/b"), "a~1b");
  EXPECT_EQ(pointer_token("m~n"), "m~0n");
  EXPECT_EQ(pointer_token("~1"), "~01");
  EXPECT_EQ(pointer_token("/~/"), "~1~0~1");
}

TEST(JsonWriterDeathTest, ABrokenSequenceOfCallsIsABug) {
  EXPECT_DEATH(JsonWriter().begin_object().take(), "check_failed");
  EXPECT_DEATH(JsonWriter().begin_array().end_object(), "check_failed");
  EXPECT_DEATH(JsonWriter().begin_object().end_array(), "check_failed");
  EXPECT_DEATH(JsonWriter().end_array(), "check_failed");
  EXPECT_DEATH(JsonWriter().key("a"), "check_failed");
  EXPECT_DEATH(JsonWriter().begin_array().key("a"), "check_failed");
  EXPECT_DEATH(JsonWriter().begin_object().key("a").key("b"), "check_failed");
  EXPECT_DEATH(JsonWriter().begin_object().key("a").end_object(), "check_failed");
  EXPECT_DEATH(JsonWriter().begin_object().value(1), "check_failed");
  EXPECT_DEATH(JsonWriter().value(1).value(2), "check_failed");
}

}  // namespace
}  // namespace ledger

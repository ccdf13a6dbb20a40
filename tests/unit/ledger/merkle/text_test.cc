// Goal: the shared text pieces are as strict as the formats that stand on them. Method: tables of lines, code
// points at every border of UTF-8, key names and base64 hashes; refusals outnumber acceptances.
#include "ledger/merkle/text.h"

#include <gtest/gtest.h>

#include "ledger/merkle/hash.h"
#include "tests/unit/ledger/merkle/reference_tree.h"

namespace ledger::merkle {
namespace {

TEST(Text, LinesEndInNewline) {
  std::string_view rest = "a\n\nb";
  EXPECT_EQ(take_line(rest), "a");
  EXPECT_EQ(take_line(rest), "");
  EXPECT_EQ(take_line(rest), std::nullopt);
  EXPECT_EQ(rest, "b");
  std::string_view empty;
  EXPECT_EQ(take_line(empty), std::nullopt);
}

TEST(Text, CodePointsAtTheBorders) {
  struct Row {
    std::string_view bytes;
    char32_t point;
  };
  for (const Row& row : std::initializer_list<Row>{{"a", U'a'},
                                                   {std::string_view("\0", 1), 0},
                                                   {"\x7F", 0x7F},
                                                   {"\xC2\x80", 0x80},
                                                   {"\xDF\xBF", 0x7FF},
                                                   {"\xE0\xA0\x80", 0x800},
                                                   {"\xED\x9F\xBF", 0xD7FF},
                                                   {"\xEE\x80\x80", 0xE000},
                                                   {"\xE2\x80\x94", 0x2014},
                                                   {"\xF0\x90\x80\x80", 0x10000},
                                                   {"\xF4\x8F\xBF\xBF", 0x10FFFF}}) {
    std::string_view rest = row.bytes;
    EXPECT_EQ(take_code_point(rest), row.point) << to_hex(row.bytes);
    EXPECT_TRUE(rest.empty());
  }
}

TEST(Text, MalformedUtf8) {
  for (const std::string_view bytes : {"\x80",
                                       "\xBF",
                                       "\xC0\x80",
                                       "\xC1\xBF",
                                       "\xC2",
                                       "\xC2\x41",
                                       "\xC2\xC2",
                                       "\xE0\x80\x80",
                                       "\xE0\x9F\xBF",
                                       "\xE2\x80",
                                       "\xE2\x80\x41",
                                       "\xED\xA0\x80",
                                       "\xED\xBF\xBF",
                                       "\xF0\x80\x80\x80",
                                       "\xF0\x8F\xBF\xBF",
                                       "\xF0\x90\x80",
                                       "\xF4\x90\x80\x80",
                                       "\xF5\x80\x80\x80",
                                       "\xF8\x88\x80\x80\x80",
                                       "\xFE",
                                       "\xFF"}) {
    std::string_view rest = bytes;
    EXPECT_EQ(take_code_point(rest), std::nullopt) << to_hex(bytes);
    EXPECT_FALSE(is_note_text(bytes)) << to_hex(bytes);
    EXPECT_FALSE(is_key_name(bytes)) << to_hex(bytes);
  }
}

TEST(Text, NoteText) {
  EXPECT_TRUE(is_note_text(""));
  EXPECT_TRUE(is_note_text("a b\n\xE5\x8F\xB0\xE5\xB8\xB3\x7F\n"));
  for (char c = 0; c < 0x20; ++c) EXPECT_EQ(is_note_text(std::string(1, c)), c == '\n') << int{c};
}

TEST(Text, KeyNames) {
  for (const std::string_view name : {"a", "example.com/audit", "\xE5\x8F\xB0\xE5\xB8\xB3", "a=b", "\x7F",
                                      "\xE2\x80\x8B"}) {  // U+200B is not white space
    EXPECT_TRUE(is_key_name(name)) << name;
  }
  for (const std::string_view name : {"",
                                      " ",
                                      "a b",
                                      "a+b",
                                      "+",
                                      "a\n",
                                      "a\t",
                                      "a\r",
                                      "a\x0B",
                                      "\x01",
                                      "a\xC2\x85",
                                      "a\xC2\xA0",
                                      "\xE1\x9A\x80",
                                      "\xE2\x80\x80",
                                      "\xE2\x80\x8A",
                                      "\xE2\x80\xA8",
                                      "\xE2\x80\xA9",
                                      "\xE2\x80\xAF",
                                      "\xE2\x81\x9F",
                                      "\xE3\x80\x80"}) {
    EXPECT_FALSE(is_key_name(name)) << to_hex(name);
  }
}

TEST(Text, Base64Hashes) {
  const std::string text = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  EXPECT_EQ(format_base64_hash(empty_root()), text);
  EXPECT_EQ(parse_base64_hash(text), empty_root());
  for (const std::string& bad : {std::string(), text.substr(0, 43), text + "=", text + "\n", " " + text,
                                 text.substr(0, 40), text.substr(0, 40) + "uFUA", text.substr(0, 42) + "V=",
                                 std::string("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=")}) {
    EXPECT_EQ(parse_base64_hash(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace ledger::merkle

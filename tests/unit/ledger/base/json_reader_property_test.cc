// Goal: reading and writing are inverse, and no text, however damaged, is accepted against the grammar or
// crashes the reader. Method: random trees written with random white space and escapes, and random damage
// judged by an independent, slow recogniser of the profile that lives in this file.
#include <algorithm>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"
#include "tests/support/seeded_random.h"

namespace ledger {
namespace {

using tests::SeededRandom;

// Recogniser of RFC 8259 with the project's limits, one character at a time. It shares no code and no library
// with the reader. It presumes valid UTF-8.
class Recogniser {
 public:
  explicit Recogniser(std::string_view text) : text_(text) {}

  bool accepts() {
    skip_white_space();
    if (!value(0)) return false;
    skip_white_space();
    return at_ == text_.size();
  }

 private:
  char here() const { return at_ < text_.size() ? text_[at_] : '\x01'; }
  bool take(char expected) {
    if (here() != expected) return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  void skip_white_space() {
    while (here() == ' ' || here() == '\t' || here() == '\n' || here() == '\r') ++at_;
  }

  bool value(std::size_t depth) {
    switch (here()) {
      case '{':
        return depth < kJsonDepthMax && object(depth + 1);
      case '[':
        return depth < kJsonDepthMax && array(depth + 1);
      case '"':
        return string().has_value();
      case 't':
        return take_word("true");
      case 'f':
        return take_word("false");
      case 'n':
        return take_word("null");
      default:
        return integer();
    }
  }

  bool integer() {
    const bool negative = take('-');
    const std::size_t from = at_;
    while (here() >= '0' && here() <= '9') ++at_;
    const std::string_view digits = text_.substr(from, at_ - from);
    if (digits.empty() || (digits.size() > 1 && digits[0] == '0')) return false;
    if (negative && digits == "0") return false;
    if (here() == '.' || here() == 'e' || here() == 'E') return false;
    const std::string_view limit = negative ? "9223372036854775808" : "9223372036854775807";
    return digits.size() < limit.size() || (digits.size() == limit.size() && digits <= limit);
  }

  std::optional<unsigned> hex4() {
    unsigned unit = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const auto digit = std::string_view("0123456789abcdef0123456789ABCDEF").find(here());
      if (digit == std::string_view::npos) return std::nullopt;
      unit = unit * 16 + static_cast<unsigned>(digit % 16);
    }
    return unit;
  }

  // The decoded text, with an escaped code point as a number: enough to compare names that are made here.
  std::optional<std::string> string() {
    if (!take('"')) return std::nullopt;
    std::string decoded;
    while (!take('"')) {
      if (at_ >= text_.size() || static_cast<unsigned char>(here()) < 0x20) return std::nullopt;
      if (!take('\\')) {
        decoded += text_[at_++];
        continue;
      }
      const char escape = here();
      ++at_;
      if (escape != 'u') {
        const auto place = std::string_view("\"\\/bfnrt").find(escape);
        if (place == std::string_view::npos) return std::nullopt;
        decoded += "\"\\/\b\f\n\r\t"[place];
        continue;
      }
      const auto unit = hex4();
      if (!unit || (*unit >= 0xDC00 && *unit <= 0xDFFF)) return std::nullopt;
      if (*unit >= 0xD800 && *unit <= 0xDBFF) {
        if (!take('\\') || !take('u')) return std::nullopt;
        const auto low = hex4();
        if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
        decoded += "<" + std::to_string(*unit) + "," + std::to_string(*low) + ">";
      } else if (*unit < 0x80) {
        decoded += static_cast<char>(*unit);
      } else {
        decoded += "<" + std::to_string(*unit) + ">";
      }
    }
    return decoded;
  }

  bool array(std::size_t depth) {
    ++at_;
    skip_white_space();
    if (take(']')) return true;
    for (;;) {
      skip_white_space();
      if (!value(depth)) return false;
      skip_white_space();
      if (take(']')) return true;
      if (!take(',')) return false;
    }
  }

  bool object(std::size_t depth) {
    ++at_;
    std::set<std::string> names;
    skip_white_space();
    if (take('}')) return true;
    for (;;) {
      skip_white_space();
      const auto name = string();
      if (!name || !names.insert(*name).second) return false;
      skip_white_space();
      if (!take(':')) return false;
      skip_white_space();
      if (!value(depth)) return false;
      skip_white_space();
      if (take('}')) return true;
      if (!take(',')) return false;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string random_text(SeededRandom& random) {
  static const std::vector<std::string> kPieces = {"a",
                                                   "B",
                                                   "7",
                                                   " ",
                                                   "/",
                                                   "~",
                                                   "\"",
                                                   "\\",
                                                   "\n",
                                                   "\t",
                                                   "\x01",
                                                   "\x1f",
                                                   std::string(1, '\0'),
                                                   "\x7f",
                                                   "é",
                                                   "台",
                                                   "帳",
                                                   "😀",
                                                   "\xed\x9f\xbf",
                                                   "\xef\xbf\xbf",
                                                   "session.held",
                                                   "2026-06-03T10:00:00+09:00"};
  std::string text;
  for (std::uint64_t left = random.below(12); left > 0; --left) text += random.pick(kPieces);
  return text;
}

std::int64_t random_int(SeededRandom& random) {
  if (random.one_in(10)) return INT64_MIN;
  if (random.one_in(10)) return INT64_MAX;
  return random.one_in(2) ? random.between(-10, 10) : static_cast<std::int64_t>(random.next());
}

JsonValue random_tree(SeededRandom& random, std::size_t depth) {
  const std::uint64_t kind = random.below(depth < 5 ? 8 : 5);
  if (kind == 0) return JsonValue();
  if (kind == 1) return JsonValue(random.one_in(2));
  if (kind == 2) return JsonValue(random_int(random));
  if (kind <= 4) return JsonValue(random_text(random));
  const std::uint64_t count = random.one_in(10) ? random.below(40) : random.below(5);
  if (kind == 5) {
    JsonValue::Array items;
    for (std::uint64_t i = 0; i < count; ++i) items.push_back(random_tree(random, depth + 1));
    return JsonValue(std::move(items));
  }
  JsonValue object{JsonValue::Object()};
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string name = random_text(random);
    if (object.find(name) == nullptr) object.add(std::move(name), random_tree(random, depth + 1));
  }
  return object;
}

std::string random_space(SeededRandom& random) {
  return random.one_in(3) ? std::string(1, " \t\n\r"[random.below(4)]) : std::string();
}

// The same value in another dress: white space between tokens, and ASCII characters escaped as \u00xx.
std::string dressed(SeededRandom& random, std::string_view json) {
  std::string out;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string && c == '\\') {
      const std::size_t length = json[i + 1] == 'u' ? 6 : 2;
      out += json.substr(i, length);
      i += length - 1;
    } else if (c == '"') {
      const std::string space = random_space(random);
      out += in_string ? c + space : space + c;
      in_string = !in_string;
    } else if (in_string) {
      const bool escape = c > 0 && random.one_in(5);
      out += escape ? "\\u00" + to_hex(std::string_view(&c, 1)) : std::string(1, c);
    } else {
      out += std::string_view("{}[],:").find(c) == std::string_view::npos
                 ? std::string(1, c)
                 : random_space(random) + c + random_space(random);
    }
  }
  return out;
}

TEST(JsonReaderProperty, WritingAndReadingAreInverse) {
  SeededRandom random(8259);
  SCOPED_TRACE(random.trace());
  for (int round = 0; round < 3'000; ++round) {
    const JsonValue tree = random_tree(random, 0);
    const std::string canonical = write_json(tree);
    const auto again = read_json(canonical);
    ASSERT_TRUE(again.ok()) << again.status().to_string() << "\n" << canonical;
    ASSERT_EQ(*again, tree) << canonical;
    ASSERT_EQ(write_json(*again), canonical);
    const std::string other = dressed(random, canonical);
    const auto undressed = read_json(other);
    ASSERT_TRUE(undressed.ok()) << undressed.status().to_string() << "\n" << other;
    ASSERT_EQ(write_json(*undressed), canonical) << other;
    ASSERT_TRUE(Recogniser(other).accepts()) << other;
  }
}

// ASCII only, so that UTF-8 plays no part.
std::string damaged(SeededRandom& random, std::string text) {
  static const std::vector<std::string> kPieces = {"{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   ",",
                                                   ":",
                                                   "\"",
                                                   "\\",
                                                   "1",
                                                   "0",
                                                   "-",
                                                   ".",
                                                   "e",
                                                   "E",
                                                   "+",
                                                   "t",
                                                   "true",
                                                   "null",
                                                   " ",
                                                   "\n",
                                                   "\x01",
                                                   std::string(1, '\0'),
                                                   "\\u0041",
                                                   "\\ud800",
                                                   "\\udc00",
                                                   "\\ud83d\\ude00",
                                                   "\"a\":",
                                                   "\"a\"",
                                                   "1.5",
                                                   "-0",
                                                   "9223372036854775808",
                                                   "[[[[[[[[[[[[[[[["};
  for (std::uint64_t left = 1 + random.below(3); left > 0; --left) {
    const std::size_t at = random.below(text.size() + 1);
    switch (random.below(4)) {
      case 0:
        text.insert(at, random.pick(kPieces));
        break;
      case 1:
        text.erase(at, 1 + random.below(3));
        break;
      case 2:
        text.resize(at);
        break;
      default:
        text.insert(at, text.substr(random.below(text.size() + 1), random.below(8)));
        break;
    }
  }
  return text;
}

TEST(JsonReaderProperty, AgreesWithTheRecogniserOnDamagedTexts) {
  SeededRandom random(20260331);
  SCOPED_TRACE(random.trace());
  const std::vector<std::string> seeds = {
      "{\"v\":1,\"recorded_at\":\"2026-06-03T01:00:00.000000Z\",\"ix\":[[\"path\",1,0]],\"event\":\"a.b.c\"}",
      "[[],[[]],{},{\"a\":{}},\"\",0,-1,true,false,null]",
      "{\"a\":{\"b\":[1,2,{\"c\":\"\\u0041\\n\\ud83d\\ude00\"}]},\"d\":null}",
      "[1]",
      "\"a\"",
      "-12",
  };
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 60'000; ++round) {
    const std::string text = damaged(random, random.pick(seeds));
    const auto tree = read_json(text);
    ASSERT_EQ(tree.ok(), Recogniser(text).accepts()) << tree.status().to_string() << "\n" << json_quote(text);
    if (tree.ok()) {
      ++accepted;
      ASSERT_EQ(write_json(*read_json(write_json(*tree))), write_json(*tree));
    } else {
      ++refused;
      ASSERT_EQ(tree.status().code(), StatusCode::kInvalidArgument);
      ASSERT_TRUE(tree.status().reason().starts_with("json.")) << tree.status().to_string();
    }
  }
  EXPECT_GT(accepted, 1'000U);
  EXPECT_GT(refused, 20'000U);
}

TEST(JsonReaderProperty, AnyBytesAreReadOrRefusedWithoutHarm) {
  SeededRandom random(3629);
  SCOPED_TRACE(random.trace());
  std::size_t refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Bytes bytes = random.bytes(random.below(80));
    const auto tree = read_json(bytes);
    if (!tree.ok()) ++refused;
  }
  EXPECT_GT(refused, 19'000U);
}

}  // namespace
}  // namespace ledger

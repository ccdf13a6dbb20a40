// Goal: the reader accepts exactly the strict profile of json_value.h and says what is wrong, and where.
// Method: hand-listed tables of texts to accept with their canonical form, and of texts to refuse with reason
// and pointer.
#include "ledger/base/json_reader.h"

#include <gtest/gtest.h>
#include <string>
#include <thread>
#include <vector>

#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"

namespace ledger {
namespace {

std::string repeated(std::string_view part, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += part;
  return text;
}

std::string nested(std::size_t depth, const std::string& open, const std::string& inner,
                   const std::string& close) {
  return repeated(open, depth) + inner + repeated(close, depth);
}

// `text` with the byte \0 in the place of every '@'.
std::string with_nul(std::string text) {
  for (char& c : text) {
    if (c == '@') c = '\0';
  }
  return text;
}

struct Accept {
  std::string text;
  std::string canonical;
};

TEST(JsonReader, AcceptsTheProfileAndKeepsOrder) {
  const std::vector<Accept> rows = {
      {"null", "null"},
      {"true", "true"},
      {"false", "false"},
      {" \t\r\n true \t\r\n", "true"},
      {"0", "0"},
      {"-1", "-1"},
      {"10", "10"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"\"\"", "\"\""},
      {"\"台帳\"", "\"台帳\""},
      {"\"\\u53f0\\u5e33\"", "\"台帳\""},
      {"\"\\ud83d\\ude00\"", "\"😀\""},
      {"\"\xf4\x8f\xbf\xbf\"", "\"\xf4\x8f\xbf\xbf\""},
      {"\"\xed\x9f\xbf\xee\x80\x80\"", "\"\xed\x9f\xbf\xee\x80\x80\""},
      {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
      {"\"\\u0000\\u001f\x7f\"", "\"\\u0000\\u001f\x7f\""},
      {"\"// [ { , : 1.5\"", "\"// [ { , : 1.5\""},
      {"[]", "[]"},
      {"[ ]", "[]"},
      {"{}", "{}"},
      {"[[],{},\"\",0,null]", "[[],{},\"\",0,null]"},
      {" [ 1 , 2 ] ", "[1,2]"},
      {"{\"b\":1,\"a\":2}", "{\"b\":1,\"a\":2}"},
      {"{ \"a\" : { \"a\" : [ { \"a\" : 1 } ] } }", "{\"a\":{\"a\":[{\"a\":1}]}}"},
      {"{\"\":0}", "{\"\":0}"},
      {"{\"\\u0061\":1,\"A\":2}", "{\"a\":1,\"A\":2}"},
      {"{\"a/b\":1,\"a~b\":2}", "{\"a/b\":1,\"a~b\":2}"},
      {nested(kJsonDepthMax, "[", "1", "]"), nested(kJsonDepthMax, "[", "1", "]")},
      {nested(kJsonDepthMax, "{\"a\":", "1", "}"), nested(kJsonDepthMax, "{\"a\":", "1", "}")},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const auto tree = read_json(row.text);
    ASSERT_TRUE(tree.ok()) << tree.status().to_string();
    EXPECT_EQ(write_json(*tree), row.canonical);
  }
}

struct Refuse {
  std::string text;
  const char* reason;
  std::string pointer;
};

void expect_refused(const std::vector<Refuse>& rows) {
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text.substr(0, 120));
    const auto tree = read_json(row.text);
    ASSERT_FALSE(tree.ok());
    EXPECT_EQ(tree.status().code(), StatusCode::kInvalidArgument);
    EXPECT_EQ(tree.status().reason(), row.reason);
    EXPECT_EQ(tree.status().pointer(), row.pointer);
    EXPECT_FALSE(tree.status().message().empty());
  }
}

TEST(JsonReader, RefusesWhatIsNoJson) {
  expect_refused({
      {"", "json.malformed", ""},
      {"   ", "json.malformed", ""},
      {"nul", "json.malformed", ""},
      {"nulll", "json.malformed", ""},
      {"null\"\"", "json.malformed", ""},
      {"True", "json.malformed", ""},
      {"trueish", "json.malformed", ""},
      {"undefined", "json.malformed", ""},
      {"NaN", "json.malformed", ""},
      {"Infinity", "json.malformed", ""},
      {"'a'", "json.malformed", ""},
      {"\xef\xbb\xbf{}", "json.malformed", ""},
      {"\\", "json.malformed", ""},
      {"/**/1", "json.malformed", ""},
      {"// x\n1", "json.malformed", ""},
      {",", "json.malformed", ""},
      {":", "json.malformed", ""},
      {"]", "json.malformed", ""},
      {"}", "json.malformed", ""},
      {with_nul("@"), "json.malformed", ""},
      {with_nul("1@"), "json.malformed", ""},
      {with_nul("true@"), "json.malformed", ""},
      {"\xc2\xa0"
       "1",
       "json.malformed", ""},
      {"\f1", "json.malformed", ""},
      {"\"", "json.malformed", ""},
      {"\"abc", "json.malformed", ""},
      {"\"abc\\\"", "json.malformed", ""},
      {"{\"a\":\"b}", "json.malformed", ""},
      {"\"a\nb\"", "json.malformed", ""},
      {"\"a\tb\"", "json.malformed", ""},
      {"\"\x1f\"", "json.malformed", ""},
      {with_nul("\"@\""), "json.malformed", ""},
      {with_nul("{\"a@\":1}"), "json.malformed", ""},
  });
}

TEST(JsonReader, RefusesBrokenStructure) {
  expect_refused({
      {"[", "json.malformed", ""},
      {"{", "json.malformed", ""},
      {"[1", "json.malformed", ""},
      {"[1,", "json.malformed", "/1"},
      {"[[1]", "json.malformed", ""},
      {"[[[1]", "json.malformed", ""},
      {"[{\"a\":[1]", "json.malformed", "/0"},
      {"{\"a\":[1]", "json.malformed", ""},
      {"{\"a\":{\"b\":1}", "json.malformed", ""},
      {"{\"a\":1", "json.malformed", ""},
      {"{\"a\":", "json.malformed", "/a"},
      {"{\"a\"", "json.malformed", ""},
      {"[1,]", "json.malformed", "/1"},
      {"[,1]", "json.malformed", "/0"},
      {"[1,,2]", "json.malformed", "/1"},
      {"[1 2]", "json.malformed", ""},
      {"[\"a\"\"b\"]", "json.malformed", ""},
      {"[1\"b\"]", "json.malformed", "/0"},
      {"[1:2]", "json.malformed", ""},
      {"[1}", "json.malformed", ""},
      {"{\"a\":1]", "json.malformed", ""},
      {"{\"a\":1,}", "json.malformed", ""},
      {"{,\"a\":1}", "json.malformed", ""},
      {"{\"a\":1,,\"b\":2}", "json.malformed", ""},
      {"{\"a\" 1}", "json.malformed", ""},
      {"{\"a\"::1}", "json.malformed", "/a"},
      {"{\"a\",1}", "json.malformed", ""},
      {"{\"a\":}", "json.malformed", "/a"},
      {"{\"a\":1 \"b\":2}", "json.malformed", ""},
      {"{\"a\"}", "json.malformed", ""},
      {"{a:1}", "json.malformed", ""},
      {"{1:1}", "json.malformed", ""},
      {"{'a':1}", "json.malformed", ""},
      {"{null:1}", "json.malformed", ""},
      {"{[1]:1}", "json.malformed", ""},
      {"{\"a\":tru}", "json.malformed", "/a"},
      {"{\"a\":[0,{\"b\":nil}]}", "json.malformed", "/a/1/b"},
      {"{\"a\":1/* no */}", "json.malformed", "/a"},
      {"{\"a\":1 /* no */}", "json.malformed", ""},
      {with_nul("[1,@]"), "json.malformed", "/1"},
  });
}

TEST(JsonReader, RefusesWrongEscapes) {
  expect_refused({
      {"\"\\x41\"", "json.malformed", ""},
      {"\"\\'\"", "json.malformed", ""},
      {"\"\\0\"", "json.malformed", ""},
      {"\"\\u12\"", "json.malformed", ""},
      {"\"\\u12g4\"", "json.malformed", ""},
      {"\"\\U00000041\"", "json.malformed", ""},
      {"\"\\ud800\"", "json.malformed", ""},
      {"\"\\udc00\"", "json.malformed", ""},
      {"\"\\ud800x\"", "json.malformed", ""},
      {"\"\\ud800\\n\"", "json.malformed", ""},
      {"\"\\ud800\\u0041\"", "json.malformed", ""},
      {"\"\\ud800\\ud800\"", "json.malformed", ""},
      {"\"\\udc00\\ud800\"", "json.malformed", ""},
      {"\"\\ude00\\ude00\"", "json.malformed", ""},
      {"\"\\ud83d\\ude0\"", "json.malformed", ""},
      {"[0,\"\\udfff\"]", "json.malformed", "/1"},
      {"{\"\\ud800\":1}", "json.malformed", ""},
      {"{\"\\udc00\":1}", "json.malformed", ""},
      {"{\"a\":{\"\\q\":1}}", "json.malformed", "/a"},
  });
}

TEST(JsonReader, RefusesWrongNumbers) {
  expect_refused({
      {"1.0", "json.float", ""},
      {"-1.0", "json.float", ""},
      {"0.0", "json.float", ""},
      {"-0.0", "json.float", ""},
      {"-0", "json.float", ""},
      {"1e3", "json.float", ""},
      {"1E3", "json.float", ""},
      {"0e0", "json.float", ""},
      {"1e+3", "json.float", ""},
      {"1e-3", "json.float", ""},
      {"1.5e10", "json.float", ""},
      {"1e999", "json.float", ""},
      {"123456789012345678901234567890.5", "json.float", ""},
      {"{\"data\":{\"ratio\":[1,0.5]}}", "json.float", "/data/ratio/1"},
      {"{\"a/b\":{\"c~d\":1.5}}", "json.float", "/a~1b/c~0d"},
      {"[-0]", "json.float", "/0"},
      {"9223372036854775808", "json.integer_range", ""},
      {"-9223372036854775809", "json.integer_range", ""},
      {"18446744073709551615", "json.integer_range", ""},
      {"18446744073709551616", "json.integer_range", ""},
      {"{\"n\":" + std::string(400, '9') + "}", "json.integer_range", "/n"},
      {"-", "json.malformed", ""},
      {"+1", "json.malformed", ""},
      {"--1", "json.malformed", ""},
      {"-a", "json.malformed", ""},
      {"01", "json.malformed", ""},
      {"-01", "json.malformed", ""},
      {"00", "json.malformed", ""},
      {"1.", "json.malformed", ""},
      {".5", "json.malformed", ""},
      {"-.5", "json.malformed", ""},
      {"1.e5", "json.malformed", ""},
      {"1e", "json.malformed", ""},
      {"1e+", "json.malformed", ""},
      {"1.5.5", "json.malformed", ""},
      {"1e5e5", "json.malformed", ""},
      {"0x10", "json.malformed", ""},
      {"1_000", "json.malformed", ""},
      {"1a", "json.malformed", ""},
      {"[1,2x]", "json.malformed", "/1"},
      {"１", "json.malformed", ""},
  });
}

TEST(JsonReader, RefusesInvalidUtf8AndSaysAtWhichByte) {
  expect_refused({
      {"\"\x80\"", "json.invalid_utf8", ""},
      {"\"\xc0\x80\"", "json.invalid_utf8", ""},
      {"\"\xc1\xbf\"", "json.invalid_utf8", ""},
      {"\"\xc3\"", "json.invalid_utf8", ""},
      {"\"\xe0\x9f\xbf\"", "json.invalid_utf8", ""},
      {"\"\xe5\x8f\"", "json.invalid_utf8", ""},
      {"\"\xed\xa0\x80\"", "json.invalid_utf8", ""},
      {"\"\xed\xbf\xbf\"", "json.invalid_utf8", ""},
      {"\"\xf0\x8f\xbf\xbf\"", "json.invalid_utf8", ""},
      {"\"\xf0\x9f\x98\"", "json.invalid_utf8", ""},
      {"\"\xf4\x90\x80\x80\"", "json.invalid_utf8", ""},
      {"\"\xf5\x80\x80\x80\"", "json.invalid_utf8", ""},
      {"\"\xff\"", "json.invalid_utf8", ""},
      {"{\"\xe3\x81\":1}", "json.invalid_utf8", ""},
      {"\xe5", "json.invalid_utf8", ""},
      {"1 \xff", "json.invalid_utf8", ""},
      {"[1.5,\"\xff\"]", "json.invalid_utf8", ""},
      {"[1.5,\xff]", "json.invalid_utf8", ""},
      {"\"\xff", "json.invalid_utf8", ""},
  });
  EXPECT_NE(read_json("\"台\xff\"").status().message().find("byte 4 "), std::string::npos);
  EXPECT_NE(read_json("\"ab\xf0\x9f\x98\"").status().message().find("byte 3 "), std::string::npos);
}

TEST(JsonReader, RefusesTrailingBytes) {
  expect_refused({
      {"1 2", "json.trailing_bytes", ""},
      {"1,2", "json.trailing_bytes", ""},
      {"1,", "json.trailing_bytes", ""},
      {"{} {}", "json.trailing_bytes", ""},
      {"{}{}", "json.trailing_bytes", ""},
      {"{}}", "json.trailing_bytes", ""},
      {"[]]", "json.trailing_bytes", ""},
      {"[1]]", "json.trailing_bytes", ""},
      {"1]", "json.trailing_bytes", ""},
      {"1],[2", "json.trailing_bytes", ""},
      {"{\"a\":1} x", "json.trailing_bytes", ""},
      {"{\"a\":1},", "json.trailing_bytes", ""},
      {"{\"a\":1}\n{\"a\":2}", "json.trailing_bytes", ""},
      {"\"a\" \"b\"", "json.trailing_bytes", ""},
      {"\"a\"x", "json.trailing_bytes", ""},
      {"true false", "json.trailing_bytes", ""},
      {"{} // x", "json.trailing_bytes", ""},
      {with_nul("{}@"), "json.trailing_bytes", ""},
      {with_nul("[1] @"), "json.trailing_bytes", ""},
  });
}

TEST(JsonReader, RefusesDuplicateNames) {
  expect_refused({
      {"{\"a\":1,\"a\":1}", "json.duplicate_key", "/a"},
      {"{\"a\":1,\"b\":2,\"a\":3}", "json.duplicate_key", "/a"},
      {"{\"\":1,\"\":2}", "json.duplicate_key", "/"},
      {"{\"a\":1,\"\\u0061\":2}", "json.duplicate_key", "/a"},
      {"{\"台\":1,\"\\u53f0\":2}", "json.duplicate_key", "/台"},
      {"[{\"x/y\":1,\"x/y\":2}]", "json.duplicate_key", "/0/x~1y"},
      {"{\"o\":{\"p\":{\"q\":1,\"q\":{}}}}", "json.duplicate_key", "/o/p/q"},
      {"{\"a\":1,\"b\":1,\"b\":2,\"a\":2}", "json.duplicate_key", "/b"},
  });
}

// Sizes around the change from pairwise comparison to sorting, with the repetition at every place.
TEST(JsonReader, FindsADuplicateInObjectsOfAnySize) {
  for (std::size_t count = 2; count <= 40; ++count) {
    for (std::size_t repeated_at = 1; repeated_at < count; ++repeated_at) {
      JsonWriter unique;
      JsonWriter doubled;
      unique.begin_object();
      doubled.begin_object();
      for (std::size_t i = 0; i < count; ++i) {
        unique.member("m" + std::to_string(i), 1);
        doubled.member("m" + std::to_string(i == repeated_at ? repeated_at / 2 : i), 1);
      }
      unique.end_object();
      doubled.end_object();
      ASSERT_TRUE(read_json(unique.take()).ok());
      const auto refused = read_json(doubled.take());
      ASSERT_FALSE(refused.ok());
      ASSERT_EQ(refused.status().reason(), "json.duplicate_key");
      ASSERT_EQ(refused.status().pointer(), "/m" + std::to_string(repeated_at / 2));
    }
  }
}

TEST(JsonReader, RefusesWhatIsTooDeep) {
  const std::string below = repeated("/0", kJsonDepthMax);
  expect_refused({
      {nested(kJsonDepthMax + 1, "[", "", "]"), "json.too_deep", below},
      {nested(kJsonDepthMax + 1, "{\"0\":", "1", "}"), "json.too_deep", below},
      {nested(kJsonDepthMax, "[", "{}", "]"), "json.too_deep", below},
      {nested(500, "[", "", "]"), "json.too_deep", below},
      {nested(5'000, "[{\"0\":", "1", "}]"), "json.too_deep", below},
      {repeated("[", 2'000'000), "json.too_deep", below},
      {repeated("{\"0\":", 200'000), "json.too_deep", below},
  });
}

TEST(JsonReader, ReadsWideObjectsAndLongStrings) {
  JsonWriter writer;
  writer.begin_object();
  for (int i = 0; i < 100'000; ++i) writer.member("name" + std::to_string(i), i);
  writer.member("long", std::string(3'000'000, 'x'));
  writer.end_object();
  const std::string text = writer.take();
  const auto tree = read_json(text);
  ASSERT_TRUE(tree.ok()) << tree.status().to_string();
  EXPECT_EQ(write_json(*tree), text);
  // The large buffers are given back; the next small text must not notice.
  EXPECT_EQ(write_json(*read_json("[1]")), "[1]");
}

// Every length around the blocks and paddings of the parser, right up to the end of an exact buffer.
TEST(JsonReader, DoesNotDependOnLengthOrOnBytesBehindTheText) {
  for (std::size_t length = 0; length < 400; ++length) {
    const std::string text = "\"" + std::string(length, 'a') + "\"";
    const std::vector<char> exact(text.begin(), text.end());
    const auto tree = read_json(std::string_view(exact.data(), exact.size()));
    ASSERT_TRUE(tree.ok()) << length;
    ASSERT_EQ(tree->as_string().size(), length);
    ASSERT_FALSE(read_json(std::string_view(exact.data(), exact.size() - 1)).ok()) << length;
    ASSERT_EQ(*read_json(std::string_view("17]}\"99").substr(0, 2)), JsonValue(std::int64_t{17}));
  }
}

TEST(JsonReader, ARefusalDoesNotDisturbTheNextText) {
  for (const char* bad : {"[[[1]", "{\"a\":1.5}", "\"\\ud800\"", "\xff", "{\"a\":1,\"a\":2}", "", "1 2"}) {
    ASSERT_FALSE(read_json(bad).ok()) << bad;
    ASSERT_EQ(write_json(*read_json("{\"a\":[1,\"b\"]}")), "{\"a\":[1,\"b\"]}") << bad;
  }
}

TEST(JsonReader, ThreadsHaveTheirOwnParsers) {
  std::vector<std::size_t> right(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < right.size(); ++i) {
    threads.emplace_back([&right, i] {
      const std::string text =
          "{\"thread\":" + std::to_string(i) + ",\"text\":\"" + std::string(i * 700, 'x') + "\"}";
      for (int round = 0; round < 500; ++round) {
        const auto tree = read_json(text);
        if (tree.ok() && write_json(*tree) == text) ++right[i];
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, std::vector<std::size_t>(4, 500));
}

}  // namespace
}  // namespace ledger

// Goal: event lines are cut into requests that keep order, way in, sender and the batch limits.
// Method: tables of texts and the requests they must become; malformed lines name their number.
#include "ops/event_lines.h"

#include <gtest/gtest.h>
#include <sstream>

namespace tests {
namespace {

using ops::LineMode;

// All requests as "mode as events first_line body", one per line; a refusal ends with its reason.
std::string cut(const std::string& text, std::size_t events_max = 10, std::size_t body_bytes_max = 1000) {
  std::istringstream in(text);
  ops::EventLines lines(in, events_max, body_bytes_max);
  std::string out;
  while (true) {
    const auto request = lines.next();
    if (!request.ok()) return out + request.status().reason() + ": " + request.status().message() + "\n";
    if (!*request) return out;
    const ops::EventRequest& one = **request;
    out += one.mode == LineMode::kAttested ? "attested"
           : one.mode == LineMode::kSigned ? "signed"
                                           : "deferred";
    out += " " + (one.as.empty() ? std::string("-") : one.as) + " " + std::to_string(one.events) + " " +
           std::to_string(one.first_line) + " " + one.body;
    if (!one.expected_code.empty()) out += " refused " + one.expected_rule + " " + one.expected_code;
    out += "\n";
  }
}

TEST(EventLines, Requests) {
  struct Row {
    std::string_view name, text, requests;
  };
  const std::vector<Row> rows = {
      {"nothing", "", ""},
      {"only empty lines", "\n\n\n", ""},
      {"one event", "{\"a\":1}", "attested - 1 1 {\"a\":1}\n"},
      {"one event and a line end", "{\"a\":1}\n", "attested - 1 1 {\"a\":1}\n"},
      {"empty lines count", "\n\n{\"a\":1}\n", "attested - 1 3 {\"a\":1}\n"},
      {"a plain event goes out as it stands", "{ \"a\" : 1.5 }\n", "attested - 1 1 { \"a\" : 1.5 }\n"},
      {"two become one request", "{\"a\":1}\n{\"b\":2}\n", "attested - 2 1 {\"a\":1}\n{\"b\":2}\n"},
      {"bare SD-JWT", "eyJ.e.s~d~\n", "signed - 1 1 eyJ.e.s~d~\n"},
      {"wrapped SD-JWT", "{\"sd_jwt\":\"eyJ.e.s~\"}\n", "signed - 1 1 eyJ.e.s~\n"},
      {"wrapped with sender", "{\"as\":\"gw\",\"event\":{\"a\":1}}\n", "attested gw 1 1 {\"a\":1}\n"},
      {"signed with sender", "{\"as\":\"gw\",\"sd_jwt\":\"x~\"}\n", "signed gw 1 1 x~\n"},
      {"another way in ends a request", "{\"a\":1}\nx~\n{\"b\":1}\n",
       "attested - 1 1 {\"a\":1}\nsigned - 1 2 x~\nattested - 1 3 {\"b\":1}\n"},
      {"another sender ends a request", "{\"as\":\"a\",\"event\":{}}\n{\"as\":\"b\",\"event\":{}}\n{}\n",
       "attested a 1 1 {}\nattested b 1 2 {}\nattested - 1 3 {}\n"},
      {"deferred lines go alone", "{\"deferred\":{}}\n{\"deferred\":{}}\n{}\n",
       "deferred - 1 1 {\"deferred\":{}}\ndeferred - 1 2 {\"deferred\":{}}\nattested - 1 3 {}\n"},
      {"planted violations go alone",
       "{\"as\":\"a\",\"event\":{}}\n{\"as\":\"a\",\"event\":{},\"expected\":{\"rule\":\"r\",\"code\":\"c\"}}"
       "\n"
       "{\"as\":\"a\",\"event\":{}}\n",
       "attested a 1 1 {}\nattested a 1 2 {} refused r c\nattested a 1 3 {}\n"},
      {"an expected refusal without code", "{\"as\":\"a\",\"event\":{},\"expected\":{\"rule\":\"r\"}}\n",
       "line.malformed: line 1: an expected refusal without a code\n"},
  };
  for (const Row& row : rows) EXPECT_EQ(cut(std::string(row.text)), row.requests) << row.name;
}

TEST(EventLines, Limits) {
  EXPECT_EQ(cut("{}\n{}\n{}\n", 2), "attested - 2 1 {}\n{}\nattested - 1 3 {}\n");
  EXPECT_EQ(cut("{}\n{}\n{}\n", 1), "attested - 1 1 {}\nattested - 1 2 {}\nattested - 1 3 {}\n");
  EXPECT_EQ(cut("{}\n{}\n{}\n", 10, 5), "attested - 2 1 {}\n{}\nattested - 1 3 {}\n")
      << "the line ends count";
  EXPECT_EQ(cut("{}\n{}\n", 10, 4), "attested - 1 1 {}\nattested - 1 2 {}\n");
  EXPECT_EQ(cut("{\"long\":1}\n{}\n", 10, 3), "attested - 1 1 {\"long\":1}\nattested - 1 2 {}\n")
      << "what is too long alone is the server's to refuse";
}

TEST(EventLines, MalformedWrappersNameTheirLine) {
  for (const std::string_view bad :
       {"{\"as\":", "{\"as\":\"gw\"}", "{\"as\":\"gw\",\"event\":7}", "{\"sd_jwt\":7}", "{\"sd_jwt\":\"\"}",
        "{\"sd_jwt\":\"x~\\ny~\"}", "{\"as\":\"gw\",\"sd_jwt\":\"x~\\r\"}",
        "{\"as\":\"gw\",\"as\":\"x\",\"event\":{}}", "{\"as\":\"gw\",\"event\":{\"a\":1.5}}"}) {
    const std::string result = cut(std::string(bad) + "\n");
    EXPECT_TRUE(result.starts_with("line.malformed: line 1: ")) << bad << " " << result;
  }
  EXPECT_TRUE(cut("{}\n\n{\"as\":}\n").starts_with("line.malformed: line 3: "))
      << "found while reading ahead: nothing goes out";
}

}  // namespace
}  // namespace tests

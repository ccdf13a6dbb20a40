// Goal: an answer is one answer, with the fields that message.h promises and a body only where one may stand.
// Method: whole answers by bytes, tables of statuses, media types and fields that must be withheld.
#include "api/answer_format.h"

#include <gtest/gtest.h>

namespace api {
namespace {

constexpr std::string_view kDate = "Wed, 03 Jun 2026 01:00:00 GMT";
constexpr std::string_view kDefaults =
    "Cache-Control: no-store\r\n"
    "Content-Security-Policy: default-src 'none'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

Response text_answer(int status = 200) {
  Response response;
  response.status = status;
  response.content_type = "text/plain";
  response.body = "12345";
  return response;
}

std::string head_of(const std::string& answer) {
  return answer.substr(0, answer.find("\r\n\r\n") + 4);
}

bool has(const std::string& answer, std::string_view line) {
  return head_of(answer).find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

TEST(AnswerFormat, WritesAWholeAnswer) {
  Response response = text_answer(201);
  response.set_header("Location", "/v1/events/1");
  EXPECT_EQ(format_answer(response, {false, true, false, kDate}),
            "HTTP/1.1 201 Created\r\nDate: Wed, 03 Jun 2026 01:00:00 GMT\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\nLocation: /v1/events/1\r\n" +
                std::string(kDefaults) + "\r\n12345");
}

TEST(AnswerFormat, LeavesTheBodyOutWhereNoneMayStand) {
  struct Row {
    int status;
    bool to_head;
    bool with_body;
    const char* length;  // null: no Content-Length field
    const char* sent;
  };
  for (const Row& row :
       {Row{200, false, true, "5", "12345"}, Row{200, true, true, "5", ""}, Row{404, true, true, "5", ""},
        Row{200, false, false, "0", ""}, Row{200, true, false, "0", ""}, Row{204, false, true, nullptr, ""},
        Row{304, false, true, nullptr, ""}, Row{304, true, false, nullptr, ""}}) {
    Response response = text_answer(row.status);
    if (!row.with_body) response.body.clear();
    const std::string answer = format_answer(response, {row.to_head, true, false, kDate});
    const std::string head = head_of(answer);
    EXPECT_EQ(answer.substr(head.size()), row.sent) << head;
    EXPECT_EQ(head.find("Content-Length") != std::string::npos, row.length != nullptr) << head;
    if (row.length != nullptr) {
      EXPECT_TRUE(has(answer, "Content-Length: " + std::string(row.length))) << head;
    }
    const bool typed = head.find("\r\nContent-Type:") != std::string::npos;
    EXPECT_EQ(typed, row.with_body && row.length != nullptr) << head;
  }
}

TEST(AnswerFormat, NamesTheCharsetOfTextOnce) {
  for (const auto& [given, sent] :
       {std::pair("application/json", "application/json; charset=utf-8"),
        std::pair("application/problem+json", "application/problem+json; charset=utf-8"),
        std::pair("text/html; charset=utf-8", "text/html; charset=utf-8"),
        std::pair("image/svg+xml", "image/svg+xml; charset=utf-8"),
        std::pair("application/octet-stream", "application/octet-stream"),
        std::pair("application/jsonx", "application/jsonx")}) {
    Response response = text_answer();
    response.content_type = given;
    EXPECT_TRUE(has(format_answer(response, {}), "Content-Type: " + std::string(sent))) << given;
  }
}

TEST(AnswerFormat, KeepsItsOwnFieldsAndGivesWayInTheOthers) {
  Response response = text_answer();
  for (const char* name : {"content-length", "Connection", "TRANSFER-ENCODING", "Content-Type", "date"}) {
    response.set_header(name, "mine");
  }
  response.set_header("cache-control", "max-age=60").set_header("X-Twice", "1").set_header("X-Twice", "2");
  response.set_header("strict-transport-security", "max-age=0");
  const std::string answer = format_answer(response, {false, false, true, kDate});
  EXPECT_EQ(answer.find("mine"), std::string::npos);
  EXPECT_TRUE(has(answer, "cache-control: max-age=60"));
  EXPECT_EQ(answer.find("no-store"), std::string::npos);
  EXPECT_TRUE(has(answer, "X-Twice: 1\r\nX-Twice: 2"));
  EXPECT_TRUE(has(answer, "Connection: close"));
  EXPECT_EQ(answer.find("63072000"), std::string::npos);
}

TEST(AnswerFormat, SaysOnlyOverTlsThatTlsStays) {
  const Response response = text_answer();
  const std::string field = "Strict-Transport-Security: max-age=63072000";
  EXPECT_TRUE(has(format_answer(response, {false, true, true, kDate}), field));
  EXPECT_FALSE(has(format_answer(response, {false, true, false, kDate}), field));
  EXPECT_EQ(format_answer(response, {}).find("Date:"), std::string::npos);
  EXPECT_EQ(format_answer(response, {}).find("Connection:"), std::string::npos);
}

TEST(AnswerFormat, EveryStatusHasAFirstLineOfThreeParts) {
  for (int status = 200; status <= 599; ++status) {
    const std::string answer = format_answer(text_answer(status), {});
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::to_string(status) + " ")) << status;
    EXPECT_LT(answer.find("\r\n"), 60U) << status;
  }
}

TEST(AnswerFormat, WithholdsWhatCouldBeTakenForTwo) {
  EXPECT_TRUE(is_well_formed(text_answer()));
  for (const int status : {0, 99, 100, 199, 600, -1}) EXPECT_FALSE(is_well_formed(text_answer(status)));
  for (const auto& [name, value] : {std::pair<std::string, std::string>("X-A", "1\r\nSet-Cookie: evil=1"),
                                    {"X-A", "a\nb"},
                                    {"X-A", std::string("a\0b", 3)},
                                    {"X A", "1"},
                                    {"", "1"},
                                    {"X-A:", "1"},
                                    {"X\r\nB", "1"}}) {
    Response response = text_answer();
    response.set_header(name, value);
    EXPECT_FALSE(is_well_formed(response)) << name;
  }
  Response untyped = text_answer();
  untyped.content_type.clear();
  EXPECT_FALSE(is_well_formed(untyped));
  untyped.content_type = "text/plain\r\nX: y";
  EXPECT_FALSE(is_well_formed(untyped));
}

}  // namespace
}  // namespace api

// Goal: what the server refused reaches the command line with its code, place and advice.
// Method: problem documents and what is none; connection options that can't work.
#include "ops/remote.h"

#include <gtest/gtest.h>

#include "api/problem.h"

namespace tests {
namespace {

using ledger::StatusCode;

TEST(Remote, AProblemKeepsCodePointerAdviceAndRule) {
  const ledger::Status sent = ledger::denied("role.missing", "the actor does not hold it")
                                  .at("/actor/role")
                                  .want("a role")
                                  .by_rule("role.missing");
  const api::Response problem = api::problem(sent, api::Language::kEnglish, "r");
  const ledger::Status got = ops::status_of_problem(problem.status, problem.body);
  EXPECT_EQ(got.code(), sent.code());
  EXPECT_EQ(got.reason(), sent.reason());
  EXPECT_EQ(got.message(), sent.message());
  EXPECT_EQ(got.pointer(), sent.pointer());
  EXPECT_EQ(got.expected(), sent.expected());
  EXPECT_EQ(got.rule(), sent.rule());
}

TEST(Remote, StatusesKeepTheirMeaning) {
  struct Row {
    int http_status;
    StatusCode code;
  };
  const std::vector<Row> rows = {
      {401, StatusCode::kUnauthenticated},    {403, StatusCode::kPermissionDenied},
      {404, StatusCode::kNotFound},           {409, StatusCode::kConflict},
      {413, StatusCode::kResourceExhausted},  {429, StatusCode::kResourceExhausted},
      {422, StatusCode::kFailedPrecondition}, {400, StatusCode::kFailedPrecondition},
      {405, StatusCode::kFailedPrecondition}, {503, StatusCode::kUnavailable},
      {500, StatusCode::kUnavailable},        {502, StatusCode::kUnavailable},
      {504, StatusCode::kDeadlineExceeded},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(ops::status_of_problem(row.http_status, R"({"code":"a.b","detail":"x"})").code(), row.code)
        << row.http_status;
  }
}

TEST(Remote, AnAnswerThatIsNoProblem) {
  for (const std::string_view body :
       {"", "<html>", "[]", "{}", R"({"code":7})", R"({"detail":"x"})", "null"}) {
    const ledger::Status status = ops::status_of_problem(502, body);
    EXPECT_EQ(status.reason(), "http.502") << body;
    EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  }
  const ledger::Status odd = ops::status_of_problem(400, R"({"code":"a.b","errors":[7]})");
  EXPECT_EQ(odd.reason(), "a.b");
  EXPECT_EQ(odd.pointer(), "");
}

TEST(Remote, OptionsThatCantWork) {
  ops::RemoteOptions options;
  options.url = "ftp://localhost";
  EXPECT_EQ(ops::Remote::connect(options).status().reason(), "client.base_url");
  options.url = "https://localhost";
  options.identities = "/nowhere";
  EXPECT_FALSE(ops::Remote::connect(options).ok());
  options = {};
  options.certificate = "/nowhere.pem";
  EXPECT_EQ(ops::Remote::connect(options).status().reason(), "client.certificate");
}

}  // namespace
}  // namespace tests

// Goal: the auditor's questions are complete, authorised and themselves recorded.
// Method: recorded reads and refusals are made first; every filter and bound must list exactly these.
#include <algorithm>
#include <gtest/gtest.h>

#include "ledger/base/sha256.h"
#include "ledger/base/time.h"
#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

using ledger::JsonValue;

const std::vector<api::Header> kForAudit = {{"daicho-purpose", "audit"}};

class AuditHandlerTest : public ::testing::Test {
 protected:
  std::string read_business() {
    fixture.ledger.clock().advance(1'000'000);
    const api::Response response =
        fixture.get("/v1/streams/business/b-1?fields=all", "gw-c40", {{"daicho-purpose", "report"}});
    EXPECT_EQ(response.status, 200) << response.body;
    return response.header("Daicho-Access-Event") == nullptr ? std::string()
                                                             : *response.header("Daicho-Access-Event");
  }
  JsonValue ask(const std::string& query, std::string_view as = "auditor") {
    const api::Response response = fixture.get("/v1/audit/access?" + query, as, kForAudit);
    EXPECT_EQ(response.status, 200) << response.body;
    return json_of(response);
  }
  std::vector<std::string> events_of(const JsonValue& page) {
    std::vector<std::string> events;
    for (const JsonValue& item : page.find("items")->as_array()) {
      if (item.text("kind") == "viewed") events.emplace_back(item.text("event"));
    }
    return events;
  }
  ApiFixture fixture;
};

TEST_F(AuditHandlerTest, EveryFilterFindsTheReadsAndNothingElse) {
  const std::string first = read_business();
  const std::string second = read_business();
  const std::vector<std::string> both{first, second};
  EXPECT_EQ(events_of(ask("record=business/b-1")), both);
  EXPECT_EQ(events_of(ask("business=b-1")), both);
  EXPECT_EQ(events_of(ask("actor=p-staff")), both);
  EXPECT_EQ(events_of(ask("business=b-1&actor=p-staff")), both);
  EXPECT_TRUE(events_of(ask("record=business/b-2")).empty());
  EXPECT_TRUE(events_of(ask("actor=p-bureau")).empty());
  EXPECT_TRUE(events_of(ask("business=b-1&actor=p-bureau")).empty());
  const JsonValue page = ask("business=b-1");
  const JsonValue& row = page.find("items")->as_array().front();
  EXPECT_EQ(row.find("actor")->text("person"), "p-staff");
  EXPECT_EQ(row.find("actor")->text("center"), "c40");
  EXPECT_EQ(row.text("purpose"), "report");
  EXPECT_EQ(row.text("record"), "business/b-1");
  EXPECT_EQ(row.find("record_ids")->as_array().size(), 2U);
}

TEST_F(AuditHandlerTest, TheQuestionIsItselfRecordedAndNotPartOfItsAnswer) {
  read_business();
  const std::uint64_t before = fixture.size();
  const api::Response response = fixture.get("/v1/audit/access?business=b-1", "auditor", kForAudit);
  ASSERT_EQ(fixture.types_since(before), std::vector<std::string>{"auditlog.viewed"});
  const ledger::Event viewed = fixture.event_at(before).signed_event.event;
  EXPECT_EQ(*response.header("Daicho-Access-Event"), ledger::format_event_id(viewed.id));
  EXPECT_EQ(viewed.text("query"), "access");
  EXPECT_EQ(viewed.number("result_count"), 1);
  EXPECT_EQ(viewed.actor.person.value, "p-auditor");
  EXPECT_EQ(json_of(response).find("items")->as_array().size(), 1U);
  fixture.catch_up();
  EXPECT_EQ(json_of(fixture.get("/v1/audit/access?business=b-1", "auditor", kForAudit))
                .find("items")
                ->as_array()
                .size(),
            1U);
}

TEST_F(AuditHandlerTest, BoundsAndPages) {
  std::vector<std::string> reads;
  std::vector<std::string> times;
  std::vector<std::uint64_t> sizes;
  for (int i = 0; i < 5; ++i) {
    reads.push_back(read_business());
    sizes.push_back(fixture.size());
    times.push_back(ledger::format_recorded_at(fixture.event_at(fixture.size() - 1).entry.recorded_at));
  }
  using List = std::vector<std::string>;
  EXPECT_EQ(events_of(ask("business=b-1&as_of=" + std::to_string(sizes[1]))),
            List(reads.begin(), reads.begin() + 2));
  EXPECT_EQ(events_of(ask("business=b-1&as_of=" + times[1])), List(reads.begin(), reads.begin() + 2));
  EXPECT_EQ(events_of(ask("business=b-1&from=" + times[3])), List(reads.begin() + 3, reads.end()));
  EXPECT_EQ(events_of(ask("business=b-1&to=" + times[3])), List(reads.begin(), reads.begin() + 3));
  EXPECT_EQ(events_of(ask("business=b-1&from=" + times[1] + "&to=" + times[2])), List{reads[1]});
  List paged;
  std::string cursor;
  for (int page = 0; page < 5; ++page) {
    const JsonValue json =
        ask("business=b-1&limit=2" + (cursor.empty() ? std::string() : "&cursor=" + cursor));
    const List events = events_of(json);
    paged.insert(paged.end(), events.begin(), events.end());
    cursor = json.text("next");
    if (!json.find("more")->as_bool()) break;
  }
  EXPECT_EQ(paged, reads);
}

TEST_F(AuditHandlerTest, WhoMayAskWhat) {
  struct Row {
    std::string_view name;
    std::string target;
    std::string_view as;
    int status;
    std::string_view code;
  };
  const std::vector<Row> rows = {
      {"a centre about its own record", "/v1/audit/access?record=business/b-1", "gw-c40", 200, ""},
      {"a centre about everybody's reads", "/v1/audit/access?actor=p-bureau", "gw-c40", 403, "policy.denied"},
      {"a centre about refusals", "/v1/audit/denials?actor=p-staff", "gw-c40", 403, "policy.denied"},
      {"a bureau about a centre of its own", "/v1/audit/access?business=b-1", "gw", 200, ""},
      {"a mirror", "/v1/audit/access?business=b-1", "mirror", 403, "policy.denied"},
      {"an auditor about refusals", "/v1/audit/denials", "auditor", 200, ""},
      {"no question", "/v1/audit/access", "auditor", 400, "query.missing"},
      {"no stream", "/v1/audit/access?record=b-1", "auditor", 400, "event.stream"},
      {"no person id", "/v1/audit/access?actor=a b", "auditor", 400, "access_log.segment"},
      {"no time", "/v1/audit/access?business=b-1&from=today", "auditor", 400, "query.time"},
      {"no size", "/v1/audit/access?business=b-1&as_of=99999", "auditor", 404, "query.as_of"},
      {"no cursor", "/v1/audit/access?business=b-1&cursor=x", "auditor", 400, "page.cursor"},
      {"unknown member", "/v1/audit/denials?record=business/b-1", "auditor", 400, "query.unknown"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    fixture.catch_up();
    const api::Response response = fixture.get(row.target, row.as, kForAudit);
    EXPECT_EQ(response.status, row.status) << response.body;
    EXPECT_EQ(code_of(response), row.code);
  }
}

TEST_F(AuditHandlerTest, RefusalsAreListedWithTheirRule) {
  EXPECT_EQ(fixture.get("/tile/0/000.p/1", "auditor").status, 403);
  EXPECT_EQ(fixture.get("/tile/0/000.p/1", "auditor").status, 403);
  EXPECT_EQ(fixture.get("/tile/0/000.p/1", "gw-c40").status, 403);
  ASSERT_TRUE(fixture.denials->flush(true).ok());
  fixture.catch_up();
  const JsonValue all = json_of(fixture.get("/v1/audit/denials", "auditor", kForAudit));
  ASSERT_EQ(all.find("items")->as_array().size(), 2U);
  fixture.catch_up();
  const JsonValue own = json_of(fixture.get("/v1/audit/denials?actor=p-auditor", "auditor", kForAudit));
  ASSERT_EQ(own.find("items")->as_array().size(), 1U);
  const JsonValue& row = own.find("items")->as_array().front();
  EXPECT_EQ(row.text("kind"), "denied");
  EXPECT_EQ(row.text("rule"), "policy.no_rule");
  EXPECT_EQ(row.text("action"), "get_tile");
  EXPECT_EQ(row.find("count")->as_int(), 2);
}

TEST_F(AuditHandlerTest, AListThatCouldBeIncompleteIsNotGiven) {
  fixture.projector->stop();
  fixture.ledger.must_append(fixture.ledger.signed_event(fixture.ledger.policy(1)));
  fixture.cell.store(fixture.ledger.view());
  const std::uint64_t before = fixture.size();
  const api::Response response = fixture.get("/v1/audit/access?business=b-1", "auditor", kForAudit);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(code_of(response), "projection.behind");
  EXPECT_EQ(fixture.size(), before);
}

TEST_F(AuditHandlerTest, AFileIsRecordedWithItsHashBeforeItLeaves) {
  read_business();
  fixture.catch_up();
  const std::uint64_t before = fixture.size();
  const api::Response file = fixture.get("/v1/audit/access?business=b-1&format=csv", "auditor", kForAudit);
  ASSERT_EQ(file.status, 200) << file.body;
  EXPECT_TRUE(file.content_type.starts_with("text/csv"));
  EXPECT_EQ(std::count(file.body.begin(), file.body.end(), '\n'), 2) << file.body;
  EXPECT_EQ(*file.header("Daicho-More"), "false");
  ASSERT_EQ(fixture.types_since(before), (std::vector<std::string>{"auditlog.viewed", "record.exported"}));
  const ledger::Event exported = fixture.event_at(before + 1).signed_event.event;
  EXPECT_EQ(exported.text("content_sha256"), ledger::to_hex(ledger::view_of(ledger::sha256(file.body))));
  EXPECT_EQ(exported.number("rows"), 1);
  EXPECT_EQ(exported.text("business_id"), "b-1");
  EXPECT_EQ(exported.text("center_id"), "c40");
  fixture.catch_up();
  const JsonValue list = json_of(fixture.get("/v1/audit/access?business=b-1", "auditor", kForAudit));
  EXPECT_EQ(list.find("items")->as_array().back().text("kind"), "exported") << "who took it is a question";
  EXPECT_EQ(code_of(fixture.get("/v1/audit/access?business=b-1&format=pdf", "auditor", kForAudit)),
            "query.format");
  fixture.close_writer();
  EXPECT_EQ(code_of(fixture.get("/v1/audit/denials?format=csv", "auditor", kForAudit)),
            "access.not_recorded");
}

}  // namespace
}  // namespace tests

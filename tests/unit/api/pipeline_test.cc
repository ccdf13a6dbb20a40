// Goal: every route of the table is answered as its row says, to whoever may, and refused to whoever may not.
// Method: one table of requests that covers every row, over a real ledger; answers are judged by the OpenAPI
// schemas, refusals by the access.denied events they leave.
#include "api/pipeline.h"

#include <gtest/gtest.h>
#include <set>

#include "tests/unit/api/api_fixture.h"
#include "tests/unit/api/schema_check.h"
#include "tests/unit/api/state_story.h"

namespace tests {
namespace {

using ledger::JsonValue;

struct RouteRow {
  std::string_view operation;
  std::string target;
  std::string_view allowed;    // principal that gets an answer; empty: nobody needs one
  std::string_view forbidden;  // principal that gets 403; empty: nobody
  std::string_view code;       // of the 403
  std::vector<api::Header> headers{};
};

class PipelineTest : public ::testing::Test {
 protected:
  PipelineTest() {
    story.append("cost.recorded", "p-lead",
                 R"({"cost_id":"c-7","contract_id":"t-1","center_id":"c40","item":"II-5","amount_yen":1,
                     "tax_yen":0,"incurred_on":"2026-04-20","fund":"initial","cost_class":"project",
                     "vouchers":1})");
    story.append("plan.drafted", "p-lead",
                 R"({"plan_id":"plan-1","center_id":"c40","kind":"center","fy":2026,"version":1,
                     "drafted_on":"2026-04-03",
                     "document_sha256":"abababababababababababababababababababababababababababababababab"})");
    story.publish();
    store_document();
  }
  // A document of b-1 that an event refers to.
  void store_document() {
    const api::Response stored = fixture.send(request_of(
        "POST", "/v1/attachments?subject=business/b-1", "gw-c40",
        {{"content-type", "application/pdf"}, {"daicho-purpose", "report"}}, "%PDF-" + std::string(kMarker)));
    const JsonValue reference = *json_of(stored).find("reference");
    document = reference.text("attachment");
    EventBuilder builder = fixture.ledger.event("business.financials_submitted", "p-staff");
    builder.by("p-staff", "impl_staff", "impl-40", "c40").set("business_id", "b-1");
    builder.set("business_kind", "sole_proprietor")
        .set("form", "kessansho")
        .set("submitted_on", "2026-05-01");
    builder.set("period_start", "2025-01-01").set("period_end", "2025-12-31");
    for (const char* field : {"sales", "operating_profit", "depreciation", "welfare_cost", "wages"}) {
      builder.set(field, std::int64_t{1});
    }
    builder.set("evidence_sha256", reference);
    fixture.ledger.must_append(fixture.ledger.attested_event(builder, "gw-c40"));
    fixture.cell.store(fixture.ledger.view());
  }
  // Reads of confidential content, and of the audit log.
  static bool is_recorded(const RouteRow& row) {
    return row.target.find("fields=all") != std::string::npos || row.target.starts_with("/v1/attachments/");
  }
  static std::vector<RouteRow> further_rows() {
    return {
        {"get_health", "/healthz", "", "", ""},
        {"get_ready", "/readyz", "", "", ""},
        {"get_metrics", "/metrics", "security", "auditor", "policy.denied"},
        {"get_openapi", "/openapi.json", "", "", ""},
        {"list_projections", "/v1/projections", "security", "auditor", "policy.denied"},
        {"get_projection", "/v1/projections/access_log", "security", "gw-c40", "policy.denied"},
        {"get_indicators", "/v1/indicators?scope=center:c40&fy=2026", "gw", "mirror", "policy.denied"},
        {"get_restatements", "/v1/indicators/restatements?scope=nation&fy=2026", "auditor", "mirror",
         "policy.denied"},
        {"get_fixed_figures", "/v1/indicators/fixed?scope=center:c40", "gw", "mirror", "policy.denied"},
        {"get_indicator_list", "/v1/indicators/sessions/excluded?scope=center:c40&fy=2025", "gw", "mirror",
         "policy.denied"},
        {"get_monthly_report", "/v1/reports/c40/2026-04", "gw-c40", "mirror", "policy.denied"},
        {"get_reconciliation", "/v1/reports/c40/2026-04/reconcile", "gw-c40", "mirror", "policy.denied"},
        {"get_violations", "/v1/violations/fees?scope=center:c40", "gw", "mirror", "policy.denied"},
        {"get_phase2_violations", "/v1/phase2/violations?scope=center:c40", "gw", "mirror", "policy.denied"},
        {"get_fee_violations", "/v1/fees/violations?scope=center:c40", "auditor", "mirror", "policy.denied"},
        {"get_procedure_violations", "/v1/contracts/procedure-violations?scope=center:c40", "gw", "mirror",
         "policy.denied"},
        {"get_workdays", "/v1/workdays/compliance?scope=center:c40&fy=2026", "gw", "mirror", "policy.denied"},
        {"get_cost_summary", "/v1/costs/summary?center=c40&fy=2026", "gw", "mirror", "policy.denied"},
        {"get_eligibility", "/v1/costs/eligibility?center=c40&fy=2026", "gw", "mirror", "policy.denied"},
        {"get_duties", "/v1/duties?center=c40&fy=2026", "gw-c40", "mirror", "policy.denied"},
    };
  }
  std::vector<RouteRow> rows() const {
    const std::string event = fixture.business_events.front();
    const std::vector<api::Header> auditing = {{"daicho-purpose", "audit"}};
    const std::vector<api::Header> reporting = {{"daicho-purpose", "report"}};
    std::vector<RouteRow> all = {
        {"list_events", "/v1/events?limit=1000", "auditor", "roleless", "caller.role"},
        {"get_event", "/v1/events/" + event, "gw-c40", "mirror", "policy.denied"},
        {"get_event", "/v1/events/1", "auditor", "mirror", "policy.denied"},
        {"get_event",
         "/v1/events/" + event + "?fields=all",
         "gw-c40",
         "auditor",
         "policy.denied",
         {{"daicho-purpose", "report"}}},
        {"get_stream", "/v1/streams/business/b-1", "gw-c40", "mirror", "policy.denied"},
        {"get_stream",
         "/v1/streams/business/b-1?fields=all",
         "gw-c40",
         "auditor",
         "policy.denied",
         {{"daicho-purpose", "report"}}},
        {"get_attachment", "/v1/attachments/" + document, "gw-c40", "auditor", "policy.denied", reporting},
        {"get_receipt", "/v1/receipts/" + event, "gw-c40", "mirror", "policy.denied"},
        {"get_inclusion", "/v1/proofs/inclusion?position=3", "mirror", "roleless", "caller.role"},
        {"get_consistency", "/v1/proofs/consistency?from=2", "mirror", "roleless", "caller.role"},
        {"get_checkpoint", "/checkpoint", "", "", ""},
        {"get_tile", "/tile/0/000.p/3", "mirror", "auditor", "policy.denied"},
        {"get_tile", "/tile/entries/000.p/3", "mirror", "gw-c40", "policy.denied"},
        {"get_business", "/v1/businesses/b-9", "auditor", "mirror", "policy.denied"},
        {"get_consents", "/v1/consents/b-9", "auditor", "mirror", "policy.denied", auditing},
        {"get_case", "/v1/cases/k-1", "auditor", "mirror", "policy.denied"},
        {"get_issue", "/v1/issues/i-1", "gw-c40", "mirror", "policy.denied"},
        {"get_referral", "/v1/referrals/f-1", "gw-c40", "mirror", "policy.denied"},
        {"get_contract", "/v1/contracts/t-1", "gw-c40", "security", "policy.denied"},
        {"get_center", "/v1/centers/c40", "security", "mirror", "policy.denied"},
        {"get_person", "/v1/people/p-co", "security", "mirror", "policy.denied"},
        {"get_licence", "/v1/licences/l-co", "gw-c40", "mirror", "policy.denied"},
        {"get_key", "/v1/keys/" + story.kid(), "co", "mirror", "policy.denied"},
        {"get_cost", "/v1/costs/c-7", "gw-c40", "security", "policy.denied"},
        {"get_plan", "/v1/plans/plan-1", "gw-c40", "mirror", "policy.denied"},
        {"get_business_part", "/v1/businesses/b-9/cases", "auditor", "mirror", "policy.denied"},
        {"get_consent_part", "/v1/consents/b-9/sharing", "auditor", "mirror", "policy.denied", auditing},
        {"get_case_part", "/v1/cases/k-1/sessions", "auditor", "mirror", "policy.denied"},
        {"get_issue_part", "/v1/issues/i-1/issue", "gw-c40", "mirror", "policy.denied"},
        {"get_referral_part", "/v1/referrals/f-1/referral", "gw-c40", "mirror", "policy.denied"},
        {"get_contract_part", "/v1/contracts/t-1/costs", "gw-c40", "security", "policy.denied"},
        {"get_cost_part", "/v1/costs/c-7/cost", "gw-c40", "security", "policy.denied"},
        {"get_plan_part", "/v1/plans/plan-1/plan", "gw-c40", "mirror", "policy.denied"},
        {"get_center_part", "/v1/centers/c40/plans", "security", "mirror", "policy.denied"},
        {"get_person_part", "/v1/people/p-co/roles", "security", "mirror", "policy.denied"},
        {"get_licence_part", "/v1/licences/l-co/licence", "gw-c40", "mirror", "policy.denied"},
        {"get_key_part", "/v1/keys/" + story.kid() + "/key", "co", "mirror", "policy.denied"},
        {"list_appointments", "/v1/appointments?center=c40", "gw", "security", "policy.denied"},
        {"get_access", "/v1/audit/access?business=b-1", "auditor", "mirror", "policy.denied", auditing},
        {"get_access", "/v1/audit/access?record=business/b-1", "gw-c40", "mirror", "policy.denied"},
        {"get_denials", "/v1/audit/denials", "auditor", "gw-c40", "policy.denied", auditing},
        {"get_policy", "/v1/policy", "mirror", "roleless", "caller.role"},
        {"get_catalogue", "/v1/catalogue", "", "", ""},
        {"get_catalogue", "/v1/catalogue?type=session.held", "", "", ""},
        {"get_catalogue_schema", "/v1/catalogue/session.held/schema", "", "", ""},
    };
    for (RouteRow& row : further_rows()) all.push_back(std::move(row));
    return all;
  }
  const api::Route& route_of(std::string_view operation) const {
    for (const api::Route& route : api::routes()) {
      if (route.operation_id == operation) return route;
    }
    ADD_FAILURE() << "no route " << operation;
    return api::routes().front();
  }
  void expect_problem(const api::Response& response, int status, std::string_view code) {
    EXPECT_EQ(response.status, status) << response.body;
    EXPECT_EQ(code_of(response), code) << response.body;
    EXPECT_EQ(schema_fault(json_of(response), *schema("Problem"), description()), "");
  }
  const JsonValue& description() {
    if (description_.is_null()) description_ = json_of(fixture.get("/openapi.json"));
    return description_;
  }
  const JsonValue* schema(std::string_view name) {
    const JsonValue* all = description().find("components");
    return all->find("schemas")->find(name);
  }

  ApiFixture fixture;
  StateStory story{fixture};
  std::string document;
  JsonValue description_;
};

TEST_F(PipelineTest, EveryRouteOfTheTableIsInThisTest) {
  // append_handler_test.cc, attachment_handler_test.cc
  // projection_handler_test.cc
  std::set<std::string_view> tested{"append_events", "put_attachment", "rebuild_projection"};
  for (const RouteRow& row : rows()) tested.insert(row.operation);
  for (const api::Route& route : api::routes())
    EXPECT_TRUE(tested.contains(route.operation_id)) << route.operation_id;
}

TEST_F(PipelineTest, WhoeverMayGetsAnAnswerThatMeetsItsSchema) {
  for (const RouteRow& row : rows()) {
    SCOPED_TRACE(row.target);
    fixture.catch_up();
    const api::Response response = fixture.get(row.target, row.allowed, row.headers);
    EXPECT_EQ(response.status, 200) << response.body;
    const api::Route& route = route_of(row.operation);
    if (route.response_type != "*/*") {
      EXPECT_TRUE(response.content_type.starts_with(route.response_type)) << response.content_type;
    }
    EXPECT_FALSE(response.body.empty());
    if (!route.response_schema.empty()) {
      EXPECT_EQ(schema_fault(json_of(response), *schema(route.response_schema), description()), "");
    }
  }
}

TEST_F(PipelineTest, WhoeverMayNotGetsTheRuleAndLeavesADenial) {
  for (const RouteRow& row : rows()) {
    if (row.forbidden.empty()) continue;
    SCOPED_TRACE(row.target);
    const std::uint64_t before = fixture.size();
    const api::Response response = fixture.get(row.target, row.forbidden, row.headers);
    expect_problem(response, 403, row.code);
    const std::string rule(json_of(response).text("rule"));
    EXPECT_FALSE(rule.empty()) << response.body;
    EXPECT_EQ(response.body.find(kMarker), std::string::npos);
    EXPECT_EQ(fixture.size(), before) << "the answer does not wait for the record";
    ASSERT_TRUE(fixture.denials->flush(true).ok());
    ASSERT_EQ(fixture.types_since(before), std::vector<std::string>{"access.denied"});
    const ledger::Event denied = fixture.event_at(before).signed_event.event;
    EXPECT_EQ(denied.text("rule"), rule);
    EXPECT_EQ(denied.text("action"), row.operation);
    EXPECT_EQ(denied.number("count"), 1);
    EXPECT_EQ(denied.attested_by->principal.value, "service");
  }
}

TEST_F(PipelineTest, ADenialNamesWhomItRefusedAsFarAsThatIsKnown) {
  struct Row {
    std::string_view principal, person, role;
  };
  for (const Row& row : {Row{"auditor", "p-auditor", "auditor"}, Row{"roleless", "p-none", "system"},
                         Row{"nobody", "service", "system"}}) {
    const std::uint64_t before = fixture.size();
    EXPECT_EQ(fixture.get("/tile/0/000.p/1", row.principal).status, 403) << row.principal;
    ASSERT_TRUE(fixture.denials->flush(true).ok());
    const ledger::Event denied = fixture.event_at(before).signed_event.event;
    EXPECT_EQ(denied.actor.person.value, row.person);
    EXPECT_EQ(denied.actor.role, row.role);
    EXPECT_EQ(denied.text("action"), "get_tile");
  }
}

TEST_F(PipelineTest, WhoeverIsUnknownIsAskedForACredential) {
  for (const RouteRow& row : rows()) {
    if (route_of(row.operation).access == api::Access::kAnonymous) continue;
    SCOPED_TRACE(row.target);
    const std::uint64_t before = fixture.size();
    for (const auto& [principal, code] :
         {std::pair<std::string_view, std::string_view>{"", "credential.missing"},
          {"stranger", "credential.unbound"}}) {
      const api::Response response = fixture.get(row.target, principal, row.headers);
      expect_problem(response, 401, code);
      ASSERT_NE(response.header("WWW-Authenticate"), nullptr);
      EXPECT_EQ(response.body.find(kMarker), std::string::npos);
    }
    ASSERT_TRUE(fixture.denials->flush(true).ok());
    ASSERT_EQ(fixture.types_since(before), (std::vector<std::string>{"access.denied", "auth.failed"}));
    const ledger::Event denied = fixture.event_at(before).signed_event.event;
    EXPECT_EQ(denied.text("rule"), "credential");
    EXPECT_EQ(denied.number("count"), 1);
    EXPECT_EQ(denied.actor.role, "system");
    EXPECT_EQ(fixture.event_at(before + 1).signed_event.event.text("reason"), "principal_unbound");
  }
}

TEST_F(PipelineTest, WithoutTheWriterNoConfidentialByteLeaves) {
  fixture.close_writer();
  std::set<std::string_view> asked;
  for (const RouteRow& row : rows()) {
    const api::Route& route = route_of(row.operation);
    if (!is_recorded(row) && !row.target.starts_with("/v1/audit/")) continue;
    SCOPED_TRACE(row.target);
    asked.insert(route.operation_id);
    const api::Response response = fixture.get(row.target, row.allowed, row.headers);
    expect_problem(response, 503, "access.not_recorded");
    EXPECT_NE(response.header("Retry-After"), nullptr);
    EXPECT_EQ(response.header("Daicho-Access-Event"), nullptr);
    EXPECT_EQ(response.body.find(kMarker), std::string::npos);
    EXPECT_EQ(response.body.find("4242"), std::string::npos);
    for (const api::Header& header : response.headers) {
      EXPECT_EQ(header.value.find(kMarker), std::string::npos) << header.name;
    }
  }
  for (const api::Route& route : api::routes()) {
    if (route.may_disclose) {
      EXPECT_TRUE(asked.contains(route.operation_id)) << route.operation_id;
    }
  }
  EXPECT_TRUE(asked.contains("get_access") && asked.contains("get_denials"));
  EXPECT_EQ(fixture.get("/readyz").status, 503);
  EXPECT_EQ(fixture.get("/healthz").status, 200);
  EXPECT_EQ(fixture.get("/v1/events/1", "auditor").status, 200) << "public reads go on";
}

TEST_F(PipelineTest, NoPublicAnswerHoldsAConfidentialByte) {
  for (const RouteRow& row : rows()) {
    if (is_recorded(row)) continue;
    const api::Response response = fixture.get(row.target, row.allowed, row.headers);
    EXPECT_EQ(response.body.find(kMarker), std::string::npos) << row.target;
  }
}

TEST_F(PipelineTest, HeadIsRefusedWhereAReadWouldBeRecorded) {
  const std::uint64_t before = fixture.size();
  for (const RouteRow& row : rows()) {
    const api::Route& route = route_of(row.operation);
    if (!route.may_disclose) continue;
    SCOPED_TRACE(row.target);
    const api::Response response = fixture.send(request_of("HEAD", row.target, row.allowed, row.headers));
    expect_problem(response, 405, "route.method");
    ASSERT_NE(response.header("Allow"), nullptr);
    EXPECT_EQ(*response.header("Allow"), "GET");
  }
  EXPECT_EQ(fixture.size(), before);
  EXPECT_EQ(fixture.send(request_of("HEAD", "/checkpoint")).status, 200);
}

TEST_F(PipelineTest, WhatTheDoorLetsThroughIsCheckedAgain) {
  struct Row {
    std::string_view name;
    api::Request request;
    int status;
    std::string_view code;
  };
  const std::string big(ledger::kBodyBytesMax + 1, 'x');
  const std::vector<Row> bad = {
      {"unknown path", request_of("GET", "/v2/events"), 404, "route.unknown"},
      {"method of another path", request_of("POST", "/checkpoint"), 405, "route.method"},
      {"body where none is taken", request_of("GET", "/healthz", "", {}, "x"), 400, "body.unexpected"},
      {"body too large",
       request_of("POST", "/v1/events", "gw-c40", {{"content-type", "application/json"}}, big), 413,
       "body.too_large"},
      {"no media type", request_of("POST", "/v1/events", "gw-c40", {}, "{}"), 415, "body.media_type"},
      {"other media type", request_of("POST", "/v1/events", "gw-c40", {{"content-type", "text/json"}}, "{}"),
       415, "body.media_type"},
      {"part of a media type",
       request_of("POST", "/v1/events", "gw-c40", {{"content-type", "application/js"}}, "{}"), 415,
       "body.media_type"},
      {"two media types",
       request_of("POST", "/v1/events", "gw-c40", {{"content-type", "application/json,application/sd-jwt"}},
                  "{}"),
       415, "body.media_type"},
      {"unknown query member", request_of("GET", "/healthz?x=1"), 400, "query.unknown"},
  };
  for (const Row& row : bad) {
    SCOPED_TRACE(row.name);
    expect_problem(fixture.send(row.request), row.status, row.code);
  }
  const api::Request upper = request_of("POST", "/v1/events", "gw-c40",
                                        {{"content-type", "Application/JSON ; charset=utf-8"}}, "{}");
  EXPECT_EQ(code_of(fixture.send(upper)), "event.missing_member") << "media types are compared without case";
}

TEST_F(PipelineTest, EveryAnswerNamesItsRequestAndPosition) {
  const api::Response first = fixture.get("/healthz");
  const api::Response second = fixture.get("/nothing");
  for (const api::Response* response : {&first, &second}) {
    ASSERT_NE(response->header("Request-Id"), nullptr);
    ASSERT_NE(response->header("Ledger-Position"), nullptr);
    EXPECT_EQ(*response->header("Ledger-Position"), std::to_string(fixture.size()));
  }
  EXPECT_NE(*first.header("Request-Id"), *second.header("Request-Id"));
  EXPECT_EQ(json_of(second).text("request_id"), *second.header("Request-Id"));
  const std::string metrics = fixture.get("/metrics", "security").body;
  EXPECT_NE(metrics.find("daicho_requests_total{status=\"200\"} 1"), std::string::npos) << metrics;
  EXPECT_NE(metrics.find("daicho_requests_total{status=\"404\"} 1"), std::string::npos) << metrics;
}

TEST_F(PipelineTest, BeforeTheLedgerIsOpenItSaysSo) {
  ledger::ViewCell empty;
  api::ApiContext context{"origin",
                          "test",
                          "",
                          false,
                          fixture.appender,
                          empty,
                          fixture.ledger.admission(),
                          fixture.ledger.vault(),
                          fixture.authenticator,
                          fixture.projector.get(),
                          fixture.metrics,
                          fixture.ledger.clock()};
  api::DenialRecorder denials(context);
  api::Pipeline pipeline(context, denials);
  const api::Response response = response_of(pipeline.handle(request_of("GET", "/readyz")));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(code_of(response), "ledger.not_ready");
  EXPECT_EQ(response.header("Ledger-Position"), nullptr);
}

}  // namespace
}  // namespace tests

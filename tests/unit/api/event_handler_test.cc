// Goal: events and streams are read as they stand at a position; confidential fields leave only by a recorded
// read. Method: reads through the pipeline; the access event's ids, order and place in the log are compared
// with the answer.
#include <gtest/gtest.h>
#include <optional>

#include "ledger/base/time.h"
#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

using ledger::JsonValue;

const std::vector<api::Header> kForReport = {{"daicho-purpose", "report"}};

class EventHandlerTest : public ::testing::Test {
 protected:
  void add_policies(std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
      fixture.ledger.clock().advance(1'000'000);
      fixture.ledger.must_append(fixture.ledger.signed_event(fixture.ledger.policy(i)));
    }
    fixture.cell.store(fixture.ledger.view());
    fixture.catch_up();
  }
  std::vector<std::int64_t> versions_of(const JsonValue& page) {
    std::vector<std::int64_t> versions;
    for (const JsonValue& item : page.find("items")->as_array())
      versions.push_back(item.find("version")->as_int());
    return versions;
  }
  ApiFixture fixture;
};

TEST_F(EventHandlerTest, IdAndPositionNameTheSameEvent) {
  const std::string& id = fixture.business_events.front();
  const api::Response by_id = fixture.get("/v1/events/" + id, "gw-c40");
  ASSERT_EQ(by_id.status, 200);
  const std::int64_t position = json_of(by_id).find("position")->as_int();
  const api::Response by_position = fixture.get("/v1/events/" + std::to_string(position), "gw-c40");
  EXPECT_EQ(by_id.body, by_position.body);
  const JsonValue json = json_of(by_id);
  EXPECT_EQ(json.text("id"), id);
  EXPECT_EQ(json.text("stream"), "business/b-1");
  EXPECT_EQ(json.find("confidential"), nullptr);
  EXPECT_EQ(*by_id.header("ETag"), "\"" + std::string(json.text("leaf_hash")) + "\"");
}

TEST_F(EventHandlerTest, ARecordedReadIsInTheLogBeforeTheAnswer) {
  const std::string& id = fixture.business_events.front();
  const std::uint64_t before = fixture.size();
  const api::Response response = fixture.get("/v1/events/" + id + "?fields=all", "gw-c40", kForReport);
  ASSERT_EQ(response.status, 200) << response.body;
  ASSERT_EQ(fixture.types_since(before), std::vector<std::string>{"record.viewed"});
  const ledger::StoredEvent viewed = fixture.event_at(before);
  EXPECT_EQ(*response.header("Daicho-Access-Event"), ledger::format_event_id(viewed.signed_event.event.id));
  const ledger::Event& event = viewed.signed_event.event;
  EXPECT_EQ(event.actor.person.value, "p-staff");
  EXPECT_EQ(event.actor.role, "impl_staff");
  EXPECT_EQ(event.attested_by->principal.value, "gw-c40");
  EXPECT_EQ(event.purpose, "report");
  EXPECT_EQ(event.text("record"), "business/b-1");
  EXPECT_EQ(event.text("business_id"), "b-1");
  EXPECT_EQ(event.number("view_position"), static_cast<std::int64_t>(before));
  ASSERT_EQ(event.field("record_ids")->as_array().size(), 1U);
  EXPECT_EQ(event.field("record_ids")->as_array().front().as_string(), id);
  const JsonValue json = json_of(response);
  EXPECT_EQ(json.find("confidential")->text("name"), kMarker);
  EXPECT_TRUE(json.find("withheld")->as_array().empty());
  EXPECT_EQ(json.find("disclosures")->as_array().size(), json.find("confidential")->as_object().size());
}

// A thousand events may be hundreds of megabytes: pages end by their bytes, too, and go on where they ended.
TEST_F(EventHandlerTest, APageEndsWhereItsBytesDo) {
  constexpr int kEvents = 150;  // of about 64 KiB each, sealed
  const std::string text(30'000, 'x');
  std::vector<ledger::VerifiedEvent> batch;
  for (int i = 0; i < kEvents; ++i) {
    EventBuilder corrected = fixture.ledger.event("business.corrected", "p-staff");
    corrected.by("p-staff", "impl_staff", "impl-40", "c40").set("business_id", "b-1");
    corrected.set("name", text).set("address", text).set("corrects", fixture.business_events.front());
    corrected.set("correction_reason", "wrong_content").set("center_id", "c40").set("pref_code", "40");
    corrected.set("kind", "sole_proprietor").set("jsic_code", "E").set("corporate_number_state", "absent");
    batch.push_back(fixture.ledger.attested_event(corrected, "gw-c40"));
  }
  fixture.ledger.must_append(std::move(batch));
  fixture.cell.store(fixture.ledger.view());
  fixture.catch_up();
  std::vector<std::int64_t> positions;
  std::string cursor;
  int pages = 0;
  do {
    const api::Response response = fixture.get(
        "/v1/streams/business/b-1?fields=all&limit=200" + (cursor.empty() ? "" : "&cursor=" + cursor),
        "gw-c40", kForReport);
    ASSERT_EQ(response.status, 200) << response.body.substr(0, 300);
    EXPECT_LT(response.body.size(), std::size_t{12} << 20);
    const JsonValue page = json_of(response);
    for (const JsonValue& item : page.find("items")->as_array()) {
      positions.push_back(item.find("position")->as_int());
    }
    cursor = page.find("more")->as_bool() ? std::string(page.text("next")) : std::string();
    ++pages;
  } while (!cursor.empty());
  EXPECT_GT(pages, 2);
  ASSERT_EQ(positions.size(), static_cast<std::size_t>(kEvents) + 2);
  for (std::size_t i = 1; i < positions.size(); ++i) EXPECT_LT(positions[i], positions[i - 1]);
}

TEST_F(EventHandlerTest, AStreamsReadNamesExactlyTheIdsOfThePage) {
  for (const std::string_view limit : {"", "&limit=1"}) {
    const std::uint64_t before = fixture.size();
    const api::Response response =
        fixture.get("/v1/streams/business/b-1?fields=all" + std::string(limit), "gw-c40", kForReport);
    ASSERT_EQ(response.status, 200) << response.body;
    std::vector<std::string> shown;
    const JsonValue json = json_of(response);
    for (const JsonValue& item : json.find("items")->as_array()) shown.emplace_back(item.text("id"));
    EXPECT_EQ(shown.size(), limit.empty() ? 2U : 1U);
    EXPECT_EQ(shown.front(), fixture.business_events.back()) << "newest first";
    ASSERT_EQ(fixture.size(), before + 1);
    std::vector<std::string> recorded;
    const ledger::Event viewed = fixture.event_at(before).signed_event.event;
    for (const JsonValue& id : viewed.field("record_ids")->as_array()) recorded.push_back(id.as_string());
    EXPECT_EQ(recorded, shown);
  }
}

TEST_F(EventHandlerTest, AReadThatMayNotBeIsNotRecordedAsOne) {
  struct Row {
    std::string_view name;
    std::string target;
    std::string_view as;
    std::vector<api::Header> headers;
    int status;
    std::string_view code;
  };
  const std::string event = "/v1/events/" + fixture.business_events.front() + "?fields=all";
  const std::vector<Row> rows = {
      {"no purpose", event, "gw-c40", {}, 400, "purpose.missing"},
      {"unknown purpose", event, "gw-c40", {{"daicho-purpose", "curiosity"}}, 400, "purpose.unknown"},
      {"purpose that the role has not",
       event,
       "gw-c40",
       {{"daicho-purpose", "survey_analysis"}},
       403,
       "policy.denied"},
      {"role that may not", event, "auditor", {{"daicho-purpose", "audit"}}, 403, "policy.denied"},
      {"unknown fields", "/v1/events/1?fields=ALL", "gw-c40", kForReport, 400, "query.fields"},
      {"fields twice", "/v1/events/1?fields=all&fields=public", "gw-c40", kForReport, 400, "query.repeated"},
      {"too many at once", "/v1/streams/policy/demo?fields=all&limit=201", "gw-c40", kForReport, 429,
       "access.too_many"},
  };
  add_policies(201);
  const std::uint64_t before = fixture.size();
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const api::Response response = fixture.get(row.target, row.as, row.headers);
    EXPECT_EQ(response.status, row.status) << response.body;
    EXPECT_EQ(code_of(response), row.code);
    EXPECT_EQ(response.body.find(kMarker), std::string::npos);
    EXPECT_EQ(fixture.size(), before);
  }
  const api::Response most =
      fixture.get("/v1/streams/policy/demo?fields=all&limit=200", "gw-c40", kForReport);
  EXPECT_EQ(most.status, 200) << most.body;
  EXPECT_EQ(fixture.event_at(before).signed_event.event.field("record_ids")->as_array().size(), 200U);
}

TEST_F(EventHandlerTest, AnErasedFieldIsWithheldByItsDigest) {
  const ledger::StoredEvent stored = fixture.event_at(fixture.size() - 2);
  const ledger::EventId id = stored.signed_event.event.id;
  fixture.ledger.expect_damage();
  ledger::WriteBatch batch;
  batch.erase(ledger::kVault, ledger::vault_key(id, stored.signed_event.event.sd_digests.front()));
  ASSERT_TRUE(fixture.ledger.kv().write(batch, ledger::Durability::kSynced).ok());
  fixture.ledger.must_append(fixture.ledger.signed_event(fixture.ledger.policy(1)));
  fixture.cell.store(fixture.ledger.view());
  const JsonValue json =
      json_of(fixture.get("/v1/events/" + ledger::format_event_id(id) + "?fields=all", "gw-c40", kForReport));
  ASSERT_EQ(json.find("withheld")->as_array().size(), 1U);
  EXPECT_EQ(json.find("withheld")->as_array().front().as_string(),
            ledger::to_base64url(ledger::view_of(stored.signed_event.event.sd_digests.front())));
  EXPECT_EQ(json.find("disclosures")->as_array().size(), stored.signed_event.event.sd_digests.size() - 1);
}

TEST_F(EventHandlerTest, PagesOfAStreamAreCompleteAndDistinct) {
  add_policies(7);
  std::vector<std::int64_t> seen;
  std::string cursor;
  for (int page = 0; page < 4; ++page) {
    const JsonValue json = json_of(fixture.get(
        "/v1/streams/policy/demo?limit=3" + (cursor.empty() ? std::string() : "&cursor=" + cursor),
        "auditor"));
    const auto versions = versions_of(json);
    seen.insert(seen.end(), versions.begin(), versions.end());
    EXPECT_EQ(json.find("versions")->as_int(), page == 0 ? 7 : json.find("versions")->as_int());
    cursor = json.text("next");
    if (page == 0) add_policies(1);  // appends do not shift pages
    EXPECT_EQ(json.find("more")->as_bool(), page < 2);
    if (!json.find("more")->as_bool()) break;
  }
  EXPECT_EQ(seen, (std::vector<std::int64_t>{7, 6, 5, 4, 3, 2, 1}));
  const api::Response end = fixture.get("/v1/streams/policy/demo?cursor=" + cursor, "auditor");
  EXPECT_EQ(end.status, 200);
  EXPECT_TRUE(json_of(end).find("items")->as_array().empty());
  const api::Response foreign = fixture.get("/v1/streams/business/b-1?cursor=" + cursor, "gw-c40");
  EXPECT_EQ(code_of(foreign), "page.cursor");
}

TEST_F(EventHandlerTest, APageWithoutRowsIsAuthorisedToo) {
  const JsonValue first = json_of(fixture.get("/v1/streams/business/b-1", "gw-c40"));
  const std::string target = "/v1/streams/business/b-1?cursor=" + std::string(first.text("next"));
  const std::uint64_t before = fixture.size();
  EXPECT_EQ(fixture.get(target, "gw-c40").status, 200);
  EXPECT_EQ(fixture.get(target + "&fields=all", "gw-c40", kForReport).status, 200);
  EXPECT_EQ(fixture.size(), before) << "nothing is shown, nothing is recorded";
  EXPECT_EQ(fixture.get(target, "mirror").status, 403);
}

TEST_F(EventHandlerTest, AsOfASizeAndAsOfATimeAgree) {
  add_policies(5);
  const std::uint64_t size = fixture.size() - 2;
  const std::string time = ledger::format_recorded_at(fixture.event_at(size - 1).entry.recorded_at);
  const JsonValue by_size =
      json_of(fixture.get("/v1/streams/policy/demo?as_of=" + std::to_string(size), "auditor"));
  const JsonValue by_time = json_of(fixture.get("/v1/streams/policy/demo?as_of=" + time, "auditor"));
  EXPECT_EQ(versions_of(by_size), (std::vector<std::int64_t>{3, 2, 1}));
  EXPECT_EQ(versions_of(by_time), versions_of(by_size));
  EXPECT_EQ(by_size.find("reflects")->as_int(), static_cast<std::int64_t>(size));
  EXPECT_EQ(by_time.find("reflects")->as_int(), static_cast<std::int64_t>(size));
  EXPECT_EQ(code_of(fixture.get("/v1/streams/policy/demo?as_of=1", "auditor")), "stream.unknown");
}

TEST_F(EventHandlerTest, WhatIsNotThereIsNotFound) {
  struct Row {
    std::string target;
    int status;
    std::string_view code;
  };
  const std::vector<Row> rows = {
      {"/v1/events/" + std::to_string(fixture.size()), 404, "position.beyond_head"},
      {"/v1/events/18446744073709551615", 404, "position.beyond_head"},
      {"/v1/events/18446744073709551616", 400, "event.id"},
      {"/v1/events/01890a5d-ac96-774b-bcce-b302099a8057", 404, "event.unknown"},
      {"/v1/events/01890A5D-AC96-774B-BCCE-B302099A8057", 400, "event.id"},
      {"/v1/streams/business/b-none", 404, "stream.unknown"},
      {"/v1/streams/business", 400, "event.stream"},
      {"/v1/streams/Business/b-1", 400, "event.stream"},
      {"/v1/events?after=18446744073709551615", 400, "query.number"},
      {"/v1/events?limit=1001", 400, "page.limit"},
  };
  for (const Row& row : rows) {
    const api::Response response = fixture.get(row.target, "auditor");
    EXPECT_EQ(response.status, row.status) << row.target << response.body;
    EXPECT_EQ(code_of(response), row.code) << row.target;
  }
}

TEST_F(EventHandlerTest, TheFeedShowsWhatTheCallerMaySee) {
  add_policies(3);
  const JsonValue all = json_of(fixture.get("/v1/events?limit=1000", "auditor"));
  const JsonValue ours = json_of(fixture.get("/v1/events?limit=1000", "gw-c40"));
  const JsonValue mirrors = json_of(fixture.get("/v1/events?limit=1000", "mirror"));
  EXPECT_GT(all.find("items")->as_array().size(), ours.find("items")->as_array().size());
  EXPECT_TRUE(mirrors.find("items")->as_array().empty());
  EXPECT_EQ(all.find("after")->as_int(), static_cast<std::int64_t>(fixture.size() - 1));
  for (const JsonValue& item : all.find("items")->as_array()) EXPECT_EQ(item.find("disclosures"), nullptr);

  const JsonValue typed = json_of(fixture.get("/v1/events?type=policy.parameter_set&limit=2", "auditor"));
  EXPECT_EQ(typed.find("items")->as_array().size(), 2U);
  EXPECT_TRUE(typed.find("more")->as_bool());
  const std::string after = std::to_string(typed.find("after")->as_int());
  const JsonValue rest =
      json_of(fixture.get("/v1/events?type=policy.parameter_set&after=" + after, "auditor"));
  EXPECT_EQ(rest.find("items")->as_array().size(), 1U);
  EXPECT_FALSE(rest.find("more")->as_bool());
  const JsonValue beyond = json_of(fixture.get("/v1/events?after=999999", "auditor"));
  EXPECT_TRUE(beyond.find("items")->as_array().empty());
}

TEST_F(EventHandlerTest, ALongPollEndsWithTheEntryItWaitsFor) {
  const std::string after = std::to_string(fixture.size() - 2);
  const api::Response response = fixture.get("/v1/events?after=" + after, "auditor", {{"prefer", "wait=30"}});
  EXPECT_EQ(json_of(response).find("items")->as_array().size(), 1U) << "what is there needs no wait";
}

TEST_F(EventHandlerTest, ALongPollWithoutAPlaceIsAnsweredAtOnceAndSaysSo) {
  const std::string newest = "/v1/events?after=" + std::to_string(fixture.size() - 1);
  std::optional<api::Response> refused_place;
  // The fixture has one place: while it is taken, a poll answers from what is there.
  ASSERT_TRUE(fixture.waits.wait(1, [&](std::int64_t) {
    refused_place = fixture.get(newest, "auditor", {{"prefer", "wait=30"}});
    return true;
  }));
  EXPECT_EQ(refused_place->status, 200);
  EXPECT_TRUE(json_of(*refused_place).find("items")->as_array().empty());
  EXPECT_EQ(refused_place->header("Preference-Applied"), nullptr);

  // With a place it waits; nothing further can come here, so it is answered at once all the same.
  fixture.cell.close();
  const api::Response waited = fixture.get(newest, "auditor", {{"prefer", "wait=30"}});
  EXPECT_TRUE(json_of(waited).find("items")->as_array().empty());
  ASSERT_NE(waited.header("Preference-Applied"), nullptr);
  EXPECT_EQ(*waited.header("Preference-Applied"), "wait=30");
}

}  // namespace
}  // namespace tests

// Goal: check_fields refuses every event that does not fit its row, saying where and what would be right.
// Method: one valid event per case, one thing about it broken, the stable code and the pointer compared.
#include <functional>
#include <gtest/gtest.h>

#include "ledger/domain/catalogue.h"
#include "tests/unit/ledger/domain/programme.h"

namespace tests {

using ledger::SignedEvent;

namespace {

struct Row {
  const char* type;
  const char* patch;
  const char* reason;
  const char* pointer;
};

constexpr Row kPublicRows[] = {
    {"session.held", R"({"extra":1})", "field.unknown", "/data/extra"},
    {"session.held", R"({"a/b~c":1})", "field.unknown", "/data/a~1b~0c"},
    {"session.held", R"({"minutes":null})", "field.missing", "/data/minutes"},
    {"session.held", R"({"attendees":null})", "field.missing", "/data/attendees"},
    {"session.held", R"({"minutes":"60"})", "field.type", "/data/minutes"},
    {"session.held", R"({"minutes":0})", "field.range", "/data/minutes"},
    {"session.held", R"({"minutes":721})", "field.range", "/data/minutes"},
    {"session.held", R"({"minutes":-1})", "field.range", "/data/minutes"},
    {"session.held", R"({"minutes":true})", "field.type", "/data/minutes"},
    {"session.held", R"({"channel":"fax"})", "field.code", "/data/channel"},
    {"session.held", R"({"channel":1})", "field.type", "/data/channel"},
    {"session.held", R"({"started_at":"2026-04-20T10:00:00"})", "field.type", "/data/started_at"},
    {"session.held", R"({"started_at":"2026-04-20"})", "field.type", "/data/started_at"},
    {"session.held", R"({"session_id":""})", "field.type", "/data/session_id"},
    {"session.held", R"({"session_id":"a/b"})", "field.type", "/data/session_id"},
    {"session.held", R"({"attendees":[]})", "field.range", "/data/attendees"},
    {"session.held", R"({"attendees":["p-co"]})", "field.type", "/data/attendees/0"},
    {"session.held", R"({"attendees":[{"person_id":"p-co","org_id":"impl-40"}]})", "field.type",
     "/data/attendees/0"},
    {"session.held", R"({"attendees":[{"person_id":"p-co","org_id":"impl-40","capacity":"guest"}]})",
     "field.code", "/data/attendees/0/capacity"},
    {"session.held", R"({"attendees":[{"person_id":"山田","org_id":"impl-40","capacity":"consultant"}]})",
     "field.type", "/data/attendees/0/person_id"},
    {"session.held",
     R"({"attendees":[{"person_id":"p-co","org_id":"impl-40","capacity":"consultant"},
                      {"person_id":"p-co","org_id":"sup-a","capacity":"support_org"}]})",
     "field.range", "/data/attendees/1/person_id"},
    {"issue.identified", R"({"focus_fields":["succession","succession"]})", "field.range",
     "/data/focus_fields/1"},
    {"issue.identified", R"({"focus_fields":["moon"]})", "field.code", "/data/focus_fields/0"},
    {"issue.identified", R"({"focus_fields":"succession"})", "field.type", "/data/focus_fields"},
    {"issue.identified", R"({"specialist":"yes"})", "field.type", "/data/specialist"},
    {"issue.identified", R"({"identified_on":"2026-02-30"})", "field.type", "/data/identified_on"},
    {"referral.made", R"({"consent_ref":"grant"})", "field.type", "/data/consent_ref"},
    {"referral.made", R"({"items":[]})", "field.range", "/data/items"},
    {"month.closed", R"({"year_month":"2026-13"})", "field.type", "/data/year_month"},
    {"month.closed", R"({"cut_off":-1})", "field.range", "/data/cut_off"},
    {"monthly_report.submitted", R"({"figures":[1]})", "field.type", "/data/figures"},
    {"fee.rate_set", R"({"yen":0})", "field.range", "/data/yen"},
    {"fee.rate_set", R"({"yen":1000000000001})", "field.range", "/data/yen"},
    {"center.established", R"({"pref_code":"48"})", "field.code", "/data/pref_code"},
    {"center.established", R"({"pref_code":"1"})", "field.code", "/data/pref_code"},
    {"center.established", R"({"fy":2013})", "field.range", "/data/fy"},
    {"business.registered", R"({"jsic_code":"Z"})", "field.code", "/data/jsic_code"},
    {"key.enrolled", R"({"public_key":"AAAA"})", "field.type", "/data/public_key"},
    {"key.enrolled", R"({"algorithm":"RS256"})", "field.code", "/data/algorithm"},
    {"policy.parameter_set", R"({"value":true})", "field.type", "/data/value"},
    {"policy.parameter_set", R"({"value":"a b"})", "field.type", "/data/value"},
    {"phase.transitioned", R"({"to":3})", "field.range", "/data/to"},
    {"event.countersigned", R"({"target_leaf":"AB"})", "field.type", "/data/target_leaf"},
    {"record.viewed", R"({"record":"k-1"})", "field.type", "/data/record"},
    {"record.viewed", R"({"field_classes":[]})", "field.range", "/data/field_classes"},
    {"access.denied", R"({"count":0})", "field.range", "/data/count"},
    {"access.denied", R"({"count":1000001})", "field.range", "/data/count"},
};

constexpr Row kConfidentialRows[] = {
    {"session.held", R"({"summary":null})", "field.missing", "/data/summary"},
    {"session.held", R"({"summary":""})", "field.range", "/data/summary"},
    {"session.held", R"({"summary":5})", "field.type", "/data/summary"},
    {"org.registered", R"({"corporate_number":"6123456789012"})", "corporate_number.check_digit",
     "/data/corporate_number"},
    {"org.registered", R"({"corporate_number":7123456789012})", "field.type", "/data/corporate_number"},
    {"business.registered", R"({"kind":"sole_proprietor","corporate_number":"7123456789012",
                                "corporate_number_state":"given"})",
     "business.number_not_allowed", "/data/corporate_number"},
    {"business.registered", R"({"kind":"pre_startup","corporate_number":"7123456789012",
                                "corporate_number_state":"given"})",
     "business.number_not_allowed", "/data/corporate_number"},
    {"business.registered", R"({"corporate_number":"7123456789012"})", "business.number_state",
     "/data/corporate_number_state"},
    {"business.registered", R"({"corporate_number_state":"given"})", "business.number_state",
     "/data/corporate_number_state"},
    {"business.profile_updated", R"({"employees":-1})", "field.range", "/data/employees"},
    {"business.profile_updated", R"({"capital_yen":-1})", "field.range", "/data/capital_yen"},
    {"business.financials_submitted", R"({"sales":-1})", "field.range", "/data/sales"},
    {"business.financials_submitted", R"({"period_start":null})", "field.missing", "/data/period_start"},
    {"business.financials_submitted", R"({"evidence_sha256":"00"})", "field.type", "/data/evidence_sha256"},
};

constexpr Row kEnvelopeRows[] = {
    {"contract.concluded", R"({"@principal":"gw"})", "event.way_in", "/attested_by"},
    {"role.granted", R"({"@principal":"gw"})", "event.way_in", "/attested_by"},
    {"key.enrolled", R"({"@principal":"gw"})", "event.way_in", "/attested_by"},
    {"month.closed", R"({"@principal":"gw"})", "event.way_in", "/attested_by"},
};

void expect_refused(const SignedEvent& event, const Row& row) {
  SCOPED_TRACE(std::string(row.type) + " " + row.patch);
  const ledger::Status status = ledger::check_fields(event);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.reason(), row.reason);
  EXPECT_EQ(status.pointer(), row.pointer);
  EXPECT_EQ(status.code(), ledger::StatusCode::kInvalidArgument);
}

EventBuilder session() {
  return Programme::lived().sample("session.held");
}

std::string reason(const SignedEvent& event) {
  const ledger::Status status = ledger::check_fields(event);
  return status.ok() ? "ok" : status.reason() + " " + status.pointer();
}

}  // namespace

TEST(CheckFields, RefusesWrongPublicFields) {
  for (const Row& row : kPublicRows) {
    expect_refused(Programme::lived().sample(row.type, row.patch).build_signed(), row);
    // The same without disclosures, as audit and mirrors see it.
    const ledger::Event logged = Programme::lived().sample(row.type, row.patch).build();
    const ledger::Status status = ledger::check_logged_fields(logged);
    ASSERT_FALSE(status.ok()) << row.type << row.patch;
    EXPECT_EQ(status.reason(), row.reason);
  }
}

TEST(CheckFields, RefusesWrongConfidentialFields) {
  for (const Row& row : kConfidentialRows) {
    expect_refused(Programme::lived().sample(row.type, row.patch).build_signed(), row);
    // What is hidden in the log can't be judged there.
    EXPECT_TRUE(ledger::check_logged_fields(Programme::lived().sample(row.type, row.patch).build()).ok())
        << row.patch;
  }
}

TEST(CheckFields, RefusesTheWrongWayIn) {
  for (const Row& row : kEnvelopeRows) {
    expect_refused(Programme::lived().sample(row.type, row.patch).build_signed(), row);
  }
  SignedEvent viewed = Programme::lived().sample("record.viewed").build_signed();
  viewed.event.attested_by.reset();
  EXPECT_EQ(reason(viewed), "event.way_in /type");
}

TEST(CheckFields, RefusesUnknownTypesAndVersions) {
  EXPECT_EQ(reason(session().version(2).build_signed()), "event.unknown_type /type");
  SignedEvent event = session().build_signed();
  event.event.type = "session.hold";
  EXPECT_EQ(reason(event), "event.unknown_type /type");
  EXPECT_FALSE(ledger::check_logged_fields(event.event).ok());
}

TEST(CheckFields, RefusesAnotherStreamOrPurpose) {
  EXPECT_EQ(reason(session().stream("case/k-2").build_signed()), "event.stream /stream");
  EXPECT_EQ(reason(session().stream("business/k-1").build_signed()), "event.stream /stream");
  EXPECT_EQ(reason(session().stream("case/k-1/x").build_signed()), "event.stream /stream");
  EXPECT_EQ(reason(session().purpose("audit").build_signed()), "event.purpose /purpose");
  EXPECT_EQ(reason(session().purpose("Support").build_signed()), "event.purpose /purpose");
}

TEST(CheckFields, StreamsFollowFieldsScopeAndMonth) {
  const Programme& programme = Programme::lived();
  const auto stream = [&](const char* type, const char* patch) {
    return programme.sample(type, patch).build().stream.value;
  };
  EXPECT_EQ(stream("ledger.genesis", "{}"), "ledger/main");
  EXPECT_EQ(stream("monthly_report.submitted", "{}"), "report/c40/2026-03");
  EXPECT_EQ(stream("record.viewed", R"({"center_id":"c13","@by":"p-bureau"})"), "access/c13/2026-05");
  EXPECT_EQ(stream("access.denied", R"({"@by":"p-bureau"})"), "access/bureau-kyushu/2026-05");
  EXPECT_EQ(stream("access.denied", R"({"@by":"p-co"})"), "access/c40/2026-05");
  EXPECT_EQ(stream("auditlog.viewed", "{}"), "access/hq/2026-05");
  // The month is the JST one.
  EXPECT_EQ(stream("access.denied", R"({"@at":"2026-04-30T15:00:00Z"})"), "access/c40/2026-05");
  EXPECT_EQ(stream("access.denied", R"({"@at":"2026-04-30T14:59:59Z"})"), "access/c40/2026-04");
}

TEST(CheckFields, ConfidentialFieldsNeverComeInClear) {
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) {
    for (const ledger::FieldSpec& field : row->fields) {
      if (field.field_class == ledger::FieldClass::kPublic) continue;
      SignedEvent event = Programme::lived().sample(row->type).build_signed();
      event.event.data.add(std::string(field.name), ledger::JsonValue("x"));
      EXPECT_EQ(reason(event), "field.confidential /data/" + std::string(field.name));
      EXPECT_EQ(ledger::check_logged_fields(event.event).reason(), "field.confidential");
    }
  }
}

TEST(CheckFields, EachConfidentialFieldHasExactlyOneDisclosure) {
  const ledger::Bytes salt(16, 's');
  SignedEvent event = session().build_signed();
  const ledger::Disclosure summary = event.disclosures.front();
  event.disclosures.clear();
  EXPECT_EQ(reason(event), "disclosure.missing /data/summary");
  event.disclosures = {summary, summary};
  EXPECT_EQ(reason(event), "disclosure.surplus /data/summary");
  event.disclosures = {summary, ledger::make_disclosure(salt, "diary", ledger::JsonValue("x"))};
  EXPECT_EQ(reason(event), "disclosure.surplus /data/diary");
  event.disclosures = {summary, ledger::make_disclosure(salt, "minutes", ledger::JsonValue(std::int64_t{1}))};
  EXPECT_EQ(reason(event), "disclosure.surplus /data/minutes");
}

TEST(CheckFields, LoggedEventsAreComparedByTheNumberOfDigests) {
  ledger::Event event = session().build();
  ASSERT_TRUE(ledger::check_logged_fields(event).ok());
  event.sd_digests.push_back({});
  EXPECT_EQ(ledger::check_logged_fields(event).reason(), "disclosure.surplus");
  event.sd_digests.clear();
  EXPECT_EQ(ledger::check_logged_fields(event).reason(), "disclosure.missing");
}

TEST(CheckFields, OptionalConfidentialFieldsMayBeNull) {
  EXPECT_EQ(
      reason(Programme::lived().sample("business.profile_updated", R"({"employees":null})").build_signed()),
      "ok");
  EXPECT_EQ(reason(Programme::lived().sample("org.registered").build_signed()), "ok");
}

TEST(CheckFields, SubjectsNameWhoseKeySeals) {
  const Programme& programme = Programme::lived();
  const auto subject = [&](const char* type, const char* field) {
    const ledger::TypeSpec* row = ledger::find_type(type, 1);
    return ledger::subject_of(*ledger::find_field(*row, field), programme.sample(type).build());
  };
  EXPECT_EQ(subject("session.held", "summary"), "business/b-1");
  EXPECT_EQ(subject("person.registered", "name"), "person/p-z");
  EXPECT_EQ(subject("org.registered", "name"), "org/sup-z");
  EXPECT_EQ(subject("record.searched", "terms"), "query/c40/2026-05");
  ledger::FieldSpec own;
  own.subject = {"person", ""};
  EXPECT_EQ(ledger::subject_of(own, programme.sample("session.held").build()), "person/p-co");
}

TEST(CheckFields, SealingScopeIsCentreThenOrganisationThenHeadquarters) {
  const Programme& programme = Programme::lived();
  EXPECT_EQ(ledger::sealing_scope(programme.sample("session.held").build()), "c40");
  EXPECT_EQ(ledger::sealing_scope(programme.sample("center.established").build()), "bureau-kyushu");
  EXPECT_EQ(ledger::sealing_scope(programme.sample("org.registered").build()), "hq");
}

}  // namespace tests

// Goal: every kind reads its own records under its own names, and says what they name. Method: every record
// that the Programme's story leaves behind, and single ones with known members.
#include "projections/record_kinds.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_writer.h"
#include "ledger/domain/records.h"
#include "tests/unit/ledger/domain/programme.h"

namespace projections {
namespace {

template <typename R>
std::string text_of(const ledger::RecordKey<R>& key, const R& record) {
  const auto value = record_value(key.bytes, ledger::encode_record(record));
  return value ? ledger::write_json(*value) : "none";
}

TEST(RecordKinds, TagsAndNamesAreDistinctAndLabelled) {
  std::set<char> tags;
  std::set<std::string_view> names;
  for (const RecordKind& kind : record_kinds()) {
    EXPECT_TRUE(tags.insert(kind.tag).second) << kind.name;
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
    EXPECT_FALSE(kind.label_ja.empty() || kind.label_en.empty()) << kind.name;
    EXPECT_EQ(find_record_kind(kind.name), &kind);
    EXPECT_EQ(kind_of_key(ledger::Bytes(1, kind.tag)), &kind);
  }
  EXPECT_EQ(find_record_kind("nothing"), nullptr);
  EXPECT_EQ(kind_of_key(""), nullptr);
  EXPECT_EQ(kind_of_key("\x01"), nullptr);
}

TEST(RecordKinds, EveryRecordOfTheStoryReads) {
  std::set<std::string_view> seen;
  for (const auto& [key, record] : tests::Programme::lived().state().records()) {
    const RecordKind* kind = kind_of_key(key);
    ASSERT_NE(kind, nullptr) << key;
    ASSERT_TRUE(record_value(key, record).has_value()) << kind->name;
    EXPECT_FALSE(record_value(key, record.substr(0, record.size() - 1)).has_value()) << kind->name;
    seen.insert(kind->name);
  }
  EXPECT_GT(seen.size(), 20U);
}

TEST(RecordKinds, MembersHaveTheirNamesAndForms) {
  ledger::CaseRecord opened;
  opened.business = "b-1";
  opened.center = "c40";
  opened.sessions = 3;
  EXPECT_EQ(text_of(ledger::case_record("k-1"), opened),
            R"({"case_id":"k-1","business_id":"b-1","center_id":"c40","state":"open","sessions":3})");
  ledger::ConsentRecord consent;
  consent.state = ledger::ConsentState::kGranted;
  consent.recipients = {"hq", "meti"};
  consent.given_on = ledger::day_of("2026-05-01");
  EXPECT_EQ(text_of(ledger::sharing_record("b-1"), consent),
            R"({"business_id":"b-1","state":"granted","recipients":["hq","meti"],"items":[],)"
            R"("given_on":"2026-05-01"})");
  ledger::WorkDayRecord day;
  day.halves = 2;
  EXPECT_EQ(text_of(ledger::work_day_record("p-1", ledger::day_of("2026-06-30")), day),
            R"({"person_id":"p-1","day":"2026-06-30","halves":2})");
  ledger::RoleRecord role;
  role.grants.push_back({"c40", ledger::day_of("2025-04-01"), ledger::kNoLastDay, {}});
  EXPECT_EQ(text_of(ledger::role_record("p-1", "co"), role),
            R"({"person_id":"p-1","role":"co","grants":[{"scope":"c40","from":"2025-04-01"}]})");
  ledger::KeyRecord key;
  key.public_key = ledger::Bytes(3, '\0');
  key.person = ledger::PersonId("p-1");
  EXPECT_EQ(text_of(ledger::key_record("kid"), key),
            R"({"kid":"kid","algorithm":"Ed25519","public_key":"AAAA","purpose":"author","person_id":"p-1",)"
            R"("revoked":false})");
}

TEST(RecordKinds, LinksAreWhatARecordNames) {
  ledger::IssueRecord issue;
  issue.case_id = "k-1";
  issue.business = "b-1";
  const std::vector<RecordLink> both{{kLinkCase, "k-1"}, {kLinkBusiness, "b-1"}};
  EXPECT_EQ(links_of(ledger::issue_record("i-1").bytes, ledger::encode_record(issue)), both);
  const std::vector<RecordLink> center{{kLinkCenter, "c40"}};
  EXPECT_EQ(links_of(ledger::appointment_record("p-1", "cco", "c40").bytes,
                     ledger::encode_record(ledger::AppointmentRecord{})),
            center);
  EXPECT_TRUE(links_of(ledger::sharing_record("b-1").bytes, "junk").empty());
  EXPECT_TRUE(links_of(ledger::issue_record("i-1").bytes, "junk").empty());
}

TEST(RecordKinds, KeysAreThoseOfTheRecords) {
  EXPECT_EQ(record_key(*find_record_kind("case"), {"k-1"}), ledger::case_record("k-1").bytes);
  EXPECT_EQ(record_key(*find_record_kind("appointment"), {"p-1", "cco", "c40"}),
            ledger::appointment_record("p-1", "cco", "c40").bytes);
}

}  // namespace
}  // namespace projections

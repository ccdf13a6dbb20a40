// Goal: who read, searched or was refused what is answered completely, by record, business and actor, at any
// past position, and nothing but public fields is kept. Method: one log with every access type; tables of
// filters.
#include "projections/access_log.h"

#include <gtest/gtest.h>

#include "ledger/base/uuid.h"
#include "tests/unit/projections/folded.h"

namespace projections {
namespace {

using ledger::PersonId;
using ledger::StreamId;
using ledger::TreeSize;
using tests::list_field;
using tests::number_field;
using tests::text_field;

const Bounds kAll{TreeSize(UINT64_MAX), {}, {}};
using List = std::vector<std::uint64_t>;
constexpr const char* kConsent = "0197f000-0000-7000-8000-000000000001";

class AccessLogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto in_k1 = log_.append({.stream = "case/k1"});                             // 0
    const auto in_k2 = log_.append({.type = "advice.recorded", .stream = "case/k2"});  // 1
    id_k1_ = ledger::format_event_id(in_k1.id);
    id_k2_ = ledger::format_event_id(in_k2.id);
    viewed_ = log_.append(view("p-a", "business/b1", {id_k1_, id_k2_, kConsent}));  // 2
    log_.append(view("p-b", "case/k1", {id_k1_}));                                  // 3
    log_.append({.type = "record.searched",                                         // 4
                 .stream = "access/c40/2026-06",
                 .person = "p-a",
                 .data = {number_field("result_count", 12), text_field("center_id", "c40")}});
    log_.append({.type = "auditlog.viewed",  // 5
                 .stream = "access/hq/2026-06",
                 .person = "p-aud",
                 .role = "auditor",
                 .data = {text_field("query", "access"), number_field("result_count", 3)}});
    log_.append({.type = "access.denied",  // 6
                 .stream = "access/c40/2026-06",
                 .person = "p-b",
                 .data = {text_field("rule", "scope.center"), text_field("action", "read"),
                          number_field("count", 7)}});
    last_ = log_.append(view("p-a", "case/k1", {}));  // 7
    folded_ = std::make_unique<tests::Folded>(log_);
  }
  static tests::EventSpec view(std::string person, std::string_view record,
                               const std::vector<std::string>& ids) {
    return {
        .type = "record.viewed",
        .stream = "access/c40/2026-06",
        .person = std::move(person),
        .on_behalf_of = "p-chief",
        .data = {text_field("record", record), text_field("center_id", "c40"), list_field("record_ids", ids),
                 list_field("field_classes", {"public", "confidential"}), number_field("view_position", 1),
                 text_field("consent_ref", kConsent), text_field("business_id", "b1")}};
  }
  List ask(const AccessFilter& filter, const Bounds& bounds = kAll) const {
    const auto got = access_rows(folded_->snapshot(), filter, bounds, {});
    EXPECT_TRUE(got.ok()) << got.status().to_string();
    List positions;
    if (got.ok()) {
      for (const AccessRow& row : got->rows) positions.push_back(row.position.value);
    }
    return positions;
  }

  tests::LogBuilder log_;
  std::string id_k1_, id_k2_;
  tests::LogBuilder::Appended viewed_, last_;
  std::unique_ptr<tests::Folded> folded_;
};

TEST_F(AccessLogTest, RowsCarryEveryPublicField) {
  const auto got = access_rows(folded_->snapshot(), {}, {TreeSize(3), {}, {}}, {});
  ASSERT_TRUE(got.ok());
  ASSERT_EQ(got->rows.size(), 1U);
  AccessRow expected;
  expected.position = viewed_.position;
  expected.at = viewed_.recorded_at;
  expected.kind = AccessKind::kViewed;
  expected.event = viewed_.id;
  expected.person = "p-a";
  expected.role = "co";
  expected.on_behalf_of = "p-chief";
  expected.org = "impl-40";
  expected.center = "c40";
  expected.purpose = "consultation";
  expected.record = "business/b1";
  expected.record_center = "c40";
  expected.business = "b1";
  expected.consent_ref = kConsent;
  expected.record_ids = {id_k1_, id_k2_, kConsent};
  expected.field_classes = {"public", "confidential"};
  expected.view_position = ledger::Position(1);
  EXPECT_EQ(got->rows[0], expected);
  EXPECT_EQ(got->reflects, TreeSize(3));
}

TEST_F(AccessLogTest, OtherKindsCarryTheirOwn) {
  const auto rows = access_rows(folded_->snapshot(), {}, kAll, {})->rows;
  ASSERT_EQ(rows.size(), 6U);
  EXPECT_EQ(rows[2].kind, AccessKind::kSearched);
  EXPECT_EQ(rows[2].count, 12);
  EXPECT_EQ(rows[3].kind, AccessKind::kLogViewed);
  EXPECT_EQ(rows[3].action, "access");
  EXPECT_EQ(rows[3].count, 3);
  EXPECT_FALSE(rows[3].view_position.has_value());
  EXPECT_EQ(rows[4].kind, AccessKind::kDenied);
  EXPECT_EQ(rows[4].rule, "scope.center");
  EXPECT_EQ(rows[4].action, "read");
  EXPECT_EQ(rows[4].count, 7);
}

TEST_F(AccessLogTest, EmergenciesExportsAndRefusedAppendsAreAccessesToo) {
  tests::LogBuilder log;
  const auto opened = log.append({.type = "access.break_glass",
                                  .stream = "break_glass/g-1",
                                  .person = "p-aud",
                                  .role = "auditor",
                                  .data = {text_field("grant_id", "g-1"), text_field("center_id", "c40"),
                                           text_field("business_id", "b1")}});
  const std::string grant = ledger::format_event_id(opened.id);
  tests::EventSpec viewed = view("p-aud", "business/b1", {grant});
  viewed.data.push_back(text_field("break_glass_ref", grant));
  log.append(viewed);
  log.append({.type = "break_glass.reviewed",
              .stream = "break_glass/g-1",
              .person = "p-hq",
              .data = {text_field("grant_id", "g-1")}});
  log.append(
      {.type = "record.exported",
       .stream = "access/c40/2026-06",
       .person = "p-aud",
       .data = {text_field("center_id", "c40"), text_field("format", "csv"), number_field("rows", 9)}});
  log.append({.type = "append.rejected",
              .stream = "access/c40/2026-06",
              .person = "p-aud",
              .data = {text_field("rejected_type", "session.held"), text_field("reason", "session.overlap"),
                       number_field("count", 4)}});
  const tests::Folded folded(log);
  const auto rows = access_rows(folded.snapshot(), {.actor = PersonId("p-aud")}, kAll, {})->rows;
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].kind, AccessKind::kGlassBroken);
  EXPECT_EQ(rows[0].action, "g-1");
  EXPECT_EQ(rows[0].business, "b1");
  EXPECT_EQ(rows[1].break_glass_ref, grant);
  EXPECT_EQ(rows[2].kind, AccessKind::kExported);
  EXPECT_EQ(rows[2].action, "csv");
  EXPECT_EQ(rows[2].count, 9);
  EXPECT_EQ(rows[3].kind, AccessKind::kRejected);
  EXPECT_EQ(rows[3].action, "session.held");
  EXPECT_EQ(rows[3].rule, "session.overlap");
  EXPECT_EQ(rows[3].count, 4);
  const auto of_grant =
      access_rows(folded.snapshot(), {.record = StreamId("break_glass/g-1")}, kAll, {})->rows;
  ASSERT_EQ(of_grant.size(), 1U) << "an emergency access is itself a record that somebody reads";
  EXPECT_EQ(of_grant[0].kind, AccessKind::kViewed);
  EXPECT_EQ(access_rows(folded.snapshot(), {.actor = PersonId("p-hq")}, kAll, {})->rows[0].kind,
            AccessKind::kGlassReviewed);
}

TEST_F(AccessLogTest, FiltersGiveTheCompleteList) {
  EXPECT_EQ(ask({}), (List{2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(ask({.record = StreamId("case/k1")}), (List{2, 3, 7}));
  EXPECT_EQ(ask({.record = StreamId("case/k2")}), (List{2}));
  EXPECT_EQ(ask({.record = StreamId("business/b1")}), (List{2}));
  EXPECT_EQ(ask({.business = "b1"}), (List{2, 3, 7}));
  EXPECT_EQ(ask({.actor = PersonId("p-a")}), (List{2, 4, 7}));
  EXPECT_EQ(ask({.record = StreamId("case/k1"), .actor = PersonId("p-a")}), (List{2, 7}));
  EXPECT_EQ(ask({.business = "b1", .actor = PersonId("p-b")}), (List{3}));
  EXPECT_EQ(ask({.actor = PersonId("p-b"), .kind = AccessKind::kDenied}), (List{6}));
  EXPECT_EQ(ask({.kind = AccessKind::kLogViewed}), (List{5}));
}

TEST_F(AccessLogTest, NothingIsFoundUnderWhatMerelyLooksAlike) {
  EXPECT_EQ(ask({.record = StreamId("case/k")}), List{});
  EXPECT_EQ(ask({.record = StreamId("case/k10")}), List{});
  EXPECT_EQ(ask({.record = StreamId("access/c40/2026-06")}), List{});
  EXPECT_EQ(ask({.business = "b"}), List{});
  EXPECT_EQ(ask({.actor = PersonId("p-")}), List{});
  EXPECT_EQ(ask({.record = StreamId("case/k2"), .actor = PersonId("p-b")}), List{});
}

TEST_F(AccessLogTest, BoundsByPositionAndTime) {
  EXPECT_EQ(ask({.record = StreamId("case/k1")}, {TreeSize(7), {}, {}}), (List{2, 3}));
  EXPECT_EQ(ask({.record = StreamId("case/k1")}, {TreeSize(0), {}, {}}), List{});
  EXPECT_EQ(ask({.business = "b1"}, {TreeSize(99), last_.recorded_at, {}}), (List{7}));
  EXPECT_EQ(ask({.business = "b1"}, {TreeSize(99), viewed_.recorded_at, last_.recorded_at}), (List{2, 3}));
  EXPECT_EQ(ask({}, {TreeSize(99), last_.recorded_at, {}}), (List{7}));
}

TEST_F(AccessLogTest, PagesJoinAndCursorsStayWithTheirQuestion) {
  const AccessFilter filter{.actor = PersonId("p-a")};
  List joined;
  PageRequest request{"", 1, PageOrder::kOldestFirst};
  while (true) {
    const auto got = access_rows(folded_->snapshot(), filter, kAll, request);
    ASSERT_TRUE(got.ok());
    for (const AccessRow& row : got->rows) joined.push_back(row.position.value);
    if (!got->more) break;
    request.after = got->next;
  }
  EXPECT_EQ(joined, (List{2, 4, 7}));
  const AccessFilter others[] = {{},
                                 {.business = "b1"},
                                 {.actor = PersonId("p-b")},
                                 {.actor = PersonId("p-a"), .kind = AccessKind::kViewed}};
  for (const AccessFilter& other : others) {
    EXPECT_EQ(access_rows(folded_->snapshot(), other, kAll, request).status().reason(), "page.cursor");
  }
}

TEST_F(AccessLogTest, BadQuestionsAreRefused) {
  const auto reason = [&](const AccessFilter& filter, const PageRequest& request = {}) {
    return access_rows(folded_->snapshot(), filter, kAll, request).status().reason();
  };
  EXPECT_EQ(reason({.record = StreamId("case")}), "access_log.record");
  EXPECT_EQ(reason({.record = StreamId("case/k1 ")}), "access_log.record");
  EXPECT_EQ(reason({.business = "b/1"}), "access_log.segment");
  EXPECT_EQ(reason({.business = std::string("b\0", 2)}), "access_log.segment");
  EXPECT_EQ(reason({.actor = PersonId("p 1")}), "access_log.segment");
  EXPECT_EQ(reason({}, {"", 0, PageOrder::kOldestFirst}), "page.limit");
  EXPECT_EQ(reason({}, {"junk", 1, PageOrder::kOldestFirst}), "page.cursor");
}

TEST_F(AccessLogTest, MalformedAccessEventsArePoison) {
  struct Case {
    ledger::JsonValue::Object data;
    const char* reason;
  };
  const Case cases[] = {
      {{}, "access_log.record"},
      {{text_field("record", "")}, "access_log.record"},
      {{text_field("record", "no-stream")}, "access_log.record"},
      {{number_field("record", 3)}, "access_log.record"},
      {{text_field("record", "case/k1"), text_field("business_id", "b/1")}, "access_log.segment"},
      {{text_field("record", "case/k1"), text_field("record_ids", id_k1_)}, "access_log.list"},
      {{text_field("record", "case/k1"), list_field("record_ids", std::vector<std::string>(201, "x"))},
       "access_log.list"},
      {{text_field("record", "case/k1"), {"field_classes", ledger::JsonValue(ledger::JsonValue::Array(1))}},
       "access_log.list"},
  };
  const std::uint64_t first = log_.size().value;
  for (const Case& c : cases) {
    log_.append({.type = "record.viewed", .stream = "access/c40/2026-06", .person = "p-a", .data = c.data});
  }
  folded_ = std::make_unique<tests::Folded>(log_);
  const auto parked = folded_->snapshot().parked("access_log", ledger::Position(0), 100).value();
  ASSERT_EQ(parked.size(), std::size(cases));
  for (std::size_t i = 0; i < parked.size(); ++i) {
    EXPECT_EQ(parked[i].position.value, first + i);
    EXPECT_EQ(parked[i].reason, cases[i].reason) << i;
  }
  EXPECT_EQ(ask({.actor = PersonId("p-a")}), (List{2, 4, 7}));
  EXPECT_TRUE(folded_->snapshot().parked("stream_history", ledger::Position(0), 100)->empty());
}

TEST_F(AccessLogTest, KindNamesAreDistinct) {
  EXPECT_EQ(access_kind_name(AccessKind::kViewed), "viewed");
  EXPECT_EQ(access_kind_name(AccessKind::kSearched), "searched");
  EXPECT_EQ(access_kind_name(AccessKind::kLogViewed), "log_viewed");
  EXPECT_EQ(access_kind_name(AccessKind::kDenied), "denied");
  EXPECT_EQ(access_kind_name(AccessKind::kGlassBroken), "break_glass");
  EXPECT_EQ(access_kind_name(AccessKind::kRejected), "append_rejected");
  EXPECT_EQ(access_kind_name(kLastAccessKind), "figure_viewed");
  EXPECT_EQ(access_kind_name(static_cast<AccessKind>(10)), "unknown");
}

}  // namespace
}  // namespace projections

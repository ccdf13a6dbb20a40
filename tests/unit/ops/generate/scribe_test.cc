// Goal: a line of data becomes the event of the right author with every placeholder replaced, or none at all.
// Method: one line with each common name; names of the caller's; lines with a value missing; who signs and
// who sends.
#include "ops/generate/scribe.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"

namespace ops::generate {
namespace {

class TextSink final : public LineSink {
 public:
  ledger::Status write(std::string_view line) override {
    lines.emplace_back(line);
    return ledger::Status();
  }
  std::vector<std::string> lines;
};

class ScribeTest : public testing::Test {
 protected:
  std::optional<EventForm> fill(Signatory who, std::string_view fields) {
    return scribe_.fill(
        who, "plan.accepted", fields, {month_, {day_number(2026, 4, 30), 3600}, random_},
        [](std::string_view name) { return name == "known" ? std::string("it") : std::string(); });
  }
  TextSink sink_;
  EventWriter writer_{"ledger.example/test", "seed", sink_};
  const CenterPlan plan_ = plan_center(*find_centre("40"), 20'000, "seed");
  const CenterOffice office_{plan_, writer_};
  const Scribe scribe_{office_};
  YearMonth month_{2026, 4};
  Random random_{"seed", "scribe"};
};

TEST_F(ScribeTest, ReplacesEveryCommonName) {
  const auto form = fill(Signatory::kHq, R"({"a":"{C} {P} {B} {S} {M} {lead} {staff} {cco} {co} {officer}",
      "b":"{D} {D+1} {D-30} {T} {T+60} {T-1441}","c":{Y},"d":"{Y+1} {Y-2}","e":{"f":["{K}"]}})");
  ASSERT_TRUE(form.has_value());
  EXPECT_EQ(form->data().text("a"),
            "c40 40 impl-40 sup-40-bank 2026-04 p-40-lead p-40-staff p-40-cco "
            "p-40-co-01 p-bureau-kyushu-01");
  EXPECT_EQ(form->data().text("b"),
            "2026-04-30 2026-05-01 2026-03-31 2026-04-30T01:00:00+09:00 "
            "2026-04-30T02:00:00+09:00 2026-04-29T00:59:00+09:00");
  EXPECT_EQ(form->data().find("c")->as_int(), 2026);
  EXPECT_EQ(form->data().text("d"), "2027 2024");
  EXPECT_EQ(form->data().find("e")->find("f")->as_array().front().as_string(), "k-40-2026-entrustment");
}

TEST_F(ScribeTest, ALineWithoutAValueIsNoEvent) {
  EXPECT_EQ(fill(Signatory::kHq, R"({"a":"{known}"})")->data().text("a"), "it");
  EXPECT_FALSE(fill(Signatory::kHq, R"({"a":"{unknown}"})").has_value());
  // Productivity leads begin in fiscal year 2026.
  EXPECT_TRUE(fill(Signatory::kProductivity, R"({"a":1})").has_value());
  month_ = {2026, 3};
  EXPECT_FALSE(fill(Signatory::kProductivity, R"({"a":1})").has_value());
}

TEST_F(ScribeTest, EachSignsOrSendsAsItShould) {
  const struct {
    Signatory who;
    const char* role;
    const char* as;  // empty: signed
  } kRows[] = {{Signatory::kLead, "impl_lead", ""},         {Signatory::kStaff, "impl_staff", "gw-c40"},
               {Signatory::kChief, "cco", "gw-c40"},        {Signatory::kCoordinator, "co", "gw-c40"},
               {Signatory::kProductivity, "prod_lead", ""}, {Signatory::kOfficer, "bureau_officer", ""},
               {Signatory::kHq, "hq_staff", "gw-hq"},       {Signatory::kHqSigned, "hq_staff", ""},
               {Signatory::kAgency, "smea_officer", ""},    {Signatory::kAuditor, "auditor", ""},
               {Signatory::kSecurity, "sec_staff", ""}};
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.role);
    sink_.lines.clear();
    EventForm form = scribe_.form(row.who, "key.revoked", {20'600, 0});
    EXPECT_EQ(form.actor().role, row.role);
    form.text("kid", "k").text("reason", "lost");
    scribe_.record(row.who, form, random_);
    scribe_.plant(row.who, form, {"key.unknown", "reference.unknown"}, random_);
    ASSERT_TRUE(writer_.flush().ok());
    ASSERT_EQ(sink_.lines.size(), 2U);
    for (const std::string& text : sink_.lines) {
      const auto json = ledger::read_json(text);
      ASSERT_TRUE(json.ok());
      EXPECT_EQ(json->text("as"), row.as);
      EXPECT_EQ(json->text("sd_jwt").empty(), *row.as != '\0');
    }
    EXPECT_EQ(sink_.lines[0].find("expected"), std::string::npos);
    EXPECT_NE(sink_.lines[1].find(R"("expected":{"rule":"key.unknown","code":"reference.unknown"})"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace ops::generate

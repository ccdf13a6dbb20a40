// Goal: an id leads to the thing it names, and a state answer reads as text in both languages, whatever it
// lacks. Method: a table of ids; an answer of every shape.
#include "ops/show_text.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"

namespace ops {
namespace {

using projections::LabelLanguage;

TEST(ShowText, AnIdTellsWhatItNames) {
  const std::string uuid = "01980000-0000-7000-8000-000000000001";
  const std::string thumbprint(43, 'A');
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"b-1", "/v1/businesses/b-1"},
      {"p-co", "/v1/people/p-co"},
      {"l-co", "/v1/licences/l-co"},
      {"k-c40-1", "/v1/contracts/k-c40-1"},
      {"c40", "/v1/centers/c40"},
      {thumbprint, "/v1/keys/" + thumbprint},
      {uuid, "/v1/cases/" + uuid + " /v1/issues/" + uuid + " /v1/referrals/" + uuid},
      {"case/k-1", "/v1/cases/k-1"},
      {"consent/b-1", "/v1/consents/b-1"},
      {"case/a b", "/v1/cases/a%20b"},
  };
  for (const auto& [text, paths] : rows) {
    const auto things = things_named(text);
    ASSERT_TRUE(things.ok()) << text << things.status().to_string();
    std::string joined;
    for (const ShownThing& thing : *things) joined += (joined.empty() ? "" : " ") + path_of(thing);
    EXPECT_EQ(joined, paths) << text;
  }
  EXPECT_EQ(things_named("window/x").status().reason(), "show.kind");
  EXPECT_EQ(things_named("x").status().reason(), "show.id");
  EXPECT_EQ(things_named("").status().reason(), "show.id");
}

constexpr std::string_view kAnswer =
    R"({"kind":"case","id":"k-1","label":{"ja":"相談案件","en":"Case"},"state":{)"
    R"("case":{"case_id":"k-1","state":"open","event":"e-1"},)"
    R"("sessions":{"items":[{"session_id":"s-1","minutes":60,"joint":false}],"more":true,"next":"sn"},)"
    R"("issues":{"items":[],"more":false}},"withheld":[{"part":"issues","rule":"policy.no_rule"}],)"
    R"("rests_on":[{"position":7,"id":"x","type":"t"},{"position":5,"id":"y","type":"t"}],)"
    R"("rests_on_more":false,"timeline":{"items":[{"position":7,"id":"x","type":"consultation.closed",)"
    R"("stream":"case/k-1","label":{"ja":"相談の終了","en":"Case closed"},)"
    R"("occurred_at":"2026-05-01T10:00:00+09:00","recorded_at":"r","actor":{"person":"p-1","role":"co"},)"
    R"("changed":[{"record":"case","members":[{"name":"state","from":"open","to":"closed"},)"
    R"({"name":"sessions","to":1}]}],"waits_for":["impl_lead"]}],"next":"n","more":true,"withheld":2},)"
    R"("reflects":9})";

TEST(ShowText, Japanese) {
  const std::string text = show_text(*ledger::read_json(kAnswer), LabelLanguage::kJapanese);
  EXPECT_EQ(text,
            "相談案件 k-1  （台帳の先頭 9 件の時点）\n"
            "相談案件\n"
            "  相談案件: k-1\n"
            "  状態: 対応中\n"
            "相談 (1+)\n"
            "  - 相談: s-1; 分: 60; 同席支援: いいえ\n"
            "  続き: --part sessions --cursor sn\n"
            "課題: 権限により表示されません (policy.no_rule)\n"
            "根拠となる事象 (2): #7 #5\n"
            "経過（新しい順）\n"
            "  2026-05-01T10:00:00+09:00  相談の終了 [consultation.closed]  p-1 (コーディネーター)  #7\n"
            "    状態: 対応中 → 終了\n"
            "    連署待ち: 実施機関リーダー\n"
            "  権限により表示されない事象: 2\n"
            "  さらに古い事象: --cursor n\n");
}

TEST(ShowText, English) {
  const std::string text = show_text(*ledger::read_json(kAnswer), LabelLanguage::kEnglish);
  for (const std::string_view line :
       {"Case k-1  (as of the first 9 entries)\n", "  State: open\n", "Session (1+)\n",
        "  - Session: s-1; Minutes: 60; Joint support: no\n", "Issue: withheld (policy.no_rule)\n",
        "  2026-05-01T10:00:00+09:00  Case closed [consultation.closed]  p-1 (Coordinator)  #7\n",
        "    State: open → closed\n", "  Older events: --cursor n\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "in\n" << text;
  }
}

TEST(ShowText, TreesFactsAndWhatGoesOn) {
  constexpr std::string_view kBusiness =
      R"({"kind":"business","id":"b-3","label":{"ja":"事業者","en":"Business"},"state":{)"
      R"("merge_tree":{"items":[{"business_id":"b-1"},{"business_id":"b-2","merged_into":"b-1"},)"
      R"({"business_id":"b-3","merged_into":"b-2"}],"more":false,"next":""},)"
      R"("follow_ups":{"items":[{"follow_up_id":"f-1","business_id":"b-3","made_by":{"type":"cost.recorded",)"
      R"("position":3,"id":"x","data":{"business_id":"b-3","item":"II-5","amount_yen":1200}}}],)"
      R"("more":false,"next":""}},"withheld":[],"rests_on":[],"rests_on_more":true,"rests_on_next":"rn",)"
      R"("timeline":{"items":[{"position":7,"type":"cost.recorded","occurred_at":"t","data":{"tax_yen":3}}],)"
      R"("next":"","more":false,"withheld":0,"not_covered":["cases"]},"reflects":9})";
  const std::string text = show_text(*ledger::read_json(kBusiness), LabelLanguage::kEnglish);
  for (const std::string_view line :
       {"Taken for one business (3)\n  - Business: b-1\n    - Business: b-2;", "\n      - Business: b-3;",
        "Business: b-3; Cost item: II-5; Amount, yen without tax: 1200\n", "  More: --rests-on-cursor rn\n",
        "    Consumption tax (yen): 3\n", "  Lists with more than this timeline covers: cases\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "in\n" << text;
  }
  const std::string alone = show_text(
      *ledger::read_json(
          R"({"kind":"business","id":"b-1","state":{"merge_tree":{"items":[{"business_id":"b-1"}]}}})"),
      LabelLanguage::kEnglish);
  EXPECT_EQ(alone.find("Taken for one"), std::string::npos) << alone;
}

TEST(ShowText, OneListAlone) {
  constexpr std::string_view kPage =
      R"({"kind":"contract","id":"t-1","label":{"ja":"契約","en":"Contract"},"part":"costs",)"
      R"("items":[{"cost_id":"c-7","amount_yen":1200}],"more":true,"next":"n2","withheld":[],)"
      R"("rests_on":[{"position":4,"id":"x","type":"t"}],"rests_on_more":false,"rests_on_next":"",)"
      R"("reflects":9})";
  const std::string text = show_text(*ledger::read_json(kPage), LabelLanguage::kJapanese);
  EXPECT_EQ(text,
            "契約 t-1  （台帳の先頭 9 件の時点）\n"
            "経費 (1+)\n"
            "  - 経費: c-7; 金額（円）: 1200\n"
            "  続き: --part costs --cursor n2\n"
            "根拠となる事象 (1): #4\n");
}

TEST(ShowText, AnAnswerThatLacksEverythingStillPrints) {
  EXPECT_EQ(show_text(*ledger::read_json("{}"), LabelLanguage::kEnglish), "   (as of the first ? entries)\n");
  EXPECT_FALSE(show_text(*ledger::read_json(R"({"state":{"a":null},"timeline":{"items":[{}]}})"),
                         LabelLanguage::kJapanese)
                   .empty());
}

}  // namespace
}  // namespace ops

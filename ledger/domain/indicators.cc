#include "ledger/domain/indicators.h"

#include <algorithm>

#include "ledger/base/check.h"

namespace ledger {

namespace {

constexpr int kSinceStart = 2014;
constexpr int kLastOfOldSet = 2025;
constexpr int kFirstOfNewSet = 2026;
constexpr int kOpenEnd = 2100;
constexpr std::string_view kOld = "003 table 12";
constexpr std::string_view kNew = "003 6, tables 15 and 16";
constexpr std::string_view kAxes = "000 2(5)";

constexpr std::string_view kOldVersion[] = {"2024.1"};
constexpr std::string_view kNewVersion[] = {"2026.1"};
constexpr std::string_view kBothVersions[] = {"2024.1", "2026.1"};
constexpr DefinitionSpec kDefinitions[] = {{kOldVersion[0], kSinceStart, kLastOfOldSet},
                                           {kNewVersion[0], kFirstOfNewSet, kOpenEnd}};

constexpr IndicatorKind kPublic = IndicatorKind::kPublic;
constexpr IndicatorKind kConfidential = IndicatorKind::kConfidential;
constexpr IndicatorKind kNoValue = IndicatorKind::kNoValue;

constexpr IndicatorSpec old_set(std::string_view id, std::string_view unit, std::string_view ja,
                                std::string_view en) {
  return {id, kSinceStart, kLastOfOldSet, kOldVersion, kPublic, unit, ja, en, kOld};
}
constexpr IndicatorSpec beside_both(std::string_view id, std::string_view unit, std::string_view ja,
                                    std::string_view en, std::string_view source) {
  return {id, kSinceStart, kOpenEnd, kBothVersions, kPublic, unit, ja, en, source};
}
constexpr IndicatorSpec new_set(std::string_view id, IndicatorKind kind, std::string_view unit,
                                std::string_view ja, std::string_view en, std::string_view source = kNew) {
  return {id, kFirstOfNewSet, kOpenEnd, kNewVersion, kind, unit, ja, en, source};
}

constexpr IndicatorSpec kIndicators[] = {
    old_set("businesses", "businesses", "名寄せ後の事業者数", "Businesses after merging"),
    old_set("sessions", "sessions", "相談実績件数", "Sessions held"),
    old_set("referrals", "referrals", "他の支援機関へ紹介した件数", "Referrals"),
    old_set("joint_sessions", "sessions", "連携（同席）して支援した件数", "Joint sessions"),
    old_set("outcomes_confirmed", "issues", "成果確認件数", "Outcomes confirmed"),
    old_set("survey_insight", "answers/answers", "本質的な課題に気づき腹落ちした割合",
            "Share that saw the essential issue"),
    old_set("survey_knowledge", "answers/answers", "経営知識が身に付いた割合", "Share that gained knowledge"),
    old_set("survey_roadmap", "answers/answers", "解決に向けた道筋を描けた割合",
            "Share that sees the way ahead"),
    old_set("survey_outcome", "answers/answers", "成果があった割合", "Share with an outcome"),
    old_set("survey_satisfaction", "answers/answers", "大変満足・満足の割合", "Share satisfied"),
    beside_both("issues_identified", "issues", "相談対応件数", "Issues identified", "003 table 1; 002"),
    beside_both("session_minutes", "minutes", "年間相談時間（分）", "Session minutes", "003 3(1)(2)"),
    beside_both("utilisation", "minutes/minutes", "稼働率", "Utilisation", "003 3(1)(2)"),
    new_set("issues_resolved", kPublic, "issues", "課題解決件数", "Issues resolved"),
    new_set("referred_businesses", kPublic, "businesses", "他の支援機関へ紹介した名寄せ後の事業者数",
            "Businesses referred"),
    new_set("joint_businesses", kPublic, "businesses", "連携（同席）して支援した名寄せ後の事業者数",
            "Businesses supported jointly"),
    new_set("va_sum", kConfidential, "yen", "付加価値額の総和", "Value added, sum"),
    new_set("va_productivity", kConfidential, "yen/employees", "付加価値労働生産性",
            "Value added per employee"),
    new_set("survey_selfreliance", kPublic, "answers/answers", "自走化に係る事業者アンケート",
            "Survey about self-reliance"),
    new_set("va_yoy", kConfidential, "yen", "付加価値額の経年比較", "Value added against the year before"),
    new_set("sales_growth", kConfidential, "yen", "売上高の総和等の向上", "Growth of sales"),
    new_set("co_improved", kPublic, "coordinators", "支援能力が向上したCO数", "Coordinators who improved"),
    new_set("knowhow_shared", kPublic, "persons", "支援ノウハウを共有した人数又は回数", "Know-how shared"),
    new_set("employees_sum", kConfidential, "employees", "従業員数の総和", "Employees, sum"),
    new_set("initiative", kNoValue, "", "拠点独自の取組", "Initiatives of the centre's own", "003 6(8)"),
    new_set("productivity_support", kNoValue, "", "生産性向上支援の量と質",
            "Productivity support: quantity and quality", kAxes),
    new_set("productivity_discovery", kNoValue, "", "支援案件の掘り起こし", "Cases discovered", kAxes),
    new_set("productivity_capability", kNoValue, "", "生産性向上支援センターの支援能力",
            "Capability of the productivity centre", kAxes),
};

}  // namespace

std::span<const DefinitionSpec> definitions() {
  return kDefinitions;
}

std::string_view definition_version_of(int fiscal_year) {
  LEDGER_CHECK(kSinceStart <= fiscal_year && fiscal_year <= kOpenEnd);
  return (fiscal_year <= kLastOfOldSet ? kOldVersion : kNewVersion)[0];
}

std::string_view indicator_kind_name(IndicatorKind kind) {
  switch (kind) {
    case IndicatorKind::kPublic:
      return "public";
    case IndicatorKind::kConfidential:
      return "confidential";
    case IndicatorKind::kNoValue:
      return "no_value";
  }
  return "";
}

std::span<const IndicatorSpec> indicators() {
  return kIndicators;
}

const IndicatorSpec* find_indicator(std::string_view id) {
  for (const IndicatorSpec& spec : kIndicators) {
    if (spec.id == id) return &spec;
  }
  return nullptr;
}

const IndicatorSpec* find_indicator(std::string_view id, std::string_view definition_version) {
  const IndicatorSpec* spec = find_indicator(id);
  if (spec == nullptr) return nullptr;
  const auto& versions = spec->definitions;
  return std::find(versions.begin(), versions.end(), definition_version) == versions.end() ? nullptr : spec;
}

}  // namespace ledger

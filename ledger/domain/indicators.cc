#include "ledger/domain/indicators.h"

namespace ledger {

namespace {

constexpr int kSinceStart = 2014;
constexpr int kLastOfOldSet = 2025;
constexpr int kFirstOfNewSet = 2026;
constexpr int kOpenEnd = 2100;
constexpr std::string_view kOld = "003 table 12";
constexpr std::string_view kNew = "003 6, tables 15 and 16";

constexpr IndicatorSpec kIndicators[] = {
    {"businesses", kSinceStart, kLastOfOldSet, "名寄せ後の事業者数", "Businesses after merging", kOld},
    {"sessions", kSinceStart, kLastOfOldSet, "相談実績件数", "Sessions held", kOld},
    {"referrals", kSinceStart, kLastOfOldSet, "他の支援機関へ紹介した件数", "Referrals", kOld},
    {"joint_sessions", kSinceStart, kLastOfOldSet, "連携（同席）して支援した件数", "Joint sessions", kOld},
    {"outcomes_confirmed", kSinceStart, kLastOfOldSet, "成果確認件数", "Outcomes confirmed", kOld},
    {"survey_insight", kSinceStart, kLastOfOldSet, "本質的な課題に気づき腹落ちした割合",
     "Share that saw the essential issue", kOld},
    {"survey_knowledge", kSinceStart, kLastOfOldSet, "経営知識が身に付いた割合",
     "Share that gained knowledge", kOld},
    {"survey_roadmap", kSinceStart, kLastOfOldSet, "解決に向けた道筋を描けた割合",
     "Share that sees the way ahead", kOld},
    {"survey_outcome", kSinceStart, kLastOfOldSet, "成果があった割合", "Share with an outcome", kOld},
    {"survey_satisfaction", kSinceStart, kLastOfOldSet, "大変満足・満足の割合", "Share satisfied", kOld},
    {"issues_identified", kSinceStart, kOpenEnd, "相談対応件数", "Issues identified", "003 table 1; 002"},
    {"session_minutes", kSinceStart, kOpenEnd, "年間相談時間（分）", "Session minutes", "003 3(1)(2)"},
    {"utilisation", kSinceStart, kOpenEnd, "稼働率", "Utilisation", "003 3(1)(2)"},
    {"issues_resolved", kFirstOfNewSet, kOpenEnd, "課題解決件数", "Issues resolved", kNew},
    {"referred_businesses", kFirstOfNewSet, kOpenEnd, "他の支援機関へ紹介した名寄せ後の事業者数",
     "Businesses referred", kNew},
    {"joint_businesses", kFirstOfNewSet, kOpenEnd, "連携（同席）して支援した名寄せ後の事業者数",
     "Businesses supported jointly", kNew},
    {"va_sum", kFirstOfNewSet, kOpenEnd, "付加価値額の総和", "Value added, sum", kNew},
    {"va_productivity", kFirstOfNewSet, kOpenEnd, "付加価値労働生産性", "Value added per employee", kNew},
    {"survey_selfreliance", kFirstOfNewSet, kOpenEnd, "自走化に係る事業者アンケート",
     "Survey about self-reliance", kNew},
    {"va_yoy", kFirstOfNewSet, kOpenEnd, "付加価値額の経年比較", "Value added against the year before", kNew},
    {"sales_growth", kFirstOfNewSet, kOpenEnd, "売上高の総和等の向上", "Growth of sales", kNew},
    {"co_improved", kFirstOfNewSet, kOpenEnd, "支援能力が向上したCO数", "Coordinators who improved", kNew},
    {"knowhow_shared", kFirstOfNewSet, kOpenEnd, "支援ノウハウを共有した人数又は回数", "Know-how shared",
     kNew},
    {"employees_sum", kFirstOfNewSet, kOpenEnd, "従業員数の総和", "Employees, sum", kNew},
    {"productivity_support", kFirstOfNewSet, kOpenEnd, "生産性向上支援の量と質",
     "Productivity support: quantity and quality", "000 2(5)"},
    {"productivity_discovery", kFirstOfNewSet, kOpenEnd, "支援案件の掘り起こし", "Cases discovered",
     "000 2(5)"},
    {"productivity_capability", kFirstOfNewSet, kOpenEnd, "生産性向上支援センターの支援能力",
     "Capability of the productivity centre", "000 2(5)"},
};

}  // namespace

std::span<const IndicatorSpec> indicators() {
  return kIndicators;
}

const IndicatorSpec* find_indicator(std::string_view id) {
  for (const IndicatorSpec& spec : kIndicators) {
    if (spec.id == id) return &spec;
  }
  return nullptr;
}

}  // namespace ledger

#include "projections/figures/figure_labels.h"

#include <algorithm>
#include <array>

#include "ledger/domain/indicators.h"
#include "projections/figures/fraction.h"

namespace projections::figures {

using ledger::JsonValue;

namespace {

struct Label {
  std::string_view code, ja, en;
};

constexpr std::array kLabels = {
    // Figures of a monthly report that are no indicators.
    Label{"issues_resolved_excluded", "課題解決件数（除外分）", "Issues resolved, excluded"},
    Label{"referrals_received", "紹介を受けた件数", "Referrals received"},
    Label{"phase2_entries", "フェーズ2移行件数", "Entries into phase 2"},
    Label{"productivity_plans", "生産性向上計画の策定件数", "Productivity plans"},
    Label{"followups", "フォローアップ件数", "Follow-ups"},
    Label{"initiative", "拠点独自の取組", "The centre's own initiatives"},
    // States.
    Label{"equal", "一致", "Equal"},
    Label{"wrong", "不一致", "Wrong"},
    Label{"restated", "締切後に変更", "Restated"},
    Label{"unknown_figure", "定義のない項目", "Unknown figure"},
    Label{"no_report", "報告なし", "No report"},
    Label{"different", "相違", "Different"},
    Label{"k_rule", "最少事業者数の規則に反する", "Against the least number of businesses"},
    Label{"few_businesses", "事業者が少数のため非公開", "Sealed: few businesses"},
    Label{"small_remainder", "他の公開値との差が少数のため非公開",
          "Sealed: beside other values it would tell about few businesses"},
    Label{"met", "履行済み", "Met"},
    Label{"open", "期限前", "Open"},
    Label{"overdue", "期限超過", "Overdue"},
    Label{"reached", "充足", "Reached"},
    Label{"running", "契約期間中", "Running"},
    Label{"below_agreed", "三者合意により不足を許容", "Below, by agreement"},
    Label{"below_unagreed", "不足（合意なし）", "Below, not agreed"},
    // Why there is no value.
    Label{"no_baseline", "定義前の年度で再計算の資料なし", "Before the definition, nothing to compute"},
    Label{"no_definition_in_sources", "出典に定義がない", "No definition in the sources"},
    Label{"no_employees", "従業員数なし", "No employees"},
    Label{"no_matched_businesses", "比較できる事業者なし", "No businesses to compare"},
    Label{"no_valid_answers", "有効回答なし", "No valid answers"},
    Label{"no_workdays", "稼働日の報告なし", "No working days reported"},
    Label{"inputs_missing", "基礎資料なし", "Inputs missing"},
    Label{"inputs_sealed", "秘匿情報に基づくため台帳に固定された値による",
          "Sealed inputs: see the fixed figures"},
    Label{"parameter_without_data", "方針の求める資料が台帳にない", "Policy asks for data nobody records"},
    Label{"qualitative", "文章による評価", "Judged by people"},
    // Why something does not count.
    Label{"category_excluded", "算入しない分野", "Category does not count"},
    Label{"it_exception_over", "IT活用の特例の期間外", "Past the IT exception"},
    Label{"consent_refused", "情報共有に不同意", "Sharing refused"},
    Label{"pre_startup", "創業前", "Before start-up"},
    Label{"not_accepted", "受入れなし", "Not accepted"},
    Label{"other_center", "他拠点への紹介", "Other centre"},
    Label{"same_referral", "同一の紹介", "Same referral"},
    Label{"same_issue", "同一の課題", "Same issue"},
    Label{"hq_adviser", "全国本部のアドバイザー", "Adviser of the headquarters"},
    Label{"own_organisation", "実施機関自身", "The centre's own body"},
    Label{"sit_in", "同席", "Sitting in"},
    Label{"item_not_in_version", "調査票にない設問", "Item not in the survey"},
    Label{"second_answer", "二重回答", "Second answer"},
    Label{"no_valid_answer", "無効な回答", "No valid answer"},
    Label{"not_a_coordinator", "コーディネーターでない", "Not a coordinator"},
    Label{"below_threshold", "基準未満", "Below the threshold"},
    Label{"zero_employees", "従業員なし", "Zero employees"},
    Label{"no_statement", "決算書なし", "No statement"},
    Label{"no_statement_previous", "前年の決算書なし", "No statement of the year before"},
    Label{"irregular_period", "12か月でない決算期", "Period is not twelve months"},
    Label{"irregular_period_previous", "前年が12か月でない決算期", "The year before is not twelve months"},
    Label{"inputs_erased", "基礎資料は消去済み", "Inputs erased"},
    Label{"inputs_erased_previous", "前年の基礎資料は消去済み", "Inputs of the year before erased"},
    Label{"input_missing", "記載のない項目", "An item is missing"},
    // Findings about fees, contracts, phase 2.
    Label{"no_fee_contract", "謝金の対象でない契約", "No contract with a fee"},
    Label{"not_flat_rate", "定額でない", "Not the flat rate"},
    Label{"over_ceiling", "上限超過", "Over the ceiling"},
    Label{"over_base_without_approval", "了承のない基準額超過", "Over base without approval"},
    Label{"staff_not_honorarium", "職員への謝金", "Honorarium to staff"},
    Label{"third_party", "本人以外への支払", "Paid to a third party"},
    Label{"assignment_missing", "依頼業務の記録なし", "Assignment missing"},
    Label{"no_rate", "単価の設定なし", "No rate"},
    Label{"half_day_rule", "半日単価の規則に反する", "Against the half-day rule"},
    Label{"amount_differs", "金額が合わない", "Amount differs"},
    Label{"no_contract", "契約なし", "No contract"},
    Label{"no_approval", "了承なし", "No approval"},
    Label{"approval_after_contract", "契約後の了承", "Approved after the contract"},
    Label{"no_decision", "判断の記録なし", "No decision"},
    Label{"no_interview", "面談の記録なし", "No interview"},
    Label{"decision_refused", "解除不可の判断", "Decision was no"},
    Label{"wrong_order", "順序の誤り", "Wrong order"},
    // Findings about costs.
    Label{"no_voucher", "証ひょうなし", "No voucher"},
    Label{"overseas_travel", "海外出張", "Overseas travel"},
    Label{"outside_contract", "契約期間外", "Outside the contract"},
    Label{"paperwork_missing", "書類の不足", "Paperwork missing"},
    // Duties.
    Label{"forum_regional", "地域支援機関連携フォーラム", "Regional forum"},
    Label{"forum_inter_center", "よろず支援拠点連携フォーラム", "Inter-centre forum"},
    Label{"plan_confirmed", "計画の確認", "Plan confirmed"},
    Label{"feedback_attended", "フィードバック会議への出席", "Feedback attended"},
};

// Rounded half away from zero on the hundredth; exact is what stands before it.
std::string ratio_text(const JsonValue& value) {
  const std::int64_t over = value.find("over")->as_int();
  const std::int64_t under = value.find("under")->as_int();
  if (under == 1) return grouped(over);
  const auto wide_over = static_cast<Int128>(over < 0 ? -over : over);
  const auto hundredths = static_cast<std::int64_t>((wide_over * 200 + under) / (2 * under));
  std::string cents = std::to_string(hundredths % 100);
  if (cents.size() < 2) cents.insert(0, "0");
  return std::to_string(over) + "/" + std::to_string(under) + " (" + (over < 0 ? "-" : "") +
         grouped(hundredths / 100) + "." + cents + ")";
}

// What a duty of a month, or a code, is called; codes that no figure has are those of records.
std::string code_text(std::string_view code, LabelLanguage language) {
  constexpr std::string_view kReport = "monthly_report_";
  if (code.rfind(kReport, 0) == 0) {
    return std::string(language == LabelLanguage::kJapanese ? "月次報告 " : "Monthly report ") +
           std::string(code.substr(kReport.size()));
  }
  const std::string_view known = figure_label(code, language);
  return std::string(known == code ? code_label(code, language) : known);
}

}  // namespace

std::string_view figure_label(std::string_view code, LabelLanguage language) {
  const bool japanese = language == LabelLanguage::kJapanese;
  if (const ledger::IndicatorSpec* indicator = ledger::find_indicator(code)) {
    return japanese ? indicator->label_ja : indicator->label_en;
  }
  const auto* found =
      std::find_if(kLabels.begin(), kLabels.end(), [&](const Label& label) { return label.code == code; });
  if (found == kLabels.end()) return code;
  return japanese ? found->ja : found->en;
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > sign + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

bool is_exact_ratio(const JsonValue& value) {
  const JsonValue* over = value.find("over");
  const JsonValue* under = value.find("under");
  return over != nullptr && over->is_int() && under != nullptr && under->is_int() && under->as_int() != 0;
}

std::string figure_text(const JsonValue& value, LabelLanguage language) {
  if (value.is_null()) return "-";
  if (value.is_int()) return grouped(value.as_int());
  if (value.is_bool()) {
    const bool japanese = language == LabelLanguage::kJapanese;
    return value.as_bool() ? (japanese ? "はい" : "yes") : (japanese ? "いいえ" : "no");
  }
  if (value.is_string()) return code_text(value.as_string(), language);
  if (is_exact_ratio(value)) return ratio_text(value);
  std::string text;
  if (value.is_array()) {
    for (const JsonValue& item : value.as_array()) {
      text += (text.empty() ? "" : ", ") + figure_text(item, language);
    }
  } else {
    for (const auto& [name, item] : value.as_object()) {
      text += (text.empty() ? "" : ", ") + name + ": " + figure_text(item, language);
    }
  }
  return text.empty() ? "-" : text;
}

}  // namespace projections::figures

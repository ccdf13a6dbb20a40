#include "projections/record_labels.h"

#include <algorithm>
#include <array>

#include "ledger/domain/codes.h"

namespace projections {

namespace {

struct Label {
  std::string_view name, ja, en;
};

constexpr std::array kMembers = {
    Label{"active", "有効", "Active"},
    Label{"algorithm", "署名方式", "Algorithm"},
    Label{"approved_yen", "承認された単価（円）", "Approved rate (yen)"},
    Label{"assigned_to", "担当", "Assigned to"},
    Label{"assignment_id", "依頼業務", "Assignment"},
    Label{"bound_at", "結び付け日時", "Bound at"},
    Label{"bureau", "経済産業局", "Bureau"},
    Label{"business_id", "事業者", "Business"},
    Label{"call_id", "公募", "Call"},
    Label{"case_id", "相談案件", "Case"},
    Label{"center_id", "拠点", "Centre"},
    Label{"closed", "締めの事象", "Closing event"},
    Label{"closes_at", "締切日時", "Closes at"},
    Label{"contract_id", "契約", "Contract"},
    Label{"counted", "解決課題に算入", "Counts as resolved"},
    Label{"criterion_i", "要件①", "Criterion i"},
    Label{"criterion_ii", "要件②", "Criterion ii"},
    Label{"criterion_iii", "要件③", "Criterion iii"},
    Label{"cut_off", "締め位置", "Cut-off"},
    Label{"day", "日", "Day"},
    Label{"end", "終了", "End"},
    Label{"enrolled_at", "登録日時", "Enrolled at"},
    Label{"event", "根拠の事象", "Event"},
    Label{"expires_at", "期限", "Expires at"},
    Label{"expires_on", "有効期限", "Expires on"},
    Label{"financials_submitted", "財務資料の提出", "Financials submitted"},
    Label{"first", "初日", "First day"},
    Label{"fiscal_year", "年度", "Fiscal year"},
    Label{"from", "開始", "From"},
    Label{"given_on", "同意日", "Given on"},
    Label{"grants", "付与", "Grants"},
    Label{"half", "半日", "Half a day"},
    Label{"halves", "半日数", "Half days"},
    Label{"honorarium", "謝金", "Honorarium"},
    Label{"impl_body", "実施機関", "Implementing body"},
    Label{"issue_id", "課題", "Issue"},
    Label{"items", "提供項目", "Items"},
    Label{"joint", "同席支援", "Joint support"},
    Label{"kid", "鍵", "Key"},
    Label{"kind", "種類", "Kind"},
    Label{"last", "末日", "Last day"},
    Label{"last_closed", "最後に締めた月", "Last month closed"},
    Label{"licence_id", "ライセンス", "Licence"},
    Label{"live_bindings", "有効な結び付け", "Live bindings"},
    Label{"met", "充足", "Met"},
    Label{"met_on", "充足日", "Met on"},
    Label{"minutes", "分", "Minutes"},
    Label{"opens_at", "開始日時", "Opens at"},
    Label{"org_id", "組織", "Organisation"},
    Label{"outcome_confirmed", "成果の確認", "Outcome confirmed"},
    Label{"paid", "支払済み", "Paid"},
    Label{"performed_on", "実施日", "Performed on"},
    Label{"person_id", "人", "Person"},
    Label{"phase", "フェーズ", "Phase"},
    Label{"phase2_agreed", "フェーズ2の同意", "Phase 2 agreed"},
    Label{"pref_code", "都道府県", "Prefecture"},
    Label{"principal", "認証主体", "Principal"},
    Label{"public_key", "公開鍵", "Public key"},
    Label{"purpose", "用途", "Purpose"},
    Label{"rates", "単価", "Rates"},
    Label{"recipient", "提供先", "Recipient"},
    Label{"recipients", "共有先", "Recipients"},
    Label{"recorded_at", "記録日時", "Recorded at"},
    Label{"referral_id", "紹介", "Referral"},
    Label{"resolved", "解決", "Resolved"},
    Label{"revoked", "失効", "Revoked"},
    Label{"role", "役割", "Role"},
    Label{"roles", "役割", "Roles"},
    Label{"scope", "範囲", "Scope"},
    Label{"session_id", "相談", "Session"},
    Label{"sessions", "相談回数", "Sessions"},
    Label{"signed_by", "署名者", "Signed by"},
    Label{"start", "開始", "Start"},
    Label{"started_at", "開始日時", "Started at"},
    Label{"state", "状態", "State"},
    Label{"step", "段階", "Step"},
    Label{"submitted", "提出済み", "Submitted"},
    Label{"support_orgs", "支援機関", "Support organisations"},
    Label{"target", "紹介先", "Target"},
    Label{"term_from", "任期の開始", "Term from"},
    Label{"term_to", "任期の終了", "Term to"},
    Label{"terms", "契約期間", "Terms"},
    Label{"to", "終了", "To"},
    Label{"valid_from", "有効開始", "Valid from"},
    Label{"valid_to", "有効終了", "Valid to"},
    Label{"year_month", "年月", "Month"},
    Label{"yen", "円", "Yen"},
};

constexpr std::array kCodes = {
    Label{"granted", "了承", "granted"},
    Label{"refused", "不了承", "refused"},
    Label{"withdrawn", "撤回", "withdrawn"},
    Label{"open", "対応中", "open"},
    Label{"closed", "終了", "closed"},
    Label{"made", "紹介済み", "made"},
    Label{"accepted", "受入れ", "accepted"},
    Label{"declined", "辞退", "declined"},
    Label{"nominated", "指名", "nominated"},
    Label{"selected", "選任", "selected"},
    Label{"reported", "報告", "reported"},
    Label{"approved", "了承済み", "approved"},
    Label{"personal", "個人", "personal"},
    Label{"system", "システム", "system"},
    Label{"entrustment", "委託契約", "entrustment"},
};

std::string_view pick(std::string_view ja, std::string_view en, LabelLanguage language) {
  return language == LabelLanguage::kJapanese ? ja : en;
}

template <std::size_t kSize>
const Label* find_label(const std::array<Label, kSize>& labels, std::string_view name) {
  const auto found =
      std::find_if(labels.begin(), labels.end(), [&](const Label& one) { return one.name == name; });
  return found == labels.end() ? nullptr : &*found;
}

}  // namespace

std::string_view member_label(std::string_view name, LabelLanguage language) {
  const Label* label = find_label(kMembers, name);
  return label == nullptr ? name : pick(label->ja, label->en, language);
}

std::string_view code_label(std::string_view code, LabelLanguage language) {
  if (const Label* label = find_label(kCodes, code)) return pick(label->ja, label->en, language);
  const ledger::CodeSpec* role = ledger::find_code(ledger::roles(), code);
  return role == nullptr ? code : pick(role->label_ja, role->label_en, language);
}

}  // namespace projections

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
    Label{"accepted_yen", "認めた経費（円）", "Costs accepted (yen)"},
    Label{"active", "有効", "Active"},
    Label{"advances_approved_yen", "承認した概算払（円）", "Advances approved (yen)"},
    Label{"advances_paid_yen", "支払った概算払（円）", "Advances paid (yen)"},
    Label{"algorithm", "署名方式", "Algorithm"},
    Label{"amount_yen", "金額（円）", "Amount (yen)"},
    Label{"applicant", "応募者", "Applicant"},
    Label{"application_id", "応募", "Application"},
    Label{"approved", "承認", "Approved"},
    Label{"approved_yen", "承認された単価（円）", "Approved rate (yen)"},
    Label{"assigned_to", "担当", "Assigned to"},
    Label{"assignment_id", "依頼業務", "Assignment"},
    Label{"below_agreed", "日数不足の合意", "Fewer days agreed"},
    Label{"bound_at", "結び付け日時", "Bound at"},
    Label{"bureau", "経済産業局", "Bureau"},
    Label{"business_id", "事業者", "Business"},
    Label{"call_id", "公募", "Call"},
    Label{"case_id", "相談案件", "Case"},
    Label{"category", "課題の分野", "Category"},
    Label{"center_id", "拠点", "Centre"},
    Label{"centers", "対象拠点", "Centres"},
    Label{"charged_yen", "計上額（円）", "Charged (yen)"},
    Label{"closed", "締めの事象", "Closing event"},
    Label{"closed_down", "廃業", "Out of business"},
    Label{"closed_unresolved", "未解決のまま終了", "Closed unresolved"},
    Label{"closes_at", "締切日時", "Closes at"},
    Label{"contract_id", "契約", "Contract"},
    Label{"cost_id", "経費", "Cost"},
    Label{"count", "訂正回数", "Corrections"},
    Label{"counted", "解決課題に算入", "Counts as resolved"},
    Label{"criterion_i", "要件①", "Criterion i"},
    Label{"criterion_ii", "要件②", "Criterion ii"},
    Label{"criterion_iii", "要件③", "Criterion iii"},
    Label{"cut_off", "締め位置", "Cut-off"},
    Label{"day", "日", "Day"},
    Label{"delivered", "納品", "Delivered"},
    Label{"digest", "引き継いだ状態の要約値", "Digest of what came"},
    Label{"disallowed_yen", "否認額（円）", "Disallowed (yen)"},
    Label{"eligible", "書類完備", "Paperwork complete"},
    Label{"end", "終了", "End"},
    Label{"enrolled_at", "登録日時", "Enrolled at"},
    Label{"event", "根拠の事象", "Event"},
    Label{"expected", "全体の要約値", "Digest expected"},
    Label{"expires_at", "期限", "Expires at"},
    Label{"expires_on", "有効期限", "Expires on"},
    Label{"filled", "充足", "Filled"},
    Label{"financials_submitted", "財務資料の提出", "Financials submitted"},
    Label{"first", "初日", "First day"},
    Label{"fiscal_year", "年度", "Fiscal year"},
    Label{"fixed_yen", "確定額（円）", "Fixed (yen)"},
    Label{"follow_up_id", "フォローアップ", "Follow-up"},
    Label{"from", "開始", "From"},
    Label{"fund", "財源", "Fund"},
    Label{"given_on", "同意日", "Given on"},
    Label{"grants", "付与", "Grants"},
    Label{"half", "半日", "Half a day"},
    Label{"halves", "半日数", "Half days"},
    Label{"honorarium", "謝金", "Honorarium"},
    Label{"impl_body", "実施機関", "Implementing body"},
    Label{"imported", "引き継いだ部分数", "Parts imported"},
    Label{"inbound", "受入れた紹介", "Inbound"},
    Label{"initial_yen", "当初予算分（円）", "Initial budget (yen)"},
    Label{"inspected", "検査済み", "Inspected"},
    Label{"inspection_id", "検査", "Inspection"},
    Label{"is_fixed", "額の確定", "Amount fixed"},
    Label{"issue_id", "課題", "Issue"},
    Label{"items", "提供項目", "Items"},
    Label{"joint", "同席支援", "Joint support"},
    Label{"kept", "記録値", "Kept value"},
    Label{"kid", "鍵", "Key"},
    Label{"kind", "種類", "Kind"},
    Label{"last", "末日", "Last day"},
    Label{"last_closed", "最後に締めた月", "Last month closed"},
    Label{"last_on", "最後の手続日", "Last step on"},
    Label{"latest", "最新の訂正", "Latest correction"},
    Label{"letter", "承諾書", "Letter of consent"},
    Label{"licence_id", "ライセンス", "Licence"},
    Label{"live_bindings", "有効な結び付け", "Live bindings"},
    Label{"matter", "事項", "Matter"},
    Label{"medium", "媒体", "Medium"},
    Label{"merge", "名寄せの事象", "Merge"},
    Label{"merged_into", "名寄せ先", "Merged into"},
    Label{"met", "充足", "Met"},
    Label{"met_on", "充足日", "Met on"},
    Label{"minutes", "分", "Minutes"},
    Label{"misuse", "不正の確認", "Misuse established"},
    Label{"months", "月別日数", "Months"},
    Label{"number_state", "法人番号の状態", "State of the corporate number"},
    Label{"opens_at", "開始日時", "Opens at"},
    Label{"org_id", "組織", "Organisation"},
    Label{"other_id", "相手の事業者", "Other business"},
    Label{"outcome", "成果確認の事象", "Outcome"},
    Label{"outcome_confirmed", "成果の確認", "Outcome confirmed"},
    Label{"outcome_on", "成果確認日", "Outcome on"},
    Label{"paid", "支払済み", "Paid"},
    Label{"parts", "引き継ぐ部分数", "Parts of its state"},
    Label{"payment_id", "支払", "Payment"},
    Label{"performed_on", "実施日", "Performed on"},
    Label{"person_id", "人", "Person"},
    Label{"phase", "フェーズ", "Phase"},
    Label{"phase2_agreed", "フェーズ2の同意", "Phase 2 agreed"},
    Label{"phase_since", "フェーズ2の初日", "Phase 2 since"},
    Label{"plan_id", "計画", "Plan"},
    Label{"position", "位置", "Position"},
    Label{"pref_code", "都道府県", "Prefecture"},
    Label{"previous_origin", "前の台帳", "Ledger before"},
    Label{"previous_size", "前の台帳の件数", "Entries of the ledger before"},
    Label{"principal", "認証主体", "Principal"},
    Label{"proposal", "名寄せの提案", "Proposal"},
    Label{"provision_id", "情報提供", "Provision"},
    Label{"public_key", "公開鍵", "Public key"},
    Label{"purpose", "用途", "Purpose"},
    Label{"rates", "単価", "Rates"},
    Label{"recipient", "提供先", "Recipient"},
    Label{"recipients", "共有先", "Recipients"},
    Label{"recorded_at", "記録日時", "Recorded at"},
    Label{"referral_id", "紹介", "Referral"},
    Label{"resolution", "解決の事象", "Resolution"},
    Label{"resolved", "解決", "Resolved"},
    Label{"resolved_on", "解決日", "Resolved on"},
    Label{"revoked", "失効", "Revoked"},
    Label{"role", "役割", "Role"},
    Label{"roles", "役割", "Roles"},
    Label{"scope", "範囲", "Scope"},
    Label{"session_id", "相談", "Session"},
    Label{"sessions", "相談回数", "Sessions"},
    Label{"settled", "精算済み", "Settled"},
    Label{"signed_by", "署名者", "Signed by"},
    Label{"spent_yen", "支出額（円）", "Spent (yen)"},
    Label{"stage", "段階", "Stage"},
    Label{"start", "開始", "Start"},
    Label{"started_at", "開始日時", "Started at"},
    Label{"state", "状態", "State"},
    Label{"step", "段階", "Step"},
    Label{"stream", "手続", "Procedure"},
    Label{"subcontract_id", "再委託", "Subcontract"},
    Label{"subcontracted_yen", "再委託額（円）", "Subcontracted (yen)"},
    Label{"subject", "対象", "Subject"},
    Label{"submitted", "提出済み", "Submitted"},
    Label{"successor", "承継先", "Successor"},
    Label{"supplementary_yen", "補正予算分（円）", "Supplementary budget (yen)"},
    Label{"support_orgs", "支援機関", "Support organisations"},
    Label{"target", "紹介先", "Target"},
    Label{"term_from", "任期の開始", "Term from"},
    Label{"term_to", "任期の終了", "Term to"},
    Label{"terms", "契約期間", "Terms"},
    Label{"times", "回数", "Times"},
    Label{"to", "終了", "To"},
    Label{"until", "期限", "Until"},
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
    Label{"transferred", "引継ぎ", "transferred"},
    Label{"discontinued", "支援中止", "discontinued"},
    Label{"completed", "完了", "completed"},
    Label{"proposed", "提案", "proposed"},
    Label{"rejected", "却下", "rejected"},
    Label{"merged", "名寄せ済み", "merged"},
    Label{"received", "受付", "received"},
    Label{"document_passed", "書面審査通過", "document review passed"},
    Label{"interview_passed", "面接通過", "interview passed"},
    Label{"failed", "不合格", "failed"},
    Label{"not_selected", "不採択", "not selected"},
    Label{"excluded", "欠格", "excluded"},
    Label{"cancelled", "採択取消し", "cancelled"},
    Label{"ended", "終了", "ended"},
    Label{"interviewed", "面談済み", "interviewed"},
    Label{"allowed", "許可", "allowed"},
    Label{"rescinded", "解除", "rescinded"},
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

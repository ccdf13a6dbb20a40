#include "ledger/domain/codes.h"

namespace ledger {

namespace {

constexpr CodeSpec kGroups[] = {
    {"ledger", "台帳", "Ledger", "design"},
    {"people", "組織・人・鍵", "Organisations, people and keys", "001 I.2, II"},
    {"business", "事業者", "Businesses", "001 IV.2; 003 3(1)"},
    {"consent", "了承・同意", "Consent", "001 II.4"},
    {"consultation", "相談・支援", "Consultation", "001 I.3; 003 2"},
    {"referral", "紹介・連携", "Referral and joint support", "001 I.2; 003 2(1)"},
    {"contract", "公募・契約・謝金", "Calls, contracts and fees", "001 II, IX; 000 2"},
    {"report", "報告", "Reporting", "001 II.4"},
    {"access", "閲覧記録", "Access", "001 annex 15"},
    {"planning", "計画・評価", "Plans and evaluation", "001 I.4, II.2, II.5; 000 2"},
    {"survey", "調査・アンケート", "Surveys and ratings", "003 3(1)(2), 3(3)"},
    {"activity", "連携・広報・研修", "Networking, publicity and training", "001 I.2, II.3, II.6"},
    {"security", "情報セキュリティ", "Information security", "001 annex 1-17"},
};

constexpr CodeSpec kRoles[] = {
    {"admin", "システム管理者", "System administrator", "001 annex 15(3)"},
    {"smea_officer", "中小企業庁担当官", "SME Agency officer", "001 I.4"},
    {"bureau_officer", "経済産業局担当官", "Bureau officer", "001 II"},
    {"hq_staff", "全国本部職員", "Headquarters staff", "001 I.4, II.4"},
    {"hq_adviser", "全国本部アドバイザー", "Headquarters adviser", "002; 003 3(1)"},
    {"impl_lead", "実施機関リーダー", "Implementing body lead", "001 II.1"},
    {"impl_staff", "実施機関担当職員", "Implementing body staff", "001 IX"},
    {"cco", "チーフコーディネーター", "Chief coordinator", "001 II.1 (1)"},
    {"sub_cco", "サブチーフコーディネーター", "Sub-chief coordinator", "001 II.1 (2)"},
    {"co", "コーディネーター", "Coordinator", "001 II.1 (2)"},
    {"prod_lead", "生産性向上支援統括サポーター", "Productivity support lead", "000 2"},
    {"prod_supporter", "生産性向上支援サポーター", "Productivity supporter", "000 2(1)"},
    {"auditor", "監査人", "Auditor", "design"},
    {"sec_staff", "情報セキュリティ担当", "Information security staff", "001 annex"},
    {"mirror", "複製・立会者", "Mirror or witness", "design"},
    {"system", "台帳システム", "The ledger itself", "design"},
};

constexpr CodeSpec kPurposes[] = {
    {"support", "相談・支援", "Support", "001 II.4"},
    {"referral", "紹介・連携", "Referral", "001 I.2"},
    {"report", "報告", "Report", "001 II.4"},
    {"evaluation", "評価", "Evaluation", "001 II.5"},
    {"survey_analysis", "調査・分析", "Survey and analysis", "001 II.4"},
    {"audit", "監査", "Audit", "001 annex 3"},
    {"security", "情報セキュリティ", "Security", "001 annex"},
    {"legal", "法令対応", "Legal duty", "001 X"},
    {"administration", "事業運営・管理", "Administration", "001 II"},
};

constexpr CodeSpec kRetentionClasses[] = {
    {"permanent", "永年（台帳・鍵・規程）", "Permanent: ledger, keys and policy", "design"},
    {"contract_5y", "契約終了年度の翌年度から5年", "Five years after the contract's fiscal year", "001 X"},
    {"support_5y", "支援終了後5年", "Five years after the end of support", "001 annex 8"},
    {"provision_3y", "提供記録3年", "Three years: consent and provision records", "001 II.4"},
    {"access_5y", "閲覧記録5年", "Five years: access records", "001 annex 15"},
};

}  // namespace

std::span<const CodeSpec> event_groups() {
  return kGroups;
}
std::span<const CodeSpec> roles() {
  return kRoles;
}
std::span<const CodeSpec> purposes() {
  return kPurposes;
}
std::span<const CodeSpec> retention_classes() {
  return kRetentionClasses;
}

const CodeSpec* find_code(std::span<const CodeSpec> list, std::string_view code) {
  for (const CodeSpec& spec : list) {
    if (spec.code == code) return &spec;
  }
  return nullptr;
}

}  // namespace ledger

#include "ledger/domain/flags.h"

#include <array>

#include "ledger/base/check.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/flag_functions.h"
#include "ledger/domain/fund_values.h"
#include "ledger/domain/roles.h"

namespace ledger {

namespace {

// The centre has already reported a month of this fiscal year: its distinct counts of businesses move.
bool has_closed_this_year(const TermContext& c, std::string_view center) {
  const auto month = find(c.state, month_record(center));
  const auto first = month ? parse_date(month->last_closed + "-01") : std::nullopt;
  return first && fiscal_year(*first) == fiscal_year(jst_date(c.recorded_at));
}

bool merge_restates(const TermContext& c) {
  for (const std::string_view name : {"business_id", "absorbed_id"}) {
    const auto business = find(c.state, business_record(c.event.text(name)));
    if (business && has_closed_this_year(c, business->center)) return true;
  }
  return false;
}

// The sharing clause covers other centres; everybody else needs a consent of their own.
bool joint_no_consent(const TermContext& c) {
  const auto session = find(c.state, session_record(c.event.text("session_id")));
  if (!session) return false;
  const std::string business = business_of(c.state, c.event);
  const Day day = day_of(session->started_at);
  for (const std::string& org : texts_of(c.event, "org_ids")) {
    if (referral_consent_on(c.state, business, org, day)) continue;
    const auto record = find(c.state, org_record(org));
    const bool center = !record || record->kind == "impl_body";
    if (!center || !sharing_in_force(c.state, business)) return true;
  }
  return false;
}

bool referral_non_specialist(const TermContext& c) {
  return c.event.text("matter") == "non_specialist" && !flag_of(c.event, "no_local_capacity");
}

// More may be spent than is paid back: the amount is fixed within the contract's (001 V.6).
bool fund_exceeded(const TermContext& c) {
  const std::string entrustment = entrustment_of(c.state, c.event.text("contract_id"));
  const auto account = find(c.state, account_record(entrustment));
  if (!account || account->initial + account->supplementary == 0) return false;
  const std::string_view fund = c.event.text("fund");
  const bool fees = c.event.field("assignment_ids") != nullptr;
  const std::int64_t yen = fees ? eligible_fees_yen(c.state, c.event) : c.event.number("amount_yen");
  const FundRecord before = find(c.state, fund_record(entrustment, fund)).value_or(FundRecord{});
  return before.charged + yen > (fund == "initial" ? account->initial : account->supplementary);
}

constexpr std::array<FlagSpec, static_cast<std::size_t>(FlagId::kCount)> kFlags{{
    {FlagId::kBusinessUnverified, "business.unverified", "法人番号の確認がない法人",
     "Corporation without corporate number", "programme 2.3", nullptr},
    {FlagId::kMonthLate, "month.late", "締切り後の記録", "Recorded after the month was closed", "001 II.4",
     nullptr},
    {FlagId::kMonthRestated, "month.restated", "締切り済みの月の実績値の変更",
     "Figure of a closed month changed", "001 II.4", nullptr},
    {FlagId::kFeeIneligible, "fee.ineligible", "書類の不足により対象外の謝金",
     "Fee not eligible: paperwork missing", "001 IX", nullptr},
    {FlagId::kMergeRestates, "merge.restates", "報告済みの年度の事業者数に影響する名寄せ",
     "Merge that moves counts of a reported year", "programme 3.0", merge_restates},
    {FlagId::kJointNoConsent, "joint.no_consent", "同席機関への提供の同意がない同席支援",
     "Joint support without consent covering the organisation", "001 II.4; programme 1.10", joint_no_consent},
    {FlagId::kReferralNonSpecialist, "referral.non_specialist", "専門的でない紹介の受入れ",
     "Non-specialist matter taken in without the local exception", "003 2(1)(4)i", referral_non_specialist},
    {FlagId::kWorkyearBelow, "workyear.below", "合意なく年間日数に満たない勤務",
     "Working year below its days without agreement", "000 2(2)", nullptr},
    {FlagId::kReportMismatch, "report.mismatch", "台帳の再計算と異なる月次報告",
     "Monthly report that differs from the ledger's figures", "001 II.4; design", nullptr},
    {FlagId::kReportRestated, "report.restated", "訂正された月次報告", "Monthly report restated",
     "001 II.4; design", nullptr},
    {FlagId::kMeasureMissing, "measure.missing", "実施されていない情報セキュリティ対策",
     "Security measure not in place", "001 annex 10", nullptr},
    {FlagId::kCloudBeyondApproval, "cloud.beyond_approval", "承認の範囲を超えるクラウド利用",
     "Cloud service used beyond its approval", "001 annex 14", nullptr},
    {FlagId::kAntimalwareSettings, "antimalware.settings", "利用者が設定を変更できる不正プログラム対策",
     "Anti-malware settings that users may change", "001 annex 15(3)", nullptr},
    {FlagId::kAntimalwareUnknown, "antimalware.unknown", "未知の不正プログラムを検知しない対策",
     "Anti-malware that finds known malware only", "001 annex 15(3)", nullptr},
    {FlagId::kSoftwareSupportEnds, "software.support_ends", "サポートの終了が判明したソフトウェア",
     "Software whose support ends", "001 annex 15(5)", nullptr},
    {FlagId::kDomainNotGoJp, "domain.not_go_jp", ".go.jpでないドメイン名", "Domain name outside .go.jp",
     "001 annex 15(7)", nullptr},
    {FlagId::kTlsWeak, "tls.weak", "古い方式又は暗号化のない通信",
     "Connections with an older protocol or none", "001 annex 15(8)", nullptr},
    {FlagId::kTlsChain, "tls.chain", "公的な認証局によらない証明書", "Certificate of no public authority",
     "001 annex 15(8)", nullptr},
    {FlagId::kMailSpoofable, "mail.spoofable", "送信元を確認できない電子メール",
     "Mail whose sender cannot be checked", "001 annex 15(9)", nullptr},
    {FlagId::kMailUnprotected, "mail.unprotected", "暗号化されない電子メール", "Mail sent without encryption",
     "001 annex 15(9)", nullptr},
    {FlagId::kConfigWeakened, "config.weakened", "保護を弱める設定変更",
     "Configuration change that weakens protection", "001 annex 15(3), 15(4)", nullptr},
    {FlagId::kLoggingDegraded, "logging.degraded", "証跡の記録の低下", "Logging degraded", "001 annex 10, 15",
     nullptr},
    {FlagId::kBreakGlass, "break_glass", "緊急閲覧", "Emergency access", "001 annex 10, 15(3)", nullptr},
    {FlagId::kIncidentLate, "incident.late", "期限を過ぎた侵害の報告", "Incident reported late",
     "001 annex 11", incident_late},
    {FlagId::kMonthlyReportLate, "monthly_report.late", "期限を過ぎた月次報告", "Monthly report late",
     "001 II.4", monthly_report_late},
    {FlagId::kSecurityReportLate, "security_report.late", "間隔を超えた実施状況報告",
     "Security report after more than the interval", "001 annex 1", security_report_late},
    {FlagId::kPerformanceReportLate, "performance_report.late", "期限を過ぎた実績報告",
     "Performance report late", "001 V.6", performance_report_late},
    {FlagId::kWorkweekBelow, "workweek.below", "週3日に満たない勤務の週", "Week below three working days",
     "001 II.1 (1)(iii); 000 2(2)", workweek_below},
    {FlagId::kDiagnosisOverdue, "diagnosis.overdue", "間隔を超えたプラットフォーム診断",
     "Platform diagnosis after more than the interval", "001 annex 15(8)", diagnosis_overdue},
    {FlagId::kForumBelow, "forum.below", "年間の最少回数に満たない連携フォーラム",
     "Fewer forums than the year asks for", "001 II.3", forum_below},
    {FlagId::kFundExceeded, "fund.exceeded", "契約で定めた財源別の額を超える経費",
     "Charges beyond what the contract has of the fund", "001 V.3, V.6", fund_exceeded},
}};

}  // namespace

std::span<const FlagSpec> flag_table() {
  return kFlags;
}

const FlagSpec& flag_spec(FlagId id) {
  LEDGER_CHECK(id < FlagId::kCount);
  return kFlags[static_cast<std::size_t>(id)];
}

}  // namespace ledger

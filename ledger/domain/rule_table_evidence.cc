#include "ledger/domain/evidence_rule_functions.h"
#include "ledger/domain/rule_table.h"

namespace ledger {

namespace {

constexpr StatusCode kBroken = StatusCode::kFailedPrecondition;
constexpr StatusCode kDenied = StatusCode::kPermissionDenied;
constexpr StatusCode kUnknown = StatusCode::kNotFound;

constexpr RuleOrder kAfter = RuleOrder::kAfterEvent;

constexpr RuleSpec kRules[] = {
    {RuleId::kSecurityContract, "security.contract_kind", kBroken, "security.contract_kind",
     "委託契約ではありません", "the security items bind entrustment and subcontract", "001 annex 1",
     check_security_contract},
    {RuleId::kAnnouncedBefore, "security.announced_late", kBroken, "security.announced_late",
     "事前の提示ではありません", "a change is announced before it takes effect", "001 annex 1, 4",
     check_announced_before},
    {RuleId::kReportItems, "security.items", kBroken, "security.items", "17項目のすべてを一度ずつ挙げます",
     "each of the 17 items is named exactly once", "001 annex 1", check_report_items},
    {RuleId::kRegulationNewer, "regulation.older", kBroken, "regulation.older",
     "採用済みの版より新しくありません", "a version at least as new is adopted", "001 annex 2",
     check_regulation_newer},
    {RuleId::kAuditAccepted, "govaudit.not_accepted", kBroken, "govaudit.not_accepted",
     "受け入れた監査ではありません", "no audit that was accepted", "001 annex 3", check_audit_accepted,
     kAfter},
    {RuleId::kCopiesPermitted, "copy.beyond_permission", kBroken, "copy.beyond_permission",
     "許可された部数を超えます", "more copies than permitted", "001 annex 7", check_copies_permitted},
    {RuleId::kExternalRecipient, "external_provision.recipient", kBroken, "external_provision.recipient",
     "承認された提供先ではありません", "not the recipient that was approved", "001 annex 9",
     check_external_recipient},
    {RuleId::kTrainingInContract, "sectraining.outside_contract", kBroken, "sectraining.outside_contract",
     "契約期間外の教育です", "the training lies outside the contract term", "001 annex 10",
     check_training_in_contract},
    {RuleId::kReportedAfter, "incident.time", kBroken, "incident.time", "認知より前の報告です",
     "reported before it was known", "001 annex 11", check_reported_after},
    {RuleId::kCloudTermsOnly, "cloud.terms_only", kBroken, "cloud.terms_only",
     "約款型サービスで要機密情報は扱えません", "no confidential information in terms-only services",
     "001 annex 12", check_cloud_terms_only},
    {RuleId::kCloudListed, "cloud.not_listed", kBroken, "cloud.not_listed",
     "ISMAP等のリスト外の理由が必要です", "a service outside the lists needs a reason", "001 annex 13",
     check_cloud_listed},
    {RuleId::kCloudListFresh, "cloud.list_stale", kBroken, "cloud.list_stale", "リストの確認が古すぎます",
     "the list was checked too long ago", "001 annex 13", check_cloud_list_fresh},
    {RuleId::kCloudAcceptable, "cloud.risk_not_acceptable", kBroken, "cloud.risk_not_acceptable",
     "リスクが許容されていません", "the risk was not found acceptable", "001 annex 14",
     check_cloud_acceptable},
    {RuleId::kSoftwareSupported, "software.unsupported", kBroken, "software.unsupported",
     "契約期間中にサポートが終了します", "support ends within the contract", "001 annex 15(5)",
     check_software_supported},
    {RuleId::kVulnerabilityPlan, "vulnerability.plan_missing", kBroken, "vulnerability.plan_missing",
     "対策計画が確認されていません", "the plan is not confirmed by the officer", "001 annex 15(5)",
     check_vulnerability_plan, kAfter},
    {RuleId::kDomainName, "domain.name", kBroken, "domain.name", "ドメイン名と判定が合いません",
     "the name of the host says otherwise", "001 annex 15(7)", check_domain_name},
    {RuleId::kDiagnosisCounts, "diagnosis.counts", kBroken, "diagnosis.counts",
     "対策済みの数が検出数を超えます", "more is fixed than was found", "001 annex 15(8), 17",
     check_diagnosis_counts},
    {RuleId::kReleaseClean, "release.infected", kBroken, "release.infected",
     "検査で検出されたものは署名できません", "what the scan found infected is not signed", "001 annex 16(1)",
     check_release_clean},
    {RuleId::kContentExecutable, "content.executable", kBroken, "content.executable",
     "実行形式での提供は認められません", "executables only where there is no other means", "001 annex 16(3)",
     check_content_executable},
    {RuleId::kContentOutside, "content.outside_access", kBroken, "content.outside_access",
     "外部アクセスの説明がありません", "automatic accesses to the outside need a privacy policy",
     "001 annex 16(6)", check_content_outside},
    {RuleId::kContentSettings, "content.forced_settings", kBroken, "content.forced_settings",
     "設定の変更を要求できません", "users are not made to lower their security", "001 annex 16(5)",
     check_content_settings},
    {RuleId::kAccessHandler, "handler.not_listed", kDenied, "handler.not_listed",
     "情報取扱者として登載されていません", "the actor is not listed as a handler of information",
     "001 VII.2(9)", check_access_handler, kAfter},
    {RuleId::kPersonReviewer, "break_glass.reviewer", kBroken, "break_glass.reviewer",
     "審査者は登録済みの別の人です", "the reviewer is another, registered person", "001 annex 15(3)",
     check_person_reviewer},
    {RuleId::kBreakGlassTerm, "break_glass.term", kBroken, "break_glass.term", "緊急閲覧の時間が範囲外です",
     "emergency access is open too long or not at all", "design", check_break_glass_term},
    {RuleId::kReviewByNamed, "break_glass.not_reviewer", kDenied, "break_glass.not_reviewer",
     "指名された審査者ではありません", "the review is the named reviewer's", "001 annex 15(3)",
     check_review_by_named},
    {RuleId::kSizeReached, "size.beyond_log", kBroken, "size.beyond_log", "台帳の件数を超えます",
     "the ledger has not reached that size", "design", check_size_reached},
    {RuleId::kVerifiedRange, "verification.range", kBroken, "verification.range", "範囲が逆転しています",
     "the range is reversed", "design", check_verified_range},
    {RuleId::kStampTerm, "timestamp.term", kBroken, "timestamp.term", "期限が取得以前です",
     "the certificate expires before the stamp", "design", check_stamp_term},
    {RuleId::kStampRenewedInTime, "timestamp.lapsed", kBroken, "timestamp.lapsed",
     "更新の前に期限が過ぎています", "the former stamp had expired before it was renewed", "design",
     check_stamp_renewed_in_time},
    {RuleId::kEraseWitness, "erasure.witness", kBroken, "erasure.witness", "立会者は登録済みの別の人です",
     "witnesses are other, registered persons", "001 annex 8", check_erase_witness, kAfter},
    {RuleId::kLostKnown, "disclosures.event_unknown", kUnknown, "reference.unknown", "事象がありません",
     "an event does not exist", "design", check_lost_known},
};

}  // namespace

std::span<const RuleSpec> evidence_rules() {
  return kRules;
}

}  // namespace ledger

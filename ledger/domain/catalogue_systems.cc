#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kYesNo[] = {"yes", "no"};
constexpr Text kQaDocuments[] = {"quality_assurance", "tracing_procedure", "response_procedure"};
constexpr Text kSettings[] = {"administrators", "users"};
constexpr Text kAntimalware[] = {"known_only", "known_and_unknown", "with_edr"};
constexpr Text kPhases[] = {"build_to_operation", "contractor_to_contractor"};
constexpr Text kSources[] = {"jvn", "vendor", "ipa", "scanner", "report"};
constexpr Text kRoutes[] = {"planned", "own_server_patch"};
constexpr Text kTls[] = {"tls13", "tls12", "older", "none"};
constexpr Text kChains[] = {"public", "private", "self_signed", "none"};

constexpr Text kFromNothing[] = {""};
constexpr Text kFromSuspected[] = {"suspected"};
constexpr Text kFromInUseEndFlagged[] = {"in_use", "end_flagged"};
constexpr Text kFromInUse[] = {"in_use"};
constexpr Text kFromLearned[] = {"learned"};
constexpr Text kFromInformed[] = {"informed"};
constexpr Text kFromLearnedInformedPlanConfirmed[] = {"learned", "informed", "plan_confirmed"};

constexpr FieldSpec kQaEvidenceFiledFields[] = {
    id("evidence_id", "書類", "Evidence"), id("contract_id", "委託契約", "Entrustment"),
    code("kind", kQaDocuments, "種別", "Kind"), date("filed_on", "提出日", "Filed on"),
    secret(document("document_sha256", "書類のハッシュ", "Hash of the document"), kOfContract)};
constexpr Text kQaEvidenceFiledTerms[] = {"security/15/{center}"};
constexpr TypeSpec kQaEvidenceFiled{
    .type = "qa.evidence_filed",
    .group = "security",
    .stream_kind = "evidence",
    .stream_field = "evidence_id",
    .fields = kQaEvidenceFiledFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kQaEvidenceFiledTerms,
    .retention = "contract_5y",
    .label_ja = "品質保証体制等の証明書類",
    .label_en = "Evidence of quality assurance filed",
    .source = "001 annex 15(1), 15(2), 11",
    .step = {.from = kFromNothing, .to = "filed"}};

constexpr FieldSpec kTamperSuspectedFields[] = {
    id("tamper_id", "事象", "Suspicion"), id("contract_id", "委託契約", "Entrustment"),
    instant("known_at", "認知日時", "Known at"), secret(text("what", "内容", "What"), kOfContract)};
constexpr Text kTamperSuspectedTerms[] = {"security/15/{center}"};
constexpr TypeSpec kTamperSuspected{
    .type = "tamper.suspected",
    .group = "security",
    .stream_kind = "tamper",
    .stream_field = "tamper_id",
    .fields = kTamperSuspectedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kTamperSuspectedTerms,
    .retention = "contract_5y",
    .label_ja = "意図しない変更等の発見",
    .label_en = "Unintended change suspected",
    .source = "001 annex 15(2)",
    .step = {.from = kFromNothing, .to = "suspected"}};

constexpr FieldSpec kTamperTracedFields[] = {
    id("tamper_id", "事象", "Suspicion"), id("contract_id", "委託契約", "Entrustment"),
    date("traced_on", "完了日", "Traced on"), code("removed", kYesNo, "排除", "Removed"),
    secret(text("findings", "調査結果", "Findings"), kOfContract)};
constexpr Text kTamperTracedTerms[] = {"security/15/{center}"};
constexpr TypeSpec kTamperTraced{
    .type = "tamper.traced",
    .group = "security",
    .stream_kind = "tamper",
    .stream_field = "tamper_id",
    .fields = kTamperTracedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kTamperTracedTerms,
    .retention = "contract_5y",
    .label_ja = "追跡調査の結果",
    .label_en = "Unintended change traced",
    .source = "001 annex 15(2)",
    .step = {.from = kFromSuspected, .to = "traced"}};

// A bad state is a fact to be logged, not an event to be refused: flags tell.
constexpr FieldSpec kAntimalwareStateFields[] = {
    id("contract_id", "委託契約", "Entrustment"),
    id("host_id", "機器", "Host"),
    id("engine", "製品", "Engine"),
    code("detection", kAntimalware, "検知の範囲", "Detection"),
    date("definitions_on", "定義ファイルの日付", "Definitions of"),
    date("scanned_on", "全ファイル検査日", "Last full scan on"),
    code("settings", kSettings, "設定変更権限", "Who may change settings")};
constexpr Text kAntimalwareStateTerms[] = {
    "security/15/{center}", "[settings=users]flag/antimalware.settings/{center}/{ym:scanned_on}",
    "[detection=known_only]flag/antimalware.unknown/{center}/{ym:scanned_on}"};
constexpr TypeSpec kAntimalwareState{
    .type = "antimalware.state",
    .group = "security",
    .stream_kind = "antimalware",
    .stream_field = "contract_id,host_id",
    .fields = kAntimalwareStateFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .terms = kAntimalwareStateTerms,
    .retention = "contract_5y",
    .label_ja = "不正プログラム対策の状態",
    .label_en = "State of anti-malware",
    .source = "001 annex 15(3)"};

constexpr FieldSpec kSystemChangedFields[] = {
    id("change_id", "変更", "Change"), id("contract_id", "委託契約", "Entrustment"),
    date("changed_on", "変更日", "Changed on"), date("notified_on", "報告日", "Officer notified on"),
    secret(text("what", "変更内容", "What"), kOfContract)};
constexpr Text kSystemChangedTerms[] = {"security/15/{center}"};
constexpr TypeSpec kSystemChanged{
    .type = "system.changed",
    .group = "security",
    .stream_kind = "system",
    .stream_field = "change_id",
    .fields = kSystemChangedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSystemChangedTerms,
    .retention = "contract_5y",
    .label_ja = "対策によるシステムの変更",
    .label_en = "System changed for security",
    .source = "001 annex 15(4)",
    .step = {.from = kFromNothing, .to = "changed"}};

constexpr FieldSpec kSystemHandoverListedFields[] = {
    id("handover_id", "引継ぎ", "Hand-over"), id("contract_id", "委託契約", "Entrustment"),
    code("phase", kPhases, "場面", "Phase"), date("listed_on", "作成日", "Listed on"),
    secret(document("document_sha256", "一覧のハッシュ", "Hash of the list"), kOfContract)};
constexpr Text kSystemHandoverListedTerms[] = {"security/15/{center}"};
constexpr TypeSpec kSystemHandoverListed{
    .type = "system.handover_listed",
    .group = "security",
    .stream_kind = "handover",
    .stream_field = "handover_id",
    .fields = kSystemHandoverListedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSystemHandoverListedTerms,
    .retention = "contract_5y",
    .label_ja = "引継ぎ項目の一覧",
    .label_en = "Hand-over listed",
    .source = "001 annex 15(4)",
    .step = {.from = kFromNothing, .to = "listed"}};

constexpr FieldSpec kSoftwareRegisteredFields[] = {id("software_id", "ソフトウェア", "Software"),
                                                   id("contract_id", "委託契約", "Entrustment"),
                                                   id("product", "名称", "Product"),
                                                   id("version", "バージョン", "Version"),
                                                   id("location", "導入箇所", "Location"),
                                                   date("support_end", "サポート期限", "End of support"),
                                                   opt(id("licence", "使用許諾", "Licence"))};
constexpr Text kSoftwareRegisteredTerms[] = {"security/15/{center}"};
constexpr TypeSpec kSoftwareRegistered{
    .type = "software.registered",
    .group = "security",
    .stream_kind = "software",
    .stream_field = "software_id",
    .fields = kSoftwareRegisteredFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract,
                    RuleId::kSoftwareSupported>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSoftwareRegisteredTerms,
    .retention = "contract_5y",
    .label_ja = "ソフトウェアの台帳登録",
    .label_en = "Software registered",
    .source = "001 annex 15(5)",
    .step = {.from = kFromNothing, .to = "in_use", .keeps = "support_end"}};

constexpr FieldSpec kSoftwareRetiredFields[] = {id("software_id", "ソフトウェア", "Software"),
                                                id("contract_id", "委託契約", "Entrustment"),
                                                date("retired_on", "終了日", "Retired on")};
constexpr Text kSoftwareRetiredTerms[] = {"security/15/{center}"};
constexpr TypeSpec kSoftwareRetired{
    .type = "software.retired",
    .group = "security",
    .stream_kind = "software",
    .stream_field = "software_id",
    .fields = kSoftwareRetiredFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSoftwareRetiredTerms,
    .retention = "contract_5y",
    .label_ja = "ソフトウェアの使用終了",
    .label_en = "Software retired",
    .source = "001 annex 15(5)",
    .step = {.from = kFromInUseEndFlagged, .to = "retired"}};

constexpr FieldSpec kSoftwareEolFlaggedFields[] = {
    id("software_id", "ソフトウェア", "Software"), id("contract_id", "委託契約", "Entrustment"),
    date("support_end", "サポート期限", "End of support"), date("learned_on", "判明日", "Learned on")};
constexpr Text kSoftwareEolFlaggedTerms[] = {"security/15/{center}",
                                             "flag/software.support_ends/{center}/{ym:learned_on}"};
constexpr TypeSpec kSoftwareEolFlagged{
    .type = "software.eol_flagged",
    .group = "security",
    .stream_kind = "software",
    .stream_field = "software_id",
    .fields = kSoftwareEolFlaggedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSoftwareEolFlaggedTerms,
    .retention = "contract_5y",
    .label_ja = "サポート終了の判明",
    .label_en = "End of support flagged",
    .source = "001 annex 15(5)",
    .step = {.from = kFromInUse, .to = "end_flagged", .keeps = "support_end"}};

constexpr FieldSpec kVulnerabilityLearnedFields[] = {
    id("vulnerability_id", "脆弱性", "Vulnerability"),
    id("contract_id", "委託契約", "Entrustment"),
    id("advisory", "識別番号", "Advisory"),
    code("source", kSources, "入手先", "Source"),
    id_list("software_ids", 1, 100, "対象のソフトウェア", "Software affected"),
    date("learned_on", "入手日", "Learned on")};
constexpr Text kVulnerabilityLearnedTerms[] = {"security/15/{center}"};
constexpr TypeSpec kVulnerabilityLearned{
    .type = "vulnerability.learned",
    .group = "security",
    .stream_kind = "vulnerability",
    .stream_field = "vulnerability_id",
    .fields = kVulnerabilityLearnedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kVulnerabilityLearnedTerms,
    .retention = "contract_5y",
    .label_ja = "脆弱性情報の入手",
    .label_en = "Vulnerability learned of",
    .source = "001 annex 15(5), 15(6)",
    .step = {.from = kFromNothing, .to = "learned"}};

constexpr FieldSpec kVulnerabilityInformedFields[] = {
    id("vulnerability_id", "脆弱性", "Vulnerability"), id("contract_id", "委託契約", "Entrustment"),
    date("informed_on", "情報提供日", "Informed on"),
    opt(secret(text("plan", "対策計画の案", "Plan"), kOfContract))};
constexpr Text kVulnerabilityInformedTerms[] = {"security/15/{center}"};
constexpr TypeSpec kVulnerabilityInformed{
    .type = "vulnerability.informed",
    .group = "security",
    .stream_kind = "vulnerability",
    .stream_field = "vulnerability_id",
    .fields = kVulnerabilityInformedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kVulnerabilityInformedTerms,
    .retention = "contract_5y",
    .label_ja = "担当職員への情報提供",
    .label_en = "Officer informed of the vulnerability",
    .source = "001 annex 15(5)",
    .step = {.from = kFromLearned, .to = "informed"}};

constexpr FieldSpec kVulnerabilityPlanConfirmedFields[] = {
    id("vulnerability_id", "脆弱性", "Vulnerability"), id("contract_id", "委託契約", "Entrustment"),
    date("due", "対策の期限", "Due"), date("confirmed_on", "確認日", "Confirmed on")};
constexpr Text kVulnerabilityPlanConfirmedTerms[] = {"security/15/{center}"};
constexpr TypeSpec kVulnerabilityPlanConfirmed{
    .type = "vulnerability.plan_confirmed",
    .group = "security",
    .stream_kind = "vulnerability",
    .stream_field = "vulnerability_id",
    .fields = kVulnerabilityPlanConfirmedFields,
    .signers = kOfficers,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kVulnerabilityPlanConfirmedTerms,
    .retention = "contract_5y",
    .label_ja = "脆弱性対策計画の確認",
    .label_en = "Plan against the vulnerability confirmed",
    .source = "001 annex 15(5)",
    .step = {.from = kFromInformed, .to = "plan_confirmed"}};

// Item 15(5) wants the plan confirmed first; item 15(6) wants patches of own servers without delay.
constexpr FieldSpec kVulnerabilityFixedFields[] = {
    id("vulnerability_id", "脆弱性", "Vulnerability"), id("contract_id", "委託契約", "Entrustment"),
    code("route", kRoutes, "手続", "Route"), date("fixed_on", "実施日", "Fixed on")};
constexpr Text kVulnerabilityFixedTerms[] = {"security/15/{center}"};
constexpr TypeSpec kVulnerabilityFixed{
    .type = "vulnerability.fixed",
    .group = "security",
    .stream_kind = "vulnerability",
    .stream_field = "vulnerability_id",
    .fields = kVulnerabilityFixedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture,
                    RuleId::kVulnerabilityPlan>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kVulnerabilityFixedTerms,
    .retention = "contract_5y",
    .label_ja = "脆弱性対策の実施",
    .label_en = "Vulnerability fixed",
    .source = "001 annex 15(5), 15(6)",
    .step = {.from = kFromLearnedInformedPlanConfirmed, .to = "fixed"}};

constexpr FieldSpec kDomainObservedFields[] = {
    id("contract_id", "委託契約", "Entrustment"), id("host_id", "ホスト", "Host"),
    code("go_jp", kYesNo, ".go.jp", "Under .go.jp"), date("observed_on", "確認日", "Observed on")};
constexpr Text kDomainObservedTerms[] = {"security/15/{center}",
                                         "[go_jp=no]flag/domain.not_go_jp/{center}/{ym:observed_on}"};
constexpr TypeSpec kDomainObserved{
    .type = "domain.observed",
    .group = "security",
    .stream_kind = "domain",
    .stream_field = "contract_id,host_id",
    .fields = kDomainObservedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules =
        kRules<RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture, RuleId::kDomainName>,
    .terms = kDomainObservedTerms,
    .retention = "contract_5y",
    .label_ja = "ドメイン名の確認",
    .label_en = "Domain observed",
    .source = "001 annex 15(7)"};

constexpr FieldSpec kTlsObservedFields[] = {id("contract_id", "委託契約", "Entrustment"),
                                            id("host_id", "ホスト", "Host"),
                                            code("protocol", kTls, "方式", "Protocol"),
                                            code("chain", kChains, "証明書の発行元", "Chain"),
                                            date("certificate_end", "証明書の期限", "Certificate ends"),
                                            date("observed_on", "確認日", "Observed on")};
constexpr Text kTlsObservedTerms[] = {"security/15/{center}",
                                      "[protocol=older]flag/tls.weak/{center}/{ym:observed_on}",
                                      "[protocol=none]flag/tls.weak/{center}/{ym:observed_on}",
                                      "[chain=private]flag/tls.chain/{center}/{ym:observed_on}",
                                      "[chain=self_signed]flag/tls.chain/{center}/{ym:observed_on}"};
constexpr TypeSpec kTlsObserved{
    .type = "tls.observed",
    .group = "security",
    .stream_kind = "tls",
    .stream_field = "contract_id,host_id",
    .fields = kTlsObservedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .terms = kTlsObservedTerms,
    .retention = "contract_5y",
    .label_ja = "暗号化通信の確認",
    .label_en = "TLS observed",
    .source = "001 annex 15(8)"};

constexpr FieldSpec kMailauthObservedFields[] = {id("contract_id", "委託契約", "Entrustment"),
                                                 id("host_id", "ホスト", "Host"),
                                                 code("spf", kYesNo, "SPF", "SPF"),
                                                 code("dkim", kYesNo, "DKIM", "DKIM"),
                                                 code("dmarc", kYesNo, "DMARC", "DMARC"),
                                                 code("smtp_tls", kYesNo, "サーバ間TLS", "SMTP over TLS"),
                                                 code("smime", kYesNo, "S/MIME", "S/MIME"),
                                                 date("observed_on", "確認日", "Observed on")};
constexpr Text kMailauthObservedTerms[] = {
    "security/15/{center}", "[spf=no,dkim=no]flag/mail.spoofable/{center}/{ym:observed_on}",
    "[smtp_tls=no,smime=no]flag/mail.unprotected/{center}/{ym:observed_on}"};
constexpr TypeSpec kMailauthObserved{
    .type = "mailauth.observed",
    .group = "security",
    .stream_kind = "mailauth",
    .stream_field = "contract_id,host_id",
    .fields = kMailauthObservedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .terms = kMailauthObservedTerms,
    .retention = "contract_5y",
    .label_ja = "電子メールの保護の確認",
    .label_en = "Mail protection observed",
    .source = "001 annex 15(9)"};

constexpr FieldSpec kDiagnosisPlatformCompletedFields[] = {
    id("diagnosis_id", "診断", "Diagnosis"),
    id("contract_id", "委託契約", "Entrustment"),
    id("host_id", "ホスト", "Host"),
    count("findings", 0, 100000, "検出数", "Findings"),
    count("fixed", 0, 100000, "対策済みの数", "Fixed"),
    date("completed_on", "実施日", "Completed on"),
    opt(secret(document("evidence_sha256", "結果のハッシュ", "Hash of the results"), kOfContract))};
constexpr Text kDiagnosisPlatformCompletedTerms[] = {"security/15/{center}"};
constexpr TypeSpec kDiagnosisPlatformCompleted{
    .type = "diagnosis.platform_completed",
    .group = "security",
    .stream_kind = "diagnosis",
    .stream_field = "diagnosis_id",
    .fields = kDiagnosisPlatformCompletedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture,
                    RuleId::kDiagnosisCounts>,
    .effects = kEffects<EffectId::kStepTaken, EffectId::kHostDiagnosed>,
    .terms = kDiagnosisPlatformCompletedTerms,
    .retention = "contract_5y",
    .label_ja = "プラットフォーム診断",
    .label_en = "Platform diagnosis completed",
    .source = "001 annex 15(8)",
    .flags = kFlags<FlagId::kDiagnosisOverdue>,
    .step = {.from = kFromNothing, .to = "completed"}};

constexpr const TypeSpec* kRows[] = {&kQaEvidenceFiled,
                                     &kTamperSuspected,
                                     &kTamperTraced,
                                     &kAntimalwareState,
                                     &kSystemChanged,
                                     &kSystemHandoverListed,
                                     &kSoftwareRegistered,
                                     &kSoftwareRetired,
                                     &kSoftwareEolFlagged,
                                     &kVulnerabilityLearned,
                                     &kVulnerabilityInformed,
                                     &kVulnerabilityPlanConfirmed,
                                     &kVulnerabilityFixed,
                                     &kDomainObserved,
                                     &kTlsObserved,
                                     &kMailauthObserved,
                                     &kDiagnosisPlatformCompleted};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> system_rows() {
  return rows::kRows;
}

}  // namespace ledger

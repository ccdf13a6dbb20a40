#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kOccasions[] = {"before_service", "after_change", "new_threat"};
constexpr Text kMeans[] = {"other_means_exist", "no_other_means", "none_contained"};
constexpr Text kCertificates[] = {"gpki", "public_ca", "own_key"};
constexpr Text kYesNo[] = {"yes", "no"};
constexpr Text kAnswers[] = {"all_done", "some_not_applicable", "some_open"};

constexpr Text kFromNothing[] = {""};
constexpr Text kFromNothingScanned[] = {"", "scanned"};
constexpr Text kFromScanned[] = {"scanned"};
constexpr Text kFromNothingInstructed[] = {"", "instructed"};
constexpr Text kFromSubmitted[] = {"submitted"};

constexpr FieldSpec kDiagnosisWebappCompletedFields[] = {
    id("diagnosis_id", "診断", "Diagnosis"),
    id("contract_id", "委託契約", "Entrustment"),
    id("release_id", "リリース", "Release"),
    code("occasion", kOccasions, "実施の機会", "Occasion"),
    count("findings", 0, 100000, "検出数", "Findings"),
    count("fixed", 0, 100000, "対策済みの数", "Fixed"),
    date("completed_on", "実施日", "Completed on"),
    opt(secret(document("evidence_sha256", "結果のハッシュ", "Hash of the results"), kOfContract))};
constexpr Text kDiagnosisWebappCompletedTerms[] = {"security/17/{center}"};
constexpr TypeSpec kDiagnosisWebappCompleted{
    .type = "diagnosis.webapp_completed",
    .group = "security",
    .stream_kind = "diagnosis",
    .stream_field = "diagnosis_id",
    .fields = kDiagnosisWebappCompletedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture,
                    RuleId::kDiagnosisCounts>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kDiagnosisWebappCompletedTerms,
    .retention = "contract_5y",
    .label_ja = "ウェブアプリケーション診断",
    .label_en = "Web application diagnosis completed",
    .source = "001 annex 17",
    .step = {.from = kFromNothing, .to = "completed"}};

constexpr FieldSpec kReleaseScannedFields[] = {
    id("release_id", "リリース", "Release"),
    id("contract_id", "委託契約", "Entrustment"),
    id("scanner", "検査製品", "Scanner"),
    date("definitions_on", "定義ファイルの日付", "Definitions of"),
    count("infected", 0, 100000, "検出数", "Infected"),
    date("scanned_on", "検査日", "Scanned on"),
    secret(document("artefact_sha256", "成果物のハッシュ", "Hash of the artefact"), kOfContract)};
constexpr Text kReleaseScannedTerms[] = {"security/16/{center}"};
constexpr TypeSpec kReleaseScanned{
    .type = "release.scanned",
    .group = "security",
    .stream_kind = "release",
    .stream_field = "release_id",
    .fields = kReleaseScannedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kContractKnown,
                    RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kReleaseScannedTerms,
    .retention = "contract_5y",
    .label_ja = "提供前の検査",
    .label_en = "Release scanned",
    .source = "001 annex 16(1)",
    .step = {.from = kFromNothingScanned, .to = "scanned", .keeps = "infected"}};

constexpr FieldSpec kReleaseSignedFields[] = {
    id("release_id", "リリース", "Release"), id("contract_id", "委託契約", "Entrustment"),
    code("certificate", kCertificates, "証明書", "Certificate"), date("signed_on", "署名日", "Signed on"),
    secret(document("sbom_sha256", "部品表のハッシュ", "Hash of the SBOM"), kOfContract)};
constexpr Text kReleaseSignedTerms[] = {"security/16/{center}"};
constexpr TypeSpec kReleaseSigned{.type = "release.signed",
                                  .group = "security",
                                  .stream_kind = "release",
                                  .stream_field = "release_id",
                                  .fields = kReleaseSignedFields,
                                  .signers = kContractor,
                                  .purposes = kForSecurity,
                                  .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter,
                                                  RuleId::kDateFuture, RuleId::kReleaseClean>,
                                  .effects = kEffects<EffectId::kStepTaken>,
                                  .terms = kReleaseSignedTerms,
                                  .retention = "contract_5y",
                                  .label_ja = "成果物への署名",
                                  .label_en = "Release signed",
                                  .source = "001 annex 16(4)",
                                  .step = {.from = kFromScanned, .to = "signed"}};

constexpr FieldSpec kContentCheckedFields[] = {
    id("release_id", "リリース", "Release"),
    id("contract_id", "委託契約", "Entrustment"),
    count("outside_accesses", 0, 100000, "外部への自動アクセス数", "Automatic accesses to the outside"),
    code("privacy_policy", kYesNo, "プライバシーポリシーの掲載", "Privacy policy shown"),
    count("executables", 0, 100000, "実行形式の数", "Executables"),
    code("means", kMeans, "他の提供手段", "Other means"),
    count("forced_settings", 0, 1000, "要求する設定変更の数", "Settings forced on users"),
    date("checked_on", "確認日", "Checked on")};
constexpr Text kContentCheckedTerms[] = {"security/16/{center}"};
constexpr TypeSpec kContentChecked{
    .type = "content.checked",
    .group = "security",
    .stream_kind = "content",
    .stream_field = "release_id",
    .fields = kContentCheckedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture,
                    RuleId::kContentExecutable, RuleId::kContentOutside, RuleId::kContentSettings>,
    .terms = kContentCheckedTerms,
    .retention = "contract_5y",
    .label_ja = "コンテンツの確認（提供可）",
    .label_en = "Content cleared for delivery",
    .source = "001 annex 16(1), 16(3), 16(5), 16(6)"};

constexpr FieldSpec kChecklistIpaSubmittedFields[] = {
    id("checklist_id", "チェックリスト", "Checklist"),
    id("contract_id", "委託契約", "Entrustment"),
    id("release_id", "リリース", "Release"),
    id("guide_version", "「作り方」の版", "Version of the guide"),
    code("answers", kAnswers, "結果", "Result"),
    date("submitted_on", "提出日", "Submitted on"),
    secret(document("document_sha256", "チェックリストのハッシュ", "Hash of the checklist"), kOfContract)};
constexpr Text kChecklistIpaSubmittedTerms[] = {"security/17/{center}"};
constexpr TypeSpec kChecklistIpaSubmitted{
    .type = "checklist.ipa_submitted",
    .group = "security",
    .stream_kind = "checklist",
    .stream_field = "checklist_id",
    .fields = kChecklistIpaSubmittedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kContractKnown,
                    RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kChecklistIpaSubmittedTerms,
    .retention = "contract_5y",
    .label_ja = "チェックリストの提出",
    .label_en = "Checklist submitted",
    .source = "001 annex 17",
    .step = {.from = kFromNothingInstructed, .to = "submitted"}};

constexpr FieldSpec kChecklistInstructionReceivedFields[] = {
    id("checklist_id", "チェックリスト", "Checklist"), id("contract_id", "委託契約", "Entrustment"),
    date("received_on", "指示日", "Received on"),
    secret(text("instruction", "指示の内容", "Instruction text"), kOfContract)};
constexpr Text kChecklistInstructionReceivedTerms[] = {"security/17/{center}"};
constexpr TypeSpec kChecklistInstructionReceived{
    .type = "checklist.instruction_received",
    .group = "security",
    .stream_kind = "checklist",
    .stream_field = "checklist_id",
    .fields = kChecklistInstructionReceivedFields,
    .signers = kOfficers,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kChecklistInstructionReceivedTerms,
    .retention = "contract_5y",
    .label_ja = "チェックリストに基づく指示",
    .label_en = "Instruction on the checklist",
    .source = "001 annex 17",
    .step = {.from = kFromSubmitted, .to = "instructed"}};

constexpr const TypeSpec* kRows[] = {
    &kDiagnosisWebappCompleted, &kReleaseScanned,        &kReleaseSigned,
    &kContentChecked,           &kChecklistIpaSubmitted, &kChecklistInstructionReceived};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> release_rows() {
  return rows::kRows;
}

}  // namespace ledger

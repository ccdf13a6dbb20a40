#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kMeasures[] = {"vulnerability",   "malware",        "denial_of_service",
                              "targeted_attack", "access_control", "leakage"};
constexpr Text kStates[] = {"in_place", "partly", "missing"};
constexpr Text kIncidents[] = {
    "malware", "unauthorised_access", "leakage", "loss", "denial_of_service", "misuse", "other"};
constexpr Text kLists[] = {"ismap", "ismap_liu", "none"};
constexpr Text kInfoClasses[] = {"confidential", "other"};
constexpr Text kYesNo[] = {"yes", "no"};
constexpr Text kExceptions[] = {"no_listed_service", "inherited_contract"};

constexpr Text kFromNothing[] = {""};
constexpr Text kFromSuspected[] = {"suspected"};
constexpr Text kFromReportedDirectedCauseFound[] = {"reported", "directed", "cause_found"};
constexpr Text kFromDirected[] = {"directed"};
constexpr Text kFromCauseFound[] = {"cause_found"};
constexpr Text kFromNothingAssessedApprovedInUse[] = {"", "assessed", "approved", "in_use"};
constexpr Text kFromAssessed[] = {"assessed"};
constexpr Text kFromApprovedInUse[] = {"approved", "in_use"};

constexpr FieldSpec kMeasureAttestedFields[] = {
    id("contract_id", "委託契約", "Entrustment"), code("kind", kMeasures, "対策", "Measure"),
    code("state", kStates, "実施状況", "State"), date("attested_on", "表明日", "Attested on"),
    opt(secret(text("detail", "内容", "Detail"), kOfContract))};
constexpr Text kMeasureAttestedTerms[] = {"security/10/{center}",
                                          "[state=missing]flag/measure.missing/{center}/{ym:attested_on}"};
constexpr TypeSpec kMeasureAttested{
    .type = "measure.attested",
    .group = "security",
    .stream_kind = "measure",
    .stream_field = "contract_id,kind",
    .fields = kMeasureAttestedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .terms = kMeasureAttestedTerms,
    .retention = "contract_5y",
    .label_ja = "対策の実施の表明",
    .label_en = "Measure attested",
    .source = "001 annex 10"};

constexpr FieldSpec kSectrainingCompletedFields[] = {
    id("contract_id", "委託契約", "Entrustment"), id("person_id", "受講者", "Person"),
    id("course", "講座", "Course"), date("completed_on", "修了日", "Completed on")};
constexpr Text kSectrainingCompletedTerms[] = {"security/10/{center}"};
constexpr TypeSpec kSectrainingCompleted{
    .type = "sectraining.completed",
    .group = "security",
    .stream_kind = "sectraining",
    .stream_field = "contract_id,person_id",
    .fields = kSectrainingCompletedFields,
    .signers = kWorkers,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kPersonKnown,
                    RuleId::kDateFuture, RuleId::kTrainingInContract>,
    .terms = kSectrainingCompletedTerms,
    .retention = "contract_5y",
    .label_ja = "セキュリティ教育の受講",
    .label_en = "Security training completed",
    .source = "001 annex 10"};

constexpr FieldSpec kIncidentSuspectedFields[] = {
    id("incident_id", "事案", "Incident"), id("contract_id", "委託契約", "Entrustment"),
    code("kind", kIncidents, "種別", "Kind"), instant("known_at", "認知日時", "Known at"),
    secret(text("scope", "範囲", "Scope"), kOfContract)};
constexpr Text kIncidentSuspectedTerms[] = {"security/11/{center}"};
constexpr TypeSpec kIncidentSuspected{
    .type = "incident.suspected",
    .group = "security",
    .stream_kind = "incident",
    .stream_field = "incident_id",
    .fields = kIncidentSuspectedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kIncidentSuspectedTerms,
    .retention = "contract_5y",
    .label_ja = "侵害又はそのおそれの認知",
    .label_en = "Incident suspected",
    .source = "001 annex 11",
    .step = {.from = kFromNothing, .to = "suspected", .keeps = "known_at"}};

constexpr FieldSpec kIncidentReportedFields[] = {id("incident_id", "事案", "Incident"),
                                                 id("contract_id", "委託契約", "Entrustment"),
                                                 instant("reported_at", "報告日時", "Reported at")};
constexpr Text kIncidentReportedTerms[] = {"security/11/{center}"};
constexpr TypeSpec kIncidentReported{
    .type = "incident.reported",
    .group = "security",
    .stream_kind = "incident",
    .stream_field = "incident_id",
    .fields = kIncidentReportedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture,
                    RuleId::kReportedAfter>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kIncidentReportedTerms,
    .retention = "contract_5y",
    .label_ja = "担当職員への報告",
    .label_en = "Incident reported to the officer",
    .source = "001 annex 11",
    .flags = kFlags<FlagId::kIncidentLate>,
    .step = {.from = kFromSuspected, .to = "reported"}};

constexpr FieldSpec kIncidentDirectiveReceivedFields[] = {
    id("incident_id", "事案", "Incident"), id("contract_id", "委託契約", "Entrustment"),
    instant("received_at", "指示日時", "Received at"),
    secret(text("directive", "指示の内容", "Directive text"), kOfContract)};
constexpr Text kIncidentDirectiveReceivedTerms[] = {"security/11/{center}"};
constexpr TypeSpec kIncidentDirectiveReceived{
    .type = "incident.directive_received",
    .group = "security",
    .stream_kind = "incident",
    .stream_field = "incident_id",
    .fields = kIncidentDirectiveReceivedFields,
    .signers = kOfficers,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kIncidentDirectiveReceivedTerms,
    .retention = "contract_5y",
    .label_ja = "担当職員の指示",
    .label_en = "Directive of the officer",
    .source = "001 annex 11",
    .step = {.from = kFromReportedDirectedCauseFound, .to = "directed"}};

constexpr FieldSpec kIncidentCauseFoundFields[] = {
    id("incident_id", "事案", "Incident"), id("contract_id", "委託契約", "Entrustment"),
    date("found_on", "究明日", "Found on"), secret(text("cause", "原因", "Cause"), kOfContract)};
constexpr Text kIncidentCauseFoundTerms[] = {"security/11/{center}"};
constexpr TypeSpec kIncidentCauseFound{
    .type = "incident.cause_found",
    .group = "security",
    .stream_kind = "incident",
    .stream_field = "incident_id",
    .fields = kIncidentCauseFoundFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kIncidentCauseFoundTerms,
    .retention = "contract_5y",
    .label_ja = "原因の究明",
    .label_en = "Cause of the incident found",
    .source = "001 annex 11",
    .step = {.from = kFromDirected, .to = "cause_found"}};

constexpr FieldSpec kIncidentClosedFields[] = {
    id("incident_id", "事案", "Incident"), id("contract_id", "委託契約", "Entrustment"),
    date("closed_on", "終結日", "Closed on"), secret(text("remedy", "対処", "Remedy"), kOfContract)};
constexpr Text kIncidentClosedTerms[] = {"security/11/{center}"};
constexpr TypeSpec kIncidentClosed{
    .type = "incident.closed",
    .group = "security",
    .stream_kind = "incident",
    .stream_field = "incident_id",
    .fields = kIncidentClosedFields,
    .signers = kOfficers,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kIncidentClosedTerms,
    .retention = "contract_5y",
    .label_ja = "事案の終結",
    .label_en = "Incident closed",
    .source = "001 annex 11",
    .step = {.from = kFromCauseFound, .to = "closed"}};

constexpr FieldSpec kCloudRiskAssessedFields[] = {
    id("service_id", "サービス", "Service"),
    id("contract_id", "委託契約", "Entrustment"),
    code("list", kLists, "掲載リスト", "List"),
    date("checked_on", "リストの確認日", "List checked on"),
    code("terms_only", kYesNo, "約款のみによる利用", "Terms-only service"),
    code("info_class", kInfoClasses, "扱う情報", "Class of information"),
    code("acceptable", kYesNo, "リスクの許容", "Risk acceptable"),
    opt(code("exception", kExceptions, "リスト外の理由", "Why not from the list")),
    opt(secret(text("risks", "リスクの評価", "Risks"), kOfContract))};
constexpr Text kCloudRiskAssessedTerms[] = {"security/13/{center}"};
constexpr TypeSpec kCloudRiskAssessed{
    .type = "cloud.risk_assessed",
    .group = "security",
    .stream_kind = "cloud",
    .stream_field = "service_id",
    .fields = kCloudRiskAssessedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules =
        kRules<RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kContractKnown, RuleId::kSecurityContract,
               RuleId::kDateFuture, RuleId::kCloudTermsOnly, RuleId::kCloudListed, RuleId::kCloudListFresh>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kCloudRiskAssessedTerms,
    .retention = "contract_5y",
    .label_ja = "クラウド利用のリスク評価",
    .label_en = "Cloud service assessed",
    .source = "001 annex 12, 13, 14",
    .step = {.from = kFromNothingAssessedApprovedInUse, .to = "assessed", .keeps = "acceptable"}};

constexpr FieldSpec kCloudApprovedFields[] = {
    id("service_id", "サービス", "Service"), id("contract_id", "委託契約", "Entrustment"),
    date("approved_on", "承認日", "Approved on"),
    secret(text("cautions", "取扱上の注意点", "Handling cautions"), kOfContract)};
constexpr Text kCloudApprovedTerms[] = {"security/14/{center}"};
constexpr TypeSpec kCloudApproved{.type = "cloud.approved",
                                  .group = "security",
                                  .stream_kind = "cloud",
                                  .stream_field = "service_id",
                                  .fields = kCloudApprovedFields,
                                  .signers = kOfficers,
                                  .way_in = WayIn::kAuthorOnly,
                                  .purposes = kForSecurity,
                                  .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter,
                                                  RuleId::kDateFuture, RuleId::kCloudAcceptable>,
                                  .effects = kEffects<EffectId::kStepTaken>,
                                  .terms = kCloudApprovedTerms,
                                  .retention = "contract_5y",
                                  .label_ja = "クラウド利用の承認",
                                  .label_en = "Cloud service approved",
                                  .source = "001 annex 14",
                                  .step = {.from = kFromAssessed, .to = "approved"}};

constexpr FieldSpec kCloudUsageReviewedFields[] = {
    id("service_id", "サービス", "Service"), id("contract_id", "委託契約", "Entrustment"),
    date("reviewed_on", "確認日", "Reviewed on"),
    code("within_approval", kYesNo, "承認の範囲内", "Within the approval")};
constexpr Text kCloudUsageReviewedTerms[] = {
    "security/14/{center}", "[within_approval=no]flag/cloud.beyond_approval/{center}/{ym:reviewed_on}"};
constexpr TypeSpec kCloudUsageReviewed{
    .type = "cloud.usage_reviewed",
    .group = "security",
    .stream_kind = "cloud",
    .stream_field = "service_id",
    .fields = kCloudUsageReviewedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kCloudUsageReviewedTerms,
    .retention = "contract_5y",
    .label_ja = "クラウドの利用状況の確認",
    .label_en = "Use of the cloud service reviewed",
    .source = "001 annex 14",
    .step = {.from = kFromApprovedInUse, .to = "in_use"}};

constexpr const TypeSpec* kRows[] = {&kMeasureAttested,   &kSectrainingCompleted,      &kIncidentSuspected,
                                     &kIncidentReported,  &kIncidentDirectiveReceived, &kIncidentCauseFound,
                                     &kIncidentClosed,    &kCloudRiskAssessed,         &kCloudApproved,
                                     &kCloudUsageReviewed};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> incident_rows() {
  return rows::kRows;
}

}  // namespace ledger

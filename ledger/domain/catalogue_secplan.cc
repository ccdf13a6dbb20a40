#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kItemsPlanned[] = {"item_02", "item_03", "item_04", "item_05", "item_06", "item_07",
                                  "item_08", "item_09", "item_10", "item_11", "item_12", "item_13",
                                  "item_14", "item_15", "item_16", "item_17"};
constexpr Text kItems[] = {"item_01", "item_02", "item_03", "item_04", "item_05", "item_06",
                           "item_07", "item_08", "item_09", "item_10", "item_11", "item_12",
                           "item_13", "item_14", "item_15", "item_16", "item_17"};
constexpr Text kMedia[] = {"paper", "electronic"};
constexpr Text kDocuments[] = {"management_rules", "countermeasure_standard", "government_common_standards"};
constexpr Text kAuditKinds[] = {"security_audit", "management_audit", "penetration_test"};
constexpr Text kAuditors[] = {"meti", "nco", "designated_firm"};
constexpr Text kParts[] = {"none", "included"};
constexpr Text kWorkerChanges[] = {"joins", "leaves", "changes"};

constexpr Text kFromNothingSubmitted[] = {"", "submitted"};
constexpr Text kFromSubmitted[] = {"submitted"};
constexpr Text kFromApproved[] = {"approved"};
constexpr Text kFromChangeProposed[] = {"change_proposed"};
constexpr Text kFromNothing[] = {""};
constexpr Text kFromInsufficient[] = {"insufficient"};
constexpr Text kFromNothingAdopted[] = {"", "adopted"};
constexpr Text kFromNotified[] = {"notified"};
constexpr Text kFromRaised[] = {"raised"};
constexpr Text kFromNothingListed[] = {"", "listed"};

constexpr FieldSpec kSecplanSubmittedFields[] = {
    id("plan_id", "確認書類", "Plan"),
    id("contract_id", "委託契約", "Entrustment"),
    code_list("items", kItemsPlanned, 16, "記載した項目（2～17すべて）", "Items answered, all of 2 to 17"),
    code("subcontractors", kParts, "再委託先に係る記載", "Part on subcontractors"),
    date("submitted_on", "提出日", "Submitted on"),
    secret(document("document_sha256", "書類のハッシュ", "Hash of the plan"), kOfContract)};
constexpr Text kSecplanSubmittedTerms[] = {"security/1/{center}"};
constexpr TypeSpec kSecplanSubmitted{
    .type = "secplan.submitted",
    .group = "security",
    .stream_kind = "secplan",
    .stream_field = "plan_id",
    .fields = kSecplanSubmittedFields,
    .signers = kContractor,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kContractKnown,
                    RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSecplanSubmittedTerms,
    .retention = "contract_5y",
    .label_ja = "体制等の確認書類の提出",
    .label_en = "Security plan submitted",
    .source = "001 annex 1, 5",
    .step = {.from = kFromNothingSubmitted, .to = "submitted"}};

constexpr FieldSpec kSecplanApprovedFields[] = {id("plan_id", "確認書類", "Plan"),
                                                id("contract_id", "委託契約", "Entrustment"),
                                                date("approved_on", "了承日", "Approved on")};
constexpr Text kSecplanApprovedTerms[] = {"security/1/{center}"};
constexpr TypeSpec kSecplanApproved{
    .type = "secplan.approved",
    .group = "security",
    .stream_kind = "secplan",
    .stream_field = "plan_id",
    .fields = kSecplanApprovedFields,
    .signers = kOfficers,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSecplanApprovedTerms,
    .retention = "contract_5y",
    .label_ja = "体制等の了承",
    .label_en = "Security plan approved",
    .source = "001 annex 1",
    .step = {.from = kFromSubmitted, .to = "approved"}};

constexpr FieldSpec kSecplanChangeProposedFields[] = {
    id("plan_id", "確認書類", "Plan"), id("contract_id", "委託契約", "Entrustment"),
    code_list("items", kItems, 1, "変更する項目", "Items that change"),
    date("effective_from", "変更予定日", "Effective from"),
    secret(document("document_sha256", "変更案のハッシュ", "Hash of the proposal"), kOfContract)};
constexpr Text kSecplanChangeProposedTerms[] = {"security/1/{center}"};
constexpr TypeSpec kSecplanChangeProposed{
    .type = "secplan.change_proposed",
    .group = "security",
    .stream_kind = "secplan",
    .stream_field = "plan_id",
    .fields = kSecplanChangeProposedFields,
    .signers = kContractor,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kAnnouncedBefore>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSecplanChangeProposedTerms,
    .retention = "contract_5y",
    .label_ja = "体制等の変更案の提出",
    .label_en = "Change of the security plan proposed",
    .source = "001 annex 1",
    .step = {.from = kFromApproved, .to = "change_proposed"}};

constexpr FieldSpec kSecplanChangeAgreedFields[] = {id("plan_id", "確認書類", "Plan"),
                                                    id("contract_id", "委託契約", "Entrustment"),
                                                    date("agreed_on", "同意日", "Agreed on")};
constexpr Text kSecplanChangeAgreedTerms[] = {"security/1/{center}"};
constexpr TypeSpec kSecplanChangeAgreed{
    .type = "secplan.change_agreed",
    .group = "security",
    .stream_kind = "secplan",
    .stream_field = "plan_id",
    .fields = kSecplanChangeAgreedFields,
    .signers = kOfficers,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSecplanChangeAgreedTerms,
    .retention = "contract_5y",
    .label_ja = "変更案への同意",
    .label_en = "Change of the security plan agreed",
    .source = "001 annex 1",
    .step = {.from = kFromChangeProposed, .to = "approved"}};

constexpr FieldSpec kSecreportSubmittedFields[] = {
    id("contract_id", "委託契約", "Entrustment"),
    year_month("year_month", "対象期間の最終月", "Last month of the period"),
    code_list("items_met", kItems, 0, "実施済みの項目", "Items met"),
    code_list("items_open", kItems, 0, "未了の項目", "Items open"),
    code("medium", kMedia, "媒体", "Medium"),
    date("submitted_on", "提出日", "Submitted on"),
    secret(document("document_sha256", "報告書のハッシュ", "Hash of the report"), kOfContract)};
constexpr Text kSecreportSubmittedTerms[] = {"security/1/{center}"};
constexpr TypeSpec kSecreportSubmitted{
    .type = "secreport.submitted",
    .group = "security",
    .stream_kind = "secreport",
    .stream_field = "contract_id,year_month",
    .fields = kSecreportSubmittedFields,
    .signers = kContractor,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture,
                    RuleId::kReportItems>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSecreportSubmittedTerms,
    .retention = "contract_5y",
    .label_ja = "実施状況報告書の提出",
    .label_en = "Security report submitted",
    .source = "001 annex 1, form",
    .flags = kFlags<FlagId::kSecurityReportLate>,
    .step = {.from = kFromNothing, .to = "submitted"}};

constexpr FieldSpec kSecreportFoundInsufficientFields[] = {
    id("contract_id", "委託契約", "Entrustment"),
    year_month("year_month", "対象期間の最終月", "Last month of the period"),
    code_list("items", kItems, 1, "不十分な項目", "Insufficient items"),
    date("found_on", "認定日", "Found on"), opt(secret(text("grounds", "理由", "Grounds"), kOfContract))};
constexpr Text kSecreportFoundInsufficientTerms[] = {"security/1/{center}"};
constexpr TypeSpec kSecreportFoundInsufficient{
    .type = "secreport.found_insufficient",
    .group = "security",
    .stream_kind = "secreport",
    .stream_field = "contract_id,year_month",
    .fields = kSecreportFoundInsufficientFields,
    .signers = kOfficers,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSecreportFoundInsufficientTerms,
    .retention = "contract_5y",
    .label_ja = "実施状況の不十分の認定",
    .label_en = "Security report found insufficient",
    .source = "001 annex 1",
    .step = {.from = kFromSubmitted, .to = "insufficient"}};

constexpr FieldSpec kSecreportRemediedFields[] = {
    id("contract_id", "委託契約", "Entrustment"),
    year_month("year_month", "対象期間の最終月", "Last month of the period"),
    date("remedied_on", "対策日", "Remedied on"),
    secret(text("measure", "対策の内容", "Measure"), kOfContract)};
constexpr Text kSecreportRemediedTerms[] = {"security/1/{center}"};
constexpr TypeSpec kSecreportRemedied{
    .type = "secreport.remedied",
    .group = "security",
    .stream_kind = "secreport",
    .stream_field = "contract_id,year_month",
    .fields = kSecreportRemediedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSecreportRemediedTerms,
    .retention = "contract_5y",
    .label_ja = "不十分な点の対策",
    .label_en = "Insufficient points remedied",
    .source = "001 annex 1",
    .step = {.from = kFromInsufficient, .to = "remedied"}};

constexpr FieldSpec kRegulationVersionAdoptedFields[] = {
    id("contract_id", "委託契約", "Entrustment"), code("document", kDocuments, "規程等", "Document"),
    id("version", "版", "Version"), date("in_force_from", "施行日", "In force from"),
    date("adopted_on", "採用日", "Adopted on")};
constexpr Text kRegulationVersionAdoptedTerms[] = {"security/2/{center}"};
constexpr TypeSpec kRegulationVersionAdopted{
    .type = "regulation.version_adopted",
    .group = "security",
    .stream_kind = "regulation",
    .stream_field = "contract_id,document",
    .fields = kRegulationVersionAdoptedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kContractKnown,
                    RuleId::kSecurityContract, RuleId::kDateFuture, RuleId::kRegulationNewer>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kRegulationVersionAdoptedTerms,
    .retention = "contract_5y",
    .label_ja = "規程等の版の採用",
    .label_en = "Version of a regulation adopted",
    .source = "001 annex 2",
    .step = {.from = kFromNothingAdopted, .to = "adopted", .keeps = "in_force_from"}};

constexpr FieldSpec kGovauditNotifiedFields[] = {
    id("audit_id", "監査", "Audit"), id("contract_id", "委託契約", "Entrustment"),
    code("kind", kAuditKinds, "種別", "Kind"), code("auditor", kAuditors, "実施者", "Auditor"),
    date("planned_for", "予定日", "Planned for")};
constexpr Text kGovauditNotifiedTerms[] = {"security/3/{center}"};
constexpr TypeSpec kGovauditNotified{
    .type = "govaudit.notified",
    .group = "security",
    .stream_kind = "govaudit",
    .stream_field = "audit_id",
    .fields = kGovauditNotifiedFields,
    .signers = kOfficers,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kGovauditNotifiedTerms,
    .retention = "contract_5y",
    .label_ja = "監査等の通知",
    .label_en = "Government audit notified",
    .source = "001 annex 3",
    .step = {.from = kFromNothing, .to = "notified"}};

constexpr FieldSpec kGovauditAcceptedFields[] = {id("audit_id", "監査", "Audit"),
                                                 id("contract_id", "委託契約", "Entrustment"),
                                                 date("accepted_on", "受入日", "Accepted on")};
constexpr Text kGovauditAcceptedTerms[] = {"security/3/{center}"};
constexpr TypeSpec kGovauditAccepted{
    .type = "govaudit.accepted",
    .group = "security",
    .stream_kind = "govaudit",
    .stream_field = "audit_id",
    .fields = kGovauditAcceptedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kGovauditAcceptedTerms,
    .retention = "contract_5y",
    .label_ja = "監査等の受入れ",
    .label_en = "Government audit accepted",
    .source = "001 annex 3",
    .step = {.from = kFromNotified, .to = "accepted"}};

constexpr FieldSpec kGovauditFindingRaisedFields[] = {
    id("finding_id", "指摘", "Finding"), id("audit_id", "監査", "Audit"),
    id("contract_id", "委託契約", "Entrustment"), date("raised_on", "指摘日", "Raised on"),
    secret(text("finding", "指摘の内容", "Finding text"), kOfContract)};
constexpr Text kGovauditFindingRaisedTerms[] = {"security/3/{center}"};
constexpr TypeSpec kGovauditFindingRaised{
    .type = "govaudit.finding_raised",
    .group = "security",
    .stream_kind = "finding",
    .stream_field = "finding_id",
    .fields = kGovauditFindingRaisedFields,
    .signers = kOfficers,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kDateFuture, RuleId::kAuditAccepted>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kGovauditFindingRaisedTerms,
    .retention = "contract_5y",
    .label_ja = "監査等の指摘",
    .label_en = "Audit finding raised",
    .source = "001 annex 3",
    .step = {.from = kFromNothing, .to = "raised"}};

constexpr FieldSpec kGovauditFindingClosedFields[] = {
    id("finding_id", "指摘", "Finding"), id("contract_id", "委託契約", "Entrustment"),
    date("closed_on", "確認日", "Closed on"), secret(text("measure", "対応の内容", "Measure"), kOfContract)};
constexpr Text kGovauditFindingClosedTerms[] = {"security/3/{center}"};
constexpr TypeSpec kGovauditFindingClosed{
    .type = "govaudit.finding_closed",
    .group = "security",
    .stream_kind = "finding",
    .stream_field = "finding_id",
    .fields = kGovauditFindingClosedFields,
    .signers = kOfficers,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kGovauditFindingClosedTerms,
    .retention = "contract_5y",
    .label_ja = "指摘への対応の確認",
    .label_en = "Audit finding closed",
    .source = "001 annex 3",
    .step = {.from = kFromRaised, .to = "closed"}};

// One event for the company and one per worker, so that each disclosure has one subject (design/event.md).
constexpr FieldSpec kRosterCompanyDeclaredFields[] = {
    id("contract_id", "委託契約", "Entrustment"),
    id("org_id", "受注者", "Contractor"),
    date("declared_on", "提示日", "Declared on"),
    secret(text("capital", "資本関係", "Capital ties"), kOfOrg),
    secret(text("officers", "役員", "Officers"), kOfOrg),
    secret(text("place", "実施場所", "Place of work"), kOfOrg)};
constexpr Text kRosterCompanyDeclaredTerms[] = {"security/4/{center}"};
constexpr TypeSpec kRosterCompanyDeclared{
    .type = "roster.company_declared",
    .group = "security",
    .stream_kind = "company",
    .stream_field = "contract_id,org_id",
    .fields = kRosterCompanyDeclaredFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .terms = kRosterCompanyDeclaredTerms,
    .retention = "contract_5y",
    .label_ja = "資本関係・役員・実施場所の提示",
    .label_en = "Company declared",
    .source = "001 annex 4"};

constexpr FieldSpec kRosterSubmittedFields[] = {
    id("contract_id", "委託契約", "Entrustment"),
    id("person_id", "従事者", "Worker"),
    id("org_id", "所属", "Affiliation"),
    date("submitted_on", "提示日", "Submitted on"),
    secret(text("expertise", "専門性（資格・研修）", "Expertise"), kOfPerson),
    secret(text("record", "実績", "Record"), kOfPerson),
    secret(text("nationality", "国籍", "Nationality"), kOfPerson)};
constexpr Text kRosterSubmittedTerms[] = {"security/4/{center}"};
constexpr TypeSpec kRosterSubmitted{
    .type = "roster.submitted",
    .group = "security",
    .stream_kind = "roster",
    .stream_field = "contract_id,person_id",
    .fields = kRosterSubmittedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kPersonKnown,
                    RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kRosterSubmittedTerms,
    .retention = "contract_5y",
    .label_ja = "従事者の情報の提示",
    .label_en = "Worker submitted to the officer",
    .source = "001 annex 4",
    .step = {.from = kFromNothing, .to = "listed"}};

constexpr FieldSpec kRosterChangeAnnouncedFields[] = {
    id("contract_id", "委託契約", "Entrustment"),
    id("person_id", "従事者", "Worker"),
    id("org_id", "所属", "Affiliation"),
    code("change", kWorkerChanges, "変更", "Change"),
    date("effective_from", "変更予定日", "Effective from"),
    opt(secret(text("expertise", "専門性（資格・研修）", "Expertise"), kOfPerson)),
    opt(secret(text("record", "実績", "Record"), kOfPerson)),
    opt(secret(text("nationality", "国籍", "Nationality"), kOfPerson))};
constexpr Text kRosterChangeAnnouncedTerms[] = {"security/4/{center}"};
constexpr TypeSpec kRosterChangeAnnounced{
    .type = "roster.change_announced",
    .group = "security",
    .stream_kind = "roster",
    .stream_field = "contract_id,person_id",
    .fields = kRosterChangeAnnouncedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kContractKnown,
                    RuleId::kSecurityContract, RuleId::kPersonKnown, RuleId::kAnnouncedBefore>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kRosterChangeAnnouncedTerms,
    .retention = "contract_5y",
    .label_ja = "従事者の変更の事前提示",
    .label_en = "Change of a worker announced",
    .source = "001 annex 4",
    .step = {.from = kFromNothingListed, .to = "listed"}};

constexpr const TypeSpec* kRows[] = {
    &kSecplanSubmitted,      &kSecplanApproved,          &kSecplanChangeProposed,
    &kSecplanChangeAgreed,   &kSecreportSubmitted,       &kSecreportFoundInsufficient,
    &kSecreportRemedied,     &kRegulationVersionAdopted, &kGovauditNotified,
    &kGovauditAccepted,      &kGovauditFindingRaised,    &kGovauditFindingClosed,
    &kRosterCompanyDeclared, &kRosterSubmitted,          &kRosterChangeAnnounced};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> secplan_rows() {
  return rows::kRows;
}

}  // namespace ledger

#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kQualifications[] = {"sme_consultant",
                                    "it_coordinator",
                                    "labour_consultant",
                                    "financial_planner",
                                    "information_engineer",
                                    "tax_accountant",
                                    "sales_specialist",
                                    "administrative_scrivener",
                                    "lawyer",
                                    "food_coordinator",
                                    "color_coordinator",
                                    "iso_auditor",
                                    "cook",
                                    "professional_engineer",
                                    "architect",
                                    "web_designer",
                                    "certified_accountant",
                                    "trade_adviser",
                                    "patent_attorney",
                                    "social_worker",
                                    "judicial_scrivener",
                                    "real_estate_appraiser",
                                    "other"};

constexpr Text kFromNothing[] = {""};
constexpr Text kFromRecognisedClosed[] = {"recognised", "closed"};
constexpr Text kFromOpen[] = {"open"};
constexpr Text kFromNothingRemoved[] = {"", "removed"};
constexpr Text kFromListed[] = {"listed"};

// The notes ask for a reference to the recognition; here it is an event of the bureau that decides (001
// I.3(2)).
constexpr FieldSpec kSatelliteRecognisedFields[] = {
    id("site_id", "窓口", "Site"), id("center_id", "拠点", "Centre"),
    fiscal_year("fy", "予算年度", "Fiscal year of the budget"),
    date("recognised_on", "認定日", "Recognised on")};
constexpr TypeSpec kSatelliteRecognised{
    .type = "satellite.recognised",
    .group = "people",
    .stream_kind = "satellite",
    .stream_field = "site_id",
    .fields = kSatelliteRecognisedFields,
    .signers = kBureau,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kStepNew, RuleId::kCenterKnown, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "contract_5y",
    .label_ja = "サテライトの必要性の認定",
    .label_en = "Satellite recognised as necessary",
    .source = "001 I.3(2)",
    .step = {.from = kFromNothing, .to = "recognised"}};

constexpr FieldSpec kSatelliteOpenedFields[] = {
    id("site_id", "窓口", "Site"), id("center_id", "拠点", "Centre"),
    date("opened_on", "開設日", "Opened on"), secret(text("address", "所在地", "Address"), kOfCenter)};
constexpr TypeSpec kSatelliteOpened{
    .type = "satellite.opened",
    .group = "people",
    .stream_kind = "satellite",
    .stream_field = "site_id",
    .fields = kSatelliteOpenedFields,
    .signers = kImplBody,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "contract_5y",
    .label_ja = "サテライトの開設",
    .label_en = "Satellite opened",
    .source = "001 I.3(2)",
    .step = {.from = kFromRecognisedClosed, .to = "open"}};

constexpr FieldSpec kSatelliteClosedFields[] = {id("site_id", "窓口", "Site"),
                                                id("center_id", "拠点", "Centre"),
                                                date("closed_on", "閉鎖日", "Closed on")};
constexpr TypeSpec kSatelliteClosed{
    .type = "satellite.closed",
    .group = "people",
    .stream_kind = "satellite",
    .stream_field = "site_id",
    .fields = kSatelliteClosedFields,
    .signers = kImplBody,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "contract_5y",
    .label_ja = "サテライトの閉鎖",
    .label_en = "Satellite closed",
    .source = "001 I.3(2)",
    .step = {.from = kFromOpen, .to = "closed"}};

constexpr FieldSpec kPersonQualificationDeclaredFields[] = {
    id("person_id", "対象者", "Person"), code("qualification", kQualifications, "資格", "Qualification"),
    date("declared_on", "申告日", "Declared on"),
    opt(secret(text("number", "登録番号", "Registration number"), kOfPerson))};
constexpr TypeSpec kPersonQualificationDeclared{
    .type = "person.qualification_declared",
    .group = "people",
    .stream_kind = "person",
    .stream_field = "person_id",
    .fields = kPersonQualificationDeclaredFields,
    .signers = kWorkers,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kPersonKnown, RuleId::kDateFuture, RuleId::kQualificationOwn>,
    .retention = "contract_5y",
    .label_ja = "保有資格の申告",
    .label_en = "Qualification declared",
    .source = "003 3(1)(2) table 11; 002"};

constexpr FieldSpec kHandlerListedFields[] = {id("contract_id", "委託契約", "Entrustment"),
                                              id("person_id", "対象者", "Person"),
                                              date("listed_on", "登載日", "Listed on")};
constexpr TypeSpec kHandlerListed{
    .type = "handler.listed",
    .group = "people",
    .stream_kind = "handler",
    .stream_field = "contract_id,person_id",
    .fields = kHandlerListedFields,
    .signers = kContractor,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kContractKnown,
                    RuleId::kSecurityContract, RuleId::kPersonKnown, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "contract_5y",
    .label_ja = "情報取扱者の登載",
    .label_en = "Information handler listed",
    .source = "001 VII.2(9)",
    .step = {.from = kFromNothingRemoved, .to = "listed"}};

constexpr FieldSpec kHandlerRemovedFields[] = {id("contract_id", "委託契約", "Entrustment"),
                                               id("person_id", "対象者", "Person"),
                                               date("removed_on", "削除日", "Removed on")};
constexpr TypeSpec kHandlerRemoved{
    .type = "handler.removed",
    .group = "people",
    .stream_kind = "handler",
    .stream_field = "contract_id,person_id",
    .fields = kHandlerRemovedFields,
    .signers = kContractor,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "contract_5y",
    .label_ja = "情報取扱者の削除",
    .label_en = "Information handler removed",
    .source = "001 VII.2(9)",
    .step = {.from = kFromListed, .to = "removed"}};

constexpr const TypeSpec* kRows[] = {&kSatelliteRecognised,         &kSatelliteOpened, &kSatelliteClosed,
                                     &kPersonQualificationDeclared, &kHandlerListed,   &kHandlerRemoved};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> center_rows() {
  return rows::kRows;
}

}  // namespace ledger

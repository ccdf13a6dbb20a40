#include "ledger/domain/catalogue_fields.h"
#include "ledger/domain/cross_checks.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kBusinessKinds[] = {"corporation", "sole_proprietor", "pre_startup"};
constexpr Text kNumberStates[] = {"given", "absent"};
constexpr Text kPrefectures[] = {"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12",
                                 "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24",
                                 "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36",
                                 "37", "38", "39", "40", "41", "42", "43", "44", "45", "46", "47"};
// Divisions of the Japan Standard Industrial Classification.
constexpr Text kIndustries[] = {"A", "B", "C", "D", "E", "F", "G", "H", "I", "J",
                                "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T"};
constexpr Text kForms[] = {"kessansho", "lobben"};
constexpr Text kPeriodRelations[] = {"new", "overlaps", "unknown"};
constexpr Text kFinancialsKinds[] = {"corporation", "sole_proprietor"};
constexpr Text kBusinessTerms[] = {"business/{business}"};
constexpr Text kRegisteredTerms[] = {
    "business/{business}",
    "[kind=corporation,corporate_number_state=absent]flag/business.unverified/{center}/{rym}"};

constexpr FieldSpec secret_yen(Text name, std::int64_t min, Text ja, Text en) {
  return opt(secret(yen(name, min, ja, en), kOfBusiness));
}

constexpr FieldSpec kBusinessFields[] = {
    id("business_id", "事業者", "Business"),
    id("center_id", "登録した拠点", "Registering centre"),
    code("kind", kBusinessKinds, "事業者の種別", "Kind of business"),
    code("pref_code", kPrefectures, "都道府県コード", "Prefecture (JIS X 0401)"),
    code("jsic_code", kIndustries, "業種（日本標準産業分類の大分類）", "Industry (JSIC division)"),
    code("corporate_number_state", kNumberStates, "法人番号の有無", "Corporate number given or absent"),
    secret(text("name", "名称・氏名", "Name"), kOfBusiness),
    opt(secret(text("kana", "フリガナ", "Reading of the name"), kOfBusiness)),
    opt(secret(text("address", "所在地", "Address"), kOfBusiness)),
    opt(secret(text("representative", "代表者", "Representative"), kOfBusiness)),
    opt(secret(text("tel", "電話番号", "Telephone"), kOfBusiness)),
    opt(secret(of_kind(FieldKind::kCorporateNumber, "corporate_number", "法人番号", "Corporate number"),
               kOfBusiness))};
constexpr TypeSpec kRegistered{.type = "business.registered",
                               .group = "business",
                               .stream_kind = "business",
                               .stream_field = "business_id",
                               .fields = kBusinessFields,
                               .signers = kConsultantsAndStaff,
                               .purposes = kForSupport,
                               .rules = kRules<RuleId::kBusinessNew, RuleId::kCenterKnown>,
                               .effects = kEffects<EffectId::kBusinessRegistered>,
                               .terms = kRegisteredTerms,
                               .retention = "support_5y",
                               .label_ja = "事業者の登録",
                               .label_en = "Business registered",
                               .source = "003 3(1); 001 II.4",
                               .cross_check = check_business_number};

constexpr FieldSpec kFinancialsFields[] = {
    id("business_id", "事業者", "Business"),
    code("business_kind", kFinancialsKinds, "事業者の種別", "Kind of business"),
    code("form", kForms, "様式（決算書・ローカルベンチマーク）", "Form: statements or local benchmark"),
    opt(code("period_relation", kPeriodRelations, "既提出期間との関係", "Relation to earlier periods")),
    date("submitted_on", "提出日", "Submitted on"),
    secret(date("period_start", "期首", "First day of the period"), kOfBusiness),
    secret(date("period_end", "期末", "Last day of the period"), kOfBusiness),
    secret(yen("sales", 0, "売上高", "Sales"), kOfBusiness),
    secret(yen("operating_profit", -kAmountYenMax, "営業利益", "Operating profit"), kOfBusiness),
    secret(yen("depreciation", 0, "減価償却費", "Depreciation"), kOfBusiness),
    secret_yen("personnel_cost", 0, "人件費", "Personnel cost"),
    secret_yen("welfare_cost", 0, "福利厚生費", "Welfare cost"),
    secret_yen("wages", 0, "給料賃金", "Wages"),
    opt(secret(count("employees", 0, 1'000'000, "従業員数", "Employees"), kOfBusiness)),
    opt(secret(document("evidence_sha256", "証拠書類のハッシュ", "Evidence (SHA-256)"), kOfBusiness))};
constexpr TypeSpec kFinancials{.type = "business.financials_submitted",
                               .group = "business",
                               .stream_kind = "business",
                               .stream_field = "business_id",
                               .fields = kFinancialsFields,
                               .signers = kConsultantsAndStaff,
                               .purposes = kForSupport,
                               .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture,
                                               RuleId::kFinancialsKind, RuleId::kFinancialsPeriod>,
                               .effects = kEffects<EffectId::kFinancialsSubmitted>,
                               .terms = kBusinessTerms,
                               .retention = "support_5y",
                               .label_ja = "決算書等の提出",
                               .label_en = "Financial statements submitted",
                               .source = "003 2(2)(3), fn 8",
                               .cross_check = check_financials};

constexpr FieldSpec kProfileFields[] = {
    id("business_id", "事業者", "Business"), date("as_of_on", "基準日", "As of"),
    secret_yen("capital_yen", 0, "資本金", "Capital (yen)"),
    opt(secret(count("employees", 0, 1'000'000, "従業員数", "Employees"), kOfBusiness)),
    opt(secret(count("part_time", 0, 1'000'000, "うち短時間従業員数", "Part-time employees"), kOfBusiness))};
constexpr TypeSpec kProfile{.type = "business.profile_updated",
                            .group = "business",
                            .stream_kind = "business",
                            .stream_field = "business_id",
                            .fields = kProfileFields,
                            .signers = kConsultantsAndStaff,
                            .purposes = kForSupport,
                            .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture>,
                            .terms = kBusinessTerms,
                            .retention = "support_5y",
                            .label_ja = "事業者情報の更新",
                            .label_en = "Business profile updated",
                            .source = "003 3(1)"};

constexpr const TypeSpec* kRows[] = {&kRegistered, &kFinancials, &kProfile};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> business_rows() {
  return rows::kRows;
}

}  // namespace ledger

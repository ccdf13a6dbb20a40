#include "ledger/domain/catalogue_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kAlgorithms[] = {"Ed25519", "ES256"};
constexpr Text kKeyPurposes[] = {"author", "attestor", "log", "tls"};
constexpr Text kRevocationReasons[] = {"rotated_out", "left", "lost", "compromised", "superseded"};
constexpr Text kOrgKinds[] = {"smea",        "bureau",         "hq",          "impl_body",
                              "support_org", "other_ministry", "gov_auditor", "subcontractor"};
constexpr Text kSupportKinds[] = {"commerce_association",
                                  "chamber_of_commerce",
                                  "financial_institution",
                                  "revitalisation_council",
                                  "succession_centre",
                                  "certified_body",
                                  "tax_accountant",
                                  "local_government",
                                  "university",
                                  "public_laboratory",
                                  "smrj",
                                  "other"};
constexpr Text kGrantableRoles[] = {"admin",      "smea_officer", "bureau_officer", "hq_staff",
                                    "hq_adviser", "impl_lead",    "impl_staff",     "cco",
                                    "sub_cco",    "co",           "prod_lead",      "prod_supporter",
                                    "auditor",    "sec_staff",    "mirror"};
constexpr Text kPrefectures[] = {"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12",
                                 "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24",
                                 "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36",
                                 "37", "38", "39", "40", "41", "42", "43", "44", "45", "46", "47"};
constexpr Text kCenterRegistrars[] = {"admin", "bureau_officer"};
constexpr Text kRoleGranters[] = {"admin", "bureau_officer", "hq_staff", "impl_lead"};
constexpr Text kKeyTerms[] = {"key/{kid}"};
constexpr Text kRotatedTerms[] = {"key/{kid}", "key/{new_kid}"};
constexpr Text kRoleTerms[] = {"role/{person_id}"};

constexpr FieldSpec kOrgFields[] = {
    id("org_id", "組織", "Organisation"), code("kind", kOrgKinds, "種別", "Kind"),
    opt(code("support_kind", kSupportKinds, "支援機関の種別", "Kind of support organisation")),
    secret(text("name", "名称", "Name"), kOfOrg),
    opt(secret(of_kind(FieldKind::kCorporateNumber, "corporate_number", "法人番号", "Corporate number"),
               kOfOrg))};
constexpr TypeSpec kOrgRegistered{.type = "org.registered",
                                  .group = "people",
                                  .stream_kind = "org",
                                  .stream_field = "org_id",
                                  .fields = kOrgFields,
                                  .signers = kOrgRegistrars,
                                  .way_in = WayIn::kAuthorOnly,
                                  .purposes = kForAdministration,
                                  .rules = kRules<RuleId::kOrgNew>,
                                  .effects = kEffects<EffectId::kOrgRegistered>,
                                  .retention = "permanent",
                                  .label_ja = "組織の登録",
                                  .label_en = "Organisation registered",
                                  .source = "001 I.1, I.2"};

constexpr FieldSpec kCenterFields[] = {
    id("center_id", "拠点", "Centre"),
    code("pref_code", kPrefectures, "都道府県コード", "Prefecture (JIS X 0401)"),
    id("impl_body", "実施機関", "Implementing body"), id("bureau", "経済産業局", "Bureau"),
    fiscal_year("fy", "年度", "Fiscal year")};
constexpr TypeSpec kCenterEstablished{
    .type = "center.established",
    .group = "people",
    .stream_kind = "center",
    .stream_field = "center_id",
    .fields = kCenterFields,
    .signers = kCenterRegistrars,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kCenterNew, RuleId::kCenterPrefecture, RuleId::kCenterOrgKind>,
    .effects = kEffects<EffectId::kCenterEstablished>,
    .retention = "permanent",
    .label_ja = "よろず支援拠点の設置",
    .label_en = "Centre established",
    .source = "001 I.1, V.1"};

constexpr FieldSpec kPersonFields[] = {
    id("person_id", "対象者", "Person"), opt(id("org_id", "所属", "Affiliation")),
    secret(text("name", "氏名", "Name"), kOfPerson),
    opt(secret(text("kana", "フリガナ", "Reading of the name"), kOfPerson)),
    opt(secret(text("contact", "連絡先", "Contact"), kOfPerson))};
constexpr TypeSpec kPersonRegistered{.type = "person.registered",
                                     .group = "people",
                                     .stream_kind = "person",
                                     .stream_field = "person_id",
                                     .fields = kPersonFields,
                                     .signers = kPersonRegistrars,
                                     .purposes = kForAdministration,
                                     .rules = kRules<RuleId::kPersonNew>,
                                     .effects = kEffects<EffectId::kPersonRegistered>,
                                     .retention = "contract_5y",
                                     .label_ja = "従事者の登録",
                                     .label_en = "Person registered",
                                     .source = "001 II.1, annex 4"};

constexpr FieldSpec kLicenceFields[] = {id("licence_id", "利用権", "Licence"),
                                        id("person_id", "対象者", "Person"),
                                        date("issued_on", "付与日", "Issued on")};
constexpr TypeSpec kLicenceIssued{
    .type = "licence.issued",
    .group = "people",
    .stream_kind = "person",
    .stream_field = "person_id",
    .fields = kLicenceFields,
    .signers = kOrgRegistrars,
    .purposes = kForAdministration,
    .rules =
        kRules<RuleId::kPersonKnown, RuleId::kDateFuture, RuleId::kLicenceShared, RuleId::kLicenceSecond>,
    .effects = kEffects<EffectId::kLicenceIssued>,
    .retention = "contract_5y",
    .label_ja = "システム利用権の付与",
    .label_en = "Licence issued",
    .source = "001 II.4"};

constexpr FieldSpec kLicenceRevokedFields[] = {id("licence_id", "利用権", "Licence"),
                                               id("person_id", "対象者", "Person"),
                                               date("revoked_on", "失効日", "Revoked on")};
constexpr TypeSpec kLicenceRevoked{.type = "licence.revoked",
                                   .group = "people",
                                   .stream_kind = "person",
                                   .stream_field = "person_id",
                                   .fields = kLicenceRevokedFields,
                                   .signers = kOrgRegistrars,
                                   .purposes = kForAdministration,
                                   .rules = kRules<RuleId::kLicenceActive, RuleId::kDateFuture>,
                                   .effects = kEffects<EffectId::kLicenceRevoked>,
                                   .retention = "contract_5y",
                                   .label_ja = "システム利用権の失効",
                                   .label_en = "Licence revoked",
                                   .source = "001 II.4"};

constexpr FieldSpec kKeyFields[] = {id("kid", "鍵", "Key id (RFC 7638)"),
                                    code("algorithm", kAlgorithms, "方式", "Algorithm"),
                                    key("public_key", "公開鍵", "Public key"),
                                    code("purpose", kKeyPurposes, "用途", "Purpose"),
                                    opt(id("person_id", "名義人", "Person")),
                                    opt(id("principal", "認証主体", "Principal")),
                                    instant("valid_from", "有効期間の初め", "Valid from"),
                                    opt(instant("valid_to", "有効期間の終わり", "Valid to"))};
constexpr TypeSpec kKeyEnrolled{
    .type = "key.enrolled",
    .group = "people",
    .stream_kind = "key",
    .stream_field = "kid",
    .fields = kKeyFields,
    .signers = kRegistrars,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForKeys,
    .rules = kRules<RuleId::kKeyThumbprint, RuleId::kKeyPurposeDisjoint, RuleId::kKeyNew,
                    RuleId::kKeyOwnerGiven, RuleId::kRegistrarScope, RuleId::kKeyTerm>,
    .effects = kEffects<EffectId::kKeyEnrolled>,
    .terms = kKeyTerms,
    .retention = "permanent",
    .label_ja = "鍵の登録",
    .label_en = "Key enrolled",
    .source = "001 annex 10, 16(4)"};

constexpr FieldSpec kKeyRotatedFields[] = {id("kid", "旧い鍵", "Old key id"),
                                           id("new_kid", "新しい鍵", "New key id"),
                                           code("algorithm", kAlgorithms, "方式", "Algorithm"),
                                           key("public_key", "公開鍵", "New public key"),
                                           instant("valid_from", "有効期間の初め", "Valid from"),
                                           opt(instant("valid_to", "有効期間の終わり", "Valid to"))};
constexpr TypeSpec kKeyRotated{
    .type = "key.rotated",
    .group = "people",
    .stream_kind = "key",
    .stream_field = "kid",
    .fields = kKeyRotatedFields,
    .signers = kEveryone,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForKeys,
    .rules = kRules<RuleId::kKeyKnown, RuleId::kKeyLive, RuleId::kKeyOwner, RuleId::kKeyThumbprint,
                    RuleId::kKeyPurposeDisjoint, RuleId::kKeyNew, RuleId::kKeyTerm>,
    .effects = kEffects<EffectId::kKeyRotated>,
    .terms = kRotatedTerms,
    .retention = "permanent",
    .label_ja = "鍵の交換",
    .label_en = "Key rotated",
    .source = "001 annex 10, 16(4)"};

constexpr FieldSpec kKeyRevokedFields[] = {
    id("kid", "鍵", "Key id"), code("reason", kRevocationReasons, "理由", "Reason"),
    opt(instant("compromised_since", "漏えいの疑いの始期", "Compromised since"))};
constexpr TypeSpec kKeyRevoked{.type = "key.revoked",
                               .group = "people",
                               .stream_kind = "key",
                               .stream_field = "kid",
                               .fields = kKeyRevokedFields,
                               .signers = kEveryone,
                               .way_in = WayIn::kAuthorOnly,
                               .purposes = kForKeys,
                               .rules = kRules<RuleId::kKeyKnown, RuleId::kKeyLive, RuleId::kKeyOwner>,
                               .effects = kEffects<EffectId::kKeyRevoked>,
                               .terms = kKeyTerms,
                               .retention = "permanent",
                               .label_ja = "鍵の失効",
                               .label_en = "Key revoked",
                               .source = "001 annex 10, 16(4)"};

constexpr FieldSpec kGrantFields[] = {
    id("person_id", "対象者", "Person"),
    code("role", kGrantableRoles, "役割", "Role"),
    id("scope", "範囲（拠点・組織・nation）", "Scope: centre, organisation or nation"),
    date("valid_from", "有効期間の初日", "First day"),
    opt(date("valid_to", "有効期間の末日", "Last day")),
    opt(event_ref("basis", "根拠となる事象", "Event it rests on"))};
constexpr TypeSpec kRoleGranted{
    .type = "role.granted",
    .group = "people",
    .stream_kind = "person",
    .stream_field = "person_id",
    .fields = kGrantFields,
    .signers = kRoleGranters,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kPersonKnown, RuleId::kRoleGrantable, RuleId::kRoleScopeKnown, RuleId::kRoleTerm,
                    RuleId::kRoleBasis, RuleId::kRoleIncompatible, RuleId::kRoleCount>,
    .effects = kEffects<EffectId::kRoleGranted>,
    .terms = kRoleTerms,
    .retention = "contract_5y",
    .label_ja = "役割の付与",
    .label_en = "Role granted",
    .source = "001 II.1; 000 2"};

constexpr FieldSpec kRoleRevokedFields[] = {id("person_id", "対象者", "Person"),
                                            code("role", kGrantableRoles, "役割", "Role"),
                                            id("scope", "範囲", "Scope")};
constexpr TypeSpec kRoleRevoked{.type = "role.revoked",
                                .group = "people",
                                .stream_kind = "person",
                                .stream_field = "person_id",
                                .fields = kRoleRevokedFields,
                                .signers = kRoleGranters,
                                .way_in = WayIn::kAuthorOnly,
                                .purposes = kForAdministration,
                                .rules = kRules<RuleId::kRoleLive, RuleId::kRoleGrantable>,
                                .effects = kEffects<EffectId::kRoleRevoked>,
                                .terms = kRoleTerms,
                                .retention = "contract_5y",
                                .label_ja = "役割の取消し",
                                .label_en = "Role revoked",
                                .source = "001 II.1; 000 2"};

constexpr const TypeSpec* kRows[] = {
    &kOrgRegistered, &kCenterEstablished, &kPersonRegistered, &kLicenceIssued, &kLicenceRevoked,
    &kKeyEnrolled,   &kKeyRotated,        &kKeyRevoked,       &kRoleGranted,   &kRoleRevoked};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> people_rows() {
  return rows::kRows;
}

}  // namespace ledger

#include "ledger/domain/catalogue_fields.h"
#include "ledger/domain/generation.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kKeyAlgorithms[] = {"Ed25519", "ES256"};
constexpr Text kClockReasons[] = {"ntp_correction", "restart", "restored", "hardware"};

constexpr std::int64_t kPositionMax = std::int64_t{1} << 53;

constexpr FieldSpec kGenesisFields[] = {
    of_kind(FieldKind::kOrigin, "origin", "台帳の名称（起点）", "Origin of the ledger"),
    count("generation", 1, 1'000'000, "世代", "Generation"),
    key("log_key", "台帳署名鍵", "Log signing key (Ed25519)"),
    key("attestor_key", "証明鍵", "Attestor key"),
    code("attestor_algorithm", kKeyAlgorithms, "証明鍵の方式", "Attestor key algorithm"),
    id("admin_person", "最初のシステム管理者", "First administrator"),
    key("admin_key", "最初のシステム管理者の署名鍵", "First administrator's author key"),
    code("admin_algorithm", kKeyAlgorithms, "管理者の署名鍵の方式", "Administrator key algorithm"),
    id("catalogue", "事象目録の版", "Catalogue version"),
    count("index_map", 1, 1'000'000, "索引規則の版", "Index map version"),
    opt(flag("conformance", "適合試験用台帳", "Conformance ledger")),
    opt(of_kind(FieldKind::kOrigin, "previous_origin", "前世代の名称", "Origin of the ledger before")),
    opt(key("previous_log_key", "前世代の台帳署名鍵", "Log key of the ledger before")),
    opt(count("previous_size", 1, kPositionMax, "引き継いだ記録の数", "Entries carried over")),
    opt(of_kind(FieldKind::kHash, "previous_root", "その根", "Root at that size")),
    opt(bytes("previous_signature", 64, 64, "その署名", "Signature of that checkpoint")),
    opt(count("previous_anchor_size", 0, kPositionMax, "判明している最大の記録数",
              "Largest size known of the ledger before")),
    opt(count("lost_from", 0, kPositionMax, "失われた最初の位置", "First position that is lost")),
    opt(count("lost_to", 0, kPositionMax, "失われた最後の位置", "Last position that is lost")),
    opt(count("state_parts", 1, kPositionMax, "引き継ぐ判定状態の部数", "Parts of the imported state")),
    opt(of_kind(FieldKind::kHash, "state_digest", "引き継ぐ判定状態の要約値", "Digest of those parts"))};
constexpr TypeSpec kGenesis{.type = "ledger.genesis",
                            .group = "ledger",
                            .stream_kind = "ledger",
                            .fields = kGenesisFields,
                            .signers = kAdmins,
                            .way_in = WayIn::kAuthorOnly,
                            .purposes = kForAdministration,
                            .rules = kRules<RuleId::kCatalogueKnown>,
                            .effects = kEffects<EffectId::kGenesis, EffectId::kGeneration>,
                            .retention = "permanent",
                            .label_ja = "台帳の開設",
                            .label_en = "Ledger opened",
                            .source = "design"};

// Its rules are decide()'s own (generation.h): they need the part before and the genesis together.
constexpr FieldSpec kImportedFields[] = {count("part", 1, kPositionMax, "部の番号", "Number of the part"),
                                         bytes("rows", 1, static_cast<std::int64_t>(kImportPartBytesMax),
                                               "判定状態の行", "Rows of decision state")};
constexpr TypeSpec kImported{.type = kStateImportedType,
                             .group = "ledger",
                             .stream_kind = "ledger",
                             .fields = kImportedFields,
                             .signers = kAdmins,
                             .way_in = WayIn::kAuthorOnly,
                             .purposes = kForAdministration,
                             .effects = kEffects<EffectId::kStateImported>,
                             .retention = "permanent",
                             .label_ja = "前世代の判定状態の引き継ぎ",
                             .label_en = "State of the ledger before imported",
                             .source = "design"};

constexpr FieldSpec kAdoptedFields[] = {
    id("catalogue", "事象目録の版", "Catalogue version"), id("rules", "規則の版", "Rules version"),
    count("index_map", 1, 1'000'000, "索引規則の版", "Index map version")};
constexpr TypeSpec kAdopted{.type = "catalogue.adopted",
                            .group = "ledger",
                            .stream_kind = "ledger",
                            .fields = kAdoptedFields,
                            .signers = kAdmins,
                            .way_in = WayIn::kAuthorOnly,
                            .purposes = kForAdministration,
                            .rules = kRules<RuleId::kCatalogueKnown>,
                            .effects = kEffects<EffectId::kCatalogueAdopted>,
                            .retention = "permanent",
                            .label_ja = "事象目録の採用",
                            .label_en = "Catalogue adopted",
                            .source = "design"};

constexpr FieldSpec kPolicyFields[] = {id("name", "項目名", "Parameter"),
                                       of_kind(FieldKind::kSetting, "value", "値", "Value")};
constexpr Text kPolicyTerms[] = {"policy/{name}"};
constexpr Text kPolicySigners[] = {"admin", "smea_officer", "hq_staff", "bureau_officer"};
constexpr TypeSpec kPolicy{
    .type = "policy.parameter_set",
    .group = "ledger",
    .stream_kind = "policy",
    .stream_field = "name",
    .fields = kPolicyFields,
    .signers = kPolicySigners,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kPolicyOwner, RuleId::kPolicyValue, RuleId::kPolicySupported>,
    .effects = kEffects<EffectId::kPolicySet>,
    .terms = kPolicyTerms,
    .retention = "permanent",
    .label_ja = "運用項目の設定",
    .label_en = "Policy parameter set",
    .source = "design"};

constexpr Text kPrincipalKinds[] = {"personal", "system"};
constexpr FieldSpec kBoundFields[] = {
    id("principal", "認証主体", "Principal"), code("kind", kPrincipalKinds, "種別", "Kind"),
    id("person_id", "対象者", "Person"),
    secret(text("credential", "資格情報（証明書の発行者・主体）", "Credential: issuer and subject"),
           kOfPerson)};
constexpr TypeSpec kBound{
    .type = "principal.bound",
    .group = "ledger",
    .stream_kind = "principal",
    .stream_field = "principal",
    .fields = kBoundFields,
    .signers = kRegistrars,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForKeys,
    .rules = kRules<RuleId::kPrincipalReserved, RuleId::kPersonKnown, RuleId::kRegistrarScope,
                    RuleId::kPrincipalKind, RuleId::kPrincipalUnbound, RuleId::kPrincipalPersonal>,
    .effects = kEffects<EffectId::kPrincipalBound>,
    .retention = "permanent",
    .label_ja = "認証主体と人の対応付け",
    .label_en = "Principal bound to a person",
    .source = "001 annex 10"};

constexpr FieldSpec kReleasedFields[] = {id("principal", "認証主体", "Principal"),
                                         id("person_id", "対象者", "Person")};
constexpr TypeSpec kReleased{.type = "principal.released",
                             .group = "ledger",
                             .stream_kind = "principal",
                             .stream_field = "principal",
                             .fields = kReleasedFields,
                             .signers = kRegistrars,
                             .way_in = WayIn::kAuthorOnly,
                             .purposes = kForKeys,
                             .rules = kRules<RuleId::kPrincipalBound, RuleId::kRegistrarScope>,
                             .effects = kEffects<EffectId::kPrincipalReleased>,
                             .retention = "permanent",
                             .label_ja = "認証主体と人の対応の解除",
                             .label_en = "Principal released from a person",
                             .source = "001 annex 10"};

constexpr FieldSpec kClockFields[] = {instant("last_recorded_at", "直前の記録時刻", "Last recorded time"),
                                      instant("clock_at", "確認した時刻", "Confirmed clock"),
                                      code("reason", kClockReasons, "原因", "Reason")};
constexpr TypeSpec kClock{.type = "clock.confirmed",
                          .group = "ledger",
                          .stream_kind = "ledger",
                          .fields = kClockFields,
                          .signers = kAdmins,
                          .way_in = WayIn::kAuthorOnly,
                          .purposes = kForKeys,
                          .retention = "permanent",
                          .label_ja = "時計の確認",
                          .label_en = "Clock confirmed",
                          .source = "design"};

// Its rules are decide()'s own: they need the target event and the pending record together.
constexpr FieldSpec kCountersignedFields[] = {
    event_ref("target", "連署の対象", "Countersigned event"),
    count("target_position", 0, std::int64_t{1} << 53, "対象の位置", "Position of the target"),
    of_kind(FieldKind::kHash, "target_leaf", "対象の葉ハッシュ", "Leaf hash of the target")};
constexpr TypeSpec kCountersigned{.type = "event.countersigned",
                                  .group = "ledger",
                                  .stream_kind = "ledger",
                                  .fields = kCountersignedFields,
                                  .signers = kEveryone,
                                  .way_in = WayIn::kAuthorOnly,
                                  .purposes = kForAnything,
                                  .retention = "permanent",
                                  .label_ja = "連署",
                                  .label_en = "Countersignature",
                                  .source = "001 II.1; design"};

constexpr const TypeSpec* kRows[] = {&kGenesis,  &kAdopted, &kPolicy,        &kBound,
                                     &kReleased, &kClock,   &kCountersigned, &kImported};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> ledger_rows() {
  return rows::kRows;
}

}  // namespace ledger

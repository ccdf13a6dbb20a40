#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kTargets[] = {"logging", "access", "retention", "network", "keys", "other"};
constexpr Text kYesNo[] = {"yes", "no"};
constexpr Text kVerdicts[] = {"intact", "damaged"};
constexpr Text kReasons[] = {"disk_full", "store_error", "queue_full", "clock_jump", "maintenance"};
constexpr Text kDestructions[] = {"key_deleted", "key_shredded", "module_zeroised"};
constexpr Text kScopesOfKeys[] = {"center", "bureau", "hq"};

constexpr Text kFromNothingObtained[] = {"", "obtained"};
constexpr Text kFromObtained[] = {"obtained"};
constexpr Text kFromNothing[] = {""};
constexpr Text kFromTakenRestored[] = {"taken", "restored"};
constexpr Text kFromNothingRestored[] = {"", "restored"};
constexpr Text kFromDegraded[] = {"degraded"};

constexpr FieldSpec kConfigChangedFields[] = {
    id("setting", "設定項目", "Setting"), code("target", kTargets, "対象", "Target"),
    code("weakens", kYesNo, "保護の弱化", "Weakens protection"), date("changed_on", "変更日", "Changed on"),
    secret(text("change", "変更内容", "Change"), kOfActor)};
constexpr Text kConfigChangedTerms[] = {"[weakens=yes]flag/config.weakened/{scope}/{rym}"};
constexpr TypeSpec kConfigChanged{.type = "config.changed",
                                  .group = "ledger",
                                  .stream_kind = "ledger",
                                  .fields = kConfigChangedFields,
                                  .signers = kAdmins,
                                  .way_in = WayIn::kAuthorOnly,
                                  .purposes = kForKeys,
                                  .rules = kRules<RuleId::kDateFuture>,
                                  .terms = kConfigChangedTerms,
                                  .retention = "permanent",
                                  .label_ja = "設定の変更",
                                  .label_en = "Configuration changed",
                                  .source = "001 annex 15(3), 15(4)"};

constexpr FieldSpec kLedgerIndexCommittedFields[] = {
    count("size", 0, 9007199254740992, "対象の件数", "Size covered"),
    of_kind(FieldKind::kHash, "root", "索引の根", "Root"),
    count("map_version", 1, 1000000, "索引規則の版", "Index map version")};
constexpr TypeSpec kLedgerIndexCommitted{.type = "ledger.index_committed",
                                         .group = "ledger",
                                         .stream_kind = "ledger",
                                         .fields = kLedgerIndexCommittedFields,
                                         .way_in = WayIn::kInternal,
                                         .purposes = kForKeys,
                                         .rules = kRules<RuleId::kSizeReached>,
                                         .retention = "permanent",
                                         .label_ja = "索引の確定",
                                         .label_en = "Index committed",
                                         .source = "design"};

constexpr FieldSpec kLedgerVerifiedFields[] = {
    count("from_size", 0, 9007199254740992, "始点", "From size"),
    count("to_size", 0, 9007199254740992, "終点", "To size"),
    of_kind(FieldKind::kHash, "root", "終点の根", "Root at the end"),
    code("result", kVerdicts, "結果", "Result"), date("verified_on", "検証日", "Verified on")};
constexpr TypeSpec kLedgerVerified{
    .type = "ledger.verified",
    .group = "ledger",
    .stream_kind = "ledger",
    .fields = kLedgerVerifiedFields,
    .signers = kVerifiers,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForKeys,
    .rules = kRules<RuleId::kDateFuture, RuleId::kVerifiedRange, RuleId::kSizeReached>,
    .retention = "permanent",
    .label_ja = "台帳の検証",
    .label_en = "Ledger verified",
    .source = "001 annex 3, 10"};

constexpr FieldSpec kTimestampObtainedFields[] = {
    count("checkpoint_size", 0, 9007199254740992, "検査点の件数", "Size of the checkpoint"),
    of_kind(FieldKind::kHash, "checkpoint_root", "検査点の根", "Root of the checkpoint"),
    id("authority", "時刻認証局", "Authority"),
    instant("stamped_at", "時刻", "Stamped at"),
    instant("expires_at", "証明書の期限", "Certificate expires at"),
    secret(of_kind(FieldKind::kHash, "token_sha256", "トークンのハッシュ", "Hash of the token"), kOfActor)};
constexpr TypeSpec kTimestampObtained{
    .type = "timestamp.obtained",
    .group = "ledger",
    .stream_kind = "timestamp",
    .stream_field = "authority",
    .fields = kTimestampObtainedFields,
    .signers = kOperators,
    .purposes = kForKeys,
    .rules = kRules<RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture, RuleId::kStampTerm,
                    RuleId::kSizeReached>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "permanent",
    .label_ja = "時刻認証の取得",
    .label_en = "Time-stamp obtained",
    .source = "001 X; design",
    .step = {.from = kFromNothingObtained, .to = "obtained", .keeps = "expires_at"}};

constexpr FieldSpec kTimestampRenewedFields[] = {
    count("checkpoint_size", 0, 9007199254740992, "検査点の件数", "Size of the checkpoint"),
    of_kind(FieldKind::kHash, "checkpoint_root", "検査点の根", "Root of the checkpoint"),
    id("authority", "時刻認証局", "Authority"),
    instant("stamped_at", "時刻", "Stamped at"),
    instant("expires_at", "証明書の期限", "Certificate expires at"),
    secret(of_kind(FieldKind::kHash, "token_sha256", "トークンのハッシュ", "Hash of the token"), kOfActor)};
constexpr TypeSpec kTimestampRenewed{
    .type = "timestamp.renewed",
    .group = "ledger",
    .stream_kind = "timestamp",
    .stream_field = "authority",
    .fields = kTimestampRenewedFields,
    .signers = kOperators,
    .purposes = kForKeys,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture,
                    RuleId::kStampTerm, RuleId::kSizeReached, RuleId::kStampRenewedInTime>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "permanent",
    .label_ja = "時刻認証の更新",
    .label_en = "Time-stamp renewed",
    .source = "001 X; design",
    .step = {.from = kFromObtained, .to = "obtained", .keeps = "expires_at"}};

constexpr FieldSpec kProjectionRebuiltFields[] = {
    id("projection", "射影", "Projection"), count("to_size", 0, 9007199254740992, "件数", "Up to size"),
    of_kind(FieldKind::kHash, "digest", "要約", "Digest"), date("rebuilt_on", "実施日", "Rebuilt on")};
constexpr TypeSpec kProjectionRebuilt{.type = "projection.rebuilt",
                                      .group = "ledger",
                                      .stream_kind = "ledger",
                                      .fields = kProjectionRebuiltFields,
                                      .signers = kOperators,
                                      .purposes = kForKeys,
                                      .rules = kRules<RuleId::kDateFuture, RuleId::kSizeReached>,
                                      .retention = "permanent",
                                      .label_ja = "射影の再構築",
                                      .label_en = "Projection rebuilt",
                                      .source = "design"};

constexpr FieldSpec kBackupTakenFields[] = {
    id("backup_id", "バックアップ", "Backup"), count("to_size", 0, 9007199254740992, "件数", "Up to size"),
    of_kind(FieldKind::kHash, "manifest_sha256", "目録のハッシュ", "Hash of the manifest"),
    date("taken_on", "取得日", "Taken on"), opt(date("expires_on", "保存期限", "Kept until"))};
constexpr TypeSpec kBackupTaken{.type = "backup.taken",
                                .group = "ledger",
                                .stream_kind = "backup",
                                .stream_field = "backup_id",
                                .fields = kBackupTakenFields,
                                .signers = kOperators,
                                .purposes = kForKeys,
                                .rules = kRules<RuleId::kStepNew, RuleId::kDateFuture, RuleId::kSizeReached>,
                                .effects = kEffects<EffectId::kStepTaken>,
                                .retention = "permanent",
                                .label_ja = "バックアップの取得",
                                .label_en = "Backup taken",
                                .source = "001 annex 8, 10",
                                .step = {.from = kFromNothing, .to = "taken", .keeps = "to_size"}};

constexpr FieldSpec kBackupRestoredFields[] = {
    id("backup_id", "バックアップ", "Backup"), code("drill", kYesNo, "訓練", "Drill"),
    code("result", kVerdicts, "結果", "Result"), date("restored_on", "実施日", "Restored on")};
constexpr TypeSpec kBackupRestored{
    .type = "backup.restored",
    .group = "ledger",
    .stream_kind = "backup",
    .stream_field = "backup_id",
    .fields = kBackupRestoredFields,
    .signers = kOperators,
    .purposes = kForKeys,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "permanent",
    .label_ja = "バックアップからの復元",
    .label_en = "Backup restored",
    .source = "001 annex 8, 10",
    .step = {.from = kFromTakenRestored, .to = "restored"}};

constexpr FieldSpec kKeyDestroyedFields[] = {id("erasure_id", "破棄", "Erasure"),
                                             id("subject_kind", "対象の種別", "Kind of subject"),
                                             id("subject_id", "対象", "Subject"),
                                             code("scope", kScopesOfKeys, "範囲", "Scope"),
                                             id("center_id", "拠点", "Centre"),
                                             code("method", kDestructions, "方法", "Method"),
                                             id_list("witnesses", 1, 10, "立会者", "Witnesses"),
                                             date("destroyed_on", "破棄日", "Destroyed on")};
constexpr Text kKeyDestroyedTerms[] = {"erasure/{center_id}"};
constexpr TypeSpec kKeyDestroyed{
    .type = "key.destroyed",
    .group = "ledger",
    .stream_kind = "key_erasure",
    .stream_field = "erasure_id",
    .fields = kKeyDestroyedFields,
    .signers = kOperators,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForKeys,
    .rules = kRules<RuleId::kStepNew, RuleId::kDateFuture, RuleId::kCenterKnown, RuleId::kEraseWitness>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kKeyDestroyedTerms,
    .retention = "permanent",
    .label_ja = "データ鍵の破棄",
    .label_en = "Data key destroyed",
    .source = "001 annex 8",
    .step = {.from = kFromNothing, .to = "destroyed"}};

constexpr FieldSpec kLoggingDegradedFields[] = {id("part", "対象", "Part"),
                                                code("reason", kReasons, "原因", "Reason"),
                                                instant("degraded_at", "発生日時", "Degraded at")};
constexpr Text kLoggingDegradedTerms[] = {"flag/logging.degraded/{scope}/{rym}"};
constexpr TypeSpec kLoggingDegraded{
    .type = "logging.degraded",
    .group = "ledger",
    .stream_kind = "logging",
    .stream_field = "part",
    .fields = kLoggingDegradedFields,
    .signers = kOperators,
    .purposes = kForKeys,
    .rules = kRules<RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kLoggingDegradedTerms,
    .retention = "permanent",
    .label_ja = "記録機能の低下",
    .label_en = "Logging degraded",
    .source = "001 annex 10, 15",
    .step = {.from = kFromNothingRestored, .to = "degraded"}};

constexpr FieldSpec kLoggingRestoredFields[] = {id("part", "対象", "Part"),
                                                code("reason", kReasons, "原因", "Reason"),
                                                instant("restored_at", "回復日時", "Restored at")};
constexpr TypeSpec kLoggingRestored{
    .type = "logging.restored",
    .group = "ledger",
    .stream_kind = "logging",
    .stream_field = "part",
    .fields = kLoggingRestoredFields,
    .signers = kOperators,
    .purposes = kForKeys,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "permanent",
    .label_ja = "記録機能の回復",
    .label_en = "Logging restored",
    .source = "001 annex 10, 15",
    .step = {.from = kFromDegraded, .to = "restored"}};

constexpr FieldSpec kDisclosuresLostFields[] = {id_list("events", 1, 200, "対象の事象", "Events concerned"),
                                                date("learned_on", "判明日", "Learned on"),
                                                code("reason", kReasons, "原因", "Reason")};
constexpr TypeSpec kDisclosuresLost{.type = "disclosures.lost",
                                    .group = "ledger",
                                    .stream_kind = "ledger",
                                    .fields = kDisclosuresLostFields,
                                    .signers = kAdmins,
                                    .way_in = WayIn::kAuthorOnly,
                                    .purposes = kForKeys,
                                    .rules = kRules<RuleId::kDateFuture, RuleId::kLostKnown>,
                                    .retention = "permanent",
                                    .label_ja = "秘匿項目の滅失",
                                    .label_en = "Disclosures lost",
                                    .source = "design"};

constexpr const TypeSpec* kRows[] = {&kConfigChanged,     &kLedgerIndexCommitted, &kLedgerVerified,
                                     &kTimestampObtained, &kTimestampRenewed,     &kProjectionRebuilt,
                                     &kBackupTaken,       &kBackupRestored,       &kKeyDestroyed,
                                     &kLoggingDegraded,   &kLoggingRestored,      &kDisclosuresLost};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> operation_rows() {
  return rows::kRows;
}

}  // namespace ledger

#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kErasures[] = {"overwritten", "cryptographic", "physically_destroyed", "factory_reset"};
constexpr Text kHandBacks[] = {"handed_over", "shredded", "incinerated", "certified_disposal"};
constexpr Text kMedia[] = {"paper", "electronic"};
constexpr Text kProofs[] = {"certificate", "tool_log", "photograph", "witnessed"};
constexpr Text kRecipientKinds[] = {"state_organ", "local_government", "contractor", "support_org", "other"};

constexpr Text kFromNothing[] = {""};
constexpr Text kFromPermitted[] = {"permitted"};
constexpr Text kFromMade[] = {"made"};
constexpr Text kFromHandedBack[] = {"handed_back"};
constexpr Text kFromRequested[] = {"requested"};
constexpr Text kFromApproved[] = {"approved"};

constexpr FieldSpec kDeviceEntryPermittedFields[] = {
    id("device_id", "機器", "Device"), id("contract_id", "委託契約", "Entrustment"),
    date("first_day", "初日", "First day"), date("last_day", "末日", "Last day"),
    date("permitted_on", "許可日", "Permitted on")};
constexpr Text kDeviceEntryPermittedTerms[] = {"security/6/{center}"};
constexpr TypeSpec kDeviceEntryPermitted{
    .type = "device.entry_permitted",
    .group = "security",
    .stream_kind = "device",
    .stream_field = "device_id",
    .fields = kDeviceEntryPermittedFields,
    .signers = kOfficers,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kDeviceEntryPermittedTerms,
    .retention = "contract_5y",
    .label_ja = "機器持込みの許可",
    .label_en = "Entry of a device permitted",
    .source = "001 annex 6",
    .step = {.from = kFromNothing, .to = "permitted"}};

// Items 6 and 7 ask for a proof that the officer can check; only item 8 asks for his confirmation.
constexpr FieldSpec kDeviceErasedFields[] = {
    id("device_id", "機器", "Device"),
    id("contract_id", "委託契約", "Entrustment"),
    code("method", kErasures, "消去の方法", "Method"),
    code("proof", kProofs, "証明の方法", "Proof"),
    date("erased_on", "消去日", "Erased on"),
    secret(document("evidence_sha256", "証明書類のハッシュ", "Hash of the proof"), kOfContract)};
constexpr Text kDeviceErasedTerms[] = {"security/6/{center}"};
constexpr TypeSpec kDeviceErased{
    .type = "device.erased",
    .group = "security",
    .stream_kind = "device",
    .stream_field = "device_id",
    .fields = kDeviceErasedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kDeviceErasedTerms,
    .retention = "contract_5y",
    .label_ja = "持込み機器からの消去の証明",
    .label_en = "Device shown to be erased",
    .source = "001 annex 6",
    .step = {.from = kFromPermitted, .to = "erased"}};

constexpr FieldSpec kCopyPermittedFields[] = {id("copy_id", "複製", "Copy"),
                                              id("contract_id", "委託契約", "Entrustment"),
                                              count("copies", 1, 10000, "部数", "Copies"),
                                              code("medium", kMedia, "媒体", "Medium"),
                                              date("permitted_on", "許可日", "Permitted on"),
                                              secret(text("what", "対象", "What"), kOfContract)};
constexpr Text kCopyPermittedTerms[] = {"security/7/{center}"};
constexpr TypeSpec kCopyPermitted{
    .type = "copy.permitted",
    .group = "security",
    .stream_kind = "copy",
    .stream_field = "copy_id",
    .fields = kCopyPermittedFields,
    .signers = kOfficers,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kCopyPermittedTerms,
    .retention = "contract_5y",
    .label_ja = "複製の許可",
    .label_en = "Copying permitted",
    .source = "001 annex 7",
    .step = {.from = kFromNothing, .to = "permitted", .keeps = "copies"}};

constexpr FieldSpec kCopyMadeFields[] = {
    id("copy_id", "複製", "Copy"), id("contract_id", "委託契約", "Entrustment"),
    count("copies", 1, 10000, "部数", "Copies"), date("made_on", "作成日", "Made on")};
constexpr Text kCopyMadeTerms[] = {"security/7/{center}"};
constexpr TypeSpec kCopyMade{.type = "copy.made",
                             .group = "security",
                             .stream_kind = "copy",
                             .stream_field = "copy_id",
                             .fields = kCopyMadeFields,
                             .signers = kContractor,
                             .purposes = kForSecurity,
                             .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter,
                                             RuleId::kDateFuture, RuleId::kCopiesPermitted>,
                             .effects = kEffects<EffectId::kStepTaken>,
                             .terms = kCopyMadeTerms,
                             .retention = "contract_5y",
                             .label_ja = "複製の作成",
                             .label_en = "Copies made",
                             .source = "001 annex 7",
                             .step = {.from = kFromPermitted, .to = "made"}};

constexpr FieldSpec kCopyErasedFields[] = {
    id("copy_id", "複製", "Copy"),
    id("contract_id", "委託契約", "Entrustment"),
    code("method", kErasures, "消去の方法", "Method"),
    code("proof", kProofs, "証明の方法", "Proof"),
    date("erased_on", "消去日", "Erased on"),
    secret(document("evidence_sha256", "証明書類のハッシュ", "Hash of the proof"), kOfContract)};
constexpr Text kCopyErasedTerms[] = {"security/7/{center}"};
constexpr TypeSpec kCopyErased{
    .type = "copy.erased",
    .group = "security",
    .stream_kind = "copy",
    .stream_field = "copy_id",
    .fields = kCopyErasedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kCopyErasedTerms,
    .retention = "contract_5y",
    .label_ja = "複製の消去の証明",
    .label_en = "Copies shown to be erased",
    .source = "001 annex 7",
    .step = {.from = kFromMade, .to = "erased"}};

constexpr FieldSpec kInformationReturnedFields[] = {
    id("inventory_id", "目録", "Inventory"), id("contract_id", "委託契約", "Entrustment"),
    code("medium", kMedia, "媒体", "Medium"), date("returned_on", "返却日", "Returned on"),
    secret(document("evidence_sha256", "目録・証明書類のハッシュ", "Hash of inventory and certificate"),
           kOfContract)};
constexpr Text kInformationReturnedTerms[] = {"security/8/{center}"};
constexpr TypeSpec kInformationReturned{
    .type = "information.returned",
    .group = "security",
    .stream_kind = "information",
    .stream_field = "inventory_id",
    .fields = kInformationReturnedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kInformationReturnedTerms,
    .retention = "contract_5y",
    .label_ja = "情報の返却",
    .label_en = "Information returned",
    .source = "001 annex 8",
    .step = {.from = kFromNothing, .to = "handed_back"}};

constexpr FieldSpec kInformationDisposedFields[] = {
    id("inventory_id", "目録", "Inventory"),
    id("contract_id", "委託契約", "Entrustment"),
    code("medium", kMedia, "媒体", "Medium"),
    code("method", kHandBacks, "廃棄の方法", "Method"),
    date("disposed_on", "廃棄日", "Disposed on"),
    secret(document("evidence_sha256", "目録・証明書類のハッシュ", "Hash of inventory and certificate"),
           kOfContract)};
constexpr Text kInformationDisposedTerms[] = {"security/8/{center}"};
constexpr TypeSpec kInformationDisposed{
    .type = "information.disposed",
    .group = "security",
    .stream_kind = "information",
    .stream_field = "inventory_id",
    .fields = kInformationDisposedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kInformationDisposedTerms,
    .retention = "contract_5y",
    .label_ja = "情報の廃棄",
    .label_en = "Information disposed of",
    .source = "001 annex 8",
    .step = {.from = kFromNothing, .to = "handed_back"}};

constexpr FieldSpec kInformationErasedFields[] = {
    id("inventory_id", "目録", "Inventory"), id("contract_id", "委託契約", "Entrustment"),
    code("method", kErasures, "消去の方法", "Method"), date("erased_on", "消去日", "Erased on"),
    secret(document("evidence_sha256", "目録・証明書類のハッシュ", "Hash of inventory and certificate"),
           kOfContract)};
constexpr Text kInformationErasedTerms[] = {"security/8/{center}"};
constexpr TypeSpec kInformationErased{
    .type = "information.erased",
    .group = "security",
    .stream_kind = "information",
    .stream_field = "inventory_id",
    .fields = kInformationErasedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kInformationErasedTerms,
    .retention = "contract_5y",
    .label_ja = "情報の消去",
    .label_en = "Information erased",
    .source = "001 annex 8",
    .step = {.from = kFromNothing, .to = "handed_back"}};

constexpr FieldSpec kErasureConfirmedFields[] = {id("inventory_id", "目録", "Inventory"),
                                                 id("contract_id", "委託契約", "Entrustment"),
                                                 date("confirmed_on", "確認日", "Confirmed on")};
constexpr Text kErasureConfirmedTerms[] = {"security/8/{center}", "erasure/{center}"};
constexpr TypeSpec kErasureConfirmed{
    .type = "erasure.confirmed",
    .group = "security",
    .stream_kind = "information",
    .stream_field = "inventory_id",
    .fields = kErasureConfirmedFields,
    .signers = kOfficers,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kErasureConfirmedTerms,
    .retention = "contract_5y",
    .label_ja = "返却・廃棄・消去の確認",
    .label_en = "Return, disposal or erasure confirmed",
    .source = "001 annex 8",
    .step = {.from = kFromHandedBack, .to = "confirmed"}};

constexpr FieldSpec kExternalProvisionRequestedFields[] = {
    id("provision_id", "提供", "Provision"),
    id("contract_id", "委託契約", "Entrustment"),
    id("recipient", "提供先", "Recipient"),
    code("recipient_kind", kRecipientKinds, "提供先の種別", "Kind of recipient"),
    date("requested_on", "申請日", "Requested on"),
    secret(text("content", "提供する内容", "Content"), kOfContract),
    secret(text("weighing", "可否の検討", "Weighing"), kOfContract)};
constexpr Text kExternalProvisionRequestedTerms[] = {"security/9/{center}"};
constexpr TypeSpec kExternalProvisionRequested{
    .type = "external_provision.requested",
    .group = "security",
    .stream_kind = "external_provision",
    .stream_field = "provision_id",
    .fields = kExternalProvisionRequestedFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepNew, RuleId::kContractKnown, RuleId::kSecurityContract, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kExternalProvisionRequestedTerms,
    .retention = "contract_5y",
    .label_ja = "外部提供の申請",
    .label_en = "Provision to the outside requested",
    .source = "001 annex 9",
    .step = {.from = kFromNothing, .to = "requested", .keeps = "recipient"}};

constexpr FieldSpec kExternalProvisionApprovedFields[] = {id("provision_id", "提供", "Provision"),
                                                          id("contract_id", "委託契約", "Entrustment"),
                                                          date("approved_on", "承認日", "Approved on")};
constexpr Text kExternalProvisionApprovedTerms[] = {"security/9/{center}"};
constexpr TypeSpec kExternalProvisionApproved{
    .type = "external_provision.approved",
    .group = "security",
    .stream_kind = "external_provision",
    .stream_field = "provision_id",
    .fields = kExternalProvisionApprovedFields,
    .signers = kOfficers,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kExternalProvisionApprovedTerms,
    .retention = "contract_5y",
    .label_ja = "外部提供の承認",
    .label_en = "Provision to the outside approved",
    .source = "001 annex 9",
    .step = {.from = kFromRequested, .to = "approved"}};

constexpr FieldSpec kExternalProvisionMadeFields[] = {
    id("provision_id", "提供", "Provision"), id("contract_id", "委託契約", "Entrustment"),
    id("recipient", "提供先", "Recipient"), date("made_on", "提供日", "Made on"),
    secret(text("cautions", "取扱上の注意点", "Handling cautions"), kOfContract)};
constexpr Text kExternalProvisionMadeTerms[] = {"security/9/{center}"};
constexpr TypeSpec kExternalProvisionMade{
    .type = "external_provision.made",
    .group = "security",
    .stream_kind = "external_provision",
    .stream_field = "provision_id",
    .fields = kExternalProvisionMadeFields,
    .signers = kContractor,
    .purposes = kForSecurity,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture,
                    RuleId::kExternalRecipient>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kExternalProvisionMadeTerms,
    .retention = "contract_5y",
    .label_ja = "外部提供の実施",
    .label_en = "Provision to the outside made",
    .source = "001 annex 9",
    .step = {.from = kFromApproved, .to = "made"}};

constexpr const TypeSpec* kRows[] = {&kDeviceEntryPermitted,
                                     &kDeviceErased,
                                     &kCopyPermitted,
                                     &kCopyMade,
                                     &kCopyErased,
                                     &kInformationReturned,
                                     &kInformationDisposed,
                                     &kInformationErased,
                                     &kErasureConfirmed,
                                     &kExternalProvisionRequested,
                                     &kExternalProvisionApproved,
                                     &kExternalProvisionMade};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> information_rows() {
  return rows::kRows;
}

}  // namespace ledger

#include "ops/author_signing.h"

#include <functional>

#include "ledger/base/limits.h"
#include "ledger/base/sha256.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/catalogue.h"
#include "ledger/journal/admission.h"
#include "security/secret.h"

namespace ops {
namespace {

using Salter = std::function<ledger::Result<ledger::Bytes>(const ledger::EventId&, std::string_view field)>;

ledger::Result<std::string> sign_with(const ledger::JsonValue& json, std::string_view origin,
                                      const security::PrivateKey& key, const Salter& salter) {
  LEDGER_ASSIGN(ledger::AttestedRequest request, ledger::parse_attested(json, origin));
  ledger::EventDraft& draft = request.draft;
  const ledger::TypeSpec* row = ledger::find_type(draft.type, draft.version);
  if (row == nullptr) {
    return ledger::invalid("event.unknown_type", "the catalogue has no type \"" + draft.type + "\"")
        .at("/type")
        .want("a type listed by `daicho catalogue`");
  }
  const ledger::JsonValue fields = std::move(draft.public_data);
  draft.public_data = ledger::JsonValue(ledger::JsonValue::Object{});
  for (const auto& [name, value] : fields.as_object()) {
    const ledger::FieldSpec* field = ledger::find_field(*row, name);
    if (field == nullptr || field->field_class == ledger::FieldClass::kPublic)
      draft.public_data.add(name, value);
  }
  std::vector<ledger::Disclosure> disclosures;
  for (const ledger::FieldSpec& field : row->fields) {
    if (field.field_class != ledger::FieldClass::kConfidential) continue;
    const ledger::JsonValue* value = fields.find(field.name);
    LEDGER_ASSIGN(const ledger::Bytes salt, salter(draft.id, field.name));
    disclosures.push_back(
        ledger::make_disclosure(salt, field.name, value == nullptr ? ledger::JsonValue() : *value));
  }
  const std::string payload = ledger::build_payload(draft, disclosures);
  const std::string input = ledger::build_signing_input(key.algorithm(), key.kid(), payload);
  LEDGER_ASSIGN(const ledger::Bytes signature, key.sign(input));
  LEDGER_ASSIGN(const ledger::SignedEvent event, ledger::assemble(input, signature, disclosures));
  LEDGER_TRY(ledger::check_fields(event));
  return ledger::format_sd_jwt(event);
}

}  // namespace

ledger::Result<std::string> sign_event(const ledger::JsonValue& event, std::string_view origin,
                                       const security::PrivateKey& key) {
  return sign_with(
      event, origin, key, [](const ledger::EventId&, std::string_view) -> ledger::Result<ledger::Bytes> {
        LEDGER_ASSIGN(const security::Secret salt, security::Secret::random(ledger::kSaltBytesMin));
        return ledger::Bytes(salt.view());
      });
}

ledger::Result<std::string> sign_event_with_seed(const ledger::JsonValue& event, std::string_view origin,
                                                 const security::PrivateKey& key,
                                                 std::string_view salt_seed) {
  return sign_with(event, origin, key,
                   [&](const ledger::EventId& id, std::string_view field) -> ledger::Result<ledger::Bytes> {
                     const ledger::Hash32 digest = ledger::sha256(salt_seed, ledger::view_of(id), field);
                     return ledger::Bytes(ledger::view_of(digest).substr(0, ledger::kSaltBytesMin));
                   });
}

}  // namespace ops

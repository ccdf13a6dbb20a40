#include "ops/bindings.h"

#include "ledger/base/diag.h"
#include "ledger/domain/records.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/reader.h"
#include "ledger/store/kv_log_store.h"

namespace ops {
namespace {

constexpr std::string_view kCredentialField = "credential";

ledger::Result<std::string> open_credential(const ledger::LedgerView& view, const ledger::Unsealer& unsealer,
                                            const ledger::EventId& event) {
  LEDGER_ASSIGN(const auto rows, ledger::read_sealed(*view.reader, event));
  for (const auto& [digest, sealed] : rows) {
    LEDGER_ASSIGN(const std::string encoded, unsealer.open(event, digest, sealed));
    LEDGER_ASSIGN(const ledger::Disclosure disclosure, ledger::parse_disclosure(encoded));
    if (disclosure.name == kCredentialField && disclosure.value.is_string())
      return disclosure.value.as_string();
  }
  return ledger::not_found("binding.credential", "the binding's credential is not in the vault");
}

}  // namespace

std::vector<BindingChange> binding_changes(const std::vector<ledger::VerifiedEvent>& events) {
  std::vector<BindingChange> changes;
  for (const ledger::VerifiedEvent& event : events) {
    const bool bound = event.event().type == "principal.bound";
    if (!bound && event.event().type != "principal.released") continue;
    BindingChange change;
    change.principal = ledger::PrincipalId(std::string(event.event().text("principal")));
    for (const ledger::Disclosure& disclosure : event.signed_event().disclosures) {
      if (bound && disclosure.name == kCredentialField && disclosure.value.is_string()) {
        change.credential = disclosure.value.as_string();
      }
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

ledger::Result<std::size_t> Bindings::load(const ledger::LedgerView& view, MissingEvents missing) {
  std::vector<ledger::EventId> events;
  const ledger::KvState state(*view.reader);
  // All bindings lie under the tag byte that every binding's key begins with.
  const ledger::Bytes tag = ledger::binding_record("", "").bytes.substr(0, 1);
  state.scan(tag, [&](ledger::ByteView, ledger::ByteView record) {
    if (const auto binding = ledger::decode_record<ledger::BindingRecord>(record))
      events.push_back(binding->event);
    return true;
  });
  LEDGER_TRY(state.health());
  for (const ledger::EventId& id : events) {
    const auto stored = ledger::event_by_id(view, id);
    const bool beyond = !stored.ok() && stored.status().code() == ledger::StatusCode::kNotFound;
    if (beyond && missing == MissingEvents::kPassOver) continue;
    LEDGER_TRY(stored.status());
    const auto credential = open_credential(view, unsealer_, id);
    if (credential.ok()) {
      take_up(ledger::PrincipalId(std::string(stored->signed_event.event.text("principal"))), *credential);
    } else {
      ledger::diag(ledger::DiagLevel::kWarning, "binding_not_opened", credential.status());
    }
  }
  return certificates_.size();
}

void Bindings::applied(const std::vector<BindingChange>& changes, const ledger::LedgerView& view) {
  const ledger::KvState state(*view.reader);
  for (const BindingChange& change : changes) {
    if (!change.credential.empty()) {
      take_up(change.principal, change.credential);
    } else if (ledger::persons_of(state, change.principal, 1).empty()) {
      certificates_.release(change.principal);
    }
  }
}

void Bindings::take_up(const ledger::PrincipalId& principal, std::string_view credential) {
  const ledger::Status status = certificates_.bind(principal, credential);
  if (!status.ok()) ledger::diag(ledger::DiagLevel::kWarning, "binding_not_taken_up", status);
}

}  // namespace ops

// Bindings: keeps the certificate authenticator in step with the ledger's principal.bound and
// principal.released events.
//
// Place in the flow: composition only. At start every live binding's sealed credential is opened into the
// authenticator's memory; afterwards each append that has become durable is looked at. A binding whose
// credential can't be opened (erased, keyring lost) is reported and leaves its principal without access:
// closed, not open. Threads: load before serving; applied() from any handler thread.
#pragma once

#include <string>
#include <vector>

#include "ledger/journal/admission.h"
#include "ledger/journal/vault.h"
#include "ledger/journal/view.h"
#include "security/authenticator.h"

namespace ops {

// What an append would change, taken before the events are handed to the journal.
struct BindingChange {
  ledger::PrincipalId principal;
  std::string credential;  // empty: released
};
std::vector<BindingChange> binding_changes(const std::vector<ledger::VerifiedEvent>& events);

// A live binding whose event the view does not hold: damage, unless the view is a prefix of the log that the
// state was stored with; then nobody has access by it.
enum class MissingEvents { kRefuse, kPassOver };

class Bindings {
 public:
  Bindings(security::CertificateAuthenticator& certificates, const ledger::Unsealer& unsealer)
      : certificates_(certificates), unsealer_(unsealer) {}
  // Number of credentials taken up; errors of the store. A credential that can't be opened is no error, see
  // above.
  ledger::Result<std::size_t> load(const ledger::LedgerView& view,
                                   MissingEvents missing = MissingEvents::kRefuse);
  // After the append was acknowledged; `view` is any view that covers it.
  void applied(const std::vector<BindingChange>& changes, const ledger::LedgerView& view);

 private:
  void take_up(const ledger::PrincipalId& principal, std::string_view credential);
  security::CertificateAuthenticator& certificates_;
  const ledger::Unsealer& unsealer_;
};

}  // namespace ops

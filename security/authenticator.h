// Authenticators: from what a channel carried to the principal that it proves.
//
// Place in the flow: decode → *authenticate* → authorise. Each authenticator looks at its own part of the
// credential; a list asks all of them and refuses two different answers. The mapping from certificate to
// principal is the sealed `credential` field of principal.bound events: the composition opens it into memory
// at start and as such events are appended. It is held as HMAC under a key of this process, so that a core
// dump names nobody. Threads: authenticate, bind and release from any.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/base/clock.h"
#include "ledger/base/mutex.h"
#include "ledger/base/status.h"
#include "security/peer_certificate.h"
#include "security/principal.h"
#include "security/secret.h"

namespace security {

// What a request's channel carried; empty parts were not there. Borrowed for the call.
struct Credential {
  const PeerCertificate* certificate = nullptr;
  std::string_view bearer_token;
  std::string_view session_id;
};

class Authenticator {
 public:
  virtual ~Authenticator() = default;
  // nullopt: the credential has no part for this authenticator. unauthenticated credential.*: it has one, and
  // that proves nobody.
  virtual ledger::Result<std::optional<Principal>> authenticate(const Credential& credential) const = 0;
};

// "x509:<issuer>|<subject>", both names as PeerCertificate writes them (RFC 2253). An issuer with a '|' has
// no text: it could be read in two ways. invalid_argument credential.issuer | credential.subject: empty, or
// that.
ledger::Result<std::string> certificate_credential(std::string_view issuer, std::string_view subject);

class CertificateAuthenticator final : public Authenticator {
 public:
  static constexpr std::size_t kBindingsMax = 1U << 20;
  // unavailable random.failed.
  static ledger::Result<std::unique_ptr<CertificateAuthenticator>> make(const ledger::Clock& clock);

  // Takes up one binding; the same again is ok. `credential` is the field's text; other kinds than x509
  // answer nullopt in authenticate and are refused here with invalid_argument credential.format.
  // already_exists credential.bound: another principal has it; resource_exhausted credential.too_many.
  ledger::Status bind(const ledger::PrincipalId& principal, std::string_view credential)
      LEDGER_EXCLUDES(mutex_);
  // Forgets all credentials of the principal; ok when there are none.
  void release(const ledger::PrincipalId& principal) LEDGER_EXCLUDES(mutex_);
  std::size_t size() const LEDGER_EXCLUDES(mutex_);

  // unauthenticated credential.not_yet_valid | credential.expired | credential.unbound.
  ledger::Result<std::optional<Principal>> authenticate(const Credential& credential) const override
      LEDGER_EXCLUDES(mutex_);

 private:
  CertificateAuthenticator(const ledger::Clock& clock, Secret key) : clock_(clock), key_(std::move(key)) {}

  const ledger::Clock& clock_;
  const Secret key_;
  mutable ledger::Mutex mutex_;
  std::unordered_map<ledger::Hash32, ledger::PrincipalId, ledger::Hash32Hasher> principals_
      LEDGER_GUARDED_BY(mutex_);
  std::map<ledger::PrincipalId, std::set<ledger::Hash32>> credentials_ LEDGER_GUARDED_BY(mutex_);
};

// Asks each in turn. Owns nothing; the parts must outlive it.
class AuthenticatorList final : public Authenticator {
 public:
  explicit AuthenticatorList(std::vector<const Authenticator*> parts) : parts_(std::move(parts)) {}
  // unauthenticated credential.ambiguous: two parts prove different principals; and those of the parts: one
  // bad credential refuses the request, whatever else it carries.
  ledger::Result<std::optional<Principal>> authenticate(const Credential& credential) const override;

 private:
  std::vector<const Authenticator*> parts_;
};

}  // namespace security

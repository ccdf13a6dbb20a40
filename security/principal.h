// Principal: who a credential proves, as a pseudonymous id. What the person behind it may do is decided at a
// position of the log, never here.
//
// Place in the flow: the first thing that follows from a request's channel; everything later takes it as an
// argument, so that authentication can't be skipped. Values; any thread.
#pragma once

#include <string>
#include <string_view>

#include "ledger/base/types.h"

namespace security {

enum class CredentialKind {
  kCertificate,  // TLS client certificate
  kToken,        // OIDC bearer token
  kSession,      // console session, itself opened by a token
};

// Name that an event's `attested_by.via` carries.
constexpr std::string_view via_name(CredentialKind kind) {
  switch (kind) {
    case CredentialKind::kCertificate:
      return "mtls";
    case CredentialKind::kToken:
      return "oidc";
    case CredentialKind::kSession:
      return "session";
  }
  return {};
}

struct Principal {
  ledger::PrincipalId id;
  CredentialKind kind = CredentialKind::kCertificate;
  std::string via;  // via_name(kind)
  bool operator==(const Principal&) const = default;
};

}  // namespace security

// PeerCertificate: what the certificate of a TLS peer says, as plain data.
//
// Place in the flow: security/tls_session reads it once per connection after the handshake; api hands it up
// in each Request; security/authenticator maps it to a principal. The chain up to our client CA was verified
// by the handshake; validity at the time of a request, enrolment and revocation are decided above. Threads:
// values and pure functions.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "ledger/base/status.h"

struct ssl_st;   // OpenSSL's SSL
struct x509_st;  // OpenSSL's X509

namespace security {

struct PeerCertificate {
  std::string subject;     // distinguished name, RFC 2253 text in UTF-8, e.g. "CN=adviser-17,O=Centre 13"
  std::string issuer;      // same form
  std::string serial_hex;  // lower case, no leading zeros
  std::string sha256_hex;  // fingerprint over the DER bytes, 64 lower-case digits
  std::string pem;         // the certificate itself
  std::int64_t not_before_s = 0;  // seconds since 1970-01-01T00:00:00Z
  std::int64_t not_after_s = 0;   // last second of validity
};

// nullptr when the peer sent none. Precondition: the handshake of `session` is complete.
std::shared_ptr<const PeerCertificate> read_peer_certificate(const ssl_st* session);

// `certificate.unreadable` when a field can't be expressed (name not UTF-8, time out of range).
ledger::Result<PeerCertificate> describe_certificate(const x509_st* certificate);

// The first certificate of PEM text. `certificate.pem` when there is none or it does not parse.
ledger::Result<PeerCertificate> parse_certificate_pem(const std::string& pem);

}  // namespace security

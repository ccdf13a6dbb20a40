#include "security/authenticator.h"

#include <utility>

#include "security/kdf.h"

namespace security {
namespace {

using ledger::MutexLock;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kCertificatePrefix = "x509:";
constexpr char kSeparator = '|';
constexpr std::size_t kDigestKeyBytes = 32;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

bool is_certificate_credential(std::string_view text) {
  if (!text.starts_with(kCertificatePrefix)) return false;
  const std::string_view names = text.substr(kCertificatePrefix.size());
  const std::size_t split = names.find(kSeparator);
  return split != std::string_view::npos && split > 0 && split + 1 < names.size();
}

}  // namespace

Result<std::string> certificate_credential(std::string_view issuer, std::string_view subject) {
  if (issuer.empty() || issuer.find(kSeparator) != std::string_view::npos) {
    return ledger::invalid("credential.issuer", "the certificate's issuer can't be part of a credential")
        .want("a name that is not empty and has no '|'");
  }
  if (subject.empty()) {
    return ledger::invalid("credential.subject", "the certificate has an empty subject").want("a name");
  }
  std::string text(kCertificatePrefix);
  text += issuer;
  text.push_back(kSeparator);
  text += subject;
  return text;
}

Result<std::unique_ptr<CertificateAuthenticator>> CertificateAuthenticator::make(const ledger::Clock& clock) {
  LEDGER_ASSIGN(Secret key, Secret::random(kDigestKeyBytes));
  return std::unique_ptr<CertificateAuthenticator>(new CertificateAuthenticator(clock, std::move(key)));
}

Status CertificateAuthenticator::bind(const ledger::PrincipalId& principal, std::string_view credential) {
  if (!is_certificate_credential(credential)) {
    return ledger::invalid("credential.format",
                           "the credential of " + principal.value + " is of no known form")
        .want("x509:<issuer>|<subject>");
  }
  const ledger::Hash32 digest = hmac_sha256(key_.view(), credential);
  const MutexLock lock(mutex_);
  const auto found = principals_.find(digest);
  if (found != principals_.end()) {
    if (found->second == principal) return Status();
    return ledger::already_exists("credential.bound", "the credential of " + principal.value +
                                                          " is bound to principal " + found->second.value);
  }
  if (principals_.size() >= kBindingsMax) {
    return ledger::exhausted("credential.too_many", "as many credentials are bound as may be");
  }
  principals_.emplace(digest, principal);
  credentials_[principal].insert(digest);
  return Status();
}

void CertificateAuthenticator::release(const ledger::PrincipalId& principal) {
  const MutexLock lock(mutex_);
  const auto found = credentials_.find(principal);
  if (found == credentials_.end()) return;
  for (const ledger::Hash32& digest : found->second) principals_.erase(digest);
  credentials_.erase(found);
}

std::size_t CertificateAuthenticator::size() const {
  const MutexLock lock(mutex_);
  return principals_.size();
}

Result<std::optional<Principal>> CertificateAuthenticator::authenticate(const Credential& credential) const {
  if (credential.certificate == nullptr) return std::optional<Principal>();
  const PeerCertificate& certificate = *credential.certificate;
  const std::int64_t now_s = clock_.now().value / kMicrosPerSecond;
  if (now_s < certificate.not_before_s) {
    return ledger::unauthenticated("credential.not_yet_valid", "the client certificate is not valid yet");
  }
  if (now_s > certificate.not_after_s) {
    return ledger::unauthenticated("credential.expired", "the client certificate is no longer valid");
  }
  const auto text = certificate_credential(certificate.issuer, certificate.subject);
  if (text.ok()) {
    const ledger::Hash32 digest = hmac_sha256(key_.view(), text.value());
    const MutexLock lock(mutex_);
    if (const auto found = principals_.find(digest); found != principals_.end()) {
      const CredentialKind kind = CredentialKind::kCertificate;
      return std::optional<Principal>(Principal{found->second, kind, std::string(via_name(kind))});
    }
  }
  return ledger::unauthenticated("credential.unbound", "the client certificate belongs to no principal");
}

Result<std::optional<Principal>> AuthenticatorList::authenticate(const Credential& credential) const {
  std::optional<Principal> proven;
  for (const Authenticator* part : parts_) {
    LEDGER_ASSIGN(std::optional<Principal> answer, part->authenticate(credential));
    if (!answer.has_value()) continue;
    if (proven.has_value() && proven->id != answer->id) {
      return ledger::unauthenticated("credential.ambiguous",
                                     "the request carries credentials of two principals");
    }
    if (!proven.has_value()) proven = std::move(answer);
  }
  return proven;
}

}  // namespace security

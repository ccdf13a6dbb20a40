// Goal: a certificate proves the one principal that is bound to exactly its issuer and subject, while it is
// valid. Method: bindings and certificates that differ in one part each, times around the limits, and lists
// that disagree.
#include "security/authenticator.h"

#include <gtest/gtest.h>

#include "tests/support/manual_clock.h"

namespace security {
namespace {

using ledger::PrincipalId;

constexpr std::int64_t kNowSeconds = tests::ManualClock::kStartMicros / 1'000'000;

PeerCertificate certificate(std::string issuer, std::string subject) {
  PeerCertificate out;
  out.issuer = std::move(issuer);
  out.subject = std::move(subject);
  out.not_before_s = kNowSeconds - 100;
  out.not_after_s = kNowSeconds + 100;
  return out;
}
std::string text_of(std::string_view issuer, std::string_view subject) {
  return *certificate_credential(issuer, subject);
}

class CertificateAuthenticatorTest : public testing::Test {
 protected:
  CertificateAuthenticatorTest() : authenticator_(*CertificateAuthenticator::make(clock_)) {}
  // Id of the principal, or the reason of the refusal.
  std::string ask(const PeerCertificate& peer) {
    Credential credential;
    credential.certificate = &peer;
    auto answer = authenticator_->authenticate(credential);
    if (!answer.ok()) {
      EXPECT_EQ(answer.status().code(), ledger::StatusCode::kUnauthenticated);
      return answer.status().reason();
    }
    EXPECT_TRUE(answer->has_value());
    EXPECT_EQ((*answer)->via, "mtls");
    EXPECT_EQ((*answer)->kind, CredentialKind::kCertificate);
    return (*answer)->id.value;
  }

  tests::ManualClock clock_;
  std::unique_ptr<CertificateAuthenticator> authenticator_;
};

TEST_F(CertificateAuthenticatorTest, OnlyTheBoundNameProves) {
  ASSERT_TRUE(authenticator_->bind(PrincipalId("pr-1"), text_of("CN=CA 1", "CN=a,O=c40")).ok());
  ASSERT_TRUE(authenticator_->bind(PrincipalId("pr-2"), text_of("CN=CA 2", "CN=a,O=c40")).ok());
  EXPECT_EQ(ask(certificate("CN=CA 1", "CN=a,O=c40")), "pr-1");
  EXPECT_EQ(ask(certificate("CN=CA 2", "CN=a,O=c40")), "pr-2");
  const PeerCertificate strangers[] = {
      certificate("CN=CA 3", "CN=a,O=c40"), certificate("CN=CA 1", "CN=b,O=c40"),
      certificate("CN=CA 1", "CN=A,O=c40"), certificate("CN=CA 1", "CN=a,O=c40 "),
      certificate("CN=CA 1", "CN=a"),       certificate("CN=CA 1", ""),
      certificate("", "CN=a,O=c40"),        certificate("CN=CA 1|CN=a,O=c40", "CN=a,O=c40"),
      certificate("CN=a,O=c40", "CN=CA 1"),
  };
  for (const PeerCertificate& stranger : strangers) {
    EXPECT_EQ(ask(stranger), "credential.unbound") << stranger.issuer << " / " << stranger.subject;
  }
}

TEST_F(CertificateAuthenticatorTest, ASeparatorInASubjectIsNotASecondReading) {
  ASSERT_TRUE(authenticator_->bind(PrincipalId("pr-1"), text_of("CN=CA", "O=x|CN=a")).ok());
  EXPECT_EQ(ask(certificate("CN=CA", "O=x|CN=a")), "pr-1");
  EXPECT_EQ(ask(certificate("CN=CA|O=x", "CN=a")), "credential.unbound");
}

TEST_F(CertificateAuthenticatorTest, ValidityIsJudgedNow) {
  ASSERT_TRUE(authenticator_->bind(PrincipalId("pr-1"), text_of("CN=CA", "CN=a")).ok());
  const struct {
    std::int64_t from, to;
    const char* answer;
  } rows[] = {
      {kNowSeconds, kNowSeconds, "pr-1"},
      {kNowSeconds + 1, kNowSeconds + 9, "credential.not_yet_valid"},
      {kNowSeconds - 9, kNowSeconds - 1, "credential.expired"},
      {0, 0, "credential.expired"},
      {kNowSeconds + 1, kNowSeconds - 1, "credential.not_yet_valid"},
  };
  for (const auto& row : rows) {
    PeerCertificate peer = certificate("CN=CA", "CN=a");
    peer.not_before_s = row.from;
    peer.not_after_s = row.to;
    EXPECT_EQ(ask(peer), row.answer);
  }
}

TEST_F(CertificateAuthenticatorTest, BindAndRelease) {
  const std::string first = text_of("CN=CA", "CN=a");
  const std::string second = text_of("CN=CA", "CN=a2");
  ASSERT_TRUE(authenticator_->bind(PrincipalId("pr-1"), first).ok());
  ASSERT_TRUE(authenticator_->bind(PrincipalId("pr-1"), first).ok());
  ASSERT_TRUE(authenticator_->bind(PrincipalId("pr-1"), second).ok());
  EXPECT_EQ(authenticator_->size(), 2U);
  EXPECT_EQ(authenticator_->bind(PrincipalId("pr-2"), first).reason(), "credential.bound");
  EXPECT_EQ(ask(certificate("CN=CA", "CN=a")), "pr-1");
  authenticator_->release(PrincipalId("pr-2"));
  EXPECT_EQ(authenticator_->size(), 2U);
  authenticator_->release(PrincipalId("pr-1"));
  EXPECT_EQ(authenticator_->size(), 0U);
  EXPECT_EQ(ask(certificate("CN=CA", "CN=a")), "credential.unbound");
  EXPECT_EQ(ask(certificate("CN=CA", "CN=a2")), "credential.unbound");
  EXPECT_TRUE(authenticator_->bind(PrincipalId("pr-2"), first).ok());
}

TEST_F(CertificateAuthenticatorTest, OtherTextsAreRefused) {
  for (const char* text :
       {"", "x509:", "x509:|", "x509:a", "x509:a|", "x509:|b", "X509:a|b", "oidc:a|b", "a|b"}) {
    EXPECT_EQ(authenticator_->bind(PrincipalId("pr-1"), text).reason(), "credential.format") << text;
  }
  EXPECT_EQ(authenticator_->size(), 0U);
}

TEST_F(CertificateAuthenticatorTest, WithoutACertificateThereIsNothingToSay) {
  Credential credential;
  credential.bearer_token = "token";
  auto answer = authenticator_->authenticate(credential);
  ASSERT_TRUE(answer.ok());
  EXPECT_FALSE(answer->has_value());
}

TEST(CertificateCredential, RefusesAmbiguousNames) {
  EXPECT_EQ(text_of("CN=CA", "CN=a"), "x509:CN=CA|CN=a");
  EXPECT_EQ(certificate_credential("", "CN=a").status().reason(), "credential.issuer");
  EXPECT_EQ(certificate_credential("CN=C|A", "CN=a").status().reason(), "credential.issuer");
  EXPECT_EQ(certificate_credential("CN=CA", "").status().reason(), "credential.subject");
}

// Stands for any further authenticator: answers what it is told.
class Fixed final : public Authenticator {
 public:
  explicit Fixed(ledger::Result<std::optional<Principal>> answer) : answer_(std::move(answer)) {}
  ledger::Result<std::optional<Principal>> authenticate(const Credential&) const override { return answer_; }

 private:
  ledger::Result<std::optional<Principal>> answer_;
};
Fixed proves(const char* id, CredentialKind kind) {
  return Fixed(std::optional<Principal>(Principal{PrincipalId(id), kind, std::string(via_name(kind))}));
}

TEST(AuthenticatorList, OneAnswerOrNone) {
  const Fixed none{std::optional<Principal>()};
  const Fixed token = proves("pr-1", CredentialKind::kToken);
  const Fixed session = proves("pr-1", CredentialKind::kSession);
  const Fixed other = proves("pr-2", CredentialKind::kToken);
  const Fixed bad{ledger::unauthenticated("credential.expired", "")};
  const auto ask = [](std::vector<const Authenticator*> parts) {
    return AuthenticatorList(std::move(parts)).authenticate(Credential{});
  };
  EXPECT_FALSE(ask({})->has_value());
  EXPECT_FALSE(ask({&none, &none})->has_value());
  EXPECT_EQ((*ask({&none, &token}))->via, "oidc");
  EXPECT_EQ((*ask({&session, &token}))->via, "session");
  EXPECT_EQ(ask({&token, &other}).status().reason(), "credential.ambiguous");
  EXPECT_EQ(ask({&token, &none, &other}).status().reason(), "credential.ambiguous");
  EXPECT_EQ(ask({&token, &bad}).status().reason(), "credential.expired");
  EXPECT_EQ(ask({&bad, &token}).status().reason(), "credential.expired");
}

}  // namespace
}  // namespace security

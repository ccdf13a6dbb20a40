// Goal: a certificate's names, serial, fingerprint and times come out exactly, and text that is none is
// refused. Method: certificates made by the openssl command, whose own output is the second opinion.
#include "security/peer_certificate.h"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

#include "tests/support/test_pki.h"

namespace security {
namespace {

std::string ask_openssl(const tests::TestPki& pki, const std::string& name, const std::string& question) {
  const std::string out = pki.path("answer");
  const std::string command = "openssl x509 -noout " + question + " -in " + pki.pem(name) + " >" + out;
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::ifstream file(out);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::string upper_hex_with_colons(const std::string& hex) {
  std::string out;
  for (std::size_t at = 0; at < hex.size(); ++at) {
    if (at > 0 && at % 2 == 0) out += ':';
    out += static_cast<char>(std::toupper(static_cast<unsigned char>(hex[at])));
  }
  return out;
}

TEST(PeerCertificate, AgreesWithOpenssl) {
  tests::TestPki pki;
  pki.make_authority("ca");
  pki.make_certificate("client", "ca", "/O=Centre 13, east/OU=a\\+b/CN=adviser-17", "clientAuth");
  const auto parsed = parse_certificate_pem(pki.text("client"));
  ASSERT_TRUE(parsed.ok()) << parsed.status().to_string();
  const PeerCertificate& certificate = parsed.value();
  EXPECT_EQ(certificate.subject, "CN=adviser-17,OU=a\\+b,O=Centre 13\\, east");
  EXPECT_EQ("issuer=" + certificate.issuer, ask_openssl(pki, "client", "-issuer -nameopt RFC2253"));
  EXPECT_EQ("sha256 Fingerprint=" + upper_hex_with_colons(certificate.sha256_hex),
            ask_openssl(pki, "client", "-fingerprint -sha256"));
  std::string serial = ask_openssl(pki, "client", "-serial").substr(std::string("serial=").size());
  for (char& c : serial) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  serial.erase(0, serial.find_first_not_of('0'));
  EXPECT_EQ(certificate.serial_hex, serial);
  EXPECT_EQ(certificate.not_after_s - certificate.not_before_s, 2 * 86'400);
  EXPECT_EQ(certificate.pem, pki.text("client"));
}

TEST(PeerCertificate, KeepsJapaneseNamesReadable) {
  tests::TestPki pki;
  pki.make_authority("ca");
  pki.make_certificate("client", "ca", "/O=よろず支援拠点/CN=相談員", "clientAuth");
  const auto parsed = parse_certificate_pem(pki.text("client"));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.value().subject, "CN=相談員,O=よろず支援拠点");
}

TEST(PeerCertificate, RefusesWhatIsNoCertificate) {
  tests::TestPki pki;
  pki.make_authority("ca");
  const std::string good = pki.text("ca");
  std::ifstream key_file(pki.key("ca"));
  const std::string key((std::istreambuf_iterator<char>(key_file)), std::istreambuf_iterator<char>());
  for (const std::string& text :
       {std::string(), std::string("hello"), key, good.substr(0, good.size() / 2), good.substr(28),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + std::string()}) {
    const auto parsed = parse_certificate_pem(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.status().reason(), "certificate.pem");
  }
}

}  // namespace
}  // namespace security

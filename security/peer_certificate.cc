#include "security/peer_certificate.h"

#include <array>
#include <ctime>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <string_view>
#include <utility>

#include "ledger/base/bytes.h"
#include "security/evp.h"

namespace security {
namespace {

using Certificate = std::unique_ptr<X509, EvpDeleter<X509_free>>;

std::string drain(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

// RFC 2253 order and escapes, but UTF-8 kept as it is instead of one escape per byte.
std::string name_text(const X509_NAME* name) {
  const Bio bio(BIO_new(BIO_s_mem()));
  const unsigned long form = XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  if (bio == nullptr || X509_NAME_print_ex(bio.get(), name, 0, form) < 0) return {};
  return drain(bio.get());
}

bool seconds_of(const ASN1_TIME* time, std::int64_t& seconds) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return false;
  seconds = static_cast<std::int64_t>(timegm(&parts));
  return true;
}

std::string serial_text(const X509* certificate) {
  const BigNumber number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
  if (number == nullptr) return {};
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number.get())), '\0');
  BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  std::string hex = ledger::to_hex(bytes);
  while (hex.size() > 1 && hex.front() == '0') hex.erase(0, 1);
  return hex.empty() ? "0" : hex;
}

}  // namespace

ledger::Result<PeerCertificate> describe_certificate(const X509* certificate) {
  PeerCertificate out;
  out.subject = name_text(X509_get_subject_name(certificate));
  out.issuer = name_text(X509_get_issuer_name(certificate));
  out.serial_hex = serial_text(certificate);
  std::array<unsigned char, 32> digest{};
  unsigned int digest_size = 0;
  const Bio bio(BIO_new(BIO_s_mem()));
  const bool complete = !out.issuer.empty() && !out.serial_hex.empty() &&
                        seconds_of(X509_get0_notBefore(certificate), out.not_before_s) &&
                        seconds_of(X509_get0_notAfter(certificate), out.not_after_s) &&
                        X509_digest(certificate, EVP_sha256(), digest.data(), &digest_size) == 1 &&
                        digest_size == digest.size() && bio != nullptr &&
                        PEM_write_bio_X509(bio.get(), certificate) == 1;
  if (!complete) {
    return ledger::invalid("certificate.unreadable",
                           "the certificate has a name, serial or time that can't be read");
  }
  out.sha256_hex =
      ledger::to_hex(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
  out.pem = drain(bio.get());
  return out;
}

ledger::Result<PeerCertificate> parse_certificate_pem(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Certificate certificate(bio == nullptr ? nullptr
                                               : PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (certificate == nullptr) {
    return ledger::invalid("certificate.pem", "the text holds no readable certificate")
        .want("a block from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----");
  }
  return describe_certificate(certificate.get());
}

std::shared_ptr<const PeerCertificate> read_peer_certificate(const SSL* session) {
  const Certificate certificate(SSL_get1_peer_certificate(session));
  if (certificate == nullptr) return nullptr;
  ledger::Result<PeerCertificate> described = describe_certificate(certificate.get());
  if (!described.ok()) return nullptr;
  return std::make_shared<const PeerCertificate>(std::move(described).value());
}

}  // namespace security

#include "security/tls_session.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string_view>

namespace security {
namespace {

using ledger::Status;

// TLS 1.2: forward secrecy and AEAD only; TLS 1.3 suites are all of that kind.
constexpr const char* kSuites =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr std::string_view kGroups = "X25519:P-256:P-384";
constexpr int kChainDepthMax = 4;
constexpr std::string_view kProtocol("\x08http/1.1", 9);

Status failure(std::string_view reason, const std::string& what) {
  const unsigned long code = ERR_get_error();
  const char* text = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return ledger::invalid(reason, what + (text == nullptr ? "" : std::string(": ") + text));
}

// RFC 7301: a client that names protocols must name ours; h2 alone ends in no_application_protocol.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
  for (unsigned int at = 0; at < offered_size; at += offered[at] + 1U) {
    const unsigned int size = offered[at];
    if (at + 1 + size > offered_size) break;
    const std::string_view name(reinterpret_cast<const char*>(offered + at), size + 1U);
    if (name != kProtocol) continue;
    *chosen = offered + at + 1;
    *chosen_size = static_cast<unsigned char>(size);
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

// A passphrase prompt would hang a service that has no terminal.
int no_passphrase(char*, int, int, void*) {
  return 0;
}

Status harden(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  std::string groups(kGroups);  // the macro takes char*
  const bool set = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                   SSL_CTX_set_num_tickets(context, 0) == 1 &&
                   SSL_CTX_set_cipher_list(context, kSuites) == 1 &&
                   SSL_CTX_set1_groups_list(context, groups.data()) == 1;
  return set ? Status() : failure("tls.setup", "OpenSSL refuses the TLS settings");
}

Status load_identity(SSL_CTX* context, const TlsFiles& files) {
  if (SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1) {
    return failure("tls.certificate", "can't use the certificate file " + files.certificate);
  }
  if (SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1) {
    return failure("tls.key", "can't use the key file " + files.key);
  }
  return Status();
}

Status ask_for_client_certificate(SSL_CTX* context, const std::string& client_ca) {
  STACK_OF(X509_NAME)* names = SSL_load_client_CA_file(client_ca.c_str());
  if (names == nullptr || SSL_CTX_load_verify_file(context, client_ca.c_str()) != 1) {
    sk_X509_NAME_pop_free(names, X509_NAME_free);
    return failure("tls.client_ca", "can't use the client CA file " + client_ca);
  }
  SSL_CTX_set_client_CA_list(context, names);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE, nullptr);
  SSL_CTX_set_verify_depth(context, kChainDepthMax);
  return Status();
}

}  // namespace

ledger::Result<std::shared_ptr<TlsServerContext>> TlsServerContext::make(const TlsFiles& files) {
  ERR_clear_error();
  SSL_CTX* raw = SSL_CTX_new(TLS_server_method());
  if (raw == nullptr) return failure("tls.setup", "OpenSSL can't make a TLS context");
  // The constructor is private, which make_shared could not call.
  std::shared_ptr<TlsServerContext> context(new TlsServerContext(raw));
  LEDGER_TRY(harden(raw));
  LEDGER_TRY(load_identity(raw, files));
  if (!files.client_ca.empty()) LEDGER_TRY(ask_for_client_certificate(raw, files.client_ca));
  return context;
}

TlsServerContext::~TlsServerContext() {
  SSL_CTX_free(context_);
}

std::unique_ptr<TlsSession> TlsServerContext::new_session(int socket) const {
  SSL* raw = SSL_new(context_);
  if (raw == nullptr) return nullptr;
  std::unique_ptr<TlsSession> session(new TlsSession(raw));
  if (SSL_set_fd(raw, socket) != 1) return nullptr;
  SSL_set_accept_state(raw);
  return session;
}

TlsSession::~TlsSession() {
  SSL_free(session_);
}

TlsStep TlsSession::classify(int result) {
  const int error = SSL_get_error(session_, result);
  ERR_clear_error();
  switch (error) {
    case SSL_ERROR_WANT_READ:
      return TlsStep::kWantRead;
    case SSL_ERROR_WANT_WRITE:
      return TlsStep::kWantWrite;
    case SSL_ERROR_ZERO_RETURN:
      return TlsStep::kClosed;
    default:
      broken_ = true;
      return TlsStep::kFailed;
  }
}

TlsStep TlsSession::handshake() {
  if (broken_) return TlsStep::kFailed;
  if (established_) return TlsStep::kDone;
  ERR_clear_error();
  const int result = SSL_do_handshake(session_);
  if (result != 1) return classify(result);
  established_ = true;
  peer_ = read_peer_certificate(session_);
  return TlsStep::kDone;
}

TlsStep TlsSession::read(char* buffer, std::size_t size, std::size_t& count) {
  count = 0;
  if (broken_) return TlsStep::kFailed;
  ERR_clear_error();
  const int result = SSL_read_ex(session_, buffer, size, &count);
  return result == 1 ? TlsStep::kDone : classify(result);
}

TlsStep TlsSession::write(const char* bytes, std::size_t size, std::size_t& count) {
  count = 0;
  if (broken_) return TlsStep::kFailed;
  ERR_clear_error();
  const int result = SSL_write_ex(session_, bytes, size, &count);
  return result == 1 ? TlsStep::kDone : classify(result);
}

void TlsSession::close_notify() {
  if (broken_ || !established_) return;
  ERR_clear_error();
  // After SSL_shutdown a session must not be written again; `broken_` makes that explicit.
  SSL_shutdown(session_);
  ERR_clear_error();
  broken_ = true;
}

}  // namespace security

// TlsServerContext and TlsSession: the server side of TLS over a non-blocking socket.
//
// Place in the flow: under api/connection, which decides when to wait; nothing here waits. TLS 1.2 and 1.3
// only, forward-secret AEAD suites, no compression, no renegotiation, no resumption (so that a revoked client
// certificate never lives on in a ticket). A client certificate is asked for when a client CA is configured:
// a client without one gets through the handshake and stays anonymous, a client with one from another CA
// fails it. Ownership: the context owns the key material and may go away before its sessions; a session
// borrows the socket and never closes it. Threads: a context any thread; a session one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "ledger/base/status.h"
#include "security/peer_certificate.h"

struct ssl_ctx_st;

namespace security {

struct TlsFiles {
  std::string certificate;  // PEM chain, leaf first
  std::string key;          // PEM, unencrypted
  std::string client_ca;    // PEM; empty: no client certificate is asked for
};

class TlsSession;

class TlsServerContext {
 public:
  // Reads the three files now; later changes on disk have no effect.
  // `tls.certificate`, `tls.key` (unreadable or not the certificate's), `tls.client_ca`, `tls.setup`.
  static ledger::Result<std::shared_ptr<TlsServerContext>> make(const TlsFiles& files);
  ~TlsServerContext();
  TlsServerContext(const TlsServerContext&) = delete;
  TlsServerContext& operator=(const TlsServerContext&) = delete;

  // `socket` must be connected and non-blocking. nullptr when memory or the library fails.
  std::unique_ptr<TlsSession> new_session(int socket) const;

 private:
  explicit TlsServerContext(ssl_ctx_st* context) : context_(context) {}
  ssl_ctx_st* context_;
};

enum class TlsStep {
  kDone,       // progress was made
  kWantRead,   // call again when the socket is readable
  kWantWrite,  // call again when it is writable
  kClosed,     // the peer closed in order
  kFailed,     // protocol error, verification failure or socket error; the session is unusable
};

class TlsSession {
 public:
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  // kDone: established (also when it already was).
  TlsStep handshake();
  // On kDone `count` > 0 bytes were moved; otherwise `count` is 0.
  TlsStep read(char* buffer, std::size_t size, std::size_t& count);
  TlsStep write(const char* bytes, std::size_t size, std::size_t& count);
  // Sends close_notify once, without waiting for the peer's.
  void close_notify();
  // nullptr before the handshake is complete, or without a client certificate.
  std::shared_ptr<const PeerCertificate> peer() const { return peer_; }

 private:
  friend class TlsServerContext;
  explicit TlsSession(ssl_st* session) : session_(session) {}
  TlsStep classify(int result);

  ssl_st* session_;
  bool established_ = false;
  bool broken_ = false;
  std::shared_ptr<const PeerCertificate> peer_;
};

}  // namespace security

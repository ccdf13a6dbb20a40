// HttpServer: the HTTP door of the service. Bytes of the network become api::Request, api::Response becomes
// bytes.
//
// Place in the flow: outermost. Routing, authentication and limits per principal are the handler's; framing,
// transport, Host, sizes, deadlines and overload are decided here, before a handler runs:
//   one front thread accepts and watches every waiting connection (api/connection_loop);
//   a connection occupies one of `threads` workers only while it moves or while its request is handled;
//   request framing is checked strictly and the body is decoded by our own code (api/request_framing);
//   cpp-httplib parses the target and formats the answer, over memory; it never sees an unchecked byte.
// Why not cpp-httplib's own accept loop: it pins a thread per connection, has per-read timeouts only, drops
// queue overflow silently, accepts a missing or doubled Host and bare chunk extensions, and offers no hook
// before its parser has run. Owning the loop also makes the old system package (0.11.4) behave the same; even
// so that version is refused outside loopback.
//
// Ownership: start takes the handler; the clock must outlive the server. Threads: start, stop and port from
// the owner's thread; the handler is called from up to `threads` threads at once. Durability: none here; a
// connection that breaks after the handler ran means "unknown" to the client.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/message.h"
#include "ledger/base/clock.h"
#include "ledger/base/limits.h"
#include "ledger/base/status.h"
#include "security/tls_session.h"

namespace api {

struct ServerOptions {
  std::string host = "127.0.0.1";  // numeric address, or a name that resolves to one
  int port = 0;                    // 0: any free one, see HttpServer::port
  std::optional<security::TlsFiles> tls;
  // Host names that a request may carry, without port, any case; IPv6 in brackets. Empty is allowed on
  // loopback only and stands for localhost, 127.0.0.1, [::1] and `host`.
  std::vector<std::string> allowed_hosts;

  std::size_t threads = 64;                     // handlers that may run at once
  std::size_t queue_capacity = 256;             // ready connections waiting for a thread; beyond: 503
  std::size_t connections_max = 4096;           // beyond: 503 in clear, a plain close under TLS
  std::size_t connections_per_peer_max = 1024;  // same answer
  std::size_t keep_alive_requests_max = 1'000'000;
  std::size_t bodies_bytes_max = 256U << 20;  // of all bodies that are still arriving; beyond: 503
  // Of all larger answers that their clients have not taken yet; beyond: 503 instead of a further one.
  std::size_t answers_bytes_max = 256U << 20;
  // Thrown away behind refusals, by all connections that are still there; beyond: closed at once, and the
  // client may see a reset instead of the refusal.
  std::size_t drained_bytes_max = 64U << 20;

  std::int64_t head_timeout_ms = 10'000;     // from accept or first byte to the end of the head, TLS included
  std::int64_t body_timeout_ms = 30'000;     // from the end of the head to the last byte of the body
  std::int64_t body_grace_ms = 5'000;        // after this, the body must have kept up with ...
  std::size_t body_bytes_per_s_min = 1024;   // ... this average rate
  std::int64_t request_timeout_ms = 60'000;  // first byte of the request to last byte of the answer
  std::int64_t idle_timeout_ms = 5'000;      // between two requests

  std::size_t target_bytes_max = 2048;                 // 414
  std::size_t head_bytes_max = 16'384;                 // 431; request line and all fields
  std::size_t header_count_max = 64;                   // 431
  std::size_t body_bytes_max = ledger::kBodyBytesMax;  // 413, after decoding chunks
};

class HttpServer {
 public:
  // Called with every request that passed the door. Must not block for ever; what it throws becomes a 500.
  using Handler = std::function<Response(const Request&)>;

  HttpServer(ServerOptions options, const ledger::Clock& clock);
  ~HttpServer();  // stops
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Binds, listens and begins to serve; on return connections are accepted. May be called once.
  // `door.host` (does not resolve), `door.plain_http` (no TLS outside loopback), `door.allowed_hosts`
  // (missing or malformed), `door.library_old` (cpp-httplib older than 0.41 outside loopback), `door.options`
  // (a limit is zero or contradicts another), `door.bind`, `door.started`, and the codes of
  // TlsServerContext::make.
  ledger::Status start(Handler handler);

  // Stops accepting, closes idle connections, lets running handlers finish and their answers be written
  // (bounded by request_timeout_ms), joins all threads. Safe to call again.
  void stop();

  // The port that is bound; 0 before start.
  int port() const;

  // Version of the cpp-httplib that this program was compiled with, e.g. "0.41.0".
  static std::string library_version();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace api

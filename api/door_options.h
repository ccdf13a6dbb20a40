// ServerOptions: what the HTTP door serves, where, and within which limits.
//
// Place in the flow: whoever composes the service fills it in; httplib_server checks it and hands the rules
// on to every connection. Plain values; pure functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/connection.h"
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

// `door.options`: a limit is zero or contradicts another.
ledger::Status check_options(const ServerOptions& options);

// The hosts that are served, as host_of gives them. `door.allowed_hosts`: malformed, or none outside
// loopback.
ledger::Result<std::vector<std::string>> read_hosts(const ServerOptions& options, bool loopback);

// Limits and times alone: hosts, budgets and how a refusal looks are the server's to add.
ConnectionRules make_rules(const ServerOptions& options);

}  // namespace api

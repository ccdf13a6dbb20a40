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

#include <functional>
#include <memory>
#include <string>

#include "api/door_options.h"
#include "api/message.h"
#include "ledger/base/clock.h"
#include "ledger/base/status.h"

namespace api {

class HttpServer {
 public:
  // Called with every request that passed the door. Must not block for ever; what it throws becomes a 500,
  // and so does what the rest of a Later throws.
  using Handler = std::function<Answer(Request)>;

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

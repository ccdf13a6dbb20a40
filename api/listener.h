// Listener: the listening TCP socket and what may be said about its address.
//
// Place in the flow: api/httplib_server makes one at start and gives it to api/connection_loop. Ownership:
// owns its descriptor. Threads: made and closed by one thread; the descriptor may be polled by another.
#pragma once

#include <string>

#include "ledger/base/status.h"

namespace api {

class Listener {
 public:
  // Resolves `host`, binds and listens (port 0: any free one), non-blocking. `door.host` when it does not
  // resolve, `door.bind` when the address is taken or not ours.
  static ledger::Result<Listener> open(const std::string& host, int port);
  Listener(Listener&& other) noexcept;
  Listener& operator=(Listener&& other) noexcept;
  ~Listener();

  int descriptor() const { return descriptor_; }
  int port() const { return port_; }
  // Whether the address that was bound can be reached from this machine only.
  bool is_loopback() const { return loopback_; }
  void close();

 private:
  Listener(int descriptor, int port, bool loopback)
      : descriptor_(descriptor), port_(port), loopback_(loopback) {}
  int descriptor_;
  int port_;
  bool loopback_;
};

// Numeric text of the peer's address, without port; "" when the socket is gone. IPv4 in IPv6 is shown as
// IPv4.
std::string peer_address_of(int descriptor);

}  // namespace api

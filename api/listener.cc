#include "api/listener.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace api {
namespace {

constexpr int kBacklog = 512;

struct AddressCloser {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

// Sockets speak in terms of a base type; these copies keep the aliasing rules.
sockaddr_in as_ipv4(const sockaddr_storage& address) {
  sockaddr_in out{};
  std::memcpy(&out, &address, sizeof(out));
  return out;
}
sockaddr_in6 as_ipv6(const sockaddr_storage& address) {
  sockaddr_in6 out{};
  std::memcpy(&out, &address, sizeof(out));
  return out;
}

bool is_loopback_address(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) return (ntohl(as_ipv4(address).sin_addr.s_addr) >> 24) == 127;
  if (address.ss_family != AF_INET6) return false;
  const in6_addr ipv6 = as_ipv6(address).sin6_addr;
  return std::memcmp(&ipv6, &in6addr_loopback, sizeof(ipv6)) == 0;
}

int port_of(const sockaddr_storage& address) {
  return ntohs(address.ss_family == AF_INET ? as_ipv4(address).sin_port : as_ipv6(address).sin6_port);
}

// -1 with errno when this address can't be had.
int bind_one(const addrinfo& address) {
  const int descriptor = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return -1;
  const int on = 1;
  // A restart must not wait for the old connections' TIME_WAIT; an IPv6 address never takes IPv4 by surprise.
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (address.ai_family == AF_INET6) ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
  if (::bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 && ::listen(descriptor, kBacklog) == 0) {
    return descriptor;
  }
  const int error = errno;
  ::close(descriptor);
  errno = error;
  return -1;
}

}  // namespace

ledger::Result<Listener> Listener::open(const std::string& host, int port) {
  if (port < 0 || port > 65535) {
    return ledger::invalid("door.bind", "no such port: " + std::to_string(port)).want("0 to 65535");
  }
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  const std::unique_ptr<addrinfo, AddressCloser> list(error == 0 ? found : nullptr);
  if (host.empty() || list == nullptr) {
    return ledger::invalid("door.host", "can't listen on \"" + host + "\": it is no address of this machine")
        .want("a numeric address such as 127.0.0.1 or ::1");
  }
  int failed_with = 0;
  for (const addrinfo* address = list.get(); address != nullptr; address = address->ai_next) {
    const int descriptor = bind_one(*address);
    if (descriptor < 0) {
      failed_with = errno;
      continue;
    }
    sockaddr_storage bound{};
    socklen_t size = sizeof(bound);
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
    return Listener(descriptor, port_of(bound), is_loopback_address(bound));
  }
  return ledger::unavailable("door.bind", "can't listen on " + host + " port " + std::to_string(port) + ": " +
                                              std::strerror(failed_with));
}

Listener::Listener(Listener&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), port_(other.port_), loopback_(other.loopback_) {}

Listener& Listener::operator=(Listener&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    port_ = other.port_;
    loopback_ = other.loopback_;
  }
  return *this;
}

Listener::~Listener() {
  close();
}

void Listener::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

std::string peer_address_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    const in_addr ipv4 = as_ipv4(address).sin_addr;
    if (inet_ntop(AF_INET, &ipv4, text.data(), text.size()) == nullptr) return {};
  } else if (address.ss_family == AF_INET6) {
    const in6_addr ipv6 = as_ipv6(address).sin6_addr;
    if (inet_ntop(AF_INET6, &ipv6, text.data(), text.size()) == nullptr) return {};
  }
  const std::string out(text.data());
  return out.rfind("::ffff:", 0) == 0 && out.find('.') != std::string::npos ? out.substr(7) : out;
}

}  // namespace api

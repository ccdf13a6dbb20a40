// RawClient: a blocking TCP client that sends exactly the bytes a test gives it and reads exact answers.
//
// For tests of the HTTP door, where an HTTP library would tidy up the very bytes under test. Loopback only.
// Owns its socket. Reads give up after a generous real-time limit, so that a broken server fails a test
// instead of hanging it; no passing test depends on that limit.
#pragma once

#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include "ledger/base/check.h"

namespace tests {

struct RawAnswer {
  int status = 0;  // 0: no complete answer came
  std::string head;
  std::string body;
  bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

class RawClient {
 public:
  explicit RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    LEDGER_CHECK(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  }
  RawClient(RawClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient() {
    if (socket_ >= 0) ::close(socket_);
  }

  // False when the server has closed already.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }
  int descriptor() const { return socket_; }

  // The next answer, framed by Content-Length; answers to HEAD and 204 pass `has_body` = false.
  RawAnswer receive(bool has_body = true) {
    RawAnswer answer;
    std::size_t end = std::string::npos;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more()) return answer;
    }
    answer.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    const std::size_t field = answer.head.find("Content-Length: ");
    const std::size_t size = has_body && field != std::string::npos
                                 ? std::strtoul(answer.head.c_str() + field + 16, nullptr, 10)
                                 : 0;
    while (buffer_.size() < size) {
      if (!read_more()) return answer;
    }
    answer.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    answer.status = std::atoi(answer.head.c_str() + 9);
    return answer;
  }

  // Everything until the server closes.
  std::string receive_all() {
    while (read_more()) {
    }
    return std::exchange(buffer_, std::string());
  }
  // True when the server closed without sending another byte.
  bool is_closed() { return receive_all().empty(); }

 private:
  bool read_more() {
    pollfd readable{socket_, POLLIN, 0};
    if (::poll(&readable, 1, kGiveUpMs) != 1) return false;
    std::array<char, 4096> chunk;
    const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (got <= 0) return false;
    buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    return true;
  }

  static constexpr int kGiveUpMs = 20'000;
  int socket_;
  std::string buffer_;
};

}  // namespace tests

#include "tests/bench/load_connection.h"

#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {
namespace {

constexpr std::size_t kReadBytes = 64 << 10;

int number_at(std::string_view text) {
  int number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

ledger::Result<std::shared_ptr<ssl_ctx_st>> make_client_tls(const std::string& certificate,
                                                            const std::string& key, const std::string& ca) {
  if (certificate.empty()) return std::shared_ptr<ssl_ctx_st>();
  std::shared_ptr<ssl_ctx_st> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  if (SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_load_verify_locations(context.get(), ca.c_str(), nullptr) != 1) {
    return ledger::unavailable("file.io", certificate + ", " + key + " or " + ca + ": can't be used");
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return context;
}

LoadConnection::LoadConnection(int port, std::shared_ptr<ssl_ctx_st> tls)
    : port_(port), tls_(std::move(tls)) {}

LoadConnection::~LoadConnection() {
  if (session_ != nullptr) SSL_free(session_);
  if (socket_ >= 0) ::close(socket_);
}

ledger::Status LoadConnection::open() {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port_));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket_ < 0 || ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return ledger::unavailable("bench.connect", std::strerror(errno));
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (tls_) {
    session_ = SSL_new(tls_.get());
    SSL_set_fd(session_, socket_);
    if (SSL_connect(session_) != 1) return ledger::unavailable("bench.connect", "the TLS handshake failed");
  }
  ::fcntl(socket_, F_SETFL, ::fcntl(socket_, F_GETFL) | O_NONBLOCK);
  return ledger::Status();
}

void LoadConnection::send(std::string_view request) {
  unsent_ = request;
  filled_ = body_at_ = answer_size_ = 0;
  status_ = 0;
}

LoadConnection::Io LoadConnection::write_some() {
  while (!unsent_.empty()) {
    std::size_t sent = 0;
    if (session_ != nullptr) {
      const int done = SSL_write_ex(session_, unsent_.data(), unsent_.size(), &sent);
      if (done != 1) {
        const int why = SSL_get_error(session_, done);
        return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? Io::kAgain : Io::kBroken;
      }
    } else {
      const ssize_t done = ::send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
      if (done < 0) return errno == EAGAIN || errno == EINTR ? Io::kAgain : Io::kBroken;
      sent = static_cast<std::size_t>(done);
    }
    unsent_.remove_prefix(sent);
  }
  return Io::kDone;
}

LoadConnection::Io LoadConnection::read_some() {
  if (answer_.size() < filled_ + kReadBytes) answer_.resize(filled_ + kReadBytes);
  char* const to = answer_.data() + filled_;
  const std::size_t room = answer_.size() - filled_;
  if (session_ != nullptr) {
    std::size_t read = 0;
    const int done = SSL_read_ex(session_, to, room, &read);
    filled_ += read;
    if (done == 1) return Io::kDone;
    const int why = SSL_get_error(session_, done);
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? Io::kAgain : Io::kBroken;
  }
  const ssize_t done = ::recv(socket_, to, room, 0);
  if (done > 0) {
    filled_ += static_cast<std::size_t>(done);
    return Io::kDone;
  }
  return done < 0 && (errno == EAGAIN || errno == EINTR) ? Io::kAgain : Io::kBroken;
}

// False when the head is complete and of no answer that this client understands.
bool LoadConnection::find_body() {
  if (body_at_ > 0) return true;
  const std::string_view text(answer_.data(), filled_);
  const std::size_t end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return true;
  const std::string_view head = text.substr(0, end);
  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const std::size_t at = head.find(kLength);
  if (!head.starts_with("HTTP/1.1 ") || at == std::string_view::npos) return false;
  status_ = number_at(head.substr(9));
  const int length = number_at(head.substr(at + kLength.size()));
  body_at_ = end + 4;
  answer_size_ = body_at_ + static_cast<std::size_t>(length < 0 ? 0 : length);
  return status_ > 0 && length >= 0;
}

ledger::Result<std::optional<Answer>> LoadConnection::move() {
  const auto broken = [] { return ledger::unavailable("bench.connection", "the server hung up"); };
  if (write_some() == Io::kBroken) return broken();
  while (true) {
    const Io read = read_some();
    if (!find_body()) return ledger::unavailable("bench.connection", "this is no answer of HTTP/1.1");
    if (body_at_ > 0 && filled_ >= answer_size_) {
      return std::optional<Answer>(
          Answer{status_, std::string_view(answer_).substr(body_at_, answer_size_ - body_at_)});
    }
    if (read == Io::kBroken) return broken();
    if (read == Io::kAgain) return std::optional<Answer>();
  }
}

}  // namespace bench

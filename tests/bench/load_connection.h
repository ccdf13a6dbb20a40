// LoadConnection: one client connection that sends a prepared request and waits for its answer.
//
// Place in the flow: the load client's epoll loop moves it. Never blocks. It parses just what it needs:
// status, Content-Length, end of the body. With a TLS context it speaks TLS as the identity of the context.
// One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/status.h"

struct ssl_st;
struct ssl_ctx_st;

namespace bench {

// PEM files; nullptr with an empty `certificate`: plain HTTP.
ledger::Result<std::shared_ptr<ssl_ctx_st>> make_client_tls(const std::string& certificate,
                                                            const std::string& key, const std::string& ca);

struct Answer {
  int status = 0;
  std::string_view body;  // until the next send()
};

class LoadConnection {
 public:
  LoadConnection(int port, std::shared_ptr<ssl_ctx_st> tls);
  ~LoadConnection();
  LoadConnection(const LoadConnection&) = delete;
  LoadConnection& operator=(const LoadConnection&) = delete;

  // Connects and shakes hands, waiting. unavailable bench.connect
  ledger::Status open();
  int socket() const { return socket_; }

  // `request` must live until its answer is there.
  void send(std::string_view request);
  // Writes and reads what is possible now. An answer when it is complete; unavailable bench.connection when
  // the connection broke or the answer is none.
  ledger::Result<std::optional<Answer>> move();

 private:
  enum class Io { kDone, kAgain, kBroken };
  Io write_some();
  Io read_some();
  bool find_body();

  const int port_;
  const std::shared_ptr<ssl_ctx_st> tls_;
  ssl_st* session_ = nullptr;
  int socket_ = -1;
  std::string_view unsent_;
  std::string answer_;
  std::size_t filled_ = 0;   // bytes of answer_ that were received
  std::size_t body_at_ = 0;  // 0: head not complete yet
  std::size_t answer_size_ = 0;
  int status_ = 0;
};

}  // namespace bench

// Connection: one accepted socket as a state machine over time; never blocks, never waits.
//
//   handshake -> head -> body -> ready -> writing -> head ... | draining -> end
//
// Place in the flow: api/connection_loop calls advance whenever the socket may move and acts on the answer;
// when a request is complete, a worker takes it, runs the handler and gives the answer's bytes back. Refusals
// (framing, Host, deadline, overload) are written from here, then the connection drains for a moment and
// ends, so that the client can read the answer before a reset reaches it. Ownership: owns the descriptor and
// the TLS session. Threads: one at a time, handed over by the loop; only descriptor(), deadline_micros() and
// cut() may be used by the loop while a worker has the connection.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/request_framing.h"
#include "security/tls_session.h"

namespace api {

// What all connections together may hold of one kind of bytes. Any thread.
class ByteBudget {
 public:
  explicit ByteBudget(std::size_t bytes_max) : free_(static_cast<std::int64_t>(bytes_max)) {}
  // False, and nothing taken, when there is not that much left.
  bool take(std::size_t bytes);
  void give_back(std::size_t bytes) { free_.fetch_add(static_cast<std::int64_t>(bytes)); }

 private:
  std::atomic<std::int64_t> free_;
};

// What is the same for all connections of a server. Outlives them.
struct ConnectionRules {
  FramingLimits framing;
  std::vector<std::string> allowed_hosts;  // as host_of gives them
  std::int64_t head_timeout_micros = 0;
  std::int64_t body_timeout_micros = 0;
  std::int64_t body_grace_micros = 0;
  std::size_t body_bytes_per_s_min = 0;
  std::int64_t request_timeout_micros = 0;
  std::int64_t idle_timeout_micros = 0;
  std::size_t keep_alive_requests_max = 0;
  // Null: unlimited.
  ByteBudget* bodies = nullptr;   // of requests that are still arriving
  ByteBudget* answers = nullptr;  // large ones that their clients have not taken yet
  ByteBudget* drained = nullptr;  // thrown away behind a last answer, by connections that are still there
  // Complete answer bytes for a refusal, saying "Connection: close". Any thread.
  std::function<std::string(const Refusal&)> format_refusal;
};

struct InboundRequest {
  RequestHead head;
  std::string body;
  std::string remote_address;
  bool over_tls = false;
  std::shared_ptr<const security::PeerCertificate> peer;
  std::function<bool()> is_abandoned;  // while the request is being served
  std::int64_t deadline_micros = 0;    // for the last byte of the answer
};

class Connection {
 public:
  enum class Next {
    kRead,     // wait until readable
    kWrite,    // wait until writable
    kRequest,  // take_request, then answer
    kEnd,      // destroy it
  };

  // `descriptor` is connected and non-blocking; `session` is null for plain HTTP. `rules` outlives the
  // object.
  Connection(int descriptor, std::unique_ptr<security::TlsSession> session, std::string remote_address,
             const ConnectionRules& rules, std::int64_t now_micros);
  ~Connection();  // closes the descriptor
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Moves as far as the socket allows.
  Next advance(std::int64_t now_micros);
  // Precondition: the last advance said kRequest. Exactly one answer must follow.
  InboundRequest take_request();
  // `bytes` is the whole answer; the caller calls advance next. A large one for which there is no room beside
  // the answers that others don't read becomes a 503.
  void answer(std::string bytes, bool keep_alive);
  // Whether the answer to the present request may leave the connection open.
  bool may_keep_alive() const { return head_.keep_alive && served_ < rules_.keep_alive_requests_max; }

  // The deadline passed while nobody was working on it: tells the client (408) if it had begun a request, and
  // ends. The caller calls advance next.
  void expire(std::int64_t now_micros);
  // No thread can take it now: 503 if HTTP can be spoken already, else a plain end. The caller calls advance
  // next.
  void refuse(const Refusal& refusal, std::int64_t now_micros);
  // Nothing of a request has arrived: ending it loses nothing.
  bool is_idle() const { return state_ == State::kHead && buffer_.empty(); }
  // A request has begun and is not complete.
  bool is_receiving() const { return (state_ == State::kHead && request_begun_) || state_ == State::kBody; }
  bool is_writing() const { return state_ == State::kWriting; }
  // The answer, if only a refusal, is made; what is left is to get it to the client.
  bool is_answered() const { return is_writing() || state_ == State::kDraining; }

  // When the present state must have ended, on the monotonic clock.
  std::int64_t deadline_micros() const { return deadline_micros_.load(std::memory_order_relaxed); }
  int descriptor() const { return descriptor_; }
  // The client ended its side: nobody waits for the answer. Asks the kernel, takes nothing off the socket.
  bool is_abandoned() const;
  const std::string& remote_address() const { return remote_address_; }
  // Makes every later read and write fail; the worker that holds the connection notices and ends it.
  void cut();

 private:
  enum class State { kHandshake, kHead, kBody, kReady, kWriting, kDraining, kEnd };
  enum class Io { kMoved, kWantRead, kWantWrite, kEnded };

  Next advance_head(std::int64_t now_micros);
  Next advance_body(std::int64_t now_micros);
  Next advance_writing(std::int64_t now_micros);
  Next advance_draining();
  Next wait_or_end(Io io);
  void begin_head(std::int64_t now_micros);
  void accept_head(std::int64_t now_micros);
  void set_body_deadline(std::int64_t now_micros);
  // Counts what the body holds by now; false when all bodies together would hold too much.
  bool hold_body();
  void release_body();
  void release_answer();
  // Counts bytes that were thrown away; false when this connection or all of them have sent too many.
  bool may_drain(std::size_t bytes);
  // Moves buffered bytes into the body; true when the state changed.
  bool take_body();
  Io read_some();
  Io flush();
  void set_deadline(std::int64_t micros) { deadline_micros_.store(micros, std::memory_order_relaxed); }

  const int descriptor_;
  const std::unique_ptr<security::TlsSession> session_;
  const std::string remote_address_;
  const ConnectionRules& rules_;
  std::atomic<std::int64_t> deadline_micros_;

  State state_;
  std::string buffer_;  // received, not yet interpreted
  HeadScanner scanner_;
  RequestHead head_;
  ChunkedBody chunks_;
  std::string body_;
  std::size_t body_held_ = 0;        // of rules_.bodies
  std::uint64_t body_received_ = 0;  // encoded bytes, for the rate
  std::int64_t request_start_micros_;
  std::int64_t body_start_micros_ = 0;
  bool request_begun_ = false;  // a byte of the present request has arrived
  std::string out_;
  std::size_t out_sent_ = 0;
  std::size_t answer_held_ = 0;   // of rules_.answers
  std::size_t drained_held_ = 0;  // of rules_.drained
  bool close_after_ = false;
  std::size_t served_ = 0;
};

}  // namespace api

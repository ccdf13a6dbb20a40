#include "api/connection.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include "ledger/base/check.h"

namespace api {
namespace {

// How long a refused client may take to read the refusal before the reset.
constexpr std::int64_t kDrainMicros = 1'000'000;
constexpr std::size_t kReadBytes = 16'384;
constexpr std::size_t kBodyReserveMax = 1U << 20;
// Answers up to here are bounded by the number of connections.
constexpr std::size_t kSmallAnswerBytes = 16'384;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

constexpr Refusal kTimeout{408, "http.timeout", "the request did not arrive in time"};
constexpr Refusal kBodiesFull{503, "http.overloaded",
                              "too many large requests are arriving; try again shortly"};
// Also an answer to what has been done: as with a lost answer, asking again is safe.
constexpr Refusal kAnswersFull{503, "http.overloaded",
                               "too many large answers are waiting for their readers; ask again shortly"};
constexpr Refusal kMisdirected{421, "http.host_unknown", "this server does not answer for that host"};

}  // namespace

bool ByteBudget::take(std::size_t bytes) {
  const auto wanted = static_cast<std::int64_t>(bytes);
  if (free_.fetch_sub(wanted) >= wanted) return true;
  free_.fetch_add(wanted);
  return false;
}

Connection::Connection(int descriptor, std::unique_ptr<security::TlsSession> session,
                       std::string remote_address, const ConnectionRules& rules, std::int64_t now_micros)
    : descriptor_(descriptor),
      session_(std::move(session)),
      remote_address_(std::move(remote_address)),
      rules_(rules),
      deadline_micros_(now_micros + rules.head_timeout_micros),
      state_(session_ == nullptr ? State::kHead : State::kHandshake),
      chunks_(rules.framing.body_bytes_max),
      request_start_micros_(now_micros) {}

Connection::~Connection() {
  release_body();
  release_answer();
  if (drained_held_ > 0 && rules_.drained != nullptr) rules_.drained->give_back(drained_held_);
  if (session_ != nullptr) session_->close_notify();
  ::close(descriptor_);
}

bool Connection::is_abandoned() const {
  pollfd ended{descriptor_, POLLRDHUP, 0};
  return ::poll(&ended, 1, 0) == 1 && (ended.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

void Connection::cut() {
  ::shutdown(descriptor_, SHUT_RDWR);
}

Connection::Next Connection::advance(std::int64_t now_micros) {
  while (true) {
    const State before = state_;
    Next next = Next::kEnd;
    switch (state_) {
      case State::kHandshake:
        switch (session_->handshake()) {
          case security::TlsStep::kWantRead:
            return Next::kRead;
          case security::TlsStep::kWantWrite:
            return Next::kWrite;
          case security::TlsStep::kDone:
            state_ = State::kHead;
            continue;
          default:
            return Next::kEnd;
        }
      case State::kHead:
        next = advance_head(now_micros);
        break;
      case State::kBody:
        next = advance_body(now_micros);
        break;
      case State::kReady:
        return Next::kRequest;
      case State::kWriting:
        next = advance_writing(now_micros);
        break;
      case State::kDraining:
        next = advance_draining();
        break;
      case State::kEnd:
        return Next::kEnd;
    }
    if (state_ == before) return next;
  }
}

Connection::Next Connection::wait_or_end(Io io) {
  if (io == Io::kWantRead) return Next::kRead;
  if (io == Io::kWantWrite) return Next::kWrite;
  state_ = State::kEnd;
  return Next::kEnd;
}

// Every later function returns without progress unless the state changed: advance calls again then.
Connection::Next Connection::advance_head(std::int64_t now_micros) {
  while (true) {
    if (!buffer_.empty() && !request_begun_) {
      request_begun_ = true;
      // The first request's clock runs since the accept, so that a slow handshake gains nothing.
      if (served_ > 0) request_start_micros_ = now_micros;
      set_deadline(request_start_micros_ + rules_.head_timeout_micros);
    }
    const Scan scan = scanner_.scan(buffer_, rules_.framing);
    if (scan == Scan::kRefused) {
      refuse(scanner_.refusal(), now_micros);
      return Next::kRead;
    }
    if (scan == Scan::kComplete) {
      accept_head(now_micros);
      return Next::kRead;
    }
    const Io io = read_some();
    if (io != Io::kMoved) return wait_or_end(io);
  }
}

void Connection::accept_head(std::int64_t now_micros) {
  const std::string_view head_bytes = std::string_view(buffer_).substr(0, scanner_.head_size());
  std::variant<RequestHead, Refusal> parsed = parse_head(head_bytes, rules_.framing);
  if (const Refusal* refusal = std::get_if<Refusal>(&parsed)) return refuse(*refusal, now_micros);
  head_ = std::get<RequestHead>(std::move(parsed));
  const auto& hosts = rules_.allowed_hosts;
  if (std::find(hosts.begin(), hosts.end(), head_.host) == hosts.end())
    return refuse(kMisdirected, now_micros);
  buffer_.erase(0, scanner_.head_size());
  scanner_.reset();
  body_.clear();
  chunks_ = ChunkedBody(rules_.framing.body_bytes_max);
  body_received_ = 0;
  body_start_micros_ = now_micros;
  state_ = State::kBody;
  if (head_.has_body()) {
    body_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(head_.content_length, kBodyReserveMax)));
    set_body_deadline(now_micros);
  }
  if (head_.expects_continue && buffer_.empty()) out_.append(kContinue);
}

// min(body_timeout, grace + what the minimum rate allows for the bytes that came, whole request).
void Connection::set_body_deadline(std::int64_t now_micros) {
  const auto rate = static_cast<std::int64_t>(rules_.body_bytes_per_s_min);
  const std::int64_t earned = static_cast<std::int64_t>(body_received_) * 1'000'000 / rate;
  const std::int64_t slowest = body_start_micros_ + rules_.body_grace_micros + earned;
  const std::int64_t longest = body_start_micros_ + rules_.body_timeout_micros;
  set_deadline(std::min({slowest, longest, request_start_micros_ + rules_.request_timeout_micros}));
  if (now_micros >= longest) set_deadline(now_micros);
}

bool Connection::hold_body() {
  if (rules_.bodies == nullptr || body_.size() <= body_held_) return true;
  if (!rules_.bodies->take(body_.size() - body_held_)) return false;
  body_held_ = body_.size();
  return true;
}

void Connection::release_body() {
  if (body_held_ > 0) rules_.bodies->give_back(std::exchange(body_held_, 0));
}

bool Connection::take_body() {
  if (!head_.chunked) {
    const std::size_t part = static_cast<std::size_t>(
        std::min<std::uint64_t>(head_.content_length - body_.size(), buffer_.size()));
    body_.append(buffer_, 0, part);
    buffer_.erase(0, part);
    body_received_ += part;
    return body_.size() == head_.content_length;
  }
  std::size_t consumed = 0;
  const Scan scan = chunks_.feed(buffer_, consumed, body_);
  buffer_.erase(0, consumed);
  body_received_ += consumed;
  return scan != Scan::kMore;
}

Connection::Next Connection::advance_body(std::int64_t now_micros) {
  while (true) {
    // Only "100 Continue" can be waiting here.
    const Io written = flush();
    if (written != Io::kMoved) return wait_or_end(written);
    if (take_body()) {
      if (head_.chunked && *chunks_.refusal().code != '\0') {
        refuse(chunks_.refusal(), now_micros);
        return Next::kRead;
      }
      ++served_;
      set_deadline(request_start_micros_ + rules_.request_timeout_micros);
      state_ = State::kReady;
      return Next::kRequest;
    }
    if (!hold_body()) {
      refuse(kBodiesFull, now_micros);
      return Next::kRead;
    }
    set_body_deadline(now_micros);
    const Io io = read_some();
    if (io != Io::kMoved) return wait_or_end(io);
  }
}

InboundRequest Connection::take_request() {
  LEDGER_CHECK(state_ == State::kReady);
  InboundRequest request;
  request.head = std::move(head_);
  head_ = RequestHead();
  head_.keep_alive = request.head.keep_alive;
  request.body = std::exchange(body_, std::string());
  release_body();  // from here on bounded by the number of workers and the queue
  request.remote_address = remote_address_;
  request.over_tls = session_ != nullptr;
  if (session_ != nullptr) request.peer = session_->peer();
  return request;
}

void Connection::release_answer() {
  if (answer_held_ == 0) return;
  out_ = std::string();  // cleared alone, it would keep the memory for as long as the connection lives
  rules_.answers->give_back(std::exchange(answer_held_, 0));
}

void Connection::answer(std::string bytes, bool keep_alive) {
  LEDGER_CHECK(state_ == State::kReady);
  if (rules_.answers != nullptr && bytes.size() > kSmallAnswerBytes) {
    if (rules_.answers->take(bytes.size())) {
      answer_held_ = bytes.size();
    } else {
      bytes = rules_.format_refusal(kAnswersFull);
      keep_alive = false;
    }
  }
  out_ = std::move(bytes);
  out_sent_ = 0;
  close_after_ = !keep_alive;
  state_ = State::kWriting;
}

Connection::Next Connection::advance_writing(std::int64_t now_micros) {
  const Io io = flush();
  if (io != Io::kMoved) return wait_or_end(io);
  release_answer();
  if (!close_after_) {
    begin_head(now_micros);
    return Next::kRead;
  }
  if (session_ != nullptr) session_->close_notify();
  ::shutdown(descriptor_, SHUT_WR);
  set_deadline(now_micros + kDrainMicros);
  state_ = State::kDraining;
  return Next::kRead;
}

void Connection::begin_head(std::int64_t now_micros) {
  request_begun_ = false;
  request_start_micros_ = now_micros;
  set_deadline(now_micros + rules_.idle_timeout_micros);
  state_ = State::kHead;
}

// One connection may send what it could still mean in good faith: the rest of a largest request.
bool Connection::may_drain(std::size_t bytes) {
  if (drained_held_ + bytes > rules_.framing.head_bytes_max + rules_.framing.body_bytes_max) return false;
  if (rules_.drained != nullptr && !rules_.drained->take(bytes)) return false;
  drained_held_ += bytes;
  return true;
}

// Bytes that still arrive are thrown away: a socket closed with unread bytes resets the connection, and the
// reset may overtake the answer. Within bounds only: taking
// them costs the server as much as sending costs the client.
Connection::Next Connection::advance_draining() {
  std::array<char, kReadBytes> scrap;
  // Bounded per call, so that a client that sends for ever holds a worker for one moment only.
  for (int rounds = 0; rounds < 16; ++rounds) {
    const ssize_t got = ::recv(descriptor_, scrap.data(), scrap.size(), 0);
    if (got > 0 && may_drain(static_cast<std::size_t>(got))) continue;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return Next::kRead;
    state_ = State::kEnd;
    return Next::kEnd;
  }
  return Next::kRead;
}

void Connection::expire(std::int64_t now_micros) {
  if (is_receiving()) return refuse(kTimeout, now_micros);
  state_ = State::kEnd;
}

void Connection::refuse(const Refusal& refusal, std::int64_t now_micros) {
  const bool can_speak = state_ == State::kHead || state_ == State::kBody || state_ == State::kReady;
  if (!can_speak) {
    state_ = State::kEnd;
    return;
  }
  // A "100 Continue" that did not leave yet is complete or not sent at all for any sane window; a torn one
  // ends.
  if (out_sent_ > 0 && out_sent_ < out_.size()) {
    state_ = State::kEnd;
    return;
  }
  // RFC 9110 §9.3.2: an answer to HEAD has no content, not even a refusal.
  const bool to_head =
      state_ == State::kHead ? std::string_view(buffer_).starts_with("HEAD ") : head_.method == "HEAD";
  body_ = std::string();
  buffer_ = std::string();
  release_body();
  out_ = rules_.format_refusal(refusal);
  if (to_head) out_.resize(std::min(out_.size(), out_.find("\r\n\r\n") + 4));
  out_sent_ = 0;
  close_after_ = true;
  set_deadline(now_micros + kDrainMicros);
  state_ = State::kWriting;
}

Connection::Io Connection::read_some() {
  std::array<char, kReadBytes> chunk;
  std::size_t count = 0;
  if (session_ != nullptr) {
    switch (session_->read(chunk.data(), chunk.size(), count)) {
      case security::TlsStep::kDone:
        break;
      case security::TlsStep::kWantRead:
        return Io::kWantRead;
      case security::TlsStep::kWantWrite:
        return Io::kWantWrite;
      default:
        return Io::kEnded;
    }
  } else {
    ssize_t got = 0;
    do {
      got = ::recv(descriptor_, chunk.data(), chunk.size(), 0);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return errno == EAGAIN ? Io::kWantRead : Io::kEnded;
    if (got == 0) return Io::kEnded;
    count = static_cast<std::size_t>(got);
  }
  buffer_.append(chunk.data(), count);
  return Io::kMoved;
}

Connection::Io Connection::flush() {
  while (out_sent_ < out_.size()) {
    const char* rest = out_.data() + out_sent_;
    const std::size_t size = out_.size() - out_sent_;
    if (session_ != nullptr) {
      std::size_t count = 0;
      switch (session_->write(rest, size, count)) {
        case security::TlsStep::kDone:
          out_sent_ += count;
          continue;
        case security::TlsStep::kWantRead:
          return Io::kWantRead;
        case security::TlsStep::kWantWrite:
          return Io::kWantWrite;
        default:
          return Io::kEnded;
      }
    }
    const ssize_t sent = ::send(descriptor_, rest, size, MSG_NOSIGNAL);
    if (sent >= 0) {
      out_sent_ += static_cast<std::size_t>(sent);
    } else if (errno == EAGAIN) {
      return Io::kWantWrite;
    } else if (errno != EINTR) {
      return Io::kEnded;
    }
  }
  out_.clear();
  out_sent_ = 0;
  return Io::kMoved;
}

}  // namespace api

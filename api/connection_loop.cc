#include "api/connection_loop.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include "ledger/base/thread_name.h"

namespace api {
namespace {

// How often deadlines are looked at; a deadline is late by at most this.
constexpr int kTickMs = 50;
constexpr int kStayMs = 5;
constexpr int kStayBrieflyMs = 1;
// A connection that a worker holds just as its deadline passes is mostly one whose next byte has just come:
// parked again a moment later, it can be told 408. Only what is still held then is cut without a word.
constexpr std::int64_t kBusyGraceMicros = 250'000;
constexpr std::size_t kAcceptsPerRound = 64;
constexpr std::size_t kEventsPerRound = 128;

constexpr int kDescriptorsKeptMax = 256;

constexpr Refusal kOverloaded{503, "http.overloaded", "too many requests are waiting; try again shortly"};
constexpr Refusal kStopping{503, "http.stopping", "the server is stopping; nothing of this request was done"};

// Writing into a TLS socket that the peer has closed raises SIGPIPE on the writing thread; blocked, it
// becomes the error that the caller already handles.
void block_sigpipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

// The kernel always gives the lowest free number, so the number of a new descriptor says how many there are.
int find_descriptor_ceiling(int any_descriptor) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > INT_MAX) return INT_MAX;
  const int lowest_free = ::fcntl(any_descriptor, F_DUPFD_CLOEXEC, 0);
  if (lowest_free < 0) return 0;
  ::close(lowest_free);
  const int all = static_cast<int>(limit.rlim_cur);
  return all - std::min(kDescriptorsKeptMax, (all - lowest_free + 1) / 2);
}

std::uint32_t events_for(Connection::Next next) {
  const std::uint32_t direction = next == Connection::Next::kWrite ? EPOLLOUT : EPOLLIN;
  return direction | EPOLLONESHOT;
}

}  // namespace

ConnectionLoop::ConnectionLoop(const LoopOptions& options, const ConnectionRules& rules, Listener& listener,
                               const security::TlsServerContext* tls, const ledger::Clock& clock, Serve serve)
    : options_(options),
      rules_(rules),
      listener_(listener),
      tls_(tls),
      clock_(clock),
      serve_(std::move(serve)) {}

ConnectionLoop::~ConnectionLoop() {
  stop();
  if (epoll_ >= 0) ::close(epoll_);
  if (wake_ >= 0) ::close(wake_);
}

ledger::Status ConnectionLoop::start() {
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event wake{};
  wake.events = EPOLLIN;
  wake.data.fd = wake_;
  epoll_event accepting{};
  accepting.events = EPOLLIN;
  accepting.data.fd = listener_.descriptor();
  if (epoll_ < 0 || wake_ < 0 || ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &wake) != 0 ||
      ::epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_.descriptor(), &accepting) != 0) {
    return ledger::unavailable("door.bind", "the kernel gives no descriptor to watch connections with");
  }
  descriptor_ceiling_ = find_descriptor_ceiling(wake_);
  for (std::size_t i = 0; i < options_.threads; ++i) workers_.emplace_back([this] { run_worker(); });
  front_ = std::thread([this] { run_front(); });
  return ledger::Status();
}

void ConnectionLoop::stop() {
  if (!front_.joinable()) return;
  stopping_.store(true);
  wake_front();
  front_.join();
  {
    const ledger::MutexLock lock(mutex_);
    closed_ = true;
  }
  work_there_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
}

void ConnectionLoop::wake_front() const {
  const std::uint64_t one = 1;
  // Full means that a wake-up is already waiting.
  if (::write(wake_, &one, sizeof(one)) < 0) return;
}

// ---- front thread ----

void ConnectionLoop::run_front() {
  ledger::name_this_thread("http-front");
  block_sigpipe();
  std::array<epoll_event, kEventsPerRound> events;
  while (!stopping_.load() || !connections_.empty()) {
    const bool nothing_to_watch = connections_.empty() && accepting_;
    const int count =
        ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), nothing_to_watch ? -1 : kTickMs);
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      if (descriptor == wake_) {
        std::uint64_t drained = 0;
        if (::read(wake_, &drained, sizeof(drained)) < 0) continue;
      } else if (descriptor == listener_.descriptor()) {
        accept_some();
      } else if (const auto found = connections_.find(descriptor); found != connections_.end()) {
        dispatch(*found->second);
      }
    }
    erase_ended();
    check_deadlines();
  }
}

void ConnectionLoop::accept_some() {
  for (std::size_t i = 0; i < kAcceptsPerRound; ++i) {
    const int descriptor = ::accept4(listener_.descriptor(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor >= 0) {
      if (!admit(descriptor)) turn_away(descriptor);
      continue;
    }
    if (errno == EINTR || errno == ECONNABORTED) continue;
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      // The listener would report the same connection for ever; the next tick tries again.
      ::epoll_ctl(epoll_, EPOLL_CTL_DEL, listener_.descriptor(), nullptr);
      accepting_ = false;
    }
    return;
  }
}

bool ConnectionLoop::admit(int descriptor) {
  if (stopping_.load() || connections_.size() >= options_.connections_max) return false;
  if (descriptor >= descriptor_ceiling_) return false;
  const std::string address = peer_address_of(descriptor);
  const auto from_peer = per_peer_.find(address);
  if (from_peer != per_peer_.end() && from_peer->second >= options_.connections_per_peer_max) return false;
  std::unique_ptr<security::TlsSession> session;
  if (tls_ != nullptr && (session = tls_->new_session(descriptor)) == nullptr) return false;
  const int on = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  auto watched = std::make_unique<Watched>();
  watched->connection = std::make_unique<Connection>(descriptor, std::move(session), address, rules_,
                                                     clock_.monotonic_micros());
  epoll_event event{};
  event.events = events_for(Connection::Next::kRead);
  event.data.fd = descriptor;
  ++per_peer_[address];
  watched->turn = std::make_shared<Turn>(*this, *watched);
  Watched& added = *(connections_[descriptor] = std::move(watched));
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) end(added);
  return true;
}

// In clear, the answer is sent without reading the request; under TLS nothing can be said before a handshake.
void ConnectionLoop::turn_away(int descriptor) {
  if (tls_ == nullptr) {
    const std::string bytes = rules_.format_refusal(kOverloaded);
    if (::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) > 0) {
      ::shutdown(descriptor, SHUT_WR);
    }
  }
  ::close(descriptor);
}

void ConnectionLoop::dispatch(Watched& watched) {
  if (watched.busy.exchange(true, std::memory_order_acquire)) return;
  bool full = false;
  {
    const ledger::MutexLock lock(mutex_);
    full = ready_.size() >= options_.queue_capacity;
    if (!full) {
      ready_.push_back(&watched);
      call_worker();
    }
  }
  if (!full) return;
  // What was answered already needs no worker, and must not be torn because others wait.
  if (!watched.connection->is_answered()) {
    watched.connection->refuse(kOverloaded, clock_.monotonic_micros());
  }
  move(watched);
}

void ConnectionLoop::move(Watched& watched) {
  const std::int64_t now = clock_.monotonic_micros();
  Connection::Next next = watched.connection->advance(now);
  if (next == Connection::Next::kRequest) {
    // Pipelined behind the answer that has just left.
    watched.connection->refuse(stopping_.load() ? kStopping : kOverloaded, now);
    next = watched.connection->advance(now);
  }
  if (next == Connection::Next::kRead || next == Connection::Next::kWrite) return park(watched, next);
  end(watched);
}

void ConnectionLoop::check_deadlines() {
  if (!accepting_ && !stopping_.load()) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = listener_.descriptor();
    accepting_ = ::epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_.descriptor(), &event) == 0;
  }
  if (stopping_.load() && listener_.descriptor() >= 0) listener_.close();
  const std::int64_t now = clock_.monotonic_micros();
  for (auto& [descriptor, watched] : connections_) {
    if (watched->ended.load()) continue;
    const bool late = now >= watched->connection->deadline_micros();
    if (!watched->busy.load(std::memory_order_acquire)) {
      // Parked: no worker touches it, and only this thread could make it busy.
      if (late || stopping_.load()) close_early(*watched, now);
    } else {
      if (now >= watched->connection->deadline_micros() + kBusyGraceMicros && !watched->cut) {
        watched->cut = true;
        watched->connection->cut();
      }
      resume_if_due(*watched, now);
    }
  }
  erase_ended();
}

void ConnectionLoop::close_early(Watched& watched, std::int64_t now_micros) {
  Connection& connection = *watched.connection;
  const bool late = now_micros >= connection.deadline_micros();
  // An answer on its way out gets its time, even while stopping.
  if (!late && connection.is_writing()) return;
  watched.busy.store(true);
  {
    // Whoever parked it may still be telling the kernel so: the descriptor must not be closed, and its number
    // given to another connection, before that is over.
    const ledger::MutexLock lock(parking_);
  }
  if (late || !connection.is_receiving()) {
    connection.expire(now_micros);
  } else {
    connection.refuse(kStopping, now_micros);
  }
  move(watched);
}

void ConnectionLoop::erase_ended() {
  std::vector<int> ended;
  {
    const ledger::MutexLock lock(mutex_);
    ended.swap(ended_);
  }
  for (const int descriptor : ended) erase(descriptor);
}

void ConnectionLoop::erase(int descriptor) {
  const auto found = connections_.find(descriptor);
  if (found == connections_.end()) return;
  const auto peer = per_peer_.find(found->second->connection->remote_address());
  if (peer != per_peer_.end() && --peer->second == 0) per_peer_.erase(peer);
  // The worker that parked it last may still be telling the kernel, though the event has come already.
  // Closing the descriptor also takes it out of the epoll set.
  const ledger::MutexLock lock(parking_);
  connections_.erase(found);
}

// ---- workers ----

void ConnectionLoop::run_worker() {
  ledger::name_this_thread("http-worker");
  block_sigpipe();
  while (Watched* watched = take_work()) work_on(*watched);
}

ConnectionLoop::Watched* ConnectionLoop::take_work() {
  const ledger::MutexLock lock(mutex_);
  free_workers_.fetch_add(1, std::memory_order_relaxed);
  while (!has_work() && !closed_) {
    work_there_.wait(mutex_);
    worker_called_ = false;
  }
  free_workers_.fetch_sub(1, std::memory_order_relaxed);
  if (!has_work()) return nullptr;
  // Who is nearly done first: that frees what the request holds.
  std::deque<Watched*>& from = resumed_.empty() ? ready_ : resumed_;
  Watched* const watched = from.front();
  from.pop_front();
  call_worker();
  return watched;
}

// One worker at a time is woken up; it calls the next one when it has found more than it takes itself.
// Calling one for each connection would have the processors change between threads for every few microseconds
// of work.
void ConnectionLoop::call_worker() {
  ready_count_.store(ready_.size() + resumed_.size(), std::memory_order_relaxed);
  if (!has_work() || worker_called_ || free_workers_.load(std::memory_order_relaxed) == 0) return;
  worker_called_ = true;
  work_there_.notify_one();
}

void ConnectionLoop::work_on(Watched& watched) {
  Connection& connection = *watched.connection;
  bool served = watched.later.has_value();
  if (served) finish(watched);
  while (true) {
    const Connection::Next next = connection.advance(clock_.monotonic_micros());
    switch (next) {
      case Connection::Next::kRequest:
        if (!serve_one(watched)) return;
        served = true;
        continue;
      case Connection::Next::kEnd:
        return end(watched);
      case Connection::Next::kRead:
        if (served && stay_with(connection)) continue;
        return park(watched, next);
      case Connection::Next::kWrite:
        return park(watched, next);
    }
  }
}

// The next request of a busy exchange comes within a round trip. Waiting for it here is only fair while
// nobody waits for a worker; whoever comes meanwhile waits for as long as this may last, which is therefore
// short unless a quarter of the workers has nothing to do.
bool ConnectionLoop::stay_with(const Connection& connection) {
  if (!connection.is_idle() || stopping_.load(std::memory_order_relaxed)) return false;
  // Under load the front brings many connections at once for one wake-up: cheaper than a thread for each.
  if (waiting_count_.load(std::memory_order_relaxed) > 0) return false;
  const bool many_free = free_workers_.load(std::memory_order_relaxed) >= options_.threads / 4 + 1;
  if (!many_free && ready_count_.load(std::memory_order_relaxed) > 0) return false;
  pollfd readable{connection.descriptor(), POLLIN, 0};
  return ::poll(&readable, 1, many_free ? kStayMs : kStayBrieflyMs) == 1;
}

bool ConnectionLoop::serve_one(Watched& watched) {
  Connection& connection = *watched.connection;
  bool keep_alive = connection.may_keep_alive() && !stopping_.load();
  InboundRequest request = connection.take_request();
  request.is_abandoned = [&connection] { return connection.is_abandoned(); };
  request.deadline_micros = connection.deadline_micros();
  Served served = serve_(std::move(request), keep_alive);
  if (served.later) {
    wait_for(watched, *std::move(served.later));
    return false;
  }
  connection.answer(std::move(served.bytes), keep_alive);
  return true;
}

void ConnectionLoop::wait_for(Watched& watched, LaterBytes later) {
  const std::shared_ptr<Turn> turn = watched.turn;
  const std::shared_ptr<Waiting> waiting = later.waiting;
  watched.later = std::move(later);
  waiting_count_.fetch_add(1, std::memory_order_relaxed);
  turn->due_micros.store(waiting->due_micros(), std::memory_order_relaxed);
  const std::uint64_t wait = turn->number.load() + 1;
  turn->number.store(wait);
  // From here on the connection is whose turn it is; it may be gone before this returns.
  waiting->notify([turn, wait] {
    if (turn->claim(wait)) turn->loop.resume(turn->watched);
  });
}

void ConnectionLoop::resume_if_due(Watched& watched, std::int64_t now_micros) {
  const std::uint64_t wait = watched.turn->number.load();
  const bool waits = wait % 2 == 1;
  if (waits && now_micros >= watched.turn->due_micros.load() && watched.turn->claim(wait)) resume(watched);
}

void ConnectionLoop::resume(Watched& watched) {
  const ledger::MutexLock lock(mutex_);
  waiting_count_.fetch_sub(1, std::memory_order_relaxed);
  resumed_.push_back(&watched);
  call_worker();
}

void ConnectionLoop::finish(Watched& watched) {
  bool keep_alive = watched.connection->may_keep_alive() && !stopping_.load();
  std::string bytes = watched.later->finish(keep_alive);
  watched.later.reset();
  watched.connection->answer(std::move(bytes), keep_alive);
}

void ConnectionLoop::park(Watched& watched, Connection::Next next) {
  epoll_event event{};
  event.events = events_for(next);
  event.data.fd = watched.connection->descriptor();
  const int descriptor = watched.connection->descriptor();
  const ledger::MutexLock lock(parking_);
  watched.busy.store(false, std::memory_order_release);
  // From here on an event may bring the connection to another worker; see close_early for the other way.
  if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event) != 0) wake_front();
}

void ConnectionLoop::end(Watched& watched) {
  const int descriptor = watched.connection->descriptor();
  {
    const ledger::MutexLock lock(mutex_);
    watched.ended.store(true);
    ended_.push_back(descriptor);
  }
  wake_front();
}

}  // namespace api

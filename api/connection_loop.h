// ConnectionLoop: one front thread that watches all connections, and a fixed set of workers that move them.
//
// Place in the flow: between the listening socket and the handler. A connection is *parked* (the front
// watches its socket and deadline; costs no thread) or *busy* (exactly one worker owns it). Slow clients are
// parked nearly all the time, so thousands of them leave the workers free. A worker that has answered stays
// with its connection for a moment while nobody waits for a worker, which saves two thread hops per request
// in a busy exchange. Ready connections wait in a bounded queue; beyond it they are answered 503. Ownership:
// owns connections, threads and the epoll descriptor; borrows listener, rules, TLS context and clock, which
// outlive it. Threads: start and stop from one; `serve` is called from the workers.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "api/connection.h"
#include "api/later.h"
#include "api/listener.h"
#include "ledger/base/clock.h"
#include "ledger/base/mutex.h"
#include "ledger/base/status.h"

namespace api {

struct LoopOptions {
  std::size_t threads = 1;
  std::size_t queue_capacity = 1;
  std::size_t connections_max = 1;
  std::size_t connections_per_peer_max = 1;
};

// The answer's bytes, or where they will come from.
using LaterBytes = Later<std::string, bool&>;
struct Served {
  std::string bytes;
  std::optional<LaterBytes> later{};
};

class ConnectionLoop {
 public:
  // Runs the handler. `keep_alive` says whether the connection may stay open and may be cleared, here or by
  // what finishes later. Must not throw.
  using Serve = std::function<Served(InboundRequest request, bool& keep_alive)>;

  ConnectionLoop(const LoopOptions& options, const ConnectionRules& rules, Listener& listener,
                 const security::TlsServerContext* tls, const ledger::Clock& clock, Serve serve);
  ~ConnectionLoop();  // stops
  ConnectionLoop(const ConnectionLoop&) = delete;
  ConnectionLoop& operator=(const ConnectionLoop&) = delete;

  // `door.bind` when the kernel gives no epoll or event descriptor. Of the descriptors that the process may
  // still open now, half, up to 256, are kept for everything but connections.
  ledger::Status start();
  // Closes the listener, ends idle connections, refuses requests that are still arriving (503), waits for
  // running ones to be answered (each bounded by its deadline), joins the threads.
  void stop();

 private:
  struct Watched;
  // Whose turn it is with a connection whose answer comes later. It outlives loop and connection, because
  // what was waited for may happen long after the wait was given up.
  struct Turn {
    Turn(ConnectionLoop& its_loop, Watched& its_connection) : loop(its_loop), watched(its_connection) {}
    // True for one caller per wait: who then has the connection, and may use `loop` and `watched`.
    bool claim(std::uint64_t wait) { return number.compare_exchange_strong(wait, wait + 1); }

    ConnectionLoop& loop;
    Watched& watched;
    std::atomic<std::uint64_t> number{0};  // odd while it waits
    std::atomic<std::int64_t> due_micros{0};
  };
  struct Watched {
    std::unique_ptr<Connection> connection;
    // Only the front sets it to true, only the worker that holds the connection sets it to false.
    std::atomic<bool> busy{false};
    std::atomic<bool> ended{false};
    bool cut = false;  // front only
    std::shared_ptr<Turn> turn;
    std::optional<LaterBytes> later;  // who has the connection
  };

  void run_front();
  void run_worker();
  void accept_some();
  // False when there is no room for one more, or for one more from that address.
  bool admit(int descriptor);
  void turn_away(int descriptor);
  void dispatch(Watched& watched);
  void check_deadlines();
  void resume_if_due(Watched& watched, std::int64_t now_micros);
  void close_early(Watched& watched, std::int64_t now_micros);
  void move(Watched& watched);
  // Moves and serves until the socket has nothing more; then parks or ends it.
  void work_on(Watched& watched);
  bool stay_with(const Connection& connection);
  // False when the answer comes later: the connection is somebody else's then.
  bool serve_one(Watched& watched);
  void wait_for(Watched& watched, LaterBytes later);
  void finish(Watched& watched);
  // Any thread that has claimed its turn.
  void resume(Watched& watched);
  Watched* take_work();
  bool has_work() const LEDGER_REQUIRES(mutex_) { return !resumed_.empty() || !ready_.empty(); }
  void call_worker() LEDGER_REQUIRES(mutex_);
  // Gives the connection back to the front's watch.
  void park(Watched& watched, Connection::Next next);
  void end(Watched& watched);
  void erase_ended();
  void erase(int descriptor);
  void wake_front() const;

  const LoopOptions options_;
  const ConnectionRules& rules_;
  Listener& listener_;
  const security::TlsServerContext* tls_;
  const ledger::Clock& clock_;
  const Serve serve_;

  int epoll_ = -1;
  int wake_ = -1;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> free_workers_{0};
  std::atomic<std::size_t> ready_count_{0};    // of ready_ and resumed_, for those who only look
  std::atomic<std::size_t> waiting_count_{0};  // of connections whose answers come later
  std::thread front_;
  std::vector<std::thread> workers_;

  // Front thread only.
  std::unordered_map<int, std::unique_ptr<Watched>> connections_;
  std::unordered_map<std::string, std::size_t> per_peer_;
  bool accepting_ = true;
  // A connection whose descriptor has this number or a higher one would take what the storage needs.
  int descriptor_ceiling_ = 0;

  // Held while a connection is handed back to the kernel; guards no data.
  ledger::Mutex parking_;
  ledger::Mutex mutex_;
  ledger::CondVar work_there_;
  std::deque<Watched*> ready_ LEDGER_GUARDED_BY(mutex_);
  std::deque<Watched*> resumed_ LEDGER_GUARDED_BY(mutex_);  // as many as there are connections at most
  bool worker_called_ LEDGER_GUARDED_BY(mutex_) = false;    // and not here yet
  bool closed_ LEDGER_GUARDED_BY(mutex_) = false;
  std::vector<int> ended_ LEDGER_GUARDED_BY(mutex_);
};

}  // namespace api

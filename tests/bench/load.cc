#include "tests/bench/load.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <deque>
#include <memory>
#include <sys/epoll.h>
#include <unistd.h>
#include <vector>

#include "tests/bench/load_connection.h"
#include "tests/bench/process_cpu.h"
#include "tests/bench/proof_count.h"

namespace bench {
namespace {

constexpr std::size_t kErrorBytesShown = 400;
constexpr std::int64_t kLongestWaitNanos = 100'000'000;
constexpr std::int64_t kDrainNanos = 60'000'000'000;

std::int64_t now_nanos() {
  return std::chrono::steady_clock::now().time_since_epoch().count();
}

double own_cpu_s() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

struct Client {
  std::unique_ptr<LoadConnection> connection;
  std::int64_t due_nanos = 0;
  std::uint32_t events = 0;
};

class Run {
 public:
  Run(const RequestFile& requests, const LoadOptions& options)
      : requests_(requests), options_(options), next_(options.skip), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  ~Run() { ::close(epoll_); }

  ledger::Result<LoadResult> run() {
    LEDGER_TRY(connect());
    start_ = now_nanos();
    measure_from_ = start_ + static_cast<std::int64_t>(options_.warm_up_s * 1e9);
    end_ = measure_from_ + static_cast<std::int64_t>(options_.seconds * 1e9);
    for (Client& client : clients_) idle_.push_back(&client);
    while (true) {
      const std::int64_t now = now_nanos();
      if (!measuring_ && now >= measure_from_) begin_measuring();
      if (now >= end_) break;
      send_due(now);
      if (idle_.size() == alive_ && (alive_ == 0 || next_ >= requests_.size())) break;
      wait();
    }
    finish();
    drain();
    return std::move(result_);
  }

 private:
  ledger::Status connect() {
    LEDGER_ASSIGN(const auto tls, make_client_tls(options_.certificate, options_.key, options_.ca));
    clients_.resize(options_.connections);
    alive_ = clients_.size();
    for (Client& client : clients_) {
      client.connection = std::make_unique<LoadConnection>(options_.port, tls);
      LEDGER_TRY(client.connection->open());
      epoll_event event{};
      // Edge-triggered: a connection is moved until it would block, and no system call re-arms it.
      event.events = EPOLLIN | EPOLLOUT | EPOLLET;
      event.data.ptr = &client;
      ::epoll_ctl(epoll_, EPOLL_CTL_ADD, client.connection->socket(), &event);
    }
    return ledger::Status();
  }

  std::int64_t due_at(std::size_t number) const {
    return start_ + static_cast<std::int64_t>(static_cast<double>(number) * 1e9 / options_.rate);
  }

  void send_due(std::int64_t now) {
    while (!idle_.empty() && next_ < requests_.size()) {
      const std::int64_t due = options_.rate > 0 ? due_at(next_ - options_.skip) : now;
      if (due > now) return;
      Client& client = *idle_.front();
      idle_.pop_front();
      client.due_nanos = due;
      client.events = requests_[next_].events;
      client.connection->send(requests_[next_].text);
      ++next_;
      move(client);
    }
  }

  void wait() {
    std::int64_t until = std::min(end_, now_nanos() + kLongestWaitNanos);
    if (!measuring_) until = std::min(until, measure_from_);
    if (options_.rate > 0 && !idle_.empty() && next_ < requests_.size())
      until = std::min(until, due_at(next_ - options_.skip));
    const std::int64_t nanos = std::max<std::int64_t>(0, until - now_nanos());
    const timespec timeout{nanos / 1'000'000'000, nanos % 1'000'000'000};
    epoll_event events[64];
    const int ready = ::epoll_pwait2(epoll_, events, 64, &timeout, nullptr);
    for (int i = 0; i < ready; ++i) {
      Client& client = *static_cast<Client*>(events[i].data.ptr);
      if (client.events > 0) move(client);
    }
  }

  void move(Client& client) {
    const auto moved = client.connection->move();
    if (!moved.ok()) {
      note_error(moved.status().to_string());
      ::epoll_ctl(epoll_, EPOLL_CTL_DEL, client.connection->socket(), nullptr);
      client.events = 0;
      --alive_;
      return;
    }
    if (!moved->has_value()) return;
    take_answer(client, **moved);
    client.events = 0;
    idle_.push_back(&client);
  }

  void take_answer(const Client& client, const Answer& answer) {
    ++result_.sent;
    if (answer.status != options_.expected_status) {
      note_error(std::to_string(answer.status) + " " + std::string(answer.body.substr(0, kErrorBytesShown)));
      return;
    }
    if (!measuring_) return;
    const std::int64_t now = now_nanos();
    if (now > end_) return;
    ++result_.requests;
    result_.events += client.events;
    result_.latency.record((now - client.due_nanos) / 1000);
    if (!options_.check_proofs) return;
    const std::size_t proofs = count_proofs(answer.body);
    result_.proofs += proofs;
    if (proofs != client.events) note_error("a receipt without checkpoint or proof of its position");
  }

  // What is under way becomes durable all the same: its answers are waited for, so that `sent` is what the
  // ledger holds.
  void drain() {
    measuring_ = false;
    measure_from_ = end_ = now_nanos() + kDrainNanos;
    next_ = requests_.size();
    while (idle_.size() < alive_ && now_nanos() < end_) wait();
  }

  void note_error(std::string what) {
    if (result_.errors++ == 0) result_.first_error = std::move(what);
  }

  void begin_measuring() {
    measuring_ = true;
    measured_since_ = now_nanos();
    own_before_ = own_cpu_s();
    server_before_ = read_process_cpu(options_.server_process);
  }

  void finish() {
    if (!measuring_) begin_measuring();
    result_.seconds = static_cast<double>(now_nanos() - measured_since_) * 1e-9;
    result_.ran_out = next_ >= requests_.size();
    result_.client_cpu_s = own_cpu_s() - own_before_;
    if (options_.server_process == 0) return;
    const ProcessCpu after = read_process_cpu(options_.server_process);
    result_.server_cpu_s = after.seconds - server_before_.seconds;
    result_.server_peak_bytes = after.peak_bytes;
    for (const auto& [name, seconds] : after.seconds_by_thread) {
      const auto before = server_before_.seconds_by_thread.find(name);
      const double used = seconds - (before == server_before_.seconds_by_thread.end() ? 0 : before->second);
      if (used > 0) result_.server_cpu_by_thread[name] = used;
    }
  }

  const RequestFile& requests_;
  const LoadOptions& options_;
  std::size_t next_;
  const int epoll_;
  std::vector<Client> clients_;
  std::deque<Client*> idle_;
  std::size_t alive_ = 0;
  std::int64_t start_ = 0, measure_from_ = 0, end_ = 0, measured_since_ = 0;
  bool measuring_ = false;
  double own_before_ = 0;
  ProcessCpu server_before_;
  LoadResult result_;
};

}  // namespace

ledger::Result<LoadResult> run_load(const RequestFile& requests, const LoadOptions& options) {
  return Run(requests, options).run();
}

}  // namespace bench

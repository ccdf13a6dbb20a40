#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <memory>
#include <pthread.h>
#include <sys/resource.h>
#include <thread>

#include "ledger/base/clock.h"
#include "ledger/base/diag.h"
#include "ops/commands.h"
#include "ops/disk_space.h"
#include "ops/folder_options.h"
#include "ops/read_only_service.h"
#include "ops/service.h"

namespace ops {
namespace {

constexpr std::uint64_t kReserveMibMax = 1ULL << 30;
constexpr std::int64_t kHourMicros = 3600LL * 1'000'000;
constexpr std::uint64_t kFiguresMibMax = 1ULL << 24;
constexpr std::int64_t kAttachmentHoursMax = 24LL * 366;

struct ServeOptions {
  FolderOptions folder;
  std::string host = "127.0.0.1";
  int port = 8443;
  std::vector<std::string> allowed_hosts;
  std::string certificate, key, client_ca;
  std::string port_file;
  std::size_t threads = 64;
  std::size_t connections = api::ServerOptions().connections_max;
  std::size_t connections_per_peer = api::ServerOptions().connections_per_peer_max;
  bool open_tiles = false;
  bool read_only = false;
  std::uint64_t reserve_mib = 512;
  std::uint64_t access_reserve_mib = 128;
  std::size_t attachment_mib = ledger::kBodyBytesMax >> 20U;
  std::int64_t attachment_hours = 24;
  std::uint64_t figures_memory_mib = 0;
};

ServiceOptions service_options(const ServeOptions& options) {
  ServiceOptions service;
  service.folder = options.folder.folder();
  service.server.host = options.host;
  service.server.port = options.port;
  service.server.allowed_hosts = options.allowed_hosts;
  service.server.threads = options.threads;
  service.server.connections_max = options.connections;
  service.server.connections_per_peer_max = options.connections_per_peer;
  if (!options.certificate.empty()) {
    service.server.tls = security::TlsFiles{options.certificate, options.key, options.client_ca};
  }
  service.open_tiles = options.open_tiles;
  service.reserve = {options.reserve_mib << 20, options.access_reserve_mib << 20};
  service.attachments.bytes_max = options.attachment_mib << 20U;
  service.attachments.unreferred_micros_max = options.attachment_hours * kHourMicros;
  service.figures_memory_bytes = options.figures_memory_mib << 20U;
  return service;
}

// Appears complete or not at all, so that a waiting script never reads half a number.
ledger::Status write_port_file(const std::string& path, int port) {
  const std::string temporary = path + ".new";
  ::remove(temporary.c_str());
  LEDGER_TRY(write_new_file(temporary, std::to_string(port) + "\n"));
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    return ledger::unavailable("file.io", path + ": can't be written");
  }
  return ledger::Status();
}

// Programs that use select get a low soft limit for their sake; this one does not.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// What was stored contradicts itself or its anchor: nothing that trying again would change. A full disk is
// something else, and looks like many a fault.
ledger::Status with_advice(const ledger::Status& refused, const DataFolder& folder, bool read_only) {
  if (!read_only && refused.code() == ledger::StatusCode::kUnavailable) {
    const FolderSpace space({folder.database(), folder.anchor, folder.keyring, folder.root});
    return explain_no_room(refused, {folder.database(), folder.projections()}, space);
  }
  const bool lost = refused.code() == ledger::StatusCode::kDataLoss || refused.reason() == "anchor.missing";
  if (read_only || !lost) return refused;
  const std::string before = refused.expected().empty() ? "" : refused.expected() + "; ";
  return ledger::Status(refused).want(
      before +
      "`daicho doctor` names what is wrong, `daicho serve --read-only` serves what verifies, "
      "`daicho restore` brings back a backup");
}

template <typename Served>
void serve_until_stopped(const ServeOptions& options, const sigset_t& signals, CommandState& state) {
  const ledger::SystemClock clock;
  auto service = Served::start(service_options(options), clock);
  if (!service.ok())
    return state.fail(with_advice(service.status(), options.folder.folder(), options.read_only));
  if (!options.port_file.empty()) {
    const ledger::Status written = write_port_file(options.port_file, (*service)->port());
    if (!written.ok()) return state.fail(written);
  }
  ledger::diag(ledger::DiagLevel::kInfo, "serving",
               {{"origin", (*service)->origin()},
                {"host", options.host},
                {"port", static_cast<std::uint64_t>((*service)->port())},
                {"size", (*service)->size().value}});
  std::thread waiter([&] {
    int signal = 0;
    sigwait(&signals, &signal);
    (*service)->request_stop();
  });
  const ledger::Status closed = (*service)->wait();
  if (!closed.ok())
    pthread_kill(waiter.native_handle(), SIGINT);  // blocked everywhere: only ends its sigwait
  waiter.join();
  (*service)->stop();
  ledger::diag(ledger::DiagLevel::kInfo, "stopped", {{"size", (*service)->size().value}});
  if (!closed.ok()) state.fail(closed);
}

void run_serve(const ServeOptions& options, CommandState& state) {
  // Blocked before any thread exists, so that every thread inherits it and only the waiting one takes the
  // signal.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  raise_descriptor_limit();
  if (options.read_only) return serve_until_stopped<ReadOnlyService>(options, signals, state);
  serve_until_stopped<Service>(options, signals, state);
}

}  // namespace

void add_serve_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* command =
      app.add_subcommand("serve",
                         "Serve a ledger over HTTPS with client certificates; plain HTTP on loopback only.\n"
                         "Stops cleanly on SIGINT and SIGTERM. Exits with 4 when the log had to be closed "
                         "after a failed write, with 1 when what is stored "
                         "does not verify.");
  add_folder_options(*command, options->folder);
  command->add_option("--host", options->host, "Address to listen on")->capture_default_str();
  command->add_option("--port", options->port, "Port; 0 takes a free one")->capture_default_str();
  command->add_option("--port-file", options->port_file, "Write the port there once requests are served");
  command->add_option("--allowed-host", options->allowed_hosts,
                      "Host name that requests may carry (repeatable)");
  command->add_option("--tls-cert", options->certificate, "Server certificate chain (PEM)");
  command->add_option("--tls-key", options->key, "Its private key (PEM)");
  command->add_option("--client-ca", options->client_ca, "CA whose client certificates are accepted (PEM)");
  command->add_option("--threads", options->threads, "Handlers that may run at once")->capture_default_str();
  command
      ->add_option("--reserve-mib", options->reserve_mib,
                   "Free disk space below which business events are refused (507)")
      ->check(CLI::Range(std::uint64_t{0}, kReserveMibMax))
      ->capture_default_str();
  command
      ->add_option("--access-reserve-mib", options->access_reserve_mib,
                   "Free disk space below which nothing is appended, so confidential reads are refused too")
      ->check(CLI::Range(std::uint64_t{0}, kReserveMibMax))
      ->capture_default_str();
  command->add_option("--attachment-mib", options->attachment_mib, "Largest document that is taken")
      ->check(CLI::Range(std::size_t{1}, ledger::kBodyBytesMax >> 20U))
      ->capture_default_str();
  command
      ->add_option("--attachment-hours", options->attachment_hours,
                   "Documents that no event refers to by then are discarded; 0: at once")
      ->check(CLI::Range(std::int64_t{0}, kAttachmentHoursMax))
      ->capture_default_str();
  command
      ->add_option("--figures-memory-mib", options->figures_memory_mib,
                   "Memory that all questions about figures may hold together; 0: a quarter of the "
                   "machine's, at least what a year of the nation takes")
      ->check(CLI::Range(std::uint64_t{0}, kFiguresMibMax))
      ->capture_default_str();
  command->add_option("--connections", options->connections, "Connections that may be open at once")
      ->capture_default_str();
  command
      ->add_option("--connections-per-peer", options->connections_per_peer,
                   "The same for one address; behind a proxy that address is the proxy's")
      ->capture_default_str();
  command->add_flag("--read-only", options->read_only,
                    "Serve what still verifies, write nothing: for a ledger that is refused otherwise");
  command->add_flag("--open-tiles", options->open_tiles, "Serve tiles and entries to anybody");
  command->callback([options, &state] { run_serve(*options, state); });
}

}  // namespace ops

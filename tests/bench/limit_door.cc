#include "tests/bench/limit_door.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <pthread.h>

#include "api/httplib_server.h"
#include "ledger/base/clock.h"
#include "security/signature.h"
#include "tests/bench/signed_bytes.h"

namespace bench {
namespace {

// Any key will do: a verification that fails costs what one that holds does, and the door knows no ledger.
api::Response verify_all(const api::Request& request, const security::PublicKey& ed25519,
                         const security::PublicKey& es256) {
  api::Response response;
  response.status = 201;
  response.content_type = "application/json";
  std::size_t valid = 0;
  for (std::string_view body = request.body; !body.empty();) {
    const std::string_view line = body.substr(0, body.find('\n'));
    body.remove_prefix(std::min(body.size(), line.size() + 1));
    const auto parts = take_apart(line.substr(0, line.find('~')));
    if (!parts.ok()) {
      response.status = 400;
      response.body = "{}";
      return response;
    }
    valid += (parts->es256 ? es256 : ed25519).verify(parts->signing_input, parts->signature) ? 1U : 0U;
  }
  // About as long as real receipts.
  response.body = "{\"valid\":" + std::to_string(valid) + ",\"entries\":\"" + request.body + "\"}";
  return response;
}

}  // namespace

ledger::Status serve_door(const std::string& port_file, std::size_t threads) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  LEDGER_ASSIGN(const security::PrivateKey first,
                security::PrivateKey::generate(security::SignatureAlgorithm::kEd25519));
  LEDGER_ASSIGN(const security::PrivateKey second,
                security::PrivateKey::generate(security::SignatureAlgorithm::kEs256));
  LEDGER_ASSIGN(const auto ed25519, security::PublicKey::from_raw(first.algorithm(), first.public_key()));
  LEDGER_ASSIGN(const auto es256, security::PublicKey::from_raw(second.algorithm(), second.public_key()));
  api::ServerOptions options;
  options.threads = threads;
  const ledger::SystemClock clock;
  api::HttpServer server(options, clock);
  LEDGER_TRY(server.start([&](const api::Request& request) { return verify_all(request, ed25519, es256); }));
  std::ofstream(port_file + ".new") << server.port() << "\n";
  if (std::rename((port_file + ".new").c_str(), port_file.c_str()) != 0)
    return ledger::unavailable("file.io", port_file + ": can't be written");
  int signal = 0;
  sigwait(&signals, &signal);
  server.stop();
  return ledger::Status();
}

}  // namespace bench

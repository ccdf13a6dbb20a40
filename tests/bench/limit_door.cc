#include "tests/bench/limit_door.h"

#include <csignal>
#include <fstream>
#include <pthread.h>
#include <unordered_map>

#include "api/httplib_server.h"
#include "ledger/base/clock.h"
#include "ledger/base/mutex.h"
#include "ledger/event/sd_jwt.h"
#include "security/signature.h"
#include "tests/bench/signed_bytes.h"

namespace bench {
namespace {

// Any key will do: a verification that fails costs what one that holds does, and the door knows no ledger.
api::Response verify_one(const api::Request& request, const security::PublicKey& ed25519,
                         const security::PublicKey& es256) {
  api::Response response;
  response.status = 201;
  response.content_type = "application/json";
  const std::size_t end = request.body.find('~');
  const auto parts = take_apart(std::string_view(request.body).substr(0, end));
  if (!parts.ok()) {
    response.status = 400;
    response.body = "{}";
    return response;
  }
  const security::PublicKey& key = parts->es256 ? es256 : ed25519;
  const bool valid = key.verify(parts->signing_input, parts->signature);
  // As long as a real receipt.
  response.body = "{\"valid\":" + std::string(valid ? "true" : "false") + ",\"entry\":\"" +
                  request.body.substr(0, end) + "\"}";
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
  LEDGER_TRY(server.start([&](const api::Request& request) { return verify_one(request, ed25519, es256); }));
  std::ofstream(port_file + ".new") << server.port() << "\n";
  if (std::rename((port_file + ".new").c_str(), port_file.c_str()) != 0)
    return ledger::unavailable("file.io", port_file + ": can't be written");
  int signal = 0;
  sigwait(&signals, &signal);
  server.stop();
  return ledger::Status();
}

}  // namespace bench

#include "ops/read_only_service.h"

#include "api/denial_recorder.h"
#include "api/pipeline.h"
#include "ledger/base/diag.h"
#include "ledger/base/mutex.h"
#include "ledger/journal/reader.h"
#include "ops/bindings.h"
#include "ops/read_only_store.h"
#include "ops/version.h"
#include "security/file_key_encryptor.h"
#include "security/signature.h"
#include "security/vault.h"

namespace ops {
namespace {

using ledger::Result;
using ledger::Status;

// No sealing, so no assignment is ever asked for.
class NoAssignments final : public security::AssignmentSource {
 public:
  Result<std::optional<ledger::Bytes>> find(std::string_view, std::string_view) const override {
    return std::optional<ledger::Bytes>();
  }
};

// Whatever reaches the way to the writer, the vault or the attestor meets the refusal: there is nothing
// behind.
class ClosedParts final : public api::Appender,
                          public ledger::Sealer,
                          public ledger::Unsealer,
                          public ledger::AttestorSigner {
 public:
  explicit ClosedParts(const api::ReadOnlyState& state) : state_(state) {}
  Result<std::vector<ledger::Receipt>> append(std::vector<ledger::VerifiedEvent>) override {
    return refusal();
  }
  bool writable() const override { return false; }
  Result<std::vector<ledger::SealedRow>> seal(const ledger::EventId&,
                                              const std::vector<ledger::SealRequest>&) override {
    return refusal();
  }
  Result<ledger::Bytes> attested_salt(const ledger::EventId&, std::string_view, std::string_view,
                                      std::string_view) override {
    return refusal();
  }
  Result<std::string> open(const ledger::EventId&, const ledger::Hash32&, ledger::ByteView) const override {
    return refusal();
  }
  Result<ledger::Bytes> seal_attachment(const ledger::EventId&, std::string_view, std::string_view,
                                        ledger::ByteView) override {
    return refusal();
  }
  Result<ledger::Bytes> open_attachment(const ledger::EventId&, ledger::ByteView) const override {
    return refusal();
  }
  const ledger::KeyId& kid() const override { return kid_; }
  ledger::SignatureAlgorithm algorithm() const override { return ledger::SignatureAlgorithm::kEd25519; }
  Result<ledger::Bytes> sign(ledger::ByteView) const override { return refusal(); }

 private:
  Status refusal() const { return read_only_refusal(state_); }
  const api::ReadOnlyState& state_;
  const ledger::KeyId kid_;
};

// Without the keyring nobody can be told from anybody else: not a wrong certificate (401), but no answer
// (503).
class ClosedAuthenticator final : public security::Authenticator {
 public:
  explicit ClosedAuthenticator(Status why) : why_(std::move(why)) {}
  Result<std::optional<security::Principal>> authenticate(
      const security::Credential& credential) const override {
    if (credential.certificate == nullptr) return std::optional<security::Principal>();
    return ledger::unavailable("service.read_only",
                               "this ledger is served read-only, and its keyring can't be opened (" +
                                   why_.reason() + "): nobody can be authenticated");
  }

 private:
  const Status why_;
};

Status load_credentials(const DataFolder& folder, const ledger::LedgerView& view,
                        security::CertificateAuthenticator& certificates) {
  LEDGER_ASSIGN(const security::Media media, security::Media::open_read_only(folder.keyring));
  LEDGER_ASSIGN(const security::MasterSecret master,
                security::read_master_secret(folder.keyring_secret_file()));
  LEDGER_ASSIGN(const auto encryptor, security::FileKeyEncryptor::open(media, master));
  const NoAssignments assignments;
  LEDGER_ASSIGN(const auto keyring, security::Keyring::open(media, *encryptor, assignments));
  const security::Vault vault(*keyring);
  return Bindings(certificates, vault).load(view, MissingEvents::kPassOver).status();
}

}  // namespace

struct ReadOnlyService::Parts {
  Parts(const ServiceOptions& asked, const ledger::Clock& injected) : options(asked), clock(injected) {}

  Status start();
  Status open_credentials();
  Status serve();
  void report() const;

  const ServiceOptions options;
  const ledger::Clock& clock;
  ledger::Metrics metrics;
  VerifiedStore store;
  ledger::ViewCell views;
  std::unique_ptr<ClosedParts> closed;
  security::OpenSslVerifier verifier;
  std::unique_ptr<ledger::Admission> admission;
  std::unique_ptr<security::CertificateAuthenticator> certificates;
  std::unique_ptr<ClosedAuthenticator> nobody;
  std::unique_ptr<api::ApiContext> context;
  std::unique_ptr<api::DenialRecorder> denials;
  std::unique_ptr<api::Pipeline> pipeline;
  std::unique_ptr<api::HttpServer> server;

  ledger::Mutex mutex;
  ledger::CondVar changed;
  bool stop_asked LEDGER_GUARDED_BY(mutex) = false;
};

Status ReadOnlyService::Parts::start() {
  LEDGER_ASSIGN(store, open_verified_store(options.folder));
  views.store(store.view);
  views.close();
  LEDGER_TRY(open_credentials());
  LEDGER_TRY(serve());
  report();
  return server->start([this](api::Request request) { return pipeline->handle(std::move(request)); });
}

Status ReadOnlyService::Parts::open_credentials() {
  LEDGER_ASSIGN(certificates, security::CertificateAuthenticator::make(clock));
  const Status loaded = load_credentials(options.folder, *store.view, *certificates);
  if (loaded.ok()) return Status();
  ledger::diag(ledger::DiagLevel::kWarning, "nobody_can_be_authenticated", loaded);
  nobody = std::make_unique<ClosedAuthenticator>(loaded);
  return Status();
}

Status ReadOnlyService::Parts::serve() {
  const std::string& origin = store.identity.origin;
  closed = std::make_unique<ClosedParts>(store.state);
  admission =
      std::make_unique<ledger::Admission>(ledger::Admission::Parts{origin, verifier, *closed, *closed});
  const security::Authenticator& authenticator =
      nobody ? static_cast<const security::Authenticator&>(*nobody) : *certificates;
  context = std::make_unique<api::ApiContext>(
      api::ApiContext{origin, kVersion, store.identity.log_vkey, options.open_tiles, *closed, views,
                      *admission, *closed, authenticator, nullptr, metrics, clock, nullptr, &store.state});
  if (store.view->head.size > ledger::TreeSize(0)) {
    LEDGER_ASSIGN(const auto conformance, ledger::conformance_genesis(*store.view->reader));
    if (conformance) context->open_tiles = true;
  }
  denials = std::make_unique<api::DenialRecorder>(*context);
  pipeline = std::make_unique<api::Pipeline>(*context, *denials);
  server = std::make_unique<api::HttpServer>(options.server, clock);
  return Status();
}

void ReadOnlyService::Parts::report() const {
  const api::ReadOnlyState& state = store.state;
  ledger::diag(ledger::DiagLevel::kWarning, "serving_read_only",
               {{"reason", state.reason.reason()},
                {"detail", state.reason.message()},
                {"verified_size", state.verified.value},
                {"anchor_size", state.anchor_size ? std::to_string(state.anchor_size->value) : "unknown"},
                {"missing", missing_text(state)},
                {"point_in_time_recovery", store.salvaged ? "yes" : "no"}});
}

ReadOnlyService::ReadOnlyService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

ReadOnlyService::~ReadOnlyService() {
  stop();
}

Result<std::unique_ptr<ReadOnlyService>> ReadOnlyService::start(const ServiceOptions& options,
                                                                const ledger::Clock& clock) {
  auto service =
      std::unique_ptr<ReadOnlyService>(new ReadOnlyService(std::make_unique<Parts>(options, clock)));
  LEDGER_TRY(service->parts_->start());
  return service;
}

int ReadOnlyService::port() const {
  return parts_->server->port();
}
const std::string& ReadOnlyService::origin() const {
  return parts_->store.identity.origin;
}
ledger::TreeSize ReadOnlyService::size() const {
  return parts_->store.view->head.size;
}

Status ReadOnlyService::wait() {
  const ledger::MutexLock lock(parts_->mutex);
  while (!parts_->stop_asked) parts_->changed.wait(parts_->mutex);
  return Status();
}

void ReadOnlyService::request_stop() {
  {
    const ledger::MutexLock lock(parts_->mutex);
    parts_->stop_asked = true;
  }
  parts_->changed.notify_all();
}

void ReadOnlyService::stop() {
  if (parts_->server) parts_->server->stop();
}

}  // namespace ops

#include "ops/service.h"

#include <chrono>
#include <thread>

#include "api/attachment_keeper.h"
#include "api/denial_recorder.h"
#include "api/pipeline.h"
#include "api/rebuild_keeper.h"
#include "ledger/base/diag.h"
#include "ledger/base/thread_name.h"
#include "ledger/domain/records.h"
#include "ledger/journal/journal.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/reader.h"
#include "ops/append_queue.h"
#include "ops/bindings.h"
#include "ops/disk_space.h"
#include "ops/machine_memory.h"
#include "ops/projection_opening.h"
#include "ops/projection_scrub.h"
#include "ops/report_keeper.h"
#include "ops/store_opening.h"
#include "ops/version.h"
#include "projections/projector.h"
#include "security/attestor.h"
#include "security/file_key_encryptor.h"
#include "security/key_file.h"
#include "security/log_signer.h"
#include "security/vault.h"

namespace ops {
namespace {

constexpr std::int64_t kHousekeepingMicros = 5'000'000;
// Attachments that are being sealed or opened at once: each may need its size several times over.
constexpr int kAttachmentPlaces = 8;
// Appends of small bodies that wait for the writer without a thread; further ones wait with one each.
constexpr std::size_t kAppendPlaces = 256;

// Key assignments as they stand in the ledger's vault.
class StoredAssignments final : public security::AssignmentSource {
 public:
  explicit StoredAssignments(const ledger::Kv& kv) : kv_(kv) {}
  ledger::Result<std::optional<ledger::Bytes>> find(std::string_view subject,
                                                    std::string_view scope) const override {
    return ledger::read_key_assignment(kv_, subject, scope);
  }

 private:
  const ledger::Kv& kv_;
};

// Every key that a stored field was sealed with must be in the keyring, or destroyed by order: a keyring that
// lost keys is refused before anything is served, not found out field by field.
ledger::Status check_assigned_keys(const ledger::KvReader& kv, const security::Keyring& keyring) {
  const ledger::Bytes tag = ledger::vault_assignment_key("", "").substr(0, 1);
  ledger::Status missing;
  LEDGER_TRY(
      kv.scan(ledger::kVault, tag, ledger::prefix_end(tag), [&](ledger::ByteView, ledger::ByteView name) {
        const auto key = security::to_key_name(name);
        missing =
            key ? keyring.check_known(*key)
                : ledger::data_loss("store.row_malformed", "a key assignment of the vault is no key name");
        return missing.ok();
      }));
  return missing;
}

class NoAssignments final : public security::AssignmentSource {
 public:
  ledger::Result<std::optional<ledger::Bytes>> find(std::string_view, std::string_view) const override {
    return std::optional<ledger::Bytes>();
  }
};

// The same before anything is opened for writing, so that a start which the keyring refuses leaves the files
// as they were. What opening would repair (a torn tail, an interrupted erasure, from a second medium) is no
// reason; false then: it is to be checked once it is repaired.
ledger::Result<bool> check_keyring(const DataFolder& folder, const ledger::KvReader& reader) {
  LEDGER_ASSIGN(const security::MasterSecret master,
                security::read_master_secret(folder.keyring_secret_file()));
  if (!folder.keyring_copy.empty()) return false;
  LEDGER_ASSIGN(const security::Media media, security::Media::open_read_only(folder.keyring));
  LEDGER_ASSIGN(const auto encryptor, security::FileKeyEncryptor::open(media, master));
  const NoAssignments none;
  const auto keyring = security::Keyring::open(media, *encryptor, none);
  if (!keyring.ok() && keyring.status().reason() == "keyring.read_only") return false;
  LEDGER_TRY(keyring.status());
  LEDGER_TRY(check_assigned_keys(reader, **keyring));
  return true;
}

}  // namespace

struct Service::Parts final : api::Appender, api::LeafAppender {
  Parts(const ServiceOptions& asked, const ledger::Clock& injected) : options(asked), clock(injected) {}

  Receipts append(std::vector<ledger::VerifiedEvent> events) override {
    const std::vector<BindingChange> changes = binding_changes(events);
    auto receipts = journal->submit(std::move(events), options.append_timeout_micros);
    if (receipts.ok() && !changes.empty()) bindings->applied(changes, *journal->view());
    return receipts;
  }
  std::optional<api::Later<Receipts>> begin(std::vector<ledger::VerifiedEvent>& events) override {
    // Whoever appended a binding waits for it to be in force, and that is not the writer's work.
    if (!binding_changes(events).empty()) return std::nullopt;
    return appends->begin(events);
  }
  bool writable() const override { return journal->is_open() && keyring->writable(); }
  ledger::Result<ledger::Position> append_leaf(std::string leaf) override {
    return journal->submit_leaf(std::move(leaf), options.append_timeout_micros);
  }

  ledger::Status start();
  ledger::Status open_journal();
  ledger::Status open_vault(bool keys_checked);
  ledger::Status open_projector();
  ledger::Status serve_parts();
  void close(const ledger::Status& why) LEDGER_EXCLUDES(mutex);
  void housekeep() LEDGER_EXCLUDES(mutex);
  void stop() LEDGER_EXCLUDES(mutex);

  const ServiceOptions options;
  const ledger::Clock& clock;
  ledger::Metrics metrics;
  OpenedStore store;
  std::unique_ptr<security::LogSigner> signer;
  std::unique_ptr<FolderSpace> space;
  std::unique_ptr<ledger::DiskReserve> reserve;
  std::unique_ptr<ledger::Journal> journal;
  std::unique_ptr<AppendQueue> appends;
  std::unique_ptr<StoredAssignments> assignments;
  std::optional<security::Media> media;
  std::unique_ptr<security::FileKeyEncryptor> encryptor;
  std::unique_ptr<security::Keyring> keyring;
  std::unique_ptr<security::Vault> vault;
  std::unique_ptr<security::Attestor> attestor;
  security::OpenSslVerifier verifier;
  std::unique_ptr<ledger::Admission> admission;
  std::unique_ptr<security::CertificateAuthenticator> certificates;
  std::unique_ptr<security::AuthenticatorList> authenticators;
  std::unique_ptr<Bindings> bindings;
  projections::Registry registry = projections::standard_registry();
  FollowedProjections projections;
  std::unique_ptr<ProjectionScrub> scrub;
  std::unique_ptr<api::WaitPlaces> waits;
  std::unique_ptr<projections::figures::MemoryBudget> figures_memory;
  api::AttachmentPlaces attachment_places{kAttachmentPlaces};
  std::unique_ptr<api::ApiContext> context;
  std::unique_ptr<api::DenialRecorder> denials;
  std::unique_ptr<ReportKeeper> reports;
  std::unique_ptr<api::AttachmentKeeper> keeper;
  std::unique_ptr<api::AttachmentRoom> room;
  std::unique_ptr<api::RebuildKeeper> rebuilds;
  std::unique_ptr<api::Pipeline> pipeline;
  std::unique_ptr<api::HttpServer> server;
  std::thread housekeeping;

  ledger::Mutex mutex;
  ledger::CondVar changed;
  bool stop_asked LEDGER_GUARDED_BY(mutex) = false;
  ledger::Status closed LEDGER_GUARDED_BY(mutex);
  bool stopped = false;  // owner thread only
};

ledger::Status Service::Parts::start() {
  // Everything that can refuse a start comes before the database is opened for writing.
  LEDGER_ASSIGN(const LedgerIdentity identity, load_identity(options.folder));
  LEDGER_ASSIGN(security::PrivateKey log_key,
                security::load_private_key(options.folder.log_key_file(), nullptr));
  LEDGER_ASSIGN(auto made, security::LogSigner::make(identity.origin, std::move(log_key)));
  signer = std::make_unique<security::LogSigner>(std::move(made));
  if (ledger::merkle::format_vkey(signer->vkey()) != identity.log_vkey) {
    return ledger::forbidden_by_rule("ledger.key_differs", "the log key in " + options.folder.log_key_file() +
                                                               " is not the one that ledger.json names");
  }
  LEDGER_TRY(ledger::DiskReserve::check(options.reserve));
  bool keys_checked = false;
  LEDGER_ASSIGN(store,
                open_store(options.folder, *signer, [this, &keys_checked](const ledger::KvReader& reader) {
                  const auto checked = check_keyring(options.folder, reader);
                  keys_checked = checked.ok() && *checked;
                  return checked.status();
                }));
  LEDGER_TRY(open_journal());
  LEDGER_TRY(open_vault(keys_checked));
  LEDGER_TRY(open_projector());
  LEDGER_TRY(serve_parts());
  LEDGER_TRY(server->start([this](api::Request request) { return pipeline->handle(std::move(request)); }));
  housekeeping = std::thread([this] { housekeep(); });
  return ledger::Status();
}

ledger::Status Service::Parts::open_journal() {
  const DataFolder& folder = options.folder;
  space = std::make_unique<FolderSpace>(
      std::vector<std::string>{folder.database(), folder.anchor, folder.keyring, folder.projections()});
  reserve = std::make_unique<ledger::DiskReserve>(*space, options.reserve, metrics);
  const auto on_closed = [this](const ledger::Status& why) { close(why); };
  LEDGER_ASSIGN(journal, ledger::Journal::open({*store.kv, *store.log, *store.anchor, *signer, clock, metrics,
                                                on_closed, reserve.get()}));
  appends = std::make_unique<AppendQueue>(*journal, clock, kAppendPlaces, options.append_timeout_micros);
  return ledger::Status();
}

ledger::Status Service::Parts::open_vault(bool keys_checked) {
  LEDGER_ASSIGN(media, security::Media::open(options.folder.keyring, options.folder.keyring_copy));
  LEDGER_ASSIGN(const security::MasterSecret master,
                security::read_master_secret(options.folder.keyring_secret_file()));
  LEDGER_ASSIGN(encryptor, security::FileKeyEncryptor::open(*media, master));
  assignments = std::make_unique<StoredAssignments>(*store.kv);
  LEDGER_ASSIGN(keyring, security::Keyring::open(*media, *encryptor, *assignments));
  keyring->on_failure([this](const ledger::Status& why) {
    ledger::diag(ledger::DiagLevel::kError, "keyring_closed", why);
    close(why);
  });
  for (const std::string& repair : keyring->open_report().repairs) {
    ledger::diag(ledger::DiagLevel::kWarning, "keyring_repaired", {{"what", repair}});
  }
  if (!keys_checked) LEDGER_TRY(check_assigned_keys(*store.kv, *keyring));
  vault = std::make_unique<security::Vault>(*keyring);
  LEDGER_ASSIGN(security::PrivateKey attestor_key,
                security::load_private_key(options.folder.attestor_key_file(), nullptr));
  attestor = std::make_unique<security::Attestor>(std::move(attestor_key));
  admission = std::make_unique<ledger::Admission>(
      ledger::Admission::Parts{store.identity.origin, verifier, *vault, *attestor});
  LEDGER_ASSIGN(certificates, security::CertificateAuthenticator::make(clock));
  authenticators = std::make_unique<security::AuthenticatorList>(
      std::vector<const security::Authenticator*>{certificates.get()});
  bindings = std::make_unique<Bindings>(*certificates, *vault);
  return bindings->load(*journal->view()).status();
}

ledger::Status Service::Parts::open_projector() {
  const std::string folder = options.folder.projections();
  LEDGER_ASSIGN(projections, follow_projections(folder, registry, journal->cell(), metrics, clock));
  projections.projector->start();
  scrub = std::make_unique<ProjectionScrub>(ProjectionScrub::Parts{*projections.kv, folder, metrics, clock});
  scrub->start();
  return ledger::Status();
}

ledger::Status Service::Parts::serve_parts() {
  context = std::make_unique<api::ApiContext>(api::ApiContext{
      store.identity.origin, kVersion, store.identity.log_vkey, options.open_tiles, *this, journal->cell(),
      *admission, *vault, *authenticators, projections.projector.get(), metrics, clock});
  waits = std::make_unique<api::WaitPlaces>(api::WaitPlaces::places_for(options.server.threads));
  context->waits = waits.get();
  figures_memory = std::make_unique<projections::figures::MemoryBudget>(
      figure_bounds(options.figures_memory_bytes, options.server.threads), clock, metrics);
  context->figures_memory = figures_memory.get();
  context->attachments = options.attachments;
  context->attachment_places = &attachment_places;
  room = std::make_unique<api::AttachmentRoom>(journal->cell());
  context->attachment_room = room.get();
  LEDGER_ASSIGN(const auto conformance, ledger::conformance_genesis(*store.kv));
  if (conformance) {
    // Leaves are test data of whoever sends them: the tools read them back without a credential.
    context->leaves = this;
    context->open_tiles = true;
  }
  denials = std::make_unique<api::DenialRecorder>(*context);
  if (!conformance) reports = std::make_unique<ReportKeeper>(*context);
  keeper = std::make_unique<api::AttachmentKeeper>(*context);
  rebuilds = std::make_unique<api::RebuildKeeper>(*context);
  context->rebuilds = rebuilds.get();
  pipeline = std::make_unique<api::Pipeline>(*context, *denials);
  server = std::make_unique<api::HttpServer>(options.server, clock);
  return ledger::Status();
}

void Service::Parts::close(const ledger::Status& why) {
  const ledger::MutexLock lock(mutex);
  if (closed.ok()) closed = why;
  changed.notify_all();
}

void Service::Parts::housekeep() {
  ledger::name_this_thread("housekeeping");
  bool projector_failed = false;
  while (true) {
    {
      const ledger::MutexLock lock(mutex);
      const bool has_more = reports != nullptr && reports->has_more();
      if (!stop_asked && !has_more) changed.wait_for(mutex, std::chrono::microseconds(kHousekeepingMicros));
      if (stop_asked) return;
    }
    // Nobody asks a ledger that is not ready, so it asks itself whether there is room for keys again.
    const ledger::Status keys = keyring->retry();
    if (!keys.ok()) ledger::diag(ledger::DiagLevel::kWarning, "keyring_has_no_room", keys);
    const ledger::Status flushed = denials->flush(false);
    if (!flushed.ok()) ledger::diag(ledger::DiagLevel::kWarning, "denials_not_recorded", flushed);
    const ledger::Status discarded = keeper->discard_old();
    if (!discarded.ok()) ledger::diag(ledger::DiagLevel::kWarning, "attachments_not_discarded", discarded);
    const ledger::Status recorded = rebuilds->record_done([this] {
      const ledger::MutexLock lock(mutex);
      return !stop_asked;
    });
    if (!recorded.ok()) ledger::diag(ledger::DiagLevel::kWarning, "rebuilds_not_recorded", recorded);
    if (!projector_failed && !projections.projector->status().ok()) {
      projector_failed = true;
      scrub->look_again();
    }
    if (reports == nullptr) continue;
    const ledger::Status kept = reports->keep();
    if (!kept.ok()) ledger::diag(ledger::DiagLevel::kWarning, "reports_not_kept", kept);
  }
}

void Service::Parts::stop() {
  if (stopped) return;
  stopped = true;
  {
    const ledger::MutexLock lock(mutex);
    stop_asked = true;
  }
  changed.notify_all();
  if (waits) waits->close();
  if (server) server->stop();
  if (housekeeping.joinable()) housekeeping.join();
  if (denials && journal->is_open()) {
    const ledger::Status flushed = denials->flush(true);
    if (!flushed.ok()) ledger::diag(ledger::DiagLevel::kWarning, "denials_not_recorded", flushed);
  }
  // A log that closed itself is left as it is for recovery to judge.
  const bool ended_well = journal && journal->is_open();
  if (journal) journal->stop();
  if (scrub) scrub->stop();
  if (projections.projector) projections.projector->stop();
  if (!ended_well) return;
  for (ledger::Kv* kv : {store.kv.get(), projections.kv.get()}) {
    const ledger::Status settled = kv == nullptr ? ledger::Status() : kv->settle();
    if (!settled.ok()) ledger::diag(ledger::DiagLevel::kWarning, "database_not_settled", settled);
  }
}

Service::Service(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Service::~Service() {
  stop();
}

ledger::Result<std::unique_ptr<Service>> Service::start(const ServiceOptions& options,
                                                        const ledger::Clock& clock) {
  auto service = std::unique_ptr<Service>(new Service(std::make_unique<Parts>(options, clock)));
  LEDGER_TRY(service->parts_->start());
  return service;
}

int Service::port() const {
  return parts_->server->port();
}
const std::string& Service::origin() const {
  return parts_->store.identity.origin;
}
ledger::TreeSize Service::size() const {
  return parts_->journal->view()->head.size;
}

ledger::Status Service::wait() {
  const ledger::MutexLock lock(parts_->mutex);
  while (!parts_->stop_asked && parts_->closed.ok()) parts_->changed.wait(parts_->mutex);
  return parts_->closed;
}

void Service::request_stop() {
  {
    const ledger::MutexLock lock(parts_->mutex);
    parts_->stop_asked = true;
  }
  parts_->changed.notify_all();
}

void Service::stop() {
  parts_->stop();
}

}  // namespace ops

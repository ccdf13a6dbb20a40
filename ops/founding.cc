#include "ops/founding.h"

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/catalogue.h"
#include "ledger/index/path.h"
#include "ledger/journal/recovery.h"
#include "ops/store_opening.h"
#include "security/attestor.h"
#include "security/file_key_encryptor.h"
#include "security/key_file.h"
#include "security/log_signer.h"
#include "security/vault.h"

namespace ops {
namespace {

using ledger::Result;
using ledger::SignatureAlgorithm;
using ledger::Status;
using security::PrivateKey;

// A ledger that is being founded has no assignment yet.
class NoAssignments final : public security::AssignmentSource {
 public:
  Result<std::optional<ledger::Bytes>> find(std::string_view, std::string_view) const override {
    return std::optional<ledger::Bytes>();
  }
};

Result<PrivateKey> new_key(const std::string& path) {
  LEDGER_ASSIGN(PrivateKey key, PrivateKey::generate(SignatureAlgorithm::kEd25519));
  LEDGER_TRY(security::store_private_key(path, key, nullptr));
  return key;
}

Result<PrivateKey> admin_key(const FoundingOptions& options) {
  const std::string path =
      options.admin_key_file.empty() ? options.folder.secrets + "/admin.pem" : options.admin_key_file;
  if (std::filesystem::exists(path)) return security::load_private_key(path, nullptr);
  return new_key(path);
}

LedgerIdentity::EventKey event_key(std::string holder, const PrivateKey& key) {
  return {std::move(holder), key.kid().value, std::string(ledger::algorithm_name(key.algorithm())),
          ledger::to_base64url(key.public_key())};
}

ledger::JsonValue genesis_data(const FoundingOptions& options, const security::LogSigner& log,
                               const PrivateKey& attestor, const PrivateKey& admin) {
  using ledger::JsonValue;
  JsonValue data{JsonValue::Object{}};
  data.add("origin", JsonValue(options.origin));
  data.add("generation", JsonValue(std::int64_t{1}));
  data.add("log_key", JsonValue(ledger::to_base64url(log.public_key())));
  data.add("attestor_key", JsonValue(ledger::to_base64url(attestor.public_key())));
  data.add("attestor_algorithm", JsonValue(ledger::algorithm_name(attestor.algorithm())));
  data.add("admin_person", JsonValue(options.admin_person));
  data.add("admin_key", JsonValue(ledger::to_base64url(admin.public_key())));
  data.add("admin_algorithm", JsonValue(ledger::algorithm_name(admin.algorithm())));
  data.add("catalogue", JsonValue(ledger::kCatalogueVersion));
  data.add("index_map", JsonValue(std::int64_t{ledger::kIndexMapVersion}));
  if (options.conformance) data.add("conformance", JsonValue(true));
  return data;
}

Result<std::string> genesis_text(const FoundingOptions& options, const security::LogSigner& log,
                                 const PrivateKey& attestor, const PrivateKey& admin,
                                 const ledger::Clock& clock) {
  ledger::EventDraft draft;
  draft.aud = options.origin;
  LEDGER_ASSIGN(const security::Secret random, security::Secret::random(10));
  std::array<std::uint8_t, 10> entropy{};
  std::copy_n(ledger::u8(random.view()), entropy.size(), entropy.begin());
  draft.id = ledger::make_event_id(clock.now(), entropy);
  draft.type = "ledger.genesis";
  draft.stream = ledger::StreamId("ledger/main");
  draft.occurred_at = ledger::format_recorded_at(clock.now());
  draft.actor.person = ledger::PersonId(options.admin_person);
  draft.actor.role = "admin";
  draft.purpose = "administration";
  draft.public_data = genesis_data(options, log, attestor, admin);
  const std::string payload = ledger::build_payload(draft, {});
  const std::string input = ledger::build_signing_input(admin.algorithm(), admin.kid(), payload);
  LEDGER_ASSIGN(const ledger::Bytes signature, admin.sign(input));
  LEDGER_ASSIGN(const ledger::SignedEvent event, ledger::assemble(input, signature, {}));
  return ledger::format_sd_jwt(event);
}

Status write_genesis(const FoundingOptions& options, OpenedStore& store, const security::LogSigner& signer,
                     PrivateKey attestor_key, const std::string& genesis, const ledger::Clock& clock) {
  LEDGER_ASSIGN(const security::Media media,
                security::Media::open(options.folder.keyring, options.folder.keyring_copy));
  LEDGER_ASSIGN(const auto master, security::read_master_secret(options.folder.keyring_secret_file()));
  LEDGER_ASSIGN(const auto encryptor, security::FileKeyEncryptor::open(media, master));
  const NoAssignments none;
  LEDGER_ASSIGN(const auto keyring, security::Keyring::open(media, *encryptor, none));
  security::Vault vault(*keyring);
  const security::Attestor attestor(std::move(attestor_key));
  const security::OpenSslVerifier verifier;
  const ledger::Admission admission({options.origin, verifier, vault, attestor});
  LEDGER_ASSIGN(ledger::VerifiedEvent event, admission.admit_genesis(genesis));
  LEDGER_ASSIGN(const auto writer, ledger::recover({*store.kv, *store.log, *store.anchor, signer, clock}));
  std::vector<ledger::Writer::Batch> batches(1);
  batches.front().push_back(std::move(event));
  const ledger::Writer::Outcome outcome = writer->commit(batches);
  LEDGER_TRY(outcome.fatal);
  return outcome.answers.front().status();
}

Status write_keyring_secret(const std::string& path) {
  LEDGER_ASSIGN(const security::Secret secret, security::Secret::random(32));
  return write_new_file(path, secret.view(), 0600);
}

}  // namespace

Result<Founded> found_ledger(const FoundingOptions& options, const ledger::Clock& clock) {
  if (options.origin.find("://") != std::string::npos || options.origin.empty()) {
    return ledger::invalid("ledger.origin", "the origin \"" + options.origin + "\" is no scheme-less URL")
        .want("a name such as ledger.example.go.jp/2026");
  }
  const DataFolder& folder = options.folder;
  if (std::filesystem::exists(folder.identity_file()) || std::filesystem::exists(folder.database())) {
    return ledger::already_exists("ledger.exists", folder.root + " holds a ledger already");
  }
  LEDGER_TRY(make_directory(folder.root));
  LEDGER_TRY(make_directory(folder.secrets));
  ::chmod(folder.secrets.c_str(), 0700);
  LEDGER_ASSIGN(const PrivateKey log_key, new_key(folder.log_key_file()));
  LEDGER_ASSIGN(const PrivateKey attestor_key, new_key(folder.attestor_key_file()));
  LEDGER_ASSIGN(const PrivateKey admin, admin_key(options));
  LEDGER_TRY(write_keyring_secret(folder.keyring_secret_file()));
  LEDGER_ASSIGN(const security::LogSigner signer, security::LogSigner::make(options.origin, log_key));

  Founded founded;
  founded.admin_kid = admin.kid().value;
  founded.identity.origin = options.origin;
  founded.identity.log_vkey = ledger::merkle::format_vkey(signer.vkey());
  founded.identity.event_keys = {event_key("attestor", attestor_key), event_key(options.admin_person, admin)};

  LEDGER_ASSIGN(const std::string genesis, genesis_text(options, signer, attestor_key, admin, clock));
  LEDGER_ASSIGN(OpenedStore store, create_store(folder, founded.identity));
  LEDGER_TRY(write_genesis(options, store, signer, attestor_key, genesis, clock));
  LEDGER_TRY(write_new_file(folder.identity_file(), write_identity(founded.identity)));
  return founded;
}

}  // namespace ops

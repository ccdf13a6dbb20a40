#include "ops/founding.h"

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/generation.h"
#include "ledger/index/path.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/recovery.h"
#include "ledger/store/directory_sync.h"
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

struct FoundingKeys {
  PrivateKey log, attestor, admin;
  std::string admin_file;  // where the administrator's key is still to be written; empty: it is there
};

Result<FoundingKeys> make_keys(const FoundingOptions& options) {
  const std::string path =
      options.admin_key_file.empty() ? options.folder.secrets + "/admin.pem" : options.admin_key_file;
  const bool given = std::filesystem::exists(path);
  LEDGER_ASSIGN(PrivateKey log, PrivateKey::generate(SignatureAlgorithm::kEd25519));
  LEDGER_ASSIGN(PrivateKey attestor, PrivateKey::generate(SignatureAlgorithm::kEd25519));
  LEDGER_ASSIGN(PrivateKey admin, given ? security::load_private_key(path, nullptr)
                                        : PrivateKey::generate(SignatureAlgorithm::kEd25519));
  return FoundingKeys{std::move(log), std::move(attestor), std::move(admin), given ? std::string() : path};
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
  data.add("generation", JsonValue(options.succession ? options.succession->generation : std::int64_t{1}));
  data.add("log_key", JsonValue(ledger::to_base64url(log.public_key())));
  data.add("attestor_key", JsonValue(ledger::to_base64url(attestor.public_key())));
  data.add("attestor_algorithm", JsonValue(ledger::algorithm_name(attestor.algorithm())));
  data.add("admin_person", JsonValue(options.admin_person));
  data.add("admin_key", JsonValue(ledger::to_base64url(admin.public_key())));
  data.add("admin_algorithm", JsonValue(ledger::algorithm_name(admin.algorithm())));
  data.add("catalogue", JsonValue(ledger::kCatalogueVersion));
  data.add("index_map", JsonValue(std::int64_t{ledger::kIndexMapVersion}));
  if (options.conformance) data.add("conformance", JsonValue(true));
  if (options.succession) {
    for (const auto& [name, value] : options.succession->genesis_members.as_object()) data.add(name, value);
  }
  return data;
}

// An event of the ledger's own stream, signed by the first administrator.
Result<std::string> admin_event(const FoundingOptions& options, std::string_view type, ledger::JsonValue data,
                                const PrivateKey& admin, const ledger::Clock& clock) {
  ledger::EventDraft draft;
  draft.aud = options.origin;
  LEDGER_ASSIGN(const security::Secret random, security::Secret::random(10));
  std::array<std::uint8_t, 10> entropy{};
  std::copy_n(ledger::u8(random.view()), entropy.size(), entropy.begin());
  draft.id = ledger::make_event_id(clock.now(), entropy);
  draft.type = type;
  draft.stream = ledger::StreamId("ledger/main");
  draft.occurred_at = ledger::format_recorded_at(clock.now());
  draft.actor.person = ledger::PersonId(options.admin_person);
  draft.actor.role = "admin";
  draft.purpose = "administration";
  draft.public_data = std::move(data);
  const std::string payload = ledger::build_payload(draft, {});
  const std::string input = ledger::build_signing_input(admin.algorithm(), admin.kid(), payload);
  LEDGER_ASSIGN(const ledger::Bytes signature, admin.sign(input));
  LEDGER_ASSIGN(const ledger::SignedEvent event, ledger::assemble(input, signature, {}));
  return ledger::format_sd_jwt(event);
}

Status commit_one(ledger::Writer& writer, ledger::VerifiedEvent event) {
  std::vector<ledger::Writer::Batch> batches(1);
  batches.front().push_back(std::move(event));
  const ledger::Writer::Outcome outcome = writer.commit(batches);
  LEDGER_TRY(outcome.fatal);
  return outcome.answers.front().status();
}

// The state that a later generation takes over, part by part behind its genesis.
Status write_imports(const FoundingOptions& options, const ledger::Kv& kv, ledger::Writer& writer,
                     const ledger::Admission& admission, const PrivateKey& admin,
                     const ledger::Clock& clock) {
  const std::size_t count = options.succession ? options.succession->parts.size() : 0;
  for (std::size_t i = 0; i < count; ++i) {
    ledger::JsonValue data{ledger::JsonValue::Object{}};
    data.add("part", ledger::JsonValue(static_cast<std::int64_t>(i + 1)));
    data.add("rows", ledger::JsonValue(ledger::to_base64url(options.succession->parts[i])));
    LEDGER_ASSIGN(const std::string text,
                  admin_event(options, ledger::kStateImportedType, std::move(data), admin, clock));
    LEDGER_ASSIGN(ledger::VerifiedEvent event, admission.admit_signed(text, ledger::KvState(kv)));
    LEDGER_TRY(commit_one(writer, std::move(event)));
  }
  return Status();
}

Status write_genesis(const FoundingOptions& options, OpenedStore& store, const security::LogSigner& signer,
                     PrivateKey attestor_key, const PrivateKey& admin, const std::string& genesis,
                     const ledger::Clock& clock) {
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
  LEDGER_TRY(commit_one(*writer, std::move(event)));
  return write_imports(options, *store.kv, *writer, admission, admin, clock);
}

Status write_keyring_secret(const std::string& path) {
  LEDGER_ASSIGN(const security::Secret secret, security::Secret::random(32));
  LEDGER_TRY(write_new_file(path, secret.view(), 0600));
  return ledger::sync_directory(ledger::parent_directory(path));
}

Status write_secrets(const DataFolder& folder, const FoundingKeys& keys) {
  LEDGER_TRY(make_directory(folder.secrets));
  ::chmod(folder.secrets.c_str(), 0700);
  LEDGER_TRY(security::store_private_key(folder.log_key_file(), keys.log, nullptr));
  LEDGER_TRY(security::store_private_key(folder.attestor_key_file(), keys.attestor, nullptr));
  if (!keys.admin_file.empty()) {
    LEDGER_TRY(security::store_private_key(keys.admin_file, keys.admin, nullptr));
  }
  return write_keyring_secret(folder.keyring_secret_file());
}

// Nothing that is there already is touched or taken over.
Status check_free(const DataFolder& folder) {
  std::error_code error;
  if (std::filesystem::exists(folder.identity_file(), error)) {
    return ledger::already_exists("ledger.exists", folder.root + " holds a ledger already");
  }
  if (std::filesystem::exists(folder.founding_file(), error)) return half_founded(folder);
  if (std::filesystem::exists(folder.database(), error)) {
    return ledger::already_exists("ledger.exists", folder.root + " holds a database already");
  }
  for (const std::string& path :
       {folder.log_key_file(), folder.attestor_key_file(), folder.keyring_secret_file()}) {
    if (!std::filesystem::exists(path, error)) continue;
    return ledger::already_exists("key.exists", "there is a file already at " + path);
  }
  return Status();
}

// From here on the folder says of itself what it is.
Status begin_founding(const DataFolder& folder, const LedgerIdentity& identity) {
  LEDGER_TRY(make_directory(folder.root));
  const Status written = write_new_file(folder.founding_file(), write_identity(identity));
  if (written.reason() == "file.exists") return half_founded(folder);  // another init was quicker
  LEDGER_TRY(written);
  LEDGER_TRY(ledger::sync_directory(folder.root));
  return ledger::sync_directory(ledger::parent_directory(folder.root));
}

// The names of the parts' folders first: behind the rename everything has to be there.
Status end_founding(const DataFolder& folder) {
  for (const std::string& part : {folder.secrets, folder.keyring, folder.anchor}) {
    LEDGER_TRY(ledger::sync_directory(ledger::parent_directory(part)));
  }
  std::error_code error;
  std::filesystem::rename(folder.founding_file(), folder.identity_file(), error);
  if (error) return ledger::unavailable("file.io", folder.identity_file() + ": " + error.message());
  return ledger::sync_directory(folder.root);
}

}  // namespace

Result<Founded> found_ledger(const FoundingOptions& options, const ledger::Clock& clock) {
  if (options.origin.find("://") != std::string::npos || options.origin.empty()) {
    return ledger::invalid("ledger.origin", "the origin \"" + options.origin + "\" is no scheme-less URL")
        .want("a name such as ledger.example.go.jp/2026");
  }
  const DataFolder& folder = options.folder;
  LEDGER_TRY(check_free(folder));
  LEDGER_ASSIGN(FoundingKeys keys, make_keys(options));
  LEDGER_ASSIGN(const security::LogSigner signer, security::LogSigner::make(options.origin, keys.log));

  Founded founded;
  founded.admin_kid = keys.admin.kid().value;
  founded.identity.origin = options.origin;
  founded.identity.log_vkey = ledger::merkle::format_vkey(signer.vkey());
  founded.identity.event_keys = {event_key("attestor", keys.attestor),
                                 event_key(options.admin_person, keys.admin)};
  LEDGER_ASSIGN(const std::string genesis,
                admin_event(options, "ledger.genesis",
                            genesis_data(options, signer, keys.attestor, keys.admin), keys.admin, clock));

  LEDGER_TRY(begin_founding(folder, founded.identity));
  LEDGER_TRY(write_secrets(folder, keys));
  LEDGER_ASSIGN(OpenedStore store, create_store(folder, founded.identity));
  LEDGER_TRY(write_genesis(options, store, signer, keys.attestor, keys.admin, genesis, clock));
  LEDGER_TRY(end_founding(folder));
  return founded;
}

}  // namespace ops

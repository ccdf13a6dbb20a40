// Destroys every data key of one subject in a stopped ledger's keyring, with the keyring's own erasure: what
// an order to erase comes down to. For tests that look for what must be gone.
//
//   erase_subject DATA SUBJECT     e.g. erase_subject data business/b-1; prints how many keys were destroyed
#include <cstdio>
#include <string>

#include "ledger/store/keys.h"
#include "ledger/store/kv_log_store.h"
#include "ledger/store/rocks_kv.h"
#include "ops/data_folder.h"
#include "security/file_key_encryptor.h"
#include "security/keyring.h"

namespace {

class Assignments final : public security::AssignmentSource {
 public:
  explicit Assignments(const ledger::KvReader& kv) : kv_(kv) {}
  ledger::Result<std::optional<ledger::Bytes>> find(std::string_view subject,
                                                    std::string_view scope) const override {
    return ledger::read_key_assignment(kv_, subject, scope);
  }

 private:
  const ledger::KvReader& kv_;
};

ledger::Result<std::size_t> erase(const std::string& root, const std::string& subject) {
  const ops::DataFolder folder = ops::data_folder(root);
  ledger::RocksKvOptions options;
  options.path = folder.database();
  options.families = ledger::ledger_family_names();
  options.read_only = true;
  LEDGER_ASSIGN(const auto kv, ledger::open_rocks_kv(options));
  security::ErasureOrder order;
  const ledger::Bytes prefix = ledger::vault_assignment_key(subject, "");
  LEDGER_TRY(kv->scan(ledger::kVault, prefix, ledger::prefix_end(prefix),
                      [&](ledger::ByteView, ledger::ByteView name) {
                        const auto key = security::to_key_name(name);
                        if (key) order.names.push_back(*key);
                        return key.has_value();
                      }));
  LEDGER_ASSIGN(const security::Media media, security::Media::open(folder.keyring, {}));
  LEDGER_ASSIGN(const security::MasterSecret master,
                security::read_master_secret(folder.keyring_secret_file()));
  LEDGER_ASSIGN(const auto encryptor, security::FileKeyEncryptor::open(media, master));
  const Assignments assignments(*kv);
  LEDGER_ASSIGN(const auto keyring, security::Keyring::open(media, *encryptor, assignments));
  LEDGER_TRY(keyring->destroy_keys(order).status());
  return order.names.size();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: erase_subject DATA SUBJECT\n");
    return 2;
  }
  const auto erased = erase(arguments[1], arguments[2]);
  if (!erased.ok()) {
    std::fprintf(stderr, "%s\n", erased.status().to_string().c_str());
    return 1;
  }
  std::printf("%zu\n", *erased);
  return 0;
}

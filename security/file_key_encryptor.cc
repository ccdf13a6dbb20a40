#include "security/file_key_encryptor.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "security/cipher.h"

namespace security {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kMasterFile = "keyring.master";
constexpr std::string_view kMasterMagic = "DAIMAST1";
constexpr std::string_view kKekMagic = "DAIKEKS1";
constexpr std::size_t kFileBytes = 128;
constexpr std::size_t kKeyringIdBytes = 16;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kMasterBytes = 32;
constexpr std::size_t kCheckBytes = kKeyringIdBytes + kGcmOverheadBytes;

struct MasterFile {
  MasterSecret::Kind kind = MasterSecret::Kind::kBytes;
  ScryptCost cost;
  Bytes keyring_id, salt, check;
  // What the check is bound to: everything before it.
  Bytes head() const {
    Bytes out(kMasterMagic);
    out += {static_cast<char>(kind), static_cast<char>(cost.log2_n), static_cast<char>(cost.r),
            static_cast<char>(cost.p)};
    return out + keyring_id + salt;
  }
};

bool zeros_from(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == '\0'; });
}

Bytes padded(Bytes bytes) {
  bytes.resize(kFileBytes, '\0');
  return bytes;
}

Status corrupt(std::string_view name) {
  return ledger::data_loss("keyring.corrupt", std::string(name) + " is damaged");
}

Result<MasterFile> parse_master_file(ByteView bytes) {
  if (bytes.size() != kFileBytes || bytes.substr(0, kMasterMagic.size()) != kMasterMagic)
    return corrupt(kMasterFile);
  ledger::ByteReader reader(bytes.substr(kMasterMagic.size()));
  MasterFile file;
  file.kind = static_cast<MasterSecret::Kind>(*reader.take_u8());
  file.cost.log2_n = *reader.take_u8();
  file.cost.r = *reader.take_u8();
  file.cost.p = *reader.take_u8();
  file.keyring_id = Bytes(*reader.take(kKeyringIdBytes));
  file.salt = Bytes(*reader.take(kSaltBytes));
  file.check = Bytes(*reader.take(kCheckBytes));
  const bool known = file.kind == MasterSecret::Kind::kBytes || file.kind == MasterSecret::Kind::kPassphrase;
  if (!known || !zeros_from(reader.rest())) return corrupt(kMasterFile);
  return file;
}

// The 32 bytes that everything else is derived from.
Result<Secret> master_key(const MasterSecret& master, const MasterFile& file) {
  if (master.kind != file.kind) {
    return ledger::unauthenticated("keyring.wrong_secret",
                                   "the keyring was made with the other kind of secret")
        .want(file.kind == MasterSecret::Kind::kBytes ? "a secret file of 32 bytes" : "a passphrase");
  }
  if (master.kind == MasterSecret::Kind::kPassphrase)
    return scrypt(master.secret.view(), file.salt, file.cost);
  if (master.secret.size() != kMasterBytes) {
    return ledger::invalid("master.size", "the master secret is not 32 bytes long").want("32 raw bytes");
  }
  return Secret(master.secret.view());
}

// "daicho master" keys are never used for anything but this check and the derivation of wrapping keys.
Result<Secret> check_key(ByteView master, ByteView keyring_id) {
  return hkdf_sha256(master, keyring_id, "daicho master check", kAesKeyBytes);
}

Result<Bytes> make_master_file(const MasterSecret& master) {
  MasterFile file;
  file.kind = master.kind;
  file.cost = master.cost;
  LEDGER_ASSIGN(file.keyring_id, random_bytes(kKeyringIdBytes));
  LEDGER_ASSIGN(file.salt, random_bytes(kSaltBytes));
  LEDGER_ASSIGN(const Secret key, master_key(master, file));
  LEDGER_ASSIGN(const Secret checker, check_key(key.view(), file.keyring_id));
  LEDGER_ASSIGN(file.check, gcm_seal(checker.view(), file.head(), file.keyring_id));
  return padded(file.head() + file.check);
}

}  // namespace

Result<MasterSecret> read_master_secret(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    const int error = errno;
    if (error == ENOENT) return ledger::not_found("master.missing", "no master secret at " + path);
    return ledger::unavailable("master.io",
                               "cannot open " + path + ": " + std::generic_category().message(error));
  }
  struct stat facts {};
  Secret secret = Secret::zeros(kMasterBytes + 1);
  const bool known = ::fstat(fd, &facts) == 0;
  const ssize_t count = known ? ::read(fd, secret.data(), secret.size()) : -1;
  ::close(fd);
  if (count < 0) return ledger::unavailable("master.io", "cannot read " + path);
  if ((facts.st_mode & 077U) != 0) {
    return Status(ledger::StatusCode::kFailedPrecondition, "master.permissions",
                  path + " may be read by others than its owner")
        .want("mode 0600 or 0400");
  }
  if (static_cast<std::size_t>(count) != kMasterBytes) {
    return ledger::invalid("master.size", path + " does not hold 32 bytes").want("32 raw bytes");
  }
  MasterSecret master;
  master.secret = Secret(secret.view().substr(0, kMasterBytes));
  return master;
}

std::string FileKeyEncryptor::kek_file_name(std::string_view scope, KekGeneration generation) {
  return std::string(scope) + "." + std::to_string(generation.value) + ".kek";
}

Result<std::unique_ptr<FileKeyEncryptor>> FileKeyEncryptor::open(const Media& media,
                                                                 const MasterSecret& master) {
  LEDGER_ASSIGN(std::optional<Bytes> stored, media.read_alike(kMasterFile));
  if (!stored.has_value()) {
    // A new master over old rings would make every one of them unreadable for good.
    for (const auto& medium : media.all()) {
      LEDGER_ASSIGN(const std::vector<std::string> names, medium->list());
      for (const std::string& name : names) {
        if (!name.ends_with(".kek") && !name.ends_with(".ring")) continue;
        return ledger::data_loss("keyring.master_missing", medium->directory() + " holds " + name +
                                                               " but no " + std::string(kMasterFile));
      }
    }
    LEDGER_ASSIGN(stored, make_master_file(master));
    LEDGER_TRY(media.create(kMasterFile, *stored));
  }
  LEDGER_ASSIGN(const MasterFile file, parse_master_file(*stored));
  LEDGER_ASSIGN(Secret key, master_key(master, file));
  LEDGER_ASSIGN(const Secret checker, check_key(key.view(), file.keyring_id));
  const auto checked = gcm_open(checker.view(), file.head(), file.check);
  if (!checked.ok() || checked.value().view() != file.keyring_id) {
    return ledger::unauthenticated("keyring.wrong_secret", "the master secret does not open this keyring");
  }
  return std::unique_ptr<FileKeyEncryptor>(new FileKeyEncryptor(media, file.keyring_id, std::move(key)));
}

Result<Secret> FileKeyEncryptor::wrapping_key(std::string_view scope) const {
  return hkdf_sha256(master_.view(), keyring_id_, "daicho kek" + std::string(scope), kAesKeyBytes);
}

Status FileKeyEncryptor::create_kek(std::string_view scope, KekGeneration generation) {
  const Name name(scope, generation.value);
  {
    const ledger::MutexLock lock(mutex_);
    destroyed_.erase(name);
  }
  if (const auto present = load(scope, generation); present.ok()) {
    return Status();
  } else if (present.status().reason() != "keyring.kek_missing") {
    return present.status();
  }
  LEDGER_ASSIGN(Secret kek, Secret::random(kAesKeyBytes));
  LEDGER_ASSIGN(const Secret wrapping, wrapping_key(scope));
  Bytes head(kKekMagic);
  ledger::put_u64(head, generation.value);
  head += keyring_id_;
  LEDGER_ASSIGN(const Bytes wrapped, gcm_seal(wrapping.view(), head, kek.view()));
  LEDGER_TRY(media_.create(kek_file_name(scope, generation), padded(head + wrapped)));
  const ledger::MutexLock lock(mutex_);
  keks_[name] = std::make_shared<const Secret>(std::move(kek));
  return Status();
}

Status FileKeyEncryptor::destroy_kek(std::string_view scope, KekGeneration generation) {
  {
    const ledger::MutexLock lock(mutex_);
    keks_.erase(Name(scope, generation.value));
    destroyed_.insert(Name(scope, generation.value));
  }
  return media_.destroy(kek_file_name(scope, generation));
}

Result<std::shared_ptr<const Secret>> FileKeyEncryptor::load(std::string_view scope,
                                                             KekGeneration generation) {
  const Name name(scope, generation.value);
  {
    const ledger::MutexLock lock(mutex_);
    if (const auto found = keks_.find(name); found != keks_.end()) return found->second;
  }
  const std::string file = kek_file_name(scope, generation);
  LEDGER_ASSIGN(const std::optional<Bytes> stored, media_.read_alike(file));
  if (!stored.has_value()) return ledger::data_loss("keyring.kek_missing", file + " is gone");
  const std::size_t head_bytes = kKekMagic.size() + 8 + kKeyringIdBytes;
  const std::size_t wrapped_bytes = kAesKeyBytes + kGcmOverheadBytes;
  Bytes head(kKekMagic);
  ledger::put_u64(head, generation.value);
  head += keyring_id_;
  const ByteView bytes(*stored);
  if (bytes.size() != kFileBytes || bytes.substr(0, head_bytes) != head ||
      !zeros_from(bytes.substr(head_bytes + wrapped_bytes))) {
    return corrupt(file);
  }
  LEDGER_ASSIGN(const Secret wrapping, wrapping_key(scope));
  auto kek = gcm_open(wrapping.view(), head, bytes.substr(head_bytes, wrapped_bytes));
  if (!kek.ok()) return kek.status().reason() == "cipher.mismatch" ? corrupt(file) : kek.status();
  const ledger::MutexLock lock(mutex_);
  if (destroyed_.contains(name)) return ledger::data_loss("keyring.kek_missing", file + " was destroyed");
  auto& slot = keks_[name];
  if (slot == nullptr) slot = std::make_shared<const Secret>(std::move(kek).value());
  return slot;
}

Result<Bytes> FileKeyEncryptor::wrap(std::string_view scope, KekGeneration generation, ByteView associated,
                                     ByteView plain) {
  LEDGER_ASSIGN(const std::shared_ptr<const Secret> kek, load(scope, generation));
  return gcm_seal(kek->view(), associated, plain);
}

Result<Secret> FileKeyEncryptor::unwrap(std::string_view scope, KekGeneration generation, ByteView associated,
                                        ByteView wrapped) {
  LEDGER_ASSIGN(const std::shared_ptr<const Secret> kek, load(scope, generation));
  auto plain = gcm_open(kek->view(), associated, wrapped);
  if (plain.ok()) return plain;
  if (plain.status().reason() != "cipher.mismatch") return plain.status();
  return ledger::data_loss("keyring.corrupt", "a wrapped key of " + std::string(scope) + " does not open");
}

}  // namespace security

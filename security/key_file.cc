#include "security/key_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace security {
namespace {

using ledger::Result;
using ledger::Status;

constexpr std::size_t kKeyFileBytesMax = 64 << 10;

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

Status io_failed(const std::string& what, const std::string& path) {
  const int error = errno;
  return ledger::unavailable("key.io", what + " " + path + ": " + std::strerror(error));
}

Status check_owner_only(int descriptor, const std::string& path) {
  struct stat info {};
  if (::fstat(descriptor, &info) != 0) return io_failed("cannot inspect", path);
  if (!S_ISREG(info.st_mode)) {
    return ledger::denied("key.permissions", "not a regular file: " + path)
        .want("a file of mode 0600 or 0400");
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return ledger::denied("key.permissions", "others than the owner have rights on " + path)
        .want("mode 0600 or 0400; and, if anyone could have read it, a new key");
  }
  if (info.st_uid != ::geteuid() && info.st_uid != 0) {
    return ledger::denied("key.permissions", "a foreign user owns " + path)
        .want("our own user or root as the owner");
  }
  return {};
}

Result<Secret> read_all(int descriptor, const std::string& path) {
  Secret text = Secret::zeros(kKeyFileBytesMax + 1);
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(descriptor, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failed("cannot read", path);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  if (filled > kKeyFileBytesMax)
    return ledger::invalid("key.malformed", "too long for a private key: " + path);
  return Secret(text.view().substr(0, filled));
}

bool write_all(int descriptor, ledger::ByteView text) {
  while (!text.empty()) {
    const ssize_t put = ::write(descriptor, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

// A new name is durable only when its directory is (fsync(2)).
bool sync_directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const File file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return file.is_open() && ::fsync(file.get()) == 0;
}

}  // namespace

Result<PrivateKey> load_private_key(const std::string& path, const Secret* passphrase) {
  // O_NONBLOCK: a fifo in the key's place must not hang the start; it has no effect on regular files.
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) {
    if (errno == ENOENT) return ledger::not_found("key.not_found", "no key file at " + path);
    return io_failed("cannot open", path);
  }
  LEDGER_TRY(check_owner_only(file.get(), path));
  LEDGER_ASSIGN(const Secret text, read_all(file.get(), path));
  Result<PrivateKey> key = PrivateKey::from_pem(text.view(), passphrase);
  if (key.ok()) return key;
  const Status refused = key.status();
  return Status(refused.code(), refused.reason(), refused.message() + ": " + path).want(refused.expected());
}

Status store_private_key(const std::string& path, const PrivateKey& key, const Secret* passphrase) {
  LEDGER_ASSIGN(const Secret text, key.to_pem(passphrase));
  const File file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!file.is_open()) {
    if (errno == EEXIST) return ledger::already_exists("key.exists", "there is a file already at " + path);
    return io_failed("cannot create", path);
  }
  // The umask may have taken rights away from the owner.
  if (::fchmod(file.get(), S_IRUSR | S_IWUSR) == 0 && write_all(file.get(), text.view()) &&
      ::fsync(file.get()) == 0 && sync_directory_of(path)) {
    return {};
  }
  Status failed = io_failed("cannot write", path);
  ::unlink(path.c_str());
  return failed;
}

}  // namespace security

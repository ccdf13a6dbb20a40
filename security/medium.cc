#include "security/medium.h"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace security {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kPartSuffix = ".part";

class FileHandle {
 public:
  explicit FileHandle(int fd) : fd_(fd) {}
  ~FileHandle() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

int open_in(int directory, std::string_view name, int flags) {
  const std::string path(name);
  int fd = -1;
  do {
    fd = ::openat(directory, path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

bool write_all(int fd, ByteView bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return true;
}

bool read_all(int fd, Bytes& out) {
  std::size_t filled = 0;
  while (filled < out.size()) {
    const ssize_t count = ::pread(fd, out.data() + filled, out.size() - filled, static_cast<off_t>(filled));
    if (count < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  out.resize(filled);
  return true;
}

std::string reason_of(int error) {
  return std::generic_category().message(error);
}

}  // namespace

Result<std::unique_ptr<Medium>> Medium::open(std::string directory) {
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    return ledger::unavailable("keyring.io", "cannot create " + directory + ": " + reason_of(errno));
  }
  return enter(std::move(directory));
}

Result<std::unique_ptr<Medium>> Medium::open_read_only(std::string directory) {
  struct stat facts {};
  if (::stat(directory.c_str(), &facts) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
    return ledger::not_found("keyring.missing", "there is no keyring at " + directory);
  }
  LEDGER_ASSIGN(auto medium, enter(std::move(directory)));
  medium->read_only_ = true;
  return medium;
}

Result<std::unique_ptr<Medium>> Medium::enter(std::string directory) {
  const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return ledger::unavailable("keyring.io", "cannot open " + directory + ": " + reason_of(errno));
  std::unique_ptr<Medium> medium(new Medium(std::move(directory), fd));
  struct stat facts {};
  if (::fstat(fd, &facts) != 0) return medium->failed("stat", ".");
  if ((facts.st_mode & 077U) != 0) {
    return Status(ledger::StatusCode::kFailedPrecondition, "keyring.permissions",
                  medium->directory_ + " may be entered by others than its owner")
        .want("mode 0700");
  }
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    return ledger::unavailable("keyring.locked", medium->directory_ + " is in use by another process");
  }
  return medium;
}

Medium::~Medium() {
  ::close(fd_);
}

Status Medium::failed(std::string_view operation, std::string_view name) const {
  return ledger::unavailable("keyring.io", "cannot " + std::string(operation) + " " + directory_ + "/" +
                                               std::string(name) + ": " + reason_of(errno));
}

// Of a call before any sync: out of room is then known to have changed nothing that counts.
Status Medium::nothing_done(std::string_view operation, std::string_view name) const {
  const bool exhausted = errno == ENOSPC || errno == EDQUOT || errno == EMFILE || errno == ENFILE;
  const Status status = failed(operation, name);
  return exhausted ? ledger::unavailable("keyring.exhausted", status.message()) : status;
}

Status Medium::check_writable() const {
  if (!read_only_) return Status();
  return ledger::unavailable("keyring.read_only", directory_ + " was opened for reading only");
}

Status Medium::sync_directory() const {
  if (::fsync(fd_) != 0) return failed("sync", ".");
  return Status();
}

Result<std::optional<Bytes>> Medium::read(std::string_view name) const {
  const FileHandle file(open_in(fd_, name, O_RDONLY));
  if (!file.valid()) {
    if (errno == ENOENT) return std::optional<Bytes>();
    return nothing_done("open", name);
  }
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) return failed("stat", name);
  if (!S_ISREG(facts.st_mode) || static_cast<std::uint64_t>(facts.st_size) > kMediumFileBytesMax) {
    return ledger::data_loss("keyring.corrupt",
                             directory_ + "/" + std::string(name) + " is no file of a keyring");
  }
  Bytes bytes(static_cast<std::size_t>(facts.st_size), '\0');
  if (!read_all(file.get(), bytes)) return failed("read", name);
  return std::optional<Bytes>(std::move(bytes));
}

Result<std::vector<std::string>> Medium::list() const {
  // A descriptor of its own: fdopendir takes over what it is given, and the offset is shared among
  // duplicates.
  const int fd = ::openat(fd_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return failed("list", ".");
  DIR* stream = ::fdopendir(fd);
  if (stream == nullptr) {
    const Status status = failed("list", ".");
    ::close(fd);
    return status;
  }
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(stream)) {
    const std::string name(entry->d_name);
    struct stat facts {};
    if (::fstatat(fd_, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(facts.st_mode)) {
      names.push_back(name);
    }
    errno = 0;
  }
  const int error = errno;
  ::closedir(stream);
  errno = error;
  if (error != 0) return failed("list", ".");
  std::sort(names.begin(), names.end());
  return names;
}

Status Medium::create(std::string_view name, ByteView bytes) {
  LEDGER_TRY(check_writable());
  const std::string part = std::string(name) + std::string(kPartSuffix);
  {
    const FileHandle file(open_in(fd_, part, O_WRONLY | O_CREAT | O_TRUNC));
    if (!file.valid()) return nothing_done("create", part);
    if (!write_all(file.get(), bytes, 0)) return nothing_done("write", part);
    if (::fsync(file.get()) != 0) return failed("sync", part);
  }
  return rename(part, name);
}

Status Medium::write_at(std::string_view name, std::uint64_t offset, ByteView bytes) {
  LEDGER_TRY(check_writable());
  const FileHandle file(open_in(fd_, name, O_WRONLY));
  if (!file.valid()) return nothing_done("open", name);
  if (!write_all(file.get(), bytes, offset)) return nothing_done("write", name);
  if (::fdatasync(file.get()) != 0) return failed("sync", name);
  return Status();
}

Status Medium::truncate(std::string_view name, std::uint64_t size) {
  LEDGER_TRY(check_writable());
  const FileHandle file(open_in(fd_, name, O_WRONLY));
  if (!file.valid()) return failed("open", name);
  if (::ftruncate(file.get(), static_cast<off_t>(size)) != 0) return failed("truncate", name);
  if (::fsync(file.get()) != 0) return failed("sync", name);
  return Status();
}

Status Medium::rename(std::string_view from, std::string_view to) {
  LEDGER_TRY(check_writable());
  const std::string source(from);
  const std::string target(to);
  if (::renameat(fd_, source.c_str(), fd_, target.c_str()) != 0) return failed("rename", from);
  return sync_directory();
}

Status Medium::link(std::string_view from, std::string_view to) {
  LEDGER_TRY(check_writable());
  const std::string source(from);
  const std::string target(to);
  if (::linkat(fd_, source.c_str(), fd_, target.c_str(), 0) != 0 && errno != EEXIST)
    return failed("link", from);
  return sync_directory();
}

Status Medium::destroy(std::string_view name) {
  LEDGER_TRY(check_writable());
  {
    const FileHandle file(open_in(fd_, name, O_WRONLY));
    if (!file.valid()) {
      if (errno != ENOENT) return failed("open", name);
      // The name may be gone without the removal having reached the disk.
      return sync_directory();
    }
    struct stat facts {};
    if (::fstat(file.get(), &facts) != 0) return failed("stat", name);
    constexpr std::size_t kChunkBytes = 1U << 16;
    const Bytes zeros(kChunkBytes, '\0');
    const std::uint64_t size = static_cast<std::uint64_t>(facts.st_size);
    for (std::uint64_t offset = 0; offset < size; offset += kChunkBytes) {
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(kChunkBytes, size - offset));
      if (!write_all(file.get(), ByteView(zeros).substr(0, count), offset)) return failed("overwrite", name);
    }
    if (::fsync(file.get()) != 0) return failed("sync", name);
  }
  const std::string path(name);
  if (::unlinkat(fd_, path.c_str(), 0) != 0) return failed("remove", name);
  return sync_directory();
}

Result<Media> Media::open(const std::string& primary, const std::string& second) {
  Media media;
  LEDGER_ASSIGN(auto first, Medium::open(primary));
  media.media_.push_back(std::move(first));
  if (second.empty()) return media;
  std::unique_ptr<Medium> other;
  {
    auto opened = Medium::open(second);
    if (!opened.ok()) {
      // The lock is ours when both names lead to one directory.
      struct stat a {};
      struct stat b {};
      if (opened.status().reason() == "keyring.locked" && ::stat(primary.c_str(), &a) == 0 &&
          ::stat(second.c_str(), &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino) {
        return ledger::invalid("keyring.same_medium", "the second medium is the keyring's own directory")
            .want("a directory on another disk");
      }
      return opened.status();
    }
    other = std::move(opened).value();
  }
  media.media_.push_back(std::move(other));
  return media;
}

Result<Media> Media::open_read_only(const std::string& primary) {
  Media media;
  LEDGER_ASSIGN(auto first, Medium::open_read_only(primary));
  media.media_.push_back(std::move(first));
  return media;
}

template <typename Write>
Status Media::write_all_media(const Write& write) const {
  for (const auto& medium : media_) {
    const Status status = write(*medium);
    if (status.ok()) continue;
    if (medium == media_.front() || status.reason() != "keyring.exhausted") return status;
    return ledger::unavailable("keyring.io", status.message() + "; the first medium holds it already");
  }
  return Status();
}

Status Media::create(std::string_view name, ByteView bytes) const {
  return write_all_media([&](Medium& medium) { return medium.create(name, bytes); });
}

Status Media::write_at(std::string_view name, std::uint64_t offset, ByteView bytes) const {
  return write_all_media([&](Medium& medium) { return medium.write_at(name, offset, bytes); });
}

Status Media::destroy(std::string_view name) const {
  for (const auto& medium : media_) LEDGER_TRY(medium->destroy(name));
  return Status();
}

Result<std::optional<Bytes>> Media::read_alike(std::string_view name) const {
  LEDGER_ASSIGN(std::optional<Bytes> first, primary().read(name));
  for (std::size_t i = 1; i < media_.size(); ++i) {
    LEDGER_ASSIGN(const std::optional<Bytes> other, media_[i]->read(name));
    if (first == other) continue;
    if (first.has_value() && !other.has_value()) {
      LEDGER_TRY(media_[i]->create(name, *first));
      continue;
    }
    return ledger::data_loss("keyring.diverged", media_[i]->directory() + "/" + std::string(name) +
                                                     " differs from " + primary().directory());
  }
  return first;
}

}  // namespace security

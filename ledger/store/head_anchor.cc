#include "ledger/store/head_anchor.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/sha256.h"
#include "ledger/store/directory_sync.h"

namespace ledger {
namespace {

constexpr std::size_t kRingBytes = kAnchorSlots * kAnchorSlotBytes;

// Slot layout; every offset in bytes, integers big-endian, what is not named is zero.
constexpr std::string_view kMagic = "daicho-A";
constexpr std::uint16_t kLayoutVersion = 1;
constexpr std::size_t kSequenceAt = 16;
constexpr std::size_t kSignatureAt = 176;
constexpr std::size_t kSequenceCopyAt = 472;
constexpr std::size_t kChecksumAt = 480;
static_assert(kSignatureAt + kAnchorSignatureBytesMax <= kSequenceCopyAt);
static_assert(kChecksumAt + 32 == kAnchorSlotBytes);

std::string ring_path(const std::string& directory) {
  return directory + "/anchor.ring";
}

Status io_error(std::string_view what, const std::string& path, int error) {
  return unavailable("anchor.io",
                     std::string(what) + " " + path + ": " + std::generic_category().message(error));
}

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

// One call that must take all bytes: what a short write has left on the disk is unknown, so it is a failure.
// EINTR says that nothing was written.
bool write_at(int descriptor, ByteView bytes, off_t offset) {
  ssize_t written = 0;
  do {
    written = ::pwrite(descriptor, bytes.data(), bytes.size(), offset);
  } while (written < 0 && errno == EINTR);
  if (written >= 0 && static_cast<std::size_t>(written) != bytes.size()) errno = EIO;
  return written >= 0 && static_cast<std::size_t>(written) == bytes.size();
}

Result<Bytes> read_ring(int descriptor, const std::string& path) {
  struct stat file {};
  if (::fstat(descriptor, &file) != 0) return io_error("stat", path, errno);
  if (!S_ISREG(file.st_mode) || file.st_size != static_cast<off_t>(kRingBytes)) {
    return data_loss("anchor.size", path + " has " + std::to_string(file.st_size) + " bytes")
        .want(std::to_string(kRingBytes) + " bytes");
  }
  Bytes ring(kRingBytes, '\0');
  std::size_t done = 0;
  while (done < ring.size()) {
    const ssize_t got = ::pread(descriptor, ring.data() + done, ring.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return io_error("read", path, got < 0 ? errno : EIO);
    done += static_cast<std::size_t>(got);
  }
  return ring;
}

std::size_t slot_of(std::uint64_t sequence) {
  return (sequence - 1) % kAnchorSlots;
}

ByteView slot_at(ByteView ring, std::size_t slot) {
  return ring.substr(slot * kAnchorSlotBytes, kAnchorSlotBytes);
}

std::uint64_t number_at(ByteView slot, std::size_t offset) {
  return *ByteReader(slot.substr(offset)).take_u64();
}

bool all_zero(ByteView bytes) {
  return bytes.find_first_not_of('\0') == ByteView::npos;
}

using Slots = std::array<std::optional<AnchorRecord>, kAnchorSlots>;

// `sequence`: the record that would be written into this slot next. True when the slot cannot hold (part of)
// it.
bool is_older(ByteView slot, const std::optional<AnchorRecord>& record, std::uint64_t sequence) {
  if (record) return record->sequence < sequence;
  const std::uint64_t before = sequence > kAnchorSlots ? sequence - kAnchorSlots : 0;
  return number_at(slot, kSequenceAt) == before && number_at(slot, kSequenceCopyAt) == before;
}

// Every valid record whose predecessor is valid too must name that predecessor's digest.
Status check_chain(ByteView ring, const Slots& slots) {
  for (std::size_t slot = 0; slot < kAnchorSlots; ++slot) {
    const std::size_t next = (slot + 1) % kAnchorSlots;
    if (!slots[slot] || !slots[next] || slots[next]->sequence != slots[slot]->sequence + 1) continue;
    if (slots[next]->previous_record != sha256(slot_at(ring, slot))) {
      return data_loss("anchor.chain", "anchor record " + std::to_string(slots[next]->sequence) +
                                           " does not continue record " +
                                           std::to_string(slots[slot]->sequence));
    }
  }
  return Status();
}

Result<AnchorScan> scan_ring(ByteView ring) {
  AnchorScan scan;
  Slots slots;
  for (std::size_t slot = 0; slot < kAnchorSlots; ++slot) {
    slots[slot] = decode_anchor_record(slot_at(ring, slot));
    if (slots[slot] && slot_of(slots[slot]->sequence) != slot) slots[slot].reset();
    if (slots[slot] && slots[slot]->kind == AnchorKind::kBackup) scan.any_backup = true;
    if (slots[slot] && (!scan.newest || slots[slot]->sequence > scan.newest->sequence)) {
      scan.newest = slots[slot];
    }
  }
  // A first write may be torn like any other; anything beyond the first slot proves that more was written.
  if (!scan.newest && !all_zero(ring.substr(kAnchorSlotBytes))) {
    return data_loss("anchor.unreadable", "the anchor ring was used, but none of its records is valid");
  }
  LEDGER_TRY(check_chain(ring, slots));
  std::uint64_t next = scan.newest ? scan.newest->sequence + 1 : 1;
  while (scan.damaged_run < kAnchorSlots - 1 &&
         !is_older(slot_at(ring, slot_of(next)), slots[slot_of(next)], next)) {
    ++scan.damaged_run;
    ++next;
  }
  scan.newest_torn = scan.damaged_run > 0;
  return scan;
}

Result<int> open_ring(const std::string& directory, int flags) {
  const std::string path = ring_path(directory);
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor >= 0) return descriptor;
  if (errno == ENOENT || errno == ENOTDIR) {
    return not_found("anchor.missing", "there is no anchor ring at " + path);
  }
  return io_error("open", path, errno);
}

// The whole ring under another name first, linked into place when it is durable: a crash never leaves half a
// ring.
Status create_ring_file(const std::string& directory) {
  const std::string path = ring_path(directory);
  const std::string draft = path + ".new";
  Descriptor file(::open(draft.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.get() < 0) return io_error("create", draft, errno);
  if (const int error = ::posix_fallocate(file.get(), 0, static_cast<off_t>(kRingBytes)); error != 0) {
    return io_error("allocate", draft, error);
  }
  // Zeros are written as well: a reserved but unwritten extent would cost a metadata update at each first
  // write.
  if (!write_at(file.get(), Bytes(kRingBytes, '\0'), 0)) return io_error("write", draft, errno);
  if (::fsync(file.get()) != 0) return io_error("sync", draft, errno);
  if (::link(draft.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(draft.c_str());
    if (error == EEXIST) return already_exists("anchor.exists", "there is already an anchor ring at " + path);
    return io_error("link", path, error);
  }
  if (::unlink(draft.c_str()) != 0) return io_error("unlink", draft, errno);
  return Status();
}

std::string range_text(TreeSize from, TreeSize to) {
  const std::string first = std::to_string(from.value);
  const std::string last = std::to_string(last_position(to).value);
  return to.value - from.value == 1 ? "position " + first : "positions " + first + " to " + last;
}

AnchorJudgement refuse(Status reason) {
  return {AnchorVerdict::kRefuse, std::move(reason)};
}

AnchorJudgement judge_empty_ring(bool torn, const LogHead& store) {
  if (torn) {
    return refuse(data_loss("anchor.torn", "the only anchor record is unreadable; the store holds " +
                                               std::to_string(store.size.value) +
                                               " entries: entries from position " +
                                               std::to_string(store.size.value) + " on may be missing"));
  }
  if (store.size == TreeSize(0)) return {AnchorVerdict::kAccept, Status()};
  return refuse(data_loss("anchor.missing", "the anchor holds no record, but the store holds " +
                                                std::to_string(store.size.value) +
                                                " entries: " + range_text(TreeSize(0), store.size) +
                                                " without proof, and nothing says whether more existed"));
}

}  // namespace

Bytes encode_anchor_record(const AnchorRecord& record) {
  LEDGER_CHECK(record.signature.size() <= kAnchorSignatureBytesMax);
  Bytes slot(kMagic);
  slot.reserve(kAnchorSlotBytes);
  put_u16(slot, kLayoutVersion);
  slot.push_back(static_cast<char>(record.kind));
  slot.push_back(static_cast<char>(record.signature.size()));
  slot.resize(kSequenceAt, '\0');
  put_u64(slot, record.sequence);
  slot += view_of(record.origin_hash);
  put_u64(slot, record.head.size.value);
  slot += view_of(record.head.root);
  put_u64(slot, record.head.previous_size.value);
  slot += view_of(record.head.previous_root);
  put_u64(slot, static_cast<std::uint64_t>(record.time.value));
  slot += view_of(record.previous_record);
  LEDGER_CHECK(slot.size() == kSignatureAt);
  slot += record.signature;
  slot.resize(kSequenceCopyAt, '\0');
  put_u64(slot, record.sequence);
  slot += view_of(sha256(slot));
  return slot;
}

std::optional<AnchorRecord> decode_anchor_record(ByteView slot) {
  if (slot.size() != kAnchorSlotBytes || !slot.starts_with(kMagic)) return std::nullopt;
  if (slot.substr(kChecksumAt) != view_of(sha256(slot.substr(0, kChecksumAt)))) return std::nullopt;
  ByteReader reader(slot.substr(kMagic.size()));
  const std::uint16_t version = *reader.take_u16();
  const std::uint8_t kind = *reader.take_u8();
  const std::size_t signature_bytes = *reader.take_u8();
  if (version != kLayoutVersion || (kind != 1 && kind != 2)) return std::nullopt;
  if (signature_bytes > kAnchorSignatureBytesMax) return std::nullopt;
  AnchorRecord record;
  record.kind = static_cast<AnchorKind>(kind);
  reader = ByteReader(slot.substr(kSequenceAt));
  record.sequence = *reader.take_u64();
  record.origin_hash = to_hash32(*reader.take(32));
  record.head.size = TreeSize(*reader.take_u64());
  record.head.root = to_hash32(*reader.take(32));
  record.head.previous_size = TreeSize(*reader.take_u64());
  record.head.previous_root = to_hash32(*reader.take(32));
  record.time = UnixMicros(static_cast<std::int64_t>(*reader.take_u64()));
  record.previous_record = to_hash32(*reader.take(32));
  record.signature = Bytes(*reader.take(signature_bytes));
  // One record has one slot text: padding and the second sequence included.
  if (record.sequence == 0 || encode_anchor_record(record) != slot) return std::nullopt;
  return record;
}

HeadAnchor::~HeadAnchor() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::unique_ptr<HeadAnchor>> HeadAnchor::create(const std::string& directory) {
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) return io_error("create", directory, errno);
  LEDGER_TRY(create_ring_file(directory));
  LEDGER_TRY(sync_directory(directory));
  LEDGER_TRY(sync_directory(parent_directory(directory)));
  return open(directory);
}

Result<std::unique_ptr<HeadAnchor>> HeadAnchor::open(const std::string& directory) {
  LEDGER_ASSIGN(const int raw, open_ring(directory, O_RDWR | O_DSYNC));
  Descriptor file(raw);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return io_error("lock", ring_path(directory), errno);
    return unavailable("anchor.locked", ring_path(directory) + " is in use by another writer");
  }
  LEDGER_ASSIGN(const Bytes ring, read_ring(file.get(), ring_path(directory)));
  LEDGER_ASSIGN(AnchorScan scan, scan_ring(ring));
  std::unique_ptr<HeadAnchor> anchor(new HeadAnchor());
  anchor->descriptor_ = file.release();
  anchor->scan_ = std::move(scan);
  return anchor;
}

Result<AnchorScan> read_anchor(const std::string& directory) {
  LEDGER_ASSIGN(const int raw, open_ring(directory, O_RDONLY));
  const Descriptor file(raw);
  LEDGER_ASSIGN(const Bytes ring, read_ring(file.get(), ring_path(directory)));
  return scan_ring(ring);
}

Status HeadAnchor::write(AnchorRecord record) {
  if (failed_)
    return unavailable("anchor.write_failed", "the anchor is closed since an earlier write failed");
  record.sequence = scan_.newest ? scan_.newest->sequence + 1 : 1;
  record.previous_record = scan_.newest ? sha256(encode_anchor_record(*scan_.newest)) : Hash32{};
  const auto offset = static_cast<off_t>(slot_of(record.sequence) * kAnchorSlotBytes);
  if (!write_at(descriptor_, encode_anchor_record(record), offset)) {
    failed_ = true;
    return unavailable("anchor.write_failed",
                       "write anchor record: " + std::generic_category().message(errno));
  }
  scan_.any_backup = scan_.any_backup || record.kind == AnchorKind::kBackup;
  scan_.newest = std::move(record);
  scan_.newest_torn = false;
  scan_.damaged_run = 0;
  return Status();
}

AnchorRecord empty_tree_record(const Hash32& origin_hash) {
  AnchorRecord record;
  record.origin_hash = origin_hash;
  record.head.root = record.head.previous_root = sha256(ByteView());
  return record;
}

AnchorJudgement judge_anchor(const AnchorScan& scan, const LogHead& store, const Hash32& origin_hash) {
  if (!scan.newest) return judge_empty_ring(scan.newest_torn, store);
  const AnchorRecord& anchor = *scan.newest;
  const TreeSize size = anchor.head.size;
  const std::string proven = "the anchor proves " + std::to_string(size.value) + " entries, ";
  const std::string held = "the store holds " + std::to_string(store.size.value);
  if (anchor.origin_hash != origin_hash) {
    return refuse(data_loss("anchor.origin", "the anchor belongs to another ledger"));
  }
  if (scan.any_backup || anchor.kind == AnchorKind::kBackup) {
    return refuse(data_loss("anchor.backup", "the anchor of a backup never permits writing"));
  }
  if (store.size < size) {
    return refuse(
        data_loss("anchor.store_behind", proven + held + ": " + range_text(store.size, size) + " missing"));
  }
  const bool one_behind = store.previous_size == size && store.size > size;
  if (store.size == size || one_behind) {
    const Hash32& store_root = one_behind ? store.previous_root : store.root;
    if (store_root != anchor.head.root) {
      return refuse(data_loss("anchor.root_differs",
                              "anchor and store have different roots at size " + std::to_string(size.value)));
    }
  }
  if (scan.newest_torn && (!one_behind || scan.damaged_run > 1)) {
    return refuse(data_loss("anchor.torn", "a newer anchor record is unreadable; " + held +
                                               " entries: entries from position " +
                                               std::to_string(store.size.value) + " on may be missing"));
  }
  if (store.size == size) return {AnchorVerdict::kAccept, Status()};
  if (one_behind) return {AnchorVerdict::kAcceptAndRewrite, Status()};
  return refuse(data_loss("anchor.rolled_back", proven + held + " and held " +
                                                    std::to_string(store.previous_size.value) +
                                                    " before its last group: the anchor is of another age, " +
                                                    range_text(size, store.size) + " without proof"));
}

}  // namespace ledger

#include "security/ring_file.h"

#include <algorithm>
#include <unordered_set>

#include "ledger/base/check.h"
#include "ledger/base/sha256.h"

namespace security {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kMagic = "DAIRING1";
constexpr std::size_t kSumBytes = 16;
constexpr std::size_t kBodyBytes = kRingRecordBytes - kSumBytes;

enum class Kind : std::uint8_t { kKey = 1, kCommit = 2, kTombstone = 3 };

Bytes record_sum(ByteView ring_id, std::uint64_t index, ByteView body) {
  Bytes place(ring_id);
  ledger::put_u64(place, index);
  const ledger::Hash32 digest = ledger::sha256(place, body);
  return Bytes(ledger::view_of(digest).substr(0, kSumBytes));
}

// Pads the body with zeros and closes it with its sum.
void append_record(Bytes& out, ByteView ring_id, std::uint64_t index, Bytes body) {
  LEDGER_CHECK(body.size() <= kBodyBytes && ring_id.size() == kRingIdBytes);
  body.resize(kBodyBytes, '\0');
  out += body;
  out += record_sum(ring_id, index, body);
}

Bytes scope_digest(std::string_view scope) {
  const ledger::Hash32 digest = ledger::sha256(scope);
  return Bytes(ledger::view_of(digest).substr(0, 16));
}

bool all_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == '\0'; });
}

Status corrupt(std::string_view scope, std::uint64_t index, std::string_view what) {
  return ledger::data_loss("keyring.corrupt", "ring of " + std::string(scope) + ", record " +
                                                  std::to_string(index) + ": " + std::string(what));
}

struct Record {
  Kind kind = Kind::kKey;
  KeyName name;
  Bytes wrapped;
  std::uint32_t count = 0;
  ByteView digest;
};

// Reads the body of a record whose sum fits; false: not a record that this codec writes.
bool read_body(ByteView body, Record& record) {
  const auto kind = static_cast<std::uint8_t>(body[0]);
  const auto length = static_cast<std::uint8_t>(body[1]);
  if (!all_zero(body.substr(2, 2))) return false;
  record.kind = static_cast<Kind>(kind);
  switch (record.kind) {
    case Kind::kKey:
      if (length == 0 || length > kWrappedKeysBytesMax || !all_zero(body.substr(20U + length))) return false;
      record.name = *to_key_name(body.substr(4, kKeyNameBytes));
      record.wrapped = Bytes(body.substr(20, length));
      return true;
    case Kind::kCommit: {
      ledger::ByteReader reader(body.substr(4));
      record.count = *reader.take_u32();
      record.digest = *reader.take(32);
      return length == 0 && all_zero(reader.rest());
    }
    case Kind::kTombstone:
      record.name = *to_key_name(body.substr(4, kKeyNameBytes));
      return length == 0 && all_zero(body.substr(20));
  }
  return false;
}

Result<RingHeader> read_header(std::string_view scope, ByteView record) {
  if (record.substr(0, kMagic.size()) != kMagic) return corrupt(scope, 0, "not a ring");
  ledger::ByteReader reader(record.substr(kMagic.size()));
  RingHeader header;
  header.generation = KekGeneration(*reader.take_u64());
  header.ring_id = Bytes(*reader.take(kRingIdBytes));
  if (record_sum(header.ring_id, 0, record.substr(0, kBodyBytes)) != record.substr(kBodyBytes)) {
    return corrupt(scope, 0, "damaged header");
  }
  if (*reader.take(16) != scope_digest(scope)) return corrupt(scope, 0, "written for another scope");
  const std::size_t length = *reader.take_u8();
  if (length > kRingCheckBytesMax) return corrupt(scope, 0, "damaged header");
  header.check = Bytes(reader.rest().substr(0, length));
  return header;
}

// Takes the records one after the other; what is not committed yet waits in `open_`.
class RingReader {
 public:
  RingReader(std::string_view scope, Ring& ring) : scope_(scope), ring_(ring) {}

  Status take(ByteView record) {
    const std::uint64_t index = next_++;
    if (all_zero(record)) {
      hole_ = true;
      return Status();
    }
    Record read;
    if (record_sum(ring_.header.ring_id, index, record.substr(0, kBodyBytes)) != record.substr(kBodyBytes) ||
        !read_body(record.substr(0, kBodyBytes), read)) {
      return corrupt(scope_, index, "damaged");
    }
    if (read.kind != Kind::kCommit) {
      open_.push_back(std::move(read));
      open_bytes_ += record;
      return Status();
    }
    return close(read, index);
  }

 private:
  Status close(const Record& commit, std::uint64_t index) {
    // A commit is written after its records were synced: with it on disk, a hole before it is damage.
    if (hole_ || commit.count != open_.size() ||
        commit.digest != ledger::view_of(ledger::sha256(open_bytes_))) {
      return corrupt(scope_, index, "the batch it closes is damaged");
    }
    for (Record& record : open_) {
      if (!names_.insert(record.name).second) return corrupt(scope_, index, "a key name stands twice");
      if (record.kind == Kind::kKey) {
        ring_.keys.push_back({record.name, std::move(record.wrapped)});
      } else {
        ring_.erased.push_back(record.name);
      }
    }
    open_.clear();
    open_bytes_.clear();
    ring_.records = index + 1;
    return Status();
  }

  std::string_view scope_;
  Ring& ring_;
  std::uint64_t next_ = 1;
  bool hole_ = false;
  std::vector<Record> open_;
  Bytes open_bytes_;
  std::unordered_set<KeyName, KeyNameHasher> names_;
};

}  // namespace

Result<Ring> parse_ring(std::string_view scope, ByteView bytes) {
  // The header's file appears whole or not at all, so a short one is damage.
  if (bytes.size() < kRingRecordBytes) return corrupt(scope, 0, "cut short");
  Ring ring;
  LEDGER_ASSIGN(ring.header, read_header(scope, bytes.substr(0, kRingRecordBytes)));
  ring.records = 1;
  RingReader reader(scope, ring);
  ByteView rest = bytes.substr(kRingRecordBytes);
  for (; rest.size() >= kRingRecordBytes; rest.remove_prefix(kRingRecordBytes)) {
    LEDGER_TRY(reader.take(rest.substr(0, kRingRecordBytes)));
  }
  ring.dropped_bytes = bytes.size() - ring.committed_bytes();
  return ring;
}

Bytes encode_ring_header(std::string_view scope, const RingHeader& header) {
  LEDGER_CHECK(header.check.size() <= kRingCheckBytesMax);
  Bytes body(kMagic);
  ledger::put_u64(body, header.generation.value);
  body += header.ring_id;
  body += scope_digest(scope);
  body.push_back(static_cast<char>(header.check.size()));
  body += header.check;
  Bytes out;
  append_record(out, header.ring_id, 0, std::move(body));
  return out;
}

Bytes encode_ring_keys(ByteView ring_id, std::uint64_t first_index, const std::vector<RingKey>& keys) {
  Bytes out;
  out.reserve(keys.size() * kRingRecordBytes);
  for (const RingKey& key : keys) {
    LEDGER_CHECK(!key.wrapped.empty() && key.wrapped.size() <= kWrappedKeysBytesMax);
    Bytes body{static_cast<char>(Kind::kKey), static_cast<char>(key.wrapped.size()), '\0', '\0'};
    body += view_of(key.name);
    body += key.wrapped;
    append_record(out, ring_id, first_index++, std::move(body));
  }
  return out;
}

Bytes encode_tombstones(ByteView ring_id, std::uint64_t first_index, const std::vector<KeyName>& names) {
  Bytes out;
  out.reserve(names.size() * kRingRecordBytes);
  for (const KeyName& name : names) {
    Bytes body{static_cast<char>(Kind::kTombstone), '\0', '\0', '\0'};
    body += view_of(name);
    append_record(out, ring_id, first_index++, std::move(body));
  }
  return out;
}

Bytes encode_ring_commit(ByteView ring_id, std::uint64_t index, ByteView batch) {
  LEDGER_CHECK(batch.size() % kRingRecordBytes == 0);
  Bytes body{static_cast<char>(Kind::kCommit), '\0', '\0', '\0'};
  ledger::put_u32(body, static_cast<std::uint32_t>(batch.size() / kRingRecordBytes));
  body += ledger::view_of(ledger::sha256(batch));
  Bytes out;
  append_record(out, ring_id, index, std::move(body));
  return out;
}

}  // namespace security

#include "ledger/store/prefix_reader.h"

#include <limits>

namespace ledger {
namespace {

// Tag ‖ u64, the key of an entry and of a checkpoint; nullopt: another shape.
std::optional<std::uint64_t> number_of(ByteView key) {
  if (key.size() != 1 + 8) return std::nullopt;
  return *ByteReader(key.substr(1)).take_u64();
}

std::optional<std::uint64_t> leading_number(ByteView value) {
  if (value.size() < 8) return std::nullopt;
  return *ByteReader(value).take_u64();
}

std::optional<Bytes> as_stored(ByteView value) {
  return Bytes(value);
}

}  // namespace

Result<std::optional<Bytes>> PrefixReader::get(FamilyId family, ByteView key) const {
  if (key == kHeadKey) return as_stored(encode_head(head_.size, head_.root));
  if (family == kCheckpoints && key == checkpoint_key(head_.size) && !checkpoint_.empty()) {
    return as_stored(checkpoint_);
  }
  LEDGER_ASSIGN(const auto value, source_of(family).get(family, key));
  if (!value) return std::optional<Bytes>();
  return shown(family, key, *value);
}

Status PrefixReader::scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const {
  return scan_shown(family, from, to, visit, true);
}

Status PrefixReader::scan_reverse(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const {
  return scan_shown(family, from, to, visit, false);
}

Status PrefixReader::scan_shown(FamilyId family, ByteView from, ByteView to, const Visitor& visit,
                                bool forward) const {
  Status failure;
  const auto show = [&](ByteView key, ByteView value) {
    const auto row = shown(family, key, value);
    failure = row.status();
    return row.ok() && (!*row || visit(key, **row));
  };
  const KvReader& source = source_of(family);
  LEDGER_TRY(forward ? source.scan(family, from, to, show) : source.scan_reverse(family, from, to, show));
  return failure;
}

Result<std::optional<Bytes>> PrefixReader::shown(FamilyId family, ByteView key, ByteView value) const {
  const std::uint64_t size = head_.size.value;
  if (key == kHeadKey) return as_stored(encode_head(head_.size, head_.root));
  if (family == kCheckpoints && key == checkpoint_key(head_.size) && !checkpoint_.empty()) {
    return as_stored(checkpoint_);
  }
  if (family == kEntries && number_of(key).value_or(size) >= size) return std::optional<Bytes>();
  if (family == kCheckpoints && number_of(key).value_or(size + 1) > size) return std::optional<Bytes>();
  if (family == kDedup && leading_number(value).value_or(0) >= size) return std::optional<Bytes>();
  if (family == kStreams) return shown_stream(key, value);
  return as_stored(value);
}

Result<std::optional<Bytes>> PrefixReader::shown_stream(ByteView key, ByteView value) const {
  const char head_tag = stream_head_key(StreamId()).front();
  if (key.empty() || key.front() != head_tag) {
    if (leading_number(value).value_or(0) >= head_.size.value) return std::optional<Bytes>();
    return as_stored(value);
  }
  // Version ‖ last position.
  const bool whole = value.size() == 16 && key.size() >= 2;
  if (!whole || *leading_number(value.substr(8)) < head_.size.value) return as_stored(value);
  const StreamId stream{std::string(key.substr(1, key.size() - 2))};
  std::optional<Bytes> head;
  LEDGER_TRY(rows_->scan_reverse(
      kStreams, stream_version_key(stream, StreamVersion(0)),
      stream_version_key(stream, StreamVersion(std::numeric_limits<std::uint64_t>::max())) + '\0',
      [&](ByteView version_key, ByteView position) {
        if (leading_number(position).value_or(head_.size.value) >= head_.size.value) return true;
        head = Bytes(version_key.substr(version_key.size() - 8));
        *head += position;
        return false;
      }));
  return head;
}

}  // namespace ledger

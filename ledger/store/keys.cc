#include "ledger/store/keys.h"

#include "ledger/base/check.h"

namespace ledger {
namespace {

// Tag bytes keep kinds of rows of one family apart, and all of them apart from the head row.
constexpr char kTag = '\x01';
constexpr char kSecondTag = '\x02';
constexpr char kAttachmentTag = '\x03';
constexpr char kUseTag = '\x04';
constexpr char kUnreferredTag = '\x05';

Bytes tagged(char tag, ByteView rest = {}) {
  Bytes key(1, tag);
  key += rest;
  return key;
}

// Text that a 0x00 ends must not hold one, or two different ids would share a key.
void append_terminated(Bytes& key, std::string_view text) {
  LEDGER_CHECK(text.find('\0') == std::string_view::npos);
  key += text;
  key.push_back('\0');
}

constexpr std::size_t kHeadRowBytes = 8 + 32;

}  // namespace

const std::vector<std::string>& ledger_family_names() {
  static const std::vector<std::string> kNames = {"entries", "tiles", "checkpoints", "dedup",
                                                  "streams", "state", "vault",       "meta"};
  return kNames;
}

Bytes entry_key(Position position) {
  Bytes key = tagged(kTag);
  put_u64(key, position.value);
  return key;
}

Position entry_key_position(ByteView key) {
  LEDGER_CHECK(key.size() == 9 && key.front() == kTag);
  return Position(*ByteReader(key.substr(1)).take_u64());
}

Bytes tile_prefix(unsigned level, std::uint64_t tile_index) {
  LEDGER_CHECK(level <= 0xFF);
  Bytes key = tagged(kTag);
  key.push_back(static_cast<char>(level));
  put_u64(key, tile_index);
  return key;
}

Bytes tile_key(unsigned level, std::uint64_t tile_index, unsigned offset) {
  LEDGER_CHECK(offset <= 0xFF);
  Bytes key = tile_prefix(level, tile_index);
  key.push_back(static_cast<char>(offset));
  return key;
}

Bytes checkpoint_key(TreeSize size) {
  Bytes key = tagged(kTag);
  put_u64(key, size.value);
  return key;
}

Bytes dedup_key(const EventId& id) {
  return tagged(kTag, view_of(id));
}

Bytes stream_head_key(const StreamId& stream) {
  Bytes key = tagged(kTag);
  append_terminated(key, stream.value);
  return key;
}

Bytes stream_version_key(const StreamId& stream, StreamVersion version) {
  Bytes key = tagged(kSecondTag);
  append_terminated(key, stream.value);
  put_u64(key, version.value);
  return key;
}

Bytes state_key(ByteView key) {
  return tagged(kTag, key);
}

Bytes vault_prefix(const EventId& id) {
  return tagged(kTag, view_of(id));
}

Bytes vault_key(const EventId& id, const Hash32& digest) {
  Bytes key = vault_prefix(id);
  key += view_of(digest);
  return key;
}

Bytes vault_assignment_key(std::string_view subject, std::string_view scope) {
  Bytes key = tagged(kSecondTag);
  append_terminated(key, subject);
  key += scope;
  return key;
}

Bytes attachment_key(const EventId& attachment) {
  return tagged(kAttachmentTag, view_of(attachment));
}

Bytes attachment_use_prefix(const EventId& attachment) {
  return tagged(kUseTag, view_of(attachment));
}

Bytes attachment_use_key(const EventId& attachment, const EventId& event) {
  return attachment_use_prefix(attachment).append(view_of(event));
}

Bytes unreferred_prefix() {
  return tagged(kUnreferredTag);
}

Bytes unreferred_key(const EventId& attachment) {
  return tagged(kUnreferredTag, view_of(attachment));
}

Bytes meta_key(std::string_view name) {
  return tagged(kTag, name);
}

Bytes encode_head(TreeSize size, const Hash32& root) {
  Bytes value;
  value.reserve(kHeadRowBytes);
  put_u64(value, size.value);
  value += view_of(root);
  return value;
}

Result<HeadRow> decode_head(ByteView value) {
  if (value.size() != kHeadRowBytes) {
    return data_loss("store.row_malformed", "a head row has " + std::to_string(value.size()) + " bytes")
        .want("40 bytes: tree size and root");
  }
  ByteReader reader(value);
  HeadRow row;
  row.size = TreeSize(*reader.take_u64());
  row.root = to_hash32(reader.rest());
  return row;
}

}  // namespace ledger

// Families and keys of the ledger's database: all key arithmetic in one place.
//
// Every family also holds one head row under kHeadKey (one 0x00 byte, which no other key equals or starts
// with, because every other key begins with a tag byte >= 0x01): the head {size, root} of the last group,
// equal everywhere or the families are of different ages. Integers are big-endian, so that byte order is
// number order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/store/kv.h"

namespace ledger {

inline constexpr FamilyId kEntries{0};      // 0x01 ‖ position → stored entry (entry_codec.h)
inline constexpr FamilyId kTiles{1};        // 0x01 ‖ level ‖ tile index ‖ offset → hashes
inline constexpr FamilyId kCheckpoints{2};  // 0x01 ‖ size → signed note
inline constexpr FamilyId kDedup{3};        // 0x01 ‖ event id → position ‖ payload digest
inline constexpr FamilyId kStreams{
    4};  // 0x01 ‖ stream ‖ 0x00 → version ‖ last position; 0x02 ‖ stream ‖ 0x00 ‖ version → position
inline constexpr FamilyId kState{5};  // 0x01 ‖ decision-state key → record
inline constexpr FamilyId kVault{
    6};  // 0x01 ‖ event id ‖ digest → sealed row; 0x02 ‖ subject ‖ 0x00 ‖ scope → key id; 0x03 ‖ attachment →
         // sealed content; 0x04 ‖ attachment ‖ event → nothing: refers to it; 0x05 ‖ attachment → unreferred
inline constexpr FamilyId kMeta{7};  // 0x01 ‖ name → value: format version, origin, epoch, last group

// Column-family names in FamilyId order.
const std::vector<std::string>& ledger_family_names();
inline constexpr std::size_t kLedgerFamilyCount = 8;

inline constexpr std::string_view kHeadKey{"\0", 1};

Bytes entry_key(Position position);
// Position of an entry key; precondition: `key` came from kEntries and is not the head row.
Position entry_key_position(ByteView key);
Bytes tile_key(unsigned level, std::uint64_t tile_index, unsigned offset);
Bytes tile_prefix(unsigned level, std::uint64_t tile_index);
Bytes checkpoint_key(TreeSize size);
Bytes dedup_key(const EventId& id);
Bytes stream_head_key(const StreamId& stream);
Bytes stream_version_key(const StreamId& stream, StreamVersion version);
Bytes state_key(ByteView key);
Bytes vault_key(const EventId& id, const Hash32& digest);
Bytes vault_prefix(const EventId& id);
Bytes vault_assignment_key(std::string_view subject, std::string_view scope);
Bytes attachment_key(const EventId& attachment);
Bytes attachment_use_key(const EventId& attachment, const EventId& event);
Bytes attachment_use_prefix(const EventId& attachment);
Bytes unreferred_key(const EventId& attachment);
// Every key of unreferred attachments begins with it.
Bytes unreferred_prefix();
Bytes meta_key(std::string_view name);

// Head row {size, root} of every family.
Bytes encode_head(TreeSize size, const Hash32& root);
struct HeadRow {
  TreeSize size;
  Hash32 root{};
  bool operator==(const HeadRow&) const = default;
};
Result<HeadRow> decode_head(ByteView value);

}  // namespace ledger

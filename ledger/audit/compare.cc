#include "ledger/audit/compare.h"

#include <algorithm>
#include <map>
#include <set>

#include "ledger/journal/kv_state.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/compact_range.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/tile.h"
#include "ledger/merkle/vkey.h"
#include "ledger/store/keys.h"
#include "ledger/store/kv_log_store.h"
#include "ledger/store/tile_store.h"

namespace ledger {
namespace {

// Visits every row of a family but its head row.
Status scan_rows(const KvReader& reader, FamilyId family, const KvReader::Visitor& visit) {
  return reader.scan(family, {}, {}, [&](ByteView key, ByteView value) {
    return key == kHeadKey ? true : visit(key, value);
  });
}

void report_scan(const Status& status, std::string_view invariant, Findings& findings) {
  if (!status.ok()) findings.add(invariant, status);
}

// The whole expected table of a family against the stored one.
using Table = std::map<Bytes, Bytes>;
void compare_table(const KvReader& reader, FamilyId family, const Table& expected, std::string_view invariant,
                   std::string_view what, Findings& findings) {
  std::size_t matched = 0;
  const Status status = scan_rows(reader, family, [&](ByteView key, ByteView value) {
    const auto found = expected.find(Bytes(key));
    if (found == expected.end()) {
      findings.add(invariant, "a stored " + std::string(what) + " row has no event: key " + to_hex(key));
    } else if (found->second != value) {
      ++matched;
      findings.add(invariant,
                   "a stored " + std::string(what) + " row differs from the log: key " + to_hex(key));
    } else {
      ++matched;
    }
    return true;
  });
  report_scan(status, invariant, findings);
  if (matched < expected.size()) {
    findings.add(invariant, std::to_string(expected.size() - matched) + " " + std::string(what) +
                                " rows that the log demands are missing");
  }
}

// Hashes of a tile level out of the level below: one root for each full tile there.
std::vector<Hash32> next_level(const std::vector<Hash32>& below) {
  std::vector<Hash32> level;
  for (std::size_t first = 0; first + merkle::kTileWidth <= below.size(); first += merkle::kTileWidth) {
    merkle::CompactRange subtree;
    for (std::size_t i = 0; i < merkle::kTileWidth; ++i) subtree.append_leaf(below[first + i]);
    level.push_back(subtree.root());
  }
  return level;
}

void compare_tile_level(const KvTileSource& source, unsigned level, const std::vector<Hash32>& hashes,
                        Findings& findings) {
  for (std::size_t first = 0; first < hashes.size(); first += merkle::kTileWidth) {
    const std::size_t width = std::min<std::size_t>(merkle::kTileWidth, hashes.size() - first);
    const std::uint64_t index = first / merkle::kTileWidth;
    const std::string name = "tile " + std::to_string(index) + " of level " + std::to_string(level);
    const auto stored = source.tile(level, index, static_cast<unsigned>(width));
    if (!stored.ok()) {
      findings.add("L06", name + ": " + stored.status().to_string());
      continue;
    }
    if (stored->size() != width * merkle::kHashBytes) {
      findings.add("L06", name + " holds more hashes than the tree has");
      continue;
    }
    for (std::size_t i = 0; i < width; ++i) {
      if (ByteView(*stored).substr(i * merkle::kHashBytes, merkle::kHashBytes) !=
          view_of(hashes[first + i])) {
        findings.add("L06", name + " differs from the recomputed tree at offset " + std::to_string(i));
        break;
      }
    }
  }
}

// Every stored row must carry hashes of the tree, and none twice: a row that a reader passes over today may
// stand in the way of a later group.
void compare_tile_rows(const KvReader& reader, const std::vector<std::size_t>& widths, Findings& findings) {
  std::map<std::pair<unsigned, std::uint64_t>, std::size_t> stored_hashes;
  const auto width_of = [&](unsigned level, std::uint64_t index) -> std::size_t {
    if (level >= widths.size() || index > (widths[level] - 1) / merkle::kTileWidth) return 0;
    return std::min<std::size_t>(merkle::kTileWidth, widths[level] - index * merkle::kTileWidth);
  };
  report_scan(scan_rows(reader, kTiles,
                        [&](ByteView key, ByteView value) {
                          ByteReader rest(key.substr(1));
                          const auto level = rest.take_u8();
                          const auto index = rest.take_u64();
                          const auto offset = rest.take_u8();
                          if (!offset || !rest.empty() || *offset >= width_of(*level, *index)) {
                            findings.add("L06", "a stored tile row lies beyond the tree: key " + to_hex(key));
                          } else {
                            stored_hashes[{*level, *index}] += value.size() / merkle::kHashBytes;
                          }
                          return true;
                        }),
              "L06", findings);
  for (const auto& [tile, hashes] : stored_hashes) {
    if (hashes <= width_of(tile.first, tile.second)) continue;
    findings.add("L06", "tile " + std::to_string(tile.second) + " of level " + std::to_string(tile.first) +
                            " has rows that hold a hash twice");
  }
}

// One stored checkpoint, already parsed as a note, against the roots that the leaves give.
Status check_note(const std::string& text, TreeSize size, const Hash32& root, const AuditOptions& options,
                  const Bytes& log_key) {
  LEDGER_ASSIGN(const merkle::Note note, merkle::parse_note(text));
  LEDGER_ASSIGN(const merkle::Checkpoint checkpoint, merkle::parse_checkpoint(note.text));
  if (checkpoint.origin != options.origin || checkpoint.size != size) {
    return data_loss("checkpoint.wrong", "the note states another origin or size than its key");
  }
  if (checkpoint.root != root) {
    return data_loss("checkpoint.root", "the note states a root that the entries do not give");
  }
  const std::uint32_t key_id = merkle::compute_key_id(options.origin, merkle::KeyType::kEd25519, log_key);
  for (const merkle::NoteSignature& line : note.signatures) {
    if (line.name == options.origin && line.key_id == key_id &&
        options.verifier->verify(SignatureAlgorithm::kEd25519, log_key, note.text, line.blob)) {
      return Status();
    }
  }
  return unauthenticated("checkpoint.signature", "no signature line verifies under the log's key");
}

// L16: the rows of the vault against the events that they must come from.
class VaultComparison {
 public:
  VaultComparison(const Fold& fold, Findings& findings, AuditReport& report)
      : fold_(fold), findings_(findings), report_(report) {}

  void look_at(ByteView key, ByteView value) {
    switch (key.front()) {
      case '\x01':
        return look_at_field(key, value);
      case '\x02':
        assigned_keys_.insert(Bytes(value));
        return;
      case '\x03':
        if (key.size() != 1 + kIdBytes || !is_attachment(key)) return unfounded("an attachment", key);
        ++report_.attachments_stored;
        return note_key(value, id_in(key, 1));
      case '\x04':
        if (key.size() == 1 + 2 * kIdBytes && is_attachment(key) && has_event(id_in(key, 1 + kIdBytes)))
          return;
        return unfounded("a reference to an attachment", key);
      case '\x05':
        if (key.size() == 1 + kIdBytes && is_attachment(key)) return;
        return unfounded("the mark of an unreferred attachment", key);
      default:
        return unfounded("a row of no known kind", key);
    }
  }

  void finish() {
    std::uint64_t expected = 0;
    for (const auto& [id, folded] : fold_.events()) expected += folded.digests.size();
    for (const Bytes& key_id : used_keys_) {
      if (assigned_keys_.contains(key_id)) continue;
      findings_.add("L16", "a sealed row names a data key that is assigned to no subject: " + to_hex(key_id));
      break;
    }
    report_.disclosures_absent = expected - std::min(expected, report_.disclosures_stored);
    const std::uint64_t attachments = fold_.attachments().size();
    report_.attachments_absent = attachments - std::min(attachments, report_.attachments_stored);
  }

 private:
  static constexpr std::size_t kIdBytes = 16;
  static constexpr std::size_t kKeyIdBytes = 16;

  static EventId id_in(ByteView key, std::size_t at) {
    EventId id;
    std::copy_n(u8(key) + at, kIdBytes, id.bytes.begin());
    return id;
  }
  bool is_attachment(ByteView key) const { return fold_.attachments().contains(id_in(key, 1)); }
  bool has_event(const EventId& id) const { return fold_.events().contains(id); }

  void unfounded(std::string_view what, ByteView key) {
    findings_.add("L16", std::string(what) + " is stored that the log knows nothing of: key " + to_hex(key));
  }

  void look_at_field(ByteView key, ByteView value) {
    if (key.size() != 1 + kIdBytes + 32) return unfounded("a sealed row", key);
    const EventId id = id_in(key, 1);
    const auto event = fold_.events().find(id);
    if (event == fold_.events().end() ||
        std::find(event->second.digests.begin(), event->second.digests.end(),
                  to_hash32(key.substr(1 + kIdBytes))) == event->second.digests.end()) {
      findings_.add("L16", "a sealed row belongs to no confidential field of the log: key " + to_hex(key));
      return;
    }
    if (value.size() > 1 + kKeyIdBytes) ++report_.disclosures_stored;
    note_key(value, id);
  }

  void note_key(ByteView sealed, const EventId& event) {
    if (sealed.size() <= 1 + kKeyIdBytes) {
      findings_.add("L16", "a sealed row is too short to be one", fold_.events().at(event).position);
      return;
    }
    used_keys_.emplace_back(sealed.substr(1, kKeyIdBytes));
  }

  const Fold& fold_;
  Findings& findings_;
  AuditReport& report_;
  std::set<Bytes> assigned_keys_;
  std::vector<Bytes> used_keys_;
};

}  // namespace

void compare_tiles(const KvReader& reader, const std::vector<Hash32>& leaves, Findings& findings) {
  const KvTileSource source(reader);
  std::vector<std::size_t> widths;  // hashes per level
  std::vector<Hash32> hashes = leaves;
  for (unsigned level = 0; !hashes.empty(); ++level) {
    widths.push_back(hashes.size());
    compare_tile_level(source, level, hashes, findings);
    hashes = next_level(hashes);
  }
  compare_tile_rows(reader, widths, findings);
}

void compare_checkpoints(const KvReader& reader, const std::vector<Hash32>& leaves,
                         const AuditOptions& options, const Bytes& log_key, Findings& findings,
                         AuditReport& report) {
  merkle::CompactRange range;
  bool head_signed = leaves.empty();
  report_scan(scan_rows(reader, kCheckpoints,
                        [&](ByteView key, ByteView value) {
                          const auto size = ByteReader(key.substr(1)).take_u64();
                          if (!size || key.size() != 9 || *size == 0 || *size > leaves.size()) {
                            findings.add("L08",
                                         "a checkpoint is stored for a size that the log does not have");
                            return true;
                          }
                          while (range.end() < *size) range.append_leaf(leaves[range.end()]);
                          const Status status =
                              check_note(std::string(value), TreeSize(*size), range.root(), options, log_key);
                          if (status.ok()) {
                            ++report.checkpoints_verified;
                          } else {
                            findings.add("L08", "size " + std::to_string(*size) + ": " + status.to_string());
                          }
                          head_signed = head_signed || *size == leaves.size();
                          return true;
                        }),
              "L08", findings);
  if (!head_signed) findings.add("L08", "the head has no signed checkpoint");
}

void compare_state(const KvReader& reader, const MemoryState& state, Findings& findings) {
  Table expected;
  for (const auto& [key, record] : state.records()) expected.emplace(state_key(key), record);
  compare_table(reader, kState, expected, "L13", "decision state", findings);
  const auto digest = read_state_digest(reader);
  if (!digest.ok()) {
    if (!expected.empty()) findings.add("L13", digest.status());
  } else if (digest->value() != state.digest().value()) {
    findings.add("L13", "the stored digest of the decision state is not that of the fold");
  }
}

void compare_dedup(const KvReader& reader, const Fold& fold, Findings& findings) {
  Table expected;
  for (const auto& [id, folded] : fold.events()) {
    expected.emplace(dedup_key(id), encode_dedup({folded.position, folded.payload_digest}));
  }
  compare_table(reader, kDedup, expected, "L14", "idempotency", findings);
}

void compare_streams(const KvReader& reader, const Fold& fold, Findings& findings) {
  Table expected;
  for (const auto& [stream, folded] : fold.streams()) {
    for (std::size_t i = 0; i < folded.positions.size(); ++i) {
      Bytes position;
      put_u64(position, folded.positions[i].value);
      expected.emplace(stream_version_key(stream, StreamVersion(i + 1)), position);
    }
    expected.emplace(stream_head_key(stream),
                     encode_stream_head({StreamVersion(folded.positions.size()), folded.positions.back()}));
  }
  compare_table(reader, kStreams, expected, "L15", "stream", findings);
}

void compare_vault(const KvReader& reader, const Fold& fold, Findings& findings, AuditReport& report) {
  VaultComparison comparison(fold, findings, report);
  report_scan(scan_rows(reader, kVault,
                        [&](ByteView key, ByteView value) {
                          comparison.look_at(key, value);
                          return true;
                        }),
              "L16", findings);
  comparison.finish();
}

}  // namespace ledger

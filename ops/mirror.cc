#include "ops/mirror.h"

#include <algorithm>

#include "ledger/base/limits.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"
#include "ledger/merkle/verify.h"
#include "ledger/store/tile_store.h"
#include "security/note_verifier.h"

namespace ops {
namespace {

namespace merkle = ledger::merkle;
using ledger::Result;
using ledger::Status;

constexpr std::size_t kBundleBytesMax = merkle::kTileWidth * (2 + ledger::kEntryBytesMax);
constexpr int kHttpOk = 200;

std::string positions(ledger::TreeSize from, ledger::TreeSize to) {
  const std::string last = std::to_string(ledger::last_position(to).value);
  return to.value - from.value == 1 ? "position " + last
                                    : "positions " + std::to_string(from.value) + " to " + last;
}

Status differs(ledger::TreeSize size) {
  return ledger::data_loss("restore.mirror_differs",
                           "mirror and backup hold two histories: their trees differ at or before size " +
                               std::to_string(size.value));
}

bool is_url(const std::string& place) {
  return place.starts_with("http://") || place.starts_with("https://");
}

Result<ledger::ReingestTarget> verify_checkpoint(const std::string& text, const LedgerIdentity& identity) {
  LEDGER_ASSIGN(const auto note, merkle::parse_note(text));
  LEDGER_ASSIGN(const auto key, security::Ed25519NoteVerifier::parse(identity.log_vkey));
  const merkle::NoteVerifier* const known[] = {&key};
  LEDGER_TRY(merkle::verify_note(note, known).status());
  LEDGER_ASSIGN(const auto checkpoint, merkle::parse_checkpoint(note.text));
  if (checkpoint.origin != identity.origin) {
    return ledger::data_loss("restore.mirror_differs", "the mirror is of the ledger " + checkpoint.origin)
        .want(identity.origin);
  }
  return ledger::ReingestTarget{checkpoint.size, checkpoint.root, text};
}

}  // namespace

Result<std::unique_ptr<Mirror>> Mirror::open(const MirrorPlace& place, const LedgerIdentity& identity) {
  std::unique_ptr<Mirror> mirror(new Mirror(place.tiles));
  if (is_url(place.tiles)) {
    const std::size_t host = place.tiles.find("://") + 3;
    const std::size_t path = std::min(place.tiles.find('/', host), place.tiles.size());
    mirror->origin_ = place.tiles.substr(0, path);
    mirror->place_ = place.tiles.substr(path);
    api::ClientOptions client = place.http;
    client.base_url = mirror->origin_;
    LEDGER_ASSIGN(auto made, api::HttpClient::make(client));
    mirror->client_ = std::make_unique<api::HttpClient>(std::move(made));
  }
  while (mirror->place_.size() > 1 && mirror->place_.ends_with('/')) mirror->place_.pop_back();
  if (mirror->client_ && mirror->place_ == "/") mirror->place_.clear();
  LEDGER_ASSIGN(const std::string text, place.checkpoint_file.empty()
                                            ? mirror->fetch("checkpoint", merkle::kNoteBytesMax)
                                            : read_file(place.checkpoint_file, merkle::kNoteBytesMax));
  LEDGER_ASSIGN(mirror->target_, verify_checkpoint(text, identity));
  return mirror;
}

Result<std::string> Mirror::fetch(const std::string& path, std::size_t bytes_max) const {
  const std::string whole = place_ + "/" + path;
  if (!client_) return read_file(whole, bytes_max);
  LEDGER_ASSIGN(api::Response answer, client_->request("GET", whole));
  if (answer.status == kHttpOk && answer.body.size() <= bytes_max) return std::move(answer.body);
  return ledger::not_found("file.missing",
                           origin_ + whole + " answers status " + std::to_string(answer.status));
}

// A mirror that has grown may keep the full file alone.
Result<std::string> Mirror::fetch_tile(const std::string& partial, const std::string& full,
                                       std::size_t bytes_max) const {
  auto bytes = fetch(partial, bytes_max);
  if (!bytes.ok() && partial != full) {
    if (auto whole = fetch(full, bytes_max); whole.ok()) return whole;
  }
  if (bytes.ok()) return bytes;
  return ledger::data_loss("restore.mirror_incomplete", "the mirror lacks " + place_ + "/" + partial + " (" +
                                                            bytes.status().message() + ")")
      .want("all tiles of its checkpoint");
}

Result<ledger::Bytes> Mirror::tile(unsigned level, std::uint64_t index, unsigned width_at_least) const {
  const auto widest = merkle::widest_tile(level, index, target_.size);
  if (!widest) return ledger::data_loss("restore.mirror_incomplete", "the mirror's tree has no such tile");
  const merkle::TileId full{level, index, merkle::kTileWidth};
  LEDGER_ASSIGN(auto bytes, fetch_tile(merkle::format_tile_path(*widest), merkle::format_tile_path(full),
                                       merkle::kTileBytes));
  LEDGER_TRY(merkle::check_tile_bytes(bytes, width_at_least));
  return bytes;
}

Result<std::vector<std::string>> Mirror::entries(ledger::Position from, ledger::Position to) const {
  std::vector<std::string> texts;
  for (const merkle::TileSlice& slice : merkle::tile_slices(from, to)) {
    const std::uint64_t left = target_.size.value - slice.index * merkle::kTileWidth;
    const auto width = static_cast<unsigned>(std::min<std::uint64_t>(left, merkle::kTileWidth));
    const std::string partial = merkle::format_entry_bundle_path({slice.index, width});
    const std::string full = merkle::format_entry_bundle_path({slice.index, merkle::kTileWidth});
    LEDGER_ASSIGN(const std::string bundle, fetch_tile(partial, full, kBundleBytesMax));
    auto cut = merkle::parse_entry_bundle(bundle, width);
    if (!cut.ok()) cut = merkle::parse_entry_bundle(bundle, merkle::kTileWidth);
    if (!cut.ok()) {
      return ledger::data_loss("restore.mirror_incomplete",
                               place_ + "/" + partial + ": " + cut.status().message());
    }
    for (unsigned i = 0; i < slice.count; ++i) texts.emplace_back((*cut)[slice.first + i]);
  }
  return texts;
}

Status judge_mirror(const Mirror& mirror, const ledger::KvReader& reader, const ledger::LogHead& head) {
  const ledger::ReingestTarget& shown = mirror.target();
  const bool ahead = head.size < shown.size;
  const ledger::KvTileSource own(reader);
  const merkle::TileNodeReader mirrored(mirror);
  const merkle::TileNodeReader stored(own);
  if (shown.size == head.size) {
    // Its tiles too: a checkpoint alone shows a head, not that the mirror holds the tree.
    LEDGER_ASSIGN(const ledger::Hash32 root, merkle::root_at(shown.size, mirrored));
    return shown.root == head.root && root == head.root ? Status() : differs(head.size);
  }
  const ledger::TreeSize shorter = std::min(head.size, shown.size);
  LEDGER_ASSIGN(const merkle::Proof proof,
                merkle::consistency_proof(shorter, std::max(head.size, shown.size),
                                          ahead ? static_cast<const merkle::NodeReader&>(mirrored) : stored));
  const Status prefix = ahead
                            ? merkle::verify_consistency(head.size, shown.size, head.root, shown.root, proof)
                            : merkle::verify_consistency(shown.size, head.size, shown.root, head.root, proof);
  if (!prefix.ok()) return differs(shorter);
  if (ahead) {
    return ledger::data_loss("restore.mirror_ahead", "the backup is a prefix of the mirror: it holds " +
                                                         std::to_string(head.size.value) +
                                                         " entries, the mirror proves " +
                                                         std::to_string(shown.size.value) + ": " +
                                                         positions(head.size, shown.size) + " missing");
  }
  return ledger::data_loss("restore.mirror_behind", "the mirror proves " + std::to_string(shown.size.value) +
                                                        " entries, the backup holds " +
                                                        std::to_string(head.size.value) +
                                                        ": the mirror can't say whether more existed");
}

}  // namespace ops

// Mirror: a ledger's checkpoint, tiles and entry bundles (C2SP tlog-tiles) as somebody else keeps them, in a
// folder or behind HTTP.
//
// Place in the flow: `daicho restore --tiles`. Nothing of a mirror is believed by itself: the checkpoint must
// be signed by the ledger's own log key, and every tile and entry is used only where it leads to that
// checkpoint's root. Ownership: holds the connection. Threads: one at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/httplib_client.h"
#include "ledger/journal/reingest.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/node_reader.h"
#include "ledger/store/kv.h"
#include "ops/data_folder.h"

namespace ops {

struct MirrorPlace {
  std::string tiles;            // folder, or http(s)://host[:port][/prefix]; empty: no mirror
  std::string checkpoint_file;  // a signed checkpoint to verify against; empty: the mirror's own
  api::ClientOptions http;      // for a URL: CA, certificate and key; base_url is taken from `tiles`
  bool given() const { return !tiles.empty(); }
};

class Mirror final : public ledger::merkle::TileSource {
 public:
  // Verifies the checkpoint. data_loss restore.mirror_differs: of another ledger; unauthenticated note.*: not
  // signed by this log; not_found file.missing; client.* of a URL.
  static ledger::Result<std::unique_ptr<Mirror>> open(const MirrorPlace& place,
                                                      const LedgerIdentity& identity);

  // Size, root and text of the verified checkpoint.
  const ledger::ReingestTarget& target() const { return target_; }
  // data_loss restore.mirror_incomplete names the file that is not there.
  ledger::Result<ledger::Bytes> tile(unsigned level, std::uint64_t index,
                                     unsigned width_at_least) const override;
  ledger::Result<std::vector<std::string>> entries(ledger::Position from, ledger::Position to) const;

 private:
  explicit Mirror(std::string place) : place_(std::move(place)) {}
  ledger::Result<std::string> fetch(const std::string& path, std::size_t bytes_max) const;
  ledger::Result<std::string> fetch_tile(const std::string& partial, const std::string& full,
                                         std::size_t bytes_max) const;

  std::string place_;   // folder, or path prefix of the URL
  std::string origin_;  // scheme and host of the URL; empty: a folder
  std::unique_ptr<api::HttpClient> client_;
  ledger::ReingestTarget target_;
};

// Whether the mirror shows this head and nothing beyond it.
// data_loss restore.mirror_ahead with the missing range | restore.mirror_behind | restore.mirror_differs;
// and the reasons of what can't be read.
ledger::Status judge_mirror(const Mirror& mirror, const ledger::KvReader& reader,
                            const ledger::LogHead& head);

}  // namespace ops

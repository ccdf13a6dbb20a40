// Checkpoint: the signed statement of a tree's size and root (C2SP tlog-checkpoint).
//
// This is the body only, i.e. the text of a signed note: origin line, size line, base64 root line, extension
// lines. The writer formats one per group and has it signed; everybody else parses. We write no extension
// lines: witnesses refuse or ignore them, so nothing may depend on one. Pure values; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/status.h"
#include "ledger/base/types.h"

namespace ledger::merkle {

struct Checkpoint {
  std::string origin;
  TreeSize size;
  Hash32 root{};
  std::vector<std::string> extensions;  // opaque non-empty lines; kept so that parsing loses nothing
  bool operator==(const Checkpoint&) const = default;
};

// The note text, ending in newline.
// invalid_argument: the reasons of parse_checkpoint, for a Checkpoint that no parser would accept.
Result<std::string> format_checkpoint(const Checkpoint& checkpoint);

// invalid_argument: checkpoint.malformed (missing line, empty line, no final newline, not note text),
// checkpoint.size (decimal without leading zeros, 64 bits), checkpoint.root (canonical base64 of 32 bytes),
// checkpoint.empty_tree_root (size 0 with another root than that of the empty tree).
Result<Checkpoint> parse_checkpoint(std::string_view text);

}  // namespace ledger::merkle

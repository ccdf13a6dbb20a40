#include "ledger/merkle/tile.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/limits.h"

namespace ledger::merkle {
namespace {

constexpr std::string_view kTilePrefix = "tile/";
constexpr std::string_view kBundlePrefix = "tile/entries/";
constexpr std::string_view kPathForm =
    "tile/<level 0-63 or \"entries\">/<index as 000 or x001/234>[.p/<width 1-255>]";

// 1234067 -> "x001/x234/067"
std::string format_index(std::uint64_t index) {
  std::string text;
  auto three_digits = [](std::uint64_t number) {
    const std::string digits = std::to_string(number);
    return std::string(3 - digits.size(), '0') + digits;
  };
  text = three_digits(index % 1000);
  for (index /= 1000; index > 0; index /= 1000) text.insert(0, "x" + three_digits(index % 1000) + "/");
  return text;
}

std::string format_index_and_width(std::uint64_t index, unsigned width) {
  std::string text = format_index(index);
  if (width != kTileWidth) text += ".p/" + std::to_string(width);
  return text;
}

// Reads the digits of all groups; that they were grouped canonically is checked by formatting again.
std::optional<std::uint64_t> parse_index(std::string_view text) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t index = 0;
  for (const char c : text) {
    if (c == 'x' || c == '/') continue;
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (index > (kMax - digit) / 10) return std::nullopt;
    index = index * 10 + digit;
  }
  return index;
}

std::optional<std::pair<std::uint64_t, unsigned>> parse_index_and_width(std::string_view text) {
  unsigned width = kTileWidth;
  std::string_view index_text = text;
  if (const std::size_t mark = text.find(".p/"); mark != std::string_view::npos) {
    const auto number = parse_decimal(text.substr(mark + 3));
    if (!number || *number == 0 || *number >= kTileWidth) return std::nullopt;
    width = static_cast<unsigned>(*number);
    index_text = text.substr(0, mark);
  }
  const auto index = parse_index(index_text);
  if (!index || format_index_and_width(*index, width) != text) return std::nullopt;
  return std::pair(*index, width);
}

Status bad_path(std::string_view why) {
  return invalid("tile.path", "not a tile path: " + std::string(why)).want(std::string(kPathForm));
}

}  // namespace

std::string format_tile_path(const TileId& id) {
  LEDGER_CHECK(id.level <= kTilePathLevelMax && id.width >= 1 && id.width <= kTileWidth);
  return std::string(kTilePrefix) + std::to_string(id.level) + "/" +
         format_index_and_width(id.index, id.width);
}

std::string format_entry_bundle_path(const EntryBundleId& id) {
  LEDGER_CHECK(id.width >= 1 && id.width <= kTileWidth);
  return std::string(kBundlePrefix) + format_index_and_width(id.index, id.width);
}

Result<TileId> parse_tile_path(std::string_view path) {
  if (!path.starts_with(kTilePrefix)) return bad_path("does not begin with \"tile/\"");
  path.remove_prefix(kTilePrefix.size());
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return bad_path("no index");
  const auto level = parse_decimal(path.substr(0, slash));
  if (!level || *level > kTilePathLevelMax) return bad_path("level is not a decimal from 0 to 63");
  const auto place = parse_index_and_width(path.substr(slash + 1));
  if (!place) return bad_path("index or width is malformed");
  return TileId{static_cast<unsigned>(*level), place->first, place->second};
}

Result<EntryBundleId> parse_entry_bundle_path(std::string_view path) {
  if (!path.starts_with(kBundlePrefix)) return bad_path("does not begin with \"tile/entries/\"");
  const auto place = parse_index_and_width(path.substr(kBundlePrefix.size()));
  if (!place) return bad_path("index or width is malformed");
  return EntryBundleId{place->first, place->second};
}

std::uint64_t level_hash_count(TreeSize size, unsigned level) {
  return level < kTileLevels ? size.value >> (kTileHeight * level) : 0;
}

std::uint64_t full_tile_count(TreeSize size, unsigned level) {
  return level_hash_count(size, level) / kTileWidth;
}

unsigned partial_tile_width(TreeSize size, unsigned level) {
  return static_cast<unsigned>(level_hash_count(size, level) % kTileWidth);
}

unsigned tile_level_count(TreeSize size) {
  unsigned levels = 0;
  while (level_hash_count(size, levels) > 0) ++levels;
  return levels;
}

bool tile_exists(const TileId& id, TreeSize size) {
  if (id.width < 1 || id.width > kTileWidth) return false;
  const std::uint64_t full = full_tile_count(size, id.level);
  return id.index < full || (id.index == full && id.width <= partial_tile_width(size, id.level));
}

bool entry_bundle_exists(const EntryBundleId& id, TreeSize size) {
  return tile_exists(TileId{0, id.index, id.width}, size);
}

std::optional<TileId> widest_tile(unsigned level, std::uint64_t index, TreeSize size) {
  const std::uint64_t full = full_tile_count(size, level);
  if (index < full) return TileId{level, index, kTileWidth};
  const unsigned width = partial_tile_width(size, level);
  if (index == full && width > 0) return TileId{level, index, width};
  return std::nullopt;
}

std::vector<TileId> tiles_added(TreeSize from, TreeSize to) {
  LEDGER_CHECK(from <= to);
  std::vector<TileId> tiles;
  for (unsigned level = 0; level_hash_count(to, level) > level_hash_count(from, level); ++level) {
    const std::uint64_t full = full_tile_count(to, level);
    for (std::uint64_t index = full_tile_count(from, level); index < full; ++index) {
      tiles.push_back(TileId{level, index, kTileWidth});
    }
    if (const unsigned width = partial_tile_width(to, level); width > 0) {
      tiles.push_back(TileId{level, full, width});
    }
  }
  return tiles;
}

std::vector<TileSlice> tile_slices(Position begin, Position end) {
  std::vector<TileSlice> slices;
  for (std::uint64_t at = begin.value; at < end.value;) {
    const auto first = static_cast<unsigned>(at % kTileWidth);
    const auto count = static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth - first, end.value - at));
    slices.push_back(TileSlice{at / kTileWidth, first, count});
    at += count;
  }
  return slices;
}

Status append_to_bundle(Bytes& bundle, ByteView entry) {
  if (entry.size() > kEntryBytesMax) {
    return invalid("tile.entry_too_long",
                   "an entry of " + std::to_string(entry.size()) + " bytes has no bundle form")
        .want("at most " + std::to_string(kEntryBytesMax) + " bytes");
  }
  put_u16(bundle, static_cast<std::uint16_t>(entry.size()));
  bundle.append(entry);
  return {};
}

Result<std::vector<ByteView>> parse_entry_bundle(ByteView bundle, unsigned width) {
  std::vector<ByteView> entries;
  entries.reserve(width);
  ByteReader reader(bundle);
  for (unsigned i = 0; i < width; ++i) {
    const auto length = reader.take_u16();
    const auto entry = length ? reader.take(*length) : std::nullopt;
    if (!entry) {
      return invalid("tile.bundle_truncated", "the bundle ends inside entry " + std::to_string(i))
          .want(std::to_string(width) + " entries");
    }
    entries.push_back(*entry);
  }
  if (!reader.empty()) {
    return invalid("tile.bundle_trailing_bytes",
                   std::to_string(reader.rest().size()) + " bytes follow the last entry of the bundle")
        .want(std::to_string(width) + " entries");
  }
  return entries;
}

}  // namespace ledger::merkle

// Oracles: a path that is read is the one path of its tile; a path that is written is read as the same tile;
// a bundle that is cut is the bundle of its entries. First byte: which of the three.
#include "ledger/merkle/tile.h"
#include "tests/fuzz/field_mutator.h"
#include "tests/fuzz/line_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/vectors.h"

namespace fuzz {
namespace {

using namespace std::string_literals;
namespace merkle = ledger::merkle;

bool try_path(std::string_view path) {
  const auto tile = merkle::parse_tile_path(path);
  const auto bundle = merkle::parse_entry_bundle_path(path);
  require(!tile.ok() || !bundle.ok(), "one path names a tile and a bundle");
  if (tile.ok()) {
    require(merkle::format_tile_path(*tile) == path, "a tile has two paths");
    canary([&] { return tile->level == planted(0, 10, 63) && tile->width == planted(1, 20, 99); });
  }
  if (bundle.ok()) require(merkle::format_entry_bundle_path(*bundle) == path, "a bundle has two paths");
  return tile.ok() || bundle.ok();
}

bool try_id(Choices choices) {
  merkle::TileId id;
  id.level = choices.u8() % (merkle::kTilePathLevelMax + 1);
  id.width = 1U + choices.u8();
  id.index = choices.u64() >> (choices.u8() % 64);
  const auto again = merkle::parse_tile_path(merkle::format_tile_path(id));
  require(again.ok() && *again == id, "a tile's own path is refused or names another");
  return true;
}

bool try_bundle(Choices choices) {
  const unsigned width = 1U + choices.u8();
  const auto entries = merkle::parse_entry_bundle(choices.rest(), width);
  if (!entries.ok()) return false;
  require(entries->size() == width, "a bundle has another number of entries");
  ledger::Bytes again;
  for (const ledger::ByteView entry : *entries) {
    require(merkle::append_to_bundle(again, entry).ok(), "an entry of a bundle fits no bundle");
  }
  require(again == choices.rest(), "a bundle is written back otherwise");
  return true;
}

}  // namespace

bool try_input(std::string_view input) {
  Choices choices(input);
  const unsigned kind = choices.u8() % 3U;
  if (kind == 0) return try_path(choices.rest());
  return kind == 1 ? try_id(choices) : try_bundle(choices);
}

std::vector<std::string> seeds() {
  std::vector<std::string> out;
  for (const std::string& path : vector_texts("merkle/tile_path.json", "path")) out.push_back("\0"s + path);
  out.push_back("\0tile/entries/x001/000.p/5"s);
  out.push_back("\1\x05\x4c\x00\x00\x00\x00\x00\x01\x00\x00\x20"s);
  out.push_back(
      "\2\x01\x00\x03"
      "abc\x00\x00"s);
  return out;
}

namespace {

unsigned other_width(unsigned width, Random& random) {
  return 1U + static_cast<unsigned>(mutate_number(width - 1, merkle::kTileWidth - 1, random));
}

// Another tile's or bundle's path; empty when `path` names neither.
std::string other_path(std::string_view path, Random& random) {
  if (auto tile = merkle::parse_tile_path(path); tile.ok()) {
    switch (below(random, 3)) {
      case 0:
        tile->index = mutate_number(tile->index, UINT64_MAX, random);
        break;
      case 1:
        tile->level = static_cast<unsigned>(mutate_number(tile->level, merkle::kTilePathLevelMax, random));
        break;
      default:
        tile->width = other_width(tile->width, random);
        break;
    }
    return merkle::format_tile_path(*tile);
  }
  auto bundle = merkle::parse_entry_bundle_path(path);
  if (!bundle.ok()) return {};
  bundle->index = mutate_number(bundle->index, UINT64_MAX, random);
  bundle->width = other_width(bundle->width, random);
  return merkle::format_entry_bundle_path(*bundle);
}

}  // namespace
}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (!input.empty() && static_cast<std::uint8_t>(input[0]) % 3U == 0 && fuzz::below(random, 3) != 0) {
    const std::string path = fuzz::other_path(input.substr(1), random);
    if (!path.empty()) return fuzz::put_input(std::string(1, input[0]) + path, data, size, size_max);
  }
  return fuzz::mutate_lines(data, size, size_max, seed, 1);
}

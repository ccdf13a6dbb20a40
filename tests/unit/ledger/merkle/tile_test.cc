// Goal: tile coordinates, paths and bundles are exactly those of C2SP tlog-tiles, and one path has one
// spelling. Method: tables of published examples and of near misses; existence is compared with its
// definition.
#include "ledger/merkle/tile.h"

#include <gtest/gtest.h>
#include <limits>

#include "ledger/base/limits.h"

namespace ledger::merkle {
namespace {

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

TEST(Tile, FormatsThePublishedPaths) {
  EXPECT_EQ(format_tile_path({0, 0, 256}), "tile/0/000");
  EXPECT_EQ(format_tile_path({0, 1000, 256}), "tile/0/x001/000");
  EXPECT_EQ(format_tile_path({1, 19669, 256}), "tile/1/x019/669");
  EXPECT_EQ(format_tile_path({2, 1234067, 17}), "tile/2/x001/x234/067.p/17");
  EXPECT_EQ(format_tile_path({63, kMax, 255}), "tile/63/x018/x446/x744/x073/x709/x551/615.p/255");
  EXPECT_EQ(format_entry_bundle_path({1234067, 256}), "tile/entries/x001/x234/067");
  EXPECT_EQ(format_entry_bundle_path({273, 112}), "tile/entries/273.p/112");
}

TEST(Tile, ParsesWhatItFormats) {
  for (const std::uint64_t index :
       {std::uint64_t{0}, std::uint64_t{9}, std::uint64_t{999}, std::uint64_t{1000}, std::uint64_t{1000000},
        std::uint64_t{123456789012345}, kMax}) {
    for (const unsigned width : {1U, 9U, 10U, 255U, 256U}) {
      const TileId tile{5, index, width};
      const auto parsed = parse_tile_path(format_tile_path(tile));
      ASSERT_TRUE(parsed.ok()) << format_tile_path(tile);
      EXPECT_EQ(*parsed, tile);
      const EntryBundleId bundle{index, width};
      const auto parsed_bundle = parse_entry_bundle_path(format_entry_bundle_path(bundle));
      ASSERT_TRUE(parsed_bundle.ok());
      EXPECT_EQ(*parsed_bundle, bundle);
    }
  }
}

TEST(Tile, RefusesEveryOtherSpellingOfABundlePath) {
  for (const char* path :
       {"", "tile/entries", "tile/entries/", "tile/entries/0", "tile/entries/0000", "tile/entries/x000/001",
        "tile/entries/000.p/0", "tile/entries/000.p/256", "tile/entries/000.p/", "tile/entries/000.p/01",
        "tile/entries/x001", "tile/entries/000/", "tile/Entries/000", "tile/0/000", "/tile/entries/000",
        "tile/entries/entries/000", "tile/entries/000.p/1/2",
        "tile/entries/x018/x446/x744/x073/x709/x551/616"}) {
    const auto parsed = parse_entry_bundle_path(path);
    ASSERT_FALSE(parsed.ok()) << path;
    EXPECT_EQ(parsed.status().reason(), "tile.path") << path;
    EXPECT_FALSE(parsed.status().expected().empty()) << path;
  }
  // The two kinds of path do not overlap.
  EXPECT_FALSE(parse_tile_path("tile/entries/000").ok());
}

TEST(Tile, CountsOfTheWorkedExample) {
  const TreeSize size(70000);
  EXPECT_EQ(full_tile_count(size, 0), 273U);
  EXPECT_EQ(partial_tile_width(size, 0), 112U);
  EXPECT_EQ(full_tile_count(size, 1), 1U);
  EXPECT_EQ(partial_tile_width(size, 1), 17U);
  EXPECT_EQ(full_tile_count(size, 2), 0U);
  EXPECT_EQ(partial_tile_width(size, 2), 1U);
  EXPECT_EQ(level_hash_count(size, 3), 0U);
  EXPECT_EQ(tile_level_count(size), 3U);
  EXPECT_EQ(partial_tile_width(TreeSize(256), 0), 0U);
  EXPECT_EQ(partial_tile_width(TreeSize(256), 1), 1U);
}

TEST(Tile, CountsAtTheEndsOfTheNumberRange) {
  EXPECT_EQ(tile_level_count(TreeSize(0)), 0U);
  EXPECT_EQ(tile_level_count(TreeSize(1)), 1U);
  EXPECT_EQ(tile_level_count(TreeSize(kMax)), 8U);
  EXPECT_EQ(level_hash_count(TreeSize(kMax), 7), 255U);
  // Above the top a shift by 64 or more must not happen.
  for (const unsigned level : {8U, 63U, 1000U}) {
    EXPECT_EQ(level_hash_count(TreeSize(kMax), level), 0U);
    EXPECT_FALSE(tile_exists({level, 0, 1}, TreeSize(kMax)));
  }
}

TEST(Tile, ExistsIffAllItsHashesDo) {
  struct Row {
    TileId id;
    std::uint64_t size;
    bool exists;
  };
  for (const Row& row : std::initializer_list<Row>{
           {{0, 0, 1}, 0, false},         {{0, 0, 1}, 1, true},        {{0, 0, 2}, 1, false},
           {{0, 0, 255}, 255, true},      {{0, 0, 256}, 255, false},   {{0, 0, 256}, 256, true},
           {{0, 0, 7}, 256, true},        {{0, 1, 1}, 256, false},     {{0, 1, 1}, 257, true},
           {{1, 0, 1}, 255, false},       {{1, 0, 1}, 256, true},      {{1, 0, 2}, 511, false},
           {{1, 0, 256}, 65535, false},   {{1, 0, 256}, 65536, true},  {{2, 0, 1}, 65536, true},
           {{0, 0, 0}, 256, false},       {{0, 0, 257}, 1000, false},  {{0, 273, 112}, 70000, true},
           {{0, 273, 113}, 70000, false}, {{0, kMax, 1}, kMax, false}, {{7, 0, 255}, kMax, true},
           {{7, 0, 256}, kMax, false},    {{8, 0, 1}, kMax, false}}) {
    EXPECT_EQ(tile_exists(row.id, TreeSize(row.size)), row.exists)
        << row.id.level << "/" << row.id.index << "/" << row.id.width << " at " << row.size;
    if (row.id.level == 0) {
      EXPECT_EQ(entry_bundle_exists({row.id.index, row.id.width}, TreeSize(row.size)), row.exists);
    }
  }
}

TEST(Tile, WidestTile) {
  EXPECT_EQ(widest_tile(0, 272, TreeSize(70000)), (TileId{0, 272, 256}));
  EXPECT_EQ(widest_tile(0, 273, TreeSize(70000)), (TileId{0, 273, 112}));
  EXPECT_EQ(widest_tile(0, 274, TreeSize(70000)), std::nullopt);
  EXPECT_EQ(widest_tile(1, 1, TreeSize(70000)), (TileId{1, 1, 17}));
  EXPECT_EQ(widest_tile(0, 1, TreeSize(256)), std::nullopt);
  EXPECT_EQ(widest_tile(3, 0, TreeSize(70000)), std::nullopt);
  EXPECT_EQ(widest_tile(64, 0, TreeSize(kMax)), std::nullopt);
}

TEST(Tile, TilesAddedBetweenTwoSizes) {
  EXPECT_TRUE(tiles_added(TreeSize(0), TreeSize(0)).empty());
  EXPECT_TRUE(tiles_added(TreeSize(300), TreeSize(300)).empty());
  EXPECT_EQ(tiles_added(TreeSize(0), TreeSize(1)), (std::vector<TileId>{{0, 0, 1}}));
  EXPECT_EQ(tiles_added(TreeSize(255), TreeSize(256)), (std::vector<TileId>{{0, 0, 256}, {1, 0, 1}}));
  EXPECT_EQ(tiles_added(TreeSize(256), TreeSize(257)), (std::vector<TileId>{{0, 1, 1}}));
  EXPECT_EQ(tiles_added(TreeSize(200), TreeSize(600)),
            (std::vector<TileId>{{0, 0, 256}, {0, 1, 256}, {0, 2, 88}, {1, 0, 2}}));
  const auto grown = tiles_added(TreeSize(65000), TreeSize(65537));
  EXPECT_EQ(grown, (std::vector<TileId>{
                       {0, 253, 256}, {0, 254, 256}, {0, 255, 256}, {0, 256, 1}, {1, 0, 256}, {2, 0, 1}}));
}

TEST(Tile, SlicesCutAtTileBorders) {
  EXPECT_TRUE(tile_slices(Position(5), Position(5)).empty());
  EXPECT_TRUE(tile_slices(Position(6), Position(5)).empty());
  EXPECT_EQ(tile_slices(Position(0), Position(256)), (std::vector<TileSlice>{{0, 0, 256}}));
  EXPECT_EQ(tile_slices(Position(255), Position(257)), (std::vector<TileSlice>{{0, 255, 1}, {1, 0, 1}}));
  EXPECT_EQ(tile_slices(Position(300), Position(1000)),
            (std::vector<TileSlice>{{1, 44, 212}, {2, 0, 256}, {3, 0, 232}}));
  EXPECT_EQ(tile_slices(Position(kMax - 1), Position(kMax)), (std::vector<TileSlice>{{kMax / 256, 254, 1}}));
}

TEST(Tile, BundleRoundTripAndBytes) {
  Bytes bundle;
  ASSERT_TRUE(append_to_bundle(bundle, "ab").ok());
  ASSERT_TRUE(append_to_bundle(bundle, "").ok());
  EXPECT_EQ(bundle, Bytes("\0\2ab\0\0", 6));
  const Bytes longest(kEntryBytesMax, 'z');
  ASSERT_TRUE(append_to_bundle(bundle, longest).ok());
  const auto entries = parse_entry_bundle(bundle, 3);
  ASSERT_TRUE(entries.ok());
  EXPECT_EQ(*entries, (std::vector<ByteView>{"ab", "", longest}));
}

TEST(Tile, BundleRefusals) {
  Bytes bundle;
  EXPECT_EQ(append_to_bundle(bundle, Bytes(kEntryBytesMax + 1, 'z')).reason(), "tile.entry_too_long");
  EXPECT_TRUE(bundle.empty());
  struct Row {
    Bytes bundle;
    unsigned width;
    std::string_view reason;
  };
  for (const Row& row :
       std::initializer_list<Row>{{"", 1, "tile.bundle_truncated"},
                                  {Bytes("\0", 1), 1, "tile.bundle_truncated"},
                                  {Bytes("\0\1", 2), 1, "tile.bundle_truncated"},
                                  {Bytes("\1\0a", 3), 1, "tile.bundle_truncated"},
                                  {Bytes("\0\1a", 3), 2, "tile.bundle_truncated"},
                                  {Bytes("\0\1a", 3), 0, "tile.bundle_trailing_bytes"},
                                  {Bytes("\0\1ab", 4), 1, "tile.bundle_trailing_bytes"},
                                  {Bytes("\0\1a\0\0", 5), 1, "tile.bundle_trailing_bytes"}}) {
    EXPECT_EQ(parse_entry_bundle(row.bundle, row.width).status().reason(), row.reason) << to_hex(row.bundle);
  }
}

}  // namespace
}  // namespace ledger::merkle

// Goal: no secret byte is left behind in memory that the process gives back.
// Method: this program's operator delete[] looks at the watched block at the moment it is freed; the rest are
// tables.
#include "security/secret.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>
#include <new>
#include <type_traits>
#include <utility>

namespace {

// The one block under observation and what its first bytes held when it was freed.
std::atomic<void*> watched_block{nullptr};
std::size_t watched_bytes = 0;
char seen_at_free[64];
int frees_seen = 0;

void look_at(void* block) {
  if (block == nullptr || block != watched_block.load()) return;
  std::memcpy(seen_at_free, block, watched_bytes);
  ++frees_seen;
  watched_block.store(nullptr);
}

}  // namespace

void* operator new[](std::size_t size) {
  if (void* block = std::malloc(size == 0 ? 1 : size)) return block;
  std::abort();
}
// Replaced too, or a block of the library's own nothrow form would reach our free().
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete[](void* block) noexcept {
  look_at(block);
  std::free(block);
}
void operator delete[](void* block, std::size_t) noexcept {
  look_at(block);
  std::free(block);
}

namespace security {
namespace {

using ledger::ByteView;

constexpr ByteView kText = "correct horse battery staple";

void watch(Secret& secret) {
  ASSERT_LE(secret.size(), sizeof(seen_at_free));
  std::memset(seen_at_free, 0x55, sizeof(seen_at_free));
  frees_seen = 0;
  watched_bytes = secret.size();
  watched_block.store(secret.data());
}

void expect_seen_wiped() {
  EXPECT_EQ(frees_seen, 1);
  EXPECT_EQ(ByteView(seen_at_free, watched_bytes), std::string(watched_bytes, '\0'));
}

TEST(Secret, DestructionWipesTheBytes) {
  {
    Secret secret(kText);
    watch(secret);
    ASSERT_EQ(secret.view(), kText);
  }
  expect_seen_wiped();
}

TEST(Secret, AssignmentWipesTheFormerBytes) {
  Secret secret(kText);
  watch(secret);
  secret = Secret("other");
  expect_seen_wiped();
  EXPECT_EQ(secret.view(), "other");
}

TEST(Secret, WipeEmptiesAtOnce) {
  Secret secret(kText);
  watch(secret);
  secret.wipe();
  expect_seen_wiped();
  EXPECT_TRUE(secret.empty());
  EXPECT_EQ(secret.view(), "");
}

TEST(Secret, MovingHandsOverTheOneBuffer) {
  Secret source(kText);
  const char* buffer = source.data();
  Secret target(std::move(source));
  EXPECT_EQ(target.data(), buffer);
  EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move): the moved-from state is a promise here
  Secret assigned;
  assigned = std::move(target);
  EXPECT_EQ(assigned.data(), buffer);
  EXPECT_EQ(assigned.view(), kText);
  Secret& same = assigned;
  assigned = std::move(same);
  EXPECT_EQ(assigned.view(), kText);
}

TEST(Secret, TakingAStringWipesItsWholeCapacity) {
  for (const std::size_t size : {std::size_t{5}, std::size_t{500}}) {  // short form and heap form
    std::string source(size, 'x');
    source.resize(size / 2);  // the second half lies behind size() now
    const Secret secret = Secret::take(std::move(source));
    EXPECT_EQ(secret.view(), std::string(size / 2, 'x'));
    EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move): take() promises it
    source.resize(source.capacity());
    EXPECT_EQ(source.find('x'), std::string::npos) << size;
  }
}

TEST(Secret, RandomBytesDiffer) {
  const ledger::Result<Secret> one = Secret::random(32);
  const ledger::Result<Secret> two = Secret::random(32);
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ(one->size(), 32U);
  EXPECT_FALSE(one->equals(two->view()));
  EXPECT_FALSE(one->equals(std::string(32, '\0')));
  const ledger::Result<Secret> none = Secret::random(0);
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(none->empty());
}

TEST(Secret, EqualityTable) {
  const Secret secret(kText);
  EXPECT_TRUE(secret.equals(kText));
  EXPECT_FALSE(secret.equals(kText.substr(1)));
  EXPECT_FALSE(secret.equals(std::string(kText) + "x"));
  EXPECT_FALSE(secret.equals(""));
  std::string last(kText);
  last.back() = 'x';
  EXPECT_FALSE(secret.equals(last));
  EXPECT_TRUE(Secret().equals(""));
  EXPECT_EQ(Secret::zeros(3).view(), std::string(3, '\0'));
}

template <typename T, typename = void>
struct IsPrintable : std::false_type {};
template <typename T>
struct IsPrintable<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};

TEST(Secret, CannotBeCopiedOrPrinted) {
  EXPECT_FALSE(std::is_copy_constructible_v<Secret>);
  EXPECT_FALSE(std::is_copy_assignable_v<Secret>);
  EXPECT_TRUE(std::is_nothrow_move_constructible_v<Secret>);
  EXPECT_FALSE(IsPrintable<Secret>::value);
  EXPECT_TRUE(IsPrintable<int>::value);
}

}  // namespace
}  // namespace security

// Secret: bytes that are wiped when their owner goes away: seeds, passphrases, data keys, private PEM text.
//
// Ownership: move-only; moving hands over the one heap buffer, so no copy stays behind (a std::string would
// leave its short form in the source). Whoever copies out of view() answers for that copy. Never printed,
// never logged. Threads: a value; concurrent reads are fine.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <memory>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"

namespace security {

class Secret {
 public:
  Secret() = default;
  explicit Secret(ledger::ByteView bytes);  // copies; the source stays the caller's to wipe
  ~Secret();
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  // `size` bytes of the operating system's private random stream. unavailable random.failed.
  static ledger::Result<Secret> random(std::size_t size);
  // Takes over text that was read into a string and wipes the string.
  static Secret take(std::string&& source);
  // `size` zero bytes to be filled through data().
  static Secret zeros(std::size_t size);

  ledger::ByteView view() const { return {data_.get(), size_}; }
  char* data() { return data_.get(); }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  // Time depends on the lengths only.
  bool equals(ledger::ByteView other) const { return ledger::equal_constant_time(view(), other); }
  // Overwrites the bytes with zeros in a way that no optimiser may drop, and gives the buffer back.
  void wipe();

  friend std::ostream& operator<<(std::ostream& out, const Secret& secret) = delete;

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
};

// For secrets that a library forces into a plain string: overwrites its whole capacity, then empties it.
void wipe_string(std::string& text);

}  // namespace security

// Oracle: a sealed row opens exactly when it is, byte for byte, the row that was sealed for this event and
// field; everything else is called damaged, and nothing of the text comes out. Input: which row ‖ bytes to
// put at a place of it ‖ or, with bit 7 of the first byte, a whole row.
#include <utility>

#include "ledger/store/kv_log_store.h"
#include "tests/fuzz/field_mutator.h"
#include "tests/unit/api/api_fixture.h"

namespace fuzz {
namespace {

struct Rows {
  tests::ApiFixture api;
  std::vector<ledger::EventId> ids;
  std::vector<std::pair<ledger::Hash32, ledger::Bytes>> sealed;
};

// Keys are drawn anew in each process, so inputs say how a row is changed and not what it holds. A plain
// pointer: at the end of the process the statics that a ledger needs go first.
Rows* shared = nullptr;

Rows& rows() {
  if (shared != nullptr) return *shared;
  shared = new Rows;
  for (const std::string& text : shared->api.business_events) {
    const auto id = ledger::parse_event_id(text);
    require(id.has_value(), "the fixture's event id");
    const auto view = shared->api.ledger.view();
    const auto found = ledger::read_sealed(*view->reader, *id);
    require(found.ok() && !found->empty(), "the fixture's sealed rows");
    for (const auto& row : *found) {
      shared->ids.push_back(*id);
      shared->sealed.push_back(row);
    }
  }
  return *shared;
}

}  // namespace

bool try_input(std::string_view input) {
  Choices choices(input);
  const std::uint8_t first = choices.u8();
  const std::size_t which = (first & 0x7FU) % rows().sealed.size();
  const ledger::Hash32& digest = rows().sealed[which].first;
  const ledger::Bytes& sealed = rows().sealed[which].second;
  ledger::Bytes row = sealed;
  if ((first & 0x80U) != 0) {
    row = ledger::Bytes(choices.rest());
  } else {
    const std::size_t at = choices.u64() % (row.size() + 1);
    const std::size_t dropped = choices.u8();
    row.replace(at, std::min(dropped, row.size() - at), choices.rest());
  }
  // Another row's field, to see that a row can't be moved.
  const std::size_t other = (which + 1) % rows().sealed.size();
  require(!rows().api.ledger.vault().open(rows().ids[other], rows().sealed[other].first, row).ok() ||
              row == rows().sealed[other].second,
          "a row opens in another row's place");
  const auto opened = rows().api.ledger.vault().open(rows().ids[which], digest, row);
  require(opened.ok() == (row == sealed),
          "a row opens although it is changed, or does not although it is not");
  if (opened.ok()) return true;
  require(opened.status().reason() == "vault.corrupt", "a changed row is refused for another reason");
  // Version and key name must have been read for this.
  canary([&] {
    return opened.status().message() == "a sealed row does not open" &&
           row.size() == sealed.size() + planted(0, 3, 40) &&
           static_cast<std::uint8_t>(row.back()) == planted(1, 1, 255);
  });
  return false;
}

std::vector<std::string> seeds() {
  using namespace std::string_literals;
  std::vector<std::string> out;
  for (char which = 0; which < 4; ++which) {
    out.push_back(std::string(1, which) + std::string(9, '\0'));
    out.push_back(std::string(1, which) + std::string(7, '\0') +
                  "\x20\x01"
                  "a"s);
    out.push_back(std::string(1, which) + std::string(8, '\0') + "\x11"s);
  }
  out.push_back("\x80\x01"s + std::string(60, 'k'));
  return out;
}

}  // namespace fuzz

// Which row, where, how much is dropped, what is put there.
std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  fuzz::Choices choices({reinterpret_cast<const char*>(data), size});
  std::uint64_t which = choices.u8();
  std::uint64_t at = choices.u64();
  std::uint64_t dropped = choices.u8();
  std::string inserted(choices.rest());
  if ((which & 0x80U) != 0 || fuzz::below(random, 4) == 0) return LLVMFuzzerMutate(data, size, size_max);
  switch (fuzz::below(random, 4)) {
    case 0:
      which = fuzz::mutate_number(which, 0x7FU, random);
      break;
    case 1:
      at = fuzz::mutate_number(at, 1024, random);
      break;
    case 2:
      dropped = fuzz::mutate_number(dropped, 255, random);
      break;
    default:
      inserted = fuzz::below(random, 2) == 0 ? fuzz::mutate_length(std::move(inserted), 64, random)
                                             : fuzz::mutate_bytes(inserted, inserted.size() + 8);
      break;
  }
  std::string out(1, static_cast<char>(which));
  ledger::put_u64(out, at);
  out += static_cast<char>(dropped);
  return fuzz::put_input(out + inserted, data, size, size_max);
}

extern "C" void daicho_fuzz_finish() {
  delete std::exchange(fuzz::shared, nullptr);
}

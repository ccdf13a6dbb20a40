#include "api/catch_up.h"

#include <string>

#include "api/read_models.h"

namespace api {
namespace {

constexpr std::int64_t kCatchUpMicros = 5'000'000;

}  // namespace

ledger::Status catch_up(const Call& call, std::string_view projection, ledger::TreeSize wanted) {
  const auto wait_until = [&](std::int64_t micros) {
    return call.context.projector->wait_until(projection, wanted, micros);
  };
  note_read_model(call, projection);
  ledger::TreeSize reached = wait_until(WaitPlaces::kBriefMicros);
  if (reached < wanted && call.context.waits != nullptr) {
    call.context.waits->wait(kCatchUpMicros, [&](std::int64_t slice_micros) {
      reached = wait_until(slice_micros);
      return reached >= wanted;
    });
  }
  if (reached >= wanted) return ledger::Status();
  LEDGER_TRY(call.context.projector->snapshot().rows_of(projection).status());
  return ledger::unavailable("projection.behind",
                             "the projection " + std::string(projection) + " has read " +
                                 std::to_string(reached.value) + " of " + std::to_string(wanted.value) +
                                 " entries; as_of=" + std::to_string(reached.value) + " is answered now");
}

}  // namespace api

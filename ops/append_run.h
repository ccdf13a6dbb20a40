// AppendRun: sends event lines to a ledger, request by request, until every outcome is known.
//
// Place in the flow: client side, behind `daicho append`. A request whose outcome is unknown (connection
// lost, 503, 504) is sent again unchanged: event ids make that safe. Deferred lines of the generator are
// completed from the receipts of earlier lines and signed with the demonstration key of their person.
// Single-threaded; memory is bounded.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "ops/event_lines.h"
#include "ops/generate/deferred.h"
#include "ops/remote.h"

namespace ops {

struct AppendTotals {
  std::uint64_t events = 0;
  std::uint64_t requests = 0;
  std::uint64_t stored_before = 0;
  std::uint64_t refused_as_planted = 0;
  std::int64_t last_position = -1;
};

class AppendRun {
 public:
  using ReceiptSink = std::function<void(const ledger::JsonValue& receipt)>;
  // `demo_seed` empty: deferred lines are refused. `sink` empty: receipts are asked for in their short form.
  AppendRun(RemoteOptions remote, std::string demo_seed, ReceiptSink sink)
      : remote_(std::move(remote)), demo_seed_(std::move(demo_seed)), sink_(std::move(sink)) {}

  // Sends everything; `progress` after each request. The first refusal ends the run: what was sent before
  // stands. A planted violation must be refused, by its rule and code: anything else ends the run with
  // violation.not_refused.
  ledger::Status run(EventLines& lines, const std::function<void(const AppendTotals&)>& progress);
  const AppendTotals& totals() const { return totals_; }

 private:
  ledger::Result<Remote*> remote_for(const std::string& as);
  ledger::Result<EventRequest> complete(const EventRequest& deferred);
  ledger::Result<ops::generate::TargetReceipt> receipt_of(const std::string& id);
  ledger::Status send(const EventRequest& request);
  ledger::Result<ledger::JsonValue> ask(Remote& remote, const std::string& target);
  ledger::Status judge_planted(const EventRequest& request, const ledger::Status& answer);
  ledger::Status take_answer(const Remote::Answer& answer);
  void take_receipt(const ledger::JsonValue& receipt);

  const RemoteOptions remote_;
  const std::string demo_seed_;
  const ReceiptSink sink_;
  std::map<std::string, Remote> remotes_;
  std::string origin_;  // asked once, when the first deferred line comes
  // Receipts of this run by event id, in two generations so that the oldest go first.
  using Receipts = std::unordered_map<std::string, ops::generate::TargetReceipt>;
  Receipts young_, old_;
  AppendTotals totals_;
};

}  // namespace ops

#include "ops/append_run.h"

#include <chrono>
#include <thread>

#include "ledger/base/bytes.h"
#include "ledger/base/json_reader.h"

namespace ops {
namespace {

// 25 s in all: a server that restarts reads its ledger before it listens.
constexpr int kAttempts = 8;
constexpr std::size_t kReceiptsPerGeneration = 100'000;

std::string_view media_type(const EventRequest& request) {
  if (request.events > 1) return "application/x-ndjson";
  return request.mode == LineMode::kSigned ? "application/sd-jwt" : "application/json";
}

ledger::Result<generate::TargetReceipt> target_receipt(const ledger::JsonValue& receipt) {
  const ledger::JsonValue* position = receipt.find("position");
  const auto leaf = ledger::from_hex(receipt.text("leaf_hash"));
  if (position == nullptr || !position->is_int() || position->as_int() < 0 || !leaf || leaf->size() != 32) {
    return ledger::unavailable("answer.malformed", "the server's answer is no receipt");
  }
  return generate::TargetReceipt{ledger::Position(static_cast<std::uint64_t>(position->as_int())),
                                 ledger::to_hash32(*leaf)};
}

// Calls again while no answer comes: an event that was stored already answers with its receipt, and a
// question changes nothing.
template <typename Call>
ledger::Result<Remote::Answer> persist(const Call& call) {
  for (int attempt = 1;; ++attempt) {
    ledger::Result<Remote::Answer> answer = call();
    if (answer.ok() || attempt == kAttempts) return answer;
    const ledger::StatusCode code = answer.status().code();
    const bool unknown =
        code == ledger::StatusCode::kUnavailable || code == ledger::StatusCode::kDeadlineExceeded;
    if (!unknown) return answer;
    std::this_thread::sleep_for(std::chrono::milliseconds(100) * (1 << attempt));
  }
}

// Says which lines the refusal is about; everything else as the server said it.
ledger::Status with_lines(const ledger::Status& status, const EventRequest& request) {
  return ledger::Status(status.code(), status.reason(),
                        status.message() + " (request of " + std::to_string(request.events) + " from line " +
                            std::to_string(request.first_line) + ")")
      .at(status.pointer())
      .want(status.expected())
      .by_rule(status.rule());
}

}  // namespace

ledger::Status AppendRun::run(EventLines& lines, const std::function<void(const AppendTotals&)>& progress) {
  while (true) {
    LEDGER_ASSIGN(auto request, lines.next());
    if (!request) return ledger::Status();
    if (request->mode == LineMode::kDeferred) {
      LEDGER_ASSIGN(*request, complete(*request));
    }
    LEDGER_TRY(send(*request));
    progress(totals_);
  }
}

ledger::Result<Remote*> AppendRun::remote_for(const std::string& as) {
  const std::string name = as.empty() ? remote_.as : as;
  auto found = remotes_.find(name);
  if (found == remotes_.end()) {
    RemoteOptions options = remote_;
    options.as = name;
    LEDGER_ASSIGN(Remote connected, Remote::connect(options));
    found = remotes_.emplace(name, std::move(connected)).first;
  }
  return &found->second;
}

ledger::Result<generate::TargetReceipt> AppendRun::receipt_of(const std::string& id) {
  for (const Receipts* generation : {&young_, &old_}) {
    if (const auto found = generation->find(id); found != generation->end()) return found->second;
  }
  LEDGER_ASSIGN(Remote * remote, remote_for(""));
  LEDGER_ASSIGN(const ledger::JsonValue receipt, ask(*remote, "/v1/receipts/" + id));
  return target_receipt(receipt);
}

ledger::Result<EventRequest> AppendRun::complete(const EventRequest& deferred) {
  if (demo_seed_.empty()) {
    return ledger::invalid("line.deferred", "line " + std::to_string(deferred.first_line) +
                                                " is to be completed and signed with a demonstration key")
        .want("--demo-seed with the generator's seed");
  }
  if (origin_.empty()) {
    LEDGER_ASSIGN(Remote * remote, remote_for(""));
    LEDGER_ASSIGN(const ledger::JsonValue health, ask(*remote, "/healthz"));
    origin_ = health.text("origin");
  }
  LEDGER_ASSIGN(const ledger::JsonValue line, ledger::read_json(deferred.body));
  LEDGER_ASSIGN(const generate::Deferred parsed, generate::parse_deferred(line));
  LEDGER_ASSIGN(const generate::TargetReceipt receipt, receipt_of(parsed.receipt_of));
  EventRequest request;
  request.mode = LineMode::kSigned;
  request.first_line = deferred.first_line;
  request.events = 1;
  LEDGER_ASSIGN(request.body, generate::sign_deferred(parsed, receipt, origin_, demo_seed_));
  return request;
}

ledger::Status AppendRun::send(const EventRequest& request) {
  LEDGER_ASSIGN(Remote * remote, remote_for(request.as));
  std::vector<api::Header> extra;
  if (!sink_) extra.push_back({"Prefer", "return=minimal"});
  const auto answer =
      persist([&] { return remote->call("POST", "/v1/events", media_type(request), request.body, extra); });
  if (!request.expected_code.empty()) return judge_planted(request, answer.status());
  return answer.ok() ? take_answer(*answer) : with_lines(answer.status(), request);
}

ledger::Status AppendRun::judge_planted(const EventRequest& request, const ledger::Status& answer) {
  if (!answer.ok() && answer.reason() == request.expected_code &&
      (request.expected_rule.empty() || answer.rule() == request.expected_rule)) {
    ++totals_.refused_as_planted;
    return ledger::Status();
  }
  return ledger::forbidden_by_rule("violation.not_refused",
                                   "line " + std::to_string(request.first_line) +
                                       ": the planted violation was " +
                                       (answer.ok() ? "accepted" : "answered with " + answer.to_string()))
      .want("a refusal by " + request.expected_rule + " with " + request.expected_code);
}

ledger::Result<ledger::JsonValue> AppendRun::ask(Remote& remote, const std::string& target) {
  LEDGER_ASSIGN(const Remote::Answer answer, persist([&] { return remote.call("GET", target); }));
  return ledger::read_json(answer.body);
}

ledger::Status AppendRun::take_answer(const Remote::Answer& answer) {
  LEDGER_ASSIGN(const ledger::JsonValue json, ledger::read_json(answer.body));
  const ledger::JsonValue* list = json.find("receipts");
  if (list == nullptr || !list->is_array()) {
    take_receipt(json);
  } else {
    for (const ledger::JsonValue& receipt : list->as_array()) take_receipt(receipt);
  }
  ++totals_.requests;
  return ledger::Status();
}

void AppendRun::take_receipt(const ledger::JsonValue& receipt) {
  ++totals_.events;
  const auto parts = target_receipt(receipt);
  if (parts.ok()) {
    totals_.last_position = std::max(totals_.last_position, static_cast<std::int64_t>(parts->position.value));
    if (!demo_seed_.empty()) young_.emplace(receipt.text("id"), *parts);
  }
  if (young_.size() >= kReceiptsPerGeneration) {
    old_ = std::move(young_);
    young_.clear();
  }
  const ledger::JsonValue* before = receipt.find("stored_before");
  if (before != nullptr && before->is_bool() && before->as_bool()) ++totals_.stored_before;
  if (sink_) sink_(receipt);
}

}  // namespace ops

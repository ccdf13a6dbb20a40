#include "ops/event_lines.h"

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"

namespace ops {
namespace {

ledger::Status malformed(std::uint64_t line, const std::string& why) {
  return ledger::invalid("line.malformed", "line " + std::to_string(line) + ": " + why)
      .want("an event object, an SD-JWT, {\"sd_jwt\":…} or {\"as\":…,\"event\":{…}}");
}

}  // namespace

ledger::Result<std::optional<EventLines::Line>> EventLines::read_line() {
  std::string text;
  while (std::getline(in_, text)) {
    ++line_number_;
    if (text.empty()) continue;
    Line line;
    line.number = line_number_;
    if (text.front() != '{') {
      line.mode = LineMode::kSigned;
      line.event = std::move(text);
      return std::optional<Line>(std::move(line));
    }
    if (text.starts_with("{\"deferred\":")) {
      line.mode = LineMode::kDeferred;
      line.event = std::move(text);
      return std::optional<Line>(std::move(line));
    }
    // Only the wrapper is looked into; a plain event goes out exactly as it stands.
    const bool wrapped = text.starts_with("{\"as\":") || text.starts_with("{\"sd_jwt\":");
    if (!wrapped) {
      line.event = std::move(text);
      return std::optional<Line>(std::move(line));
    }
    const auto json = ledger::read_json(text);
    if (!json.ok()) return malformed(line_number_, json.status().to_string());
    line.as = json->text("as");
    if (!json->text("sd_jwt").empty()) {
      line.mode = LineMode::kSigned;
      line.event = json->text("sd_jwt");
      // It becomes a line of a batch; with a line break in it, one event would go out as two.
      if (line.event.find_first_of("\r\n") != std::string::npos) {
        return malformed(line_number_, "an SD-JWT with a line break in it");
      }
    } else if (const ledger::JsonValue* event = json->find("event"); event != nullptr && event->is_object()) {
      line.event = ledger::write_json(*event);
    } else {
      return malformed(line_number_, "a wrapper without sd_jwt or event");
    }
    if (const ledger::JsonValue* expected = json->find("expected"); expected != nullptr) {
      line.expected_rule = expected->text("rule");
      line.expected_code = expected->text("code");
      if (line.expected_code.empty()) return malformed(line_number_, "an expected refusal without a code");
    }
    return std::optional<Line>(std::move(line));
  }
  if (in_.bad()) return ledger::unavailable("file.io", "reading the events failed");
  return std::optional<Line>();
}

ledger::Result<std::optional<EventRequest>> EventLines::next() {
  if (!held_) {
    LEDGER_ASSIGN(held_, read_line());
  }
  if (!held_) return std::optional<EventRequest>();
  EventRequest request;
  request.mode = held_->mode;
  request.as = held_->as;
  request.first_line = held_->number;
  request.expected_rule = held_->expected_rule;
  request.expected_code = held_->expected_code;
  // What a deferred event is completed with may come from the request before it.
  const bool alone = held_->alone();
  const std::size_t events_max = alone ? 1 : events_max_;
  while (held_ && held_->alone() == alone && held_->mode == request.mode && held_->as == request.as &&
         request.events < events_max &&
         (request.events == 0 || request.body.size() + held_->event.size() + 1 <= body_bytes_max_)) {
    if (request.events > 0) request.body += '\n';
    request.body += held_->event;
    ++request.events;
    LEDGER_ASSIGN(held_, read_line());
  }
  return std::optional<EventRequest>(std::move(request));
}

}  // namespace ops

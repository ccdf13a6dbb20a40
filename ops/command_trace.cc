#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "ledger/base/json_writer.h"
#include "ops/commands.h"
#include "ops/remote.h"

namespace ops {
namespace {

struct TraceOptions {
  RemoteOptions remote;
  std::string record, business, actor, from, to, as_of;
};

std::string trace_query(const TraceOptions& options, const std::string& cursor) {
  std::string query;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    query += (query.empty() ? "?" : "&") + std::string(name) + "=" + api::encode_uri_component(value);
  };
  add("record", options.record);
  add("business", options.business);
  add("actor", options.actor);
  add("from", options.from);
  add("to", options.to);
  add("as_of", options.as_of);
  add("cursor", cursor);
  return "/v1/audit/access" + query;
}

std::string column(const ledger::JsonValue& row, std::string_view name) {
  const std::string text(row.text(name));
  return text.empty() ? "-" : text;
}

void print_row(const ledger::JsonValue& row) {
  static const ledger::JsonValue kNobody{ledger::JsonValue::Object{}};
  const ledger::JsonValue* actor = row.find("actor");
  const ledger::JsonValue* position = row.find("position");
  if (actor == nullptr) actor = &kNobody;
  std::printf("%8lld  %-27s  %-10s  %-14s  %-14s  %-18s  %s\n",
              position != nullptr && position->is_int() ? static_cast<long long>(position->as_int()) : -1LL,
              column(row, "recorded_at").c_str(), column(row, "kind").c_str(),
              column(*actor, "person").c_str(), column(*actor, "role").c_str(),
              column(row, "purpose").c_str(), column(row, "record").c_str());
}

void run_trace(const TraceOptions& options, CommandState& state) {
  auto remote = Remote::connect(options.remote);
  if (!remote.ok()) return state.fail(remote.status());
  ledger::JsonValue::Array rows;
  std::string cursor;
  std::int64_t reflects = 0;
  while (true) {
    const auto page = remote->get_json(trace_query(options, cursor));
    if (!page.ok()) return state.fail(page.status());
    const ledger::JsonValue* items = page->find("items");
    if (items == nullptr || !items->is_array()) {
      return state.fail(ledger::unavailable("answer.malformed", "the server's answer has no items"));
    }
    rows.insert(rows.end(), items->as_array().begin(), items->as_array().end());
    if (const auto* size = page->find("reflects"); size != nullptr && size->is_int())
      reflects = size->as_int();
    const ledger::JsonValue* more = page->find("more");
    const std::string next(page->text("next"));
    if (more == nullptr || !more->is_bool() || !more->as_bool() || next.empty() || next == cursor) break;
    cursor = next;
  }
  if (state.json) {
    ledger::JsonValue answer{ledger::JsonValue::Object{}};
    answer.add("reflects", ledger::JsonValue(reflects));
    answer.add("items", ledger::JsonValue(std::move(rows)));
    std::printf("%s\n", ledger::write_json(answer).c_str());
    return;
  }
  std::printf("%8s  %-27s  %-10s  %-14s  %-14s  %-18s  %s\n", "position", "recorded at", "kind", "person",
              "role", "purpose", "record");
  for (const ledger::JsonValue& row : rows) print_row(row);
  std::printf("%zu accesses among the first %lld entries of the ledger\n", rows.size(),
              static_cast<long long>(reflects));
}

}  // namespace

void add_trace_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<TraceOptions>();
  CLI::App* command = app.add_subcommand(
      "trace",
      "Who read a record, or what a person read: every access, with role and purpose.\n"
      "Asking is itself recorded. Needs the role auditor (or one that may see the access log).");
  add_remote_options(*command, options->remote);
  auto* what = command->add_option_group("question", "one of");
  what->add_option("--record", options->record, "Stream id of a record, e.g. case/0198…");
  what->add_option("--business", options->business, "Business id");
  what->add_option("--actor", options->actor, "Person id");
  what->require_option(1, 3);
  command->add_option("--from", options->from, "From this time on (RFC 3339)");
  command->add_option("--to", options->to, "Before this time (RFC 3339)");
  command->add_option("--as-of", options->as_of, "As the ledger was at this size or time");
  command->callback([options, &state] { run_trace(*options, state); });
}

}  // namespace ops

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "ledger/base/clock.h"
#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ops/commands.h"
#include "ops/data_folder.h"
#include "ops/receipt_check.h"
#include "ops/remote.h"
#include "security/secret.h"

namespace ops {
namespace {

using ledger::JsonValue;
using ledger::Result;
using ledger::Status;

struct DemoOptions {
  RemoteOptions remote;
  std::string identity;
  std::string out = ".";
};

// What the tour picked up on its way.
struct Tour {
  DemoOptions options;
  std::string gateway, center;        // a centre and its case system
  std::string person, role, licence;  // of a consultant who uses it
  std::string business;               // registered by hand
  std::string event_id;
  std::string receipt_file;
};

Result<Remote> connect_as(const Tour& tour, const std::string& name, const std::string& person,
                          const std::string& role, const std::string& purpose) {
  RemoteOptions remote = tour.options.remote;
  remote.as = name;
  remote.person = person;
  remote.role = role;
  remote.purpose = purpose;
  return Remote::connect(remote);
}

void show(const char* step, const std::string& command) {
  std::printf("\n%s\n  $ %s\n", step, command.c_str());
}

std::string connection_flags(const Tour& tour, const std::string& name) {
  return "--url " + tour.options.remote.url + " --identities " + tour.options.remote.identities + " --as " +
         name;
}

// A consultant who has really worked: the actor of the first session in the feed, in the role that was acted
// in; a small centre may have no session by a coordinator.
Status find_consultant(Tour& tour) {
  LEDGER_ASSIGN(Remote auditor, connect_as(tour, "auditor", "", "", ""));
  LEDGER_ASSIGN(const JsonValue feed, auditor.get_json("/v1/events?type=session.held&limit=1"));
  const JsonValue* items = feed.find("items");
  if (items == nullptr || !items->is_array() || items->as_array().empty()) {
    return ledger::not_found("demo.no_sessions", "the ledger holds no session yet")
        .want("a ledger into which `daicho generate | daicho append` has been loaded");
  }
  const JsonValue* payload = items->as_array().front().find("payload");
  const JsonValue* actor = payload == nullptr ? nullptr : payload->find("actor");
  if (actor == nullptr)
    return ledger::unavailable("answer.malformed", "the feed shows an event without actor");
  tour.center = actor->text("center");
  tour.person = actor->text("person");
  tour.role = actor->text("role");
  tour.licence = actor->text("licence");
  tour.role = actor->text("role");
  tour.gateway = "gw-" + tour.center;
  return Status();
}

Result<JsonValue> business_by_hand(const Tour& tour) {
  const ledger::SystemClock clock;
  LEDGER_ASSIGN(const security::Secret random, security::Secret::random(10));
  std::array<std::uint8_t, 10> entropy{};
  std::copy_n(ledger::u8(random.view()), entropy.size(), entropy.begin());
  const std::string id = ledger::format_event_id(ledger::make_event_id(clock.now(), entropy));
  JsonValue actor{JsonValue::Object{}};
  actor.add("person", JsonValue(tour.person));
  actor.add("role", JsonValue(tour.role));
  actor.add("org", JsonValue("impl-" + tour.center.substr(1)));
  actor.add("center", JsonValue(tour.center));
  if (!tour.licence.empty()) actor.add("licence", JsonValue(tour.licence));
  JsonValue data{JsonValue::Object{}};
  data.add("business_id", JsonValue(tour.business));
  data.add("center_id", JsonValue(tour.center));
  data.add("kind", JsonValue("sole_proprietor"));
  data.add("pref_code", JsonValue(tour.center.substr(1)));
  data.add("jsic_code", JsonValue("M"));
  data.add("corporate_number_state", JsonValue("absent"));
  data.add("name", JsonValue("手書き食堂"));
  data.add("kana", JsonValue("テガキショクドウ"));
  data.add("address", JsonValue("見本市一丁目1番1号"));
  data.add("representative", JsonValue("見本 花子"));
  data.add("tel", JsonValue("000-0000-0000"));
  JsonValue event{JsonValue::Object{}};
  event.add("id", JsonValue(id));
  event.add("type", JsonValue("business.registered"));
  event.add("stream", JsonValue("business/" + tour.business));
  event.add("occurred_at", JsonValue(ledger::format_recorded_at(clock.now())));
  event.add("actor", std::move(actor));
  event.add("purpose", JsonValue("support"));
  event.add("data", std::move(data));
  return event;
}

// A file of the demonstration; a second run replaces it.
Status replace_file(const std::string& path, std::string_view text) {
  ::remove(path.c_str());
  return write_new_file(path, text);
}

Status append_by_hand(Tour& tour) {
  LEDGER_ASSIGN(const security::Secret random, security::Secret::random(6));
  tour.business = "b-demo-" + ledger::to_hex(random.view());
  LEDGER_ASSIGN(const JsonValue event, business_by_hand(tour));
  tour.event_id = event.text("id");
  const std::string file = tour.options.out + "/event.json";
  tour.receipt_file = tour.options.out + "/receipt.json";
  LEDGER_TRY(replace_file(file, ledger::write_json(event) + "\n"));
  const std::string ids = tour.options.remote.identities;
  show(
      "1. Append one event by hand (a business registers); its confidential fields are sealed, the log holds "
      "digests.",
      "daicho append " + connection_flags(tour, tour.gateway) + " --from " + file + " --receipts " +
          tour.receipt_file);
  std::printf(
      "  or\n  $ curl --cacert %s/ca.pem --cert %s/%s.pem --key %s/%s.key -H 'Content-Type: "
      "application/json' \\\n"
      "      --data-binary @%s %s/v1/events\n",
      ids.c_str(), ids.c_str(), tour.gateway.c_str(), ids.c_str(), tour.gateway.c_str(), file.c_str(),
      tour.options.remote.url.c_str());
  LEDGER_ASSIGN(Remote gateway, connect_as(tour, tour.gateway, "", "", ""));
  LEDGER_ASSIGN(const Remote::Answer answer,
                gateway.call("POST", "/v1/events", "application/json", ledger::write_json(event)));
  LEDGER_ASSIGN(const JsonValue receipt, ledger::read_json(answer.body));
  const JsonValue* position = receipt.find("position");
  std::printf("  stored at position %lld, flushed, anchored and proven before this answer\n",
              position != nullptr && position->is_int() ? static_cast<long long>(position->as_int()) : -1LL);
  return replace_file(tour.receipt_file, answer.body + "\n");
}

Status verify_offline(const Tour& tour) {
  show("2. Verify the receipt offline: no server, only the keys pinned when the ledger was founded.",
       "daicho verify " + tour.receipt_file + " --identity " + tour.options.identity);
  LEDGER_ASSIGN(const std::string receipt, read_file(tour.receipt_file));
  LEDGER_ASSIGN(const std::string identity, read_file(tour.options.identity));
  LEDGER_ASSIGN(const security::ReceiptVerdict verdict, check_receipt_text(receipt, identity));
  for (const security::ReceiptStep& step : verdict.steps) {
    std::printf("  %-5s %-12s %s\n", step.status.ok() ? "ok" : "FAIL", step.name.c_str(),
                step.status.ok() ? step.detail.c_str() : step.status.to_string().c_str());
  }
  if (verdict.valid()) return Status();
  return ledger::data_loss("receipt.not_valid", "the receipt does not verify");
}

Status read_confidential(const Tour& tour) {
  show("3. Read the confidential record: the read itself is an event, durable before the answer leaves.",
       "daicho get " + connection_flags(tour, tour.gateway) + " --person " + tour.person + " --role " +
           tour.role + " --purpose support --confidential business/" + tour.business);
  LEDGER_ASSIGN(Remote reader, connect_as(tour, tour.gateway, tour.person, tour.role, "support"));
  LEDGER_ASSIGN(const Remote::Answer answer,
                reader.call("GET", "/v1/streams/business/" + tour.business + "?fields=all", {}, {},
                            {{"Prefer", "wait=5"}}));
  LEDGER_ASSIGN(const JsonValue json, ledger::read_json(answer.body));
  const JsonValue* items = json.find("items");
  if (items == nullptr || !items->is_array() || items->as_array().empty()) {
    return ledger::unavailable("demo.empty", "the record came back empty");
  }
  if (const JsonValue* fields = items->as_array().front().find("confidential"); fields != nullptr) {
    std::printf("  %s\n", ledger::write_json(*fields).c_str());
  }
  if (const std::string* access = answer.header("daicho-access-event"); access != nullptr) {
    std::printf("  recorded as event %s\n", access->c_str());
  }
  return Status();
}

Status trace_access(const Tour& tour) {
  show("4. The auditor asks who accessed that record (and this question is recorded, too).",
       "daicho trace " + connection_flags(tour, "auditor") + " --record business/" + tour.business);
  LEDGER_ASSIGN(Remote auditor, connect_as(tour, "auditor", "", "", "audit"));
  LEDGER_ASSIGN(
      const JsonValue page,
      auditor.get_json("/v1/audit/access?record=" + api::encode_uri_component("business/" + tour.business)));
  const JsonValue* items = page.find("items");
  if (items == nullptr || !items->is_array() || items->as_array().empty()) {
    return ledger::data_loss("demo.untraced", "the read is not in the access log");
  }
  for (const JsonValue& row : items->as_array()) {
    const JsonValue* actor = row.find("actor");
    std::printf("  %s  %s  %s as %s, purpose %s\n", std::string(row.text("recorded_at")).c_str(),
                std::string(row.text("kind")).c_str(),
                actor == nullptr ? "-" : std::string(actor->text("person")).c_str(),
                actor == nullptr ? "-" : std::string(actor->text("role")).c_str(),
                std::string(row.text("purpose")).c_str());
  }
  return Status();
}

Status run_tour(Tour& tour) {
  LEDGER_TRY(find_consultant(tour));
  LEDGER_TRY(append_by_hand(tour));
  LEDGER_TRY(verify_offline(tour));
  LEDGER_TRY(read_confidential(tour));
  return trace_access(tour);
}

}  // namespace

void add_demo_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<DemoOptions>();
  CLI::App* command =
      app.add_subcommand("demo",
                         "A tour on a running ledger with generated data: append one event by hand, verify "
                         "its receipt offline,\n"
                         "read a confidential record, trace who read it. Shows the command for every step.");
  add_remote_options(*command, options->remote);
  command->add_option("--identity", options->identity, "Pinned identity file (ledger.json)")->required();
  command->add_option("--out", options->out, "Folder for event and receipt")->capture_default_str();
  command->callback([options, &state] {
    Tour tour;
    tour.options = *options;
    const Status status = run_tour(tour);
    if (!status.ok()) state.fail(status);
  });
}

}  // namespace ops

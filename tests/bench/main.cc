#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "ledger/base/json_writer.h"
#include "tests/bench/event_maker.h"
#include "tests/bench/limit_door.h"
#include "tests/bench/limits.h"
#include "tests/bench/load.h"
#include "tests/bench/make_requests.h"
#include "tests/bench/store_sizes.h"

namespace bench {
namespace {

constexpr std::size_t kLimitEventsMax = 20'000;

// Numbers with a fraction go out as text of fixed form; the ledger's JSON knows integers only.
std::string decimal(double number) {
  char text[48];
  std::snprintf(text, sizeof text, "%.6f", number);
  return text;
}

ledger::Status print_line(const std::string& line) {
  std::printf("%s\n", line.c_str());
  return ledger::Status();
}

struct MakerOptions {
  EventMaker::Options maker;
  std::string way = "ed25519";
  WayIn way_in() const {
    return way == "attested" ? WayIn::kAttested : way == "es256" ? WayIn::kEs256 : WayIn::kEd25519;
  }
};

void add_maker_options(CLI::App& command, MakerOptions& options) {
  command.add_option("--generated", options.maker.generated_file, "Lines of `daicho generate`")->required();
  command.add_option("--origin", options.maker.origin, "Name of the ledger")->required();
  command.add_option("--seed", options.maker.seed, "Seed of `daicho generate`")->required();
}

void add_way(CLI::App& command, MakerOptions& options) {
  command.add_option("--way", options.way)->check(CLI::IsMember({"ed25519", "es256", "attested"}));
}

ledger::Status enrolments(const MakerOptions& options) {
  LEDGER_ASSIGN(const EventMaker maker, EventMaker::make(options.maker));
  LEDGER_ASSIGN(const std::string lines, maker.enrolments());
  std::fputs(lines.c_str(), stdout);
  return ledger::Status();
}

ledger::Status requests(const MakerOptions& options, RequestOptions out, const std::string& reader) {
  LEDGER_ASSIGN(const EventMaker maker, EventMaker::make(options.maker));
  out.way = options.way_in();
  return reader.empty() ? make_requests(maker, out) : make_reads(maker, out, reader);
}

struct LimitCall {
  std::string kind, requests;
  LimitOptions options;
};

ledger::Status limit(const MakerOptions& maker_options, const LimitCall& call) {
  LEDGER_ASSIGN(const EventMaker maker, EventMaker::make(maker_options.maker));
  LEDGER_ASSIGN(const RequestFile file, RequestFile::open(call.requests));
  std::vector<SignedBytes> events;
  std::vector<std::string> entries;
  for (const std::string_view part : signed_parts(file, kLimitEventsMax)) {
    entries.emplace_back(part);
    if (call.kind != "C") continue;
    LEDGER_ASSIGN(SignedBytes event, take_apart(part));
    event.public_key = maker.public_key(event.kid);
    events.push_back(std::move(event));
  }
  ledger::Result<double> rate = 0.0;
  if (call.kind == "C") rate = verify_limit(events, call.options);
  if (call.kind == "D") rate = hash_limit(entries, call.options);
  if (call.kind == "S") rate = store_limit(entries, call.options);
  if (call.kind == "A") rate = sign_limit(entries, call.options);
  LEDGER_TRY(rate.status());
  return print_line("{\"limit\":\"" + call.kind + "\",\"rate_per_s\":" + decimal(*rate) + "}");
}

ledger::Status load(const std::string& requests_file, const LoadOptions& options) {
  LEDGER_ASSIGN(const RequestFile file, RequestFile::open(requests_file));
  LEDGER_ASSIGN(const LoadResult result, run_load(file, options));
  ledger::JsonWriter json;
  json.begin_object()
      .member("sent", result.sent)
      .member("requests", result.requests)
      .member("events", result.events)
      .member("errors", result.errors)
      .member("proofs", result.proofs)
      .member("first_error", result.first_error)
      .member("ran_out", result.ran_out)
      .member("p50_us", result.latency.percentile_micros(0.5))
      .member("p95_us", result.latency.percentile_micros(0.95))
      .member("p99_us", result.latency.percentile_micros(0.99))
      .member("p999_us", result.latency.percentile_micros(0.999))
      .member("server_peak_bytes", result.server_peak_bytes);
  json.key("seconds").raw(decimal(result.seconds));
  json.key("client_cpu_s").raw(decimal(result.client_cpu_s));
  json.key("server_cpu_s").raw(decimal(result.server_cpu_s));
  json.key("server_cpu_by_thread").begin_object();
  for (const auto& [name, seconds] : result.server_cpu_by_thread) json.key(name).raw(decimal(seconds));
  json.end_object().end_object();
  return print_line(json.take());
}

ledger::Status sizes(const std::string& database) {
  LEDGER_ASSIGN(const auto found, store_sizes(database));
  ledger::JsonWriter json;
  json.begin_object();
  for (const auto& [family, bytes] : found) json.member(family, bytes);
  json.end_object();
  return print_line(json.take());
}

class Program {
 public:
  int run(int argc, char** argv) {
    app_.require_subcommand(1);
    add_making();
    add_limits();
    add_load();
    CLI11_PARSE(app_, argc, argv);
    if (status_.ok()) return 0;
    std::fprintf(stderr, "daicho-bench: %s\n", status_.to_string().c_str());
    return 1;
  }

 private:
  void add_making() {
    CLI::App* enrol = app_.add_subcommand("enrolments", "Events that enrol the authors' ES256 keys");
    add_maker_options(*enrol, maker_);
    enrol->callback([this] { status_ = enrolments(maker_); });

    CLI::App* make = app_.add_subcommand("requests", "Make a request file");
    add_maker_options(*make, maker_);
    add_way(*make, maker_);
    make->add_option("--out", out_.out)->required();
    make->add_option("--first", out_.first, "Number of the first event");
    make->add_option("--events", out_.events)->required();
    make->add_option("--batch", out_.batch, "Events per request");
    make->add_option("--distinct", out_.distinct, "Reads: different events");
    make->add_option("--read-as", reader_, "Recorded reads of the events instead, as this person");
    make->callback([this] { status_ = requests(maker_, out_, reader_); });
  }

  void add_limits() {
    CLI::App* limit_command = app_.add_subcommand("limit", "What this machine can do at most");
    add_maker_options(*limit_command, maker_);
    limit_command->add_option("kind", limit_.kind, "C verify, A sign, S store, D hash")
        ->required()
        ->check(CLI::IsMember({"C", "A", "S", "D"}));
    limit_command->add_option("--requests", limit_.requests)->required();
    limit_command->add_option("--batch", limit_.options.batch, "Entries per synced write");
    limit_command->add_option("--millis", limit_.options.millis);
    limit_command->add_option("--folder", limit_.options.folder, "Absent folder for S");
    limit_command->callback([this] { status_ = limit(maker_, limit_); });

    CLI::App* door =
        app_.add_subcommand("door", "H: the door with one verification per request, until SIGTERM");
    door->add_option("--port-file", port_file_)->required();
    door->add_option("--threads", threads_)->capture_default_str();
    door->callback([this] { status_ = serve_door(port_file_, threads_); });

    CLI::App* sizes_command = app_.add_subcommand("sizes", "Bytes of a database by family");
    sizes_command->add_option("database", database_)->required();
    sizes_command->callback([this] { status_ = sizes(database_); });
  }

  void add_load() {
    CLI::App* command = app_.add_subcommand("load", "Send a request file and measure");
    command->add_option("--requests", requests_)->required();
    command->add_option("--port", load_.port)->required();
    command->add_option("--server-process", load_.server_process);
    command->add_option("--connections", load_.connections);
    command->add_option("--skip", load_.skip, "Requests at the file's beginning that were sent before");
    command->add_option("--warm-up", load_.warm_up_s, "Seconds");
    command->add_option("--seconds", load_.seconds);
    command->add_option("--rate", load_.rate, "Requests per second; 0: as fast as answers come");
    command->add_option("--expect", load_.expected_status)->capture_default_str();
    command->add_flag("--check-proofs", load_.check_proofs);
    command->add_option("--cert", load_.certificate);
    command->add_option("--key", load_.key);
    command->add_option("--ca", load_.ca);
    command->callback([this] { status_ = load(requests_, load_); });
  }

  CLI::App app_{"Load, limits and request files for ops/dev/bench"};
  ledger::Status status_;
  MakerOptions maker_;
  RequestOptions out_;
  LimitCall limit_;
  LoadOptions load_;
  std::string reader_, requests_, port_file_, database_;
  std::size_t threads_ = 64;
};

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  return bench::Program().run(argc, argv);
}

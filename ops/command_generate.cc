#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include "ledger/base/clock.h"
#include "ledger/base/json_writer.h"
#include "ops/commands.h"
#include "ops/generate/generate.h"
#include "ops/progress.h"
#include "security/key_file.h"

namespace ops {
namespace {

struct GenerateOptions {
  std::string seed = "daicho";
  std::string centers = "kyushu";
  std::string from = "2026-04";
  int months = 1;
  std::string scale = "0.02";
  std::string origin;
  std::string out = "-";
  std::string admin_key_file;
  std::string admin_person = "p-admin";
  std::string setup_at;
  bool setup_only = false;
  bool no_setup = false;
  bool identities = false;
  bool violations = false;
};

class FileSink final : public generate::LineSink {
 public:
  explicit FileSink(std::FILE* file) : file_(file) {}
  ledger::Status write(std::string_view line) override {
    const bool whole =
        std::fwrite(line.data(), 1, line.size(), file_) == line.size() && std::fputc('\n', file_) != EOF;
    return whole ? ledger::Status() : ledger::unavailable("file.io", "the events can't be written");
  }

 private:
  std::FILE* const file_;
};

ledger::Result<generate::JstTime> setup_time(const GenerateOptions& options, const ledger::Clock& clock) {
  if (options.setup_at.empty()) return generate::JstTime{generate::JstTime::from(clock.now()).day, 0};
  LEDGER_ASSIGN(const ledger::UnixMicros time, ledger::parse_rfc3339(options.setup_at));
  return generate::JstTime::from(time);
}

ledger::Result<generate::Options> read_options(const GenerateOptions& given, const ledger::Clock& clock) {
  generate::Options options;
  options.seed = given.seed;
  options.origin = given.origin;
  LEDGER_ASSIGN(options.centers, generate::parse_centers(given.centers));
  LEDGER_ASSIGN(options.from, generate::parse_month(given.from));
  options.months = given.months;
  LEDGER_ASSIGN(options.scale, generate::parse_scale(given.scale));
  options.setup = !given.no_setup;
  options.activity = !given.setup_only;
  options.violations = given.violations;
  LEDGER_ASSIGN(options.setup_at, setup_time(given, clock));
  options.admin_person = given.admin_person;
  return options;
}

struct Work {
  generate::Options options;
  std::optional<security::PrivateKey> admin_key;
};

// Everything that can be wrong with the command line, before a file is touched.
ledger::Result<Work> read_work(const GenerateOptions& given, const ledger::Clock& clock) {
  if (given.origin.empty()) {
    return ledger::invalid("generate.origin", "events are made for one ledger")
        .want("--origin, as given to `daicho init`");
  }
  Work work;
  LEDGER_ASSIGN(work.options, read_options(given, clock));
  if (!work.options.setup) return work;
  if (given.admin_key_file.empty()) {
    return ledger::invalid("generate.admin_key", "the set-up is signed by the ledger's administrator")
        .want("--admin-key FILE, or --no-setup");
  }
  LEDGER_ASSIGN(work.admin_key, security::load_private_key(given.admin_key_file, nullptr));
  return work;
}

ledger::Result<generate::Summary> write_events(const Work& work, std::FILE* out, const ledger::Clock& clock) {
  FileSink sink(out);
  Progress progress("generate", clock);
  LEDGER_ASSIGN(const generate::Summary summary,
                generate::generate(work.options, work.admin_key, sink,
                                   [&](std::uint64_t lines) { progress.show(lines, 0); }));
  if (std::fflush(out) != 0) return ledger::unavailable("file.io", "the events can't be written");
  return summary;
}

void report(const GenerateOptions& given, const generate::Summary& summary, const CommandState& state) {
  // Standard output holds the events unless they went to a file.
  std::FILE* const to = given.out == "-" ? stderr : stdout;
  if (!state.json) {
    std::fprintf(to, "%llu events generated, %llu of them set-up\n",
                 static_cast<unsigned long long>(summary.lines),
                 static_cast<unsigned long long>(summary.setup_lines));
    if (given.violations) {
      std::fprintf(to, "%llu violations planted to be refused, %llu to be accepted and found\n",
                   static_cast<unsigned long long>(summary.planted_lines),
                   static_cast<unsigned long long>(summary.marked_lines));
    }
    return;
  }
  ledger::JsonWriter json;
  json.begin_object()
      .member("events", summary.lines)
      .member("setup_events", summary.setup_lines)
      .member("planted_violations", summary.planted_lines)
      .member("accepted_breaches", summary.marked_lines)
      .end_object();
  std::fprintf(to, "%s\n", json.take().c_str());
}

void print_identities(const GenerateOptions& given, CommandState& state) {
  const auto centers = generate::parse_centers(given.centers);
  if (!centers.ok()) return state.fail(centers.status());
  for (const std::string& name : generate::identities(*centers)) std::printf("%s\n", name.c_str());
}

void run_generate(const GenerateOptions& given, CommandState& state) {
  if (given.identities) return print_identities(given, state);
  const ledger::SystemClock clock;
  const auto work = read_work(given, clock);
  if (!work.ok()) return state.fail(work.status());
  std::FILE* const out = given.out == "-" ? stdout : std::fopen(given.out.c_str(), "wb");
  if (out == nullptr) return state.fail(ledger::unavailable("file.io", given.out + ": can't be written"));
  auto summary = write_events(*work, out, clock);
  if (out != stdout && std::fclose(out) != 0 && summary.ok()) {
    summary = ledger::unavailable("file.io", given.out + ": can't be written");
  }
  if (!summary.ok()) return state.fail(summary.status());
  report(given, *summary, state);
}

void add_stream_options(CLI::App& command, GenerateOptions& options) {
  command
      .add_option("--seed", options.seed,
                  "Same seed and options, same bytes. Also derives the demonstration keys")
      ->capture_default_str();
  command.add_option("--centers", options.centers, "kyushu (seven), all (47), or ids: c40,c41")
      ->capture_default_str();
  command.add_option("--from", options.from, "First month, from 2025-04 on; it must be over when you append")
      ->capture_default_str();
  command.add_option("--months", options.months, "Number of months")
      ->check(CLI::Range(1, generate::kMonthsMax))
      ->capture_default_str();
  command
      .add_option("--scale", options.scale,
                  "Share of the real volume, up to 1.5; 1.0 is 5 million events a year for "
                  "all centres")
      ->capture_default_str();
  command.add_option("--origin", options.origin, "Origin of the ledger, as given to `daicho init`");
  command.add_option("--out", options.out, "File for the events; - for standard output")
      ->capture_default_str();
}

void add_setup_options(CLI::App& command, GenerateOptions& options) {
  command.add_option("--admin-key", options.admin_key_file,
                     "Key of the ledger's administrator (PEM); needed for the set-up");
  command.add_option("--admin-person", options.admin_person, "Person of that key")->capture_default_str();
  command.add_option(
      "--setup-at", options.setup_at,
      "Time (RFC 3339) of the administrator's acts: not before the day of `daicho init`, not in the "
      "future. Default: today 00:00 in Japan; give it to get the same bytes on another day");
  CLI::Option* only =
      command.add_flag("--setup-only", options.setup_only, "Only organisations, people, keys and contracts");
  CLI::Option* none = command.add_flag("--no-setup", options.no_setup,
                                       "Only the months: the set-up of this fiscal year is in "
                                       "the ledger already");
  only->excludes(none);
  command.add_flag("--with-violations", options.violations,
                   "Plant breaches of the programme's rules; each line carries the rule and code that must "
                   "refuse it, or, of what is accepted, the question that must name it");
  command.add_flag("--identities", options.identities,
                   "Print the identities that these centres need (one certificate "
                   "each) and stop");
}

}  // namespace

void add_generate_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<GenerateOptions>();
  CLI::App* command = app.add_subcommand(
      "generate",
      "Make up a programme's events: real centres, bodies and calendar, invented people and businesses.\n"
      "Writes one event per line in an order that the ledger accepts; append them with the same seed:\n"
      "  daicho generate --origin ORIGIN --admin-key admin.pem | daicho append --identities DIR --demo-seed "
      "daicho\n"
      "Lines {\"deferred\":…} (countersignatures, month closings) depend on the ledger's receipts: `daicho "
      "append`\n"
      "completes and signs them with --demo-seed. Everybody who knows the seed knows those keys: never use "
      "this on\n"
      "a ledger of real records.");
  add_stream_options(*command, *options);
  add_setup_options(*command, *options);
  command->callback([options, &state] { run_generate(*options, state); });
}

}  // namespace ops

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "ops/commands.h"
#include "ops/doctor.h"
#include "ops/folder_options.h"

namespace ops {
namespace {

using Count = unsigned long long;

void print_contents(const DoctorReport& report) {
  for (const ReadModelReport& one : report.read_models) {
    std::printf("  集計 / read model: %s v%u, %llu entries, 保留 / parked: %llu%s", one.name.c_str(),
                one.rows_version, static_cast<Count>(one.size.value), static_cast<Count>(one.parked),
                one.answers ? "" : ", 回答不可 / does not answer");
    if (one.rows_version != one.version) std::printf(", 版 / program's version: v%u", one.version);
    if (one.growing) {
      std::printf(", 作り直し中 / rebuild at: %llu", static_cast<Count>(one.growing->value));
    }
    std::printf("\n");
  }
  if (!report.read_models_absent.empty()) {
    std::printf("  集計 / read models: %s; 次の起動で作り直す / folded at the next start\n",
                report.read_models_absent.c_str());
  }
  if (!report.attachments) return;
  const AttachmentReport& attachments = *report.attachments;
  std::printf(
      "  添付 / attachments: %llu (%llu bytes), 参照待ち / waiting for an event: %llu (%llu bytes), "
      "参照 / references: %llu, 欠落 / missing: %llu\n",
      static_cast<Count>(attachments.count), static_cast<Count>(attachments.bytes),
      static_cast<Count>(attachments.waiting), static_cast<Count>(attachments.waiting_bytes),
      static_cast<Count>(attachments.references), static_cast<Count>(attachments.missing_count));
}

void print_report(const DoctorReport& report) {
  std::printf("台帳の診断 / Examination of %s\n", report.root.c_str());
  if (!report.origin.empty()) {
    std::printf("  台帳 / ledger: %s, %llu entries%s\n", report.origin.c_str(),
                static_cast<unsigned long long>(report.size.value),
                report.running ? ", 稼働中 / a server is running" : "");
  }
  for (const std::string& place : report.looked_at) std::printf("  見た所 / looked at: %s\n", place.c_str());
  print_contents(report);
  for (const DoctorFinding& finding : report.findings) {
    std::printf("\n× %s / %s\n", finding.label_ja.c_str(), finding.code.c_str());
    std::printf("  根拠 / seen: %s\n", finding.message.c_str());
    std::printf("  対処 / do:   %s\n               %s\n", finding.todo_ja.c_str(), finding.todo.c_str());
  }
  if (report.healthy()) {
    std::printf("\n○ 異常なし / HEALTHY\n");
  } else {
    std::printf("\n× 異常あり / FINDINGS: %zu\n", report.findings.size());
  }
}

void run_doctor(const FolderOptions& folder, CommandState& state) {
  const DoctorReport report = examine(folder.folder());
  if (state.json) {
    ledger::JsonWriter json;
    write_doctor_report(report, json);
    std::printf("%s\n", json.take().c_str());
  } else {
    print_report(report);
  }
  if (!report.healthy()) state.exit = ExitCode::kNegative;
}

}  // namespace

void add_doctor_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<FolderOptions>();
  CLI::App* command =
      app.add_subcommand("doctor",
                         "Look at data, anchor, keyring and secrets without writing anything: what is wrong, "
                         "how that shows and\n"
                         "what to do. May run beside a server. Exit code 1 when anything is found.");
  add_folder_options(*command, *options);
  command->callback([options, &state] { run_doctor(*options, state); });
}

}  // namespace ops

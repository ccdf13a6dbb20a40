#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "api/catalogue_json.h"
#include "api/catalogue_schema.h"
#include "ledger/domain/catalogue.h"
#include "ops/commands.h"

namespace ops {
namespace {

struct CatalogueOptions {
  std::string type;
  std::string lang = "en";
  bool schema = false;
};

std::string_view label(const CatalogueOptions& options, std::string_view ja, std::string_view en) {
  return options.lang == "ja" ? ja : en;
}

void print_row(const ledger::TypeSpec& row, const CatalogueOptions& options) {
  std::printf("%-32s %.*s\n", std::string(row.type).c_str(),
              static_cast<int>(label(options, row.label_ja, row.label_en).size()),
              label(options, row.label_ja, row.label_en).data());
}

void print_type(const ledger::TypeSpec& row, const CatalogueOptions& options) {
  print_row(row, options);
  std::printf("  stream  %s/%s\n  source  %s\n  signers", std::string(row.stream_kind).c_str(),
              std::string(row.stream_field).c_str(), std::string(row.source).c_str());
  for (const std::string_view role : row.signers) std::printf(" %s", std::string(role).c_str());
  std::printf("\n  fields\n");
  for (const ledger::FieldSpec& field : row.fields) {
    const bool confidential = field.field_class == ledger::FieldClass::kConfidential;
    std::printf("    %-24s %-12s %-9s %s\n", std::string(field.name).c_str(),
                confidential ? "confidential" : "public", field.required ? "required" : "optional",
                std::string(label(options, field.label_ja, field.label_en)).c_str());
  }
}

void run_catalogue(const CatalogueOptions& options, CommandState& state) {
  if (options.schema && options.type.empty()) {
    return state.fail(ledger::invalid("catalogue.type", "a schema is one type's").want("a type's name"));
  }
  if (state.json && options.type.empty()) {
    std::printf("%s\n", api::catalogue_json().c_str());
    return;
  }
  if (!options.type.empty()) {
    const ledger::TypeSpec* row = ledger::find_type(options.type, 1);
    if (row != nullptr && state.json && !options.schema) {
      std::printf("%s\n", api::catalogue_type_json(options.type).value_or("").c_str());
      return;
    }
    if (row == nullptr) {
      return state.fail(
          ledger::invalid("event.unknown_type", "the catalogue has no type \"" + options.type + "\"")
              .want("one of the names that `daicho catalogue` lists"));
    }
    if (options.schema) {
      std::printf("%s\n", api::catalogue_schema_json(options.type).value_or("").c_str());
      return;
    }
    return print_type(*row, options);
  }
  std::string_view group;
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) {
    if (row->group != group) {
      group = row->group;
      std::printf("\n[%s]\n", std::string(group).c_str());
    }
    print_row(*row, options);
  }
}

}  // namespace

void add_catalogue_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<CatalogueOptions>();
  CLI::App* command = app.add_subcommand("catalogue", "The event types: fields, signers, classes, labels");
  command->add_option("type", options->type, "One type in full, e.g. session.held");
  command->add_option("--lang", options->lang, "Language of the labels")->check(CLI::IsMember({"en", "ja"}));
  command->add_flag("--schema", options->schema, "That type as JSON Schema, for clients");
  command->callback([options, &state] { run_catalogue(*options, state); });
}

}  // namespace ops

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ops/author_signing.h"
#include "ops/commands.h"
#include "ops/data_folder.h"
#include "security/key_file.h"

namespace ops {
namespace {

struct KeysOptions {
  std::string key_file;
  std::string algorithm = "Ed25519";
  std::string event_file = "-";
  std::string origin;
};

void print_key(const security::PrivateKey& key) {
  ledger::JsonWriter json;
  json.begin_object()
      .member("kid", key.kid().value)
      .member("alg", ledger::algorithm_name(key.algorithm()))
      .member("public_key", ledger::to_base64url(key.public_key()))
      .end_object();
  std::printf("%s\n", json.take().c_str());
}

void run_generate_key(const KeysOptions& options, CommandState& state) {
  const auto algorithm = ledger::parse_algorithm(options.algorithm);
  if (!algorithm) {
    return state.fail(ledger::invalid("key.algorithm", "unknown algorithm").want("Ed25519 or ES256"));
  }
  const auto key = security::PrivateKey::generate(*algorithm);
  if (!key.ok()) return state.fail(key.status());
  const ledger::Status stored = security::store_private_key(options.key_file, *key, nullptr);
  if (!stored.ok()) return state.fail(stored);
  print_key(*key);
}

void run_show_key(const KeysOptions& options, CommandState& state) {
  const auto key = security::load_private_key(options.key_file, nullptr);
  if (!key.ok()) return state.fail(key.status());
  print_key(*key);
}

void run_sign(const KeysOptions& options, CommandState& state) {
  const auto key = security::load_private_key(options.key_file, nullptr);
  if (!key.ok()) return state.fail(key.status());
  std::string text;
  if (options.event_file == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  } else {
    const auto file = read_file(options.event_file);
    if (!file.ok()) return state.fail(file.status());
    text = *file;
  }
  const auto json = ledger::read_json(text);
  if (!json.ok()) return state.fail(json.status());
  const auto signed_event = sign_event(*json, options.origin, *key);
  if (!signed_event.ok()) return state.fail(signed_event.status());
  std::printf("%s\n", signed_event->c_str());
}

}  // namespace

void add_keys_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<KeysOptions>();
  CLI::App* command =
      app.add_subcommand("keys", "Author keys: make one, show its public part, sign an event with it");
  command->require_subcommand(1);
  CLI::App* generate =
      command->add_subcommand("generate", "Make a private key file (0600) and print its public part");
  generate->add_option("file", options->key_file, "New file (PEM)")->required();
  generate->add_option("--alg", options->algorithm, "Ed25519 or ES256")->capture_default_str();
  generate->callback([options, &state] { run_generate_key(*options, state); });
  CLI::App* show = command->add_subcommand("show", "Print kid and public key, as key.enrolled wants them");
  show->add_option("file", options->key_file, "Private key file (PEM)")->required();
  show->callback([options, &state] { run_show_key(*options, state); });
  CLI::App* sign = command->add_subcommand(
      "sign",
      "Turn an event (JSON with all its fields) into a signed SD-JWT: confidential fields become salted\n"
      "digests, their disclosures travel behind the signature. Send the output with `daicho append`.");
  sign->add_option("--key", options->key_file, "Your author key (PEM)")->required();
  sign->add_option("--origin", options->origin, "The ledger that it is signed for")->required();
  sign->add_option("event", options->event_file, "File with the event; - for standard input");
  sign->callback([options, &state] { run_sign(*options, state); });
}

}  // namespace ops

#include "ops/data_folder.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"

namespace ops {
namespace {

ledger::Status io_error(const std::string& path, int error) {
  return ledger::unavailable("file.io", path + ": " + std::strerror(error));
}

}  // namespace

DataFolder data_folder(std::string root, std::string anchor, std::string keyring, std::string secrets) {
  DataFolder folder;
  folder.anchor = anchor.empty() ? root + "/anchor" : std::move(anchor);
  folder.keyring = keyring.empty() ? root + "/keyring" : std::move(keyring);
  folder.secrets = secrets.empty() ? root + "/secrets" : std::move(secrets);
  folder.root = std::move(root);
  return folder;
}

std::string write_identity(const LedgerIdentity& identity) {
  ledger::JsonWriter json;
  json.begin_object().member("origin", identity.origin).member("log", identity.log_vkey);
  json.key("event_keys").begin_array();
  for (const auto& key : identity.event_keys) {
    json.begin_object()
        .member("holder", key.holder)
        .member("kid", key.kid)
        .member("alg", key.algorithm)
        .member("public_key", key.public_key)
        .end_object();
  }
  json.end_array().end_object();
  return json.take() + "\n";
}

ledger::Result<LedgerIdentity> parse_identity(std::string_view text) {
  const auto read = ledger::read_json(text);
  if (!read.ok()) {
    return ledger::invalid("identity.malformed", "this is no ledger identity: " + read.status().message())
        .want("the JSON that `daicho init` printed and wrote to ledger.json");
  }
  const ledger::JsonValue& json = *read;
  LedgerIdentity identity;
  identity.origin = json.text("origin");
  identity.log_vkey = json.text("log");
  const ledger::JsonValue* keys = json.find("event_keys");
  if (identity.origin.empty() || identity.log_vkey.empty() || keys == nullptr || !keys->is_array()) {
    return ledger::invalid("identity.malformed", "this is no ledger identity")
        .want("the members origin, log and event_keys, as `daicho init` writes them");
  }
  for (const ledger::JsonValue& key : keys->as_array()) {
    identity.event_keys.push_back({std::string(key.text("holder")), std::string(key.text("kid")),
                                   std::string(key.text("alg")), std::string(key.text("public_key"))});
  }
  return identity;
}

ledger::Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  std::ifstream in(path, std::ios::binary);
  if (!in) return ledger::not_found("file.missing", path + ": no such file, or not readable");
  if (!error && bytes > bytes_max) return ledger::exhausted("file.too_large", path + " is too large");
  // read() turns what the stream buffer throws, e.g. for a directory, into a bad stream; an iterator would
  // let it out.
  std::string text;
  std::array<char, 65536> chunk{};
  while (in.read(chunk.data(), chunk.size()) || in.gcount() > 0) {
    text.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > bytes_max) return ledger::exhausted("file.too_large", path + " is too large");
  }
  if (in.bad()) return ledger::unavailable("file.io", path + ": read failed");
  return text;
}

ledger::Status write_new_file(const std::string& path, std::string_view text, unsigned mode) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) {
    if (errno == EEXIST) return ledger::already_exists("file.exists", path + " is there already");
    return io_error(path, errno);
  }
  ledger::Status status;
  while (!text.empty() && status.ok()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0) {
      if (errno != EINTR) status = io_error(path, errno);
    } else {
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  if (status.ok() && ::fsync(descriptor) != 0) status = io_error(path, errno);
  ::close(descriptor);
  return status;
}

ledger::Status make_directory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return ledger::unavailable("file.io", path + ": " + error.message());
  return ledger::Status();
}

}  // namespace ops

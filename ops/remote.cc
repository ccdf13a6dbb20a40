#include "ops/remote.h"

#include <CLI/CLI.hpp>

#include "ledger/base/json_reader.h"

namespace ops {
namespace {

ledger::StatusCode code_of(int http_status) {
  using ledger::StatusCode;
  switch (http_status) {
    case 401:
      return StatusCode::kUnauthenticated;
    case 403:
      return StatusCode::kPermissionDenied;
    case 404:
      return StatusCode::kNotFound;
    case 409:
      return StatusCode::kConflict;
    case 422:
      return StatusCode::kFailedPrecondition;
    case 413:
    case 429:
      return StatusCode::kResourceExhausted;
    case 504:
      return StatusCode::kDeadlineExceeded;
    default:
      return http_status >= 500 ? StatusCode::kUnavailable : StatusCode::kFailedPrecondition;
  }
}

}  // namespace

void add_remote_options(CLI::App& command, RemoteOptions& options) {
  command.add_option("--url", options.url, "Base URL of the ledger")
      ->envname("DAICHO_URL")
      ->capture_default_str();
  command.add_option("--identities", options.identities, "Folder with ca.pem and NAME.pem, NAME.key")
      ->envname("DAICHO_IDENTITIES");
  command.add_option("--as", options.as, "NAME of the client certificate in --identities")
      ->envname("DAICHO_AS");
  command.add_option("--ca", options.ca_file, "CA certificate of the server (PEM)")->envname("DAICHO_CA");
  command.add_option("--cert", options.certificate, "Client certificate (PEM)")->envname("DAICHO_CERT");
  command.add_option("--key", options.key, "Key of the client certificate (PEM)")->envname("DAICHO_KEY");
  command.add_option("--person", options.person, "Person to act as, if the certificate speaks for several");
  command.add_option("--role", options.role, "Role to act in, if the person holds several");
  command.add_option("--purpose", options.purpose, "Purpose of the access, recorded with it");
  command.add_option("--on-behalf-of", options.on_behalf_of, "Real person behind a system");
  command.add_option("--break-glass", options.break_glass,
                     "Emergency access that a read of confidential fields relies upon");
}

ledger::Status status_of_problem(int http_status, std::string_view body) {
  const auto json = ledger::read_json(body);
  if (!json.ok() || json->text("code").empty()) {
    return ledger::Status(
        code_of(http_status), "http." + std::to_string(http_status),
        "the server answered " + std::to_string(http_status) + " without a problem document");
  }
  ledger::Status status(code_of(http_status), json->text("code"), std::string(json->text("detail")));
  if (const ledger::JsonValue* errors = json->find("errors");
      errors != nullptr && errors->is_array() && !errors->as_array().empty()) {
    const ledger::JsonValue& first = errors->as_array().front();
    status =
        std::move(status).at(std::string(first.text("pointer"))).want(std::string(first.text("expected")));
  }
  if (!json->text("rule").empty()) status = std::move(status).by_rule(std::string(json->text("rule")));
  return status;
}

ledger::Result<Remote> Remote::connect(const RemoteOptions& options) {
  api::ClientOptions client;
  client.base_url = options.url;
  if (options.url.starts_with("https:")) {
    client.ca_file = options.ca_file.empty() && !options.identities.empty() ? options.identities + "/ca.pem"
                                                                            : options.ca_file;
    client.client_certificate = options.certificate;
    client.client_key = options.key;
    if (!options.as.empty() && !options.identities.empty()) {
      client.client_certificate = options.identities + "/" + options.as + ".pem";
      client.client_key = options.identities + "/" + options.as + ".key";
    }
  }
  std::vector<api::Header> headers;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) headers.push_back({std::string(name), value});
  };
  add("Daicho-Person", options.person);
  add("Daicho-Role", options.role);
  add("Daicho-Purpose", options.purpose);
  add("Daicho-On-Behalf-Of", options.on_behalf_of);
  add("Daicho-Break-Glass", options.break_glass);
  LEDGER_ASSIGN(api::HttpClient connected, api::HttpClient::make(std::move(client)));
  return Remote(std::move(connected), std::move(headers));
}

ledger::Result<Remote::Answer> Remote::call(std::string_view method, const std::string& target,
                                            std::string_view content_type, std::string_view body,
                                            const std::vector<api::Header>& extra) {
  std::vector<api::Header> headers = headers_;
  if (!content_type.empty()) headers.push_back({"Content-Type", std::string(content_type)});
  headers.insert(headers.end(), extra.begin(), extra.end());
  LEDGER_ASSIGN(api::Response response, client_.request(method, target, headers, body));
  if (response.status < 200 || response.status > 299)
    return status_of_problem(response.status, response.body);
  return Answer{response.status, std::move(response.body), std::move(response.headers)};
}

ledger::Result<ledger::JsonValue> Remote::get_json(const std::string& target) {
  LEDGER_ASSIGN(const Answer answer, call("GET", target));
  return ledger::read_json(answer.body);
}

}  // namespace ops

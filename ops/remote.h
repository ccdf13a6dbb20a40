// Remote: the client side of the API for the command line: one ledger, one identity, answers as JSON or
// Status.
//
// A problem-details answer becomes a Status with the server's code, pointer and advice, so that a command
// prints what the API said. Threads: one at a time.
#pragma once

#include <string>
#include <vector>

#include "api/httplib_client.h"
#include "ledger/base/json_value.h"
#include "ledger/base/status.h"

namespace CLI {
class App;
}

namespace ops {

struct RemoteOptions {
  std::string url = "https://127.0.0.1:8443";
  std::string ca_file, certificate, key;
  std::string identities;  // folder with NAME.pem and NAME.key, ca.pem
  std::string as;          // NAME inside `identities`
  std::string person, role, purpose, on_behalf_of, break_glass;
};

// --url, --ca, --cert, --key, --identities, --as, --person, --role, --purpose; each also from DAICHO_*
// variables.
void add_remote_options(CLI::App& command, RemoteOptions& options);

class Remote {
 public:
  static ledger::Result<Remote> connect(const RemoteOptions& options);

  struct Answer {
    int status = 0;
    std::string body;
    std::vector<api::Header> headers;
    const std::string* header(std::string_view name) const { return api::find_value(headers, name); }
  };
  // Any 2xx; everything else is the Status of its problem document.
  ledger::Result<Answer> call(std::string_view method, const std::string& target,
                              std::string_view content_type = {}, std::string_view body = {},
                              const std::vector<api::Header>& extra = {});
  ledger::Result<ledger::JsonValue> get_json(const std::string& target);

 private:
  Remote(api::HttpClient client, std::vector<api::Header> headers)
      : client_(std::move(client)), headers_(std::move(headers)) {}
  api::HttpClient client_;
  std::vector<api::Header> headers_;
};

// Status of an error answer; exposed for tests.
ledger::Status status_of_problem(int http_status, std::string_view body);

}  // namespace ops

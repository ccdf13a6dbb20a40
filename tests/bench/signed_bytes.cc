#include "tests/bench/signed_bytes.h"

#include "ledger/event/jws.h"

namespace bench {

ledger::Result<SignedBytes> take_apart(std::string_view jws) {
  LEDGER_ASSIGN(const ledger::Jws parsed, ledger::parse_jws(jws));
  SignedBytes out;
  out.signing_input = std::string(jws.substr(0, jws.rfind('.')));
  out.signature = parsed.signature;
  out.kid = parsed.kid.value;
  out.es256 = parsed.algorithm == ledger::SignatureAlgorithm::kEs256;
  return out;
}

std::vector<std::string_view> signed_parts(const RequestFile& requests, std::size_t most) {
  std::vector<std::string_view> parts;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    std::string_view body = requests[i].body();
    while (!body.empty() && parts.size() < most) {
      const std::string_view line = body.substr(0, body.find('\n'));
      body.remove_prefix(std::min(body.size(), line.size() + 1));
      parts.push_back(line.substr(0, line.find('~')));
    }
    if (parts.size() >= most) break;
  }
  return parts;
}

}  // namespace bench

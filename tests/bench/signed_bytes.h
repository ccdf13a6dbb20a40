// SignedBytes: a signed event taken apart into what a verification needs, before any time is measured.
//
// Place in the flow: request file → these → limits. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/status.h"
#include "tests/bench/request_file.h"

namespace bench {

struct SignedBytes {
  std::string signing_input;
  std::string signature;  // 64 raw bytes
  std::string kid;
  std::string public_key;  // raw; empty until somebody who knows the keys fills it in
  bool es256 = false;
};

// `jws`: the signed part alone, without disclosures. Errors of parse_jws.
ledger::Result<SignedBytes> take_apart(std::string_view jws);

// The signed parts of the first `most` events of the file: each line of each body.
std::vector<std::string_view> signed_parts(const RequestFile& requests, std::size_t most);

}  // namespace bench

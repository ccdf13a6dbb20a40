// daicho-verify RECEIPT IDENTITY: the receipt verifier alone, without store, server or third-party libraries
// beyond OpenSSL and simdjson, so that an auditor can build and read the whole of it.
#include <cstdio>

#include "ops/data_folder.h"
#include "ops/receipt_check.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: daicho-verify RECEIPT.json IDENTITY.json\n");
    return 2;
  }
  const auto receipt = ops::read_file(argv[1]);
  const auto identity = ops::read_file(argv[2]);
  for (const auto* file : {&receipt, &identity}) {
    if (!file->ok()) {
      std::fprintf(stderr, "daicho-verify: %s\n", file->status().to_string().c_str());
      return 2;
    }
  }
  const auto verdict = ops::check_receipt_text(*receipt, *identity);
  if (!verdict.ok()) {
    std::fprintf(stderr, "daicho-verify: %s\n", verdict.status().to_string().c_str());
    return 2;
  }
  ledger::JsonWriter json;
  security::write_verdict(*verdict, json);
  std::printf("%s\n", json.take().c_str());
  return verdict->valid() ? 0 : 1;
}

#include "tests/fuzz/vectors.h"

#include <fstream>
#include <iterator>

#include "ledger/base/bytes.h"
#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "tests/fuzz/target.h"

namespace fuzz {
namespace {

void add_row(const ledger::JsonValue& row, std::string_view name, bool hex, std::vector<std::string>& out) {
  const ledger::JsonValue* member = row.find(name);
  if (member == nullptr) return;
  const std::string text = member->is_string() ? member->as_string() : ledger::write_json(*member);
  if (!hex) {
    out.push_back(text);
  } else if (auto bytes = ledger::from_hex(text)) {
    out.push_back(std::move(*bytes));
  }
}

}  // namespace

std::string vector_file(std::string_view path) {
  std::ifstream file(DAICHO_VECTORS "/" + std::string(path), std::ios::binary);
  require(file.good(), "a file of tests/vectors is missing");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> vector_texts(std::string_view path, std::string_view name, bool hex) {
  const std::string file = vector_file(path);
  std::vector<std::string> out;
  std::string_view rest = file;
  // The arrays have one row per line too.
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.ends_with(',')) line.remove_suffix(1);
    if (!line.starts_with('{')) continue;
    const auto row = ledger::read_json(line);
    if (row.ok()) add_row(*row, name, hex, out);
  }
  require(!out.empty(), "a file of tests/vectors has no such rows");
  return out;
}

}  // namespace fuzz

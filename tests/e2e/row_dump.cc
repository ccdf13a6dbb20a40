// Every row of a stopped ledger's databases on standard output, as the product reads them: decompressed,
// whatever the files look like. For tests that search for what must not be there.
//
//   row_dump DATA     per row: key, 0x00, value, line end; rows counted on standard error
#include <cstdio>
#include <filesystem>
#include <string>

#include "ledger/store/keys.h"
#include "ledger/store/rocks_kv.h"
#include "projections/registry.h"

namespace {

void print(ledger::ByteView bytes, char end) {
  std::fwrite(bytes.data(), 1, bytes.size(), stdout);
  std::fputc(end, stdout);
}

ledger::Result<std::size_t> dump(const std::string& folder, std::vector<std::string> families) {
  ledger::RocksKvOptions options;
  options.path = folder;
  options.families = std::move(families);
  options.read_only = true;
  LEDGER_ASSIGN(const auto kv, ledger::open_rocks_kv(options));
  std::size_t rows = 0;
  for (std::uint32_t family = 0; family < options.families.size(); ++family) {
    const auto visit = [&](ledger::ByteView key, ledger::ByteView value) {
      print(key, '\0');
      print(value, '\n');
      ++rows;
      return true;
    };
    LEDGER_TRY(kv->scan(ledger::FamilyId(family), {}, {}, visit));
  }
  return rows;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: row_dump DATA\n");
    return 2;
  }
  const std::filesystem::path data(arguments[1]);
  const auto log = dump((data / "db").string(), ledger::ledger_family_names());
  const auto read_models =
      dump((data / "projections").string(), projections::family_names(projections::standard_registry()));
  for (const auto& rows : {log, read_models}) {
    if (!rows.ok()) std::fprintf(stderr, "%s\n", rows.status().to_string().c_str());
    if (rows.ok()) std::fprintf(stderr, "%zu rows\n", rows.value());
  }
  return log.ok() && read_models.ok() ? 0 : 1;
}

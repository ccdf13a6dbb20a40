#include "ops/folder_options.h"

#include <CLI/CLI.hpp>

namespace ops {

DataFolder FolderOptions::folder() const {
  DataFolder folder = data_folder(data, anchor, keyring, secrets);
  folder.keyring_copy = keyring_copy;
  return folder;
}

void add_folder_options(CLI::App& command, FolderOptions& options) {
  command.add_option("--data", options.data, "Folder of the ledger")->required()->envname("DAICHO_DATA");
  command.add_option("--anchor-dir", options.anchor,
                     "Head anchor (default DATA/anchor); best on another disk");
  command.add_option("--keyring-dir", options.keyring,
                     "Keyring (default DATA/keyring); best on another disk");
  command.add_option("--keyring-copy-dir", options.keyring_copy, "Second medium of the keyring");
  command.add_option("--secrets-dir", options.secrets, "Private keys (default DATA/secrets)");
}

}  // namespace ops

// Folder options: --data and the flags that put anchor, keyring and secrets on other media; shared by the
// commands that open a ledger's files.
#pragma once

#include "ops/data_folder.h"

namespace CLI {
class App;
}

namespace ops {

struct FolderOptions {
  std::string data, anchor, keyring, keyring_copy, secrets;
  DataFolder folder() const;
};

void add_folder_options(CLI::App& command, FolderOptions& options);

}  // namespace ops

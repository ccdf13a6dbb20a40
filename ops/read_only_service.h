// ReadOnlyService: the composition of a ledger that is only read, for when recovery refuses to write it.
//
// Parts: verified store (read_only_store.h) → credentials → HTTP. No journal, no log key, no projections, no
// housekeeping; no file is written. The keyring is opened without repairing it and only to learn which
// certificate belongs to whom, then let go; when it can't be opened, only what needs no credential is
// answered. Appends, confidential reads and questions to the projections answer 503 service.read_only; reads
// are not recorded, so nothing whose reading must be recorded leaves. Threads: those of the HTTP door.
#pragma once

#include <memory>
#include <string>

#include "ledger/base/clock.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ops/service.h"

namespace ops {

class ReadOnlyService {
 public:
  // Of the options only folder, server and open_tiles matter. Errors of open_verified_store and of the
  // server.
  static ledger::Result<std::unique_ptr<ReadOnlyService>> start(const ServiceOptions& options,
                                                                const ledger::Clock& clock);
  ~ReadOnlyService();  // stops
  ReadOnlyService(const ReadOnlyService&) = delete;
  ReadOnlyService& operator=(const ReadOnlyService&) = delete;

  int port() const;
  const std::string& origin() const;
  ledger::TreeSize size() const;
  // Waits until request_stop(); always ok.
  ledger::Status wait();
  void request_stop();
  void stop();

 private:
  struct Parts;
  explicit ReadOnlyService(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace ops

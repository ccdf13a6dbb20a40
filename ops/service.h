// Service: the composition of a running ledger; the only place that knows all parts.
//
// A planned end leaves nothing to replay: after the last group both databases write out what memory holds.
// Start order: store → journal (recovery) → keyring → vault → admission → bindings of principals → projector
// → HTTP. Stop order: HTTP → denials → journal (last group) → projector (reaches the end) → keyring → store.
// Threads beside the HTTP door's own: one writer, one projector, one housekeeping. When journal or keyring
// closes itself after a write whose outcome is unknown, reads go on, /readyz turns red and wait() answers the
// reason, so that the process can exit non-zero and recovery decides at the next start. While the keyring has
// no room for a key /readyz is red, too; that ends by itself, in the same process.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "api/attachment_limits.h"
#include "api/httplib_server.h"
#include "ledger/base/clock.h"
#include "ledger/base/status.h"
#include "ledger/journal/disk_reserve.h"
#include "ops/data_folder.h"

namespace ops {

struct ServiceOptions {
  DataFolder folder;
  api::ServerOptions server;
  bool open_tiles = false;
  std::int64_t append_timeout_micros = 30'000'000;
  ledger::DiskReserveLimits reserve{512ULL << 20, 128ULL << 20};
  api::AttachmentLimits attachments{};
  std::uint64_t figures_memory_bytes = 0;  // of all questions about figures; 0: a part of the machine's
};

class Service {
 public:
  static ledger::Result<std::unique_ptr<Service>> start(const ServiceOptions& options,
                                                        const ledger::Clock& clock);
  ~Service();  // stops
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  int port() const;
  const std::string& origin() const;
  ledger::TreeSize size() const;
  // Waits until request_stop() or until the journal closed itself; ok in the first case.
  ledger::Status wait();
  // From any thread; async-signal-safe callers use a pipe of their own.
  void request_stop();
  // In stop order; idempotent.
  void stop();

 private:
  struct Parts;
  explicit Service(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace ops

// Acceptor: takes generator lines as a ledger would: parse, admit (signatures, fields), decide on a state in
// memory.
//
// For tests: real admission, real rules, real entries and leaf hashes; only storage and the vault are left
// out. Completes deferred lines from its own receipts, as `daicho append --demo-seed` does from the server's.
// Refusals are collected, not thrown. One thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/domain/decide.h"
#include "ledger/journal/admission.h"
#include "ops/generate/event_writer.h"
#include "security/attestor.h"
#include "security/signature.h"

namespace tests {

class Acceptor final : public ops::generate::LineSink, public ledger::EventSource {
 public:
  // Founds the ledger on the day of `founded`; events are recorded from `recording` on, a millisecond apart.
  Acceptor(std::string origin, std::string seed, ledger::UnixMicros founded, ledger::UnixMicros recording);
  ~Acceptor() override;

  static security::PrivateKey admin_key();

  ledger::Status write(std::string_view line) override;
  ledger::Result<std::optional<ledger::LoggedEvent>> find(const ledger::EventId& id) const override;

  const std::vector<std::string>& refusals() const { return refusals_; }
  // Planted violations by the rule that refused them as expected.
  const std::map<std::string, std::uint64_t>& planted() const { return planted_; }
  // Index paths of flags, with their net amounts.
  const std::map<std::string, std::int64_t>& flags() const { return flags_; }
  const std::map<std::string, std::uint64_t>& accepted() const { return accepted_; }  // by type
  std::uint64_t size() const { return position_; }
  const ledger::MemoryState& state() const { return state_; }
  // Entries as the tree hashes them: what an auditor has, without a disclosure.
  const std::vector<std::string>& entries() const { return entries_; }
  // Refusals by rules, and those of them that left a trace in the state.
  std::uint64_t refused() const { return refused_; }
  std::uint64_t spoiled() const { return spoiled_; }
  // Net amount of an index path, e.g. "figure/sessions/c40/2026/2026-04".
  std::int64_t figure(const std::string& path) const;
  // Reports as submitted: "c40/2026-04" → figures.
  const std::map<std::string, ledger::JsonValue>& reports() const { return reports_; }
  // Index amounts of each report's centre and month at the time of its closing.
  const std::map<std::string, std::map<std::string, std::int64_t>>& closed() const { return closed_; }
  // Names of `as`, and credentials by principal.
  const std::map<std::string, std::string>& credentials() const { return credentials_; }
  const std::map<std::string, std::uint64_t>& senders() const { return senders_; }
  std::int64_t last_occurred_micros() const { return last_occurred_micros_; }

 private:
  class NoVault;
  ledger::Status accept_line(std::string_view line);
  ledger::Status accept(const ledger::VerifiedEvent& event);
  ledger::Status found(ledger::UnixMicros founded);
  void remember(const ledger::VerifiedEvent& event, const ledger::IndexTerms& terms);

  const std::string origin_, seed_;
  security::OpenSslVerifier verifier_;
  std::unique_ptr<NoVault> vault_;
  security::Attestor attestor_;
  ledger::Admission admission_;
  ledger::MemoryState state_;
  std::unordered_map<ledger::EventId, ledger::LoggedEvent, ledger::EventIdHasher> log_;
  std::uint64_t position_ = 0;
  std::int64_t recorded_micros_;
  std::int64_t last_occurred_micros_ = 0;
  std::vector<std::string> refusals_, entries_;
  std::uint64_t refused_ = 0, spoiled_ = 0;
  std::map<std::string, std::uint64_t> accepted_, senders_, planted_;
  std::map<std::string, std::int64_t> flags_;
  std::map<std::string, std::int64_t> amounts_;
  std::map<std::string, ledger::JsonValue> reports_;
  std::map<std::string, std::map<std::string, std::int64_t>> closed_;
  std::map<std::string, std::string> credentials_;
};

}  // namespace tests

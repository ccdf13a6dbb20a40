// AccessLog: who read, searched or was refused what: the auditor's question, answered from public fields
// only.
//
// Place in the flow: folds record.viewed, record.searched, record.exported, auditlog.viewed, figure.viewed,
// access.denied, append.rejected, and the opening and review of emergency access; answers
// GET /v1/audit/access and /denials. A row is listed under its actor, its business, and each record it
// touched: the stream that `record` names and the streams of the events in `record_ids`. To know the latter
// it keeps the stream of every event that can be read as a record (all but those of the service itself);
// an id that the log before this position does not hold has no stream and is kept in the row only. Rows: 0x01
// ‖ position → row (begins as a timeline value); timelines 0x02 ‖ record, 0x03 ‖ business, 0x04 ‖ actor; 0x05
// ‖ event id → stream. Never search terms, never values.
#pragma once

#include "projections/timeline.h"

namespace projections {

class AccessLog final : public Projection {
 public:
  static constexpr std::string_view kName = "access_log";
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 3; }
  // Poison: access_log.record (a view without a record, or a record that is no stream id), access_log.segment
  // (actor or business), access_log.list (ids or classes that are no list of text, or too many).
  ledger::Status apply(const LogItem& item, OwnRows& own) const override;
};

enum class AccessKind : std::uint8_t {
  kViewed = 1,
  kSearched = 2,
  kLogViewed = 3,
  kDenied = 4,
  kExported = 5,
  kGlassBroken = 6,
  kGlassReviewed = 7,
  kRejected = 8,
  kFigureViewed = 9,
};
inline constexpr AccessKind kLastAccessKind = AccessKind::kFigureViewed;
// "viewed", "searched", "log_viewed", "denied", "exported", "break_glass", "break_glass_reviewed",
// "append_rejected", "figure_viewed".
std::string_view access_kind_name(AccessKind kind);

struct AccessRow {
  ledger::Position position;
  ledger::UnixMicros at;  // recorded_at
  AccessKind kind = AccessKind::kViewed;
  ledger::EventId event;
  std::string person, role, on_behalf_of, org, center;  // of the reader; empty: not given
  std::string purpose;
  std::string record;         // stream that was read
  std::string record_center;  // the record's centre
  std::string business;
  std::string consent_ref;
  std::string break_glass_ref;             // the emergency access that a view relied upon
  std::vector<std::string> record_ids;     // events returned
  std::vector<std::string> field_classes;  // "public", "confidential"
  std::string rule;                        // that refused
  std::string action;  // what was refused; of a log view: the kind of question; of emergency access: its id
  // Refusals that this row stands for; results of a search or a log view; rows of an export; else 1.
  std::int64_t count = 1;
  std::optional<ledger::Position> view_position;  // what the answer that was read reflected
  bool operator==(const AccessRow&) const = default;
};

// Empty members do not filter. The most selective one given drives the walk: record, business, actor, else
// all.
struct AccessFilter {
  ledger::StreamId record{};
  std::string business{};
  ledger::PersonId actor{};
  std::optional<AccessKind> kind{};
};

// Rows that meet the filter within the bounds; the list over all pages is complete as of `reflects` with
// respect to what was logged. A page examines at most kExaminedRowsMax rows, so under several filters it may
// be short although `more` is set. invalid_argument page.limit | page.cursor | access_log.record |
// access_log.segment; not_found, unavailable, data_loss as Snapshot::rows_of.
ledger::Result<Page<AccessRow>> access_rows(const Snapshot& snapshot, const AccessFilter& filter,
                                            const Bounds& bounds, const PageRequest& request);

}  // namespace projections

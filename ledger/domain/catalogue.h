// The event catalogue: every event type as a row of data, never as a class.
//
// Place in the flow: stateless checks (fields, types, units, classes, signers' way in) run against a row on
// the HTTP thread; the row's rule, effect and term ids tell decide.h what to run on the writer; sealing,
// documentation,
// `/v1/catalogue` and `daicho catalogue` read the same row. Rows are constants; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "ledger/base/status.h"
#include "ledger/event/sd_jwt.h"

namespace ledger {

enum class FieldKind : std::uint8_t {
  kId,          // segment: pseudonymous id or code from a register
  kEventRef,    // UUIDv7 of an event
  kCode,        // one of `codes`
  kCodeList,    // distinct members of `codes`
  kIdList,      // distinct segments
  kDate,        // YYYY-MM-DD
  kInstant,     // RFC 3339 with offset
  kYearMonth,   // YYYY-MM
  kFiscalYear,  // integer 2014..2100
  kMinutes,     // integer minutes within [min, max]
  kYen,         // integer yen within [min, max]
  kCount,       // integer within [min, max]
  kBool,
  kHash,             // 64 lower-case hex digits of SHA-256
  kKey,              // base64url of a raw public key
  kText,             // free text: confidential only
  kAttendees,        // list of {person_id, org_id, capacity}: pseudonymous
  kFigures,          // object: indicator id → integer
  kCorporateNumber,  // 13 digits with a valid check digit (programme 3.0): confidential only
  kStreamId,         // a stream id, e.g. "case/0198…"
  kOrigin,    // origin of a ledger: scheme-less URL, 1..128 printable ASCII characters without blank or '+'
  kSetting,   // integer within ±10^12 or a segment
  kBytes,     // base64url of min to max bytes
  kDocument,  // SHA-256 of a document kept elsewhere, or a reference to an attachment: confidential only
  kPapers,    // words about papers kept elsewhere, or a reference to an attachment: confidential only
};

enum class FieldClass : std::uint8_t {
  kPublic,        // in the log, not on the internet
  kConfidential,  // salted digest in the log, sealed value in the vault
};

// Whose data key seals a confidential field: "business/<id>", "person/<id>" and so on. `field` names the
// public field that holds the id; empty means the acting person. A kind that begins with '@' names the public
// field that holds the kind.
struct SubjectRef {
  std::string_view kind;   // "business", "person", "query", "@subject_kind"
  std::string_view field;  // e.g. "business_id"
};

struct FieldSpec {
  std::string_view name;
  FieldKind kind = FieldKind::kId;
  FieldClass field_class = FieldClass::kPublic;
  bool required = true;  // confidential fields always have a disclosure; an absent optional one is null
  std::span<const std::string_view> codes{};
  std::int64_t min = 0;
  std::int64_t max = 0;
  SubjectRef subject{};
  std::string_view label_ja{};
  std::string_view label_en{};
};

// Comparisons of several fields of one event, confidential ones included, that need no state.
using CrossCheck = Status (*)(const SignedEvent& event);

// Rules refuse, effects change decision state, both as small pure functions in a table; see rules.h and
// effects.h.
enum class RuleId : std::uint16_t;
enum class EffectId : std::uint16_t;
// What is stored and flagged rather than refused; see flags.h.
enum class FlagId : std::uint16_t;

// Where a type stands in the life of the thing that its stream tells about; both ends empty: the stream has
// no life cycle. The steps of one stream kind together are its life cycle.
struct LifeStep {
  std::span<const std::string_view> from{};  // stages in which it may happen; "": not begun
  std::string_view to{};                     // stage afterwards
  std::string_view keeps{};                  // public field whose value later rules ask for
  std::string_view until{};                  // public date that later rules ask for
};

enum class WayIn : std::uint8_t {
  kEither,      // author-signed or attested
  kAuthorOnly,  // its weight asks for the author's own signature
  kInternal,    // attested by the service itself
};

struct TypeSpec {
  std::string_view type{};
  std::uint16_t version = 1;
  std::string_view group{};        // one of the groups of codes.h, e.g. "consultation"
  std::string_view stream_kind{};  // "case"
  // What makes the rest of the stream id, comma-separated; "" = the fixed "main". A public field, or "@scope"
  // (sealing_scope) or "@month" (JST month of occurred_at).
  std::string_view stream_field{};
  std::span<const FieldSpec> fields{};
  // Roles that may act; empty: no role is needed, because the service itself records a fact about the actor.
  std::span<const std::string_view> signers{};
  // Roles whose signatures complete it; empty: effective at once. "party": the other party of the contract.
  std::span<const std::string_view> countersigners{};
  WayIn way_in = WayIn::kEither;
  std::span<const std::string_view> purposes{};
  std::span<const RuleId> rules{};
  std::span<const EffectId> effects{};
  // Index-term templates, e.g. "business/{business}" or "figure/sessions/{center}/{period:started_at}"; see
  // terms.h.
  std::span<const std::string_view> terms{};
  std::string_view retention{};  // retention class id of codes.h
  std::string_view label_ja{};
  std::string_view label_en{};
  std::string_view source{};  // seed file and section, e.g. "001 II.4"
  CrossCheck cross_check = nullptr;
  std::span<const FlagId> flags{};
  // Of a correction: the type whose facts it replaces; see corrections.h.
  std::string_view corrects{};
  LifeStep step{};
};

inline constexpr std::string_view kCatalogueVersion = "2026.1";

// All rows, grouped; order is the documentation order.
std::span<const TypeSpec* const> catalogue_rows();
// nullptr when there is no such type at that version.
const TypeSpec* find_type(std::string_view type, std::uint16_t version);
// nullptr when the type has no such field.
const FieldSpec* find_field(const TypeSpec& row, std::string_view name);

// Stateless checks of a complete event (all disclosures at hand) against its row: known type and version,
// stream kind and fields, each field's presence, kind, range and class, exactly one disclosure per
// confidential field, no confidential name in clear, purposes, way in. Errors carry pointers
// ("/data/minutes") and what would be right: event.unknown_type | field.unknown | field.missing | field.type
// | field.range | field.code | field.confidential | disclosure.missing | disclosure.surplus | event.stream |
// event.purpose | event.way_in.
Status check_fields(const SignedEvent& event);
// The same for a logged event whose disclosures are not at hand: only the number of digests is compared.
Status check_logged_fields(const Event& event);
// One value against its field; `pointer` is put into the error.
Status check_value(const FieldSpec& field, const JsonValue& value, std::string_view pointer);

// The stream that an event of this row belongs to, from its public fields, actor and time.
std::string expected_stream(const TypeSpec& row, const Event& event);
// "business/0198…" for a confidential field of this event; precondition: check_fields passed.
std::string subject_of(const FieldSpec& field, const Event& event);
// Centre, bureau or hq whose keys seal the event's fields: actor.center, else actor.org, else "hq".
std::string sealing_scope(const Event& event);

}  // namespace ledger

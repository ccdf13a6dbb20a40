// StateResources: which records make up a business, a case, a contract and so on, as a table.
//
// Place in the flow: the state routes answer by it; a new kind of record appears in an answer by one row
// here. The first part of a resource is the thing itself: without it there is no answer, and it decides who
// may ask. Every further part is shown to whoever may read its own class of data, else it is named as
// withheld. Constant data; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "security/policy.h"

namespace api {

enum class PartWay : std::uint8_t {
  kOne,     // the record whose key is the id
  kPrefix,  // the records whose keys begin with the id
  kLinked,  // the records that name the id (projections/record_kinds.h)
  kMerged,  // the businesses that are taken for one with this one (projections/merge_tree.h)
  kNewest,  // the newest event of each of the thing's streams "<stream_kind>/<id>/<indicator>"
};

struct StatePart {
  std::string_view name;    // member of the answer, and of the path where it is read on
  std::string_view record;  // kind of record; empty: events
  PartWay way = PartWay::kOne;
  char link = 0;  // kLinked: as what the id is named
  security::DataClass data_class = security::DataClass::kNone;
  bool shown = true;               // false: only says whether the thing exists and where it belongs
  std::string_view stream_kind{};  // of records named after a stream: those of this kind only
  std::string_view member{};       // kLinked: the member that must name the id; empty: any may
  bool made_by = false;            // each record brings the public facts of the event that made it
  std::string_view label_ja{};     // empty: the record's
  std::string_view label_en{};
};

struct StateResource {
  std::string_view kind;         // "case"; also the prefix of `daicho show` and of problem codes
  std::string_view path;         // "/v1/cases/"
  std::string_view stream_kind;  // whose streams tell its life; empty: none of its own
  bool recorded = false;         // asking is itself an event: an audit question (programme §5, question 4)
  std::span<const StatePart> parts{};
  std::string_view label_ja{};
  std::string_view label_en{};
};

std::span<const StateResource> state_resources();
// nullptr when there is none.
const StateResource* find_state_resource(std::string_view kind);
// nullptr when the resource shows no such part.
const StatePart* find_state_part(const StateResource& resource, std::string_view name);
// The resource whose path begins like this target's.
const StateResource* state_resource_of(std::string_view target);

// Records of one list that the answer about the whole thing shows; what is beyond is read on at the list's
// own path.
inline constexpr std::size_t kPartItemsMax = 100;

}  // namespace api

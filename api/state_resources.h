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
};

struct StatePart {
  std::string_view name;    // member of the answer
  std::string_view record;  // kind of record
  PartWay way = PartWay::kOne;
  char link = 0;  // kLinked: as what the id is named
  security::DataClass data_class = security::DataClass::kNone;
  bool shown = true;  // false: only says whether the thing exists and where it belongs
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
// The resource whose path begins like this target's.
const StateResource* state_resource_of(std::string_view target);

// Records of one part that an answer shows; what is beyond is said to be there ("more").
inline constexpr std::size_t kPartItemsMax = 100;

}  // namespace api

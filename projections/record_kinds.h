// RecordKinds: the records of decision state as named data: what each kind is called, how its key and members
// read as JSON, and which other things it names.
//
// Place in the flow: state_history asks which links a record has; the API and the command line write records
// by it. A kind is one row of the table in record_kinds.cc; a test fails when a record of decision state has
// none. Member names stand in the order of the struct's fields(): "name", "name>link" (its text names another
// thing), "name!" (bytes, written as base64url), "name(a,b)" (a struct or a list of them). Key parts the same
// way, and "name:day" for a day. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/json_value.h"

namespace projections {

// What a record can name. The letter is part of row keys: never reuse one.
inline constexpr char kLinkBusiness = 'u';
inline constexpr char kLinkCase = 'a';
inline constexpr char kLinkCenter = 'c';
inline constexpr char kLinkPerson = 'n';
inline constexpr char kLinkContract = 't';

struct RecordKind {
  char tag = 0;  // first byte of its keys
  std::string_view name{};
  std::string_view key{};      // names of the key's parts
  std::string_view members{};  // names of the record's members
  std::string_view label_ja{};
  std::string_view label_en{};
  // Reads `record` into (name, value) members; nullopt when it is no record of this kind. Set by the table.
  std::optional<ledger::JsonValue> (*read)(const RecordKind& kind, ledger::ByteView record) = nullptr;
};

std::span<const RecordKind> record_kinds();
// nullptr when there is none.
const RecordKind* find_record_kind(std::string_view name);
const RecordKind* kind_of_key(ledger::ByteView key);

// The record as an object: the parts of its key, then its members. Empty texts and ids, open ends and days
// that were never set are left out. nullopt when key or record are of no kind.
std::optional<ledger::JsonValue> record_value(ledger::ByteView key, ledger::ByteView record);

// Key of a kind whose key begins with these parts; precondition: no day among them. As a prefix of longer
// keys append 0x00.
ledger::Bytes record_key(const RecordKind& kind, std::initializer_list<std::string_view> parts);

struct RecordLink {
  char kind = 0;
  std::string id;
  bool operator==(const RecordLink&) const = default;
};
// What the record names: its members and key parts with a link. Nothing for an unknown record.
std::vector<RecordLink> links_of(ledger::ByteView key, ledger::ByteView record);

}  // namespace projections

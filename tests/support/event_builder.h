// EventBuilder: events without signatures, for tests of what comes after the signature.
//
// It takes public and confidential fields together, splits them by the catalogue row, and fills in what a
// test doesn't care about: purpose, stream, a null for every confidential field that is not given. Values;
// one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/json_reader.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/catalogue.h"
#include "ledger/event/disclosure.h"
#include "ledger/event/sd_jwt.h"

namespace tests {

// Distinct, reproducible event ids.
inline ledger::EventId numbered_event_id(std::uint64_t number) {
  std::array<std::uint8_t, 10> random{};
  for (std::size_t i = 0; i < 8; ++i) random[9 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return ledger::make_event_id(ledger::UnixMicros(1'750'000'000'000'000), random);
}

class EventBuilder {
 public:
  explicit EventBuilder(std::string_view type) {
    event_.aud = "ledger.test";
    event_.type = std::string(type);
    event_.data = ledger::JsonValue(ledger::JsonValue::Object{});
    at("2026-05-01T10:00:00+09:00");
  }

  EventBuilder& id(const ledger::EventId& id) {
    event_.id = id;
    return *this;
  }
  EventBuilder& by(std::string_view person, std::string_view role, std::string_view org,
                   std::string_view center) {
    event_.actor.person = ledger::PersonId(std::string(person));
    event_.actor.role = std::string(role);
    event_.actor.org = std::string(org);
    event_.actor.center = std::string(center);
    return *this;
  }
  EventBuilder& licence(std::string_view licence) {
    event_.actor.licence = std::string(licence);
    return *this;
  }
  EventBuilder& on_behalf_of(std::string_view person) {
    event_.actor.on_behalf_of = std::string(person);
    return *this;
  }
  EventBuilder& attested(std::string_view principal) {
    event_.attested_by = ledger::AttestedBy{ledger::PrincipalId(std::string(principal)), "mtls"};
    return *this;
  }
  EventBuilder& at(std::string_view occurred_at) {
    event_.occurred_at_text = std::string(occurred_at);
    const auto time = ledger::parse_rfc3339(occurred_at);
    if (time.ok()) event_.occurred_at = *time;
    return *this;
  }
  EventBuilder& purpose(std::string_view purpose) {
    event_.purpose = std::string(purpose);
    return *this;
  }
  EventBuilder& ref(std::string ref) {
    event_.refs.push_back(std::move(ref));
    return *this;
  }
  EventBuilder& version(std::uint16_t version) {
    event_.version = version;
    return *this;
  }
  // The stream's version that the author expects to find.
  EventBuilder& expect_version(std::uint64_t version) {
    event_.expected_version = ledger::StreamVersion(version);
    return *this;
  }
  EventBuilder& aud(std::string_view origin) {
    event_.aud = std::string(origin);
    return *this;
  }
  // Overrides the stream that follows from the fields.
  EventBuilder& stream(std::string_view stream) {
    stream_ = std::string(stream);
    return *this;
  }

  // Public or confidential, as the row says; unknown names go in clear.
  EventBuilder& set(std::string_view name, ledger::JsonValue value) {
    drop(name);
    fields_.emplace_back(std::string(name), std::move(value));
    return *this;
  }
  EventBuilder& set(std::string_view name, std::string_view text) {
    return set(name, ledger::JsonValue(text));
  }
  EventBuilder& set(std::string_view name, std::int64_t number) {
    return set(name, ledger::JsonValue(number));
  }
  EventBuilder& drop(std::string_view name) {
    std::erase_if(fields_, [&](const auto& field) { return field.first == name; });
    return *this;
  }

  ledger::Event build() const { return build_signed().event; }

  // With disclosures, but without payload and signature.
  ledger::SignedEvent build_signed() const {
    ledger::SignedEvent out;
    out.event = event_;
    const ledger::TypeSpec* row = ledger::find_type(event_.type, event_.version);
    for (const auto& [name, value] : fields_) {
      const ledger::FieldSpec* field = row == nullptr ? nullptr : ledger::find_field(*row, name);
      if (field == nullptr || field->field_class == ledger::FieldClass::kPublic)
        out.event.data.add(name, value);
    }
    if (row != nullptr) {
      add_disclosures(*row, out);
      if (out.event.purpose.empty()) out.event.purpose = std::string(row->purposes.front());
      out.event.stream = ledger::StreamId(ledger::expected_stream(*row, out.event));
    }
    if (!stream_.empty()) out.event.stream = ledger::StreamId(stream_);
    return out;
  }

 private:
  void add_disclosures(const ledger::TypeSpec& row, ledger::SignedEvent& out) const {
    for (const ledger::FieldSpec& field : row.fields) {
      if (field.field_class == ledger::FieldClass::kPublic) continue;
      ledger::JsonValue value;
      for (const auto& [name, given] : fields_) {
        if (name == field.name) value = given;
      }
      // The salt needs to be long and distinct within the event only.
      ledger::Bytes salt(16, '\x5a');
      salt[0] = static_cast<char>(out.disclosures.size());
      out.disclosures.push_back(ledger::make_disclosure(salt, field.name, value));
      out.event.sd_digests.push_back(out.disclosures.back().digest);
    }
  }

  ledger::Event event_;
  std::string stream_;
  std::vector<std::pair<std::string, ledger::JsonValue>> fields_;
};

}  // namespace tests

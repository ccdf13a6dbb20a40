// Goal: no row of any family, of the ledger or of its projections, holds a confidential value in clear.
// Method: all keys and rows are scanned, entries and their events decoded; the same scan over a ledger whose
// sealer does not encrypt must find the marker, so that a silent scan is known to be a seeing one.
#include <gtest/gtest.h>

#include "ledger/store/entry_codec.h"
#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

// Seals nothing: what the scan must notice.
class ClearSealer final : public ledger::Sealer {
 public:
  ledger::Result<std::vector<ledger::SealedRow>> seal(
      const ledger::EventId& id, const std::vector<ledger::SealRequest>& requests) override {
    std::vector<ledger::SealedRow> rows;
    for (const ledger::SealRequest& request : requests) {
      rows.push_back({id, request.disclosure->digest, request.disclosure->encoded, request.subject,
                      request.scope, ledger::Bytes(16, 'k')});
    }
    return rows;
  }
  ledger::Result<ledger::Bytes> attested_salt(const ledger::EventId&, std::string_view, std::string_view,
                                              std::string_view field) override {
    ledger::Bytes salt(ledger::kSaltBytesMin, 's');
    salt.replace(0, std::min<std::size_t>(4, field.size()), field.substr(0, 4));
    return salt;
  }
  ledger::Result<ledger::Bytes> seal_attachment(const ledger::EventId&, std::string_view, std::string_view,
                                                ledger::ByteView content) override {
    return ledger::Bytes(content);
  }
};

// Every spelling in which a row could hold the marker.
std::vector<std::string> spellings() {
  const std::string marker(kMarker);
  std::vector<std::string> all{marker, ledger::to_hex(marker)};
  for (std::size_t alignment = 0; alignment < 3; ++alignment) {
    std::string padded = std::string(alignment, '\0') + marker;
    padded.resize(padded.size() - padded.size() % 3);
    all.push_back(ledger::to_base64url(padded).substr(alignment == 0 ? 0 : 4));
  }
  return all;
}

void look_at(ledger::ByteView bytes, const std::string& where, std::vector<std::string>& found) {
  for (const std::string& spelling : spellings()) {
    if (bytes.find(spelling) != ledger::ByteView::npos) found.push_back(where);
  }
}

// Where the marker is, over all families of `kv`; entries are decoded down to the signed payload.
std::vector<std::string> scan(const ledger::Kv& kv, std::size_t families, bool is_ledger) {
  std::vector<std::string> found;
  std::size_t rows_count = 0;
  for (std::size_t number = 0; number < families; ++number) {
    const ledger::FamilyId family(static_cast<std::uint32_t>(number));
    const std::string name = "family " + std::to_string(number);
    const ledger::Status status = kv.scan(family, {}, {}, [&](ledger::ByteView key, ledger::ByteView value) {
      ++rows_count;
      look_at(key, name + " key", found);
      look_at(value, name + " row", found);
      if (!is_ledger || family != ledger::kEntries || key == ledger::kHeadKey) return true;
      const auto text = ledger::decode_stored_entry(value);
      EXPECT_TRUE(text.ok());
      const auto entry = ledger::parse_entry(*text);
      EXPECT_TRUE(entry.ok());
      const auto event = ledger::parse_logged_jws(entry->jws);
      EXPECT_TRUE(event.ok());
      look_at(*text, name + " entry", found);
      look_at(event->jws.payload, name + " payload", found);
      return true;
    });
    EXPECT_TRUE(status.ok()) << status.to_string();
  }
  EXPECT_GT(rows_count, families) << "the scan sees rows";
  return found;
}

TEST(Canary, NothingIsInClearInLedgerOrProjections) {
  ApiFixture fixture;
  EXPECT_EQ(fixture.post_event(fixture.business_text("b-2"), "gw-c40").status, 201);
  const api::Response read =
      fixture.get("/v1/streams/business/b-1?fields=all", "gw-c40", {{"daicho-purpose", "report"}});
  EXPECT_NE(read.body.find(kMarker), std::string::npos) << "the value is there, sealed";
  fixture.catch_up();
  EXPECT_EQ(scan(fixture.ledger.kv(), ledger::kLedgerFamilyCount, true), std::vector<std::string>());
  EXPECT_EQ(scan(*fixture.projection_kv, projections::family_names(fixture.registry).size(), false),
            std::vector<std::string>());
}

TEST(Canary, TheScanSeesASealerThatDoesNotEncrypt) {
  ApiFixture fixture;
  fixture.ledger.expect_damage();
  ClearSealer sealer;
  const security::Attestor attestor(private_key_of("attestor"));
  const ledger::Admission admission({std::string(kTestOrigin), fixture.ledger.verifier(), sealer, attestor});
  api::ApiContext context{std::string(kTestOrigin),
                          "test",
                          "",
                          false,
                          fixture.appender,
                          fixture.cell,
                          admission,
                          fixture.ledger.vault(),
                          fixture.authenticator,
                          fixture.projector.get(),
                          fixture.metrics,
                          fixture.ledger.clock()};
  api::DenialRecorder denials(context);
  api::Pipeline pipeline(context, denials);
  const api::Response response = response_of(pipeline.handle(request_of(
      "POST", "/v1/events", "gw-c40", {{"content-type", "application/json"}}, fixture.business_text("b-2"))));
  ASSERT_EQ(response.status, 201) << response.body;
  const std::vector<std::string> found = scan(fixture.ledger.kv(), ledger::kLedgerFamilyCount, true);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front(), "family " + std::to_string(ledger::kVault.value) + " row");
}

}  // namespace
}  // namespace tests

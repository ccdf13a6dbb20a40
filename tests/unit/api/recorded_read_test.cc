// Goal: read_recorded opens nothing before its access event is durable, and opens exactly what it recorded.
// Method: an unsealer that counts and checks the log's size at every opening, with and without a writer.
#include "api/recorded_read.h"

#include <gtest/gtest.h>

#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

// Remembers how large the ledger was whenever a field was opened.
class WatchingUnsealer final : public ledger::Unsealer {
 public:
  WatchingUnsealer(const ledger::Unsealer& real, const ApiFixture& fixture)
      : real_(real), fixture_(fixture) {}
  ledger::Result<std::string> open(const ledger::EventId& id, const ledger::Hash32& digest,
                                   ledger::ByteView sealed) const override {
    sizes.push_back(fixture_.size());
    if (!fault.ok()) return fault;
    return real_.open(id, digest, sealed);
  }
  ledger::Result<ledger::Bytes> open_attachment(const ledger::EventId& attachment,
                                                ledger::ByteView sealed) const override {
    sizes.push_back(fixture_.size());
    if (!fault.ok()) return fault;
    return real_.open_attachment(attachment, sealed);
  }
  mutable std::vector<std::uint64_t> sizes;
  ledger::Status fault;

 private:
  const ledger::Unsealer& real_;
  const ApiFixture& fixture_;
};

class RecordedReadTest : public ::testing::Test {
 protected:
  api::Call reading(std::string_view purpose = "report") {
    return {context,
            request,
            "request-id",
            {},
            fixture.call(request, "p-staff", "impl_staff", "gw-c40", purpose).caller,
            fixture.cell.load()};
  }
  ledger::Result<api::RecordedRead> read(const api::Call& call, std::size_t copies = 1) {
    std::vector<ledger::StoredEvent> events;
    const ledger::EventId id = *ledger::parse_event_id(fixture.business_events.front());
    for (std::size_t i = 0; i < copies; ++i) events.push_back(*ledger::event_by_id(*call.view, id));
    return api::read_recorded(call, ledger::StreamId("business/b-1"), std::move(events));
  }

  ApiFixture fixture;
  api::Request request = request_of("GET", "/");
  WatchingUnsealer unsealer{fixture.ledger.vault(), fixture};
  api::ApiContext context = fixture.context_with(unsealer);
};

TEST_F(RecordedReadTest, OpensAfterTheAccessEventIsInTheLog) {
  const std::uint64_t before = fixture.size();
  const auto got = read(reading());
  ASSERT_TRUE(got.ok()) << got.status().to_string();
  EXPECT_EQ(got->access.position.value, before);
  ASSERT_FALSE(unsealer.sizes.empty());
  for (const std::uint64_t size : unsealer.sizes) EXPECT_EQ(size, before + 1);
  ASSERT_EQ(got->events.size(), 1U);
  EXPECT_EQ(got->events.front().disclosures.size(), unsealer.sizes.size());
  EXPECT_TRUE(got->events.front().withheld.empty());
}

TEST_F(RecordedReadTest, OpensNothingWhenTheAccessCantBeRecorded) {
  fixture.close_writer();
  const auto got = read(reading());
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.status().reason(), "access.not_recorded");
  EXPECT_EQ(got.status().code(), ledger::StatusCode::kUnavailable);
  EXPECT_TRUE(unsealer.sizes.empty());
}

TEST_F(RecordedReadTest, AnUnknownOutcomeShowsNothingEither) {
  fixture.appender.refusal = ledger::deadline_exceeded("append.unknown", "the outcome is not known");
  EXPECT_EQ(read(reading()).status().reason(), "access.not_recorded");
  EXPECT_TRUE(unsealer.sizes.empty());
}

TEST_F(RecordedReadTest, TheWritersRefusalCounts) {
  fixture.appender.refusal = ledger::denied("role.missing", "not any more").by_rule("role.missing");
  const auto got = read(reading());
  EXPECT_EQ(got.status().reason(), "role.missing");
  EXPECT_TRUE(unsealer.sizes.empty());
}

TEST_F(RecordedReadTest, WhatIsRefusedIsRefusedBeforeTheLog) {
  const std::uint64_t before = fixture.size();
  EXPECT_EQ(read(reading("")).status().reason(), "purpose.missing");
  EXPECT_EQ(read(reading("audit")).status().reason(), "policy.denied");
  EXPECT_EQ(read(reading(), ledger::kAccessIdsMax + 1).status().reason(), "access.too_many");
  EXPECT_EQ(fixture.size(), before);
  EXPECT_TRUE(unsealer.sizes.empty());
}

TEST_F(RecordedReadTest, ErasedIsWithheldAndCorruptIsAnError) {
  unsealer.fault = ledger::not_found("vault.erased", "its key is gone");
  const auto erased = read(reading());
  ASSERT_TRUE(erased.ok());
  EXPECT_TRUE(erased->events.front().disclosures.empty());
  EXPECT_EQ(erased->events.front().withheld, erased->events.front().stored.signed_event.event.sd_digests);
  unsealer.fault = ledger::data_loss("vault.corrupt", "the tag does not fit");
  EXPECT_EQ(read(reading()).status().reason(), "vault.corrupt");
}

// Without a thread that waits: nothing is opened until the writer has said that the access is durable.
class ShowRecordedTest : public RecordedReadTest {
 protected:
  ledger::Result<api::Response> show(api::Call& call) {
    const ledger::EventId id = *ledger::parse_event_id(fixture.business_events.front());
    call.later = &later;
    return api::show_recorded(call, ledger::StreamId("business/b-1"), *ledger::event_by_id(*call.view, id),
                              [](const api::RecordedRead& read) -> ledger::Result<api::Response> {
                                api::Response response;
                                response.body = std::to_string(read.access.position.value) + " " +
                                                std::to_string(read.events.front().disclosures.size());
                                return response;
                              });
  }
  std::optional<api::Later<ledger::Result<api::Response>>> later;
};

TEST_F(ShowRecordedTest, OpensWhenItIsTold) {
  fixture.appender.later = true;
  const std::uint64_t before = fixture.size();
  api::Call call = reading();
  ASSERT_TRUE(show(call).ok());
  ASSERT_TRUE(later);
  bool told = false;
  later->waiting->notify([&] { told = true; });
  EXPECT_FALSE(told);
  EXPECT_TRUE(unsealer.sizes.empty());
  fixture.appender.deliver();
  EXPECT_TRUE(told);
  EXPECT_TRUE(unsealer.sizes.empty()) << "opened by whoever finishes";
  const auto response = later->finish();
  ASSERT_TRUE(response.ok()) << response.status().to_string();
  EXPECT_FALSE(unsealer.sizes.empty());
  EXPECT_EQ(response->body, std::to_string(before) + " " + std::to_string(unsealer.sizes.size()));
}

TEST_F(ShowRecordedTest, WhatIsNotKnownToBeDurableShowsNothing) {
  fixture.appender.later = true;
  api::Call call = reading();
  ASSERT_TRUE(show(call).ok());
  EXPECT_EQ(later->finish().status().reason(), "access.not_recorded");
  fixture.appender.deliver();
  fixture.appender.refusal = ledger::denied("role.missing", "not any more").by_rule("role.missing");
  ASSERT_TRUE(show(call).ok());
  fixture.appender.deliver();
  EXPECT_EQ(later->finish().status().reason(), "role.missing");
  EXPECT_TRUE(unsealer.sizes.empty());
}

TEST_F(ShowRecordedTest, WhoFindsNoPlaceWaits) {
  const std::uint64_t before = fixture.size();
  api::Call call = reading();
  const auto response = show(call);
  ASSERT_TRUE(response.ok());
  EXPECT_FALSE(later);
  EXPECT_EQ(response->body, std::to_string(before) + " " + std::to_string(unsealer.sizes.size()));
}

TEST_F(ShowRecordedTest, WhatIsRefusedWaitsForNothing) {
  fixture.appender.later = true;
  const std::uint64_t before = fixture.size();
  api::Call unpurposed = reading("");
  EXPECT_EQ(show(unpurposed).status().reason(), "purpose.missing");
  api::Call denied = reading("audit");
  EXPECT_EQ(show(denied).status().reason(), "policy.denied");
  EXPECT_FALSE(later);
  EXPECT_EQ(fixture.size(), before);
}

}  // namespace
}  // namespace tests

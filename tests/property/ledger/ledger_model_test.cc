// Goal: whatever is sent, in whatever groups, with retries, refusals, failed writes and restarts, the ledger
// is exactly the list of what was accepted. Method: random commands against a real ledger beside a model that
// is a vector; after every step the model's laws are checked, and a run in which some kind of command never
// occurred fails.
#include <array>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "ledger/journal/kv_state.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/verify.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/seeded_random.h"

namespace tests {
namespace {

using ledger::Position;
using ledger::Receipt;
using ledger::TreeSize;
using ledger::VerifiedEvent;
using Batch = ledger::Writer::Batch;

// What one element of a batch is meant to meet.
enum class Kind : std::size_t {
  kPolicy,         // valid, author-signed
  kPerson,         // valid, attested, sealed
  kVersioned,      // valid, with the right expected version
  kRetry,          // an earlier event again: its stored receipt
  kReusedId,       // an earlier id with another content
  kWrongVersion,   // a stale expected version
  kKnownPerson,    // forbidden by a rule
  kUnboundSender,  // a principal that may not speak for the person
  kStrangerKey,    // a key that was announced and never enrolled
  kTwiceInBatch,   // an id that stands in the batch already
  kCount,
};
// What else happens.
enum class Step : std::size_t {
  kGroup,
  kReopen,
  kLostWrite,
  kStoredWrite,
  kTimePasses,
  kClockBack,
  kCount,
};
constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::kCount);
constexpr std::size_t kSteps = static_cast<std::size_t>(Step::kCount);

bool is_valid(Kind kind) {
  return kind <= Kind::kRetry;
}

struct Element {
  Kind kind;
  VerifiedEvent event;
};

// The ledger as it should be.
struct Stored {
  ledger::EventId id;
  std::string entry;
  ledger::UnixMicros recorded_at;
};

class LedgerModel {
 public:
  explicit LedgerModel(std::uint64_t seed) : random_(seed) {
    for (std::uint64_t i = 0; i < ledger_.size(); ++i) {
      const auto stored = ledger::event_at(*ledger_.view(), Position(i));
      accepted_.push_back({stored->signed_event.event.id, stored->entry_text, stored->entry.recorded_at});
    }
    remember_head();
  }

  const SeededRandom& random() const { return random_; }

  void step() {
    const Step step = random_.one_in(3) ? static_cast<Step>(random_.below(kSteps)) : Step::kGroup;
    ++steps_[static_cast<std::size_t>(step)];
    switch (step) {
      case Step::kGroup:
        run_group(ledger::WriteFault::kNone);
        break;
      case Step::kReopen:
        reopen();
        break;
      case Step::kLostWrite:
        run_group(ledger::WriteFault::kFailsNothingStored);
        break;
      case Step::kStoredWrite:
        run_group(ledger::WriteFault::kFailsButStored);
        break;
      case Step::kTimePasses:
        ledger_.clock().advance(random_.between(0, 3'600'000'000));
        break;
      // Far below the jump that needs an operator, also summed up until the next group.
      case Step::kClockBack:
        ledger_.clock().jump_wall(-random_.between(0, 2'000'000));
        break;
      case Step::kCount:
        break;
    }
  }

  void check() {
    const auto view = ledger_.view();
    ASSERT_EQ(view->head.size.value, accepted_.size());
    ASSERT_EQ(view->last_recorded_at, accepted_.back().recorded_at);
    check_some_entries(*view);
    check_consistency(*view);
    const ledger::AuditReport report = ledger_.audit();
    for (const auto& finding : report.findings) ADD_FAILURE() << finding.invariant << " " << finding.message;
    ASSERT_EQ(report.root, view->head.root);
    ASSERT_EQ(report.disclosures_absent, 0U);
  }

  void expect_everything_occurred() const {
    for (std::size_t i = 0; i < kKinds; ++i) EXPECT_GT(kinds_[i], 0U) << "kind " << i << " never occurred";
    for (std::size_t i = 0; i < kSteps; ++i) EXPECT_GT(steps_[i], 0U) << "step " << i << " never occurred";
    EXPECT_GT(batches_accepted_, 0U);
    EXPECT_GT(batches_refused_, 0U);
    EXPECT_GT(signed_sizes_.size(), 10U);
  }

 private:
  // --- making commands ---
  Element make(Kind kind, std::uint64_t& version, const Batch& batch) {
    const std::int64_t value = random_.between(0, 1'000'000);
    switch (kind) {
      case Kind::kPolicy:
        ++version;
        return {kind, ledger_.signed_event(keep(ledger_.policy(value)))};
      case Kind::kVersioned:
        return {kind, ledger_.signed_event(keep(ledger_.policy(value).expect_version(version++)))};
      case Kind::kWrongVersion:
        return {kind,
                ledger_.signed_event(ledger_.policy(value).expect_version(version + 1 + random_.below(3)))};
      case Kind::kPerson:
        return {kind, ledger_.attested_event(keep(ledger_.person(new_person())))};
      case Kind::kKnownPerson:
        return {kind, ledger_.attested_event(ledger_.person("p-bureau"))};
      case Kind::kUnboundSender:
        return {kind, ledger_.attested_event(ledger_.person(new_person()), "gw2")};
      case Kind::kStrangerKey:
        return {kind, ledger_.signed_by_stranger(ledger_.person(new_person()), "stranger")};
      case Kind::kRetry:
        return {kind, again(random_.pick(sent_))};
      case Kind::kReusedId: {
        EventBuilder changed = random_.pick(sent_);
        return {kind, again(changed.at("2026-05-02T10:00:00+09:00"))};
      }
      default:
        return {Kind::kTwiceInBatch, batch[random_.below(batch.size())]};
    }
  }
  std::string new_person() { return "p-" + std::to_string(++persons_); }
  const EventBuilder& keep(const EventBuilder& builder) {
    made_.emplace(builder.build().id, builder);
    return made_.at(builder.build().id);
  }
  VerifiedEvent again(const EventBuilder& builder) {
    return builder.build().type == "person.registered" ? ledger_.attested_event(builder)
                                                       : ledger_.signed_event(builder);
  }

  // A batch that will be accepted, or refused because of exactly one element; `version` is the demo stream's.
  std::vector<Element> make_batch(std::uint64_t& version) {
    std::vector<Element> elements;
    Batch batch;
    std::set<ledger::EventId> ids;
    const std::uint64_t before = version;
    const std::size_t count = 1 + random_.below(5);
    const bool fails = random_.one_in(3);
    while (elements.size() < count) {
      const bool last = elements.size() + 1 == count;
      Kind kind = static_cast<Kind>(random_.below(static_cast<std::uint64_t>(Kind::kRetry) + 1));
      if (fails && last) {
        kind = static_cast<Kind>(random_.between(static_cast<std::int64_t>(Kind::kReusedId),
                                                 static_cast<std::int64_t>(Kind::kTwiceInBatch)));
      }
      const bool needs_sent = kind == Kind::kRetry || kind == Kind::kReusedId;
      if ((needs_sent && sent_.empty()) || (kind == Kind::kTwiceInBatch && batch.empty()))
        kind = Kind::kPolicy;
      Element element = make(kind, version, batch);
      // Two retries of one event in a batch would be a duplicate.
      if (kind != Kind::kTwiceInBatch && !ids.insert(element.event.event().id).second) continue;
      batch.push_back(element.event);
      elements.push_back(std::move(element));
    }
    if (!is_valid(elements.back().kind)) version = before;
    return elements;
  }

  // --- one group ---
  void run_group(ledger::WriteFault fault) {
    std::uint64_t version = demo_version();
    std::vector<std::vector<Element>> batches(1 + random_.below(3));
    std::vector<Batch> group;
    for (auto& elements : batches) {
      elements = make_batch(version);
      Batch batch;
      for (const Element& element : elements) {
        ++kinds_[static_cast<std::size_t>(element.kind)];
        batch.push_back(element.event);
      }
      group.push_back(std::move(batch));
    }
    if (fault != ledger::WriteFault::kNone) ledger_.kv().inject(fault);
    const ledger::Writer::Outcome outcome = ledger_.writer().commit(group);
    if (!outcome.fatal.ok()) {
      ASSERT_NE(fault, ledger::WriteFault::kNone) << outcome.fatal.to_string();
      ASSERT_EQ(outcome.fatal.reason(), "append.unknown");
    }
    const bool lost = !outcome.fatal.ok() && fault == ledger::WriteFault::kFailsNothingStored;
    if (!lost) take_over(batches, outcome);
    // A group that wrote nothing has not met the fault: reopening takes it away all the same.
    if (fault != ledger::WriteFault::kNone) reopen();
  }

  void take_over(const std::vector<std::vector<Element>>& batches, const ledger::Writer::Outcome& outcome) {
    const bool answered = outcome.fatal.ok();
    for (std::size_t b = 0; b < batches.size(); ++b) {
      const bool valid = is_valid(batches[b].back().kind);
      if (answered) {
        const ledger::Writer::Answer& answer = outcome.answers[b];
        ASSERT_EQ(answer.ok(), valid) << answer.status().to_string();
        valid ? ++batches_accepted_ : ++batches_refused_;
        if (valid) check_receipts(batches[b], *answer);
      }
      if (valid) store_batch(batches[b], answered ? &*outcome.answers[b] : nullptr);
    }
  }

  // Without an answer (an uncertain write that was stored) the entry texts are learnt at the reopening.
  void store_batch(const std::vector<Element>& elements, const ledger::Acknowledged* acknowledged) {
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const ledger::EventId& id = elements[i].event.event().id;
      if (elements[i].kind == Kind::kRetry) continue;
      sent_.push_back(made_.at(id));
      if (acknowledged == nullptr) {
        accepted_.push_back({id, {}, {}});
      } else {
        const ledger::Acknowledgement& ack = acknowledged->events[i];
        EXPECT_EQ(ack.position.value, accepted_.size()) << "positions are dense";
        EXPECT_GE(ack.recorded_at, accepted_.back().recorded_at);
        accepted_.push_back({id, ack.entry, ack.recorded_at});
      }
    }
    if (acknowledged != nullptr) remember_head();
  }

  void check_receipts(const std::vector<Element>& elements, const ledger::Acknowledged& acknowledged) {
    const auto receipts = ledger::make_receipts(acknowledged);
    ASSERT_TRUE(receipts.ok()) << receipts.status().to_string();
    for (std::size_t i = 0; i < receipts->size(); ++i) {
      const Receipt& receipt = (*receipts)[i];
      EXPECT_EQ(receipt.id, elements[i].event.event().id);
      EXPECT_EQ(receipt.stored_before, elements[i].kind == Kind::kRetry);
      EXPECT_EQ(ledger_.receipt_fault(receipt), "");
      if (receipt.stored_before) {
        EXPECT_EQ(accepted_.at(receipt.position.value).entry, receipt.entry);
      }
    }
  }

  void reopen() {
    const ledger::Status status = ledger_.reopen();
    ASSERT_TRUE(status.ok()) << status.to_string();
    ASSERT_EQ(ledger_.size(), accepted_.size());
    for (std::size_t i = 0; i < accepted_.size(); ++i) {
      Stored& one = accepted_[i];
      if (!one.entry.empty()) continue;
      const auto stored = ledger::event_at(*ledger_.view(), Position(i));
      ASSERT_TRUE(stored.ok());
      ASSERT_EQ(stored->signed_event.event.id, one.id);
      one.entry = stored->entry_text;
      one.recorded_at = stored->entry.recorded_at;
    }
    remember_head();
  }

  // --- laws ---
  std::uint64_t demo_version() const {
    const auto head = ledger::read_stream_head(*ledger_.view()->reader, ledger::StreamId("policy/demo"));
    return head.ok() && *head ? (*head)->version.value : 0;
  }
  void remember_head() { signed_sizes_[ledger_.view()->head.size.value] = ledger_.view()->head.root; }

  void check_some_entries(const ledger::LedgerView& view) {
    for (int i = 0; i < 4; ++i) {
      const std::uint64_t position = random_.below(accepted_.size());
      const auto stored = ledger::event_at(view, Position(position));
      ASSERT_TRUE(stored.ok()) << stored.status().to_string();
      ASSERT_EQ(stored->entry_text, accepted_[position].entry);
      const auto receipt = ledger::receipt_for(view, accepted_[position].id);
      ASSERT_TRUE(receipt.ok());
      ASSERT_EQ(receipt->position, Position(position));
      ASSERT_EQ(ledger_.receipt_fault(*receipt), "");
    }
  }

  void check_consistency(const ledger::LedgerView& view) {
    auto from = signed_sizes_.begin();
    std::advance(from, static_cast<std::ptrdiff_t>(random_.below(signed_sizes_.size())));
    const auto proof = ledger::consistency_between(view, TreeSize(from->first), view.head.size);
    ASSERT_TRUE(proof.ok()) << proof.status().to_string();
    const ledger::Status consistent = ledger::merkle::verify_consistency(
        TreeSize(from->first), view.head.size, from->second, view.head.root, *proof);
    ASSERT_TRUE(consistent.ok()) << consistent.to_string();
  }

  SeededRandom random_;
  LedgerFixture ledger_;
  std::vector<Stored> accepted_;
  std::vector<EventBuilder> sent_;  // of accepted events, for retries
  std::map<ledger::EventId, EventBuilder> made_;
  std::map<std::uint64_t, ledger::Hash32> signed_sizes_;
  std::uint64_t persons_ = 0;
  std::array<std::size_t, kKinds> kinds_{};
  std::array<std::size_t, kSteps> steps_{};
  std::size_t batches_accepted_ = 0;
  std::size_t batches_refused_ = 0;
};

TEST(LedgerProperty, TheLedgerIsTheListOfWhatWasAccepted) {
  LedgerModel model(20'260'603);
  SCOPED_TRACE(model.random().trace());
  std::printf("%s\n", model.random().trace().c_str());
  for (int i = 0; i < 120; ++i) {
    SCOPED_TRACE("step " + std::to_string(i));
    model.step();
    if (testing::Test::HasFailure()) return;
    model.check();
    if (testing::Test::HasFailure()) return;
  }
  model.expect_everything_occurred();
}

}  // namespace
}  // namespace tests

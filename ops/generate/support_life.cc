#include "ops/generate/support_life.h"

#include <algorithm>

#include "ops/generate/names.h"

namespace ops::generate {

namespace {

constexpr std::string_view kClause = "2025-02";
constexpr int kEvening = 18 * 3600;

}  // namespace

SupportLife::SupportLife(const CenterOffice& office, std::span<const CenterPlan> all, YearMonth month,
                         Random& random, Figures& figures)
    : office_(office), plan_(office.plan), all_(all), month_(month), random_(random), figures_(figures) {
  for (const Member& member : plan_.members) {
    if (member.from_fiscal_year > month.fiscal_year()) continue;
    if (member.role == "prod_lead") productivity_ = &member;
    if (second_ == nullptr && &member != &plan_.members.front()) second_ = &member;
  }
}

EventForm SupportLife::form(std::string_view type) {
  at_ = at_.plus_seconds(40);
  return EventForm(type, at_, plan_.member_actor(plan_.members.front()));
}

std::string SupportLife::write_as(std::string_view gateway, const EventForm& form) {
  return office_.writer.attested(gateway, form, random_);
}

WrittenEvent SupportLife::write(const EventForm& form) {
  return {write_as(plan_.gateway, form), form.data()};
}

WrittenEvent SupportLife::correct(std::string_view type, const WrittenEvent& original,
                                  std::string_view reason, const Changes& changes) {
  EventForm corrected = form(type);
  corrected.text("corrects", original.id).text("correction_reason", reason);
  for (const auto& [name, value] : original.data.as_object()) {
    const std::string& field = name;
    const auto change = std::find_if(changes.begin(), changes.end(),
                                     [&](const auto& changed) { return changed.first == field; });
    corrected.add(name, change == changes.end() ? value : change->second);
  }
  return write(corrected.text("correction_note", "転記の誤りを訂正"));
}

Specimens SupportLife::run(DayNumber day, std::optional<WrittenEvent>& past) {
  at_ = {day, kEvening};
  done_.support_org = plan_.support_orgs.front().id;
  if (second_ != nullptr) done_.second_member = second_->person;
  given_by_ = make_person_name(random_).name;
  match_and_merge();
  succeed_and_close();
  consents();
  consultation(past);
  referrals();
  provisions();
  phases();
  productivity_plan();
  ends();
  return std::move(done_);
}

WrittenEvent SupportLife::new_business(std::string_view kind, const std::string& number) {
  EventForm registered = form("business.registered");
  const bool corporation = kind == "corporation";
  const PersonName name = make_business_name(random_, corporation);
  registered.text("business_id", "b-" + new_id())
      .text("center_id", plan_.id)
      .text("kind", kind)
      .text("pref_code", plan_.facts->pref_code)
      .text("jsic_code", "I")
      .text("corporate_number_state", number.empty() ? "absent" : "given")
      .text("name", name.name)
      .text("kana", name.kana)
      .text("representative", given_by_);
  if (!number.empty()) registered.text("corporate_number", number);
  return write(registered);
}

void SupportLife::match_and_merge() {
  const std::string number = make_corporate_number(random_);
  const std::string surviving(new_business("corporation", number).data.text("business_id"));
  const std::string absorbed(new_business("corporation", "").data.text("business_id"));
  const std::string sole(new_business("sole_proprietor", "").data.text("business_id"));
  const JstTime looked_up = at_;
  EventForm verified("business.corporate_number_verified", at_.plus_seconds(10), plan_.staff_actor());
  write(verified.text("business_id", surviving)
            .text("source", "nta")
            .text("looked_up_at", looked_up.text())
            .text("number_finding", "equal")
            .text("corporate_number", number));
  const auto propose = [&](const std::string& other, std::string_view method) {
    return write(form("business.match_proposed")
                     .text("business_id", surviving)
                     .text("other_id", other)
                     .text("method", method)
                     .number("score", random_.between(600, 990))
                     .text("note", "電話番号と所在地が一致"))
        .id;
  };
  const std::string proposal = propose(absorbed, "tel");
  EventForm merged = form("business.merged");
  done_.merge = write(merged.text("business_id", surviving)
                          .text("absorbed_id", absorbed)
                          .text("number_relation", "one_absent")
                          .text("proposal", proposal)
                          .text("decided_at", merged.at().text())
                          .text("note", "代表者に確認済み"))
                    .id;
  propose(sole, "name_addr");
  write(form("business.match_rejected")
            .text("business_id", surviving)
            .text("other_id", sole)
            .text("reason", "different_business")
            .text("decided_on", today()));
  done_.surviving_business = surviving;
  done_.merged_business = absorbed;
  done_.sole_proprietor = sole;
  if (month_.month % 2 != 0) return;
  at_ = at_.plus_seconds(40);
  write_as(kHqGateway, EventForm("business.unmerged", at_, hq_actor())
                           .text("business_id", surviving)
                           .text("absorbed_id", absorbed)
                           .text("merge", done_.merge)
                           .text("reason", "different_business"));
  // What is planted needs a merge in effect.
  const std::string again = propose(absorbed, "manual");
  EventForm anew = form("business.merged");
  done_.merge = write(anew.text("business_id", surviving)
                          .text("absorbed_id", absorbed)
                          .text("number_relation", "unknown")
                          .text("proposal", again)
                          .text("decided_at", anew.at().text()))
                    .id;
}

void SupportLife::succeed_and_close() {
  done_.registration = new_business("corporation", "");
  done_.other_corporation = done_.registration.data.text("business_id");
  correct("business.corrected", done_.registration, "typing_error", {{"jsic_code", ledger::JsonValue("E")}});
  done_.predecessor = new_business("sole_proprietor", "").data.text("business_id");
  write(form("business.succeeded")
            .text("business_id", done_.predecessor)
            .text("successor_id", done_.other_corporation)
            .text("kind", "incorporation")
            .text("succeeded_on", today()));
  // Not decided yet.
  write(form("business.match_proposed")
            .text("business_id", done_.surviving_business)
            .text("other_id", done_.other_corporation)
            .text("method", "manual")
            .number("score", 400));
  const WrittenEvent profile = write(form("business.profile_updated")
                                         .text("business_id", done_.other_corporation)
                                         .text("as_of_on", today())
                                         .number("employees", 4));
  correct("business.profile_corrected", profile, "typing_error",
          {{"employees", ledger::JsonValue(std::int64_t{5})}});
  done_.closed_business = new_business("sole_proprietor", "").data.text("business_id");
  write(form("business.closed")
            .text("business_id", done_.closed_business)
            .text("closed_on", today())
            .text("reason", "retired"));
}

void SupportLife::consents() {
  done_.active_business =
      new_business("corporation", make_corporate_number(random_)).data.text("business_id");
  EventForm shared = form("consent.sharing_granted");
  done_.sharing = write(shared.text("business_id", done_.active_business)
                            .text("text_version", kClause)
                            .text("method", "paper")
                            .texts("clause_purposes", {"run_project", "survey_analysis"})
                            .texts("recipients", {"meti", "hq", "other_impl_body", "other_center"})
                            .text("given_at", shared.at().text())
                            .text("given_by", given_by_))
                      .id;
  EventForm referral = form("consent.referral_granted");
  done_.referral_consent = write(referral.text("business_id", done_.active_business)
                                     .text("recipient", done_.support_org)
                                     .texts("items", {"identity", "profile", "issue"})
                                     .text("method", "paper")
                                     .text("given_at", referral.at().text())
                                     .text("expires_on", date_text(at_.day + 180))
                                     .text("given_by", given_by_))
                               .id;
  for (const std::string_view medium : {"case_book", "website"}) {
    EventForm granted = form("consent.publication_granted");
    done_.publication_consent = write(granted.text("business_id", done_.active_business)
                                          .text("medium", medium)
                                          .text("method", "paper")
                                          .text("given_at", granted.at().text())
                                          .text("expires_on", date_text(at_.day + 365))
                                          .text("given_by", given_by_))
                                    .id;
    if (medium != "case_book") continue;
    EventForm withdrawn = form("consent.publication_withdrawn");
    write(withdrawn.text("business_id", done_.active_business)
              .text("medium", medium)
              .text("grant", done_.publication_consent)
              .text("withdrawn_at", withdrawn.at().text()));
  }
}

}  // namespace ops::generate

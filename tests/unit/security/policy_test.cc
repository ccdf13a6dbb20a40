// Goal: authorise() asks binding, role and purpose before any row, lets a deny win, and names what was
// missing. Method: a small programme of two centres in decision state, and one change at a time to a request
// that is allowed.
#include "security/policy.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_reader.h"
#include "ledger/domain/catalogue.h"
#include "tests/unit/security/policy_fixture.h"

namespace security {
namespace {

class PolicyTest : public testing::Test {
 protected:
  // A coordinator of c40 opens the narrative of a case that is assigned to them.
  AccessRequest assigned_read() const {
    AccessRequest request = programme_.request("co", Action::kReadConfidential, DataClass::kCaseNarrative);
    request.purpose = "support";
    request.center = "c40";
    request.business = "b-1";
    request.case_id = "case-of-co";
    return request;
  }
  Decision ask(const AccessRequest& request) const { return authorise(request, programme_.state()); }
  std::string rule(const AccessRequest& request) const {
    const Decision decision = ask(request);
    return std::string(decision.allowed ? "+" : "-") + std::string(decision.rule);
  }

  PolicyProgramme programme_;
};

TEST_F(PolicyTest, AnAssignedCoordinatorReads) {
  EXPECT_EQ(rule(assigned_read()), "+policy.co.case_narrative.assigned");
  EXPECT_FALSE(ask(assigned_read()).consent.has_value());
}

TEST_F(PolicyTest, OneThingMissing) {
  programme_.add_case("case-far", "b-1", "c13", "p-co");
  const struct {
    const char* name;
    void (*change)(AccessRequest&);
    const char* rule;
    const char* lacking;
  } rows[] = {
      {"unbound principal", [](AccessRequest& r) { r.principal.value = "pr-other"; },
       "-policy.principal_unbound", ""},
      {"no principal", [](AccessRequest& r) { r.principal.value.clear(); }, "-policy.principal_unbound", ""},
      {"another person", [](AccessRequest& r) { r.person.value = "p-cco"; }, "-policy.principal_unbound", ""},
      {"role not held", [](AccessRequest& r) { r.role = "cco"; }, "-policy.role_missing", ""},
      {"no role", [](AccessRequest& r) { r.role.clear(); }, "-policy.role_missing", ""},
      {"unknown role", [](AccessRequest& r) { r.role = "root"; }, "-policy.role_missing", ""},
      {"before the term", [](AccessRequest& r) { r.now = PolicyProgramme::before_terms(); },
       "-policy.role_missing", ""},
      {"after the term", [](AccessRequest& r) { r.now = PolicyProgramme::after_terms(); },
       "-policy.role_missing", ""},
      {"no purpose", [](AccessRequest& r) { r.purpose.clear(); }, "-policy.purpose_missing", ""},
      {"unknown purpose", [](AccessRequest& r) { r.purpose = "curiosity"; }, "-policy.purpose_missing", ""},
      {"foreign purpose", [](AccessRequest& r) { r.purpose = "audit"; }, "-policy.no_rule", "purpose"},
      {"no case", [](AccessRequest& r) { r.case_id.clear(); }, "-policy.no_rule", "assignment"},
      {"unknown case", [](AccessRequest& r) { r.case_id = "case-none"; }, "-policy.no_rule", "assignment"},
      {"a colleague's case", [](AccessRequest& r) { r.case_id = "case-of-nobody"; }, "-policy.no_rule",
       "assignment"},
      {"case of another centre", [](AccessRequest& r) { r.case_id = "case-far"; }, "-policy.no_rule",
       "assignment"},
      {"case of another business", [](AccessRequest& r) { r.business = "b-2"; }, "-policy.no_rule",
       "assignment"},
      {"centre not given", [](AccessRequest& r) { r.center.clear(); }, "-policy.no_rule", "scope"},
      {"unknown centre", [](AccessRequest& r) { r.center = "c99"; }, "-policy.no_rule", "scope"},
      {"another centre", [](AccessRequest& r) { r.center = "c13"; }, "-policy.no_rule", "consent"},
      {"no class", [](AccessRequest& r) { r.data_class = DataClass::kNone; }, "-policy.no_rule", ""},
      {"screening", [](AccessRequest& r) { r.data_class = DataClass::kScreening; }, "-policy.no_rule", ""},
      {"operations", [](AccessRequest& r) { r.action = Action::kOperations; }, "-policy.no_rule", ""},
  };
  for (const auto& row : rows) {
    AccessRequest request = assigned_read();
    row.change(request);
    EXPECT_EQ(rule(request), row.rule) << row.name;
    EXPECT_EQ(ask(request).lacking, row.lacking) << row.name;
  }
}

TEST_F(PolicyTest, SharingConsentIsReliedUponAndNamed) {
  AccessRequest request =
      programme_.request("bureau_officer", Action::kReadConfidential, DataClass::kCaseNarrative);
  request.purpose = "evaluation";
  request.center = "c40";
  request.business = "b-1";
  EXPECT_EQ(rule(request), "-policy.no_rule");
  EXPECT_EQ(ask(request).lacking, "consent");
  programme_.share("b-1", {"hq", "other_center"});
  EXPECT_EQ(rule(request), "-policy.no_rule");
  const ledger::EventId consent = programme_.share("b-1", {"hq", "meti"});
  const Decision decision = ask(request);
  EXPECT_EQ(decision.rule, "policy.bureau.case_narrative.shared");
  EXPECT_EQ(decision.consent, consent);
  request.business = "b-2";
  EXPECT_EQ(rule(request), "-policy.no_rule");
  request.business.clear();
  EXPECT_EQ(rule(request), "-policy.no_rule");
  request.business = "b-1";
  request.center = "c13";  // not in this bureau's prefectures
  EXPECT_EQ(rule(request), "-policy.no_rule");
  request.center = "c40";
  programme_.share("b-1", {"hq", "meti"}, ledger::ConsentState::kWithdrawn);
  EXPECT_EQ(rule(request), "-policy.no_rule");
  programme_.share("b-1", {"hq", "meti"}, ledger::ConsentState::kRefused);
  EXPECT_EQ(rule(request), "-policy.no_rule");
}

TEST_F(PolicyTest, AReferralOpensTheReferredBusinessOnly) {
  AccessRequest request = programme_.request("cco", Action::kReadConfidential, DataClass::kBusinessMaster);
  request.purpose = "referral";
  request.center = "c13";
  request.business = "b-1";
  EXPECT_EQ(rule(request), "-policy.no_rule");
  programme_.refer("b-1", "c27");
  EXPECT_EQ(rule(request), "-policy.no_rule");
  const ledger::EventId consent = programme_.refer("b-1", "c40");
  EXPECT_EQ(rule(request), "+policy.other_center.case.referred");
  EXPECT_EQ(ask(request).consent, consent);
  request.business = "b-2";
  EXPECT_EQ(rule(request), "-policy.no_rule");
  programme_.refer("b-2", "c40", PolicyProgramme::today() - 1);  // expired yesterday
  EXPECT_EQ(rule(request), "-policy.no_rule");
  programme_.refer("b-2", "c40", PolicyProgramme::today());
  EXPECT_EQ(rule(request), "+policy.other_center.case.referred");
  request.data_class = DataClass::kFinancials;
  EXPECT_EQ(rule(request), "-policy.no_rule");
}

TEST_F(PolicyTest, AReferralToWhereTheAskerNoLongerWorksOpensNothing) {
  programme_.hold("p-cco", "cco", "c40");
  programme_.also_held("p-cco", "cco", "c27");
  programme_.refer("b-1", "c27");
  AccessRequest request = programme_.request("cco", Action::kReadConfidential, DataClass::kBusinessMaster);
  request.purpose = "referral";
  request.center = "c13";
  request.business = "b-1";
  EXPECT_EQ(rule(request), "-policy.no_rule");
}

TEST_F(PolicyTest, DenyWinsOverEverything) {
  programme_.share("b-1", {"meti", "hq", "other_center", "other_impl_body"});
  programme_.open_emergency("g-1", "p-smea_officer");
  AccessRequest request =
      programme_.request("smea_officer", Action::kReadConfidential, DataClass::kCaseNarrative);
  request.purpose = "audit";
  request.center = "c40";
  request.business = "b-1";
  request.emergency = programme_.emergency("g-1", "p-smea_officer");
  EXPECT_EQ(rule(request), "-policy.smea.aggregate_only");
  AccessRequest append = programme_.request("auditor", Action::kAppendEvent, DataClass::kCaseNarrative);
  EXPECT_EQ(rule(append), "-policy.auditor.append.no_business");
  append.data_class = DataClass::kAccessLog;
  EXPECT_EQ(rule(append), "+policy.any.append");
}

TEST_F(PolicyTest, TheGlassIsBrokenFirst) {
  // Every consent in the world does not open a business to an auditor; an emergency access does.
  programme_.share("b-1", {"meti", "hq", "other_center", "other_impl_body"});
  for (const DataClass data_class :
       {DataClass::kBusinessMaster, DataClass::kCaseNarrative, DataClass::kFinancials}) {
    AccessRequest request = programme_.request("auditor", Action::kReadConfidential, data_class);
    request.purpose = "audit";
    request.center = "c40";
    request.business = "b-1";
    EXPECT_EQ(rule(request), "-policy.no_rule");
    EXPECT_EQ(ask(request).lacking, "break_glass");
    request.emergency = programme_.emergency("g-1", "p-auditor");
    EXPECT_EQ(rule(request), "-policy.no_rule") << "opened nowhere";
    programme_.open_emergency("g-1", "p-auditor");
    EXPECT_EQ(rule(request), "+policy.auditor.break_glass");
    EXPECT_EQ(ask(request).emergency, request.emergency->event);
    request.purpose = "evaluation";
    EXPECT_EQ(rule(request), "-policy.no_rule");
    request.purpose = "audit";
    request.business = "b-2";
    EXPECT_EQ(rule(request), "-policy.no_rule");
    request.business = "b-1";
    request.action = Action::kReadEvent;
    EXPECT_EQ(rule(request), "+policy.auditor.public");
    programme_.close_emergency("g-1");
  }
}

TEST_F(PolicyTest, WhoMayBreakTheGlassBesideAuditors) {
  const struct {
    const char* role;
    const char* center;
    const char* purpose;
    const char* rule;
  } rows[] = {
      {"sec_staff", "c40", "security", "+policy.overseer.break_glass"},
      {"hq_staff", "c40", "legal", "+policy.overseer.break_glass"},
      {"bureau_officer", "c40", "audit", "+policy.overseer.break_glass"},
      {"bureau_officer", "c13", "audit", "-policy.no_rule"},
      {"bureau_officer", "c40", "survey_analysis", "-policy.no_rule"},
      {"admin", "c40", "security", "-policy.admin.no_business"},
      {"co", "c40", "support", "-policy.no_rule"},
      {"mirror", "c40", "security", "-policy.mirror.no_fields"},
  };
  for (const auto& row : rows) {
    const std::string person = "p-" + std::string(row.role);
    programme_.open_emergency("g-" + person, person);
    AccessRequest request =
        programme_.request(row.role, Action::kReadConfidential, DataClass::kCaseNarrative);
    request.purpose = row.purpose;
    request.center = row.center;
    request.business = "b-1";
    request.emergency = programme_.emergency("g-" + person, person);
    request.emergency->center = row.center;
    EXPECT_EQ(rule(request), row.rule) << row.role << ' ' << row.center << ' ' << row.purpose;
    request.emergency.reset();
    EXPECT_EQ(rule(request).substr(0, 1), "-") << row.role;
  }
}

TEST_F(PolicyTest, CriticalOperationsNeedTwoAdministrators) {
  AccessRequest request = programme_.request("admin", Action::kOperationsCritical, DataClass::kNone);
  const struct {
    const char* second;
    const char* rule;
  } rows[] = {{"", "-policy.no_rule"},
              {"p-admin", "-policy.no_rule"},
              {"p-auditor", "-policy.no_rule"},
              {"p-nobody", "-policy.no_rule"},
              {"p-admin-2", "+policy.admin.operations.two_persons"}};
  for (const auto& row : rows) {
    request.second.value = row.second;
    EXPECT_EQ(rule(request), row.rule) << row.second;
  }
  request.second.value.clear();
  EXPECT_EQ(ask(request).lacking, "second_person");
  request.action = Action::kOperations;
  EXPECT_EQ(rule(request), "+policy.admin.operations");
}

TEST_F(PolicyTest, ASystemPrincipalSpeaksForItsPersonsOnly) {
  AccessRequest request = assigned_read();
  request.principal.value = "pr-gateway";
  EXPECT_EQ(rule(request), "-policy.principal_unbound");
  programme_.bind("pr-gateway", "p-co");
  EXPECT_EQ(rule(request), "+policy.co.case_narrative.assigned");
  request.person.value = "p-cco";
  EXPECT_EQ(rule(request), "-policy.principal_unbound");
}

class SickState final : public ledger::StateView {
 public:
  explicit SickState(const ledger::StateView& base) : base_(base) {}
  std::optional<ledger::Bytes> get(ledger::ByteView key) const override { return base_.get(key); }
  void scan(ledger::ByteView prefix, const Visitor& visit) const override { base_.scan(prefix, visit); }
  ledger::Status health() const override { return ledger::unavailable("kv.io", "no answer"); }

 private:
  const ledger::StateView& base_;
};

TEST_F(PolicyTest, AStateThatCannotBeReadAllowsNothing) {
  const SickState sick(programme_.state());
  const Decision decision = authorise(assigned_read(), sick);
  EXPECT_FALSE(decision.allowed);
  EXPECT_EQ(decision.rule, "policy.state_unavailable");
  const ledger::MemoryState empty;
  EXPECT_EQ(authorise(assigned_read(), empty).rule, "policy.principal_unbound");
}

TEST(PolicyNames, AreUnique) {
  std::set<std::string_view> actions, classes;
  for (std::size_t i = 0; i < kActionCount; ++i) actions.insert(action_name(static_cast<Action>(i)));
  for (std::size_t i = 0; i < kDataClassCount; ++i)
    classes.insert(data_class_name(static_cast<DataClass>(i)));
  EXPECT_EQ(actions.size(), kActionCount);
  EXPECT_EQ(classes.size(), kDataClassCount);
  EXPECT_EQ(action_name(Action::kOperationsCritical), "operations.critical");
  EXPECT_EQ(data_class_name(DataClass::kReport), "report");
}

TEST(DataClassOf, EveryTypeOfTheCatalogueHasAClass) {
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) {
    EXPECT_TRUE(data_class_of(row->type).has_value()) << row->type;
  }
  const struct {
    const char* type;
    DataClass data_class;
  } rows[] = {
      {"business.registered", DataClass::kBusinessMaster},
      {"business.financials_submitted", DataClass::kFinancials},
      {"consent.sharing_granted", DataClass::kConsent},
      {"session.held", DataClass::kCaseNarrative},
      {"advice.recorded", DataClass::kCaseNarrative},
      {"phase.transitioned", DataClass::kCaseNarrative},
      {"referral.made", DataClass::kCaseNarrative},
      {"joint_support.held", DataClass::kCaseNarrative},
      {"contract.concluded", DataClass::kContractFee},
      {"fee.paid", DataClass::kContractFee},
      {"appointment.approved", DataClass::kContractFee},
      {"monthly_report.submitted", DataClass::kReport},
      {"plan.submitted", DataClass::kReport},
      {"forum.held", DataClass::kReport},
      {"survey.answered", DataClass::kSurvey},
      {"secplan.submitted", DataClass::kRoster},
      {"roster.submitted", DataClass::kRoster},
      {"handler.listed", DataClass::kPerson},
      {"satellite.opened", DataClass::kLedger},
      {"record.exported", DataClass::kAccessLog},
      {"record.viewed", DataClass::kAccessLog},
      {"access.denied", DataClass::kAccessLog},
      {"person.registered", DataClass::kPerson},
      {"licence.issued", DataClass::kPerson},
      {"role.granted", DataClass::kPerson},
      {"principal.bound", DataClass::kPerson},
      {"key.enrolled", DataClass::kLedger},
      {"org.registered", DataClass::kLedger},
      {"ledger.genesis", DataClass::kLedger},
      {"policy.parameter_set", DataClass::kLedger},
  };
  for (const auto& row : rows) EXPECT_EQ(data_class_of(row.type), row.data_class) << row.type;
  for (const char* type : {"", "session", "session.held ", "nobody.knows", "business."}) {
    EXPECT_FALSE(data_class_of(type).has_value()) << type;
  }
}

TEST(WritePolicy, IsJsonWithEveryRow) {
  ledger::JsonWriter json;
  write_policy(json);
  auto tree = ledger::read_json(json.take());
  ASSERT_TRUE(tree.ok()) << tree.status().to_string();
  EXPECT_EQ(tree->text("default"), "policy.no_rule");
  ASSERT_EQ(tree->find("rows")->as_array().size(), policy_rows().size());
  const ledger::JsonValue& first = tree->find("rows")->as_array()[0];
  EXPECT_EQ(first.text("id"), policy_rows()[0].id);
  EXPECT_EQ(first.text("effect"), "allow");
  EXPECT_EQ(first.text("scope"), "own");
  EXPECT_EQ(first.find("roles")->as_array().size(), policy_rows()[0].roles.size());
}

}  // namespace
}  // namespace security

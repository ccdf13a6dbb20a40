// Goal: the table says what the visibility matrix of the programme says, cell by cell, and nothing beside it.
// Method: every role against every class, own centre and another, first with nothing in hand and then with
// assignment, own record and every consent; each answer is compared with a drawn matrix, so that one new row
// changes a letter here.
#include <gtest/gtest.h>
#include <set>
#include <vector>

#include "ledger/domain/codes.h"
#include "security/policy.h"
#include "tests/unit/security/policy_fixture.h"

namespace security {
namespace {

constexpr std::string_view kColumns[] = {"co",        "sub_cco",    "prod_supporter", "cco",
                                         "prod_lead", "impl_lead",  "impl_staff",     "bureau_officer",
                                         "hq_staff",  "hq_adviser", "smea_officer",   "auditor",
                                         "sec_staff", "admin",      "mirror"};

struct Case {
  Action action;
  std::string center;
  bool everything;  // assignment, own record, every consent
};

// One letter per column: 'Y' when at least one purpose is allowed.
std::string drawn(PolicyProgramme& programme, const Case& asked, DataClass data_class) {
  std::string line;
  for (const std::string_view role : kColumns) {
    bool allowed = false;
    for (const ledger::CodeSpec& purpose : ledger::purposes()) {
      AccessRequest request = programme.request(std::string(role), asked.action, data_class);
      request.purpose = std::string(purpose.code);
      request.center = asked.center;
      request.business = "b-1";
      request.subject = ledger::PersonId("p-nobody");
      if (asked.everything) {
        request.case_id = "case-" + std::string(role);
        programme.add_case(request.case_id, "b-1", asked.center, request.person.value);
        request.subject = request.person;
      }
      allowed = allowed || authorise(request, programme.state()).allowed;
    }
    line.push_back(allowed ? 'Y' : '.');
  }
  return line;
}

struct Line {
  DataClass data_class;
  const char* cells;
};

void expect_matrix(const Case& asked, std::span<const Line> lines) {
  PolicyProgramme programme;
  if (asked.everything) {
    programme.share("b-1", {"meti", "hq", "other_center", "other_impl_body"});
    programme.refer("b-1", "c40");
    programme.refer("b-1", "impl-40");
  }
  for (const Line& line : lines) {
    EXPECT_EQ(drawn(programme, asked, line.data_class), line.cells) << data_class_name(line.data_class);
  }
}

// Columns: co sub_cco prod_supporter | cco prod_lead | impl_lead impl_staff | bureau | hq_staff hq_adviser |
// smea | auditor | sec_staff | admin | mirror

TEST(PolicyMatrix, ConfidentialAtTheOwnCentreWithNothingInHand) {
  constexpr Line kLines[] = {
      {DataClass::kLedger, "YYYYYYYYYYYYYY."},         {DataClass::kPerson, "...YYYYYY..YYY."},
      {DataClass::kBusinessMaster, "YYYYYYY........"}, {DataClass::kCaseNarrative, "...YYYY........"},
      {DataClass::kFinancials, "...YYYY........"},     {DataClass::kConsent, "...YYYYYY..YY.."},
      {DataClass::kContractFee, ".....YYY...Y..."},    {DataClass::kScreening, ".......Y...Y..."},
      {DataClass::kSurvey, "........Y..Y..."},         {DataClass::kRoster, ".....YYY...YY.."},
      {DataClass::kAccessLog, "...........YY.."},      {DataClass::kReport, "...YYYYYY.YY..."},
      {DataClass::kNone, "..............."},
  };
  expect_matrix({Action::kReadConfidential, "c40", false}, kLines);
}

TEST(PolicyMatrix, ConfidentialAtTheOwnCentreWithEverything) {
  constexpr Line kLines[] = {
      {DataClass::kLedger, "YYYYYYYYYYYYYY."},         {DataClass::kPerson, "YYYYYYYYYYYYYY."},
      {DataClass::kBusinessMaster, "YYYYYYYYYY....."}, {DataClass::kCaseNarrative, "YYYYYYYYYY....."},
      {DataClass::kFinancials, "YYYYYYYYYY....."},     {DataClass::kConsent, "YYYYYYYYYY.YY.."},
      {DataClass::kContractFee, "YYYYYYYY...Y..."},    {DataClass::kScreening, ".......Y...Y..."},
      {DataClass::kSurvey, "........Y..Y..."},         {DataClass::kRoster, "YYY..YYY...YY.."},
      {DataClass::kAccessLog, "...........YY.."},      {DataClass::kReport, "...YYYYYY.YY..."},
      {DataClass::kNone, "..............."},
  };
  expect_matrix({Action::kReadConfidential, "c40", true}, kLines);
}

TEST(PolicyMatrix, ConfidentialAtAnotherCentreWithNothingInHand) {
  constexpr Line kLines[] = {
      {DataClass::kLedger, "YYYYYYYYYYYYYY."},         {DataClass::kPerson, "........Y..Y.Y."},
      {DataClass::kBusinessMaster, "..............."}, {DataClass::kCaseNarrative, "..............."},
      {DataClass::kFinancials, "..............."},     {DataClass::kConsent, "........Y..Y..."},
      {DataClass::kContractFee, "...........Y..."},    {DataClass::kScreening, "...........Y..."},
      {DataClass::kSurvey, "........Y..Y..."},         {DataClass::kRoster, "...........Y..."},
      {DataClass::kAccessLog, "...........Y..."},      {DataClass::kReport, "........Y.YY..."},
      {DataClass::kNone, "..............."},
  };
  expect_matrix({Action::kReadConfidential, "c13", false}, kLines);
}

TEST(PolicyMatrix, ConfidentialAtAnotherCentreWithEverything) {
  // Own contract, roster row and name go with the person, wherever the record is.
  constexpr Line kLines[] = {
      {DataClass::kLedger, "YYYYYYYYYYYYYY."},         {DataClass::kPerson, "YYYYYYYYYYYYYY."},
      {DataClass::kBusinessMaster, "YYYYYYY.YY....."}, {DataClass::kCaseNarrative, "YYYYYYY.YY....."},
      {DataClass::kFinancials, "........YY....."},     {DataClass::kConsent, "YYYYYYY.YY.Y..."},
      {DataClass::kContractFee, "YYYYY......Y..."},    {DataClass::kScreening, "...........Y..."},
      {DataClass::kSurvey, "........Y..Y..."},         {DataClass::kRoster, "YYY........Y..."},
      {DataClass::kAccessLog, "...........Y..."},      {DataClass::kReport, "........Y.YY..."},
      {DataClass::kNone, "..............."},
  };
  expect_matrix({Action::kReadConfidential, "c13", true}, kLines);
}

TEST(PolicyMatrix, PublicPartAtTheOwnCentreWithNothingInHand) {
  constexpr Line kLines[] = {
      {DataClass::kLedger, "YYYYYYYYYYYYYY."},         {DataClass::kPerson, "YYYYYYYYYY.YYY."},
      {DataClass::kBusinessMaster, "YYYYYYYYYY.Y..."}, {DataClass::kCaseNarrative, "YYYYYYYYYY.Y..."},
      {DataClass::kFinancials, "YYYYYYYYYY.Y..."},     {DataClass::kConsent, "YYYYYYYYYY.YY.."},
      {DataClass::kContractFee, ".....YYY...Y..."},    {DataClass::kScreening, ".......Y...Y..."},
      {DataClass::kSurvey, "........Y..Y..."},         {DataClass::kRoster, ".....YYY...YY.."},
      {DataClass::kAccessLog, "...YYYYYY..YY.."},      {DataClass::kReport, "YYYYYYYYYYYY..."},
      {DataClass::kNone, "..............."},
  };
  expect_matrix({Action::kReadEvent, "c40", false}, kLines);
  expect_matrix({Action::kReceipts, "c40", false}, kLines);
  // State is what public parts add up to; the access log is no part of it.
  std::vector<Line> state(std::begin(kLines), std::end(kLines));
  for (Line& line : state) {
    if (line.data_class == DataClass::kAccessLog) line.cells = "...............";
  }
  expect_matrix({Action::kReadState, "c40", false}, state);
}

TEST(PolicyMatrix, PublicPartAtAnotherCentre) {
  constexpr Line kNothing[] = {
      {DataClass::kLedger, "YYYYYYYYYYYYYY."},         {DataClass::kPerson, "........YY.Y.Y."},
      {DataClass::kBusinessMaster, "........YY.Y..."}, {DataClass::kCaseNarrative, "........YY.Y..."},
      {DataClass::kFinancials, "........YY.Y..."},     {DataClass::kConsent, "........YY.Y..."},
      {DataClass::kContractFee, "...........Y..."},    {DataClass::kScreening, "...........Y..."},
      {DataClass::kSurvey, "........Y..Y..."},         {DataClass::kRoster, "...........Y..."},
      {DataClass::kAccessLog, "........Y..Y..."},      {DataClass::kReport, "YYYYYYY.YYYY..."},
  };
  expect_matrix({Action::kReadEvent, "c13", false}, kNothing);
  std::vector<Line> state(std::begin(kNothing), std::end(kNothing));
  std::erase_if(state, [](const Line& line) { return line.data_class == DataClass::kAccessLog; });
  expect_matrix({Action::kReadState, "c13", false}, state);
  constexpr Line kEverything[] = {
      {DataClass::kBusinessMaster, "YYYYYYY.YY.Y..."}, {DataClass::kCaseNarrative, "YYYYYYY.YY.Y..."},
      {DataClass::kFinancials, "........YY.Y..."},     {DataClass::kConsent, "YYYYYYY.YY.Y..."},
      {DataClass::kContractFee, "YYYYY......Y..."},    {DataClass::kAccessLog, "YYY.....Y..Y..."},
  };
  expect_matrix({Action::kReadEvent, "c13", true}, kEverything);
}

TEST(PolicyMatrix, AccessLog) {
  constexpr Line kOwn[] = {{DataClass::kAccessLog, "...YYYYYY..YY.."},
                           {DataClass::kCaseNarrative, "..............."}};
  constexpr Line kSelf[] = {{DataClass::kAccessLog, "YYYYYYYYY..YY.."}};
  constexpr Line kFar[] = {{DataClass::kAccessLog, "........Y..Y..."}};
  constexpr Line kDenials[] = {{DataClass::kAccessLog, ".......YY..YY.."}};
  constexpr Line kDenialsFar[] = {{DataClass::kAccessLog, "........Y..Y..."}};
  expect_matrix({Action::kAuditAccess, "c40", false}, kOwn);
  expect_matrix({Action::kAuditAccess, "c40", true}, kSelf);
  expect_matrix({Action::kAuditAccess, "c13", false}, kFar);
  expect_matrix({Action::kAuditAccess, "nation", false}, kFar);
  expect_matrix({Action::kAuditDenials, "c40", true}, kDenials);
  expect_matrix({Action::kAuditDenials, "c13", false}, kDenialsFar);
}

TEST(PolicyMatrix, ActionsWithoutAClass) {
  const struct {
    Action action;
    const char* own;
    const char* far;
  } rows[] = {
      {Action::kLogMirror, "..............Y", "..............Y"},
      {Action::kLogProof, "YYYYYYYYYYYYYYY", "YYYYYYYYYYYYYYY"},
      {Action::kFigures, "YYYYYYYYYYYYY..", "YYYYYYYYYYYYY.."},
      {Action::kSecurityReport, ".....YYY...YY..", "...........Y..."},
      {Action::kPolicyRead, "YYYYYYYYYYYYYYY", "YYYYYYYYYYYYYYY"},
      {Action::kMetricsRead, "............YY.", "............YY."},
      {Action::kOperations, ".............Y.", ".............Y."},
      {Action::kOperationsCritical, "...............", "..............."},
      {Action::kAppendEvent, "...............", "..............."},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(action_name(row.action));
    const Line own[] = {{DataClass::kNone, row.own}};
    const Line far[] = {{DataClass::kNone, row.far}};
    expect_matrix({row.action, "c40", true}, own);
    expect_matrix({row.action, "c13", true}, far);
  }
}

TEST(PolicyMatrix, Appending) {
  constexpr Line kLines[] = {
      {DataClass::kBusinessMaster, "YYYYYYYYYYY.YY."}, {DataClass::kCaseNarrative, "YYYYYYYYYYY.YY."},
      {DataClass::kContractFee, "YYYYYYYYYYY.YY."},    {DataClass::kLedger, "YYYYYYYYYYYYYY."},
      {DataClass::kAccessLog, "YYYYYYYYYYYYYY."},
  };
  expect_matrix({Action::kAppendEvent, "c40", false}, kLines);
}

// ◐ cells: which purposes open them.
TEST(PolicyMatrix, PurposesOfLimitedCells) {
  const struct {
    const char* role;
    DataClass data_class;
    std::set<std::string_view> purposes;
  } rows[] = {
      {"co", DataClass::kCaseNarrative, {"support", "referral", "report"}},
      {"impl_staff", DataClass::kCaseNarrative, {"report", "evaluation", "legal", "administration"}},
      {"impl_lead", DataClass::kFinancials, {"report", "evaluation", "legal", "administration"}},
      {"bureau_officer",
       DataClass::kCaseNarrative,
       {"report", "evaluation", "survey_analysis", "legal", "audit"}},
      {"hq_staff", DataClass::kFinancials, {"support", "report", "evaluation", "survey_analysis"}},
      {"hq_adviser", DataClass::kCaseNarrative, {"support"}},
      {"auditor", DataClass::kConsent, {"audit"}},
      {"auditor", DataClass::kRoster, {"audit"}},
      {"sec_staff", DataClass::kConsent, {"security"}},
      {"sec_staff", DataClass::kRoster, {"security"}},
      {"impl_staff", DataClass::kRoster, {"security", "legal"}},
      {"admin", DataClass::kPerson, {"administration", "security"}},
      {"cco", DataClass::kReport, {"support", "referral", "report", "evaluation", "legal", "administration"}},
      {"impl_staff",
       DataClass::kReport,
       {"support", "referral", "report", "evaluation", "legal", "administration"}},
      {"bureau_officer", DataClass::kReport, {"report", "evaluation", "survey_analysis", "legal", "audit"}},
      {"hq_staff", DataClass::kReport, {"support", "report", "evaluation", "survey_analysis"}},
      {"smea_officer", DataClass::kReport, {"report", "evaluation"}},
      {"auditor", DataClass::kReport, {"audit"}},
      {"co", DataClass::kReport, {}},
      {"hq_adviser", DataClass::kReport, {}},
      {"sec_staff", DataClass::kReport, {}},
      {"admin", DataClass::kReport, {}},
      {"smea_officer", DataClass::kCaseNarrative, {}},
      {"auditor", DataClass::kFinancials, {}},
  };
  PolicyProgramme programme;
  programme.share("b-1", {"meti", "hq"});
  for (const auto& row : rows) {
    for (const ledger::CodeSpec& purpose : ledger::purposes()) {
      AccessRequest request = programme.request(row.role, Action::kReadConfidential, row.data_class);
      request.purpose = std::string(purpose.code);
      request.center = "c40";
      request.business = "b-1";
      request.case_id = "case-of-co";
      request.subject = ledger::PersonId("p-nobody");
      EXPECT_EQ(authorise(request, programme.state()).allowed, row.purposes.contains(purpose.code))
          << row.role << ' ' << data_class_name(row.data_class) << ' ' << purpose.code;
    }
  }
}

TEST(PolicyMatrix, HeadsSeeTheContractsOfTheirCoordinatorsOnly) {
  PolicyProgramme programme;
  const struct {
    const char* subject;
    const char* center;
    const char* rule;
  } rows[] = {
      {"p-co", "c40", "policy.cco.contract_fee.coordinators"},
      {"p-colleague", "c40", "policy.cco.contract_fee.coordinators"},
      {"p-cco", "c40", "policy.consultant.contract_fee.self"},
      {"p-prod_lead", "c40", "policy.no_rule"},
      {"p-impl_staff", "c40", "policy.no_rule"},
      {"p-far", "c40", "policy.no_rule"},
      {"p-far", "c13", "policy.no_rule"},
      {"p-co", "", "policy.no_rule"},
      {"", "c40", "policy.no_rule"},
  };
  for (const auto& row : rows) {
    AccessRequest request = programme.request("cco", Action::kReadEvent, DataClass::kContractFee);
    request.center = row.center;
    request.subject = ledger::PersonId(row.subject);
    EXPECT_EQ(authorise(request, programme.state()).rule, row.rule) << row.subject << ' ' << row.center;
  }
}

TEST(PolicyTable, RowsAreWellFormed) {
  std::set<std::string_view> ids;
  for (const PolicyRow& row : policy_rows()) {
    EXPECT_TRUE(row.id.starts_with("policy.")) << row.id;
    EXPECT_TRUE(ids.insert(row.id).second) << row.id;
    EXPECT_FALSE(row.roles.empty() || row.actions.empty() || row.classes.empty() || row.source.empty())
        << row.id;
    for (const std::string_view role : row.roles) {
      EXPECT_NE(ledger::find_code(ledger::roles(), role), nullptr) << row.id << ' ' << role;
    }
    for (const std::string_view purpose : row.purposes) {
      EXPECT_NE(ledger::find_code(ledger::purposes(), purpose), nullptr) << row.id << ' ' << purpose;
    }
    // A refusal must not hang on a fact that may be unreadable.
    if (row.effect == Effect::kDeny) {
      EXPECT_EQ(row.reach, Reach::kAnywhere) << row.id;
      EXPECT_EQ(row.condition, Condition::kNone) << row.id;
      EXPECT_TRUE(row.purposes.empty()) << row.id;
    }
  }
}

}  // namespace
}  // namespace security

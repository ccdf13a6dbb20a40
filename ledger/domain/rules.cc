#include "ledger/domain/rules.h"

#include <array>

#include "ledger/base/check.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/rule_table.h"

namespace ledger {

namespace {

constexpr std::size_t kRuleCount = static_cast<std::size_t>(RuleId::kCount);
constexpr RuleId kUniversal[] = {RuleId::kTimeFuture, RuleId::kLicenceOwn, RuleId::kOnBehalf,
                                 RuleId::kRefsKnown};

std::array<RuleSpec, kRuleCount> join_rules() {
  std::array<RuleSpec, kRuleCount> table{};
  for (const auto part : {support_rules(), life_cycle_rules(), admin_rules(), mandate_rules(),
                          planning_rules(), evidence_rules()}) {
    for (const RuleSpec& rule : part) table[static_cast<std::size_t>(rule.id)] = rule;
  }
  for (std::size_t i = 0; i < table.size(); ++i) {
    LEDGER_CHECK(table[i].check != nullptr && static_cast<std::size_t>(table[i].id) == i);
  }
  return table;
}

// "minutes" names a data member; what begins with a slash is a pointer already.
std::string pointer_of(std::string_view where) {
  return where.starts_with('/') ? std::string(where) : "/data/" + std::string(where);
}

Status check_rule(RuleId id, const RuleContext& context) {
  const RuleSpec& rule = rule_spec(id);
  const Verdict verdict = rule.check(context);
  if (verdict.ok()) return Status();
  if (!verdict.failure().ok()) return verdict.failure();
  Status refusal = Status(rule.status, rule.code, std::string(rule.message_en))
                       .at(pointer_of(verdict.where()))
                       .want(verdict.expected())
                       .by_rule(std::string(rule.name));
  if (const auto& ruling = verdict.ruling()) {
    const std::string set_by = ruling->event ? format_event_id(*ruling->event) : std::string();
    return std::move(refusal).by_parameter({ruling->name, ruling->value, set_by});
  }
  return refusal;
}

}  // namespace

std::span<const RuleSpec> rule_table() {
  static const std::array<RuleSpec, kRuleCount> table = join_rules();
  return table;
}

const RuleSpec& rule_spec(RuleId id) {
  LEDGER_CHECK(id < RuleId::kCount);
  return rule_table()[static_cast<std::size_t>(id)];
}

std::span<const RuleId> universal_rules() {
  return kUniversal;
}

Status check_rules(const RuleContext& context, std::optional<RuleId> without) {
  for (const auto ids : {universal_rules(), context.row.rules}) {
    for (const RuleId id : ids) {
      if (id == without) continue;
      LEDGER_TRY(check_rule(id, context));
    }
  }
  return Status();
}

}  // namespace ledger

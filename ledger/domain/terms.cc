#include "ledger/domain/terms.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "ledger/base/check.h"
#include "ledger/base/time.h"
#include "ledger/domain/category_values.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/flags.h"
#include "ledger/domain/records.h"
#include "ledger/domain/roles.h"
#include "ledger/index/path.h"

namespace ledger {

namespace {

constexpr std::string_view kSessionDate = "@session";
constexpr std::string_view kResolvedDate = "@resolved";
constexpr std::string_view kConfirmedDate = "@confirmed";
constexpr std::string_view kLate = "late:";
constexpr std::string_view kFigure = "figure/";
// Conditions about the issue named by issue_id.
constexpr std::string_view kIssueConditions[] = {"counted", "excluded", "resolved", "confirmed"};
// Of those, which also ask for the event's new category.
constexpr std::string_view kCategoryConditions[] = {"gains", "loses"};
constexpr std::string_view kFamilies[] = {"access", "denied", "business", "stream",  "type",      "figure",
                                          "fee",    "cost",   "consent",  "key",     "provision", "merge",
                                          "role",   "policy", "flag",     "erasure", "security"};

std::string_view take_until(std::string_view& rest, char end) {
  const std::size_t at = rest.find(end);
  const std::string_view head = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return head;
}

template <std::size_t kSize>
bool is_one_of(std::string_view text, const std::string_view (&list)[kSize]) {
  return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

// Guard, path and amounts of one template; views into it.
struct Parts {
  std::string_view guard, path, plus, minus;
};

Parts split(std::string_view text) {
  Parts parts;
  if (text.starts_with('[')) {
    text.remove_prefix(1);
    parts.guard = take_until(text, ']');
  }
  parts.path = take_until(text, '=');
  parts.plus = take_until(text, ',');
  parts.minus = text;
  return parts;
}

// Resolves placeholders of one event; centre and business are looked up at most once.
class Expander {
 public:
  explicit Expander(const TermContext& context) : context_(context) {}

  bool guard_holds(std::string_view guard) {
    while (!guard.empty()) {
      const std::string_view condition = take_until(guard, ',');
      if (!condition_holds(condition)) return false;
    }
    return true;
  }

  // false: a placeholder has no value.
  bool expand(std::string_view path, std::string& out) {
    while (!path.empty()) {
      const std::size_t open = path.find('{');
      out += path.substr(0, open);
      if (open == std::string_view::npos) return true;
      path.remove_prefix(open + 1);
      if (!append_value(take_until(path, '}'), out)) return false;
    }
    return true;
  }

  std::uint64_t amount(std::string_view text, std::uint64_t otherwise) {
    if (text.empty()) return otherwise;
    if (!text.starts_with('{')) return parse_decimal(text).value_or(0);
    const std::int64_t number = context_.event.number(text.substr(1, text.size() - 2));
    LEDGER_CHECK(number >= 0);
    return static_cast<std::uint64_t>(number);
  }

 private:
  bool condition_holds(std::string_view condition) {
    if (condition.starts_with(kLate)) {
      const auto date = date_of(condition.substr(kLate.size()));
      return date && month_closed(context_.state, center(), year_month(*date));
    }
    if (is_one_of(condition, kIssueConditions)) {
      const auto record = issue();
      if (!record) return false;
      if (condition == "resolved") return record->resolved;
      if (condition == "confirmed") return record->outcome_confirmed;
      return counts(*record) == (condition == "counted");
    }
    if (is_one_of(condition, kCategoryConditions)) {
      const auto record = issue();
      if (!record) return false;
      const bool will = counts_as_resolved(context_.state, context_.event.text("to"), record->resolved_on);
      return record->counted != will && will == (condition == "gains");
    }
    if (condition == "joint") {
      const auto session = find(context_.state, session_record(context_.event.text("session_id")));
      return session && session->joint;
    }
    const std::string_view field = take_until(condition, '=');
    return context_.event.text(field) == condition;
  }

  // Judged anew by whatever says when the issue was resolved; else what was decided then.
  bool counts(const IssueRecord& issue) const {
    const std::string_view resolved_on = context_.event.text("resolved_on");
    if (resolved_on.empty() || context_.takes_back) return issue.counted;
    return counts_as_resolved(context_.state, issue.category, day_of(resolved_on));
  }

  std::optional<IssueRecord> issue() const {
    return find(context_.state, issue_record(context_.event.text("issue_id")));
  }

  std::optional<CivilDate> date_of(std::string_view name) const {
    if (name == kResolvedDate || name == kConfirmedDate) {
      const auto record = issue();
      if (!record) return std::nullopt;
      return civil_from_days(name == kResolvedDate ? record->resolved_on : record->outcome_on);
    }
    if (name == kSessionDate) {
      const auto session = find(context_.state, session_record(context_.event.text("session_id")));
      if (!session) return std::nullopt;
      return jst_date(session->started_at);
    }
    const std::string_view text = context_.event.text(name);
    if (const auto date = parse_date(text)) return date;
    const auto time = parse_rfc3339(text);
    if (!time.ok()) return std::nullopt;
    return jst_date(*time);
  }

  bool append_date(std::string_view form, std::string_view name, std::string& out) const {
    const auto date = date_of(name);
    if (!date) return false;
    if (form != "ym") out += std::to_string(fiscal_year(*date));
    if (form == "period") out += '/';
    if (form != "fy") out += year_month(*date);
    return true;
  }

  bool append_value(std::string_view name, std::string& out) {
    if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
      return append_date(name.substr(0, colon), name.substr(colon + 1), out);
    }
    const std::size_t before = out.size();
    if (name == "center") {
      out += center();
    } else if (name == "business") {
      if (!business_) business_ = business_of(context_.state, context_.event);
      out += *business_;
    } else if (name == "actor") {
      out += context_.event.actor.person.value;
    } else if (name == "scope") {
      out += sealing_scope(context_.event);
    } else if (name == "rym") {
      out += jst_year_month(context_.recorded_at);
    } else {
      out += context_.event.text(name);
    }
    return out.size() > before;
  }

  // Of the business that the headquarters or a bureau act upon.
  std::string registering_center() const {
    const auto business = find(context_.state, business_record(context_.event.text("business_id")));
    return business ? business->center : std::string();
  }

  const std::string& center() {
    if (!center_) {
      center_ = center_of(context_.state, context_.row, context_.event);
      if (center_->empty()) center_ = context_.event.actor.center;
      if (center_->empty()) center_ = registering_center();
      if (center_->empty()) center_ = sealing_scope(context_.event);
    }
    return *center_;
  }

  const TermContext& context_;
  std::optional<std::string> center_, business_;
};

bool is_date_field(const TypeSpec& row, std::string_view name) {
  if (name == kResolvedDate || name == kConfirmedDate) return find_field(row, "issue_id") != nullptr;
  if (name == kSessionDate) return find_field(row, "session_id") != nullptr;
  const FieldSpec* field = find_field(row, name);
  return field != nullptr && field->field_class == FieldClass::kPublic &&
         (field->kind == FieldKind::kDate || field->kind == FieldKind::kInstant);
}

bool is_placeholder(const TypeSpec& row, std::string_view name) {
  if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
    const std::string_view form = name.substr(0, colon);
    return (form == "period" || form == "fy" || form == "ym") && is_date_field(row, name.substr(colon + 1));
  }
  if (name == "center" || name == "actor" || name == "scope" || name == "rym") return true;
  if (name == "business") {
    return find_field(row, "business_id") != nullptr || find_field(row, "case_id") != nullptr ||
           find_field(row, "referral_id") != nullptr;
  }
  const FieldSpec* field = find_field(row, name);
  return field != nullptr && field->field_class == FieldClass::kPublic &&
         (field->kind == FieldKind::kId || field->kind == FieldKind::kCode ||
          field->kind == FieldKind::kStreamId || field->kind == FieldKind::kYearMonth);
}

bool is_condition(const TypeSpec& row, std::string_view condition) {
  if (condition.starts_with(kLate)) return is_date_field(row, condition.substr(kLate.size()));
  if (is_one_of(condition, kIssueConditions)) return find_field(row, "issue_id") != nullptr;
  if (is_one_of(condition, kCategoryConditions)) {
    return find_field(row, "issue_id") != nullptr && find_field(row, "to") != nullptr;
  }
  if (condition == "joint") return find_field(row, "session_id") != nullptr;
  const FieldSpec* field = find_field(row, take_until(condition, '='));
  return field != nullptr && field->field_class == FieldClass::kPublic &&
         std::find(field->codes.begin(), field->codes.end(), condition) != field->codes.end();
}

bool is_amount(const TypeSpec& row, std::string_view amount) {
  if (amount.empty() || parse_decimal(amount)) return true;
  if (!amount.starts_with('{') || !amount.ends_with('}')) return false;
  const FieldSpec* field = find_field(row, amount.substr(1, amount.size() - 2));
  return field != nullptr && field->field_class == FieldClass::kPublic && field->required &&
         field->min >= 0 &&
         (field->kind == FieldKind::kYen || field->kind == FieldKind::kMinutes ||
          field->kind == FieldKind::kCount);
}

// The terms whose path begins with `family`.
void expand_templates(const TermContext& context, std::span<const std::string_view> templates,
                      std::string_view family, IndexTerms& terms) {
  Expander expander(context);
  for (const std::string_view text : templates) {
    const Parts parts = split(text);
    if (!parts.path.starts_with(family) || !expander.guard_holds(parts.guard)) continue;
    IndexTerm term;
    term.path.reserve(64);
    if (!expander.expand(parts.path, term.path)) continue;
    term.plus = expander.amount(parts.plus, 1);
    term.minus = expander.amount(parts.minus, 0);
    terms.push_back(std::move(term));
  }
}

// Replaced figures under minus, new ones under plus; what stays the same is left out.
void add_corrected_figures(const TermContext& context, IndexTerms& terms) {
  if (context.replaced == nullptr || context.row.corrects.empty()) return;
  const TypeSpec* corrected = find_type(context.row.corrects, 1);
  LEDGER_CHECK(corrected != nullptr);
  const TermContext before{*context.replaced, *corrected, context.recorded_at, context.state, nullptr, true};
  const TermContext after{context.event, *corrected, context.recorded_at, context.state};
  IndexTerms figures;
  expand_templates(before, corrected->terms, kFigure, figures);
  for (IndexTerm& term : figures) std::swap(term.plus, term.minus);
  expand_templates(after, corrected->terms, kFigure, figures);
  terms.insert(terms.end(), figures.begin(), figures.end());
  terms = canonical_terms(std::move(terms));
  std::erase_if(
      terms, [](const IndexTerm& term) { return term.path.starts_with(kFigure) && term.plus == term.minus; });
}

// "figure/<indicator>/<centre>/<fiscal year>/<yyyy-mm>" of a closed month: the restatement's flag.
std::optional<std::string> restatement_of(const TermContext& context, std::string_view path) {
  if (!path.starts_with(kFigure)) return std::nullopt;
  path.remove_prefix(kFigure.size());
  take_until(path, '/');
  const std::string_view center = take_until(path, '/');
  take_until(path, '/');
  if (!month_closed(context.state, center, path)) return std::nullopt;
  std::string flag = "flag/";
  flag.append(flag_spec(FlagId::kMonthRestated).name).append("/").append(center).append("/").append(path);
  return flag;
}

void add_flags(const TermContext& context, IndexTerms& terms) {
  IndexTerms flags;
  const auto raise = [&](std::string path) {
    const auto same = [&](const IndexTerm& term) { return term.path == path; };
    if (std::none_of(flags.begin(), flags.end(), same)) flags.push_back({std::move(path), 1, 0});
  };
  for (const IndexTerm& term : terms) {
    if (context.row.corrects.empty() && term.minus == 0) continue;
    if (auto flag = restatement_of(context, term.path)) raise(std::move(*flag));
  }
  Expander expander(context);
  for (const FlagId id : context.row.flags) {
    const FlagSpec& flag = flag_spec(id);
    LEDGER_CHECK(flag.raised != nullptr);
    std::string path = "flag/";
    path.append(flag.name).append("/");
    if (flag.raised(context) && expander.expand("{center}/{rym}", path)) raise(std::move(path));
  }
  terms.insert(terms.end(), flags.begin(), flags.end());
}

}  // namespace

void add_generic_terms(const TermContext& context, IndexTerms& terms) {
  const Event& event = context.event;
  if (event.type.starts_with("ledger.") || event.type.starts_with("timestamp.")) return;
  terms.push_back({"stream/" + event.stream.value, 1, 0});
  terms.push_back({"type/" + event.type + "/" + jst_year_month(context.recorded_at), 1, 0});
}

void add_row_terms(const TermContext& context, IndexTerms& terms) {
  IndexTerms own;
  expand_templates(context, context.row.terms, "", own);
  add_corrected_figures(context, own);
  add_flags(context, own);
  terms.insert(terms.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
}

std::optional<std::string> check_template(const TypeSpec& row, std::string_view text) {
  const Parts parts = split(text);
  std::string_view guard = parts.guard;
  while (!guard.empty()) {
    const std::string_view condition = take_until(guard, ',');
    if (!is_condition(row, condition)) return "condition " + std::string(condition);
  }
  std::string sample;
  std::string_view path = parts.path;
  while (!path.empty()) {
    sample += take_until(path, '{');
    if (path.empty()) break;
    const std::string_view name = take_until(path, '}');
    if (!is_placeholder(row, name)) return "placeholder " + std::string(name);
    sample += 'x';
  }
  if (!is_index_path(sample)) return "path " + sample;
  std::string_view rest = sample;
  const std::string_view family = take_until(rest, '/');
  if (std::find(std::begin(kFamilies), std::end(kFamilies), family) == std::end(kFamilies)) {
    return "family " + std::string(family);
  }
  if (!is_amount(row, parts.plus)) return "amount " + std::string(parts.plus);
  if (!is_amount(row, parts.minus)) return "amount " + std::string(parts.minus);
  return std::nullopt;
}

}  // namespace ledger

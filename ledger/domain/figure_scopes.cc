#include "ledger/domain/figure_scopes.h"

#include <algorithm>
#include <set>

#include "ledger/domain/codes.h"
#include "ledger/domain/records.h"

namespace ledger {

namespace {

constexpr int kPrefectureCount = 47;  // JIS X 0401: "01" to "47"

struct Established {
  std::string id;
  CenterRecord center;
};

std::vector<Established> established(const StateView& state) {
  std::vector<Established> found;
  for (int code = 1; code <= kPrefectureCount; ++code) {
    const char digits[] = {static_cast<char>('0' + code / 10), static_cast<char>('0' + code % 10)};
    const auto prefecture = find(state, prefecture_record(std::string_view(digits, sizeof digits)));
    if (!prefecture) continue;
    if (auto center = find(state, center_record(prefecture->center))) {
      found.push_back({prefecture->center, *std::move(center)});
    }
  }
  return found;
}

bool belongs(const Established& one, std::string_view kind, std::string_view name) {
  if (kind == "center") return one.id == name;
  if (kind == "prefecture") return one.center.pref_code == name;
  return kind == "bureau" && one.center.bureau == name;
}

}  // namespace

std::vector<std::string> centers_of_scope(const StateView& state, std::string_view scope) {
  const std::size_t colon = scope.find(':');
  const std::string_view name = colon == scope.npos ? std::string_view() : scope.substr(colon + 1);
  std::vector<std::string> centers;
  for (const Established& one : established(state)) {
    if (scope == kScopeNation || belongs(one, scope.substr(0, colon), name)) centers.push_back(one.id);
  }
  std::sort(centers.begin(), centers.end());
  return centers;
}

std::vector<std::string> bureaus_of_centers(const StateView& state) {
  std::set<std::string> bureaus;
  for (const Established& one : established(state)) bureaus.insert(one.center.bureau);
  return {bureaus.begin(), bureaus.end()};
}

std::optional<ScopeClosing> scope_closing(const StateView& state, std::string_view scope,
                                          std::string_view year_month) {
  ScopeClosing closing;
  for (const std::string& center : centers_of_scope(state, scope)) {
    if (const auto report = find(state, report_record(center, year_month))) {
      closing.cut_off = std::max(closing.cut_off, report->cut_off);
      closing.closings.push_back(report->closed);
      continue;
    }
    const auto months = find(state, month_record(center));
    if (!months || months->last_closed < year_month) return std::nullopt;
  }
  if (closing.closings.empty()) return std::nullopt;
  return closing;
}

}  // namespace ledger

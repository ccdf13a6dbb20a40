// Programme tables: the facts of the programme that the generator rests on.
//
// Sources: the 47 centres and their implementing bodies (003 table 10, April 2024), staff and qualifications
// (003 table 11), ceilings of the seven Kyushu centres (001 V.3), focus fields (001 I.2(4)), share of sales
// growth among the issues of FY2023 (press). The spread of the 1,026 coordinators over the centres and the
// shares of the other categories are not published: ours, plausible, with the right sums. Constants; any
// thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ops::generate {

enum class BodyKind : std::uint8_t {
  kFoundation,   // 公益財団法人
  kFederation,   // 商工会連合会: the name says it
  kChamber,      // 商工会議所: the name says it
  kAssociation,  // 一般社団法人
};

struct CentreFacts {
  std::string_view pref_code;  // JIS X 0401
  std::string_view prefecture;
  std::string_view body;  // without the legal form
  BodyKind kind;
  std::string_view bureau;  // id in bureau_table()
  int coordinators;         // sub-chiefs included, the chief not
};

struct BureauFacts {
  std::string_view id;
  std::string_view name;
};

// Thousand yen, fiscal year 2025.
struct CeilingFacts {
  std::string_view pref_code;
  std::int64_t total;
  std::int64_t initial_budget;        // of FY2025
  std::int64_t supplementary_budget;  // of FY2024
};

// Self-declared, several per person.
struct QualificationFacts {
  std::string_view name;
  int chiefs;
  int coordinators;
};

struct CategoryShare {
  std::string_view code;  // of issue.identified
  std::string_view label;
  int per_mille;
  bool counted;            // as a resolved issue (003 footnote 7)
  std::string_view focus;  // focus field that it belongs to; empty: none
};

inline constexpr int kChiefs = 47;
inline constexpr int kCoordinators = 1026;
inline constexpr std::int64_t kIssuesPerYear = 400'000;
inline constexpr int kCeilingFiscalYear = 2025;

std::span<const CentreFacts> centre_table();
std::span<const BureauFacts> bureau_table();
std::span<const CeilingFacts> ceiling_table();
std::span<const QualificationFacts> qualification_table();
std::span<const std::string_view> focus_field_table();
std::span<const CategoryShare> category_table();

// nullptr when there is none.
const CentreFacts* find_centre(std::string_view pref_code);
const BureauFacts* find_bureau(std::string_view id);
const CeilingFacts* find_ceiling(std::string_view pref_code);

// "公益財団法人 …"
std::string full_name(const CentreFacts& centre);

}  // namespace ops::generate

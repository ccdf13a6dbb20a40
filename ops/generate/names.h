// Names: invented people, businesses and texts; nobody and nothing real.
//
// Surnames are joined from parts that no register holds together, addresses lie in a town that does not
// exist, and corporate numbers carry a valid check digit over a base that begins with 99, where no registry
// issues any. Each call draws from the given random numbers; any thread that owns them.
#pragma once

#include <string>
#include <string_view>

#include "ops/generate/programme_tables.h"
#include "ops/generate/random.h"

namespace ops::generate {

struct PersonName {
  std::string name;
  std::string kana;
};
PersonName make_person_name(Random& random);

// `corporation`: with a legal form; else a shop's or founder's name.
PersonName make_business_name(Random& random, bool corporation);

std::string make_address(Random& random, std::string_view prefecture);
std::string make_telephone(Random& random);
// 13 digits with a valid check digit.
std::string make_corporate_number(Random& random);

std::string make_matter(Random& random, const CategoryShare& category);
std::string make_summary(Random& random, const CategoryShare& category, int minutes);
std::string make_advice(Random& random, const CategoryShare& category, std::string_view qualification);

// By the shares of the table.
const CategoryShare& draw_category(Random& random);
// By the qualifications of chiefs or coordinators.
const QualificationFacts& draw_qualification(Random& random, bool chief);

}  // namespace ops::generate

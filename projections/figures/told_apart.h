// ToldApart: what the values stated in clear tell together, so that no further one lets out a number that
// rests on few businesses.
//
// Place in the flow: whoever fixes a figure over confidential inputs asks it whether the value may stand in
// the log in clear, and tells it of every value that does. A sum is a set of addends, each one business's
// number, known by what it rests on. Addends that stand in exactly the same stated sums form a group; nobody
// outside tells them from each other. A group is large when it is of k businesses or more.
//
// The rule: as many stated sums must be independent of each other over the large groups alone as over all of
// them. Then every combination of stated sums, of however many, of whatever scopes and months, that is not
// nothing has a large group in it: one that had none would depend on the others over the large groups and not
// over all. So no difference of values stated in clear rests on fewer than k businesses. What is computed is
// a rank, modulo a prime: a dependence among whole numbers is one there, too, so nothing is missed.
// Ownership: holds copies. Threads: one. Cost: one elimination over sums × groups of a measure.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace projections::figures {

struct Addend {
  std::string business;  // whose it is, merged into another or not
  std::string basis;     // the events that the number rests on: of one measure, equal bases are one number
  // False: of an erased business, which may have stood in the sum; it makes no group large.
  bool is_certain = true;
};
struct Sum {
  std::string_view measure;  // a literal
  std::vector<Addend> addends;
};

class ToldApart {
 public:
  // Root of a business today: those that were merged since count as one.
  using RootOf = std::function<std::string_view(std::string_view business)>;

  // Whether the sums may be stated together, beside all that were: nothing rests on few businesses that did
  // not before.
  bool may_state(const std::vector<Sum>& sums, std::size_t least, const RootOf& root_of) const;
  // The sums are stated; also of values that were stated before anybody asked.
  void state(const std::vector<Sum>& sums);

 private:
  using SumIds = std::vector<std::uint32_t>;  // ascending
  struct Standing {
    std::string business;
    bool is_certain = true;
    SumIds in;
  };
  using Standings = std::unordered_map<std::string, Standing>;  // by basis
  using Group = std::set<std::string_view>;                     // its certain businesses
  using Groups = std::map<SumIds, Group>;

  void add_groups(const Standings& standings, const Standings& added, const RootOf& root_of,
                  Groups& groups) const;
  std::map<std::string_view, Standings> by_measure(const std::vector<Sum>& sums) const;

  std::map<std::string_view, Standings> stated_;  // by measure
  std::uint32_t next_sum_ = 0;
};

}  // namespace projections::figures

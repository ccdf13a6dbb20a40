#include "ops/generate/names.h"

#include "ledger/base/check.h"

namespace ops::generate {

namespace {

struct Part {
  std::string_view written;
  std::string_view read;
};
constexpr Part kFront[] = {{"霧", "キリ"},   {"雪", "ユキ"},   {"月", "ツキ"},     {"星", "ホシ"},
                           {"虹", "ニジ"},   {"露", "ツユ"},   {"霜", "シモ"},     {"苔", "コケ"},
                           {"嵐", "アラシ"}, {"霞", "カスミ"}, {"暁", "アカツキ"}, {"雫", "シズク"}};
constexpr Part kBack[] = {{"ヶ泉", "ガイズミ"}, {"乃浜", "ノハマ"}, {"之渡", "ノワタリ"}, {"ヶ峰", "ガミネ"},
                          {"乃森", "ノモリ"},   {"之灘", "ノナダ"}, {"ヶ坂", "ガサカ"},   {"乃里", "ノサト"},
                          {"之滝", "ノタキ"},   {"ヶ洲", "ガス"}};
constexpr Part kGiven[] = {{"一登", "カズト"},   {"澄音", "スミネ"}, {"文乃", "フミノ"}, {"健弥", "ケンヤ"},
                           {"千歩", "チホ"},     {"直輝", "ナオキ"}, {"葉月", "ハヅキ"}, {"光太", "コウタ"},
                           {"真帆", "マホ"},     {"令司", "レイジ"}, {"茜", "アカネ"},   {"悠里", "ユウリ"},
                           {"宗助", "ソウスケ"}, {"実咲", "ミサキ"}};
constexpr std::string_view kSyllables[] = {"ミ", "ロ", "タ", "ナ", "ク", "ソ", "レ",
                                           "ヌ", "ハ", "ワ", "ユ", "メ", "ト", "リ"};
constexpr Part kTrades[] = {{"製作所", "セイサクショ"}, {"食品", "ショクヒン"}, {"工務店", "コウムテン"},
                            {"商店", "ショウテン"},     {"運輸", "ウンユ"},     {"酒造", "シュゾウ"},
                            {"印刷", "インサツ"},       {"農園", "ノウエン"},   {"デザイン", "デザイン"},
                            {"旅館", "リョカン"}};
constexpr Part kForms[] = {
    {"株式会社", "カブシキガイシャ"}, {"有限会社", "ユウゲンガイシャ"}, {"合同会社", "ゴウドウガイシャ"}};

constexpr std::string_view kMatters[] = {"について相談したい。", "の進め方を知りたい。",
                                         "の見直しを考えている。", "で困っている。"};
constexpr std::string_view kPoints[] = {"現状を聞き取り、強みを整理した。",
                                        "数字を確認し、課題を言葉にした。", "前回からの取組を確認した。",
                                        "顧客の声をもとに次の一手を話し合った。"};
constexpr std::string_view kAdvices[] = {
    "優先順位を決め、来月までに一つ試すこと。", "原価を商品別に出して比べること。",
    "対象の客層を一つに絞ること。", "記録を付けて次回に持参すること。", "既存の取引先に聞き取りをすること。"};

std::string number(std::int64_t value) {
  return std::to_string(value);
}

std::string digits(Random& random, std::size_t count) {
  std::string text;
  while (text.size() < count) text += static_cast<char>('0' + random.below(10));
  return text;
}

}  // namespace

PersonName make_person_name(Random& random) {
  const Part& front = random.pick(kFront);
  const Part& back = random.pick(kBack);
  const Part& given = random.pick(kGiven);
  PersonName name;
  name.name.append(front.written).append(back.written).append(" ").append(given.written);
  name.kana.append(front.read).append(back.read).append(" ").append(given.read);
  return name;
}

PersonName make_business_name(Random& random, bool corporation) {
  std::string word;
  const std::int64_t syllables = random.between(3, 4);
  for (std::int64_t i = 0; i < syllables; ++i) word += random.pick(kSyllables);
  const Part& trade = random.pick(kTrades);
  PersonName name;
  if (corporation) {
    const Part& form = random.pick(kForms);
    name.name = form.written;
    name.kana = form.read;
  }
  name.name.append(word).append(trade.written);
  name.kana.append(word).append(trade.read);
  return name;
}

std::string make_address(Random& random, std::string_view prefecture) {
  return std::string(prefecture) + "架空市見本町" + number(random.between(1, 9)) + "-" +
         number(random.between(1, 40)) + "-" + number(random.between(1, 30));
}

std::string make_telephone(Random& random) {
  return "0000-00-" + digits(random, 4);
}

std::string make_corporate_number(Random& random) {
  const std::string base = "99" + digits(random, 10);
  int sum = 0;
  for (std::size_t i = 0; i < base.size(); ++i) {
    // The last digit is the first from the right and counts once, its neighbour twice.
    const int weight = (base.size() - i) % 2 == 1 ? 1 : 2;
    sum += (base[i] - '0') * weight;
  }
  return static_cast<char>('9' - sum % 9) + base;
}

std::string make_matter(Random& random, const CategoryShare& category) {
  return std::string(category.label).append(random.pick(kMatters));
}

std::string make_summary(Random& random, const CategoryShare& category, int minutes) {
  std::string text(category.label);
  text.append("：").append(random.pick(kPoints)).append("（").append(number(minutes)).append("分）");
  return text;
}

std::string make_advice(Random& random, const CategoryShare& category, std::string_view qualification) {
  std::string text(qualification);
  text.append("として、").append(category.label).append("について助言。").append(random.pick(kAdvices));
  return text;
}

const CategoryShare& draw_category(Random& random) {
  int rest = static_cast<int>(random.below(1000));
  for (const CategoryShare& share : category_table()) {
    rest -= share.per_mille;
    if (rest < 0) return share;
  }
  return category_table().back();
}

const QualificationFacts& draw_qualification(Random& random, bool chief) {
  int total = 0;
  for (const QualificationFacts& facts : qualification_table())
    total += chief ? facts.chiefs : facts.coordinators;
  LEDGER_CHECK(total > 0);
  int rest = static_cast<int>(random.below(static_cast<std::uint64_t>(total)));
  for (const QualificationFacts& facts : qualification_table()) {
    rest -= chief ? facts.chiefs : facts.coordinators;
    if (rest < 0) return facts;
  }
  return qualification_table().back();
}

}  // namespace ops::generate

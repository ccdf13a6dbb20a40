#include "ops/generate/programme_tables.h"

namespace ops::generate {

namespace {

constexpr std::string_view kHokkaido = "bureau-hokkaido";
constexpr std::string_view kTohoku = "bureau-tohoku";
constexpr std::string_view kKanto = "bureau-kanto";
constexpr std::string_view kChubu = "bureau-chubu";  // with its Hokuriku branch
constexpr std::string_view kKinki = "bureau-kinki";
constexpr std::string_view kChugoku = "bureau-chugoku";
constexpr std::string_view kShikoku = "bureau-shikoku";
constexpr std::string_view kKyushu = "bureau-kyushu";
constexpr std::string_view kOkinawa = "bureau-okinawa";

constexpr BureauFacts kBureaus[] = {
    {kHokkaido, "北海道経済産業局"}, {kTohoku, "東北経済産業局"}, {kKanto, "関東経済産業局"},
    {kChubu, "中部経済産業局"},      {kKinki, "近畿経済産業局"},  {kChugoku, "中国経済産業局"},
    {kShikoku, "四国経済産業局"},    {kKyushu, "九州経済産業局"}, {kOkinawa, "沖縄総合事務局"}};

using enum BodyKind;

constexpr CentreFacts kCentres[] = {
    {"01", "北海道", "北海道中小企業総合支援センター", kFoundation, kHokkaido, 36},
    {"02", "青森県", "21あおもり産業総合支援センター", kFoundation, kTohoku, 18},
    {"03", "岩手県", "いわて産業振興センター", kFoundation, kTohoku, 18},
    {"04", "宮城県", "宮城県商工会連合会", kFederation, kTohoku, 22},
    {"05", "秋田県", "あきた企業活性化センター", kFoundation, kTohoku, 17},
    {"06", "山形県", "やまがた産業支援機構", kFoundation, kTohoku, 18},
    {"07", "福島県", "福島県産業振興センター", kFoundation, kTohoku, 22},
    {"08", "茨城県", "いばらき中小企業グローバル推進機構", kFoundation, kKanto, 22},
    {"09", "栃木県", "栃木県産業振興センター", kFoundation, kKanto, 19},
    {"10", "群馬県", "群馬県産業支援機構", kFoundation, kKanto, 19},
    {"11", "埼玉県", "埼玉県産業振興公社", kFoundation, kKanto, 28},
    {"12", "千葉県", "千葉県産業振興センター", kFoundation, kKanto, 26},
    {"13", "東京都", "東京都信用金庫協会", kAssociation, kKanto, 44},
    {"14", "神奈川県", "神奈川産業振興センター", kFoundation, kKanto, 32},
    {"15", "新潟県", "にいがた産業創造機構", kFoundation, kKanto, 23},
    {"16", "富山県", "富山県新世紀産業機構", kFoundation, kChubu, 18},
    {"17", "石川県", "石川県産業創出支援機構", kFoundation, kChubu, 18},
    {"18", "福井県", "ふくい産業支援センター", kFoundation, kKinki, 17},
    {"19", "山梨県", "やまなし産業支援機構", kFoundation, kKanto, 16},
    {"20", "長野県", "長野県産業振興機構", kFoundation, kKanto, 22},
    {"21", "岐阜県", "岐阜県産業経済振興センター", kFoundation, kChubu, 21},
    {"22", "静岡県", "静岡商工会議所", kChamber, kKanto, 26},
    {"23", "愛知県", "あいち産業振興機構", kFoundation, kChubu, 37},
    {"24", "三重県", "三重県産業支援センター", kFoundation, kChubu, 19},
    {"25", "滋賀県", "滋賀県産業支援プラザ", kFoundation, kKinki, 18},
    {"26", "京都府", "京都産業21", kFoundation, kKinki, 23},
    {"27", "大阪府", "大阪産業局", kFoundation, kKinki, 41},
    {"28", "兵庫県", "ひょうご産業活性化センター", kFoundation, kKinki, 30},
    {"29", "奈良県", "奈良県地域産業振興センター", kFoundation, kKinki, 16},
    {"30", "和歌山県", "わかやま産業振興財団", kFoundation, kKinki, 17},
    {"31", "鳥取県", "鳥取県商工会連合会", kFederation, kChugoku, 15},
    {"32", "島根県", "しまね産業振興財団", kFoundation, kChugoku, 15},
    {"33", "岡山県", "岡山県産業振興財団", kFoundation, kChugoku, 20},
    {"34", "広島県", "ひろしま産業振興機構", kFoundation, kChugoku, 24},
    {"35", "山口県", "やまぐち産業振興財団", kFoundation, kChugoku, 19},
    {"36", "徳島県", "とくしま産業振興機構", kFoundation, kShikoku, 16},
    {"37", "香川県", "かがわ産業支援財団", kFoundation, kShikoku, 17},
    {"38", "愛媛県", "えひめ産業振興財団", kFoundation, kShikoku, 19},
    {"39", "高知県", "高知県産業振興センター", kFoundation, kShikoku, 16},
    {"40", "福岡県", "福岡県中小企業振興センター", kFoundation, kKyushu, 36},
    {"41", "佐賀県", "佐賀県産業振興機構", kFoundation, kKyushu, 17},
    {"42", "長崎県", "長崎県商工会連合会", kFederation, kKyushu, 18},
    {"43", "熊本県", "くまもと産業支援財団", kFoundation, kKyushu, 18},
    {"44", "大分県", "大分県産業創造機構", kFoundation, kKyushu, 17},
    {"45", "宮崎県", "宮崎県産業振興機構", kFoundation, kKyushu, 17},
    {"46", "鹿児島県", "かごしま産業支援センター", kFoundation, kKyushu, 19},
    {"47", "沖縄県", "沖縄県商工会連合会", kFederation, kOkinawa, 20}};

constexpr CeilingFacts kCeilings[] = {{"40", 246'113, 149'016, 97'097}, {"41", 112'019, 67'825, 44'194},
                                      {"42", 117'159, 70'937, 46'222},  {"43", 117'304, 71'025, 46'279},
                                      {"44", 106'649, 64'573, 42'076},  {"45", 106'731, 64'623, 42'108},
                                      {"46", 122'338, 74'073, 48'265}};

constexpr QualificationFacts kQualifications[] = {{"中小企業診断士", 22, 399},
                                                  {"ITコーディネーター", 5, 70},
                                                  {"社会保険労務士", 2, 68},
                                                  {"ファイナンシャルプランニング技能士", 2, 101},
                                                  {"情報処理技術者", 3, 83},
                                                  {"税理士", 1, 57},
                                                  {"販売士", 0, 44},
                                                  {"行政書士", 2, 49},
                                                  {"弁護士", 0, 48},
                                                  {"フードコーディネーター", 2, 16},
                                                  {"カラーコーディネーター", 1, 28},
                                                  {"ISO審査員・内部監査員", 2, 13},
                                                  {"調理師", 1, 22},
                                                  {"技術士", 2, 9},
                                                  {"建築士", 0, 5},
                                                  {"ウェブデザイン技能士", 0, 9},
                                                  {"公認会計士", 0, 10},
                                                  {"貿易アドバイザー・貿易実務検定", 0, 1},
                                                  {"弁理士", 0, 2},
                                                  {"社会福祉士", 0, 5},
                                                  {"司法書士", 0, 2}};

constexpr std::string_view kFocusFields[] = {
    "digital_transformation", "carbon_neutral", "business_improvement", "labour_saving",        "succession",
    "price_pass_on",          "invoice_system", "labour_shortage",      "intellectual_property"};

constexpr CategoryShare kCategories[] = {
    {"sales_growth", "売上拡大", 741, true, ""},
    {"startup", "創業", 55, true, ""},
    {"business_improvement", "経営改善", 50, true, "business_improvement"},
    {"it_use", "IT活用", 25, true, "digital_transformation"},
    {"digital_transformation", "DX", 15, true, "digital_transformation"},
    {"price_pass_on", "価格転嫁", 15, true, "price_pass_on"},
    {"succession", "事業承継", 12, true, "succession"},
    {"product_development", "商品開発", 12, true, ""},
    {"labour_saving", "省力化", 10, true, "labour_saving"},
    {"design_branding", "デザイン・ブランド", 10, true, ""},
    {"financing", "資金繰り", 10, true, ""},
    {"labour_shortage", "人手不足", 8, true, "labour_shortage"},
    {"intellectual_property", "知的財産", 7, true, "intellectual_property"},
    {"bookkeeping", "記帳指導", 6, false, ""},
    {"invoice_system", "インボイス", 5, true, "invoice_system"},
    {"subsidy_plan", "補助金の計画作成", 5, false, ""},
    {"other", "その他", 5, true, ""},
    {"overseas", "海外展開", 4, true, ""},
    {"carbon_neutral", "カーボンニュートラル", 3, true, "carbon_neutral"},
    {"labour_administration", "労務管理", 2, false, ""}};

constexpr int sum_of_coordinators() {
  int sum = 0;
  for (const CentreFacts& centre : kCentres) sum += centre.coordinators;
  return sum;
}
constexpr int sum_of_shares() {
  int sum = 0;
  for (const CategoryShare& share : kCategories) sum += share.per_mille;
  return sum;
}
static_assert(std::size(kCentres) == kChiefs);
static_assert(sum_of_coordinators() == kCoordinators);
static_assert(sum_of_shares() == 1000);

}  // namespace

std::span<const CentreFacts> centre_table() {
  return kCentres;
}
std::span<const BureauFacts> bureau_table() {
  return kBureaus;
}
std::span<const CeilingFacts> ceiling_table() {
  return kCeilings;
}
std::span<const QualificationFacts> qualification_table() {
  return kQualifications;
}
std::span<const std::string_view> focus_field_table() {
  return kFocusFields;
}
std::span<const CategoryShare> category_table() {
  return kCategories;
}

const CentreFacts* find_centre(std::string_view pref_code) {
  for (const CentreFacts& centre : kCentres) {
    if (centre.pref_code == pref_code) return &centre;
  }
  return nullptr;
}

const BureauFacts* find_bureau(std::string_view id) {
  for (const BureauFacts& bureau : kBureaus) {
    if (bureau.id == id) return &bureau;
  }
  return nullptr;
}

const CeilingFacts* find_ceiling(std::string_view pref_code) {
  for (const CeilingFacts& ceiling : kCeilings) {
    if (ceiling.pref_code == pref_code) return &ceiling;
  }
  return nullptr;
}

std::string full_name(const CentreFacts& centre) {
  const std::string name(centre.body);
  if (centre.kind == kFoundation) return "公益財団法人" + name;
  if (centre.kind == kAssociation) return "一般社団法人" + name;
  return name;
}

}  // namespace ops::generate

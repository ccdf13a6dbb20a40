// Goal: a private key comes back from its file only for the right reader, and is never overwritten or loosely
// stored. Method: every permission bit on real files, PEM texts of the standards and of other tools' shapes,
// and each failure.
#include "security/key_file.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace security {
namespace {

using ledger::Bytes;
using ledger::Result;
using ledger::Status;

constexpr auto kEd25519 = SignatureAlgorithm::kEd25519;
constexpr auto kEs256 = SignatureAlgorithm::kEs256;

// RFC 8410 §10.3.
constexpr const char* kRfc8410Body = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
constexpr const char* kRfc8410Public = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";

std::string pem(std::string_view label, std::string_view body) {
  std::string text = "-----BEGIN " + std::string(label) + "-----\n";
  for (; !body.empty(); body.remove_prefix(std::min<std::size_t>(64, body.size()))) {
    text.append(body.substr(0, 64)).push_back('\n');
  }
  return text + "-----END " + std::string(label) + "-----\n";
}

Bytes der(int tag, const Bytes& content) {
  Bytes out(1, static_cast<char>(tag));
  if (content.size() > 127) out.push_back('\x81');
  out.push_back(static_cast<char>(content.size()));
  return out + content;
}

// PKCS#8 of a P-256 key with any text in the place of its public part.
std::string p256_pem(const Bytes& scalar, const Bytes& point) {
  const Bytes curve = *ledger::from_hex("301306072a8648ce3d020106082a8648ce3d030107");
  const Bytes inner = *ledger::from_hex("020101") + der(0x04, scalar) + der(0xa1, der(0x03, '\0' + point));
  const Bytes outer = *ledger::from_hex("020100") + curve + der(0x04, der(0x30, inner));
  return pem("PRIVATE KEY", ledger::to_base64(der(0x30, outer)));
}

class KeyFile : public ::testing::Test {
 protected:
  KeyFile() {
    std::string shape = (std::filesystem::temp_directory_path() / "key_file_XXXXXX").string();
    folder_ = mkdtemp(shape.data()) == nullptr ? std::filesystem::path() : std::filesystem::path(shape);
  }
  ~KeyFile() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  std::string path(const char* name) const { return (folder_ / name).string(); }
  std::string put(const char* name, std::string_view text, unsigned mode = 0600) const {
    std::ofstream(path(name), std::ios::binary) << text;
    EXPECT_EQ(::chmod(path(name).c_str(), mode), 0);
    return path(name);
  }
  static std::string reason(const Result<PrivateKey>& key) { return key.status().reason(); }

  const PrivateKey ed_ = PrivateKey::from_raw(kEd25519, Bytes(32, '\x01')).value();
  const PrivateKey ec_ = PrivateKey::from_raw(kEs256, Bytes(32, '\x81')).value();  // high bit set
  const Secret passphrase_{"三つの言葉 and a number 7"};
  std::filesystem::path folder_;
};

TEST_F(KeyFile, StoredKeysComeBack) {
  for (const PrivateKey* key : {&ed_, &ec_}) {
    for (const Secret* passphrase : {static_cast<const Secret*>(nullptr), &passphrase_}) {
      const std::string file = path("key.pem");
      const Status stored = store_private_key(file, *key, passphrase);
      ASSERT_TRUE(stored.ok()) << stored.to_string();
      struct stat info {};
      ASSERT_EQ(::stat(file.c_str(), &info), 0);
      EXPECT_EQ(info.st_mode & 07777U, 0600U);
      const Result<PrivateKey> loaded = load_private_key(file, passphrase);
      ASSERT_TRUE(loaded.ok()) << loaded.status().to_string();
      EXPECT_EQ(loaded->algorithm(), key->algorithm());
      EXPECT_EQ(loaded->public_key(), key->public_key());
      EXPECT_EQ(loaded->kid(), key->kid());
      const PublicKey reader = PublicKey::from_raw(key->algorithm(), key->public_key()).value();
      EXPECT_TRUE(reader.verify("m", *loaded->sign("m")));
      std::filesystem::remove(file);
    }
  }
}

TEST_F(KeyFile, PassphraseTable) {
  ASSERT_TRUE(store_private_key(path("sealed"), ed_, &passphrase_).ok());
  ASSERT_TRUE(store_private_key(path("plain"), ed_, nullptr).ok());
  const Secret wrong("三つの言葉 and a number 8");
  const Secret empty;
  EXPECT_EQ(reason(load_private_key(path("sealed"), nullptr)), "key.passphrase_missing");
  EXPECT_EQ(reason(load_private_key(path("sealed"), &empty)), "key.passphrase_missing");
  EXPECT_EQ(reason(load_private_key(path("sealed"), &wrong)), "key.passphrase_wrong");
  EXPECT_TRUE(load_private_key(path("plain"), &wrong).ok()) << "a plain key needs none";
  EXPECT_EQ(store_private_key(path("third"), ed_, &empty).reason(), "key.passphrase_missing");
  EXPECT_FALSE(std::filesystem::exists(path("third")));
  std::ifstream file(path("sealed"));
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  EXPECT_TRUE(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
}

TEST_F(KeyFile, AnyRightOfOthersIsRefused) {
  const std::string file = put("key", pem("PRIVATE KEY", kRfc8410Body));
  for (unsigned mode = 0; mode < 01000; ++mode) {
    if ((mode & 0400U) == 0) continue;  // unreadable to us: a question for the system, not for us
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    const Result<PrivateKey> key = load_private_key(file, nullptr);
    if ((mode & 0077U) == 0) {
      EXPECT_TRUE(key.ok()) << std::oct << mode;
    } else {
      EXPECT_EQ(reason(key), "key.permissions") << std::oct << mode;
      EXPECT_EQ(key.status().code(), ledger::StatusCode::kPermissionDenied);
    }
  }
}

TEST_F(KeyFile, ForeignOwnerIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  const std::string file = put("key", pem("PRIVATE KEY", kRfc8410Body));
  ASSERT_EQ(::chown(file.c_str(), 12345, 12345), 0);
  EXPECT_EQ(reason(load_private_key(file, nullptr)), "key.permissions");
}

TEST_F(KeyFile, OnlyRegularFilesAreRead) {
  EXPECT_EQ(reason(load_private_key(path("absent"), nullptr)), "key.not_found");
  ASSERT_EQ(::mkdir(path("folder").c_str(), 0700), 0);
  EXPECT_EQ(reason(load_private_key(path("folder"), nullptr)), "key.permissions");
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  EXPECT_EQ(reason(load_private_key(path("fifo"), nullptr)), "key.permissions")
      << "and no waiting for a writer";
  const std::string file = put("key", pem("PRIVATE KEY", kRfc8410Body));
  ASSERT_EQ(::symlink(file.c_str(), path("link").c_str()), 0);
  EXPECT_TRUE(load_private_key(path("link"), nullptr).ok());
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  EXPECT_EQ(reason(load_private_key(path("link"), nullptr)), "key.permissions") << "the link's target counts";
}

TEST_F(KeyFile, NothingIsOverwritten) {
  const std::string file = put("key", "precious");
  const Status refused = store_private_key(file, ed_, nullptr);
  EXPECT_EQ(refused.reason(), "key.exists");
  EXPECT_EQ(refused.code(), ledger::StatusCode::kAlreadyExists);
  std::string kept;
  std::getline(std::ifstream(file), kept);
  EXPECT_EQ(kept, "precious");
  ASSERT_EQ(::symlink(path("elsewhere").c_str(), path("dangling").c_str()), 0);
  EXPECT_EQ(store_private_key(path("dangling"), ed_, nullptr).reason(), "key.exists");
  EXPECT_FALSE(std::filesystem::exists(path("elsewhere")));
  EXPECT_EQ(store_private_key(path("no/such/folder"), ed_, nullptr).reason(), "key.io");
}

TEST_F(KeyFile, StrangeUmaskChangesNothing) {
  const mode_t before = ::umask(0777);
  const Status stored = store_private_key(path("key"), ed_, nullptr);
  ::umask(before);
  ASSERT_TRUE(stored.ok()) << stored.to_string();
  struct stat info {};
  ASSERT_EQ(::stat(path("key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777U, 0600U);
}

TEST_F(KeyFile, StandardTextsAreRead) {
  const Result<PrivateKey> rfc = load_private_key(put("ed", pem("PRIVATE KEY", kRfc8410Body)), nullptr);
  ASSERT_TRUE(rfc.ok()) << rfc.status().to_string();
  EXPECT_EQ(ledger::to_hex(rfc->public_key()), kRfc8410Public);
  const Bytes scalar(32, '\x81');
  const Bytes compressed = (ec_.public_key().back() & 1 ? '\x03' : '\x02') + ec_.public_key().substr(1, 32);
  for (const Bytes& point : {ec_.public_key(), compressed}) {
    const Result<PrivateKey> key = PrivateKey::from_pem(p256_pem(scalar, point), nullptr);
    ASSERT_TRUE(key.ok()) << key.status().to_string();
    EXPECT_EQ(key->public_key(), ec_.public_key()) << "uncompressed, whatever the file has";
  }
}

TEST_F(KeyFile, OtherTextsAreRefused) {
  const std::string good = pem("PRIVATE KEY", kRfc8410Body);
  const std::string p384 =
      "MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDCRrN7xBiTWUqg0miSRKyqd+"
      "0BfbfNXepVeoVvhglNcHT87dKdplssTyh+g65FW"
      "EDuhZANiAAQqLu3t22efLdExNfkR1HLevBY2bQexmjtzVM8eMh2umEn7A06bqTbp4A3JO6auXbyNulp9bYhmE4SvmZzmBrReQhe3oG"
      "nsTkm0"
      "BeaWCiNGNB0wBUb0s/jDqzn6yyqJvZo=";
  const std::string secp256k1 =
      "MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgqoPVrOInjAOEgALxrzXTV5JAH7E1jHan0cqWlFvF4yyhRANCAASBCqXC4Z"
      "f4C6i8"
      "x0lqiSg83X3UaBIGcuYavhYOjHl5ghb+kVjHXcRChMoaSFayFGoTG7azR5K7clpM/U5Peb0u";
  const std::string sec1 =
      "MHcCAQEEIHaDS83LqGkBSYNlDWrmZgU0EF2hME7v2NRdPbdrYtSjoAoGCCqGSM49AwEHoUQDQgAErZV22f8PVZO4DydhJMVhN7F56N"
      "+cpISP"
      "Eycu72D+D2BuUCOm9DS3fhF3vNhYA8SU1a6R40xGKxwZGc7cpwiYPg==";
  const struct {
    const char* what;
    std::string text;
  } kRows[] = {
      {"empty", ""},
      {"torn in the head", good.substr(0, 20)},
      {"torn in the body", good.substr(0, 60)},
      {"torn in the foot", good.substr(0, good.size() - 10)},
      {"torn encrypted", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIG"},
      {"text in front", "\n" + good},
      {"public key", pem("PUBLIC KEY", "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=")},
      {"SEC 1", pem("EC PRIVATE KEY", sec1)},
      {"X25519", pem("PRIVATE KEY", "MC4CAQAwBQYDK2VuBCIEIMhJW3Zb0Q8clwEZP1aZpuwb0fAgWK/srMhKj0pTgaNW")},
      {"P-384", pem("PRIVATE KEY", p384)},
      {"secp256k1", pem("PRIVATE KEY", secp256k1)},
      {"foreign public part", p256_pem(Bytes(32, '\x82'), ec_.public_key())},
      {"public part off the curve", p256_pem(Bytes(32, '\x81'), '\x04' + Bytes(64, '\x01'))},
      {"too long", good + std::string(64 << 10, '\n')},
  };
  for (const auto& row : kRows) {
    const Result<PrivateKey> key = load_private_key(put("key", row.text), &passphrase_);
    ASSERT_FALSE(key.ok()) << row.what;
    EXPECT_EQ(reason(key), "key.malformed") << row.what << ": " << key.status().to_string();
    EXPECT_NE(key.status().message().find(path("key")), std::string::npos) << row.what;
  }
}

}  // namespace
}  // namespace security

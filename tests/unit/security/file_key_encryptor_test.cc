// Goal: wrapped keys open under their own scope, generation and purpose only, and only with the right master
// secret; destroyed key-encryption keys are gone. Method: two scopes and generations, wrong secrets of each
// kind, and every byte of both file kinds flipped.
#include "security/file_key_encryptor.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/unit/security/keyring_fixture.h"

namespace security {
namespace {

using ledger::Bytes;

constexpr KekGeneration kFirst{1};
constexpr KekGeneration kSecond{2};

struct Opened {
  std::unique_ptr<Media> media;
  ledger::Result<std::unique_ptr<FileKeyEncryptor>> encryptor = ledger::unavailable("not.opened", "");
};
Opened open_with(const std::string& directory, const MasterSecret& master, const std::string& second = "") {
  Opened opened;
  auto media = Media::open(directory, second);
  EXPECT_TRUE(media.ok()) << media.status().to_string();
  opened.media = std::make_unique<Media>(std::move(media).value());
  opened.encryptor = FileKeyEncryptor::open(*opened.media, master);
  return opened;
}
MasterSecret passphrase(std::string_view text) {
  MasterSecret master = master_of(text);
  master.kind = MasterSecret::Kind::kPassphrase;
  master.cost = {10, 1, 1};
  return master;
}

TEST(FileKeyEncryptor, WrapsAcrossRestarts) {
  const tests::TempDir root;
  for (const bool by_passphrase : {false, true}) {
    const std::string directory = root / (by_passphrase ? "phrase" : "bytes");
    const MasterSecret master = by_passphrase ? passphrase("correct horse") : master_of(kMasterText);
    Bytes wrapped;
    {
      Opened opened = open_with(directory, master, directory + "-second");
      ASSERT_TRUE(opened.encryptor.ok()) << opened.encryptor.status().to_string();
      FileKeyEncryptor& encryptor = **opened.encryptor;
      ASSERT_TRUE(encryptor.create_kek("c40", kFirst).ok());
      wrapped = *encryptor.wrap("c40", kFirst, "place", "sixty-four bytes of two keys");
    }
    Opened opened = open_with(directory, master, directory + "-second");
    ASSERT_TRUE(opened.encryptor.ok()) << opened.encryptor.status().to_string();
    auto plain = (*opened.encryptor)->unwrap("c40", kFirst, "place", wrapped);
    ASSERT_TRUE(plain.ok()) << plain.status().to_string();
    EXPECT_EQ(plain->view(), "sixty-four bytes of two keys");
    EXPECT_EQ(files_in(directory), files_in(directory + "-second"));
  }
}

TEST(FileKeyEncryptor, BindsScopeGenerationAndPlace) {
  const tests::TempDir root;
  Opened opened = open_with(root / "ring", master_of(kMasterText));
  FileKeyEncryptor& encryptor = **opened.encryptor;
  ASSERT_TRUE(encryptor.create_kek("c40", kFirst).ok());
  ASSERT_TRUE(encryptor.create_kek("c40", kSecond).ok());
  ASSERT_TRUE(encryptor.create_kek("c41", kFirst).ok());
  const Bytes wrapped = *encryptor.wrap("c40", kFirst, "place", "keys");
  EXPECT_TRUE(encryptor.unwrap("c40", kFirst, "place", wrapped).ok());
  EXPECT_EQ(encryptor.unwrap("c40", kSecond, "place", wrapped).status().reason(), "keyring.corrupt");
  EXPECT_EQ(encryptor.unwrap("c41", kFirst, "place", wrapped).status().reason(), "keyring.corrupt");
  EXPECT_EQ(encryptor.unwrap("c40", kFirst, "Place", wrapped).status().reason(), "keyring.corrupt");
  EXPECT_EQ(encryptor.unwrap("c40", kFirst, "place", "").status().reason(), "keyring.corrupt");
  EXPECT_EQ(encryptor.unwrap("c42", kFirst, "place", wrapped).status().reason(), "keyring.kek_missing");
  EXPECT_EQ(encryptor.wrap("c42", kFirst, "place", "keys").status().reason(), "keyring.kek_missing");
}

TEST(FileKeyEncryptor, CreateKeepsWhatIsThere) {
  const tests::TempDir root;
  Opened opened = open_with(root / "ring", master_of(kMasterText));
  FileKeyEncryptor& encryptor = **opened.encryptor;
  ASSERT_TRUE(encryptor.create_kek("c40", kFirst).ok());
  const Bytes wrapped = *encryptor.wrap("c40", kFirst, "place", "keys");
  ASSERT_TRUE(encryptor.create_kek("c40", kFirst).ok());
  EXPECT_TRUE(encryptor.unwrap("c40", kFirst, "place", wrapped).ok());
}

TEST(FileKeyEncryptor, DestroyedIsGone) {
  const tests::TempDir root;
  Opened opened = open_with(root / "ring", master_of(kMasterText), root / "second");
  FileKeyEncryptor& encryptor = **opened.encryptor;
  ASSERT_TRUE(encryptor.create_kek("c40", kFirst).ok());
  const Bytes wrapped = *encryptor.wrap("c40", kFirst, "place", "keys");
  ASSERT_TRUE(encryptor.destroy_kek("c40", kFirst).ok());
  ASSERT_TRUE(encryptor.destroy_kek("c40", kFirst).ok());
  EXPECT_EQ(encryptor.unwrap("c40", kFirst, "place", wrapped).status().reason(), "keyring.kek_missing");
  EXPECT_EQ(files_in(root / "ring"), std::vector<std::string>{"keyring.master"});
  EXPECT_EQ(files_in(root / "second"), std::vector<std::string>{"keyring.master"});
  // A new one of the same name is another key.
  ASSERT_TRUE(encryptor.create_kek("c40", kFirst).ok());
  EXPECT_EQ(encryptor.unwrap("c40", kFirst, "place", wrapped).status().reason(), "keyring.corrupt");
}

TEST(FileKeyEncryptor, WrongSecretsAreToldAtOpen) {
  const tests::TempDir root;
  { ASSERT_TRUE(open_with(root / "bytes", master_of(kMasterText)).encryptor.ok()); }
  { ASSERT_TRUE(open_with(root / "phrase", passphrase("correct horse")).encryptor.ok()); }
  const struct {
    const char* directory;
    MasterSecret master;
    const char* reason;
  } rows[] = {
      {"bytes", master_of("master secret of thirty-two bytE"), "keyring.wrong_secret"},
      {"bytes", master_of("short"), "master.size"},
      {"bytes", master_of(""), "master.size"},
      {"bytes", passphrase("correct horse"), "keyring.wrong_secret"},
      {"phrase", passphrase("correct horsE"), "keyring.wrong_secret"},
      {"phrase", passphrase(""), "kdf.empty_passphrase"},
      {"phrase", master_of(kMasterText), "keyring.wrong_secret"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(open_with(root / row.directory, row.master).encryptor.status().reason(), row.reason)
        << row.directory;
  }
}

TEST(FileKeyEncryptor, EveryFlippedByteIsNoticed) {
  const tests::TempDir root;
  const std::string directory = root / "ring";
  {
    Opened opened = open_with(directory, master_of(kMasterText));
    ASSERT_TRUE((*opened.encryptor)->create_kek("c40", kFirst).ok());
  }
  const std::string master_file = directory + "/keyring.master";
  const std::string kek_file = directory + "/" + FileKeyEncryptor::kek_file_name("c40", kFirst);
  for (std::size_t i = 0; i < 128; ++i) {
    flip(master_file, i);
    EXPECT_FALSE(open_with(directory, master_of(kMasterText)).encryptor.ok()) << "master byte " << i;
    flip(master_file, i);
    flip(kek_file, i);
    Opened opened = open_with(directory, master_of(kMasterText));
    ASSERT_TRUE(opened.encryptor.ok());
    EXPECT_EQ((*opened.encryptor)->wrap("c40", kFirst, "", "x").status().reason(), "keyring.corrupt") << i;
    flip(kek_file, i);
  }
  Opened opened = open_with(directory, master_of(kMasterText));
  EXPECT_TRUE((*opened.encryptor)->wrap("c40", kFirst, "", "x").ok());
}

TEST(FileKeyEncryptor, ALostMasterFileIsNotReplacedOverOldKeys) {
  const tests::TempDir root;
  {
    Opened opened = open_with(root / "ring", master_of(kMasterText));
    ASSERT_TRUE((*opened.encryptor)->create_kek("c40", kFirst).ok());
  }
  std::filesystem::remove(root / "ring/keyring.master");
  EXPECT_EQ(open_with(root / "ring", master_of(kMasterText)).encryptor.status().reason(),
            "keyring.master_missing");
}

TEST(FileKeyEncryptor, AKekOfAnotherScopeUnderThisNameIsRefused) {
  const tests::TempDir root;
  {
    Opened opened = open_with(root / "ring", master_of(kMasterText));
    ASSERT_TRUE((*opened.encryptor)->create_kek("c40", kFirst).ok());
  }
  std::filesystem::copy_file(root / "ring/c40.1.kek", root / "ring/c41.1.kek");
  std::filesystem::copy_file(root / "ring/c40.1.kek", root / "ring/c40.2.kek");
  Opened opened = open_with(root / "ring", master_of(kMasterText));
  EXPECT_EQ((*opened.encryptor)->wrap("c41", kFirst, "", "x").status().reason(), "keyring.corrupt");
  EXPECT_EQ((*opened.encryptor)->wrap("c40", kSecond, "", "x").status().reason(), "keyring.corrupt");
}

TEST(MasterSecret, FromAFile) {
  const tests::TempDir root;
  const auto write_secret = [&](const char* name, std::size_t size, unsigned mode) {
    write_whole(root / name, Bytes(size, 's'));
    EXPECT_EQ(::chmod((root / name).c_str(), mode), 0);
    return read_master_secret(root / name);
  };
  auto good = write_secret("good", 32, 0600);
  ASSERT_TRUE(good.ok()) << good.status().to_string();
  EXPECT_EQ(good->secret.view(), Bytes(32, 's'));
  EXPECT_TRUE(write_secret("credential", 32, 0400).ok());
  EXPECT_EQ(write_secret("group", 32, 0640).status().reason(), "master.permissions");
  EXPECT_EQ(write_secret("world", 32, 0604).status().reason(), "master.permissions");
  EXPECT_EQ(write_secret("short", 31, 0600).status().reason(), "master.size");
  EXPECT_EQ(write_secret("long", 33, 0600).status().reason(), "master.size");
  EXPECT_EQ(write_secret("empty", 0, 0600).status().reason(), "master.size");
  EXPECT_EQ(read_master_secret(root / "none").status().reason(), "master.missing");
  std::filesystem::create_directory(root / "folder");
  EXPECT_FALSE(read_master_secret(root / "folder").ok());
}

}  // namespace
}  // namespace security

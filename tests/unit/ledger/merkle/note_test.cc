// Goal: notes split and join without loss, and the verifier rules of signed-note hold: unknown ignored, known
// and wrong refused, at least one verified. Method: hand-written notes and a verifier double whose signature
// is a digest; malformed inputs are golden vectors (tests/vectors/merkle/note.json).
#include "ledger/merkle/note.h"

#include <gtest/gtest.h>

#include "ledger/base/sha256.h"

namespace ledger::merkle {
namespace {

// Signs with SHA-256(name ‖ text): enough to tell right from wrong without a crypto library.
class DigestVerifier : public NoteVerifier {
 public:
  DigestVerifier(std::string name, std::uint32_t key_id) : name_(std::move(name)), key_id_(key_id) {}
  std::string_view name() const override { return name_; }
  std::uint32_t key_id() const override { return key_id_; }
  bool verify(ByteView text, ByteView blob) const override { return blob == view_of(sha256(name_, text)); }
  NoteSignature sign(ByteView text) const {
    return NoteSignature{name_, key_id_, Bytes(view_of(sha256(name_, text)))};
  }

 private:
  std::string name_;
  std::uint32_t key_id_;
};

TEST(Note, FormatsByteForByte) {
  const Note note{"text\n", {{"a.example", 0x01020304, "xyz"}}};
  const auto bytes = format_note(note);
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(*bytes, "text\n\n\xE2\x80\x94 a.example AQIDBHh5eg==\n");
  EXPECT_EQ(format_signature_line(note.signatures[0]), "\xE2\x80\x94 a.example AQIDBHh5eg==\n");
}

TEST(Note, SplitsAtTheLastEmptyLine) {
  const std::string signature = "\xE2\x80\x94 a AQIDBAU=\n";
  struct Row {
    std::string bytes, text;
  };
  for (const Row& row : std::initializer_list<Row>{{"a\n\n" + signature, "a\n"},
                                                   {"a\n\nb\n\n" + signature, "a\n\nb\n"},
                                                   {"a\n\n\n" + signature, "a\n\n"},
                                                   {"\n\n" + signature, "\n"},
                                                   {signature + "\n" + signature, signature}}) {
    const auto note = parse_note(row.bytes);
    ASSERT_TRUE(note.ok()) << row.bytes << note.status().to_string();
    EXPECT_EQ(note->text, row.text);
    ASSERT_EQ(note->signatures.size(), 1U);
    EXPECT_EQ(note->signatures[0], (NoteSignature{"a", 0x01020304, "\x05"}));
    EXPECT_EQ(*format_note(*note), row.bytes);
  }
}

TEST(Note, FormatRefusesWhatNoParserAccepts) {
  const NoteSignature good{"a", 1, "s"};
  struct Row {
    Note note;
    std::string_view reason;
  };
  for (const Row& row : std::initializer_list<Row>{
           {{"", {good}}, "note.malformed_text"},
           {{"no newline", {good}}, "note.malformed_text"},
           {{"tab\t\n", {good}}, "note.malformed_text"},
           {{"\xFF\n", {good}}, "note.malformed_text"},
           {{"t\n", {}}, "note.no_signatures"},
           {{"t\n", std::vector<NoteSignature>(kNoteSignaturesMax + 1, good)}, "note.too_many_signatures"},
           {{"t\n", {{"", 1, "s"}}}, "note.malformed_signature"},
           {{"t\n", {{"a b", 1, "s"}}}, "note.malformed_signature"},
           {{"t\n", {{"a\n\nb", 1, "s"}}}, "note.malformed_signature"},
           {{"t\n", {good, {"a+", 1, "s"}}}, "note.malformed_signature"},
           {{"t\n", {{"a", 1, ""}}}, "note.malformed_signature"},
           {{std::string(kNoteBytesMax, 'x') + "\n", {good}}, "note.too_long"}}) {
    EXPECT_EQ(format_note(row.note).status().reason(), row.reason) << row.note.text.substr(0, 20);
  }
  EXPECT_EQ(parse_note(std::string(kNoteBytesMax + 1, 'x')).status().reason(), "note.too_long");
}

class VerifyNoteTest : public testing::Test {
 protected:
  std::string reason(const std::vector<NoteSignature>& signatures,
                     const std::vector<const NoteVerifier*>& known) const {
    return verify_note(Note{text_, signatures}, known).status().reason();
  }
  NoteSignature forged(NoteSignature signature) const {
    signature.blob[0] = static_cast<char>(signature.blob[0] ^ 1);
    return signature;
  }

  const std::string text_ = "some text\n";
  const DigestVerifier log_{"log.example", 7};
  const DigestVerifier witness_{"w.example", 8};
  const DigestVerifier stranger_{"s.example", 9};
};

TEST_F(VerifyNoteTest, AnswersWhichKnownKeysSigned) {
  const Note note{text_,
                  {witness_.sign(text_), stranger_.sign(text_), log_.sign(text_), witness_.sign(text_)}};
  const std::vector<const NoteVerifier*> known = {&log_, &witness_};
  const auto verified = verify_note(note, known);
  ASSERT_TRUE(verified.ok());
  EXPECT_EQ(*verified, (std::vector<std::size_t>{0, 1}));
  const std::vector<const NoteVerifier*> more = {&stranger_, &log_};
  EXPECT_EQ(*verify_note(Note{text_, {log_.sign(text_)}}, more), (std::vector<std::size_t>{1}));
}

TEST_F(VerifyNoteTest, IgnoresUnknownNamesAndIds) {
  EXPECT_EQ(reason({forged(stranger_.sign(text_)), log_.sign(text_)}, {&log_}), "");
  // Same name with another id, same id with another name: unknown, even when they do not verify.
  EXPECT_EQ(reason({{"log.example", 8, "x"}, {"other.example", 7, "x"}, log_.sign(text_)}, {&log_}), "");
}

TEST_F(VerifyNoteTest, RefusesTheNoteWhenAKnownKeyFails) {
  EXPECT_EQ(reason({forged(log_.sign(text_))}, {&log_}), "note.signature_invalid");
  EXPECT_EQ(reason({log_.sign(text_), forged(witness_.sign(text_))}, {&log_, &witness_}),
            "note.signature_invalid");
  EXPECT_EQ(reason({forged(witness_.sign(text_)), log_.sign(text_)}, {&log_, &witness_}),
            "note.signature_invalid");
  // A second line by the same key is not excused by the first.
  EXPECT_EQ(reason({log_.sign(text_), forged(log_.sign(text_))}, {&log_}), "note.signature_invalid");
  EXPECT_EQ(reason({log_.sign("other text\n")}, {&log_}), "note.signature_invalid");
}

TEST_F(VerifyNoteTest, RefusesANoteThatNobodyKnownSigned) {
  EXPECT_EQ(reason({stranger_.sign(text_)}, {&log_, &witness_}), "note.no_known_signature");
  EXPECT_EQ(reason({log_.sign(text_)}, {}), "note.no_known_signature");
  EXPECT_EQ(reason({}, {&log_}), "note.no_known_signature");
}

TEST_F(VerifyNoteTest, RefusesAmbiguousVerifiers) {
  const DigestVerifier twin("log.example", 7);
  EXPECT_EQ(reason({log_.sign(text_)}, {&log_, &twin}), "note.ambiguous_verifier");
  const DigestVerifier same_name("log.example", 70);
  EXPECT_EQ(reason({log_.sign(text_)}, {&log_, &same_name}), "");
}

}  // namespace
}  // namespace ledger::merkle

// Goal: the handshake accepts what policy allows and nothing else, never blocks, and reports the client.
// Method: a TLS client of OpenSSL's own over a socket pair, both sides moved in turns by one thread.
#include "security/tls_session.h"

#include <array>
#include <gtest/gtest.h>
#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/test_pki.h"

namespace security {
namespace {

struct ContextCloser {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct SessionCloser {
  void operator()(SSL* session) const { SSL_free(session); }
};

class TlsSessionTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    pki_ = new tests::TestPki;
    pki_->make_authority("ca");
    pki_->make_authority("other-ca");
    pki_->make_certificate("server", "ca", "/CN=localhost", "serverAuth");
    pki_->make_certificate("client", "ca", "/O=Centre 13/CN=adviser-17", "clientAuth");
    pki_->make_certificate("stranger", "other-ca", "/CN=adviser-17", "clientAuth");
  }
  static void TearDownTestSuite() { delete pki_; }

  TlsSessionTest() {
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_.data()), 0);
    client_context_.reset(SSL_CTX_new(TLS_client_method()));
  }
  ~TlsSessionTest() override {
    for (const int end : ends_) ::close(end);
  }

  static TlsFiles files() { return {pki_->pem("server"), pki_->key("server"), pki_->pem("ca")}; }

  void connect() {
    auto made = TlsServerContext::make(files());
    ASSERT_TRUE(made.ok()) << made.status().to_string();
    server_ = made.value()->new_session(ends_[0]);
    ASSERT_NE(server_, nullptr);
    client_.reset(SSL_new(client_context_.get()));
    SSL_set_fd(client_.get(), ends_[1]);
    SSL_set_connect_state(client_.get());
  }
  // Moves both sides until the server's handshake is decided; then lets the client hear of it.
  TlsStep shake_hands() {
    TlsStep step = TlsStep::kWantRead;
    for (int rounds = 0; rounds < 20 && (step == TlsStep::kWantRead || step == TlsStep::kWantWrite);
         ++rounds) {
      SSL_do_handshake(client_.get());
      step = server_->handshake();
    }
    SSL_do_handshake(client_.get());
    return step;
  }
  void present(const char* name) {
    ASSERT_EQ(SSL_CTX_use_certificate_file(client_context_.get(), pki_->pem(name).c_str(), SSL_FILETYPE_PEM),
              1);
    ASSERT_EQ(SSL_CTX_use_PrivateKey_file(client_context_.get(), pki_->key(name).c_str(), SSL_FILETYPE_PEM),
              1);
  }

  static tests::TestPki* pki_;
  std::array<int, 2> ends_{};
  std::unique_ptr<SSL_CTX, ContextCloser> client_context_;
  std::unique_ptr<SSL, SessionCloser> client_;
  std::unique_ptr<TlsSession> server_;
};

tests::TestPki* TlsSessionTest::pki_ = nullptr;

TEST_F(TlsSessionTest, CarriesBytesBothWaysAndCloses) {
  connect();
  EXPECT_EQ(server_->handshake(), TlsStep::kWantRead);
  ASSERT_EQ(shake_hands(), TlsStep::kDone);
  EXPECT_EQ(server_->handshake(), TlsStep::kDone);
  EXPECT_EQ(server_->peer(), nullptr);
  std::array<char, 16> buffer{};
  std::size_t count = 99;
  EXPECT_EQ(server_->read(buffer.data(), buffer.size(), count), TlsStep::kWantRead);
  EXPECT_EQ(count, 0U);
  ASSERT_EQ(SSL_write(client_.get(), "ping", 4), 4);
  ASSERT_EQ(server_->read(buffer.data(), buffer.size(), count), TlsStep::kDone);
  EXPECT_EQ(std::string(buffer.data(), count), "ping");
  ASSERT_EQ(server_->write("pong", 4, count), TlsStep::kDone);
  ASSERT_EQ(SSL_read(client_.get(), buffer.data(), 16), 4);
  SSL_shutdown(client_.get());
  EXPECT_EQ(server_->read(buffer.data(), buffer.size(), count), TlsStep::kClosed);
  server_->close_notify();
  EXPECT_EQ(server_->write("late", 4, count), TlsStep::kFailed);
}

TEST_F(TlsSessionTest, FullSocketAsksToWaitAndLosesNothing) {
  connect();
  ASSERT_EQ(shake_hands(), TlsStep::kDone);
  const std::string large(4'000'000, 'x');
  std::size_t sent = 0;
  std::size_t received = 0;
  bool waited = false;
  std::string buffer(65'536, '\0');
  while (received < large.size()) {
    std::size_t count = 0;
    const TlsStep step = sent < large.size() ? server_->write(large.data() + sent, large.size() - sent, count)
                                             : TlsStep::kDone;
    ASSERT_TRUE(step == TlsStep::kDone || step == TlsStep::kWantWrite);
    sent += count;
    waited = waited || step == TlsStep::kWantWrite;
    if (step == TlsStep::kDone && sent < large.size()) continue;
    int got = 0;
    while ((got = SSL_read(client_.get(), buffer.data(), static_cast<int>(buffer.size()))) > 0) {
      received += static_cast<std::size_t>(got);
    }
  }
  EXPECT_TRUE(waited);
  EXPECT_EQ(received, large.size());
}

TEST_F(TlsSessionTest, ReportsAVerifiedClient) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsSessionTest::client_context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_max_proto_version(client_context_.get(), version);
    present("client");
    connect();
    ASSERT_EQ(shake_hands(), TlsStep::kDone);
    EXPECT_EQ(SSL_version(client_.get()), version);
    ASSERT_NE(server_->peer(), nullptr);
    EXPECT_EQ(server_->peer()->subject, "CN=adviser-17,O=Centre 13");
    EXPECT_EQ(server_->peer()->issuer, "CN=ca,O=Test");
    server_.reset();
    client_.reset();
    for (const int end : ends_) ::close(end);
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_.data()), 0);
  }
}

TEST_F(TlsSessionTest, FailsOnWhatPolicyForbids) {
  const struct {
    const char* what;
    void (*weaken)(SSL_CTX*);
  } rows[] = {
      {"TLS 1.1",
       [](SSL_CTX* c) {
         SSL_CTX_set_security_level(c, 0);
         SSL_CTX_set_min_proto_version(c, TLS1_VERSION);
         SSL_CTX_set_max_proto_version(c, TLS1_1_VERSION);
       }},
      {"no forward secrecy",
       [](SSL_CTX* c) {
         SSL_CTX_set_max_proto_version(c, TLS1_2_VERSION);
         SSL_CTX_set_cipher_list(c, "AES128-GCM-SHA256:AES256-SHA");
       }},
      {"CBC",
       [](SSL_CTX* c) {
         SSL_CTX_set_max_proto_version(c, TLS1_2_VERSION);
         SSL_CTX_set_cipher_list(c, "ECDHE-ECDSA-AES128-SHA256");
       }},
      {"h2 only",
       [](SSL_CTX* c) { SSL_CTX_set_alpn_protos(c, reinterpret_cast<const unsigned char*>("\x02h2"), 3); }},
      {"weak group",
       [](SSL_CTX* c) {
         std::string group = "secp521r1";
         SSL_CTX_set1_groups_list(c, group.data());
       }},
  };
  for (const auto& row : rows) {
    client_context_.reset(SSL_CTX_new(TLS_client_method()));
    row.weaken(client_context_.get());
    connect();
    EXPECT_EQ(shake_hands(), TlsStep::kFailed) << row.what;
    std::size_t count = 0;
    EXPECT_EQ(server_->write("x", 1, count), TlsStep::kFailed) << row.what;
    EXPECT_EQ(server_->peer(), nullptr) << row.what;
    server_.reset();
    client_.reset();
    for (const int end : ends_) ::close(end);
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_.data()), 0);
  }
}

TEST_F(TlsSessionTest, FailsOnACertificateOfAnotherAuthority) {
  present("stranger");
  connect();
  EXPECT_EQ(shake_hands(), TlsStep::kFailed);
  EXPECT_EQ(server_->peer(), nullptr);
}

TEST_F(TlsSessionTest, FailsOnBytesThatAreNoTls) {
  connect();
  ASSERT_EQ(::send(ends_[1], "GET / HTTP/1.1\r\n\r\n", 18, 0), 18);
  EXPECT_EQ(server_->handshake(), TlsStep::kFailed);
  EXPECT_EQ(server_->handshake(), TlsStep::kFailed);
}

TEST_F(TlsSessionTest, GivesNoTicketToComeBackWith) {
  connect();
  ASSERT_EQ(shake_hands(), TlsStep::kDone);
  std::array<char, 4> buffer{};
  EXPECT_LE(SSL_read(client_.get(), buffer.data(), 4), 0);
  EXPECT_EQ(SSL_SESSION_is_resumable(SSL_get_session(client_.get())), 0);
}

TEST_F(TlsSessionTest, ChoosesHttp11WhenOffered) {
  SSL_CTX_set_alpn_protos(client_context_.get(), reinterpret_cast<const unsigned char*>("\x02h2\x08http/1.1"),
                          12);
  connect();
  ASSERT_EQ(shake_hands(), TlsStep::kDone);
  const unsigned char* chosen = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(client_.get(), &chosen, &size);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(chosen), size), "http/1.1");
}

TEST_F(TlsSessionTest, ContextNamesTheFileThatIsWrong) {
  const struct {
    TlsFiles files;
    const char* reason;
  } rows[] = {
      {{pki_->path("none"), pki_->key("server"), ""}, "tls.certificate"},
      {{pki_->key("server"), pki_->key("server"), ""}, "tls.certificate"},
      {{pki_->pem("server"), pki_->path("none"), ""}, "tls.key"},
      {{pki_->pem("server"), pki_->key("client"), ""}, "tls.key"},
      {{pki_->pem("server"), pki_->key("server"), pki_->path("none")}, "tls.client_ca"},
      {{pki_->pem("server"), pki_->key("server"), pki_->key("server")}, "tls.client_ca"},
  };
  for (const auto& row : rows) {
    const auto made = TlsServerContext::make(row.files);
    ASSERT_FALSE(made.ok()) << row.reason;
    EXPECT_EQ(made.status().reason(), row.reason);
  }
}

}  // namespace
}  // namespace security

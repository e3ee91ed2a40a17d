// TLS as the server is configured for: versions, suites, and strangers who do not speak it.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "api/http/tls.h"
#include "tests/http/test_server.h"

namespace renkei::http::test {
namespace {

const std::string kGet = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

// A self-signed P-256 certificate and its key, in a directory of their own, gone with the object.
class Certificate {
 public:
  Certificate() {
    std::string pattern = (std::filesystem::temp_directory_path() / "renkei-tls-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1,
                               0);
    X509_set_issuer_name(certificate, name);
    X509_sign(certificate, key, EVP_sha256());
    write(certificate_file(), [&](FILE* file) { PEM_write_X509(file, certificate); });
    write(key_file(),
          [&](FILE* file) { PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr); });
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  ~Certificate() { std::filesystem::remove_all(directory_); }

  std::string certificate_file() const { return directory_ + "/certificate.pem"; }
  std::string key_file() const { return directory_ + "/key.pem"; }

 private:
  template <class Write>
  static void write(const std::string& path, Write write_pem) {
    FILE* file = std::fopen(path.c_str(), "w");
    write_pem(file);
    std::fclose(file);
  }
  std::string directory_;
};

// A blocking TLS client over a RawClient's socket.
class TlsClient {
 public:
  struct Settings {
    int version = 0;  // this one only; 0: any
    const char* ciphers = nullptr;
    std::string protocols{};  // ALPN, in wire format
  };

  TlsClient(std::uint16_t port, const Settings& settings)
      : raw_(port), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_security_level(context_.get(), 0);  // the client would take anything; the server must not
    if (settings.version != 0) {
      SSL_CTX_set_min_proto_version(context_.get(), settings.version);
      SSL_CTX_set_max_proto_version(context_.get(), settings.version);
    }
    if (settings.ciphers != nullptr) SSL_CTX_set_cipher_list(context_.get(), settings.ciphers);
    session_.reset(SSL_new(context_.get()));
    if (!settings.protocols.empty()) {
      SSL_set_alpn_protos(session_.get(), reinterpret_cast<const unsigned char*>(settings.protocols.data()),
                          static_cast<unsigned>(settings.protocols.size()));
    }
    SSL_set_fd(session_.get(), raw_.descriptor());
    connected_ = SSL_connect(session_.get()) == 1;
  }

  bool connected() const { return connected_; }
  SSL* session() { return session_.get(); }
  RawClient& raw() { return raw_; }
  bool send(const std::string& octets) {
    return SSL_write(session_.get(), octets.data(), static_cast<int>(octets.size())) > 0;
  }
  std::string read_until(std::string_view text) {
    std::string all;
    char piece[16'384];
    while (all.find(text) == std::string::npos) {
      const int got = SSL_read(session_.get(), piece, sizeof piece);
      if (got <= 0) break;
      all.append(piece, static_cast<std::size_t>(got));
    }
    return all;
  }

 private:
  RawClient raw_;
  TlsContext context_;
  TlsSession session_;
  bool connected_ = false;
};

class HttpTls : public testing::Test {
 protected:
  ServerOptions options() const {
    ServerOptions options = test_options();
    options.certificate_file = certificate.certificate_file();
    options.private_key_file = certificate.key_file();
    options.tls_seconds = 1;
    return options;
  }
  bool serves(const TlsClient::Settings& settings) {
    TlsClient client(server->port(), settings);
    return client.connected() && client.send(kGet) && client.read_until("[GET /a]").ends_with("[GET /a]");
  }

  Certificate certificate;
  RunningServer server{options()};
};

TEST_F(HttpTls, Serves13And12AndNothingOlder) {
  EXPECT_TRUE(serves({}));
  EXPECT_TRUE(serves({.version = TLS1_3_VERSION}));
  EXPECT_TRUE(serves({.version = TLS1_2_VERSION}));
  EXPECT_FALSE(serves({.version = TLS1_1_VERSION}));
  EXPECT_FALSE(serves({.version = TLS1_VERSION}));
}

TEST_F(HttpTls, Prefers13) {
  TlsClient client(server->port(), {});
  ASSERT_TRUE(client.connected());
  EXPECT_STREQ(SSL_get_version(client.session()), "TLSv1.3");
}

TEST_F(HttpTls, TakesOnlyEphemeralKeysWithAead) {
  EXPECT_TRUE(serves({.version = TLS1_2_VERSION, .ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256"}));
  EXPECT_TRUE(serves({.version = TLS1_2_VERSION, .ciphers = "ECDHE-ECDSA-CHACHA20-POLY1305"}));
  EXPECT_FALSE(serves({.version = TLS1_2_VERSION, .ciphers = "ECDHE-ECDSA-AES128-SHA256"}));
  EXPECT_FALSE(serves({.version = TLS1_2_VERSION, .ciphers = "ECDHE-ECDSA-AES256-SHA"}));
  EXPECT_FALSE(serves({.version = TLS1_2_VERSION, .ciphers = "AES128-GCM-SHA256"}));
}

TEST_F(HttpTls, AgreesOnHttp11Only) {
  EXPECT_TRUE(serves({.protocols = "\x02h2\x08http/1.1"}));
  EXPECT_FALSE(serves({.protocols = "\x02h2"}));
}

TEST_F(HttpTls, GivesNoTicketAndRefusesToRenegotiate) {
  TlsClient client(server->port(), {.version = TLS1_2_VERSION});
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(SSL_SESSION_has_ticket(SSL_get_session(client.session())), 0);
  ASSERT_EQ(SSL_renegotiate(client.session()), 1);
  EXPECT_NE(SSL_do_handshake(client.session()), 1);
}

TEST_F(HttpTls, CarriesPipelinesAndLargeBodies) {
  TlsClient client(server->port(), {});
  const std::string body(kBodyMax, 'x');
  client.send("POST /in HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
              body + kGet + kGet);
  EXPECT_NE(client.read_until("[POST /in]" + body).find("200 OK"), std::string::npos);
  client.send("GET /source HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(client.read_until(std::string(150'000, 's')).ends_with(std::string(150'000, 's')));
  char one = 0;
  EXPECT_EQ(SSL_read(client.session(), &one, 1), 0);
  EXPECT_EQ(SSL_get_shutdown(client.session()) & SSL_RECEIVED_SHUTDOWN, SSL_RECEIVED_SHUTDOWN);
}

TEST_F(HttpTls, StreamsEvents) {
  TlsClient client(server->port(), {});
  client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  auto stream = server.application.take_stream();
  ASSERT_TRUE(stream);
  stream->send("a", "1", "b");
  EXPECT_NE(client.read_until("data: b\n\n").find("event: a\nid: 1\n"), std::string::npos);
  client.raw().close();
  for (int i = 0; i < 200 && stream->open(); ++i) std::this_thread::sleep_for(10ms);
  EXPECT_FALSE(stream->open());
}

TEST_F(HttpTls, EndsAClientThatSpeaksPlain) {
  RawClient client(server->port());
  client.send(kGet);
  EXPECT_EQ(client.read_all().find("HTTP/1.1"), std::string::npos);
  EXPECT_TRUE(server.application.paths().empty());
  EXPECT_TRUE(serves({}));
}

TEST_F(HttpTls, EndsAHandshakeThatStalls) {
  RawClient silent(server->port());
  RawClient halfway(server->port());
  halfway.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
  EXPECT_TRUE(silent.ended());
  EXPECT_TRUE(halfway.ended());
  EXPECT_TRUE(serves({}));
}

TEST_F(HttpTls, SurvivesAClientThatLeavesBeforeTheAnswer) {
  for (int i = 0; i < 20; ++i) {
    TlsClient client(server->port(), {});
    client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
    client.raw().close();
  }
  EXPECT_TRUE(serves({}));
}

TEST(HttpTlsFiles, AreNamedWhenTheyCannotBeUsed) {
  const Certificate one;
  const Certificate other;
  EXPECT_THROW(make_tls_context("/nowhere", one.key_file()), std::runtime_error);
  EXPECT_THROW(make_tls_context(one.certificate_file(), "/nowhere"), std::runtime_error);
  EXPECT_THROW(make_tls_context(one.certificate_file(), other.key_file()), std::runtime_error);
}

}  // namespace
}  // namespace renkei::http::test

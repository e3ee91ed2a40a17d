#include "api/http/tls.h"

#include <openssl/err.h>

#include <array>
#include <stdexcept>

#include "domain/check.h"

namespace renkei::http {
namespace {

constexpr char kCiphers12[] = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr char kCiphers13[] = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";
constexpr char kGroups[] = "X25519:P-256:P-384";
constexpr std::array<unsigned char, 9> kProtocols = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

// A client that names its protocols must name ours.
int select_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                    unsigned in_length, void*) {
  unsigned char* chosen = nullptr;
  const int found =
      SSL_select_next_proto(&chosen, out_length, kProtocols.data(), kProtocols.size(), in, in_length);
  if (found != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

// OpenSSL would ask at the terminal.
int refuse_passphrase(char*, int, int, void*) { return -1; }

void restrict_protocol(SSL_CTX* context) {
  SSL_CTX_set_security_level(context, 2);
  ENSURE(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1);
  ENSURE(SSL_CTX_set_cipher_list(context, kCiphers12) == 1);
  ENSURE(SSL_CTX_set_ciphersuites(context, kCiphers13) == 1);
  ENSURE(SSL_CTX_set1_groups_list(context, kGroups) == 1);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_CLEANSE_PLAINTEXT);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context, select_protocol, nullptr);
}

}  // namespace

TlsContext make_tls_context(const std::string& certificate_file, const std::string& private_key_file) {
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  ENSURE(context != nullptr);
  restrict_protocol(context.get());
  // Idle connections give their buffers back; a partial write may continue from another buffer.
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context.get(), 1);  // one read for a record instead of two
  SSL_CTX_set_default_passwd_cb(context.get(), refuse_passphrase);
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) != 1) {
    throw std::runtime_error("The certificate file " + certificate_file + " cannot be used.");
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), private_key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    throw std::runtime_error("The private key file " + private_key_file +
                             " cannot be used with the certificate.");
  }
  return context;
}

}  // namespace renkei::http

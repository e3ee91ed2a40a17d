// The server's TLS settings: 1.2 at least, ECDHE with AEAD only, no renegotiation, no compression, no
// resumption.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace renkei::http {

struct FreeTls {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* session) const { SSL_free(session); }
};

using TlsContext = std::unique_ptr<SSL_CTX, FreeTls>;
using TlsSession = std::unique_ptr<SSL, FreeTls>;

// Throws std::runtime_error when the files hold no matching certificate and key.
TlsContext make_tls_context(const std::string& certificate_file, const std::string& private_key_file);

}  // namespace renkei::http

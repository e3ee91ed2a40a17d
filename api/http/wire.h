// One connection's octets, plain or through TLS, without blocking and without buffers of its own: the
// connection asks, and on "would block" waits for readiness. So an idle connection holds no read or write
// buffer at all, and OpenSSL works on the socket directly instead of through a pair of copies.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <string_view>
#include <utility>

#include "api/http/tls.h"

namespace renkei::http {

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

struct IoResult {
  enum Status { kDone, kWantRead, kWantWrite, kEnd, kFailed } status = kFailed;
  std::size_t size = 0;
};

class Wire {
 public:
  Wire(Socket socket, SSL_CTX* tls);  // without `tls` the octets travel plain

  bool needs_handshake() const { return session_ != nullptr; }
  IoResult handshake();
  IoResult read(char* to, std::size_t size);
  IoResult write(std::string_view from);
  // Drops what the client still sends, below TLS: only after finish_sending().
  IoResult discard(char* scratch, std::size_t size);
  // Whether read() may succeed though the socket shows nothing: what TLS has decrypted, or a filled buffer.
  bool may_have_more() const { return may_have_more_; }
  // Says goodbye in TLS and in TCP, as far as that is possible at once.
  void finish_sending();

  template <class Handler>
  void wait(IoResult::Status want, Handler handler) {
    socket_.async_wait(want == IoResult::kWantWrite ? Socket::wait_write : Socket::wait_read,
                       std::move(handler));
  }

 private:
  IoResult read_plain(char* to, std::size_t size);
  IoResult tls_result(int returned, std::size_t size);

  Socket socket_;
  TlsSession session_;
  bool may_have_more_ = false;
  bool established_ = false;  // the handshake is done and TLS has not failed since
};

}  // namespace renkei::http

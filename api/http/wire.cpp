#include "api/http/wire.h"

#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <cerrno>

#include "domain/check.h"

namespace renkei::http {
namespace {

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

void acknowledge_at_once(int socket) {
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

}  // namespace

Wire::Wire(Socket socket, SSL_CTX* tls) : socket_(std::move(socket)) {
  boost::system::error_code ignored;  // a socket the client has reset already fails at the first read
  socket_.native_non_blocking(true, ignored);
  socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  if (tls == nullptr) return;
  session_.reset(SSL_new(tls));
  ENSURE(session_ != nullptr);
  ENSURE(SSL_set_fd(session_.get(), socket_.native_handle()) == 1);
  SSL_set_accept_state(session_.get());
}

IoResult Wire::handshake() {
  ERR_clear_error();
  const IoResult result = tls_result(SSL_do_handshake(session_.get()), 0);
  established_ = result.status == IoResult::kDone;
  // We have nothing to say now, and a client that waits for its last message's ACK would wait 40 ms to ask.
  if (established_) acknowledge_at_once(socket_.native_handle());
  may_have_more_ = established_;  // the first request may have come with the last message of the handshake
  return result;
}

IoResult Wire::read(char* to, std::size_t size) {
  IoResult result;
  if (session_ == nullptr) {
    result = read_plain(to, size);
    may_have_more_ = result.status == IoResult::kDone && result.size == size;
  } else {
    ERR_clear_error();
    std::size_t got = 0;
    result = tls_result(SSL_read_ex(session_.get(), to, size, &got), got);
    result.size = got;
    may_have_more_ = result.status == IoResult::kDone && (got == size || SSL_has_pending(session_.get()) == 1);
  }
  return result;
}

IoResult Wire::read_plain(char* to, std::size_t size) {
  const ssize_t got = ::recv(socket_.native_handle(), to, size, 0);
  if (got > 0) return {IoResult::kDone, static_cast<std::size_t>(got)};
  if (got == 0) return {IoResult::kEnd, 0};
  return {would_block(errno) ? IoResult::kWantRead : IoResult::kFailed, 0};
}

IoResult Wire::write(std::string_view from) {
  if (session_ != nullptr) {
    ERR_clear_error();
    std::size_t put = 0;
    const int returned = SSL_write_ex(session_.get(), from.data(), from.size(), &put);
    return tls_result(returned, put);
  }
  const ssize_t put = ::send(socket_.native_handle(), from.data(), from.size(), MSG_NOSIGNAL);
  if (put >= 0) return {IoResult::kDone, static_cast<std::size_t>(put)};
  return {would_block(errno) ? IoResult::kWantWrite : IoResult::kFailed, 0};
}

IoResult Wire::discard(char* scratch, std::size_t size) { return read_plain(scratch, size); }

void Wire::finish_sending() {
  if (established_) {
    ERR_clear_error();
    SSL_shutdown(session_.get());
    established_ = false;
  }
  boost::system::error_code ignored;  // the client may be gone already
  socket_.shutdown(Socket::shutdown_send, ignored);
}

IoResult Wire::tls_result(int returned, std::size_t size) {
  if (returned == 1) return {IoResult::kDone, size};
  switch (SSL_get_error(session_.get(), returned)) {
    case SSL_ERROR_WANT_READ:
      return {IoResult::kWantRead, 0};
    case SSL_ERROR_WANT_WRITE:
      return {IoResult::kWantWrite, 0};
    case SSL_ERROR_ZERO_RETURN:
      return {IoResult::kEnd, 0};
    default:
      established_ = false;
      return {IoResult::kFailed, 0};
  }
}

}  // namespace renkei::http

#include "eventstore/crypto/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

#include "domain/check.h"
#include "eventstore/crypto/random.h"

namespace renkei {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* p) const {
    Free(p);
  }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Freed<X509_free>>;
using BioPtr = std::unique_ptr<BIO, Freed<BIO_free_all>>;

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long length = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(length)};
}

void add_extension(X509* certificate, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  ENSURE(extension != nullptr);
  ENSURE(X509_add_ext(certificate, extension.get(), -1) == 1);
}

}  // namespace

SelfSigned make_self_signed(const std::string& host, int days) {
  const KeyPtr key(EVP_EC_gen("P-256"));
  ENSURE(key != nullptr);
  const CertificatePtr certificate(X509_new());
  ENSURE(certificate != nullptr && X509_set_version(certificate.get(), 2) == 1);
  std::uint64_t serial = 0;
  fill_random(&serial, sizeof serial);
  ENSURE(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1) == 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3'600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86'400L * days);
  ENSURE(X509_set_pubkey(certificate.get(), key.get()) == 1);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  ENSURE(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1, 0) == 1);
  ENSURE(X509_set_issuer_name(certificate.get(), name) == 1);
  add_extension(certificate.get(), NID_subject_alt_name, "DNS:" + host + ",DNS:localhost,IP:127.0.0.1,IP:::1");
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  ENSURE(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
  const BioPtr certificate_text(BIO_new(BIO_s_mem())), key_text(BIO_new(BIO_s_mem()));
  ENSURE(PEM_write_bio_X509(certificate_text.get(), certificate.get()) == 1);
  ENSURE(PEM_write_bio_PKCS8PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return {text_of(certificate_text.get()), text_of(key_text.get())};
}

}  // namespace renkei

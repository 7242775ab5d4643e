// SPDX-License-Identifier: MIT
#include "test_certificate.hpp"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <memory>

namespace axle::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

void require(bool holds) {
  if (!holds) std::abort();
}

Key make_key() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), EVP_PKEY_free);
  require(key != nullptr);
  return key;
}

void add_extension(X509* certificate, int kind, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  require(extension != nullptr);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

struct Subject {
  std::string name;
  bool is_authority;
  bool expired;
};

/// Without `issuer` it is signed by its own key.
Certificate make_certificate(const Subject& subject, EVP_PKEY* key, X509* issuer,
                             EVP_PKEY* issuer_key) {
  Certificate certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), subject.is_authority ? 1 : 2);
  constexpr long day = 86400;
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), subject.expired ? -2 * day : -day);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), subject.expired ? -day : day);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(subject.name.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), issuer == nullptr ? name : X509_get_subject_name(issuer));
  if (subject.is_authority) {
    add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate.get(), NID_key_usage, "critical,keyCertSign");
  } else {
    add_extension(certificate.get(), NID_subject_alt_name, "DNS:" + subject.name);
  }
  require(X509_sign(certificate.get(), issuer_key, EVP_sha256()) > 0);
  return certificate;
}

std::string pem_of(X509* certificate) {
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(memory, certificate);
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(memory, &bytes);
  std::string text(bytes, static_cast<std::size_t>(length));
  BIO_free(memory);
  return text;
}

std::string pem_of_key(EVP_PKEY* key) {
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(memory, key, nullptr, nullptr, 0, nullptr, nullptr);
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(memory, &bytes);
  std::string text(bytes, static_cast<std::size_t>(length));
  BIO_free(memory);
  return text;
}

}  // namespace

TestCertificate::TestCertificate(const CertificateWish& wish) {
  const Key authority_key = make_key();
  const Certificate authority = make_certificate({"test authority", true, false},
                                                 authority_key.get(), nullptr, authority_key.get());
  authority_pem = pem_of(authority.get());
  const Key key = make_key();
  const Certificate leaf =
      wish.self_signed
          ? make_certificate({wish.name, false, wish.expired}, key.get(), nullptr, key.get())
          : make_certificate({wish.name, false, wish.expired}, key.get(), authority.get(),
                             authority_key.get());
  pem = pem_of(leaf.get());
  key_pem = pem_of_key(key.get());
  context = SSL_CTX_new(TLS_server_method());
  require(context != nullptr && SSL_CTX_use_certificate(context, leaf.get()) == 1 &&
          SSL_CTX_use_PrivateKey(context, key.get()) == 1);
}

TestCertificate::~TestCertificate() { SSL_CTX_free(context); }

}  // namespace axle::test

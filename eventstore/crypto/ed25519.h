// Ed25519 (RFC 8032): 32-octet seed, 32-octet public key, 64-octet signature.
#pragma once

#include "eventstore/crypto/secret.h"

namespace renkei {

Bytes ed25519_public_key(BytesView seed);
Bytes ed25519_sign(BytesView seed, BytesView message);
// False for a wrong length of key or signature too.
bool ed25519_verify(BytesView public_key, BytesView message, BytesView signature);

}  // namespace renkei

// A file named by an event: its sealed bytes lie in blobs/ under their own digest; the key stands in the
// event's sealed payload, so that it dies with the person's key.
#pragma once

#include "domain/describe.h"

namespace renkei {

#define LIST(X) X(jpeg, 1, "image/jpeg") X(png, 2, "image/png") X(pdf, 3, "application/pdf")
RENKEI_CODES(MediaType, LIST)
#undef LIST

using AttachmentKey = FixedBytes<32, struct AttachmentKeyTag>;

struct Attachment {
  AttachmentId id;
  MediaType media = MediaType::pdf;
  std::uint64_t bytes = 0;  // of the plaintext
  Digest blob;              // SHA-256 of the sealed file
  bool operator==(const Attachment&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("id", &Attachment::id);
    v.field("media", &Attachment::media);
    v.field("bytes", &Attachment::bytes);
    v.field("blob", &Attachment::blob);
  }
};

}  // namespace renkei

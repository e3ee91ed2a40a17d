// Attachments that no event names yet: the sealed file lies in blobs/, its key in a small record sealed under
// the city's key. An upload is no fact until a command refers to it.
#pragma once

#include <functional>
#include <optional>

#include "domain/rejection.h"
#include "eventstore/blob_store.h"
#include "eventstore/keyring/keyring.h"

namespace renkei::api {

struct Upload {
  Attachment attachment;
  AttachmentKey key;
  AccountId uploader;
  Digest content;  // SHA-256 of what was uploaded, for a repeat of the request
  Instant at;
  template <class V>
  static void describe(V& v) {
    v.field("attachment", &Upload::attachment);
    v.field("key", &Upload::key);
    v.field("uploader", &Upload::uploader);
    v.field("content", &Upload::content);
    v.field("at", &Upload::at);
  }
};

class Uploads {
 public:
  Uploads(Files& files, std::string directory, Keyring& keyring, KeyId city_key);
  Result<void, FileError> put(const Upload& upload);  // durable on return
  // The upload, if this account made it less than 24 hours ago and nothing consumed it.
  std::optional<Upload> find(const AttachmentId& id, const AccountId& account, Instant now) const;
  void consume(const AttachmentId& id);  // its key now lives in an event about a person
  // Destroys what nothing referred to within 24 hours, an hour later: the record with the key, then the sealed
  // file. `referred`: an event names this id, only the record is left over.
  void destroy_unreferenced(Instant now, BlobStore& blobs,
                            const std::function<bool(const AttachmentId&)>& referred);

 private:
  std::optional<Upload> load(const std::string& name) const;
  std::string path(const AttachmentId& id) const;
  Files& files_;
  std::string directory_;
  Keyring& keyring_;
  KeyId city_key_;
};

// Nothing may refer to a file that is not (any more) this account's upload.
WrongValue unusable_file(const std::string& pointer);

// What the poster should know about a file: a photo that tells where it was taken.
bool jpeg_has_position(BytesView first_octets);

}  // namespace renkei::api

// Takes an uploaded file into a sealed blob as it arrives.
#pragma once

#include "api/http/server.h"
#include "eventstore/blob_store.h"

namespace renkei::api {

class BlobSink final : public http::BodySink {
 public:
  explicit BlobSink(std::unique_ptr<BlobWriter> w) : writer(std::move(w)) {}
  bool write(std::string_view piece) override {
    if (head.size() < kBlobChunkBytes) head.append(piece.substr(0, kBlobChunkBytes - head.size()));
    return writer->write(piece).has_value();
  }
  std::unique_ptr<BlobWriter> writer;
  std::string head;  // the first octets, to look for what the poster should know
};

}  // namespace renkei::api

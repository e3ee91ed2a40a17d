// A packet on disk.
#pragma once

#include <memory>
#include <string>

#include "replay/packet/zip.h"

namespace renkei::packet {

class FileSource final : public ByteSource {
 public:
  static std::shared_ptr<const ByteSource> open(const std::string& path);  // null: it can't be read
  ~FileSource() override;
  std::uint64_t size() const override { return size_; }
  Bytes read(std::uint64_t offset, std::uint64_t length) const override;

 private:
  FileSource(int file, std::uint64_t size) : file_(file), size_(size) {}
  const int file_;
  const std::uint64_t size_;
};

}  // namespace renkei::packet

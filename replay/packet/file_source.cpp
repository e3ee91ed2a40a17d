#include "replay/packet/file_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace renkei::packet {

std::shared_ptr<const ByteSource> FileSource::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat facts {};
  if (file < 0) return nullptr;
  if (::fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    ::close(file);
    return nullptr;
  }
  return std::shared_ptr<const ByteSource>(new FileSource(file, static_cast<std::uint64_t>(facts.st_size)));
}

FileSource::~FileSource() { ::close(file_); }

Bytes FileSource::read(std::uint64_t offset, std::uint64_t length) const {
  if (offset >= size_) return {};
  Bytes octets(std::min(length, size_ - offset), '\0');
  std::size_t done = 0;
  while (done < octets.size()) {
    const auto n =
        ::pread(file_, octets.data() + done, octets.size() - done, static_cast<off_t>(offset + done));
    if (n <= 0) break;  // cut while it was read
    done += static_cast<std::size_t>(n);
  }
  octets.resize(done);
  return octets;
}

}  // namespace renkei::packet

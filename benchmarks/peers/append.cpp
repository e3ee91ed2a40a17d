// P1b's limit: appends 1 KiB to a file and syncs it, again and again, and prints how often that went in a
// second.
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "bench_append FILE SECONDS\n"), 64;
  const int fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return 1;
  const std::string block(1'024, 'r');
  const auto begun = std::chrono::steady_clock::now();
  const std::chrono::duration<double> wanted(std::atof(argv[2]));
  std::uint64_t appended = 0;
  std::chrono::duration<double> passed{};
  for (; passed < wanted; ++appended, passed = std::chrono::steady_clock::now() - begun) {
    if (write(fd, block.data(), block.size()) != 1'024 || fdatasync(fd) != 0) return 1;
  }
  close(fd);
  unlink(argv[1]);
  std::printf("%.1f\n", static_cast<double>(appended) / passed.count());
}

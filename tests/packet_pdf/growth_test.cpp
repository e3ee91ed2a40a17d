// A packet of a hundred thousand rows and three hundred photos: the memory that its PDF takes is bounded.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/effort.h"
#include "written_pdf.h"

namespace renkei::testing {
namespace {

std::size_t resident_peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss);
}

// Done in a child, so that what other tests of this program took does not count.
TEST(Growth, AHundredThousandRowsFitIntoBoundedMemory) {
  const std::size_t rows = rounds<std::size_t>(100'000, 10'000);
  const std::string path = ::testing::TempDir() + "grown.pdf";
  const pid_t child = fork();
  if (child == 0) {
    const packet::Model model = grown_model(rows, 300);
    const std::size_t before = resident_peak_kib();
    std::size_t reports = 0;
    bool in_order = true;
    std::size_t last = 0;
    const auto progress = [&](std::size_t done, std::size_t total) {
      in_order = in_order && done >= last && total == 2 * rows;
      last = done;
      ++reports;
    };
    const std::atomic<bool> stop{false};
    const auto facts = packet::pdf::write_pdf(model, sample_file, path, progress, stop);
    const std::size_t taken_mib = (resident_peak_kib() - before) / 1024;
    std::printf("%zu pages, %zu MiB beyond the model\n", facts ? facts->pages : 0, taken_mib);
    std::fflush(stdout);
    const bool bounded =
        kSlowdown > 1 || taken_mib < 300;  // the file itself lies in memory; sanitizers have their own
    _exit(facts && bounded && in_order && last == 2 * rows && reports > 100 ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  EXPECT_NE(output_of("qpdf --show-npages '" + path + "'"), "0\n");
  unlink(path.c_str());
}

}  // namespace
}  // namespace renkei::testing

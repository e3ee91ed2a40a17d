// The folder tree is the architecture: domain ← eventstore ← projections ← replay ← api. Reads every #include.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "tests/support/folders.h"

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kLayers{"domain", "eventstore", "projections", "replay", "api"};

// A third-party header may be included below these folders only.
const std::map<std::string, std::vector<std::string>> kHomes{
    {"openssl/", {"eventstore/crypto", "api/http"}},
    {"argon2.h", {"eventstore/crypto"}},
    {"capnp/", {"eventstore/codec"}},
    {"kj/", {"eventstore/codec"}},
    {"rocksdb/", {"eventstore/rocks"}},
    {"boost/asio", {"api/http"}},
    {"boost/beast", {"api/http"}},
    {"boost/json", {"eventstore/json"}},
    {"httplib.h", {"api/client"}},
    {"pango/", {"replay/disclosure/pdf"}},
    {"cairo", {"replay/disclosure/pdf"}},
    {"fontconfig/", {"replay/disclosure/pdf"}},
    {"qpdf/", {"replay/disclosure/pdf"}},
    {"qrencode.h", {"replay/disclosure/pdf"}},
    {"jpeglib.h", {"replay/disclosure/pdf"}},
    {"png.h", {"replay/disclosure/pdf"}},
    {"boost/unordered", {"replay/verify"}},
    {"boost/sort", {"replay/verify"}},
    {"boost/program_options", {"replay/cli", "api/main.cpp"}}};

bool below(const std::string& file, const std::string& folder) {
  return file.compare(0, folder.size(), folder) == 0;
}
std::size_t layer_of(const std::string& path) {
  for (std::size_t i = 0; i < kLayers.size(); ++i) {
    if (below(path, kLayers[i] + "/")) return i;
  }
  return kLayers.size();
}
// Composition roots may include any folder; nothing includes them.
bool is_root(const std::string& file) { return below(file, "replay/cli/") || file == "api/main.cpp"; }

std::vector<std::pair<std::string, std::string>> all_includes() {
  std::vector<std::pair<std::string, std::string>> includes;
  for (const std::string& layer : kLayers) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(renkei::testing::source_folder()) / layer)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cpp") continue;
      const std::string file = fs::relative(entry.path(), renkei::testing::source_folder()).string();
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        if (line.compare(0, 9, "#include ") == 0)
          includes.emplace_back(file, line.substr(10, line.find_last_of("\">") - 10));
      }
    }
  }
  return includes;
}

TEST(Layering, ArrowsPointLeftOnly) {
  const auto includes = all_includes();
  ASSERT_GT(includes.size(), 300u);
  for (const auto& [file, header] : includes) {
    if (layer_of(header) == kLayers.size() || is_root(file)) continue;
    EXPECT_LE(layer_of(header), layer_of(file)) << file << " includes " << header;
    EXPECT_FALSE(is_root(header)) << file << " includes " << header;
  }
}

TEST(Layering, ThirdPartyHeadersStayInTheirFolder) {
  for (const auto& [file, header] : all_includes()) {
    for (const auto& [prefix, homes] : kHomes) {
      if (!below(header, prefix)) continue;
      bool home = false;
      for (const std::string& folder : homes) home = home || below(file, folder);
      EXPECT_TRUE(home) << file << " includes " << header;
    }
  }
}

TEST(Layering, TheDomainIncludesTheStandardLibraryOnly) {
  for (const auto& [file, header] : all_includes()) {
    if (!below(file, "domain/")) continue;
    EXPECT_TRUE(below(header, "domain/") || header.find('/') == std::string::npos)
        << file << " includes " << header;
    for (const char* world : {"thread", "mutex", "fstream", "filesystem", "random", "chrono"}) {
      if (header != world) continue;
      EXPECT_EQ(file, "domain/values/time.cpp") << "for calendar arithmetic only: " << header;
    }
  }
}

}  // namespace

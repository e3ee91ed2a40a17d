// A QR code's modules, for any camera to read the checkpoint from paper.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace renkei::packet::pdf {

struct QrCode {
  std::size_t side = 0;
  std::vector<bool> dark;  // row by row
};

// nullopt: the text is longer than a QR code can hold.
std::optional<QrCode> qr_code(const std::string& text);

}  // namespace renkei::packet::pdf

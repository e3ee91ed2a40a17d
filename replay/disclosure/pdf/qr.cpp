#include "replay/disclosure/pdf/qr.h"

#include <qrencode.h>

#include <memory>

namespace renkei::packet::pdf {

std::optional<QrCode> qr_code(const std::string& text) {
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0,
                        QR_ECLEVEL_M),
      QRcode_free);
  if (!code) return std::nullopt;
  QrCode result;
  result.side = static_cast<std::size_t>(code->width);
  for (std::size_t i = 0; i < result.side * result.side; ++i) result.dark.push_back((code->data[i] & 1) != 0);
  return result;
}

}  // namespace renkei::packet::pdf

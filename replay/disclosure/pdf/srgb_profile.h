// An ICC profile (version 4) of sRGB, made here so that it depends on no file: what the PDF's greys and photos
// mean on any screen and printer.
#pragma once

#include "domain/values/bytes.h"

namespace renkei::packet::pdf {

Bytes srgb_profile();

}  // namespace renkei::packet::pdf

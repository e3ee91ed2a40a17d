// The packet of the story's room (香川 ハル), in every kind, and one of any size: models as the builder makes
// them.
#pragma once

#include "replay/packet/model.h"

namespace renkei::testing {

enum class SampleKind { full, part, none, no_data, bereaved, city };

packet::Model sample_model(SampleKind kind);

// A generated person: every kind of row, `photos` of them with a picture.
packet::Model grown_model(std::size_t rows, std::size_t photos);

// The octets behind the names of the sample's files: photos of 1600×1200 (one on its side), a PNG, a PDF.
std::optional<Bytes> sample_file(const packet::PacketFile& file);

}  // namespace renkei::testing

// Reads recorded events back, with their content where its key still lives.
#pragma once

#include <optional>

#include "domain/envelope.h"
#include "eventstore/keyring/keyring.h"
#include "eventstore/ledger_engine.h"

namespace renkei {

class HistoryReader {
 public:
  // `keyring` may be null: then nothing is opened.
  HistoryReader(const LedgerEngine& engine, Keyring* keyring) : engine_(engine), keyring_(keyring) {}

  // Throws CorruptHistory when there is no such entry or it can't be decoded.
  Recorded read(std::uint64_t position) const;
  // With its sealed fields; `opened` tells whether that was possible (no payload counts as opened). A payload
  // that does not fit its digest, commitment or tag throws CorruptHistory.
  Recorded open(std::uint64_t position, bool& opened) const;
  // As above, and nullopt where the content is sealed for good.
  std::optional<Recorded> open(std::uint64_t position) const;

 private:
  const LedgerEngine& engine_;
  Keyring* keyring_;
};

}  // namespace renkei

// Makes the redacted model of a packet (replay/packet/model.h) from the ledger below a position: the one place
// where what is decided becomes what is shown.
#pragma once

#include <map>

#include "domain/disclosure/deliberation.h"
#include "domain/packet/state.h"
#include "domain/policy/state.h"
#include "eventstore/blob_store.h"
#include "eventstore/history_reader.h"
#include "eventstore/merkle/note.h"
#include "eventstore/view_store.h"
#include "replay/names.h"
#include "replay/packet/model.h"
#include "replay/packet/zip.h"

namespace renkei {

// What a packet is made from: a city's stores, in one state.
struct PacketSources {
  const ViewReader& views;  // at least as far as the packet's `as_of`
  const LedgerEngine& engine;
  const HistoryReader& history;
  Keyring& keyring;
  Names& names;
  BlobStore& blobs;
  std::string city;  // "丸亀市"
  KeyId ledger_id;
  VerificationKey log_key, packet_key;
  RightEdge edge;  // of the engine's tree
};

// The files of the rows that are shown, by their name in the packet.
struct ShownFile {
  Attachment attachment;
  AttachmentKey key;
  packet::MemberFacts facts;
};

struct ModelWithFiles {
  packet::Model model;
  std::map<std::string, ShownFile> files;
};

// Writes a file's plaintext, piece by piece; throws CorruptHistory for one that is not what was stored.
std::function<void(const packet::Sink&)> file_writer(BlobStore& blobs, const Attachment& attachment,
                                                     const AttachmentKey& key);

// `requested`: the packet as asked for; everything is as it was below `as_of`, so that a packet made again
// later is the same. Throws CorruptHistory.
class ModelMaker {
 public:
  ModelMaker(const PacketSources& sources, const packet::State& requested, std::uint64_t as_of);
  // nullopt: what was decided is sealed for good, and so is everything that could be shown.
  std::optional<ModelWithFiles> make();

 private:
  void read_case();
  bool read_withheld();
  void read_timeline();
  void read_issuer();
  bool by_city() const;  // the city as holder
  policy::DisclosureRoute route() const;
  std::optional<facility::FacilityRegistered> registered(const FacilityId& id) const;
  packet::Row row(const UsageRow& usage);
  void show_where_the_period_ends();
  bool take_neighbour(packet::Row& row);
  packet::Row withheld(const UsageRow& usage, const disclosure::WithheldItem& item) const;
  void add_content(packet::Row& row);
  std::vector<packet::PacketFile> take_files(const Recorded& recorded);
  const disclosure::WithheldItem* withheld_item(const UsageRow& usage);
  const disclosure::OpinionGiven* given_opinion(const FacilityId& facility) const;
  bool in_scope(const FacilityId& author) const;
  bool staff_named(const FacilityId& facility) const;
  void name_words();
  std::string city_desk() const;
  void name_those_not_included();

  const PacketSources& s_;
  const packet::State& requested_;
  const std::uint64_t as_of_;
  policy::State city_;
  disclosure::Case case_;
  disclosure::Deliberation weighed_;
  std::map<std::uint64_t, disclosure::WithheldItem> withheld_;
  bool sealed_for_good_ = false;
  ModelWithFiles made_;
};

}  // namespace renkei

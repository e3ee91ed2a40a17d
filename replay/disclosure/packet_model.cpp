#include "replay/disclosure/packet_model.h"

#include <algorithm>
#include <set>

#include "domain/domain_event.h"
#include "eventstore/codec/compact.h"
#include "projections/usage_history.h"
#include "replay/disclosure/case_history.h"
#include "replay/disclosure/packet_words.h"
#include "replay/packet/content.h"
#include "replay/packet/facts.h"

namespace renkei {
namespace {

constexpr const char* kThirdPartyNote = "別の方の情報が誤って投稿され、取り消されました。";

// A stream's state as it was below a position; the views' own may be further by now.
template <class State>
State state_below(const PacketSources& s, const StreamId& id, std::uint64_t position) {
  State state;
  const Bytes prefix = stream_prefix({State::kAggregate, id});
  s.views.scan(static_cast<std::size_t>(Family::streams), prefix, after_prefix(prefix),
               [&](BytesView, BytesView row) {
                 const std::uint64_t at = from_compact<StreamRow>(row).position;
                 if (at >= position) return false;
                 evolve_any(state, s.history.read(at));
                 return true;
               });
  return state;
}

}  // namespace

std::function<void(const packet::Sink&)> file_writer(BlobStore& blobs, const Attachment& attachment,
                                                     const AttachmentKey& key) {
  return [&blobs, attachment, key](const packet::Sink& sink) {
    auto reader = blobs.open(attachment.blob, key, attachment.bytes);
    bool failed = !reader;
    Bytes piece;
    while (!failed && (*reader)->next(piece, failed)) {
      sink(piece);
      piece.clear();
    }
    if (failed) throw CorruptHistory("an attachment that is not what was stored");
  };
}

ModelMaker::ModelMaker(const PacketSources& sources, const packet::State& requested, std::uint64_t as_of)
    : s_(sources), requested_(requested), as_of_(as_of) {}

std::optional<ModelWithFiles> ModelMaker::make() {
  city_ = state_below<policy::State>(s_, s_.ledger_id.octets, as_of_);
  packet::Model& m = made_.model;
  m.city = s_.city;
  m.audience = requested_.audience;
  m.large_print = requested_.large_print;
  m.made_at = s_.history.read(requested_.requested_at).recorded_at;
  read_case();
  m.rules = city_.disclosure;
  if (!read_withheld()) return std::nullopt;
  read_issuer();
  usage_history(s_.views, requested_.subject, as_of_, [&](const UsageRow& usage) {
    m.rows.push_back(row(usage));
    return true;
  });
  show_where_the_period_ends();
  if (sealed_for_good_) return std::nullopt;
  read_timeline();
  name_words();
  name_those_not_included();
  return std::move(made_);
}

void ModelMaker::read_case() {
  const auto cases = state_below<disclosure::State>(s_, requested_.facility.octets, as_of_);
  const disclosure::Case* found = cases.find(requested_.disclosure_request);
  if (found == nullptr) throw CorruptHistory("a packet of no disclosure case");
  case_ = *found;
  // The grounds are those of the rules in which the case was decided.
  if (case_.decided())
    city_.disclosure = state_below<policy::State>(s_, s_.ledger_id.octets, case_.weighed_at.back()).disclosure;
  packet::CaseFacts& facts = made_.model.facts;
  facts.id = case_.id;
  facts.number = case_.case_number;
  facts.subject = case_.subject;
  facts.requester = case_.requester;
  facts.method = case_.method;
  facts.period = case_.period;
  facts.kinds = case_.kinds;
  facts.received_on = case_.received_on;
  facts.due_on = case_.due_on;
  facts.records = case_.records;
  facts.result = case_.result;
  facts.fee_yen = case_.fee_yen;
}

bool ModelMaker::read_withheld() {
  if (requested_.audience == PacketAudience::auditor) return true;
  auto weighed = deliberation_of(s_.history, case_, as_of_);
  if (!weighed) return false;
  weighed_ = std::move(*weighed);
  for (const disclosure::WithheldItem& item : weighed_.withheld) withheld_.emplace(item.ordinal, item);
  // What was corrected, or retracted as another person's, after the decision is not shown either.
  for (const auto& item : other_versions(s_.views, s_.history, case_.subject, as_of_, weighed_.withheld))
    withheld_.try_emplace(item.ordinal, item);
  for (const std::uint64_t ordinal : third_party_ordinals(s_.views, s_.history, case_.subject, as_of_)) {
    withheld_.try_emplace(ordinal, disclosure::WithheldItem{ordinal, city_.disclosure.third_party_ground,
                                                            GroundDisplay::specific, RowDisplay::normal});
  }
  return true;
}

bool ModelMaker::by_city() const { return requested_.facility.octets == s_.ledger_id.octets; }

policy::DisclosureRoute ModelMaker::route() const { return policy::route_of(by_city(), case_.requester); }

std::optional<facility::FacilityRegistered> ModelMaker::registered(const FacilityId& id) const {
  const auto position = object_position(s_.views, id.view());
  const auto recorded = position ? s_.history.open(*position) : std::nullopt;
  const auto* event = recorded ? std::get_if<facility::FacilityRegistered>(&recorded->event) : nullptr;
  return event == nullptr ? std::nullopt : std::optional(*event);
}

void ModelMaker::read_issuer() {
  packet::Issuer& issuer = made_.model.issuer;
  if (by_city()) {
    const policy::Contact& contact = city_.in_force(date_in_japan(made_.model.made_at)).system_administrator;
    issuer.name = s_.city;
    issuer.head = contact.head;
    issuer.address = contact.address;
    issuer.tel = contact.tel;
    issuer.fax = contact.fax;
    issuer.mail = contact.mail;
    made_.model.contact_desk = contact.name;
    return;
  }
  issuer.id = requested_.facility;
  const auto event = registered(requested_.facility);
  if (!event) return;
  issuer.name = event->sheet.name;
  issuer.kana = event->sheet.kana;
  issuer.postal_code = event->sheet.address.postal_code;
  issuer.address = event->sheet.address.text;
  issuer.tel = event->sheet.tel;
  issuer.fax = event->sheet.fax;
  issuer.mail = event->sheet.mail;
  if (staff_named(requested_.facility)) issuer.head = event->sheet.head.name;
  made_.model.contact_desk = "開示請求の窓口";
}

// Days on which the case came from one state to the next; only what stands below `as_of`, so that a packet made
// again says the same.
void ModelMaker::read_timeline() {
  packet::CaseFacts& facts = made_.model.facts;
  usage_history(s_.views, case_.subject, as_of_, [&](const UsageRow& usage) {
    const bool of_cases = usage.type > 1800 && usage.type < 2000;
    if (!of_cases && usage.type != care_recipient::CareRecipientRegistered::kType.number) return true;
    const Recorded r = s_.history.read(usage.position);
    const CivilDate on = date_in_japan(r.recorded_at);
    if (const auto* e = std::get_if<disclosure::IdentityVerified>(&r.event);
        e != nullptr && e->disclosure_request == case_.id) {
      facts.identity_verified_on = on;
      const auto opened = s_.history.open(usage.position);
      const auto* verified = opened ? std::get_if<disclosure::IdentityVerified>(&opened->event) : nullptr;
      if (verified != nullptr) facts.representative_name = verified->representative_name;
      facts.identity_documents.clear();
      for (const std::string& code : e->documents) {
        const policy::IdentityDocument* kind = city_.disclosure.identity_document(code);
        facts.identity_documents.push_back(kind == nullptr ? code : kind->ja);
      }
    } else if (const auto* scope = std::get_if<disclosure::DisclosureScopeClarified>(&r.event);
               scope != nullptr && scope->disclosure_request == case_.id) {
      facts.scope_clarified_on = on;
    } else if (const auto* decided = std::get_if<disclosure::DisclosureDecided>(&r.event);
               decided != nullptr && decided->disclosure_request == case_.id) {
      facts.decided_on = on;
    } else if (const auto* notice = std::get_if<disclosure::DisclosureNoticeSent>(&r.event);
               notice != nullptr && notice->disclosure_request == case_.id) {
      facts.notified_on = notice->sent_on;
      if (staff_named(requested_.facility))
        made_.model.contact_person = s_.names.account(s_.views, r.act.actor.account);
    } else if (const auto* provided = std::get_if<usage_report::UsageReportProvided>(&r.event);
               provided != nullptr && provided->usage_report == case_.usage_report) {
      facts.usage_provided_on = on;
    } else if (std::holds_alternative<care_recipient::CareRecipientRegistered>(r.event)) {
      const auto opened = s_.history.open(usage.position);
      const auto* who = opened ? std::get_if<care_recipient::CareRecipientRegistered>(&opened->event) : nullptr;
      if (who == nullptr) return true;
      facts.subject_name = who->demographics.name;
      facts.subject_kana = who->demographics.kana;
      facts.born_on = who->demographics.born_on;
    }
    return true;
  });
}

const disclosure::WithheldItem* ModelMaker::withheld_item(const UsageRow& usage) {
  if (requested_.audience == PacketAudience::auditor) return nullptr;
  const auto found = withheld_.find(usage.ordinal);
  if (found != withheld_.end()) return &found->second;
  std::string ground;
  if (case_.result == DisclosureResult::none) ground = weighed_.ground;
  const disclosure::OpinionGiven* opinion = given_opinion(usage.facility);
  if (packet::is_record(usage.type) && opinion != nullptr && opinion->answer == OpinionAnswer::withhold)
    ground = opinion->ground;
  if (ground.empty()) return nullptr;
  const policy::WithholdingGround* published = city_.disclosure.ground(route(), ground);
  disclosure::WithheldItem item{usage.ordinal, ground, GroundDisplay::article_only, RowDisplay::number_only};
  if (published != nullptr && case_.result != DisclosureResult::none) {
    item.ground_display = published->ground_display;
    item.row_display = published->row_display;
  }
  return &withheld_.emplace(usage.ordinal, item).first->second;
}

packet::Row ModelMaker::row(const UsageRow& usage) {
  const CivilDate on = date_in_japan(usage.recorded_at);
  const disclosure::DisclosurePeriod& period = case_.period;
  if ((period.from_on && on < *period.from_on) || (period.to_on && on > *period.to_on)) {
    packet::Row outside;
    outside.status = packet::RowStatus::outside_period;
    outside.usage = usage;  // until it is clear which one is the period's neighbour
    return outside;
  }
  if (const disclosure::WithheldItem* item = withheld_item(usage)) return withheld(usage, *item);
  packet::Row shown;
  shown.usage = usage;
  add_content(shown);
  return shown;
}

// The nearest row on each side that may be shown has its entry in the packet. What lies between it and the
// period is withheld itself, and so it says.
void ModelMaker::show_where_the_period_ends() {
  auto& rows = made_.model.rows;
  const auto outside = [](const packet::Row& row) { return row.status == packet::RowStatus::outside_period; };
  const auto before = [&](const packet::Row& row) {
    return outside(row) && case_.period.from_on && date_in_japan(row.usage.recorded_at) < *case_.period.from_on;
  };
  const auto within = std::find_if_not(rows.begin(), rows.end(), before);
  for (auto row = within; row != rows.begin() && !take_neighbour(*--row);) {
  }
  const auto after = std::find_if(within, rows.end(), outside);
  for (auto row = after; row != rows.end() && !take_neighbour(*row); ++row) {
  }
  for (packet::Row& row : rows) {
    if (!outside(row)) continue;
    UsageRow told;
    told.ordinal = row.usage.ordinal;
    told.leaf = row.usage.leaf;
    row.usage = told;
  }
}

bool ModelMaker::take_neighbour(packet::Row& row) {
  if (const disclosure::WithheldItem* item = withheld_item(row.usage)) {
    row = withheld(row.usage, *item);
    return false;
  }
  row.neighbour_at = row.usage.position;
  return true;
}

packet::Row ModelMaker::withheld(const UsageRow& usage, const disclosure::WithheldItem& item) const {
  packet::Withheld w;
  const policy::WithholdingGround* ground = city_.disclosure.ground(route(), item.ground);
  if (ground != nullptr) w.article = ground->article;
  if (item.ground_display == GroundDisplay::specific) w.ground = item.ground;
  const bool told =
      item.ground_display == GroundDisplay::specific && item.row_display != RowDisplay::number_only;
  if (told && item.ground == city_.disclosure.third_party_ground) w.note = kThirdPartyNote;
  if (item.row_display != RowDisplay::number_only) w.stated.recorded_on = date_in_japan(usage.recorded_at);
  if (item.row_display == RowDisplay::normal) {
    w.stated.facility = usage.facility.is_zero() ? s_.city : s_.names.facility(s_.views, usage.facility);
    const packet::ActWords act = packet::act_words(usage);
    w.stated.operation = act.operation;
    w.stated.object = act.object;
  }
  packet::Row row;
  row.status = packet::RowStatus::withheld;
  row.usage.ordinal = usage.ordinal;
  row.usage.leaf = usage.leaf;
  row.withheld = std::make_shared<const packet::Withheld>(std::move(w));
  return row;
}

// Of a facility that is asked: what it answered.
const disclosure::OpinionGiven* ModelMaker::given_opinion(const FacilityId& facility) const {
  const disclosure::Opinion* asked = case_.opinion_of(facility);
  return asked == nullptr || !asked->given ? nullptr : weighed_.opinion_of(facility);
}

bool ModelMaker::in_scope(const FacilityId& author) const {
  if (requested_.audience == PacketAudience::auditor) return true;
  if (case_.result == DisclosureResult::no_data || !case_.asks_for(DisclosureKind::records)) return false;
  const bool city_as_holder = requested_.facility.octets == s_.ledger_id.octets;
  if (author == requested_.facility || (city_as_holder && author.is_zero())) return true;
  if (case_.records == RecordsScope::own) return false;
  if (author.is_zero()) return true;  // the city's own
  // Who recorded something only after the others were asked has not been asked (product.md no. 3).
  if (case_.opinion_of(author) == nullptr) return city_.disclosure.joint_use;
  const disclosure::OpinionGiven* opinion = given_opinion(author);
  return opinion != nullptr && opinion->answer == OpinionAnswer::agree;
}

void ModelMaker::add_content(packet::Row& row) {
  const auto facts_of = [this](const Recorded& recorded) {
    return packet::facts_of(recorded.event,
                            [this](const FacilityId& id) { return s_.names.facility(s_.views, id); });
  };
  if (!packet::opens_payload(row.usage.type)) {
    const Recorded recorded = s_.history.read(row.usage.position);
    row.content = packet::content_of(recorded, {});
    row.facts = facts_of(recorded);
    return;
  }
  if (!in_scope(row.usage.facility)) {
    row.content_state = packet::ContentState::other_facility;
    return;
  }
  const auto opened = s_.history.open(row.usage.position);
  if (!opened) {
    sealed_for_good_ = true;
    return;
  }
  row.content_state = packet::ContentState::shown;
  row.content = packet::content_of(*opened, take_files(*opened));
  row.facts = facts_of(*opened);
}

std::vector<packet::PacketFile> ModelMaker::take_files(const Recorded& recorded) {
  std::vector<packet::PacketFile> files;
  const packet::NamedFiles named = packet::files_of(recorded.event);
  for (std::size_t i = 0; named.attachments != nullptr && i < named.attachments->size(); ++i) {
    const Attachment& attachment = (*named.attachments)[i];
    const AttachmentKey& key = (*named.keys)[i];
    const std::string name = packet::attachment_name(recorded.position, i + 1, attachment.media);
    const packet::MemberFacts facts = packet::facts_of({name, file_writer(s_.blobs, attachment, key)});
    files.push_back({name, attachment.media, facts.bytes, facts.sha256});
    made_.files.emplace(name, ShownFile{attachment, key, facts});
  }
  return files;
}

bool ModelMaker::staff_named(const FacilityId& facility) const {
  if (requested_.audience == PacketAudience::auditor) return true;
  if (facility.is_zero()) return false;  // officers of the city act for it
  if (facility == requested_.facility) return case_.staff_named;
  const disclosure::Opinion* opinion = case_.opinion_of(facility);
  return opinion != nullptr && opinion->staff_named;
}

void ModelMaker::name_words() {
  PacketWords words(s_.views, s_.names, city_, s_.city);
  words.use_grounds(city_.disclosure.grounds_of(route()));
  for (const packet::Row& row : made_.model.rows) {
    if (!row.shown()) continue;
    words.use(row.usage);
    if (!row.usage.account.is_zero() && staff_named(row.usage.facility)) words.name_staff(row.usage.account);
  }
  made_.model.dictionary = words.take();
}

std::string ModelMaker::city_desk() const {
  const policy::Contact& desk = city_.in_force(date_in_japan(made_.model.made_at)).system_administrator;
  std::string words = desk.name;
  if (!desk.address.empty()) words += "　" + desk.address;
  if (!desk.tel.empty()) words += "\n電話 " + desk.tel;
  return words;
}

void ModelMaker::name_those_not_included() {
  std::set<FacilityId> named;
  for (const packet::Row& row : made_.model.rows) {
    if (row.content_state != packet::ContentState::other_facility) continue;
    if (row.usage.facility == requested_.facility) continue;  // who answers is not to be asked again
    if (!named.insert(row.usage.facility).second) continue;
    if (row.usage.facility.is_zero()) {
      if (!by_city()) made_.model.not_included.push_back({s_.city, city_desk()});
      continue;
    }
    std::string contact;
    if (const auto other = registered(row.usage.facility)) {
      const auto& sheet = other->sheet;
      contact = (sheet.address.postal_code.empty() ? "" : "〒" + sheet.address.postal_code + "　") +
                sheet.address.text;
      if (!sheet.tel.empty()) contact += (contact.empty() ? "電話 " : "\n電話 ") + sheet.tel;
    }
    made_.model.not_included.push_back({s_.names.facility(s_.views, row.usage.facility), std::move(contact)});
  }
}

}  // namespace renkei

#include "projections/person_heads.h"

#include "eventstore/codec/compact.h"
#include "projections/rows.h"

namespace renkei {
namespace {

constexpr std::size_t kFamily = static_cast<std::size_t>(Family::subjects);
constexpr std::size_t kIdBytes = 16;

// The first person at or behind `key`; zero: none.
CareRecipientId next_person(const ViewReader& views, const Bytes& key) {
  CareRecipientId subject;
  views.scan(kFamily, key, Bytes(kIdBytes + 8, '\xFF'), [&](BytesView found, BytesView) {
    if (found.size() != kIdBytes + 8) return true;  // where the fold stands
    subject = CareRecipientId::from(found.substr(0, kIdBytes));
    return false;
  });
  return subject;
}

}  // namespace

void person_heads(const ViewReader& views, std::uint64_t below_position,
                  const std::function<void(const CareRecipientId&, std::uint64_t, const Digest&)>& visit) {
  for (auto subject = next_person(views, {}); !subject.is_zero();
       subject = next_person(views, after_prefix(subject.view()))) {
    views.scan_backwards(kFamily, subject.view(), after_prefix(subject.view()),
                         [&](BytesView, BytesView value) {
                           const auto row = from_compact<UsageRow>(value);
                           if (row.position >= below_position) return true;
                           visit(subject, row.ordinal, row.leaf);
                           return false;
                         });
  }
}

}  // namespace renkei

#include "projections/usage_history.h"

#include "eventstore/codec/compact.h"

namespace renkei {

void usage_history(const ViewReader& views, const CareRecipientId& subject, std::uint64_t tree_size,
                   const std::function<bool(const UsageRow&)>& visit) {
  views.scan(static_cast<std::size_t>(Family::subjects), subject.view(), after_prefix(subject.view()),
             [&](BytesView, BytesView value) {
               const auto row = from_compact<UsageRow>(value);
               return row.position < tree_size && visit(row);
             });
}

}  // namespace renkei

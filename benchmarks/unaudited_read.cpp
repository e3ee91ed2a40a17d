// P2: what the audit costs. This program is renkeid with every recorded read replaced by the same read without
// its event: the access rule is still decided by the committer, but nothing is written and nothing is synced.
// The linker puts it between the handlers and Exchange::read (--wrap), since the product has no such switch.
#include "api/exchange.h"

namespace renkei::api {

using Answer = std::function<http::Response(std::optional<std::uint64_t>)>;

void recorded_read(Exchange* exchange, Decide decide, Answer answer) asm("__real_" RENKEI_WRAPPED_READ);
void unrecorded_read(Exchange* exchange, Decide decide, Answer answer) asm("__wrap_" RENKEI_WRAPPED_READ);

void unrecorded_read(Exchange* exchange, Decide decide, Answer answer) {
  recorded_read(
      exchange,
      [decide = std::move(decide)](Acting& acting) {
        Ruling ruling = decide(acting);
        ruling.drafts.clear();
        return ruling;
      },
      std::move(answer));
}

}  // namespace renkei::api

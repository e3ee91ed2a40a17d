#include "replay/disclosure/usage_report.h"

#include <iostream>

#include "eventstore/codec/compact.h"
#include "eventstore/json/json_write.h"
#include "projections/dump.h"
#include "replay/cli/command.h"
#include "replay/cli/opened_data.h"
#include "replay/scratch_views.h"

namespace renkei::cli {
namespace {

template <class State>
State state_of(const ViewReader& views, const StreamId& id) {
  const auto row = views.get(static_cast<std::size_t>(Family::states), stream_prefix({State::kAggregate, id}));
  return row ? from_compact<State>(from_compact<SnapshotRow>(*row).state) : State{};
}

int fail(const std::string& what, int code) {
  std::cerr << "renkei usage-report: " << what << "\n";
  return code;
}

int run_usage_report(const po::variables_map& given) {
  auto data = open_data("usage-report", given["DATA"].as<std::string>());
  if (!data) return data.error();
  OpenedData& d = **data;
  auto keyring = Keyring::open(d.files, given["secrets"].as<std::string>());
  if (!keyring) return fail(keyring.error().what, 5);
  const auto id = id_from_text<UsageReportId>(given["report"].as<std::string>());
  if (!id) return fail("--report takes an id like usr_…", 64);
  const ScratchViews folded(*d.engine, d.engine->head().size - 1, terminal_progress("usage-report"));
  const auto views = folded.snapshot();
  const auto state = state_of<usage_report::State>(*views, id->octets);
  if (!state.exists || state.checkpoint_size == 0)
    return fail("no usage report with this id was generated", 64);
  const auto key = (*keyring)->key_unless_destroyed(KeyId{state.subject.octets});
  if (key == nullptr) return fail("the person's key was destroyed: the report can't be opened again", 4);
  const HistoryReader history(*d.engine, keyring->get());
  Names names(history);
  const auto city = state_of<policy::State>(*views, d.format.ledger_id.octets);
  const auto rows =
      UsageReportBuilder(*views, names, city, d.format.city).rows(state.subject, state.checkpoint_size);
  const std::string csv = UsageReportBuilder::csv(rows);
  const Digest digest = usage_report_digest(key->view(), csv);
  std::cout << (given.contains("json") ? UsageReportBuilder::json(rows) + "\n" : csv);
  std::cerr << "rows " << rows.size() << ", digest " << json_detail::hex_of(digest.view())
            << (digest == state.digest ? " as recorded\n" : " differs from the recorded one\n");
  return digest == state.digest ? 0 : 2;
}

}  // namespace

Command usage_report_command() {
  Command c{"usage-report",
            "Regenerates a recorded usage report and checks it against its digest.",
            "renkei usage-report audit --secrets secrets --report usr_… > usage.csv",
            {"DATA"},
            {},
            run_usage_report};
  c.options.add_options()("secrets", po::value<std::string>()->required(), "keyring folder")(
      "report", po::value<std::string>()->required(), "id of the report")("json", "JSON instead of CSV");
  return c;
}

}  // namespace renkei::cli

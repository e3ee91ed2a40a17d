// What must agree within the manifest itself, whoever signed it.
#include <algorithm>
#include <set>

#include "replay/packet/check_parts.h"

namespace renkei::packet {
namespace {

class ManifestCheck {
 public:
  explicit ManifestCheck(Examined& x) : x_(x), m_(x.manifest) {}

  void run() {
    if (m_.columns != manifest_columns()) find("columns are not those of this format");
    check_counts();
    check_decision();
    for (std::size_t i = 1; i < m_.files.size(); ++i) {
      if (m_.files[i].name < m_.files[i - 1].name)
        x_.find("manifest", m_.files[i].name, "is listed out of order");
    }
    for (const GroundWord& ground : m_.words.grounds) articles_.insert(ground.article);
    for (const ManifestRow& row : m_.rows) check_row(row);
  }

 private:
  void find(std::string found) { x_.find("manifest", "manifest.json", std::move(found)); }
  void find(const ManifestRow& row, std::string found) {
    x_.find("manifest", "row " + std::to_string(row.ordinal), std::move(found));
  }

  void check_counts() {
    ManifestCounts counted{m_.rows.size(), 0, 0, 0};
    for (const ManifestRow& row : m_.rows) {
      counted.shown += row.status == RowStatus::shown;
      counted.withheld += row.status == RowStatus::withheld;
      counted.outside_period += row.status == RowStatus::outside_period;
    }
    if (counted != m_.counts)
      x_.find("counts", "manifest.json", "shown and not shown do not add up to the total");
  }

  // Something may be withheld of what was to be disclosed in full: what was retracted as another person's
  // later.
  void check_decision() {
    const bool person = m_.audience == PacketAudience::person;
    if (person && !m_.facts.result) find("tells of no decision");
    if (person && m_.facts.result == DisclosureResult::none && m_.counts.shown > 0)
      find("shows rows though nothing is disclosed");
    if (!person && m_.counts.withheld > 0) find("withholds from an auditor");
  }

  void check_row(const ManifestRow& row) {
    const bool opened = row.content_state == ContentState::shown;
    if (row.status != RowStatus::shown && row.content_state != ContentState::none)
      find(row, "is not shown, and has content");
    if (opened != row.key.has_value()) find(row, "has a key, or lacks one, for what it says of its content");
    if (!opened && !row.files.empty()) find(row, "has files without content");
    if ((row.status == RowStatus::withheld) != row.withheld.has_value())
      return find(row, "does not say what is withheld");
    if (row.withheld) check_ground(row, *row.withheld);
  }

  // As published: a ground that is named has its article; one that is not has an article all the same.
  void check_ground(const ManifestRow& row, const Withheld& said) {
    const GroundWord* ground = said.ground.empty() ? nullptr : m_.words.ground(said.ground);
    const bool published = said.ground.empty() ? articles_.contains(said.article)
                                               : ground != nullptr && ground->article == said.article;
    if (!published || said.article.empty()) find(row, "is withheld on no published ground");
  }

  Examined& x_;
  const Manifest& m_;
  std::set<std::string> articles_;
};

}  // namespace

void check_manifest(Examined& x) { ManifestCheck(x).run(); }

}  // namespace renkei::packet

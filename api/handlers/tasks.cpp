// Trays of open tasks: labels name the facility, never a care recipient.
#include "api/handlers/handlers.h"
#include "api/paging.h"

namespace renkei::api {
namespace {

constexpr std::uint64_t kCountMax = 10'000;

std::string_view task_words(TaskKind kind) {
  switch (kind) {
    case TaskKind::verify_pledge:
      return "誓約書の確認";
    case TaskKind::return_registration:
      return "利用登録依頼書の補正依頼";
    case TaskKind::approve_registration:
      return "利用登録依頼書の承認";
    case TaskKind::issue_credential:
      return "ID・パスワードの発行";
    case TaskKind::deliver_credential:
      return "ID・パスワードの通知";
    case TaskKind::verify_consent:
      return "同意書の確認";
    case TaskKind::approve_room_request:
      return "新規部屋作成依頼書の承認";
    case TaskKind::generate_usage_report:
      return "利用状況報告の作成";
    case TaskKind::provide_usage_report:
      return "利用状況報告の提供";
    case TaskKind::review_incident:
      return "漏えい等のおそれの確認";
    case TaskKind::answer_disclosure:
      return "開示請求への対応";
    case TaskKind::recognise_environment:
      return "利用環境の申告の確認";
    case TaskKind::approve_message:
      return "代行入力の承認";
    case TaskKind::give_opinion:
      return "開示請求についての意見の回答";
  }
  return "";
}

// Open tasks of a tray: the one total a list gives (design/api.md, Paging).
std::uint64_t count_tasks(const ViewReader& views, BytesView prefix) {
  std::uint64_t count = 0;
  views.scan(static_cast<std::size_t>(Family::tasks), prefix, after_prefix(prefix),
             [&](BytesView, BytesView) { return ++count < kCountMax; });
  return count;
}

}  // namespace

void list_tasks(const ExchangePtr& x) {
  const auto tray = code_from_text<Tray>(
      x->query("tray").empty() ? (x->session->grant.city ? "intake" : "facility") : x->query("tray"));
  if (!tray) {
    return x->invalid({"/query/tray", "この一覧はありません。", "There is no such tray."});
  }
  const auto page = page_of(x);
  if (!page) return;
  const bool city_tray = *tray != Tray::facility;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  x->read(
      [city_tray](Acting& a) -> Ruling {
        if (city_tray ? !a.account.is_city() : !a.system_manager()) return Rejection::role_required;
        return Ruling();
      },
      [x, views, tray = *tray, city_tray, page = *page](std::optional<std::uint64_t>) {
        const CivilDate today = date_in_japan(x->service.clock.now());
        const Bytes prefix = tray_prefix(tray, city_tray ? FacilityId{} : x->session->grant.facility);
        JsonWriter json;
        json.begin_object();
        write_page(x, *views->reader, Family::tasks, prefix, page, json, [&](BytesView, BytesView value) {
          const auto task = from_compact<TaskRow>(value);
          std::string label(task_words(task.kind));
          if (const std::string facility = x->service.names.facility(*views->reader, task.facility);
              !facility.empty())
            label += "（" + facility + "）";
          json.begin_object()
              .member("id", task.id)
              .member("kind", task.kind)
              .member("ref", task.ref)
              .member("label", label);
          json.member("due_on", task.due_on)
              .member("overdue", task.due_on && *task.due_on < today)
              .end_object();
          return true;
        });
        json.member("count", count_tasks(*views->reader, prefix)).end_object();
        return json_response(json.take());
      });
}

}  // namespace renkei::api

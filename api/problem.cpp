#include "api/problem.h"

#include "eventstore/json/json_write.h"

namespace renkei::api {
namespace {

constexpr ProblemText kProblems[] = {
    {"malformed-json", 400, "JSON の形式が正しくありません", "Malformed JSON",
     "送信内容を JSON として読み取れませんでした。何も保存していません。",
     "The body could not be read as JSON. Nothing was stored."},
    {"unknown-field", 400, "使えない項目があります", "Unknown field",
     "仕様にない項目が含まれています。何も保存していません。",
     "The body has a field that is not known. Nothing was stored."},
    {"wrong-type", 400, "項目の型が違います", "Wrong type", "項目の型が仕様と違います。何も保存していません。",
     "A field has the wrong type. Nothing was stored."},
    {"invalid-value", 400, "値が正しくありません", "Invalid value",
     "項目の値が使えない値です。何も保存していません。",
     "A field has a value that is not allowed. Nothing was stored."},
    {"too-deep", 400, "入れ子が深すぎます", "Nested too deeply", "JSON の入れ子は16段までです。",
     "JSON may be nested 16 levels deep."},
    {"invalid-encoding", 400, "文字コードが正しくありません", "Invalid encoding", "UTF-8 で送ってください。",
     "Send UTF-8 without NUL."},
    {"malformed-request", 400, "要求の形式が正しくありません", "Malformed request",
     "HTTP の要求を読み取れませんでした。", "The HTTP request could not be read."},
    {"idempotency-key-missing", 400, "Idempotency-Key がありません", "Idempotency-Key is missing",
     "書き込みには Idempotency-Key（UUID）が必要です。", "Writing needs an Idempotency-Key (a UUID)."},
    {"idempotency-key-invalid", 400, "Idempotency-Key が正しくありません", "Idempotency-Key is invalid",
     "Idempotency-Key は UUID で送ってください。", "The Idempotency-Key must be a UUID."},
    {"invalid-cursor", 400, "cursor が正しくありません", "Invalid cursor",
     "cursor は前の応答の next_cursor をそのまま送ってください。",
     "Send the next_cursor of the previous answer unchanged."},
    {"unknown-purpose", 400, "利用目的の符号が不明です", "Unknown purpose",
     "Renkei-Purpose は方針に定める符号だけが使えます。", "Renkei-Purpose must be one of the policy's codes."},
    {"session-required", 401, "ログインが必要です", "Login required",
     "ログインしてからもう一度お試しください。", "Log in and try again."},
    {"session-expired", 401, "ログインの有効時間が過ぎました", "Session expired",
     "もう一度ログインしてください。", "Log in again."},
    {"credentials-rejected", 401, "ログインできませんでした", "Login rejected",
     "利用者ID、パスワード又は確認コードが正しくないか、利用できない状態です。",
     "The login id, password or code is wrong, or the account can't be used."},
    {"password-change-required", 403, "パスワードの変更が必要です", "Password change required",
     "パスワードを変更すると、続けて利用できます（POST /v1/password-changes）。",
     "Change the password to go on (POST /v1/password-changes)."},
    {"second-factor-required", 403, "確認コードの登録が必要です", "Second factor required",
     "認証アプリの確認コードを登録してください（POST /v1/second-factors）。",
     "Enrol a second factor (POST /v1/second-factors)."},
    {"step-up-required", 403, "再確認が必要です", "Step-up required",
     "パスワードと確認コードをもう一度入力すると、5分間行えます（POST /v1/sessions/current/step-up）。",
     "Give your password and code again; it is open for five minutes then (POST "
     "/v1/sessions/current/step-up)."},
    {"role-required", 403, "この操作の権限がありません", "Role required",
     "この操作は担当の役割の方だけが行えます。", "Only someone with the role for this may do it."},
    {"second-person-required", 403, "別の担当者の確認が必要です", "A second person is required",
     "ご自身が入力した書類は、別の担当者が承認してください。",
     "What you entered yourself must be approved by another person."},
    {"device-not-registered", 403, "登録されていない端末です", "Device not registered",
     "登録済みの端末をお使いになるか、貴事業所のシステム管理担当者にご相談ください。",
     "Use a registered device or ask your facility's system manager."},
    {"environment-not-recognised", 403, "利用環境が確認されていません", "Environment not recognised",
     "事業所の利用環境について、市の確認が必要です。",
     "The facility's environment must be recognised by the city."},
    {"not-author", 403, "投稿した方だけができる操作です", "Not the author",
     "訂正・取消しは投稿した方ご本人が行ってください。", "Only the author may correct or retract."},
    {"purpose-not-allowed", 403, "この操作では使えない利用目的です", "Purpose not allowed",
     "この操作に使える利用目的を指定してください。", "Choose a purpose that this operation allows."},
    {"sharing-stopped", 403, "共有は停止されています", "Sharing is stopped",
     "ご本人の同意撤回により、他の事業所の記録は表示できません。貴事業所の記録は author_facility=own "
     "で表示できます。",
     "Sharing was stopped because the person withdrew consent. Your own facility's records stay readable "
     "with author_facility=own."},
    {"room-closed", 403, "部屋は閉じられています", "Room closed",
     "この部屋は閉じられています。貴事業所の記録は author_facility=own で表示できます。",
     "The room is closed. Your own facility's records stay readable with author_facility=own."},
    {"room-not-open", 403, "部屋が開いていません", "Room not open", "部屋が開いている間だけ行える操作です。",
     "This can be done only while the room is open."},
    {"not-assigned", 403, "担当になっていません", "Not assigned",
     "貴事業所のシステム管理担当者に担当の登録を依頼してください。",
     "Ask your facility's system manager to assign you."},
    {"facility-not-in-room", 403, "参加していない事業所です", "Facility not in the room",
     "貴事業所は現在この部屋に参加していません。", "Your facility does not take part in this room at present."},
    {"account-suspended", 403, "利用者IDが利用できない状態です", "Account suspended",
     "貴事業所のシステム管理担当者又は市にお問い合わせください。",
     "Ask your facility's system manager or the city."},
    {"facility-suspended", 403, "事業所の利用が停止されています", "Facility suspended",
     "市にお問い合わせください。", "Ask the city."},
    {"pledge-not-in-force", 403, "誓約書が有効ではありません", "Pledge not in force",
     "誓約書の提出・確認の状況を市にご確認ください。", "Ask the city about the state of the pledge."},
    {"consent-not-effective", 403, "有効な同意がありません", "Consent not effective",
     "ご本人の同意の範囲に含まれていません。", "The person's consent does not cover this."},
    {"not-found", 404, "見つかりません", "Not found", "指定されたものは見つかりません。",
     "There is nothing here that you may know of."},
    {"method-not-allowed", 405, "使えない操作です", "Method not allowed", "この場所ではその操作は使えません。",
     "This method is not available here."},
    {"not-acceptable", 406, "返せない形式です", "Not acceptable", "指定された形式では返せません。",
     "The answer is not available in that form."},
    {"request-timeout", 408, "時間内に届きませんでした", "Request timeout",
     "要求が時間内に届きませんでした。もう一度お試しください。",
     "The request did not arrive in time. Try again."},
    {"already-exists", 409, "すでにあります", "Already exists", "すでに登録されています。",
     "This exists already."},
    {"request-has-defects", 409, "補正が必要な事項があります", "The request has defects",
     "補正が済むまで承認できません。", "It can't be approved until its defects are corrected."},
    {"consent-not-verified", 409, "同意書の確認が済んでいません", "Consent not verified",
     "同意書を確認してから承認してください。", "Verify the consent forms before approving."},
    {"explicit-consent-required", 409, "書面による明確な同意が必要です", "Explicit consent required",
     "明確な同意を添えるか、貴事業所内の記録としてください。",
     "Attach an explicit consent or keep it within your facility."},
    {"family-consent-required", 409, "ご家族の同意が必要です", "Family consent required",
     "ご家族の個人データを用いるには、ご家族の代表の同意書が必要です。",
     "Using the family's data needs the consent of the family's representative."},
    {"disclosure-request-required", 409, "開示請求の受付と本人確認が必要です", "Disclosure request required",
     "利用状況は、本人確認の済んだ開示請求についてだけ請求できます。",
     "A usage report can be asked for only within a disclosure case whose requester's identity is verified."},
    {"wrong-state", 409, "いまの状態では行えません", "Wrong state",
     "いまの状態ではこの操作は行えません。最新の状態を確認してください。",
     "This can't be done in the present state. Look at it again."},
    {"scope-not-clarified", 409, "開示の範囲が決まっていません", "Scope not clarified",
     "本人確認のあと、開示の範囲を確認してから行ってください。",
     "Verify the requester's identity and clarify the scope first."},
    {"usage-report-not-provided", 409, "利用状況報告が届いていません", "Usage report not provided",
     "市からの利用状況報告の提供を受けてから行ってください。",
     "The city's usage report for this case must be provided first."},
    {"opinions-missing", 409, "意見の回答がそろっていません", "Opinions missing",
     "記録した事業所の回答がそろうか、回答期限が過ぎてから決定してください。",
     "Decide when every facility asked has answered, or after the day its answer was due."},
    {"already-decided", 409, "すでに決定されています", "Already decided",
     "開示の決定のあとに、範囲や開示しない項目を変えることはできません。",
     "Neither the scope nor what is withheld can change after the decision."},
    {"result-contradicts-withholdings", 409, "決定と開示しない項目が合いません",
     "Result contradicts what is withheld",
     "全部開示では、請求の期間に開示しない項目をなくし、一部開示では一つ以上としてください。別の方の情報として"
     "取り消された記録は、開示しない項目に数えます。請求された記録があるときは、不存在とはできません。",
     "Within the period asked for, a full disclosure withholds nothing and a partial one at least one item. "
     "What was retracted as another person's counts as withheld. Where records asked for exist, the answer is "
     "not that there are none."},
    {"decision-required", 409, "開示の決定が済んでいません", "Decision required",
     "開示の決定のあとに行ってください。", "Decide on the disclosure first."},
    {"notice-required", 409, "通知が済んでいません", "Notice required", "決定を通知してから行ってください。",
     "Send the notice of the decision first."},
    {"packet-required", 409, "開示書面が用意されていません", "Packet required",
     "この請求の開示書面を作成し、ダウンロードしてから行ってください。",
     "Make a packet of this case and download it first."},
    {"packet-expired", 409, "受け取りの期限が過ぎました", "Packet expired",
     "もう一度、開示書面を作成してください。", "Make the packet again."},
    {"last-system-manager", 409, "最後のシステム管理担当者です", "Last system manager",
     "貴事業所のシステム管理担当者が不在になるため行えません。",
     "The facility would be left without a system manager."},
    {"secret-already-shown", 409, "すでに表示されています", "Already shown",
     "ID・パスワードは一度だけ表示されます。必要なときは再発行してください。",
     "It is shown once only. Issue it again if needed."},
    {"already-retracted", 409, "すでに取り消されています", "Already retracted",
     "この投稿はすでに取り消されています。", "This message was retracted before."},
    {"length-required", 411, "Content-Length が必要です", "Length required",
     "Content-Length を付けて送ってください。", "Send a Content-Length."},
    {"stale-version", 412, "ほかの方が先に更新しています", "Stale version",
     "最新の内容を確認してから、もう一度お試しください。", "Look at the newest version and try again."},
    {"body-too-large", 413, "大きすぎます", "Too large", "送信できる大きさを超えています。",
     "The body is larger than allowed."},
    {"entry-too-large", 413, "項目が多すぎます", "Too large",
     "一度に登録できる量を超えています。分けて登録してください。",
     "This is more than one entry can hold. Split it."},
    {"unsupported-media-type", 415, "扱えない形式です", "Unsupported media type",
     "この場所で受け付ける Content-Type で送ってください。", "Send a Content-Type that is accepted here."},
    {"idempotency-key-reused", 422, "Idempotency-Key が別の内容に使われています", "Idempotency-Key reused",
     "同じ Idempotency-Key で別の内容が送られました。何も保存していません。",
     "The key was used with another body before. Nothing was stored."},
    {"content-digest-mismatch", 422, "内容が壊れています", "Content digest mismatch",
     "Content-Digest と内容が一致しません。もう一度お送りください。",
     "The content does not match its Content-Digest. Send it again."},
    {"password-too-weak", 422, "推測されやすいパスワードです", "Password too weak",
     "8文字以上で、利用者IDやよくある語を避け、今のパスワードと十分に違うものにしてください。",
     "Use 8 or more characters, no login id or common word, and well different from the present one."},
    {"password-reused", 422, "以前に使ったパスワードです", "Password reused",
     "以前に使ったことのないパスワードにしてください。", "Choose a password you have not used before."},
    {"precondition-required", 428, "If-Match が必要です", "Precondition required",
     "最新の ETag を If-Match に付けて送ってください。", "Send the newest ETag in If-Match."},
    {"too-many-requests", 429, "しばらくお待ちください", "Too many requests",
     "短い時間に多くの要求がありました。しばらくしてからお試しください。",
     "Too many requests in a short time. Wait a little."},
    {"header-too-large", 431, "ヘッダーが大きすぎます", "Header too large", "ヘッダーが大きすぎます。",
     "The header is too large."},
    {"overloaded", 503, "混み合っています", "Overloaded",
     "ただいま混み合っています。何も保存していません。しばらくしてからお試しください。",
     "The system is busy. Nothing was stored. Try again shortly."},
    {"audit-unavailable", 503, "記録を残せないため表示できません", "Audit unavailable",
     "閲覧の記録を残せないため、表示していません。しばらくしてからお試しください。",
     "The access could not be recorded, so nothing was shown. Try again shortly."},
    {"starting", 503, "準備中です", "Starting", "準備中です。しばらくしてからお試しください。",
     "The system is starting. Try again shortly."},
    {"not-serving", 503, "停止しています", "Out of service",
     "サーバーが続けて終了したため、原因が取り除かれるまで止めています。",
     "The server ended several times in a row and stays out of service until the cause is removed."},
    {"clock-unsure", 503, "時計を確認しています", "Clock in doubt",
     "サーバーの時計が正しいと確認されるまで、記録も閲覧もできません。何も保存していません。",
     "Nothing is recorded or shown until the server's clock is confirmed. Nothing was stored."},
    {"storage-full", 503, "保存領域がありません", "Storage full",
     "保存領域がなくなりそうなため、止めています。何も保存していません。市が対応します。",
     "The disk is nearly full, so the service has stopped. Nothing was stored."},
    {"storage-low", 507, "保存領域が少なくなっています", "Storage low",
     "保存領域が少ないため、新しい投稿と添付を受け付けていません。閲覧と同意の撤回などは行えます。",
     "The disk is filling up: new messages and attachments are refused. All else goes on."},
};

}  // namespace

const std::vector<ProblemText>& all_problems() {
  static const std::vector<ProblemText> table(std::begin(kProblems), std::end(kProblems));
  return table;
}

const ProblemText& problem_text(std::string_view code) {
  for (const ProblemText& text : all_problems()) {
    if (text.code == code) return text;
  }
  ENSURE(!"a problem without a text");
  return all_problems().front();
}

http::Response problem_response(const Problem& problem, const std::string& request_id,
                                std::string_view accept_language) {
  const ProblemText& text = problem_text(problem.code);
  const bool english = accept_language.starts_with("en");
  JsonWriter json;
  json.begin_object();
  json.member("type", "https://renkei.example/problems/" + problem.code).member("code", problem.code);
  json.member("status", text.status).member("title", english ? text.title_en : text.title_ja);
  json.member("detail", english ? text.detail_en : text.detail_ja);
  json.name("messages").begin_object().member("ja", text.detail_ja).member("en", text.detail_en).end_object();
  json.member("instance", "urn:uuid:" + request_id);
  if (!problem.errors.empty()) {
    json.name("errors").begin_array();
    for (const JsonProblem& e : problem.errors) {
      json.begin_object()
          .member("pointer", e.pointer)
          .member("code", e.code)
          .member("ja", e.ja)
          .member("en", e.en)
          .end_object();
    }
    json.end_array();
  }
  if (!problem.reasons.empty()) {
    json.name("reasons").begin_array();
    for (const std::string& reason : problem.reasons) json.value(reason);
    json.end_array();
  }
  if (!problem.clause.empty()) json.member("clause", problem.clause);
  if (!problem.remedy.empty()) json.member("remedy", problem.remedy);
  json.end_object();
  http::Response response;
  response.status = text.status;
  response.headers = {{"Content-Type", "application/problem+json"},
                      {"Content-Language", english ? "en" : "ja"},
                      {"Cache-Control", "no-store"}};
  const unsigned retry = problem.retry_after_seconds != 0 ? problem.retry_after_seconds
                         : text.status == 503             ? 1
                         : text.status == 429             ? 1
                                                          : 0;
  if (retry != 0) response.headers.emplace_back("Retry-After", std::to_string(retry));
  response.body = json.take();
  return response;
}

http::Response refusal_response(int status, std::string_view code, const std::string& request_id) {
  std::string known = "malformed-request";
  for (const ProblemText& text : all_problems()) {
    if (text.code == code && text.status == status) known = code;
  }
  if (known == "malformed-request" && status != 400) {
    for (const ProblemText& text : all_problems()) {
      if (text.status == status) {
        known = text.code;
        break;
      }
    }
  }
  return problem_response({known, {}, {}, {}}, request_id, {});
}

}  // namespace renkei::api

// Attachments: sealed as they arrive, opened chunk by chunk after the access is recorded.
#include "domain/attachments.h"
#include "api/handlers/blob_sink.h"
#include "api/handlers/handlers.h"
#include "domain/room/commands.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/sha256.h"

namespace renkei::api {
namespace {

class BlobBody final : public http::BodySource {
 public:
  explicit BlobBody(std::unique_ptr<BlobReader> reader) : reader_(std::move(reader)) {}
  bool next(std::string& piece, bool& failed) override { return reader_->next(piece, failed); }

 private:
  std::unique_ptr<BlobReader> reader_;
};

// Content-Digest: sha-256=:<base64>: (RFC 9530). Absent: nothing to compare.
bool digest_matches(const ExchangePtr& x, const Digest& digest) {
  const std::string* header = x->request.head.header("content-digest");
  return header == nullptr || *header == "sha-256=:" + base64(digest.view()) + ":";
}

// Whose file it is and where its key stands: the event that names it.
struct NamedFile {
  Attachment attachment;
  AttachmentKey key;
  Recorded named_by;
};

std::optional<NamedFile> named_file(const ExchangePtr& x, const ViewReader& views, const AttachmentId& id) {
  const auto position = object_position(views, id.view());
  if (!position) return std::nullopt;
  bool opened = false;
  NamedFile file{{}, {}, x->service.history.open(*position, opened)};
  if (!opened) return std::nullopt;
  const auto take = [&](const std::vector<Attachment>& attachments, const std::vector<AttachmentKey>& keys) {
    for (std::size_t i = 0; i < attachments.size() && i < keys.size(); ++i) {
      if (attachments[i].id != id) continue;
      file.attachment = attachments[i];
      file.key = keys[i];
    }
  };
  if (const auto* e = std::get_if<room::MessagePosted>(&file.named_by.event))
    take(e->attachments, e->attachment_keys);
  if (const auto* e = std::get_if<consent::ConsentFormReceived>(&file.named_by.event))
    take(e->attachments, e->attachment_keys);
  if (const auto* e = std::get_if<intake::IntakeDocumentReceived>(&file.named_by.event))
    take(e->attachments, e->attachment_keys);
  if (const auto* e = std::get_if<pledge::PledgeSubmitted>(&file.named_by.event))
    take(e->attachments, e->attachment_keys);
  if (file.attachment.id != id) return std::nullopt;  // the id of something else
  return file;
}

Draft viewed(const Recorded& named_by, ObjectKind kind, const AttachmentId& id, const Basis& basis,
             std::uint64_t view, bool own) {
  return Draft{access::RecordViewed{named_by.subject, named_by.subject, named_by.room, kind, to_text(id),
                                    named_by.position, named_by.position, view, 1, own},
               basis,
               {}};
}

Ruling file_ruling(Acting& a, const NamedFile& file, std::uint64_t view) {
  if (const auto* posted = std::get_if<room::MessagePosted>(&file.named_by.event)) {
    const auto& room = a.situation.state<room::State>(file.named_by.room);
    if (a.account.is_city())
      return Ruling(Denial{Rejection::not_assigned, DenialClass::outsider}, room, Operation::read);
    const room::Message message = a.situation.message(posted->message);
    const auto consents = a.consents_of(room);
    const bool own = file.named_by.act.actor.facility == a.facility.id;
    const auto checked = a.check(room, consents, Operation::read, own, posted->about, posted->kind);
    if (!checked) return Ruling(checked.error(), room, Operation::read);
    if (message.retracted) return Rejection::not_found;
    if (posted->about == About::family && !own && !family_consent(consents))
      return Ruling(Denial{Rejection::consent_not_effective, DenialClass::insider}, room,
                    Operation::read);  // no. 24
    return std::vector{viewed(file.named_by, ObjectKind::attachment, file.attachment.id, *checked, view, own)};
  }
  const bool officer = a.city_officer();
  if (const auto* form = std::get_if<consent::ConsentFormReceived>(&file.named_by.event)) {
    const bool own = !a.account.is_city() && file.named_by.act.actor.facility == a.facility.id;
    const bool submitter = own && (a.system_manager() || file.named_by.act.actor.account == a.account.id);
    if (!officer && !submitter) {  // the attempt stands in the person's history, whatever rooms there are
      room::State none;
      none.subject = file.named_by.subject;
      return Ruling(Denial{Rejection::not_assigned, DenialClass::outsider}, none, Operation::read);
    }
    return std::vector{viewed(file.named_by, ObjectKind::consent_form, file.attachment.id,
                              basis_of(BasisKind::consent, form->consent_form, "III.2"), view, own)};
  }
  return officer ? Ruling()
                 : Ruling(Rejection::not_found);  // an intake document or a pledge concerns no care recipient
}

// What this request left before, if it came before.
struct EarlierUpload {
  Attachment attachment;
  std::optional<Digest> content;  // of what was sent; none: nobody can tell any more
};

// Of a file that an event names, only the sealed octets and their key are left.
std::optional<Digest> content_of(const ExchangePtr& x, const NamedFile& file) {
  auto reader = x->service.blobs.open(file.attachment.blob, file.key, file.attachment.bytes);
  if (!reader) return std::nullopt;
  Sha256 hash;
  Bytes piece;
  bool failed = false;
  while ((*reader)->next(piece, failed)) {
    hash.update(piece);
    piece.clear();
  }
  return failed ? std::nullopt : std::optional(hash.finish());
}

std::optional<EarlierUpload> earlier_upload(const ExchangePtr& x, const AttachmentId& id) {
  if (const auto upload = x->service.uploads.find(id, x->session->grant.account, x->service.clock.now()))
    return EarlierUpload{upload->attachment, upload->content};
  const auto views = x->service.views->snapshot();
  if (!object_position(*views.reader, id.view())) return std::nullopt;
  const auto named = named_file(x, *views.reader, id);
  return named ? EarlierUpload{named->attachment, content_of(x, *named)} : EarlierUpload{};
}

http::Response upload_response(const Attachment& attachment, bool repeated, BytesView head) {
  JsonWriter json;
  json.begin_object()
      .name("data")
      .begin_object()
      .member("id", attachment.id)
      .member("media", attachment.media)
      .member("bytes", attachment.bytes);
  json.name("notices").begin_array();
  if (attachment.media == MediaType::jpeg && jpeg_has_position(head)) {
    json.begin_object().member("code", std::string_view("photo-has-position"));
    json.member("ja", std::string_view("写真に撮影場所の位置情報が含まれています。"))
        .member("en", std::string_view("The photo tells where it was taken."))
        .end_object();
  }
  json.end_array().end_object().end_object();
  http::Response response;
  response.status = 201;
  response.headers = {{"Location", "/v1/attachments/" + to_text(attachment.id) + "/content"},
                      {"Content-Type", "application/json"},
                      {"Cache-Control", "no-store"}};
  if (repeated) response.headers.emplace_back("Idempotency-Replayed", "true");
  response.body = json.take();
  return response;
}

http::Response file_response(const ExchangePtr& x, const Attachment& attachment, const AttachmentKey& key) {
  auto reader = x->service.blobs.open(attachment.blob, key, attachment.bytes);
  if (!reader) return x->problem_of(Rejection::not_found);
  http::Response response;
  response.headers = {{"Content-Type", std::string(code_text(attachment.media))},
                      {"Cache-Control", "no-store"},
                      {"Content-Disposition", "attachment"},
                      {"X-Content-Type-Options", "nosniff"}};
  response.source = std::make_unique<BlobBody>(std::move(*reader));
  response.source_length = attachment.bytes;
  return response;
}

}  // namespace

void refer_to_file(const ExchangePtr& x, const AttachmentId& id, const std::string& pointer,
                   ReferredFiles& files) {
  const auto upload = x->service.uploads.find(id, x->session->grant.account, x->service.clock.now());
  if (!upload) return files.wrong.push_back(unusable_file(pointer));
  x->refers_to(id, pointer);
  files.attachments.push_back(upload->attachment);
  files.keys.push_back(upload->key);
}

bool received_file(const ExchangePtr& x, const ViewReader& views, const AttachmentId& id) {
  const auto position = object_position(views, id.view());
  if (!position) return false;
  const DomainEvent event = x->service.history.read(*position).event;
  if (!std::holds_alternative<intake::IntakeDocumentReceived>(event) &&
      !std::holds_alternative<pledge::PledgeSubmitted>(event))
    return false;
  const auto& files = *attachments_of(event);
  return std::any_of(files.begin(), files.end(), [&](const Attachment& a) { return a.id == id; });
}

ReferredFiles referred_files(const ExchangePtr& x, const std::vector<AttachmentId>& ids,
                             const std::string& pointer) {
  ReferredFiles files;
  for (std::size_t i = 0; i < ids.size(); ++i)
    refer_to_file(x, ids[i], pointer + "/" + std::to_string(i), files);
  return files;
}

void upload_attachment(const ExchangePtr& x) {
  const std::string* type = x->request.head.header("content-type");
  const auto media = type == nullptr ? std::nullopt : code_from_text<MediaType>(*type);
  if (!media) return x->problem("unsupported-media-type");
  auto* sink = static_cast<BlobSink*>(x->sink.get());
  const auto id = x->created_id<AttachmentId>();
  auto blob = sink->writer->finish();
  if (!blob) return x->problem("overloaded");
  const auto drop = [&](const char* code) {
    x->service.blobs.remove(blob->blob);
    x->problem(code);
  };
  if (!digest_matches(x, blob->plaintext_digest)) return drop("content-digest-mismatch");
  Upload upload{{id, *media, blob->bytes, blob->blob},
                blob->key,
                x->session->grant.account,
                blob->plaintext_digest,
                x->service.clock.now()};
  const auto before = earlier_upload(x, id);
  if (before) {
    if (before->content != upload.content || before->attachment.media != *media)
      return drop("idempotency-key-reused");
    x->service.blobs.remove(blob->blob);
  } else if (!x->service.uploads.put(upload)) {
    return drop("overloaded");
  }
  // No fact yet and no event, but only who may act at all may leave files here.
  x->read([](Acting&) { return Ruling(); },
          [x, attachment = before ? before->attachment : upload.attachment, repeated = before.has_value(),
           head = sink->head](std::optional<std::uint64_t>) {
            return upload_response(attachment, repeated, head);
          });
}

void show_attachment(const ExchangePtr& x) {
  const auto id = x->path_id<AttachmentId>();
  if (!id) return;
  const auto views = x->service.views->snapshot();
  const auto file = std::make_shared<std::optional<NamedFile>>(named_file(x, *views.reader, *id));
  if (*file) {
    return x->read([file, view = views.position](Acting& a) { return file_ruling(a, **file, view); },
                   [x, file](std::optional<std::uint64_t>) {
                     return file_response(x, (*file)->attachment, (*file)->key);
                   });
  }
  // Nothing names it yet: no fact about anyone, and shown to nobody but who sent it.
  const auto upload = x->service.uploads.find(*id, x->session->grant.account, x->service.clock.now());
  x->read(
      [known = upload.has_value(),
       id = *id](Acting& a) {  // named meanwhile: then the room's rule is asked next time
        return known && !a.situation.names_file(id) ? Ruling() : Ruling(Rejection::not_found);
      },
      [x, upload](std::optional<std::uint64_t>) { return file_response(x, upload->attachment, upload->key); });
}

}  // namespace renkei::api

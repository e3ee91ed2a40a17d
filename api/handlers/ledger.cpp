// What proves itself to outsiders, and whether the server is well.
#include <charconv>

#include "api/handlers/handlers.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/stored_tree.h"

namespace renkei::api {
namespace {

http::Response text_response(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

// The proof of one entry in the newest signed tree.
std::optional<LogProof> proof_of(CityService& service, const std::string& note, std::uint64_t position,
                                 const Bytes& entry) {
  const auto checkpoint = open_checkpoint(note, service.city.log_key);
  if (!checkpoint || position >= checkpoint->size) return std::nullopt;
  const NodeReader node = [&service, edge = service.committer->edge()](unsigned level, std::uint64_t index) {
    return stored_node(*service.city.engine, edge, level, index);
  };
  auto path = inclusion_proof(position, checkpoint->size, node);
  if (!path) return std::nullopt;
  return LogProof{entry, position, std::move(*path), note};
}

}  // namespace

void show_entry_proof(const ExchangePtr& x) {
  const std::string& text = x->path_ids.at(0);
  std::uint64_t position = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), position);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size()) return x->problem("not-found");
  const auto entry = x->service.city.engine->entry(position);
  // The holder of a receipt: who acted. Anyone else's entries say who was visited by whom.
  if (!entry || read_entry(*entry)->actor.account != x->session->grant.account) return x->problem("not-found");
  if (!x->service.sign_checkpoint()) return x->problem("overloaded");
  const auto note = x->service.keep_checkpoint();
  if (!note) return x->problem("overloaded");
  const auto proof = proof_of(x->service, *note, position, *entry);
  if (!proof) return x->problem("not-found");
  x->read([](Acting&) { return Ruling(); },
          [text = proof->to_string()](std::optional<std::uint64_t>) { return text_response(200, text); });
}

void show_checkpoint(const ExchangePtr& x) {
  const auto note = x->service.keep_checkpoint();
  note ? x->send(text_response(200, *note)) : x->problem("overloaded");
}

// Hash tiles of the signed tree (C2SP tlog-tiles): digests only, so anyone may mirror them.
void show_tile(const ExchangePtr& x) {
  const auto tile =
      parse_tile_path(std::string_view(x->request.head.path).substr(std::string_view("/ledger/").size()));
  const auto checkpoint = open_checkpoint(x->service.city.checkpoints->latest(), x->service.city.log_key);
  if (!tile || tile->entries || !checkpoint || tile->level >= 8) return x->problem("not-found");
  const std::uint64_t complete = checkpoint->size >> (8 * tile->level), first = tile->index * kTileWidth;
  if (first + tile->width > complete) return x->problem("not-found");
  http::Response response;
  response.headers = {{"Content-Type", "application/octet-stream"}, {"Cache-Control", "no-store"}};
  const RightEdge edge = x->service.committer->edge();
  for (std::uint64_t i = 0; i < tile->width; ++i) {
    const auto node = stored_node(*x->service.city.engine, edge, 8 * tile->level, first + i);
    if (!node) throw CorruptHistory("no tile for " + x->request.head.path);
    response.body += node->view();
  }
  x->send(std::move(response));
}

void show_health(const ExchangePtr& x) { x->json(200, R"({"status":"ok"})"); }

void show_readiness(const ExchangePtr& x) {
  if (x->service.storage.room() == StorageRoom::full) return x->problem("storage-full");
  if (x->service.clock_unsure()) return x->problem("clock-unsure");
  JsonWriter json;
  json.begin_object()
      .member("status", std::string_view("ready"))
      .member("tree_size", x->service.committer->durable_head().size);
  json.member("views_position", x->service.views->applied()).end_object();
  x->json(200, json.take());
}

}  // namespace renkei::api

// The sentences of the letter, by kind: to the person, to the bereaved, from the city as holder; in full, in
// part, not at all, nothing there.
#pragma once

#include "replay/packet/model.h"

namespace renkei::packet::pdf {

std::string addressee(const Model& model);
std::string head_title(const Model& model);   // of the city 「市長」
std::string reachable(const Issuer& issuer);  // telephone, fax, mail
std::string opening(const Model& model);
std::string result_sentence(const Model& model);
std::string auditors_opening();
std::string auditors_scope(const Model& model);
std::string basis_reference(const Model& model);
std::string withholding_word(const Model& model);  // the word of the route (product.md no. 15)
std::string included_text(const Model& model);
std::string nothing_else_text(const Model& model);  // where no other facility is named to ask
std::string fee_text(const Model& model);
std::string correction_text(const Model& model, const std::string& form_page);
bool to_the_person(const Model& model);                // a provider's letter under the law of providers
std::string correction_reference(const Model& model);  // 「（…法第34条）」
std::string suspension_reference(const Model& model);
const std::vector<policy::ComplaintDesk>& complaint_desks(const Model& model);  // beside the issuer's own
std::string complaint_text(const Model& model);

}  // namespace renkei::packet::pdf

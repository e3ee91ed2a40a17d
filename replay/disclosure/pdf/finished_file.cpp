#include "replay/disclosure/pdf/finished_file.h"

#include "replay/disclosure/pdf/document_objects.h"
#include "replay/disclosure/pdf/srgb_profile.h"

namespace renkei::packet::pdf {
namespace {

// made_at in Japan time, as PDF ("D:20261128093000+09'00'") and as ISO 8601 for XMP.
std::string pdf_date(Instant at) {
  std::string digits;
  for (const char c : japan_clock_text(at)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return "D:" + digits + "+09'00'";
}
std::string iso_date(Instant at) {
  std::string text = japan_clock_text(at) + "+09:00";
  text[10] = 'T';
  return text;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

std::string xmp(const DocumentFacts& facts) {
  const std::string date = iso_date(facts.made_at);
  return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
         "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
         "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
         " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">"
         "<dc:format>application/pdf</dc:format>"
         "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
         escaped(facts.title) +
         "</rdf:li></rdf:Alt></dc:title>"
         "<dc:creator><rdf:Seq><rdf:li>" +
         escaped(facts.author) +
         "</rdf:li></rdf:Seq></dc:creator>"
         "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
         escaped(facts.subject) +
         "</rdf:li></rdf:Alt></dc:description>"
         "<dc:language><rdf:Bag><rdf:li>ja</rdf:li></rdf:Bag></dc:language>"
         "<xmp:CreateDate>" +
         date + "</xmp:CreateDate><xmp:ModifyDate>" + date +
         "</xmp:ModifyDate>"
         "<xmp:MetadataDate>" +
         date +
         "</xmp:MetadataDate>"
         "<xmp:CreatorTool>" +
         escaped(facts.software) + "</xmp:CreatorTool><pdf:Producer>" + escaped(facts.software) +
         "</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>\n";
}

}  // namespace

Result<Bytes, PdfError> finish_file(const Bytes& drawn, const DocumentFacts& facts) {
  DocumentObjects objects;
  objects.title = facts.title;
  objects.author = facts.author;
  objects.subject = facts.subject;
  objects.software = facts.software;
  objects.date = pdf_date(facts.made_at);
  objects.xmp = xmp(facts);
  objects.colour_profile = srgb_profile();
  try {  // qpdf speaks in exceptions; they end here
    return with_document_objects(drawn, objects);
  } catch (const std::exception& error) {
    return Unexpected{PdfError{PdfError::Kind::write_failed, error.what()}};
  }
}

}  // namespace renkei::packet::pdf

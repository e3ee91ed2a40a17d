#include "replay/disclosure/pdf/finished_file.h"

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

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

void add_metadata(QPDF& pdf, QPDFObjectHandle root, const DocumentFacts& facts) {
  auto info = pdf.makeIndirectObject(QPDFObjectHandle::newDictionary());
  const auto text = [](const std::string& t) { return QPDFObjectHandle::newUnicodeString(t); };
  info.replaceKey("/Title", text(facts.title));
  info.replaceKey("/Author", text(facts.author));
  info.replaceKey("/Subject", text(facts.subject));
  info.replaceKey("/Creator", text(facts.software));
  info.replaceKey("/Producer", text(facts.software));
  info.replaceKey("/CreationDate", QPDFObjectHandle::newString(pdf_date(facts.made_at)));
  info.replaceKey("/ModDate", QPDFObjectHandle::newString(pdf_date(facts.made_at)));
  pdf.getTrailer().replaceKey("/Info", info);
  auto stream = pdf.newStream(xmp(facts));
  stream.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/Metadata"));
  stream.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/XML"));
  root.replaceKey("/Metadata", stream);
}

void add_output_intent(QPDF& pdf, QPDFObjectHandle root) {
  auto profile = pdf.newStream(srgb_profile());
  profile.getDict().replaceKey("/N", QPDFObjectHandle::newInteger(3));
  profile.getDict().replaceKey("/Alternate", QPDFObjectHandle::newName("/DeviceRGB"));
  auto intent = QPDFObjectHandle::newDictionary();
  intent.replaceKey("/Type", QPDFObjectHandle::newName("/OutputIntent"));
  intent.replaceKey("/S", QPDFObjectHandle::newName("/GTS_PDFX"));
  intent.replaceKey("/OutputConditionIdentifier", QPDFObjectHandle::newString("sRGB"));
  intent.replaceKey("/Info", QPDFObjectHandle::newString("sRGB"));
  intent.replaceKey("/DestOutputProfile", profile);
  root.replaceKey("/OutputIntents", QPDFObjectHandle::newArray({intent}));
}

}  // namespace

Result<Bytes, PdfError> finish_file(const Bytes& drawn, const DocumentFacts& facts) {
  try {  // qpdf speaks in exceptions; they end here
    QPDF pdf;
    pdf.processMemoryFile("packet.pdf", drawn.data(), drawn.size());
    QPDFObjectHandle root = pdf.getRoot();
    root.replaceKey("/Lang", QPDFObjectHandle::newString("ja"));
    auto preferences = QPDFObjectHandle::newDictionary();
    preferences.replaceKey("/DisplayDocTitle", QPDFObjectHandle::newBool(true));
    root.replaceKey("/ViewerPreferences", preferences);
    root.replaceKey("/PageMode", QPDFObjectHandle::newName("/UseOutlines"));
    add_metadata(pdf, root, facts);
    add_output_intent(pdf, root);
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.forcePDFVersion("1.7");
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.setDeterministicID(true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return Bytes(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
  } catch (const std::exception& error) {
    return Unexpected{PdfError{PdfError::Kind::write_failed, error.what()}};
  }
}

}  // namespace renkei::packet::pdf

#include "replay/disclosure/pdf/document_objects.h"

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

namespace renkei::packet::pdf {
namespace {

void add_metadata(QPDF& pdf, QPDFObjectHandle root, const DocumentObjects& objects) {
  auto info = pdf.makeIndirectObject(QPDFObjectHandle::newDictionary());
  const auto text = [](const std::string& t) { return QPDFObjectHandle::newUnicodeString(t); };
  info.replaceKey("/Title", text(objects.title));
  info.replaceKey("/Author", text(objects.author));
  info.replaceKey("/Subject", text(objects.subject));
  info.replaceKey("/Creator", text(objects.software));
  info.replaceKey("/Producer", text(objects.software));
  info.replaceKey("/CreationDate", QPDFObjectHandle::newString(objects.date));
  info.replaceKey("/ModDate", QPDFObjectHandle::newString(objects.date));
  pdf.getTrailer().replaceKey("/Info", info);
  auto stream = pdf.newStream(objects.xmp);
  stream.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/Metadata"));
  stream.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/XML"));
  root.replaceKey("/Metadata", stream);
}

void add_output_intent(QPDF& pdf, QPDFObjectHandle root, const DocumentObjects& objects) {
  auto profile = pdf.newStream(objects.colour_profile);
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

std::string with_document_objects(const std::string& drawn, const DocumentObjects& objects) {
  QPDF pdf;
  pdf.processMemoryFile("packet.pdf", drawn.data(), drawn.size());
  QPDFObjectHandle root = pdf.getRoot();
  root.replaceKey("/Lang", QPDFObjectHandle::newString("ja"));
  auto preferences = QPDFObjectHandle::newDictionary();
  preferences.replaceKey("/DisplayDocTitle", QPDFObjectHandle::newBool(true));
  root.replaceKey("/ViewerPreferences", preferences);
  root.replaceKey("/PageMode", QPDFObjectHandle::newName("/UseOutlines"));
  add_metadata(pdf, root, objects);
  add_output_intent(pdf, root, objects);
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.forcePDFVersion("1.7");
  writer.setObjectStreamMode(qpdf_o_generate);
  writer.setDeterministicID(true);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace renkei::packet::pdf

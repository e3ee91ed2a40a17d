// The file itself: the same octets each time, sound, with its fonts, and with nothing that acts or tells more
// than the pages.
#include <qpdf/QPDF.hh>

#include <fstream>
#include <set>
#include <thread>

#include "tests/support/programs.h"
#include "written_pdf.h"

namespace renkei::testing {
namespace {

// Every object of a file, each once.
template <class F>
void for_each_object(QPDF& pdf, F&& f) {
  for (QPDFObjectHandle& object : pdf.getAllObjects()) f(object);
}

std::set<std::string> keys_of(QPDFObjectHandle object) {
  std::set<std::string> keys;
  std::vector<QPDFObjectHandle> todo{object};
  while (!todo.empty()) {
    QPDFObjectHandle o = todo.back();
    todo.pop_back();
    if (o.isStream()) o = o.getDict();
    if (o.isDictionary()) {
      for (const auto& key : o.getKeys()) {
        keys.insert(key);
        QPDFObjectHandle value = o.getKey(key);
        if (!value.isIndirect()) todo.push_back(value);
        if (value.isName()) keys.insert(key + value.getName());
      }
    }
    if (o.isArray()) {
      for (auto& item : o.aitems()) {
        if (!item.isIndirect()) todo.push_back(item);
      }
    }
  }
  return keys;
}

TEST(File, IsTheSameEachTime) {
  for (const SampleKind kind : {SampleKind::part, SampleKind::no_data}) {
    const WrittenPdf again(sample_model(kind), "again");
    EXPECT_EQ(text_of(again.path()), text_of(written(kind).path()));
  }
}

TEST(File, IsSound) {
  for (const SampleKind kind :
       {SampleKind::full, SampleKind::part, SampleKind::none, SampleKind::no_data, SampleKind::bereaved})
    EXPECT_NE(
        output_of("qpdf --check '" + written(kind).path() + "'").find("No syntax or stream encoding errors"),
        std::string::npos);
}

TEST(File, EmbedsEveryFontWithItsText) {
  QPDF pdf;
  pdf.processFile(written(SampleKind::part).path().c_str());
  std::size_t descriptors = 0, fonts = 0;
  for_each_object(pdf, [&](QPDFObjectHandle& object) {
    if (!object.isDictionary()) return;
    if (object.isDictionaryOfType("/FontDescriptor")) {
      ++descriptors;
      EXPECT_TRUE(object.hasKey("/FontFile2") || object.hasKey("/FontFile3") || object.hasKey("/FontFile"));
    }
    if (!object.isDictionaryOfType("/Font")) return;
    const std::string subtype = object.getKey("/Subtype").getName();
    if (subtype == "/Type0" || subtype == "/TrueType") {
      ++fonts;
      EXPECT_TRUE(object.hasKey("/ToUnicode") || object.getKey("/Encoding").isName());
    }
  });
  EXPECT_GE(descriptors, 2u);
  EXPECT_GE(fonts, 2u);
}

TEST(File, ActsOnNothingAndCarriesNothingElse) {
  QPDF pdf;
  pdf.processFile(written(SampleKind::part).path().c_str());
  std::set<std::string> keys;
  for_each_object(pdf, [&](QPDFObjectHandle& object) {
    const auto some = keys_of(object);
    keys.insert(some.begin(), some.end());
  });
  for (const char* bad :
       {"/JS", "/JavaScript", "/S/JavaScript", "/S/Launch", "/S/URI", "/OpenAction", "/AA", "/EmbeddedFiles",
        "/EF", "/AF", "/AcroForm", "/S/SubmitForm", "/RichMedia", "/Encrypt"})
    EXPECT_EQ(keys.count(bad), 0u) << bad;
}

TEST(File, KnowsNoTimeButThatOfTheRequest) {
  QPDF pdf;
  pdf.processFile(written(SampleKind::part).path().c_str());
  const std::string at = "D:20261127093000+09'00'";
  QPDFObjectHandle info = pdf.getTrailer().getKey("/Info");
  EXPECT_EQ(info.getKey("/CreationDate").getStringValue(), at);
  EXPECT_EQ(info.getKey("/ModDate").getStringValue(), at);
  EXPECT_EQ(info.getKey("/Producer").getUTF8Value(), "renkei 0.1.0");
  for_each_object(pdf, [&](QPDFObjectHandle& object) {
    if (!object.isDictionary()) return;
    for (const auto& key : object.getKeys()) {
      QPDFObjectHandle value = object.getKey(key);
      if (value.isString() && value.getStringValue().compare(0, 2, "D:") == 0) {
        EXPECT_EQ(value.getStringValue(), at);
      }
      EXPECT_NE(key, "/LastModified");
    }
  });
  const auto xmp = pdf.getRoot().getKey("/Metadata").getStreamData();
  const std::string text(reinterpret_cast<const char*>(xmp->getBuffer()), xmp->getSize());
  EXPECT_NE(text.find("<xmp:CreateDate>2026-11-27T09:30:00+09:00<"), std::string::npos);
  EXPECT_EQ(text.find("pdfaid"), std::string::npos) << "not called PDF/A";
}

TEST(File, TellsLanguageTitleAndColours) {
  QPDF pdf;
  pdf.processFile(written(SampleKind::part).path().c_str());
  EXPECT_EQ(pdf.getPDFVersion(), "1.7");
  QPDFObjectHandle root = pdf.getRoot();
  EXPECT_EQ(root.getKey("/Lang").getStringValue(), "ja");
  EXPECT_TRUE(root.getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue());
  EXPECT_EQ(pdf.getTrailer().getKey("/Info").getKey("/Title").getUTF8Value(),
            "保有個人データの一部開示について（お知らせ）　開R8-001");
  const auto profile =
      root.getKey("/OutputIntents").getArrayItem(0).getKey("/DestOutputProfile").getStreamData();
  ASSERT_GT(profile->getSize(), 128u);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(profile->getBuffer()) + 36, 4), "acsp");
  QPDFObjectHandle id = pdf.getTrailer().getKey("/ID");
  EXPECT_EQ(id.getArrayItem(0).getStringValue().size(), 16u);
}

TEST(File, HasABookmarkForEveryPart) {
  QPDF pdf;
  pdf.processFile(written(SampleKind::part).path().c_str());
  std::vector<std::string> titles;
  for (QPDFObjectHandle item = pdf.getRoot().getKey("/Outlines").getKey("/First"); item.isDictionary();
       item = item.getKey("/Next"))
    titles.push_back(item.getKey("/Title").getUTF8Value());
  EXPECT_EQ(titles,
            (std::vector<std::string>{
                "保有個人データの一部開示について（お知らせ）", "あなたの情報は、だれに見られたか",
                "記録されている内容", "同意と説明の記録", "部屋と、参加した事業所・担当者の記録",
                "この請求の経過", "利用の記録の一覧", "一覧の読み方とことばの説明", "この記録の確かさについて",
                "専門家の方へ", "別紙1　添付資料の一覧", "別紙2　訂正等・利用停止等の請求書"}));
}

TEST(File, IsNotLeftHalfMade) {
  const std::string path = ::testing::TempDir() + "stopped.pdf";
  const std::atomic<bool> stop{true};
  const auto stopped = packet::pdf::write_pdf(sample_model(SampleKind::full), sample_file, path, {}, stop);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, packet::pdf::PdfError::Kind::stopped);
  const std::atomic<bool> go{false};
  const auto no_files = [](const packet::PacketFile&) { return std::optional<Bytes>(); };
  const auto missing = packet::pdf::write_pdf(sample_model(SampleKind::full), no_files, path, {}, go);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, packet::pdf::PdfError::Kind::picture_missing);
  EXPECT_EQ(missing.error().detail, "attachments/207-1.jpg");
  const auto no_folder =
      packet::pdf::write_pdf(sample_model(SampleKind::no_data), no_files, "/nowhere/packet.pdf", {}, go);
  ASSERT_FALSE(no_folder);
  EXPECT_EQ(no_folder.error().kind, packet::pdf::PdfError::Kind::write_failed);
  EXPECT_FALSE(std::ifstream(path).good());
  EXPECT_FALSE(std::ifstream(path + ".drawing").good());
}

TEST(File, SaysWhichFontsItWasMadeWith) {
  const auto fonts = packet::pdf::pdf_fonts();
  ASSERT_TRUE(fonts);
  ASSERT_EQ(fonts->size(), 4u);
  const std::string text = written(SampleKind::part).text();
  for (const auto& font : *fonts) {
    EXPECT_EQ(font.sha256.size(), 64u);
    EXPECT_NE(text.find(font.sha256.substr(0, 20)), std::string::npos) << font.name;
  }
}

}  // namespace
}  // namespace renkei::testing

// 利用状況報告: city → facility, for a disclosure case only (product.md no. 2).
#pragma once

#include "domain/describe.h"
#include "domain/event_type.h"

namespace renkei::usage_report {

struct UsageReportRequested {
  static constexpr EventType kType{1901, "UsageReportRequested", Aggregate::usage_report};
  UsageReportId usage_report;
  CareRecipientId subject;
  DisclosureRequestId disclosure_request;
  FacilityId facility;
  CivilDate due_on;
  template <class V>
  static void describe(V& v) {
    v.stream("usage_report_id", &UsageReportRequested::usage_report);
    v.subject("subject_id", &UsageReportRequested::subject);
    v.clear("disclosure_request_id", &UsageReportRequested::disclosure_request);
    v.clear("facility_id", &UsageReportRequested::facility);
    v.clear("due_on", &UsageReportRequested::due_on);
  }
};

// Rows are the subject's ordinals 1…rows below the checkpoint; the digest is keyed, so that it can't be guessed
// from a person's few facts, and binds the CSV that this report regenerates to for ever.
struct UsageReportGenerated {
  static constexpr EventType kType{1902, "UsageReportGenerated", Aggregate::usage_report};
  UsageReportId usage_report;
  CareRecipientId subject;
  std::uint64_t checkpoint_size = 0, rows = 0;
  Digest digest;
  template <class V>
  static void describe(V& v) {
    v.stream("usage_report_id", &UsageReportGenerated::usage_report);
    v.subject("subject_id", &UsageReportGenerated::subject);
    v.clear("checkpoint_size", &UsageReportGenerated::checkpoint_size);
    v.clear("rows", &UsageReportGenerated::rows);
    v.clear("digest", &UsageReportGenerated::digest);
  }
};

struct UsageReportProvided {
  static constexpr EventType kType{1903, "UsageReportProvided", Aggregate::usage_report};
  UsageReportId usage_report;
  CareRecipientId subject;
  template <class V>
  static void describe(V& v) {
    v.stream("usage_report_id", &UsageReportProvided::usage_report);
    v.subject("subject_id", &UsageReportProvided::subject);
  }
};

struct UsageReportDownloaded {
  static constexpr EventType kType{1904, "UsageReportDownloaded", Aggregate::usage_report};
  UsageReportId usage_report;
  CareRecipientId subject;
  ReportFormat format = ReportFormat::csv;
  template <class V>
  static void describe(V& v) {
    v.stream("usage_report_id", &UsageReportDownloaded::usage_report);
    v.subject("subject_id", &UsageReportDownloaded::subject);
    v.clear("format", &UsageReportDownloaded::format);
  }
};

}  // namespace renkei::usage_report

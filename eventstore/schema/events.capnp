@0xd2f41f0c6b0e7a02;
# The facts (clear) and the sealed content of every event, one struct each; names as in docs/events.md. Fields are only
# ever appended. An optional value is a list of none or one. tests/committer_test.cpp holds this file equal to the
# descriptions in domain/.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("renkei::schema");

struct LedgerInitialised {
  origin @0 :Text;
  city @1 :Text;
  logKey @2 :Text;
  packetKey @3 :Text;
}

struct TailDiscarded {
  bytes @0 :UInt64;
  recoveredSize @1 :UInt64;
  quarantineDigest @2 :Data;
}

struct ClockConfirmed {
  doubt @0 :UInt16;
  witness @1 :UInt16;
  expectedAt @2 :Int64;
  confirmedAt @3 :Int64;
}

struct SubjectHeadsSealed {
  asOf @0 :UInt64;
  count @1 :UInt64;
  root @2 :Data;
}

struct WithholdingGround {
  code @0 :Text;
  article @1 :Text;
  ja @2 :Text;
  groundDisplay @3 :UInt16;
  rowDisplay @4 :UInt16;
}

struct IdentityDocument {
  code @0 :Text;
  ja @1 :Text;
}

struct ComplaintDesk {
  name @0 :Text;
  contact @1 :Text;
}

struct DisclosureRules {
  policyVersion @0 :Text;
  cityDays @1 :UInt16;
  opinionDays @2 :UInt16;
  packetDays @3 :UInt16;
  jointUse @4 :Bool;
  grounds @5 :List(WithholdingGround);
  thirdPartyGround @6 :Text;
  disclosure @7 :Text;
  reasons @8 :Text;
  correction @9 :Text;
  suspension @10 :Text;
  suit @11 :Text;
  fee @12 :Text;
  bereaved @13 :Text;
  cityDisclosure @14 :Text;
  cityReview @15 :Text;
  complaintDesks @16 :List(ComplaintDesk);
  identityDocuments @17 :List(IdentityDocument);
  cityGrounds @18 :List(WithholdingGround);
  bereavedGrounds @19 :List(WithholdingGround);
  cityRefusal @20 :Text;
  cityCorrection @21 :Text;
  citySuspension @22 :Text;
  cityTimeLimit @23 :Text;
  cityComplaintDesks @24 :List(ComplaintDesk);
  bereavedComplaintDesks @25 :List(ComplaintDesk);
}

struct DisclosureRulesPublished {
  rules @0 :DisclosureRules;
  publishers @1 :List(Data);
}

struct PasswordRules {
  maxAgeMonths @0 :UInt16;
  minCharacters @1 :UInt16;
  initialValidDays @2 :UInt16;
  reminderDays @3 :List(UInt16);
}

struct SessionRules {
  staffIdleMinutes @0 :UInt16;
  staffAbsoluteHours @1 :UInt16;
  cityIdleMinutes @2 :UInt16;
  cityAbsoluteHours @3 :UInt16;
}

struct Deadlines {
  credentialIssueDays @0 :UInt16;
  disclosureDays @1 :UInt16;
  usageReportBusinessDays @2 :UInt16;
  consentVerificationBusinessDays @3 :UInt16;
  environmentMonths @4 :UInt16;
  lateEntryDays @5 :UInt16 = 7;      # the three below: what held before they were published
  approvalDays @6 :UInt16 = 7;
  selfAssignedHours @7 :UInt16 = 24;
}

struct Label {
  code @0 :Text;
  ja @1 :Text;
  en @2 :Text;
}

struct Profession {
  number @0 :UInt16;
  code @1 :Text;
  ja @2 :Text;
  en @3 :Text;
}

struct FacilityKind {
  code @0 :Text;
  ja @1 :Text;
  en @2 :Text;
  formFamily @3 :UInt16;
  sectors @4 :List(Text);
  codeSystems @5 :List(Text);
}

struct Contact {
  name @0 :Text;
  address @1 :Text;
  tel @2 :Text;
  fax @3 :Text;
  mail @4 :Text;
  hours @5 :Text;
  head @6 :Text;
}

struct Policy {
  number @0 :UInt32;
  version @1 :Text;
  title @2 :Text;
  addressee @3 :Text;
  effectiveFrom @4 :Int32;
  password @5 :PasswordRules;
  sessions @6 :SessionRules;
  deadlines @7 :Deadlines;
  purposes @8 :List(Label);
  professions @9 :List(Profession);
  facilityKinds @10 :List(FacilityKind);
  holidays @11 :List(Int32);
  systemAdministrator @12 :Contact;
  systemProvider @13 :Contact;
  formTemplates @14 :List(Label);
}

struct PolicyVersionPublished {
  policy @0 :Policy;
  publishers @1 :List(Data);
}

struct FormTemplatePublished {
  formId @0 :Text;
  formVersion @1 :Text;
  title @2 :Text;
}

struct Attachment {
  id @0 :Data;
  media @1 :UInt16;
  bytes @2 :UInt64;
  blob @3 :Data;
}

struct IntakeDocumentReceived {
  documentId @0 :Data;
  receiptNumber @1 :Text;
  channel @2 :UInt16;
  kind @3 :UInt16;
  receivedOn @4 :Int32;
  attachments @5 :List(Attachment);
}

struct IntakeDocumentReceivedSealed {
  sender @0 :Text;
  attachmentKeys @1 :List(Data);
}

struct FacilityCode {
  system @0 :Text;
  value @1 :Text;
}

struct PostalAddress {
  postalCode @0 :Text;
  text @1 :Text;
}

struct FacilityHead {
  name @0 :Text;
}

struct FacilitySheet {
  name @0 :Text;
  kana @1 :Text;
  facilityKind @2 :Text;
  codes @3 :List(FacilityCode);
  address @4 :PostalAddress;
  tel @5 :Text;
  fax @6 :Text;
  mail @7 :Text;
  head @8 :FacilityHead;
}

struct UserSheet {
  name @0 :Text;
  kana @1 :Text;
  profession @2 :Text;
  isSystemManager @3 :Bool;
  startsOn @4 :List(Int32);
  mail @5 :Text;
}

struct DeviceSheet {
  kind @0 :Text;
  os @1 :Text;
  browser @2 :Text;
}

struct EnvironmentSheet {
  network @0 :Text;
  antivirus @1 :Text;
  devices @2 :List(DeviceSheet);
}

struct PledgeSheet {
  scope @0 :UInt16;
  userIndex @1 :List(UInt32);
  signer @2 :Text;
  signedOn @3 :List(Int32);
  textVersion @4 :Text;
  attachmentId @5 :List(Data);
}

struct RegistrationForm {
  formId @0 :Text;
  formVersion @1 :Text;
  facility @2 :List(FacilitySheet);
  users @3 :List(UserSheet);
  environment @4 :List(EnvironmentSheet);
  pledges @5 :List(PledgeSheet);
}

struct Defect {
  pointer @0 :Text;
  code @1 :Text;
  ja @2 :Text;
  en @3 :Text;
}

struct RegistrationRequestSubmitted {
  kind @0 :UInt16;
  documentId @1 :Data;
  complete @2 :Bool;
  defectCodes @3 :List(Text);
  pledges @4 :List(Data);
  dueOn @5 :List(Int32);
  facilityId @6 :List(Data);
}

struct RegistrationRequestSubmittedSealed {
  form @0 :RegistrationForm;
  defects @1 :List(Defect);
}

struct RegistrationRequestResubmitted {
  documentId @0 :Data;
  complete @1 :Bool;
  defectCodes @2 :List(Text);
  pledges @3 :List(Data);
  dueOn @4 :List(Int32);
}

struct RegistrationRequestResubmittedSealed {
  form @0 :RegistrationForm;
  defects @1 :List(Defect);
}

struct RegistrationRequestReturned {
  defectCount @0 :UInt32;
}

struct RegistrationRequestReturnedSealed {
  note @0 :Text;
  letter @1 :Text;
}

struct RegistrationRequestApproved {
  facilityId @0 :Data;
  accounts @1 :List(Data);
}

struct RegistrationRequestRejected {
}

struct RegistrationRequestRejectedSealed {
  reason @0 :Text;
}

struct RegistrationRequestWithdrawn {
}

struct PledgeSubmitted {
  requestId @0 :Data;
  scope @1 :UInt16;
  userIndex @2 :List(UInt32);
  signedOn @3 :List(Int32);
  textVersion @4 :Text;
  attachmentId @5 :List(Data);
  attachments @6 :List(Attachment);
}

struct PledgeSubmittedSealed {
  signer @0 :Text;
  attachmentKeys @1 :List(Data);
}

struct PledgeVerified {
  checks @0 :List(Text);
}

struct PledgeRevoked {
}

struct PledgeRevokedSealed {
  reason @0 :Text;
}

struct FacilityRegistered {
  facilityKind @0 :Text;
  sectors @1 :List(Text);
  requestId @2 :Data;
  pledgeId @3 :Data;
}

struct FacilityRegisteredSealed {
  sheet @0 :FacilitySheet;
}

struct EnvironmentRecognised {
  environmentId @0 :Data;
  untilOn @1 :Int32;
}

struct EnvironmentRecognisedSealed {
  network @0 :Text;
  antivirus @1 :Text;
}

struct EnvironmentDeclared {
  environmentId @0 :Data;
}

struct EnvironmentDeclaredSealed {
  network @0 :Text;
  antivirus @1 :Text;
}

struct EnvironmentObjected {
  environmentId @0 :Data;
}

struct EnvironmentObjectedSealed {
  reason @0 :Text;
}

struct FacilitySystemManagerAppointed {
  accountId @0 :Data;
}

struct FacilitySuspended {
}

struct FacilitySuspendedSealed {
  reason @0 :Text;
}

struct FacilityReinstated {
}

struct AccountCreated {
  personId @0 :Data;
  facilityId @1 :Data;
  profession @2 :UInt16;
  pledgeId @3 :Data;
  startsOn @4 :List(Int32);
}

struct AccountCreatedSealed {
  name @0 :Text;
  kana @1 :Text;
  mail @2 :Text;
}

struct CityRoleGranted {
  personId @0 :Data;
  roles @1 :List(UInt16);
  approver @2 :List(Data);
}

struct CityRoleGrantedSealed {
  name @0 :Text;
}

struct AccountActivated {
}

struct AccountLocked {
}

struct AccountUnlocked {
}

struct AccountSuspended {
}

struct AccountSuspendedSealed {
  reason @0 :Text;
}

struct AccountReinstated {
}

struct AccountClosed {
  leftOn @0 :Int32;
}

struct CredentialIssued {
  credentialId @0 :Data;
  kind @1 :UInt16;
  validUntilOn @2 :Int32;
}

struct CredentialDelivered {
  credentialId @0 :Data;
  method @1 :UInt16;
  deliveredOn @2 :Int32;
}

struct CredentialDeliveredSealed {
  handedTo @0 :Text;
}

struct InitialPasswordChanged {
  expiresOn @0 :Int32;
}

struct PasswordChanged {
  expiresOn @0 :Int32;
}

struct SecondFactorEnrolled {
}

struct LoginSucceeded {
  sessionId @0 :Data;
  scope @1 :UInt16;
  factors @2 :List(Text);
  deviceId @3 :List(Data);
  deviceEnrolled @4 :Bool;
}

struct LoginSucceededSealed {
  clientAddress @0 :Text;
  userAgent @1 :Text;
}

struct LoginFailed {
  count @0 :UInt32;
}

struct SessionEnded {
  sessionId @0 :Data;
  how @1 :UInt16;
}

struct ActionDenied {
  rule @0 :UInt16;
  operation @1 :Text;
  count @2 :UInt32;
}

struct DeviceRegistered {
  facilityId @0 :Data;
}

struct DeviceRegisteredSealed {
  kind @0 :Text;
  os @1 :Text;
  browser @2 :Text;
}

struct DeviceLost {
}

struct DeviceRetired {
}

struct SubjectKeyCreated {
}

struct Demographics {
  name @0 :Text;
  kana @1 :Text;
  sex @2 :UInt16;
  bornOn @3 :List(Int32);
  bornOnAsWritten @4 :Text;
  address @5 :PostalAddress;
  tel @6 :Text;
  careLevel @7 :Text;
}

struct CareRecipientRegistered {
  registeredBy @0 :Data;
}

struct CareRecipientRegisteredSealed {
  demographics @0 :Demographics;
}

struct CareSettingChanged {
  fromOn @0 :Int32;
}

struct CareSettingChangedSealed {
  setting @0 :UInt16;
}

struct ConsentScope {
  recipientKinds @0 :List(Text);
  facilities @1 :List(Data);
  dataKinds @2 :List(Text);
}

struct Grantor {
  kind @0 :UInt16;
  name @1 :Text;
  relation @2 :Text;
  reason @3 :Text;
}

struct ConsentFormReceived {
  roomRequestId @0 :Data;
  type @1 :UInt16;
  grantorKind @2 :UInt16;
  familyData @3 :UInt16;
  scope @4 :ConsentScope;
  signedOn @5 :Int32;
  explainedBy @6 :List(Data);
  materialVersion @7 :Text;
  attachments @8 :List(Attachment);
}

struct ConsentFormReceivedSealed {
  grantor @0 :Grantor;
  scribe @1 :Text;
  attachmentKeys @2 :List(Data);
}

struct PurposeExplained {
  explainedBy @0 :Data;
  explainedOn @1 :Int32;
  materialVersion @2 :Text;
}

struct ConsentVerified {
  checks @0 :List(Text);
}

struct ConsentWithdrawn {
  scope @0 :UInt16;
  facilityId @1 :List(Data);
  dataKind @2 :Text;
  documentId @3 :Data;
  receivedOn @4 :Int32;
  requestedBy @5 :UInt16;
  handoverUntil @6 :List(Int32);
}

struct ConsentSupplemented {
  added @0 :ConsentScope;
  documentId @1 :Data;
  signedOn @2 :Int32;
  signedBy @3 :UInt16;
  checks @4 :List(Text);
}

struct RequestedFacility {
  facilityId @0 :Data;
  accounts @1 :List(Data);
}

struct RoomRequestSubmitted {
  requestedBy @0 :Data;
  formVersion @1 :Text;
  mainDoctor @2 :List(Data);
  mainDoctorAgreed @3 :Bool;
  facilities @4 :List(RequestedFacility);
  consentForms @5 :List(Data);
  defectCodes @6 :List(Text);
}

struct RoomRequestSubmittedSealed {
  defects @0 :List(Defect);
}

struct RoomRequestReturned {
}

struct RoomRequestReturnedSealed {
  note @0 :Text;
}

struct RoomRequestApproved {
}

struct RoomRequestRejected {
}

struct RoomRequestRejectedSealed {
  reason @0 :Text;
}

struct RoomOpened {
  roomRequestId @0 :Data;
  consentForms @1 :List(Data);
}

struct RoomFacilityAdded {
  facilityId @0 :Data;
  facilityKind @1 :Text;
  untilOn @2 :List(Int32);
}

struct RoomFacilityEnded {
  facilityId @0 :Data;
}

struct RoomMemberAssigned {
  assignmentId @0 :Data;
  accountId @1 :Data;
  facilityId @2 :Data;
  fromOn @3 :Int32;
  untilOn @4 :List(Int32);
  untilAt @5 :List(Int64);
}

struct RoomMemberAssignedSealed {
  basis @0 :Text;
}

struct RoomAssignmentEnded {
  assignmentId @0 :Data;
  accountId @1 :Data;
}

struct RoomSharingStopped {
  consentFormId @0 :Data;
}

struct RoomClosed {
}

struct RoomClosedSealed {
  reason @0 :Text;
}

struct RoomReopened {
}

struct RoomReopenedSealed {
  reason @0 :Text;
}

struct MessagePosted {
  messageId @0 :Data;
  kind @1 :UInt16;
  about @2 :UInt16;
  sensitivity @3 :UInt16;
  urgent @4 :Bool;
  attachments @5 :List(Attachment);
}

struct MessagePostedSealed {
  text @0 :Text;
  attachmentKeys @1 :List(Data);
}

struct MessageCorrected {
  messageId @0 :Data;
  version @1 :UInt32;
}

struct MessageCorrectedSealed {
  text @0 :Text;
  reason @1 :Text;
}

struct MessageRetracted {
  messageId @0 :Data;
  version @1 :UInt32;
  reason @2 :UInt16;
  incidentId @3 :List(Data);
  viewPosition @4 :UInt64;
}

struct MessageAcknowledged {
  messageId @0 :Data;
}

struct MessageApproved {
  messageId @0 :Data;
  version @1 :UInt32;
}

struct RecordListed {
}

struct RecordViewed {
  objectKind @0 :UInt16;
  objectId @1 :Text;
  firstPosition @2 :UInt64;
  lastPosition @3 :UInt64;
  viewPosition @4 :UInt64;
  count @5 :UInt32;
  ownFacilityOnly @6 :Bool;
}

struct AccessDenied {
  rule @0 :UInt16;
  operation @1 :UInt16;
  count @2 :UInt32;
}

struct IncidentReported {
  suspected @0 :Bool;
  messageId @1 :List(Data);
  facilityId @2 :Data;
  readers @3 :List(Data);
}

struct DisclosurePeriod {
  fromOn @0 :List(Int32);
  toOn @1 :List(Int32);
}

struct DisclosureRequested {
  disclosureRequestId @0 :Data;
  caseNumber @1 :Text;
  requester @2 :UInt16;
  receivedOn @3 :Int32;
  dueOn @4 :Int32;
  period @5 :DisclosurePeriod;
  kinds @6 :List(UInt16);
  method @7 :UInt16;
  intakeDocumentId @8 :List(Data);
}

struct IdentityVerified {
  disclosureRequestId @0 :Data;
  documents @1 :List(Text);
}

struct IdentityVerifiedSealed {
  representativeProof @0 :Text;
  representativeName @1 :Text;
}

struct UsageReportRequested {
  disclosureRequestId @0 :Data;
  facilityId @1 :Data;
  dueOn @2 :Int32;
}

struct UsageReportGenerated {
  checkpointSize @0 :UInt64;
  rows @1 :UInt64;
  digest @2 :Data;
}

struct UsageReportProvided {
}

struct UsageReportDownloaded {
  format @0 :UInt16;
}

struct DisclosureScopeClarified {
  disclosureRequestId @0 :Data;
  records @1 :UInt16;
  period @2 :DisclosurePeriod;
  kinds @3 :List(UInt16);
  asked @4 :List(Data);
  opinionsDueOn @5 :List(Int32);
}

struct StaffOpinionRecorded {
  disclosureRequestId @0 :Data;
  opinionOf @1 :Data;
  staffNamed @2 :Bool;
}

struct StaffOpinionRecordedSealed {
  answer @0 :UInt16;
  ground @1 :Text;
  note @2 :Text;
}

struct WithheldItem {
  ordinal @0 :UInt64;
  ground @1 :Text;
  groundDisplay @2 :UInt16;
  rowDisplay @3 :UInt16;
}

struct WithholdingsRecorded {
  disclosureRequestId @0 :Data;
}

struct WithholdingsRecordedSealed {
  items @0 :List(WithheldItem);
  lifted @1 :List(UInt64);
  privateReason @2 :Text;
}

struct DisclosureDecided {
  disclosureRequestId @0 :Data;
  result @1 :UInt16;
  usageReportId @2 :List(Data);
  staffNamed @3 :Bool;
  feeYen @4 :UInt32;
  rulesVersion @5 :Text;
}

struct DisclosureDecidedSealed {
  ground @0 :Text;
  withheld @1 :List(WithheldItem);
}

struct DisclosureNoticeSent {
  disclosureRequestId @0 :Data;
  method @1 :UInt16;
  sentOn @2 :Int32;
}

struct DisclosureDelivered {
  disclosureRequestId @0 :Data;
  packetId @1 :Data;
  method @2 :UInt16;
  deliveredOn @3 :Int32;
}

struct DisclosureClosed {
  disclosureRequestId @0 :Data;
  closure @1 :UInt16;
}

struct PacketRequested {
  facilityId @0 :Data;
  disclosureRequestId @1 :Data;
  audience @2 :UInt16;
  largePrint @3 :Bool;
}

struct PacketMade {
  asOf @0 :UInt64;
  headsPosition @1 :UInt64;
  checkpointSize @2 :UInt64;
  rows @3 :UInt64;
  shown @4 :UInt64;
  withheld @5 :UInt64;
  bytes @6 :UInt64;
  digest @7 :Data;
  expiresOn @8 :Int32;
}

struct PacketDownloaded {
}

struct PacketDownloadFailed {
  sentBytes @0 :UInt64;
}

# Finds each event's structs by name.
struct EventStructs {
  ledgerInitialised @0 :LedgerInitialised;
  tailDiscarded @1 :TailDiscarded;
  policyVersionPublished @2 :PolicyVersionPublished;
  formTemplatePublished @3 :FormTemplatePublished;
  intakeDocumentReceived @4 :IntakeDocumentReceived;
  intakeDocumentReceivedSealed @5 :IntakeDocumentReceivedSealed;
  registrationRequestSubmitted @6 :RegistrationRequestSubmitted;
  registrationRequestSubmittedSealed @7 :RegistrationRequestSubmittedSealed;
  registrationRequestResubmitted @8 :RegistrationRequestResubmitted;
  registrationRequestResubmittedSealed @9 :RegistrationRequestResubmittedSealed;
  registrationRequestReturned @10 :RegistrationRequestReturned;
  registrationRequestReturnedSealed @11 :RegistrationRequestReturnedSealed;
  registrationRequestApproved @12 :RegistrationRequestApproved;
  registrationRequestRejected @13 :RegistrationRequestRejected;
  registrationRequestRejectedSealed @14 :RegistrationRequestRejectedSealed;
  registrationRequestWithdrawn @15 :RegistrationRequestWithdrawn;
  pledgeSubmitted @16 :PledgeSubmitted;
  pledgeSubmittedSealed @17 :PledgeSubmittedSealed;
  pledgeVerified @18 :PledgeVerified;
  pledgeRevoked @19 :PledgeRevoked;
  pledgeRevokedSealed @20 :PledgeRevokedSealed;
  facilityRegistered @21 :FacilityRegistered;
  facilityRegisteredSealed @22 :FacilityRegisteredSealed;
  environmentRecognised @23 :EnvironmentRecognised;
  environmentRecognisedSealed @24 :EnvironmentRecognisedSealed;
  facilitySystemManagerAppointed @25 :FacilitySystemManagerAppointed;
  facilitySuspended @26 :FacilitySuspended;
  facilitySuspendedSealed @27 :FacilitySuspendedSealed;
  facilityReinstated @28 :FacilityReinstated;
  accountCreated @29 :AccountCreated;
  accountCreatedSealed @30 :AccountCreatedSealed;
  cityRoleGranted @31 :CityRoleGranted;
  cityRoleGrantedSealed @32 :CityRoleGrantedSealed;
  accountActivated @33 :AccountActivated;
  accountLocked @34 :AccountLocked;
  accountUnlocked @35 :AccountUnlocked;
  accountSuspended @36 :AccountSuspended;
  accountSuspendedSealed @37 :AccountSuspendedSealed;
  accountReinstated @38 :AccountReinstated;
  accountClosed @39 :AccountClosed;
  credentialIssued @40 :CredentialIssued;
  credentialDelivered @41 :CredentialDelivered;
  credentialDeliveredSealed @42 :CredentialDeliveredSealed;
  initialPasswordChanged @43 :InitialPasswordChanged;
  passwordChanged @44 :PasswordChanged;
  secondFactorEnrolled @45 :SecondFactorEnrolled;
  loginSucceeded @46 :LoginSucceeded;
  loginSucceededSealed @47 :LoginSucceededSealed;
  loginFailed @48 :LoginFailed;
  sessionEnded @49 :SessionEnded;
  actionDenied @50 :ActionDenied;
  deviceRegistered @51 :DeviceRegistered;
  deviceRegisteredSealed @52 :DeviceRegisteredSealed;
  deviceLost @53 :DeviceLost;
  subjectKeyCreated @54 :SubjectKeyCreated;
  careRecipientRegistered @55 :CareRecipientRegistered;
  careRecipientRegisteredSealed @56 :CareRecipientRegisteredSealed;
  consentFormReceived @57 :ConsentFormReceived;
  consentFormReceivedSealed @58 :ConsentFormReceivedSealed;
  purposeExplained @59 :PurposeExplained;
  consentVerified @60 :ConsentVerified;
  consentWithdrawn @61 :ConsentWithdrawn;
  roomRequestSubmitted @62 :RoomRequestSubmitted;
  roomRequestSubmittedSealed @63 :RoomRequestSubmittedSealed;
  roomRequestReturned @64 :RoomRequestReturned;
  roomRequestReturnedSealed @65 :RoomRequestReturnedSealed;
  roomRequestApproved @66 :RoomRequestApproved;
  roomRequestRejected @67 :RoomRequestRejected;
  roomRequestRejectedSealed @68 :RoomRequestRejectedSealed;
  roomOpened @69 :RoomOpened;
  roomFacilityAdded @70 :RoomFacilityAdded;
  roomFacilityEnded @71 :RoomFacilityEnded;
  roomMemberAssigned @72 :RoomMemberAssigned;
  roomMemberAssignedSealed @73 :RoomMemberAssignedSealed;
  roomAssignmentEnded @74 :RoomAssignmentEnded;
  roomSharingStopped @75 :RoomSharingStopped;
  roomClosed @76 :RoomClosed;
  roomClosedSealed @77 :RoomClosedSealed;
  messagePosted @78 :MessagePosted;
  messagePostedSealed @79 :MessagePostedSealed;
  messageCorrected @80 :MessageCorrected;
  messageCorrectedSealed @81 :MessageCorrectedSealed;
  messageRetracted @82 :MessageRetracted;
  recordListed @83 :RecordListed;
  recordViewed @84 :RecordViewed;
  accessDenied @85 :AccessDenied;
  incidentReported @86 :IncidentReported;
  disclosureRequested @87 :DisclosureRequested;
  identityVerified @88 :IdentityVerified;
  identityVerifiedSealed @89 :IdentityVerifiedSealed;
  usageReportRequested @90 :UsageReportRequested;
  usageReportGenerated @91 :UsageReportGenerated;
  usageReportProvided @92 :UsageReportProvided;
  usageReportDownloaded @93 :UsageReportDownloaded;
  environmentDeclared @94 :EnvironmentDeclared;
  environmentDeclaredSealed @95 :EnvironmentDeclaredSealed;
  environmentObjected @96 :EnvironmentObjected;
  environmentObjectedSealed @97 :EnvironmentObjectedSealed;
  deviceRetired @98 :DeviceRetired;
  careSettingChanged @99 :CareSettingChanged;
  careSettingChangedSealed @100 :CareSettingChangedSealed;
  consentSupplemented @101 :ConsentSupplemented;
  roomReopened @102 :RoomReopened;
  roomReopenedSealed @103 :RoomReopenedSealed;
  messageAcknowledged @104 :MessageAcknowledged;
  messageApproved @105 :MessageApproved;
  clockConfirmed @106 :ClockConfirmed;
  subjectHeadsSealed @107 :SubjectHeadsSealed;
  disclosureRulesPublished @108 :DisclosureRulesPublished;
  disclosureScopeClarified @109 :DisclosureScopeClarified;
  staffOpinionRecorded @110 :StaffOpinionRecorded;
  staffOpinionRecordedSealed @111 :StaffOpinionRecordedSealed;
  withholdingsRecorded @112 :WithholdingsRecorded;
  withholdingsRecordedSealed @113 :WithholdingsRecordedSealed;
  disclosureDecided @114 :DisclosureDecided;
  disclosureNoticeSent @115 :DisclosureNoticeSent;
  disclosureDelivered @116 :DisclosureDelivered;
  disclosureClosed @117 :DisclosureClosed;
  packetRequested @118 :PacketRequested;
  packetMade @119 :PacketMade;
  packetDownloaded @120 :PacketDownloaded;
  packetDownloadFailed @121 :PacketDownloadFailed;
  disclosureDecidedSealed @122 :DisclosureDecidedSealed;
}

@0xb1d07c1de7a3f601;
# The ledger entry: what is hashed into the tree, stored and shown exactly as written. Fields are only ever appended.
# A hash is four UInt64 and an id two: byte i of the value is byte i of those words on the wire. Zero means absent.
# docs/formats/ledger.md gives the fixed offsets; eventstore/codec/entry_view.h reads by them.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("renkei::schema");

struct Entry {
  formatVersion @0 :UInt16;
  type @1 :UInt16;
  schemaVersion @2 :UInt16;
  aggregate @3 :UInt16;
  position @4 :UInt64;
  previousLeaf0 @5 :UInt64;
  previousLeaf1 @6 :UInt64;
  previousLeaf2 @7 :UInt64;
  previousLeaf3 @8 :UInt64;
  eventId0 @9 :UInt64;
  eventId1 @10 :UInt64;
  stream0 @11 :UInt64;
  stream1 @12 :UInt64;
  streamVersion @13 :UInt64;
  recordedAt @14 :Int64;            # microseconds since 1970-01-01T00:00:00Z, one instant per batch
  account0 @15 :UInt64;
  account1 @16 :UInt64;
  facility0 @17 :UInt64;
  facility1 @18 :UInt64;
  onBehalfOf0 @19 :UInt64;
  onBehalfOf1 @20 :UInt64;
  subject0 @21 :UInt64;
  subject1 @22 :UInt64;
  subjectOrdinal @23 :UInt64;       # 1, 2, 3 … per care recipient
  subjectPrevious0 @24 :UInt64;     # leaf hash of that person's previous entry
  subjectPrevious1 @25 :UInt64;
  subjectPrevious2 @26 :UInt64;
  subjectPrevious3 @27 :UInt64;
  room0 @28 :UInt64;
  room1 @29 :UInt64;
  session0 @30 :UInt64;
  session1 @31 :UInt64;
  request0 @32 :UInt64;             # keyed digest of idempotency key and scope; also the id of what it created
  request1 @33 :UInt64;
  requestTag0 @34 :UInt64;          # keyed digest of the body, under a key of the day
  requestTag1 @35 :UInt64;
  causation0 @36 :UInt64;           # event id of the first event of the same act
  causation1 @37 :UInt64;
  basisId0 @38 :UInt64;
  basisId1 @39 :UInt64;
  payloadKey0 @40 :UInt64;          # names the data key that seals the payload
  payloadKey1 @41 :UInt64;
  payloadDigest0 @42 :UInt64;
  payloadDigest1 @43 :UInt64;
  payloadDigest2 @44 :UInt64;
  payloadDigest3 @45 :UInt64;
  payloadLength @46 :UInt32;        # 0: no payload
  occurredOn @47 :Int32;            # days since 1970-01-01 in Asia/Tokyo; 0: not stated
  policyNumber @48 :UInt32;
  profession @49 :UInt16;
  role @50 :UInt16;
  purpose @51 :UInt16;
  purposeSource @52 :UInt16;
  outcome @53 :UInt16;
  basisKind @54 :UInt16;
  clause @55 :Text;
  facts @56 :AnyPointer;            # the struct of events.capnp that `type` names
}

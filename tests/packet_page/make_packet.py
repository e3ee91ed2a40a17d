#!/usr/bin/env python3
"""Makes packets for the tests of the page that checks them: a good one, every kind of tampering, or a large one.

    make_packet.py OUT --page verify.html --words PROGRAM       packets and OUT/cases.json, what must be found in each
    make_packet.py OUT --page verify.html --rows N --photos K   OUT/large.zip
"""
import argparse
import json
import pathlib

from made_ledger import Key
from made_packet import Packet, day_in_japan, play, zip_of
from tampering import tamperings


def policy_of(ledger, mirror=None):
    mirrors = [f"mirror kagawa {mirror.vkey}", "group mirrors any kagawa", "quorum mirrors"] if mirror else ["quorum none"]
    return "\n".join(["# the city's keys", f"log {ledger.log.vkey}", f"packet {ledger.packets.vkey}", *mirrors]) + "\n"


LATE, ENDS = 1795305600_000000 + 2 * 86400_000000, "2026-11-22"  # later rows are outside the period, which ends on that day


def hide(e):
    """The rows that the made packets do not show."""
    return {5: "withheld", 6: "withheld"}.get(e.ordinal) or ("outside_period" if e.recorded_at > LATE else None)


def make_cases(out, page):
    ledger, haru = play(until=ENDS)
    mirror = Key("mirror.example/kagawa", "mirror", kind=4)
    good = Packet(ledger, haru, page, withhold=hide).finish()
    other_city = Packet(*play("renkei.example/zentsuji", "zentsuji", until=ENDS), page, withhold=hide).finish()
    mirrored_ledger, mirrored_haru = play(until=ENDS)
    mirrored = Packet(mirrored_ledger, mirrored_haru, page, [mirror], withhold=hide).finish()
    forged_ledger, forged_haru = play(seed="forger", until=ENDS)
    forged_policy = policy_of(forged_ledger)
    forged_page = page.replace(b'<script type="text/plain" id="city-keys">', b'<script type="text/plain" id="city-keys">' + forged_policy.encode())
    forged = Packet(forged_ledger, forged_haru, forged_page, withhold=hide).finish()

    cases = []

    def case(name, packet, verdict, code=None, octets=None, **where):
        octets = zip_of(sorted(packet.members.items())) if octets is None else octets
        (out / f"{name}.zip").write_bytes(octets)
        cases.append({"name": name, "file": f"{name}.zip", "verdict": verdict, "code": code, "where": where})

    case("good", good, "whole")
    case("all-shown", Packet(*play(), page).finish(), "whole")
    case("two-bundles", Packet(*play(rounds=70, until=ENDS), page, withhold=hide).finish(), "whole")
    case("mirrored", mirrored, "whole")
    case("other-city", other_city, "whole")
    case("forged", forged, "whole")
    backwards = Packet(*play(last={"recorded_at": 1795305600_000000}), page).finish()
    case("time-goes-back", backwards, "changed", "row-time", row=len(good.rows))
    for days in (-37256, 2932897, 2**31 - 1):
        strange = Packet(*play(last={"occurred_on": days}), page).finish()
        case(f"day-{days}", strange, "changed", "entry-form", row=len(good.rows))
    tamperings(case, good, other_city, forged)
    (out / "page-of-forged.html").write_bytes(forged_page)
    (out / "cases.json").write_text(json.dumps({
        "policy": policy_of(ledger), "mirror_policy": policy_of(ledger, mirror), "packet_key": ledger.packets.vkey,
        "rows": len(good.rows), "cases": cases}, ensure_ascii=False, indent=1))


def make_large(out, page, rows, photos):
    rounds = rows // 4 + 1
    first_day_outside = rows >= 2000
    ledger, haru = play(rounds=rounds, photo_every=max(1, 2 * rounds // photos), photo_size=900_000,
                        **({"since": "2026-11-23"} if first_day_outside else {}))
    first_day = day_in_japan(ledger.entries[1].recorded_at)
    packet = Packet(ledger, haru, page, withhold=lambda e: "outside_period" if first_day_outside and day_in_japan(e.recorded_at) == first_day
                    else "withheld" if e.ordinal % 97 == 5 else None)
    packet.members["packet.pdf"] = bytes(rows * 200)
    packet.members["fhir/bundle.json"] = bytes(rows * 200)
    packet.finish()
    (out / "large.zip").write_bytes(zip_of(sorted(packet.members.items())))
    print(len(packet.rows), "rows", sum(map(len, packet.members.values())) // 1_000_000, "MB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--page", type=pathlib.Path, required=True)
    parser.add_argument("--words", type=pathlib.Path, help="packet_words, without which a packet's CSV and FHIR say nothing")
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--photos", type=int, default=300)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.rows:
        make_large(options.out, options.page.read_bytes(), options.rows, options.photos)
    else:
        Packet.words_program = options.words
        make_cases(options.out, options.page.read_bytes())


if __name__ == "__main__":
    main()

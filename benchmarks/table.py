#!/usr/bin/env python3
"""Turns what benchmarks/run measured into results.json and the table of README.md.

table.py MEASURED FOLDER COMMAND QUICK      MEASURED: lines of row, what, value; a quick run is printed only
table.py --runs SUFFIX                      Google Benchmark's JSON on stdin as such lines
"""
import datetime
import json
import os
import platform
import statistics
import sys

# Figure: row, what is compared, measured, against (None: the value itself), floor, goal, unit of the measured value.
# LARGEST stands for the largest ledger, MIDDLE for the one a tenth of it. "≥" wants at least, "≤" at most.
FIGURES = [
    ("P1", "durable audited message, 64 connections : bare echo", "renkei 64", "echo 64", "≥", 0.25, 0.35, "/s"),
    ("P1", "the same, 256 connections", "renkei 256", "echo 256", "≥", 0.25, 0.35, "/s"),
    ("P1", "64 connections : PostgreSQL, chained one by one", "renkei 64", "postgres append_1", "≥", 5, 7, "/s"),
    ("P1", "64 connections : PostgreSQL, 64 chained per call", "renkei 64", "postgres append_64", "≥", 0.5, 0.7, "/s"),
    ("P1b", "1 connection : 1 KiB append and sync", "renkei 1", "append", "≥", 0.6, 0.75, "/s"),
    ("P1b", "p99, 64 connections, closed loop", "p99_ms closed", None, "≤", 15, 8, "ms"),
    ("P1b", "p99, open loop at 60 % of that rate, from the due time", "p99_ms open", None, "≤", 15, 8, "ms"),
    ("P2", "audited read of 20 messages : the same without its event", "renkeid", "bench_unaudited", "≥", 0.6, 0.8, "/s"),
    ("P2", "audited read : PostgreSQL, SELECT 20 + INSERT", "renkeid", "postgres", "≥", 0.7, 1.2, "/s"),
    ("P3", "committer with views : bare puts", "with_views LARGEST", "bare LARGEST", "≥", 0.35, 0.55, "/s"),
    ("P3", "committer without views : bare puts", "without_views LARGEST", "bare LARGEST", "≥", 0.7, 0.85, "/s"),
    ("P4", "verify : scan and SHA-256", "verify LARGEST", "bare LARGEST", "≥", 0.5, 0.7, "/s"),
    ("P4", "verify, memory", "peak_bytes verify LARGEST", None, "≤", 256e6, 256e6, "B"),
    ("P4", "verify with views : scan and SHA-256", "verify_and_views LARGEST", "bare LARGEST", "≥", None, None, "/s"),
    ("P5", "history of 1,000 rows, warm : at a tenth of the ledger", "warm LARGEST", "warm MIDDLE", "≤", 1.3, 1.1, "µs"),
    ("P5", "history, warm : bare iterator", "warm LARGEST", "bare_warm LARGEST", "≤", 10, 4, "µs"),
    ("P5", "history, cold : at a tenth of the ledger", "cold LARGEST", "cold MIDDLE", "≤", 1.3, 1.1, "µs"),
    ("P5", "history, cold : bare iterator", "cold LARGEST", "bare_cold LARGEST", "≤", 10, 4, "µs"),
    ("P6", "start until the first audited read : at a tenth of the ledger", "clean LARGEST", "clean MIDDLE", "≤", 1.5, 1.1, "ms"),
    ("P6", "start, clean", "clean LARGEST", None, "≤", 2000, 500, "ms"),
    ("P6", "start, killed under load", "killed LARGEST", None, "≤", 2000, 500, "ms"),
    ("P7", "refold : the same rows raw", "refold LARGEST", "bare LARGEST", "≥", 0.5, 0.8, "/s"),
    ("P7", "refold, entries", "refold LARGEST", None, "≥", 40_000, 40_000, "/s"),
    ("P8", "memory under P1 : at a tenth of the ledger", "peak_bytes LARGEST", "peak_bytes MIDDLE", "≤", 1.5, 1.1, "B"),
    ("P8", "memory under P1", "peak_bytes LARGEST", None, "≤", 600e6, 350e6, "B"),
    ("P9", "disk per message of 300 octets", "bytes LARGEST", None, "≤", 1700, 1300, "B"),
    ("P10", "packet of 1,000 rows, all formats", "build_ms 1000", None, "≤", 2000, 700, "ms"),
    ("P10", "packet of 100,000 rows and 300 photos", "build_ms 100000", None, "≤", 60_000, 20_000, "ms"),
    ("P10", "memory of that", "peak_bytes 100000", None, "≤", 400e6, 200e6, "B"),
    ("P10", "check-packet of 1,000 rows", "check_ms 1000", None, "≤", None, None, "ms"),
    ("P10", "check-packet of 100,000 rows and 300 photos", "check_ms 100000", None, "≤", None, None, "ms"),
]
GROWTH = [("P1", "renkei 64 at ", "/s"), ("P3", "with_views ", "/s"), ("P4", "verify_and_views ", "/s"), ("P5", "warm ", "µs"), ("P6", "clean ", "ms"), ("P8", "peak_bytes ", "B")]
BEGIN, END = "<!-- table, written by benchmarks/run -->\n", "<!-- end of table -->\n"


def runs(suffix):
    text = sys.stdin.read()
    for run in json.loads(text)["benchmarks"] if text.rstrip().endswith("}") else []:  # nothing of a program that was ended
        if run.get("run_type") != "iteration" or run.get("error_occurred"):
            print(run.get("error_message", ""), file=sys.stderr, end="")
            continue
        row, what = run["name"].split("/")[:2]
        print(row, f"{what} {suffix}", run.get("items_per_second", run["real_time"]), sep="\t")
        if "peak_bytes" in run:
            print(row, f"peak_bytes {what} {suffix}", run["peak_bytes"], sep="\t")


def read_measured(path):
    measured = {}
    for line in open(path, encoding="utf-8"):
        row, what, value = line.rstrip("\n").split("\t")
        if value:
            measured.setdefault((row, what), []).append(float(value))
    return measured


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values), "runs": len(values)}


def sizes_of(measured):
    found = {what.rsplit(" ", 1)[1] for row, what in measured if row in ("P3", "P4", "P5", "P6", "P7", "P8", "P9")}
    sizes = sorted(int(text) for text in found if text.isdigit() and int(text) >= 10_000)
    return sizes or [0]


def figures_of(measured):
    sizes = sizes_of(measured)
    names = {"LARGEST": str(sizes[-1]), "MIDDLE": str(sizes[-2] if len(sizes) > 1 else sizes[-1])}

    def values(row, what):
        for name, size in names.items():
            what = what.replace(name, size)
        return measured.get((row, what))

    for row, title, what, against, way, floor, goal, unit in FIGURES:
        here = values(row, what)
        there = values(row, against) if against else None
        if not here or (against and not there):
            continue
        value = statistics.median(here) / (statistics.median(there) if there else 1)
        reached = None if floor is None else (value >= floor if way == "≥" else value <= floor)
        met = None if goal is None else (value >= goal if way == "≥" else value <= goal)
        yield {"row": row, "title": title, "unit": unit, "measured": spread(here), "against": spread(there) if there else None,
               "ratio": value if there else None, "way": way, "floor": floor, "goal": goal, "floor_reached": reached, "goal_reached": met}


def growth_of(measured):
    for row, prefix, unit in GROWTH:
        points = {what[len(prefix):]: statistics.median(v) for (r, what), v in measured.items()
                  if r == row and what.startswith(prefix) and what[len(prefix):].isdigit()}
        if row == "P1" and points and ("P1", "renkei 64") in measured:
            largest = max(sizes_of(measured)[-1], 10 * max(int(p) for p in points))
            points[str(largest)] = statistics.median(measured["P1", "renkei 64"])
        if len(points) > 1:
            yield {"row": row, "unit": unit, "by_entries": dict(sorted(points.items(), key=lambda p: int(p[0])))}


def number(value, unit=""):
    if unit == "B" and value >= 1e6:
        return f"{value / 1e6:,.0f} MB"
    return (f"{value:,.0f}" if value >= 100 else f"{value:.3g}") + ("" if unit in ("", "/s") else " " + unit) + ("/s" if unit == "/s" else "")


def extent(spread, unit):
    low, high = (number(spread[end], unit if unit == "B" else "") for end in ("min", "max"))
    return f"{low.split(' ')[0]}–{high.split(' ')[0]}"


def words(reached):
    return "–" if reached is None else "yes" if reached else "**no**"


def table_of(results):
    machine = results["machine"]
    lines = [f"Machine: {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['kernel']}.", "",
             "Commands: " + "; ".join(f"{run['on']} `{run['command']}`" for run in results["runs"]) + ".\n",
             "| # | what : against | median (min–max) | against | figure | floor | goal | floor, goal reached |", "|---|---|---|---|---|---|---|---|"]
    for f in results["figures"]:
        unit, m, a = f["unit"], f["measured"], f["against"]
        limit = lambda v: "–" if v is None else f"{f['way']} {number(v, '' if a else unit)}"
        lines.append(f"| {f['row']} | {f['title']} | {number(m['median'], unit)} ({extent(m, unit)}) | "
                     + (number(a["median"], unit) if a else "–") + f" | {number(f['ratio']) if a else number(m['median'], unit)} | "
                     f"{limit(f['floor'])} | {limit(f['goal'])} | {words(f['floor_reached'])}, {words(f['goal_reached'])} |")
    lines += ["", "How cost grows, medians:\n", "| # | " + "entries: value |", "|---|---|"]
    for g in results["growth"]:
        lines.append(f"| {g['row']} | " + " · ".join(f"{int(size):,}: {number(v, g['unit'])}" for size, v in g["by_entries"].items()) + " |")
    return "\n".join(lines) + "\n"


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")), "?")
    kilobytes = int(open("/proc/meminfo", encoding="utf-8").readline().split()[1])
    return {"cpu": cpu, "cores": os.cpu_count(), "memory_gib": round(kilobytes / 2**20), "kernel": "Linux " + platform.release().split("-")[0]}


def by_row(figure):  # P1, P1b, P2 … P10
    row = figure["row"].removeprefix("P")
    return int(row.rstrip("b")), row


def keep(folder, results):
    path, readme = os.path.join(folder, "results.json"), os.path.join(folder, "README.md")
    if os.path.exists(path):  # rows that were not run now stay as they were
        before = json.load(open(path, encoding="utf-8"))
        rows = {f["row"] for f in results["figures"]}
        results["figures"] += [f for f in before["figures"] if f["row"] not in rows]
        grown = {g["row"] for g in results["growth"]}
        results["growth"] += [g for g in before["growth"] if g["row"] not in grown]
        results["figures"].sort(key=by_row)
        results["growth"].sort(key=by_row)
        for run in before["runs"]:
            left = [row for row in run["rows"] if row not in rows]
            if left:
                results["runs"].append(run | {"rows": left})
    with open(path, "w", encoding="utf-8") as out:
        json.dump(results, out, ensure_ascii=False, indent=1)
        out.write("\n")
    text = open(readme, encoding="utf-8").read()
    head, rest = text.split(BEGIN)
    with open(readme, "w", encoding="utf-8") as out:
        out.write(head + BEGIN + "\n" + table_of(results) + "\n" + END + rest.split(END)[1])


def main():
    if sys.argv[1] == "--runs":
        return runs(sys.argv[2])
    measured = read_measured(sys.argv[1])
    results = {"machine": machine(), "runs": [], "figures": list(figures_of(measured)), "growth": list(growth_of(measured))}
    rows = sorted({f["row"] for f in results["figures"]})
    results["runs"].append({"command": sys.argv[3].strip(), "on": datetime.date.today().isoformat(), "rows": rows})
    results["figures"].sort(key=by_row)
    if sys.argv[4] == "0":
        keep(sys.argv[2], results)
    print(table_of(results))


main()

# One function per row of the table. Sourced by benchmarks/run.

postgres_running() { [ -n "${postgres_folder:-}" ] || { say "PostgreSQL with $largest entries"; postgres_start "$largest"; }; }

row_P1() {
  local size connections i result script clients files
  postgres_running
  copy_city "$largest"
  for connections in 64 256; do
    start_server renkeid "$connections"
    start_echo
    files=$(sst_files)
    load post "$port" "$connections" "$warm_up" >/dev/null
    for ((i = 0; i < repetitions; ++i)); do
      record P1 "echo $connections" "$(load post "$echo_port" "$connections" "$seconds" | member per_second)"
      result=$(counted_load post "$port" "$connections" "$seconds") || continue
      record P1 "renkei $connections" "$(member per_second <<< "$result")"
      record P1b "p99_ms closed $connections" "$(member p99_ms <<< "$result")"
    done
    [ "$files" != "$(sst_files)" ] || record P1 "no flush seen $connections" 1
    record P8 "peak_bytes after P1 $connections" "$(awk '/VmHWM/ { print $2 * 1024 }' "/proc/$server/status")"
    end_all
  done
  for script in append_1 append_64; do
    clients=$(best_clients "$script" 1 4 16 64)
    for ((i = 0; i < repetitions; ++i)); do
      result=$(postgres_rate "$script" "$clients" "$seconds")
      record P1 "postgres $script" "$(awk "BEGIN { print $result * ${script#append_} }")"
    done
    record P1 "clients $script" "$clients"
  done
  for size in "${sizes[@]}"; do  # growth
    [ "$size" != "$largest" ] || continue
    copy_city "$size"
    start_server renkeid 64
    load post "$port" 64 $((warm_up / 3 + 1)) >/dev/null
    for ((i = 0; i < 3; ++i)); do
      result=$(counted_load post "$port" 64 "$seconds") || continue
      record P1 "renkei 64 at $size" "$(member per_second <<< "$result")"
    done
    end_all
  done
}

row_P1b() {
  local i result rate
  copy_city "$largest"
  start_server renkeid 64
  head -n 1 "$city/tokens-64.txt" > "$city/tokens-1.txt"
  load post "$port" 64 "$warm_up" >/dev/null
  for ((i = 0; i < repetitions; ++i)); do
    record P1b "append" "$("$bin/bench_append" "$city/append.bin" $((seconds / 2)))"
    result=$(counted_load post "$port" 1 "$seconds") || continue
    record P1b "renkei 1" "$(member per_second <<< "$result")"
  done
  rate=$(for ((i = 0; i < 3; ++i)); do load post "$port" 64 $((seconds / 2)) | member per_second; done | median)
  for ((i = 0; i < repetitions; ++i)); do
    result=$(counted_load post "$port" 64 "$seconds") && record P1b "p99_ms closed" "$(member p99_ms <<< "$result")"
    result=$("$bin/bench_open_loop" "$port" "$city/tokens-64.txt" "$city/rooms.txt" "$here/load/message.json" "$device" \
      "$(awk "BEGIN { print $rate * 0.6 }")" "$seconds")
    [ "$(member errors <<< "$result")" = 0 ] || { say "the open loop does not count: $result"; continue; }
    record P1b "p99_ms open" "$(member p99_ms <<< "$result")"
  done
  record P1b "open rate" "$(awk "BEGIN { print $rate * 0.6 }")"
  end_all
}

row_P2() {
  local i program script clients rate best best_rate=0
  postgres_running
  copy_city "$largest"
  for ((i = 0; i < repetitions; ++i)); do
    for program in renkeid bench_unaudited; do
      start_server "$program" 8
      cp "$city/tokens-8.txt" "$city/tokens-64.txt" # a read does not make the next one of its session wait
      load read "$port" 64 $((warm_up / 3 + 1)) >/dev/null
      record P2 "$program" "$(counted_load read "$port" 64 "$seconds" | member per_second)"
      end_all
    done
  done
  for script in read_two read_one; do
    for clients in 16 64; do
      rate=$(postgres_rate "$script" "$clients" $((seconds / 2 + 1)))
      if awk "BEGIN { exit !($rate > $best_rate) }"; then best_rate=$rate best="$script $clients"; fi
    done
  done
  for ((i = 0; i < repetitions; ++i)); do
    record P2 postgres "$(postgres_rate $best "$seconds")"  # unquoted: script and clients
  done
}

# A Google Benchmark program's single runs; the name of a run is ROW/WHAT/….
record_program() {  # SUFFIX PROGRAM ARGUMENTS…
  local suffix=$1 program=$2
  shift 2
  timeout "${with_a_limit:-900}" "$bin/$program" "$@" --benchmark_enable_random_interleaving=true --benchmark_format=json 2>/dev/null |
    python3 "$here/table.py" --runs "$suffix" >> "$measured"
}

row_P3() {
  local size
  for size in "${sizes[@]}"; do
    copy_city "$size"
    record_program "$size" bench_committer "$city" "$committed" "$repetitions"
  done
}

row_P4() {
  local size
  "$bin/bench_verify" "$work/city-$largest" 1 --benchmark_filter='bare|verify/' >/dev/null 2>&1 # warms the page cache
  record_program "$largest" bench_verify "$work/city-$largest" "$repetitions" --benchmark_filter='bare'
  record_program "$largest" bench_verify "$work/city-$largest" "$repetitions" --benchmark_filter='verify/'
  for size in "${sizes[@]}"; do
    with_a_limit=60 record_program "$size" bench_verify "$work/city-$size" 1 --benchmark_filter='verify_and_views' ||
      say "verify with views of $size entries did not end within a minute"
  done
}

row_P5() {
  local size
  for size in "${sizes[@]}"; do
    copy_city "$size"
    record_program "$size" bench_history "$city" "$repetitions"
  done
}

row_P6() {
  local size i loading
  for size in "${sizes[@]}"; do
    copy_city "$size"
    for ((i = 0; i < repetitions; ++i)); do
      record P6 "clean $size" "$("$bin/bench_start_to_read" "$bin/renkeid" "$city/renkeid.json" "http://127.0.0.1:$port" "$city" | cut -d' ' -f1)"
    done
  done
  for ((i = 0; i < repetitions; ++i)); do # of the largest, which was copied last
    start_server renkeid 16
    load post "$port" 16 "$seconds" >/dev/null 2>&1 &
    loading=$!
    sleep "$(awk -v r="$RANDOM" "BEGIN { print 0.5 + r / 32768 * ($seconds - 1) }")"
    kill -9 "$server"
    processes=()
    wait "$server" "$loading" 2>/dev/null || true
    record P6 "killed $largest" "$("$bin/bench_start_to_read" "$bin/renkeid" "$city/renkeid.json" "http://127.0.0.1:$port" "$city" | cut -d' ' -f1)"
  done
}

row_P7() { copy_city "$largest"; record_program "$largest" bench_refold "$city" "$repetitions"; }

row_P8() {
  local size
  for size in "${sizes[@]}"; do
    copy_city "$size"
    start_server renkeid 64
    load post "$port" 64 "$load_seconds" >/dev/null
    record P8 "peak_bytes $size" "$(awk '/VmHWM/ { print $2 * 1024 }' "/proc/$server/status")"
    end_all
  done
}

row_P10() {
  local packet result i
  for packet in "1000 3" "100000 300"; do
    [ $quick = 0 ] || [ "$packet" = "1000 3" ] || continue
    for ((i = 0; i < repetitions; ++i)); do
      rm -rf "$work/packet"
      result=$("$bin/bench_packet" "$work/packet" $packet) || { say "no packet: $result"; continue; }  # unquoted: rows and photos
      record P10 "build_ms ${packet% *}" "$(member build_milliseconds <<< "$result")"
      record P10 "check_ms ${packet% *}" "$(member check_milliseconds <<< "$result")"
      record P10 "peak_bytes ${packet% *}" "$(member peak_bytes <<< "$result")"
    done
  done
  rm -rf "$work/packet"
}

row_P9() {
  local before after entries
  copy_city "$largest"
  "$bin/bench_compact" "$city/data"
  before=$(du -s --block-size=1 --apparent-size "$city/data" | cut -f1)
  start_server renkeid 64
  entries=$(ready_number tree_size)
  load post "$port" 64 $((seconds * 3)) >/dev/null
  entries=$(($(ready_number tree_size) - entries))
  end_all
  "$bin/bench_compact" "$city/data"
  after=$(du -s --block-size=1 --apparent-size "$city/data" | cut -f1)
  record P9 "bytes $largest" "$(awk "BEGIN { print ($after - $before) / $entries }")"
}

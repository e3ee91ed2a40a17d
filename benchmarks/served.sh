# Serving a copy of a city and loading it. Sourced by benchmarks/run.
port=18480 echo_port=18481
processes=()

end_all() {
  local p
  for p in "${processes[@]}"; do kill "$p" 2>/dev/null || true; done
  for p in "${processes[@]}"; do wait "$p" 2>/dev/null || true; done
  processes=()
}

copy_city() {  # SIZE: every row begins with the city as it was made
  city=$work/served
  rm -rf "$city"
  cp -r "$work/city-$1" "$city"
  device=$(sed -n 3p "$city/logins.txt")
  printf '{"data":"%s","secrets":"%s","port":%d,"plain_http":true,"requests_per_second":1000000,"connections_per_address":12000,"log_level":"off","explain_after_ends":0}\n' "$city/data" "$city/secrets" "$port" > "$city/renkeid.json"
}

ask() {  # PATH: the body of an answer
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$1" >&3
  tail -n 1 <&3
  exec 3>&-
}
ready_number() { ask /readyz | sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"; }

start_server() {  # PROGRAM SESSIONS
  "$bin/$1" --config "$city/renkeid.json" >> "$city/renkeid.log" 2>&1 &
  server=$!
  processes+=("$server")
  local i
  for ((i = 0; i < 3000; ++i)); do
    { ask /readyz | grep -q '"ready"'; } 2>/dev/null && break
    kill -0 "$server" || { cat "$city/renkeid.log" >&2; return 1; }
    sleep 0.01
  done
  "$bin/bench_log_in" "http://127.0.0.1:$port" "$city" "$2" > "$city/tokens-$2.txt"
}

start_echo() {
  "$bin/bench_echo" "$echo_port" &
  processes+=("$!")
  sleep 0.2
}

load() {  # SCRIPT PORT CONNECTIONS SECONDS: wrk's RESULT line
  wrk -t1 -c"$3" -d"$4s" -s "$here/load/$1.lua" "http://127.0.0.1:$2" -- "$city/tokens-$3.txt" "$city/rooms.txt" "$device" \
    "$here/load/message.json" | sed -n 's/^RESULT //p'
}
member() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p"; }

# A run counts only without errors and with views that kept up.
counted_load() {  # like load
  local before result errors behind
  before=$(($(ready_number tree_size) - $(ready_number views_position)))
  result=$(load "$@")
  errors=$(member errors <<< "$result")
  behind=$(($(ready_number tree_size) - $(ready_number views_position)))
  if [ "$errors" != 0 ] || [ "$behind" -gt $((before + 1000)) ]; then
    say "this run does not count: $errors errors, views $behind entries behind: $result"
    return 1
  fi
  echo "$result"
}

sst_files() { find "$city/data" -name '*.sst' | sort | tail -n 1; }
median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
best_clients() {  # SCRIPT CLIENTS…: the count with the highest rate
  local script=$1 clients rate best=0 found=
  shift
  for clients in "$@"; do
    rate=$(postgres_rate "$script" "$clients" $((seconds / 2 + 1)))
    if awk "BEGIN { exit !($rate > $best) }"; then best=$rate found=$clients; fi
  done
  echo "$found"
}

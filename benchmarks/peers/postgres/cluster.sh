# A PostgreSQL of our own in a temporary folder, on a unix socket only. Sourced by benchmarks/run.
postgres_bin=$(echo /usr/lib/postgresql/*/bin)

as_postgres() {  # PostgreSQL refuses to run as root
  if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; else "$@"; fi
}

postgres_start() {  # ROWS: entries there at the beginning
  postgres_folder=$(mktemp -d "${TMPDIR:-/tmp}/renkei-postgres-XXXXXX")
  chmod 755 "$postgres_folder"
  if [ "$(id -u)" -eq 0 ]; then chown postgres "$postgres_folder"; fi
  as_postgres "$postgres_bin/initdb" -D "$postgres_folder/data" -U bench --auth=trust --no-locale -E UTF8 >/dev/null
  cat >> "$postgres_folder/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$postgres_folder'
fsync = on
synchronous_commit = on
wal_sync_method = fdatasync
shared_buffers = 2GB
max_wal_size = 8GB
CONF
  (cd / && as_postgres "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -l "$postgres_folder/data/log" -w start >/dev/null)
  postgres_sql -q -f "$here/peers/postgres/schema.sql"
  postgres_sql -q -c "INSERT INTO entries SELECT n, n * 7919 % 1000 + 1, n % 10000 + 1, decode(repeat('e8a8', 150), 'hex'), sha256(n::text::bytea) FROM generate_series(1::bigint, $1) n" \
    -c "UPDATE head SET position = $1" -c "VACUUM ANALYZE" -c CHECKPOINT
}

postgres_sql() { "$postgres_bin/psql" -h "$postgres_folder" -U bench -d postgres -v ON_ERROR_STOP=1 "$@"; }

postgres_rate() {  # SCRIPT CLIENTS SECONDS: transactions per second
  "$postgres_bin/pgbench" -h "$postgres_folder" -U bench -n -M prepared -j 2 -c "$2" -T "$3" -f "$here/peers/postgres/$1.sql" postgres 2>/dev/null |
    sed -n 's/^tps = \([0-9.]*\).*/\1/p'
}

postgres_stop() {
  [ -n "${postgres_folder:-}" ] || return 0
  (cd / && as_postgres "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -m immediate stop >/dev/null) || true
  rm -rf "$postgres_folder"
  postgres_folder=
}

-- One ledger with a hash chain, as an application on PostgreSQL would keep it: head row, entries, two indexes.
CREATE TABLE head (one int PRIMARY KEY, position bigint NOT NULL, hash bytea NOT NULL);
INSERT INTO head VALUES (1, 0, '\x00');
CREATE TABLE entries (position bigint PRIMARY KEY, room int NOT NULL, actor int NOT NULL, payload bytea NOT NULL, hash bytea NOT NULL);
CREATE INDEX entries_room ON entries (room, position);
CREATE INDEX entries_actor ON entries (actor, position);
CREATE TABLE accesses (id bigserial PRIMARY KEY, room int NOT NULL, actor int NOT NULL, at timestamptz NOT NULL DEFAULT now());

CREATE FUNCTION append_chained(count int, room int, actor int, payload bytea) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  p bigint;
  h bytea;
BEGIN
  SELECT head.position, head.hash INTO p, h FROM head WHERE one = 1 FOR UPDATE;
  FOR i IN 1..count LOOP
    p := p + 1;
    h := sha256(h || payload);
    INSERT INTO entries VALUES (p, room, actor, payload, h);
  END LOOP;
  UPDATE head SET position = p, hash = h WHERE one = 1;
  RETURN p;
END $$;

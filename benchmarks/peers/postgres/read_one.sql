\set room random(1, 1000)
\set actor random(1, 10000)
WITH recorded AS (INSERT INTO accesses (room, actor) VALUES (:room, :actor) RETURNING id) SELECT position, actor, payload, hash FROM entries, recorded WHERE room = :room ORDER BY position DESC LIMIT 20;

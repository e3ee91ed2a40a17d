\set room random(1, 1000)
\set actor random(1, 10000)
INSERT INTO accesses (room, actor) VALUES (:room, :actor);
SELECT position, actor, payload, hash FROM entries WHERE room = :room ORDER BY position DESC LIMIT 20;

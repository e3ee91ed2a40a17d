\set room random(1, 1000)
\set actor random(1, 10000)
SELECT append_chained(1, :room, :actor, decode(repeat('e8a8', 150), 'hex'));

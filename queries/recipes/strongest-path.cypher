// name: strongest-path
// topic: relations
// title: The chain between two entities that most sentences speak for
// params: a: name, b: name
// returns: step, from, to, sentences, fact
// note: A step that n sentences tell costs 1/n; of all chains the cheapest is taken (Dijkstra 1959).
// compute: strongest-path
MATCH (x:Entity)<-[:PARTICIPANT|AT|ABOUT|PARTY|SIGNED_BY|SIGNED_AT]-(f)-[:PARTICIPANT|AT|ABOUT|PARTY|SIGNED_BY|SIGNED_AT]->(y:Entity)
WHERE x.id < y.id AND NOT f:Claim
MATCH (f)-[:EVIDENCED_BY]->(s:Sentence)
WITH x, y, f, count(DISTINCT s) AS told
WITH x, y, f, told ORDER BY told DESC, f.id
WITH x, y, sum(told) AS sentences, collect(CASE WHEN f:Event THEN f.title ELSE f.name END) AS facts
RETURN x.id AS one, x.name AS one_name, y.id AS other, y.name AS other_name, sentences, facts[0] AS fact
ORDER BY one, other
LIMIT 50000

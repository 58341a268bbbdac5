// name: between
// topic: relations
// title: Who and what stands between two entities: joined by a fact with each of them
// params: a: name, b: name, limit: int = 25
// returns: id, name, kind, with_a, with_b
MATCH (x:Entity)<-[:PARTICIPANT|AT|ABOUT|PARTY|SIGNED_BY|SIGNED_AT]-(f)-[:PARTICIPANT|AT|ABOUT|PARTY|SIGNED_BY|SIGNED_AT]->(m:Entity)
WHERE x.id IN $a AND NOT m.id IN $a AND NOT m.id IN $b AND NOT f:Claim
WITH m, count(DISTINCT f) AS with_a
MATCH (y:Entity)<-[:PARTICIPANT|AT|ABOUT|PARTY|SIGNED_BY|SIGNED_AT]-(g)-[:PARTICIPANT|AT|ABOUT|PARTY|SIGNED_BY|SIGNED_AT]->(m)
WHERE y.id IN $b AND NOT g:Claim
WITH m, with_a, count(DISTINCT g) AS with_b
RETURN m.id AS id, m.name AS name,
       CASE WHEN m:Person THEN 'Person' WHEN m:Place THEN 'Place' WHEN m:Organization THEN 'Organization' ELSE 'Treaty' END AS kind,
       with_a, with_b
ORDER BY with_a * with_b DESC, id
LIMIT $limit

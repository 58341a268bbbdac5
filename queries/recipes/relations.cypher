// name: relations
// topic: relations
// title: Everything that joins two entities directly: events, offices, treaties
// params: a: name, b: name, min_confidence: float = 0, limit: int = 100
// returns: id, date, fact, modality, sentence
MATCH (x:Entity)<-[:PARTICIPANT|AT|ABOUT|PARTY|SIGNED_BY|SIGNED_AT]-(f)-[:PARTICIPANT|AT|ABOUT|PARTY|SIGNED_BY|SIGNED_AT]->(y:Entity)
WHERE x.id IN $a AND y.id IN $b AND NOT f:Claim
  AND (NOT f:Event OR f.confidence >= $min_confidence)
MATCH (f)-[:EVIDENCED_BY]->(s:Sentence)
WITH DISTINCT f, s ORDER BY s.id
WITH f, collect(s.text) AS texts
RETURN f.id AS id, CASE WHEN f:Event THEN f.date ELSE f.signed_on END AS date,
       CASE WHEN f:Event THEN f.title ELSE f.name END AS fact,
       CASE WHEN f:Event THEN f.modality ELSE f.status END AS modality, texts[0] AS sentence
ORDER BY date IS NULL, date, id
LIMIT $limit

// name: denials
// topic: claims
// title: What is denied: denied events and claims, and who denies
// params: who: name?, limit: int = 100
// returns: id, kind, denied_by, denied, sentence
MATCH (f)-[:EVIDENCED_BY]->(s:Sentence)
WHERE (f:Event OR f:Claim) AND (f.modality = 'denied' OR f.mode = 'deny')
WITH f, s ORDER BY s.id
WITH f, collect(s.text) AS texts
OPTIONAL MATCH (f)-[r:BY|PARTICIPANT]->(e:Entity) WHERE type(r) = 'BY' OR (f.mode = 'deny' AND r.role = 'actor')
WITH f, texts, e ORDER BY e.name
WITH f, texts, collect(e.name) AS denied_by, collect(e.id) AS ids
WHERE $who IS NULL OR any(each IN ids WHERE each IN $who)
RETURN f.id AS id, CASE WHEN f:Claim THEN 'claim' ELSE 'event' END AS kind, denied_by,
       CASE WHEN f:Claim THEN f.text ELSE f.title END AS denied, texts[0] AS sentence
ORDER BY kind, id
LIMIT $limit

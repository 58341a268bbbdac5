// name: claims
// topic: claims
// title: Who says what, and who reports it
// params: speaker: name?, limit: int = 100
// returns: id, speaker, reported_by, verb, claim
MATCH (c:Claim)
OPTIONAL MATCH (c)-[:BY]->(e:Entity)
WITH c, e ORDER BY e.name
WITH c, collect(e.name) AS speaker, collect(e.id) AS ids
OPTIONAL MATCH (c)-[:REPORTED_BY]->(o:Entity)
WITH c, speaker, ids, o ORDER BY o.name
WITH c, speaker, ids, collect(o.name) AS reported_by, collect(o.id) AS reporter_ids
WHERE $speaker IS NULL OR any(each IN ids WHERE each IN $speaker) OR any(each IN reporter_ids WHERE each IN $speaker)
RETURN c.id AS id, speaker, reported_by, c.verb AS verb, c.text AS claim
ORDER BY id
LIMIT $limit

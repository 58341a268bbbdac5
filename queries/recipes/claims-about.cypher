// name: claims-about
// topic: claims
// title: What is said about an entity, or about an event it takes part in
// params: about: name, limit: int = 100
// returns: id, speaker, modality, claim, about
MATCH (c:Claim)-[:ABOUT]->(x)
OPTIONAL MATCH (x)-[:PARTICIPANT|AT|ABOUT]->(e:Entity) WHERE x:Event
WITH c, x, collect(e.id) AS involved
WHERE x.id IN $about OR any(each IN involved WHERE each IN $about)
WITH c, x ORDER BY x.id
WITH c, collect(DISTINCT CASE WHEN x:Event THEN x.title ELSE x.name END) AS about
OPTIONAL MATCH (c)-[:BY]->(s:Entity)
WITH c, about, s ORDER BY s.name
WITH c, about, collect(s.name) AS speaker
RETURN c.id AS id, speaker, c.modality AS modality, c.text AS claim, about
ORDER BY id
LIMIT $limit

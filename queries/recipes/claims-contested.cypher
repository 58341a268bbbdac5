// name: claims-contested
// topic: claims
// title: Events that some assert or claim and others deny, with what each says
// params: limit: int = 100
// returns: id, event, modality, speakers, sentence, article
MATCH (v:Event)-[r:EVIDENCED_BY]->(:Sentence)
WITH v, collect(DISTINCT r.modality) AS told
OPTIONAL MATCH (v)<-[:ABOUT]-(k:Claim)
WITH v, told, collect(DISTINCT k.modality) AS claimed
WITH v, told + claimed AS told
WHERE 'denied' IN told AND any(each IN told WHERE each <> 'denied')
MATCH (f)-[r:EVIDENCED_BY]->(s:Sentence)<-[:HAS_SENTENCE]-(a:Article)
WHERE f = v OR (f:Claim AND EXISTS { MATCH (f)-[:ABOUT]->(v) })
OPTIONAL MATCH (f)-[:BY]->(e:Entity)
WITH v, f, r, s, a, e ORDER BY e.name
WITH v, f, r, s, a, collect(e.name) AS speakers
RETURN f.id AS id, v.title AS event, coalesce(r.modality, f.modality) AS modality, speakers, s.text AS sentence, a.title AS article
ORDER BY v.id, modality, id, s.id
LIMIT $limit

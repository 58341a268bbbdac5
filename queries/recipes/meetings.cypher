// name: meetings
// topic: meetings
// title: Who met or talked with whom, when and where
// params: who: name?, min_confidence: float = 0, limit: int = 50
// returns: id, date, who, place, modality, sources, sentence
MATCH (v:Event)-[:PARTICIPANT]->(e:Entity)
WHERE v.mode IN ['meet', 'talk'] AND v.modality <> 'denied' AND v.confidence >= $min_confidence
WITH v, e ORDER BY e.name
WITH v, collect(e.name) AS who, collect(e.id) AS ids
WHERE $who IS NULL OR any(each IN ids WHERE each IN $who)
OPTIONAL MATCH (v)-[:AT]->(p:Place)
WITH v, who, p ORDER BY p.name
WITH v, who, collect(p.name) AS place
MATCH (v)-[:EVIDENCED_BY]->(s:Sentence)
WITH v, who, place, s ORDER BY s.id
WITH v, who, place, count(s) AS sources, collect(s.text) AS texts
RETURN v.id AS id, v.date AS date, who, place, v.modality AS modality, sources, texts[0] AS sentence
ORDER BY sources DESC, date, id
LIMIT $limit

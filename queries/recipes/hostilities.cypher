// name: hostilities
// topic: conflict
// title: Attacks, fighting, coercion, sanctions and shows of force, in order of time
// params: who: name?, min_confidence: float = 0, limit: int = 100
// returns: id, date, event, class, who, modality, sentence
MATCH (v:Event)
WHERE v.plover IN ['SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT'] AND v.modality <> 'denied' AND v.confidence >= $min_confidence
OPTIONAL MATCH (v)-[:PARTICIPANT]->(e:Entity)
WITH v, e ORDER BY e.name
WITH v, collect(e.name) AS who, collect(e.id) AS ids
WHERE $who IS NULL OR any(each IN ids WHERE each IN $who)
MATCH (v)-[:EVIDENCED_BY]->(s:Sentence)
WITH v, who, s ORDER BY s.id
WITH v, who, collect(s.text) AS texts
RETURN v.id AS id, v.date AS date, v.title AS event, v.plover AS class, who, v.modality AS modality, texts[0] AS sentence
ORDER BY date IS NULL, date, id
LIMIT $limit

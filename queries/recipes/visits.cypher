// name: visits
// topic: meetings
// title: Who visited which place, when
// params: who: name?, place: name?, min_confidence: float = 0, limit: int = 50
// returns: id, date, who, place, modality, sources, sentence
MATCH (v:Event)-[:AT]->(p:Place)
WHERE v.mode = 'visit' AND v.modality <> 'denied' AND v.confidence >= $min_confidence
WITH v, p ORDER BY p.name
WITH v, collect(p.name) AS place, collect(p.id) AS place_ids
WHERE $place IS NULL OR any(each IN place_ids WHERE each IN $place)
MATCH (v)-[:PARTICIPANT]->(e:Entity)
WITH v, place, e ORDER BY e.name
WITH v, place, collect(e.name) AS who, collect(e.id) AS ids
WHERE $who IS NULL OR any(each IN ids WHERE each IN $who)
MATCH (v)-[:EVIDENCED_BY]->(s:Sentence)
WITH v, who, place, s ORDER BY s.id
WITH v, who, place, count(s) AS sources, collect(s.text) AS texts
RETURN v.id AS id, v.date AS date, who, place, v.modality AS modality, sources, texts[0] AS sentence
ORDER BY sources DESC, date, id
LIMIT $limit

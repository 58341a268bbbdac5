// name: events-at
// topic: timelines
// title: What happened at a place, or within it
// params: place: name, min_confidence: float = 0, limit: int = 100
// returns: id, date, event, place, modality, sentence
MATCH (v:Event)-[:AT]->(p:Place)
WHERE v.confidence >= $min_confidence
  AND (p.id IN $place OR EXISTS { MATCH (p)-[:WITHIN*1..3]->(around:Place) WHERE around.id IN $place })
MATCH (v)-[:EVIDENCED_BY]->(s:Sentence)
WITH v, p, s ORDER BY p.name, s.id
WITH v, collect(DISTINCT p.name) AS place, collect(s.text) AS texts
RETURN v.id AS id, v.date AS date, v.title AS event, place, v.modality AS modality, texts[0] AS sentence
ORDER BY date IS NULL, date, id
LIMIT $limit

// name: events-uncertain
// topic: quality
// title: Events of low confidence, the least certain first
// params: below: float = 0.85, limit: int = 100
// returns: id, event, confidence, modality, sentence
MATCH (v:Event)-[:EVIDENCED_BY]->(s:Sentence)
WHERE v.confidence < $below
WITH v, s ORDER BY s.id
WITH v, collect(s.text) AS texts
RETURN v.id AS id, v.title AS event, v.confidence AS confidence, v.modality AS modality, texts[0] AS sentence
ORDER BY confidence, id
LIMIT $limit

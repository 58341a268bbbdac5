// name: timeline-pair
// topic: timelines
// title: What two entities take part in together, in order of time
// params: a: name, b: name, min_confidence: float = 0, limit: int = 100
// returns: id, date, event, modality, sentence
MATCH (x:Entity)<-[:PARTICIPANT|AT|ABOUT]-(v:Event)-[:PARTICIPANT|AT|ABOUT]->(y:Entity)
WHERE x.id IN $a AND y.id IN $b AND x.id <> y.id AND v.confidence >= $min_confidence
MATCH (v)-[:EVIDENCED_BY]->(s:Sentence)
WITH DISTINCT v, s ORDER BY s.id
WITH v, collect(s.text) AS texts
RETURN v.id AS id, v.date AS date, v.title AS event, v.modality AS modality, texts[0] AS sentence
ORDER BY date IS NULL, date, id
LIMIT $limit

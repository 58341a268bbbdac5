// name: timeline
// topic: timelines
// title: What an entity takes part in, in order of time
// params: who: name, min_confidence: float = 0, limit: int = 100
// returns: id, date, event, role, modality, sentence
MATCH (e:Entity)<-[r:PARTICIPANT|AT|ABOUT]-(v:Event)
WHERE e.id IN $who AND v.confidence >= $min_confidence
MATCH (v)-[:EVIDENCED_BY]->(s:Sentence)
WITH v, r, s ORDER BY s.id
WITH v, min(CASE type(r) WHEN 'PARTICIPANT' THEN r.role WHEN 'AT' THEN 'place' ELSE 'about' END) AS role, collect(s.text) AS texts
RETURN v.id AS id, v.date AS date, v.title AS event, role, v.modality AS modality, texts[0] AS sentence
ORDER BY date IS NULL, date, id
LIMIT $limit

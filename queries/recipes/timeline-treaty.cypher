// name: timeline-treaty
// topic: timelines
// title: What happened to a treaty and what is said about it, in order of time
// params: treaty: name?, min_confidence: float = 0, limit: int = 100
// returns: id, date, treaty, event, modality, sentence
MATCH (t:Treaty)<-[:ABOUT]-(f)
WHERE ($treaty IS NULL OR t.id IN $treaty) AND (NOT f:Event OR f.confidence >= $min_confidence)
MATCH (f)-[:EVIDENCED_BY]->(s:Sentence)
WITH t, f, s ORDER BY s.id
WITH t, f, collect(s.text) AS texts
RETURN f.id AS id, CASE WHEN f:Event THEN f.date END AS date, t.name AS treaty,
       CASE WHEN f:Event THEN f.title ELSE f.text END AS event, f.modality AS modality, texts[0] AS sentence
ORDER BY date IS NULL, date, id, treaty
LIMIT $limit

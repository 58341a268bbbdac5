// name: casualties
// topic: conflict
// title: Incidents and violence with the numbers of killed and injured
// params: place: name?, min_confidence: float = 0, limit: int = 50
// returns: id, date, event, killed, injured, place, sentence
MATCH (v:Event)
WHERE (v.killed IS NOT NULL OR v.injured IS NOT NULL) AND v.confidence >= $min_confidence
OPTIONAL MATCH (v)-[:AT]->(p:Place)
WITH v, p ORDER BY p.name
WITH v, collect(p.name) AS place, collect(p.id) AS ids
WHERE $place IS NULL OR any(each IN ids WHERE each IN $place)
MATCH (v)-[:EVIDENCED_BY]->(s:Sentence)
WITH v, place, s ORDER BY s.id
WITH v, place, collect(s.text) AS texts
RETURN v.id AS id, v.date AS date, v.title AS event, v.killed AS killed, v.injured AS injured, place, texts[0] AS sentence
ORDER BY date IS NULL, date, id
LIMIT $limit

// name: events-undated
// topic: quality
// title: Events without a date, or with one that has no year
// params: mode: text?, min_confidence: float = 0, limit: int = 100
// returns: id, event, date, published, sentence
MATCH (v:Event)-[:EVIDENCED_BY]->(s:Sentence)<-[:HAS_SENTENCE]-(a:Article)
WHERE v.date_start IS NULL AND ($mode IS NULL OR v.mode = $mode) AND v.confidence >= $min_confidence
WITH v, a, s ORDER BY s.id
WITH v, min(a.published) AS published, collect(s.text) AS texts
RETURN v.id AS id, v.title AS event, v.date AS date, published, texts[0] AS sentence
ORDER BY id
LIMIT $limit

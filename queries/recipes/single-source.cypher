// name: single-source
// topic: sources
// title: Events that only one article tells
// params: min_confidence: float = 0, limit: int = 100
// returns: id, date, event, article
MATCH (v:Event)-[:EVIDENCED_BY]->(:Sentence)<-[:HAS_SENTENCE]-(a:Article)
WITH v, a ORDER BY a.id
WITH v, collect(DISTINCT a.title) AS articles
WHERE size(articles) = 1 AND v.confidence >= $min_confidence
RETURN v.id AS id, v.date AS date, v.title AS event, articles[0] AS article
ORDER BY id
LIMIT $limit

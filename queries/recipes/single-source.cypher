// name: single-source
// title: Events that only one article tells
// params: limit: int = 100
// returns: id, date, event, article
MATCH (v:Event)-[:EVIDENCED_BY]->(:Sentence)<-[:HAS_SENTENCE]-(a:Article)
WITH v, a ORDER BY a.id
WITH v, collect(DISTINCT a.title) AS articles
WHERE size(articles) = 1
RETURN v.id AS id, v.date AS date, v.title AS event, articles[0] AS article
ORDER BY id
LIMIT $limit

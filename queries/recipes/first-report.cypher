// name: first-report
// topic: sources
// title: Who reported an event first, by the articles' dates of publication
// params: who: name?, min_confidence: float = 0, limit: int = 100
// returns: id, event, published, publisher, article, articles
MATCH (v:Event)-[:EVIDENCED_BY]->(:Sentence)<-[:HAS_SENTENCE]-(a:Article)
WHERE v.confidence >= $min_confidence
  AND ($who IS NULL OR EXISTS { MATCH (v)-[:PARTICIPANT|AT|ABOUT]->(e:Entity) WHERE e.id IN $who })
WITH DISTINCT v, a ORDER BY a.published IS NULL, a.published, a.id
WITH v, collect(a) AS told
WITH v, told[0] AS first, size(told) AS articles
RETURN v.id AS id, v.title AS event, first.published AS published, first.publisher AS publisher, first.title AS article, articles
ORDER BY articles DESC, published IS NULL, published, id
LIMIT $limit

// name: publishers
// topic: sources
// title: What each publisher contributes: articles, events, and events that nobody else tells
// params: limit: int = 50
// returns: publisher, articles, first, last, events, only_here
MATCH (a:Article)
OPTIONAL MATCH (a)-[:HAS_SENTENCE]->(:Sentence)<-[:EVIDENCED_BY]-(v:Event)
WITH DISTINCT a, v
OPTIONAL MATCH (v)-[:EVIDENCED_BY]->(:Sentence)<-[:HAS_SENTENCE]-(b:Article) WHERE coalesce(b.publisher, '') <> coalesce(a.publisher, '')
WITH a, v, count(b) AS elsewhere
WITH a.publisher AS publisher, count(DISTINCT a) AS articles, min(a.published) AS first, max(a.published) AS last,
     count(DISTINCT v) AS events, count(DISTINCT CASE WHEN elsewhere = 0 THEN v.id END) AS only_here
RETURN publisher, articles, first, last, events, only_here
ORDER BY articles DESC, events DESC, publisher
LIMIT $limit

// name: reported-by
// topic: claims
// title: What a news agency, paper or other source reported
// params: source: name, limit: int = 100
// returns: id, speaker, claim, article
MATCH (c:Claim)-[:REPORTED_BY]->(o:Entity)
WHERE o.id IN $source
MATCH (c)-[:EVIDENCED_BY]->(:Sentence)<-[:HAS_SENTENCE]-(a:Article)
OPTIONAL MATCH (c)-[:BY]->(e:Entity)
WITH c, a, e ORDER BY e.name
WITH c, a, collect(e.name) AS speaker
RETURN c.id AS id, speaker, c.text AS claim, a.title AS article
ORDER BY id
LIMIT $limit

// name: agencies
// topic: claims
// title: How many claims each agency, paper or office carries, and of whom
// params: limit: int = 50
// returns: id, agency, claims, articles, speakers
MATCH (c:Claim)-[:REPORTED_BY]->(o:Entity)
MATCH (c)-[:EVIDENCED_BY]->(:Sentence)<-[:HAS_SENTENCE]-(a:Article)
OPTIONAL MATCH (c)-[:BY]->(e:Entity)
WITH o, c, a, e ORDER BY e.name
WITH o, count(DISTINCT c) AS claims, count(DISTINCT a) AS articles, collect(DISTINCT e.name) AS speakers
RETURN o.id AS id, o.name AS agency, claims, articles, speakers
ORDER BY claims DESC, id
LIMIT $limit

// name: articles
// topic: sources
// title: The articles in the store, newest first
// params: limit: int = 50
// returns: id, title, publisher, published, sentences, uri
MATCH (a:Article)
OPTIONAL MATCH (a)-[:HAS_SENTENCE]->(s:Sentence)
WITH a, count(s) AS sentences
RETURN a.id AS id, a.title AS title, a.publisher AS publisher, a.published AS published, sentences, a.uri AS uri
ORDER BY a.published IS NULL, a.published DESC, id
LIMIT $limit

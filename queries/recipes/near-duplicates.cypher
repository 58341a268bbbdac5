// name: near-duplicates
// topic: sources
// title: Articles that are nearly the same text
// params: limit: int = 100
// returns: one, other, similarity, one_title, other_title, one_publisher, other_publisher
MATCH (a:Article)-[r:NEAR_DUPLICATE_OF]->(b:Article)
RETURN a.id AS one, b.id AS other, r.similarity AS similarity, a.title AS one_title, b.title AS other_title,
       a.publisher AS one_publisher, b.publisher AS other_publisher
ORDER BY similarity DESC, one, other
LIMIT $limit

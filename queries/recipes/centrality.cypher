// name: centrality
// topic: network
// title: Who is central where entities stand in sentences together: neighbours, sentences, betweenness
// params: min_sentences: int = 1, limit: int = 25
// returns: id, name, neighbours, sentences, betweenness
// note: Betweenness (Brandes 2001) with a distance of one divided by the number of common sentences, as a share of all pairs.
// compute: centrality
MATCH (x:Entity)<-[:MENTIONS]-(s:Sentence)-[:MENTIONS]->(y:Entity)
WHERE x.id < y.id
WITH x, y, count(DISTINCT s) AS sentences
WHERE sentences >= $min_sentences
RETURN x.id AS one, x.name AS one_name, y.id AS other, y.name AS other_name, sentences
ORDER BY sentences DESC, one, other
LIMIT 50000

// name: communities
// topic: network
// title: Groups of entities that stand in sentences together
// params: min_sentences: int = 1, limit: int = 20
// returns: community, size, members, sentences
// note: Louvain method (Blondel et al. 2008) on the number of common sentences.
// compute: communities
MATCH (x:Entity)<-[:MENTIONS]-(s:Sentence)-[:MENTIONS]->(y:Entity)
WHERE x.id < y.id
WITH x, y, count(DISTINCT s) AS sentences
WHERE sentences >= $min_sentences
RETURN x.id AS one, x.name AS one_name, y.id AS other, y.name AS other_name, sentences
ORDER BY sentences DESC, one, other
LIMIT 50000

// name: co-mentions
// topic: network
// title: Which entities stand in one sentence with a given one most often
// params: who: name, limit: int = 25
// returns: id, name, kind, sentences
MATCH (e:Entity)<-[:MENTIONS]-(s:Sentence)-[:MENTIONS]->(o:Entity)
WHERE e.id IN $who AND NOT o.id IN $who
WITH o, count(DISTINCT s) AS sentences
RETURN o.id AS id, o.name AS name,
       CASE WHEN o:Person THEN 'Person' WHEN o:Place THEN 'Place' WHEN o:Organization THEN 'Organization' ELSE 'Treaty' END AS kind, sentences
ORDER BY sentences DESC, id
LIMIT $limit

// name: path
// topic: relations
// title: The shortest chain of facts between two entities
// params: a: name, b: name
// returns: steps, ids, length
MATCH (x:Entity), (y:Entity)
WHERE x.id IN $a AND y.id IN $b AND x.id <> y.id
MATCH p = allShortestPaths((x)-[:PARTICIPANT|AT|ABOUT|PARTY|SIGNED_BY|SIGNED_AT|HOLDS_OFFICE*..6]-(y))
WITH DISTINCT [n IN nodes(p) | CASE WHEN n:Event THEN n.title WHEN n:Claim THEN n.text ELSE n.name END] AS steps,
     [n IN nodes(p) | n.id] AS ids, length(p) AS length
RETURN steps, ids, length
ORDER BY length, ids
LIMIT 1

// name: path
// title: The shortest chain of facts between two entities
// params: a: name, b: name
// returns: steps, length
MATCH (x:Entity), (y:Entity)
WHERE x.id IN $a AND y.id IN $b AND x.id <> y.id
MATCH p = shortestPath((x)-[:PARTICIPANT|AT|ABOUT|PARTY|SIGNED_BY|SIGNED_AT|HOLDS_OFFICE*..6]-(y))
RETURN length(p) AS length
ORDER BY length
LIMIT 1

// name: ties
// topic: relations
// title: Who and what an entity is tied to, by asserted events of one kind
// params: who: name, limit: int = 50
// returns: id, name, tie, direction, events, first, last
MATCH (e:Entity)-[r]-(o:Entity)
WHERE e.id IN $who AND r.derived
RETURN o.id AS id, o.name AS name, type(r) AS tie,
       CASE WHEN type(r) IN ['MET', 'FOUGHT'] OR type(r) ENDS WITH '_WITH' THEN 'both' WHEN startNode(r).id = e.id THEN 'out' ELSE 'in' END AS direction,
       size(r.events) AS events, r.first AS first, r.last AS last
ORDER BY events DESC, tie, direction, id
LIMIT $limit

// name: treaty-network
// topic: treaties
// title: Which parties treaties join, and by how many
// params: party: name?, limit: int = 200
// returns: one, other, treaties, names, latest
MATCH (x:Entity)<-[:PARTY]-(t:Treaty)-[:PARTY]->(y:Entity)
WHERE x.id < y.id AND ($party IS NULL OR x.id IN $party OR y.id IN $party)
WITH x, y, t ORDER BY t.signed_on, t.id
WITH x, y, count(t) AS treaties, collect(t.name) AS names, max(t.signed_on) AS latest
RETURN x.name AS one, y.name AS other, treaties, names, latest
ORDER BY treaties DESC, one, other
LIMIT $limit

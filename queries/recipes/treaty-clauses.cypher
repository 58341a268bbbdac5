// name: treaty-clauses
// topic: treaties
// title: Treaties by kind of clause, with the clause's words
// params: kind: text?, party: name?, limit: int = 100
// returns: id, kind, treaty, parties, signed_on, clause
MATCH (t:Treaty)-[:HAS_CLAUSE]->(c:Clause)
WHERE $kind IS NULL OR c.kind = $kind
OPTIONAL MATCH (t)-[:PARTY]->(p:Entity)
WITH t, c, p ORDER BY p.name
WITH t, c, collect(p.name) AS parties, collect(p.id) AS ids
WHERE $party IS NULL OR any(each IN ids WHERE each IN $party)
RETURN c.id AS id, c.kind AS kind, t.name AS treaty, parties, t.signed_on AS signed_on, c.text AS clause
ORDER BY kind, treaty, id
LIMIT $limit

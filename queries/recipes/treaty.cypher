// name: treaty
// topic: treaties
// title: Dossier of treaties: parties, signatories, place, date, clauses
// params: party: name?, limit: int = 20
// returns: id, treaty, parties, signed_by, signed_at, signed_on, status, clauses, sentence
MATCH (t:Treaty)
OPTIONAL MATCH (t)-[:PARTY]->(p:Entity)
WITH t, p ORDER BY p.name
WITH t, collect(p.name) AS parties, collect(p.id) AS ids
WHERE $party IS NULL OR any(each IN ids WHERE each IN $party)
OPTIONAL MATCH (t)-[:SIGNED_BY]->(b:Person)
WITH t, parties, b ORDER BY b.name
WITH t, parties, collect(b.name) AS signed_by
OPTIONAL MATCH (t)-[:SIGNED_AT]->(w:Place)
WITH t, parties, signed_by, w ORDER BY w.name
WITH t, parties, signed_by, collect(w.name) AS signed_at
OPTIONAL MATCH (t)-[:HAS_CLAUSE]->(c:Clause)
WITH t, parties, signed_by, signed_at, c ORDER BY c.kind
WITH t, parties, signed_by, signed_at, collect(c.kind) AS clauses
OPTIONAL MATCH (t)-[:EVIDENCED_BY]->(s:Sentence)
WITH t, parties, signed_by, signed_at, clauses, s ORDER BY s.id
WITH t, parties, signed_by, signed_at, clauses, collect(s.text) AS texts
RETURN t.id AS id, t.name AS treaty, parties, signed_by, signed_at, t.signed_on AS signed_on, t.status AS status, clauses, texts[0] AS sentence
ORDER BY signed_on IS NULL, signed_on, id
LIMIT $limit

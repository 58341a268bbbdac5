// name: treaties-in-force
// topic: treaties
// title: Treaties signed by a date and not known to be suspended or ended
// params: on: date, party: name?, limit: int = 100
// note: The status is the latest one that any article states.
// returns: id, treaty, parties, signed_on, status
MATCH (t:Treaty)
WHERE t.signed_on <= $on + '~' AND coalesce(t.status, 'signed') IN ['signed', 'ratified', 'in_force']
OPTIONAL MATCH (t)-[:PARTY]->(p:Entity)
WITH t, p ORDER BY p.name
WITH t, collect(p.name) AS parties, collect(p.id) AS ids
WHERE $party IS NULL OR any(each IN ids WHERE each IN $party)
RETURN t.id AS id, t.name AS treaty, parties, t.signed_on AS signed_on, t.status AS status
ORDER BY signed_on, id
LIMIT $limit

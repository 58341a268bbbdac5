// name: office-on
// topic: offices
// title: Who held an office of a country or organisation on a date, according to the articles
// params: body: name, on: date, title: text?, limit: int = 50
// returns: id, person, title, title_en, body, basis, from, seen, to
MATCH (p:Person)-[o:HOLDS_OFFICE]->(b:Entity)
WHERE b.id IN $body
  AND ($title IS NULL OR toLower(o.title_en) = toLower($title) OR replace(o.title, ' ', '') = replace($title, ' ', ''))
  AND o.`from` <= $on + '~' AND (o.`to` IS NULL OR o.`to` > $on)
OPTIONAL MATCH (q:Person)-[n:HOLDS_OFFICE]->(b)
WHERE q.id <> p.id AND n.title_en = o.title_en AND n.`from` > o.seen AND n.`from` <= $on + '~'
WITH p, o, b, count(n) AS later, CASE WHEN o.seen + '~' >= $on THEN 'stated' ELSE 'assumed' END AS basis
WHERE later = 0 OR basis = 'stated'
RETURN o.id AS id, p.name AS person, o.title AS title, o.title_en AS title_en, b.name AS body, basis, o.`from` AS from, o.seen AS seen, o.`to` AS to
ORDER BY basis DESC, seen DESC, body, title, person, id
LIMIT $limit

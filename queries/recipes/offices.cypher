// name: offices
// topic: offices
// title: Who holds which office of a country or organisation, according to the articles
// params: body: name?, who: name?, limit: int = 100
// returns: id, person, title, title_en, body, former, sentences
MATCH (p:Person)-[o:HOLDS_OFFICE]->(b:Entity)
WHERE ($body IS NULL OR b.id IN $body) AND ($who IS NULL OR p.id IN $who)
RETURN o.id AS id, p.name AS person, o.title AS title, o.title_en AS title_en, b.name AS body, o.former AS former, size(o.sentences) AS sentences
ORDER BY body, title, person, id
LIMIT $limit

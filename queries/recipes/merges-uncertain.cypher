// name: merges-uncertain
// topic: quality
// title: Names that were taken for an entity on weak grounds, the weakest first
// params: below: float = 0.85, limit: int = 100
// returns: id, entity, words, method, score, mentions, sentence
MATCH (s:Sentence)-[m:MENTIONS]->(e:Entity)
WHERE m.score < $below
WITH e, m, s ORDER BY m.score, s.id
WITH e, m.surface AS words, m.method AS method, min(m.score) AS score, count(m) AS mentions, collect(s.text) AS texts
RETURN e.id AS id, e.name AS entity, words, method, score, mentions, texts[0] AS sentence
ORDER BY score, id, words, method
LIMIT $limit

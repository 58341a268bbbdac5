// name: stances
// topic: conflict
// title: Who supports, warns, threatens, accuses, sanctions, supplies or thanks whom
// params: who: name?, mode: text?, min_confidence: float = 0, limit: int = 100
// returns: id, actor, mode, recipient, date, modality, sentence
MATCH (x:Entity)<-[:PARTICIPANT {role: 'actor'}]-(v:Event)-[:PARTICIPANT {role: 'recipient'}]->(y:Entity)
WHERE v.modality <> 'denied' AND v.confidence >= $min_confidence
  AND ($mode IS NULL OR v.mode = $mode) AND ($who IS NULL OR x.id IN $who OR y.id IN $who)
MATCH (v)-[:EVIDENCED_BY]->(s:Sentence)
WITH v, x, y, s ORDER BY s.id
WITH v, x, y, collect(s.text) AS texts
RETURN v.id AS id, x.name AS actor, v.mode AS mode, y.name AS recipient, v.date AS date, v.modality AS modality, texts[0] AS sentence
ORDER BY actor, mode, recipient, id
LIMIT $limit

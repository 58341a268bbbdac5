// name: period
// topic: timelines
// title: What happened in a period, also what is only known to lie around it
// params: start: date, stop: date, mode: text?, min_confidence: float = 0, limit: int = 200
// returns: id, date, event, modality, sentence
MATCH (v:Event)
WHERE v.date_start <= $stop + '~' AND v.date_end >= $start AND ($mode IS NULL OR v.mode = $mode) AND v.confidence >= $min_confidence
MATCH (v)-[:EVIDENCED_BY]->(s:Sentence)
WITH v, s ORDER BY s.id
WITH v, collect(s.text) AS texts
RETURN v.id AS id, v.date AS date, v.title AS event, v.modality AS modality, texts[0] AS sentence
ORDER BY v.date_start, v.date_end, id
LIMIT $limit

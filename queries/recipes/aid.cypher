// name: aid
// topic: conflict
// title: Who supplies, delivers, gives or promises what to whom
// params: who: name?, min_confidence: float = 0, limit: int = 100
// returns: id, date, giver, mode, receiver, modality, sentence
MATCH (x:Entity)<-[:PARTICIPANT {role: 'actor'}]-(v:Event)-[:PARTICIPANT {role: 'recipient'}]->(y:Entity)
WHERE v.mode IN ['aid', 'supply', 'deliver', 'gift', 'rescue', 'evacuate'] AND v.modality <> 'denied'
  AND v.confidence >= $min_confidence AND ($who IS NULL OR x.id IN $who OR y.id IN $who)
MATCH (v)-[:EVIDENCED_BY]->(s:Sentence)
WITH v, x, y, s ORDER BY s.id
WITH v, x, y, collect(s.text) AS texts
RETURN v.id AS id, v.date AS date, x.name AS giver, v.mode AS mode, y.name AS receiver, v.modality AS modality, texts[0] AS sentence
ORDER BY date IS NULL, date, id, giver, receiver
LIMIT $limit

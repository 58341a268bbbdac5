// name: contradictions
// topic: sources
// title: The same event denied here and asserted there, at two places that lie apart, or on two dates of one month
// params: min_confidence: float = 0, limit: int = 100
// returns: id, other, event, about, one_says, other_says
CALL {
  MATCH (v:Event)-[q:EVIDENCED_BY]->(t:Sentence)
  WHERE q.modality = 'denied' AND v.confidence >= $min_confidence
  WITH v, t ORDER BY t.id
  WITH v, collect(t.text) AS other
  MATCH (v)-[r:EVIDENCED_BY]->(s:Sentence)
  WHERE r.modality <> 'denied'
  WITH v, other, s ORDER BY s.id
  WITH v, other, collect(s.text) AS one
  RETURN v.id AS id, v.id AS other, v.title AS event, 'denied or not' AS about, one[0] AS one_says, other[0] AS other_says
  UNION
  MATCH (p:Place)<-[:AT]-(v:Event)-[:AT]->(o:Place)
  WHERE p.id < o.id AND v.confidence >= $min_confidence
    AND NOT EXISTS { MATCH (p)-[:WITHIN*1..3]->(o) } AND NOT EXISTS { MATCH (o)-[:WITHIN*1..3]->(p) }
    AND NOT EXISTS { MATCH (p)-[:WITHIN*1..3]->(around:Place)<-[:WITHIN*1..3]-(o) }
  RETURN v.id AS id, v.id AS other, v.title AS event, 'place' AS about, p.name AS one_says, o.name AS other_says
  UNION
  MATCH (e:Entity)<-[:PARTICIPANT]-(v:Event)
  WITH v, e ORDER BY e.id
  WITH v, collect(DISTINCT e.id) AS who
  WHERE size(who) > 1 AND v.confidence >= $min_confidence
  WITH v.mode AS mode, who, substring(v.date_start, 0, 7) AS month, collect(v) AS told
  WHERE size(told) > 1
  UNWIND told AS v
  UNWIND told AS w
  WITH v, w
  WHERE v.id < w.id AND (
    ((v.modality = 'denied') <> (w.modality = 'denied') AND coalesce(v.date, '') = coalesce(w.date, ''))
    OR v.date_end < w.date_start OR w.date_end < v.date_start)
  WITH v, w, (v.modality = 'denied') <> (w.modality = 'denied') AND coalesce(v.date, '') = coalesce(w.date, '') AS denied
  RETURN v.id AS id, w.id AS other, v.title AS event, CASE WHEN denied THEN 'denied or not' ELSE 'date' END AS about,
         CASE WHEN denied THEN v.modality ELSE v.date END AS one_says, CASE WHEN denied THEN w.modality ELSE w.date END AS other_says
}
RETURN id, other, event, about, one_says, other_says
ORDER BY about, id, other, one_says, other_says
LIMIT $limit

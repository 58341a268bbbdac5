// name: meeting-matrix
// topic: meetings
// title: How often people and delegations of two countries met or talked
// params: country: name?, min_confidence: float = 0, limit: int = 200
// returns: country, partner, meetings, first, last, events
MATCH (v:Event)-[:PARTICIPANT]->(e:Entity)
WHERE v.mode IN ['meet', 'talk'] AND v.modality <> 'denied' AND v.confidence >= $min_confidence
OPTIONAL MATCH (e)-[o:HOLDS_OFFICE]->(b:Place {place_type: 'country'}) WHERE NOT coalesce(o.former, false)
WITH v, coalesce(b, e) AS side
WHERE side.place_type = 'country'
WITH DISTINCT v, side
MATCH (v)-[:PARTICIPANT]->(f:Entity)
OPTIONAL MATCH (f)-[q:HOLDS_OFFICE]->(c:Place {place_type: 'country'}) WHERE NOT coalesce(q.former, false)
WITH v, side, coalesce(c, f) AS other
WHERE other.place_type = 'country' AND side.id <> other.id
WITH DISTINCT v, side, other
WHERE side.id IN $country OR ($country IS NULL AND side.id < other.id)
WITH side, other, v ORDER BY v.id
WITH side, other, count(v) AS meetings, min(v.date_start) AS first, max(v.date_end) AS last, collect(v.id) AS events
RETURN side.name AS country, other.name AS partner, meetings, first, last, events
ORDER BY meetings DESC, country, partner
LIMIT $limit

// name: visit-matrix
// topic: meetings
// title: How often people of one country visited another
// params: country: name?, min_confidence: float = 0, limit: int = 200
// returns: from, to, visits, first, last, visitors
MATCH (v:Event {mode: 'visit'})-[:PARTICIPANT {role: 'actor'}]->(e:Entity)
WHERE v.modality <> 'denied' AND v.confidence >= $min_confidence
OPTIONAL MATCH (e)-[o:HOLDS_OFFICE]->(b:Place {place_type: 'country'}) WHERE NOT coalesce(o.former, false)
WITH DISTINCT v, e, coalesce(b, e) AS home
WHERE home.place_type = 'country'
MATCH (v)-[:AT]->(p:Place)
OPTIONAL MATCH (p)-[:WITHIN*1..3]->(w:Place {place_type: 'country'})
WITH v, e, home, coalesce(w, p) AS host
WHERE host.place_type = 'country' AND host.id <> home.id AND ($country IS NULL OR home.id IN $country OR host.id IN $country)
WITH DISTINCT v, e, home, host ORDER BY e.name
WITH home, host, count(DISTINCT v) AS visits, min(v.date_start) AS first, max(v.date_end) AS last, collect(DISTINCT e.name) AS visitors
RETURN home.name AS from, host.name AS to, visits, first, last, visitors
ORDER BY visits DESC, from, to
LIMIT $limit

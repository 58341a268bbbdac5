// name: balance
// topic: conflict
// title: Cooperation and conflict between countries by month, in the four classes of the PLOVER codebook
// params: who: name?, partner: name?, min_confidence: float = 0, limit: int = 500
// returns: month, actor, recipient, verbal_cooperation, material_cooperation, verbal_conflict, material_conflict
// note: The classes are those the PLOVER codebook gives its categories (Open Event Data Alliance, draft 0.7, 2021, chapter 2; REQUEST is DEMAND there). A person counts for the country whose office it holds; events without a month come last.
MATCH (x:Entity)<-[:PARTICIPANT {role: 'actor'}]-(v:Event)-[r:PARTICIPANT]->(y:Entity)
WHERE r.role IN ['recipient', 'counterpart'] AND v.modality <> 'denied' AND v.confidence >= $min_confidence AND v.plover <> 'INCIDENT'
OPTIONAL MATCH (x)-[o:HOLDS_OFFICE]->(b:Place {place_type: 'country'}) WHERE NOT coalesce(o.former, false)
OPTIONAL MATCH (y)-[q:HOLDS_OFFICE]->(c:Place {place_type: 'country'}) WHERE NOT coalesce(q.former, false)
WITH DISTINCT v, coalesce(b, x) AS actor, coalesce(c, y) AS recipient
WHERE actor.place_type = 'country' AND recipient.place_type = 'country' AND actor.id <> recipient.id
  AND ($who IS NULL OR actor.id IN $who) AND ($partner IS NULL OR recipient.id IN $partner)
WITH substring(v.date_start, 0, 7) AS month, actor.name AS actor, recipient.name AS recipient,
     sum(CASE WHEN v.plover IN ['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE'] THEN 1 ELSE 0 END) AS verbal_cooperation,
     sum(CASE WHEN v.plover IN ['COOPERATE', 'AID', 'RETREAT'] THEN 1 ELSE 0 END) AS material_cooperation,
     sum(CASE WHEN v.plover IN ['REQUEST', 'ACCUSE', 'REJECT', 'THREATEN'] THEN 1 ELSE 0 END) AS verbal_conflict,
     sum(CASE WHEN v.plover IN ['PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT'] THEN 1 ELSE 0 END) AS material_conflict
RETURN month, actor, recipient, verbal_cooperation, material_cooperation, verbal_conflict, material_conflict
ORDER BY month IS NULL, month, actor, recipient
LIMIT $limit

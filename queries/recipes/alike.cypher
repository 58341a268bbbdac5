// name: alike
// topic: quality
// title: Entities of one kind whose names sound alike and that may be the same
// params: above: float = 0.85, limit: int = 50
// returns: one, other, one_name, other_name, similarity
// note: Names are compared by sound across spellings and scripts (graph/names.py); pairs that a gazetteer tells apart are left out.
// compute: alike
MATCH (e:Entity)
WHERE NOT e:Treaty
OPTIONAL MATCH (e)<-[m:MENTIONS]-(:Sentence)
WITH e, count(m) AS mentions
RETURN e.id AS id, e.name AS name, e.wikidata AS wikidata,
       CASE WHEN e:Person THEN 'Person' WHEN e:Place THEN 'Place' ELSE 'Organization' END AS kind, mentions
ORDER BY mentions DESC, id
LIMIT 5000

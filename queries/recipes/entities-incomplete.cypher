// name: entities-incomplete
// topic: quality
// title: Entities without a type of place, an English name or a Wikidata id, the most mentioned first
// params: limit: int = 100
// returns: id, name, kind, lacks, mentions
MATCH (e:Entity)
WITH e, CASE WHEN e:Person THEN 'Person' WHEN e:Place THEN 'Place' WHEN e:Organization THEN 'Organization' ELSE 'Treaty' END AS kind
WITH e, kind, CASE WHEN e.name_en IS NULL THEN ['name_en'] ELSE [] END
     + CASE WHEN e.wikidata IS NULL AND kind <> 'Treaty' THEN ['wikidata'] ELSE [] END
     + CASE WHEN kind = 'Place' AND e.place_type IS NULL THEN ['place_type'] ELSE [] END AS lacks
WHERE size(lacks) > 0
OPTIONAL MATCH (e)<-[m:MENTIONS]-(:Sentence)
RETURN e.id AS id, e.name AS name, kind, lacks, count(m) AS mentions
ORDER BY mentions DESC, id
LIMIT $limit

// name: search
// topic: entities
// title: Entities whose name or alias holds a word, in Hindi or English
// params: text: name, limit: int = 20
// returns: id, name, name_en, kind, mentions, aliases
MATCH (e:Entity)
WHERE e.id IN $text
OPTIONAL MATCH (e)<-[m:MENTIONS]-(:Sentence)
WITH e, count(m) AS mentions
RETURN e.id AS id, e.name AS name, e.name_en AS name_en,
       CASE WHEN e:Person THEN 'Person' WHEN e:Place THEN 'Place' WHEN e:Organization THEN 'Organization' ELSE 'Treaty' END AS kind,
       mentions, e.aliases AS aliases
ORDER BY mentions DESC, id
LIMIT $limit

"""From a document to facts: reading, cleaning, language analysis, mentions, times, events, treaties, claims."""

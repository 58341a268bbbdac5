"""Events: triggers found, roles filled, dates and scenes set, mentions of one event joined."""

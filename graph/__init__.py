"""The graph: its model, the stores it lives in, how records become nodes and relationships, and exports."""

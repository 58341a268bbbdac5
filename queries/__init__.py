"""Recipes: documented Cypher files, their loader and runner."""

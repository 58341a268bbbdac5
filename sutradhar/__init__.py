"""Sutradhar: Hindi news in, knowledge graph out."""

from importlib.metadata import version

__version__ = version("sutradhar")

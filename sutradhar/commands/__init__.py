"""The commands, a module for each kind of work; `sutradhar.cli` puts them together."""

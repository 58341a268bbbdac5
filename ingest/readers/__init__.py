"""Readers: from files and folders to clean documents with what their text says about title, author, place and date."""

from sutradhar.ingest.readers.files import Failure, find, read

__all__ = ["Failure", "find", "read"]

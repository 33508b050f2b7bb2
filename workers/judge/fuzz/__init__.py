"""Bytes that an enemy chose, against everything that the judge parses from a cell."""

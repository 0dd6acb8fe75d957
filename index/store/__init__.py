"""A store of letters: records, vectors, ingestion."""

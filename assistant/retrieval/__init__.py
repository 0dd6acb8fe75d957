"""Passages for a query, and the next wider selections."""

"""Determinations into facets: one module for each kind of facet, each a plain function over the
letter's words; `index.extraction.describe` puts them together.
"""

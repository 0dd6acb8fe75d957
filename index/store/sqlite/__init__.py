"""The records of a store: determinations, their items and facets, in SQL. Every count comes from
here.
"""

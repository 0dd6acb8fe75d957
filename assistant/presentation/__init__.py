"""Queries and selections in people's words: phrases, chips, suggestions, the glossary, legal
citations.
"""

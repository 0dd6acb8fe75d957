"""DejaVu Sans, with its licence (LICENSE.txt): the fonts that the PDF is set in, so that it looks
the same everywhere.
"""

"""What an answer may rest on: counts, items, reasons, passages."""

"""What disputed items can be selected by."""

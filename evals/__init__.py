"""Evaluations of the assistant: what it is asked, what is right, and how near it came."""

"""What is kept of conversations: the history database, feedback, the log of exchanges."""

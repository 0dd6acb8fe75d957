"""The regular expressions that read a question: whether the time of each grows with the text's
length alone.
"""

"""The chat page: ``streamlit run app.py``."""

from assistant.page import show

show()

"""The chat page: ``streamlit run app.py``."""

from assistant.web import show

show()

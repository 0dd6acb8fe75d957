"""The chat page: ``imr page``. In a checkout ``streamlit run app.py`` shows the same."""

from assistant.web import show

show()

"""The script of the chat page as an installed copy brings it, in a folder of its own: Streamlit
puts a script's folder before all others, and takes the configuration that lies in it.
"""

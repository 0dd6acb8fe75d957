"""Who uses the page. Signing in is off unless the secrets configure it (OpenID Connect, see
``st.login``).
"""

import streamlit as st


def configured() -> bool:
    """Whether the secrets ask for signing in."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def owner() -> str:
    """Whose conversations these are: the signed-in user's issuer and subject, "" without signing
    in.
    """
    if not configured() or not st.user.is_logged_in:
        return ""
    return f"{st.user.get('iss', '')}|{st.user.get('sub') or st.user.get('email')}"


def require() -> None:
    """Show the way in, and nothing else, to whoever has not signed in where that is asked for."""
    if configured() and not st.user.is_logged_in:
        st.title("Medical-review determinations")
        st.markdown("Sign in to ask questions; your conversations are then your own.")
        st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)
        st.stop()


def show_user() -> None:
    """The signed-in user and the way out."""
    if configured():
        st.caption(f"Signed in as {st.user.get('name') or st.user.get('email') or 'unnamed'}")
        st.button("Sign out", type="tertiary", icon=":material/logout:", on_click=st.logout)

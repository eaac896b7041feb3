"""Signing in to the editorial area: passwords, factors, sessions, confirmation."""

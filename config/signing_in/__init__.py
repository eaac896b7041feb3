"""How people sign in to the editorial area: passwords, second factors, sessions and confirmation."""

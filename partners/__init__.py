"""Countries and organisations, bodies, memberships, people. Imports editorial and publishing."""

"""What the admins of all apps are made of: forms that merge, verbs, history, proposals. Knows publishing only."""

"""The parts shared by the admins of all apps: merging forms, verbs, history, proposals. Imports publishing only."""

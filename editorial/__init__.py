"""The parts that the admins of all apps share; imports publishing only."""

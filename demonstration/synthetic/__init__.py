"""Synthetic meetings, to measure a site that has grown for decades.

Rows are made with ids of their own and written in bulk, past the verbs: they have no audit log and no history. The
same seed and day give the same content.
"""

"""The Berlin meeting of April 2011 as content to look at: a fixture, its pictures, and a command that loads both.

Nothing imports it: without this folder and its line in the settings a first start has no content.
"""

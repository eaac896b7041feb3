"""The Berlin meeting of April 2011 as first content: fixture, pictures, command.

Nothing imports it: without this folder and its line in the settings a first start has no content.
"""

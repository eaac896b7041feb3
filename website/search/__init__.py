"""One search over all content: what the index holds, and how it is asked.

From the lowest: words, highlight and engines; kinds, which says what each kind of content gives; index, which writes
it, and following, which says when; question, scopes and facets; finding, which answers; spelling and suggestions.
"""

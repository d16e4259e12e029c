"""Suggestions with reasons: what fits a seeker, what might, and what is not known. Pure Python and NumPy.

The public face is `matching.suggest.suggest(catalogue, seeker, today)`; the rules are told in docs/matching.md.
"""

"""Mutation score: wrong variants of each right solution, made by machine, and how many of them a question catches."""

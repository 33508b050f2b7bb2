"""The judge: makes the cases, knows the answers, owns the clock, compares. Never runs a candidate's code."""

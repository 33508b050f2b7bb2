"""What every Python runtime shares inside the box: the zygote's loop, and the little that a cell does besides the
candidate's work.

Nothing here decides a verdict. A candidate shares the process with this code from the moment it is imported and may
change all of it.
"""

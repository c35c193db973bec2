"""The same course in other solvers: one worker a peer, each in an environment of its own."""

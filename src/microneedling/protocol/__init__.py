"""What the solver runs: people, sessions, adjuncts, tissues, layers."""

"""How long a channel stays open; what leaks; numbing."""

"""From wishes and limits to a few courses worth choosing between, and why. Holds no science of its own."""

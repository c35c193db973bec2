"""What writes records: each one transaction with its entry in the audit."""

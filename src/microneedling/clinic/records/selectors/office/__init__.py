"""What the pages of the office read: stock, likely duplicates, merges, the audit."""

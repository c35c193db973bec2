"""What the safety screen looks at, subject by subject; `screen` puts it together."""

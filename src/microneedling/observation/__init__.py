"""How true change is seen: scales, raters, instruments, what is noticeable."""

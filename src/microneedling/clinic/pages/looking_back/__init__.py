"""What came of it: the forecast beside what was measured, photographs beside each other, scores taken blind."""

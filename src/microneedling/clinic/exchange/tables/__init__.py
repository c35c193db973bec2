"""Tables in and out: CSV as spreadsheets write it, and the one writer of CSV that no spreadsheet takes for formulas."""

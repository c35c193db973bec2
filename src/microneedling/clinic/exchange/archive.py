"""What lies in a backup and in an export, by name."""

MANIFEST, RECORDS, DUMP = "manifest.json", "records.sqlite3", "records.pgdump"
# Of an export of the whole clinic.
EXPORT_FORMAT, PAGE, PEOPLE = 1, "start-here.html", "data/user.jsonl"

"""What lies in a backup, by name."""

MANIFEST, RECORDS, DUMP = "manifest.json", "records.sqlite3", "records.pgdump"
ENDING = ".clinicbackup"

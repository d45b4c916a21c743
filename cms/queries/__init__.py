"""What the pages show (`today`) and who edits them (`newsrooms`)."""

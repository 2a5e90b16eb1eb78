"""The files in which a project says what it uses; nothing here knows the directory."""

"""Pure algorithms: they know values and rules, never the database, the web or Django."""

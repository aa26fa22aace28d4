"""The ledger in a database: tables, migrations, and one room for each concern."""

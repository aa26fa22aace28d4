"""Papers for people: the annex, the consolidated table, the summary's workbook."""

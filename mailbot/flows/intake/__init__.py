"""From the mailbox into the ledger: collected, read, judged, filed, recorded."""

"""The ledger of targets as the office sees it, and staff's word on its figures."""

"""Collects the quarterly reports that government units mail to one mailbox."""

"""Spreadsheets: cells become one grid."""

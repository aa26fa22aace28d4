"""The ledger of targets (工作台账): what was promised, what units report of it.

Pure: figures that the ledger keeps and what staff said of them go in, one line a target
and period comes out. `reading` takes figures out of a form, `table` makes the lines,
`words` says them in the office's Chinese. Policy and measure: docs/figures.md.
"""

"""Employer lists on their way in: read, map, check, write, undo.

``reading`` turns a file into rows of text, ``columns`` finds out what each column is,
``values`` cleans one row, ``matching`` knows who is here already, ``checking`` gives
each row its verdict, ``applying`` writes what was decided in one transaction, and
``undoing`` takes it back.
"""

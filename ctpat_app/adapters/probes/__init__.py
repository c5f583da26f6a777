"""Looks into a file that somebody sent: a program of its own with little memory and time, which may well die of it.

It is started by ``adapters/file_types.py`` and prints one line of JSON for each thing that it found out. It imports
nothing of the kiosk, and each library only for its type of file.
"""

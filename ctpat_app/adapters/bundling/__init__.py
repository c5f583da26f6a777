"""Brings people's files into a PDF package: a program of its own with little memory and time, which may well die of it.

It is started by ``adapters/packages.py`` and prints one line of JSON. Of the kiosk it imports only plain shapes.
"""

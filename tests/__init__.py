"""Tests of rules, content and services, and of the gate over raw sockets."""

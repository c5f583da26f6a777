"""Guidance is data: the content, its typed shapes, and the engines that look only at content and answers."""

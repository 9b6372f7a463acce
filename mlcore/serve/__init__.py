"""Answers over HTTP, on the dashboard's own server: `routes` is what the server is given.

`access` decides who may ask, `pace` how often, `upload` how much; `description` tells programs.
"""

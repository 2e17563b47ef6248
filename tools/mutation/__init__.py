"""Mutation runs: one small fault at a time is put into the code, and the tests must notice it."""

"""Shared premises: requests, rules, decisions, agreements."""
